"""Records brought into comparable columns and put in an order that depends on their content only."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from zhuangjian.engines.matching.codes import read_codes
from zhuangjian.engines.matching.link_fields import Fields
from zhuangjian.engines.matching.link_text import (
    read_address,
    read_name,
    read_person,
    read_phone,
    read_postal,
)

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 25_000
PARALLEL_FROM = 4
WEIGHT_BITS = 6
TEXTS = (
    "id", "name_full", "name_core", "name_area", "number", "street", "area", "side", "phone", "person",
    "code", "doubtful", "suggestion", "name_text", "address_text", "phone_text", "person_text",
)  # fmt: skip
LISTS = ("name_list", "address_list", "numbers")


def batches_of(records: Any, fields: Fields) -> Iterator[pa.RecordBatch]:
    """The named columns of an Arrow table or an ibis table, in batches, as text."""
    import pyarrow as pa

    if isinstance(records, pa.Table):
        yield from records.select(fields.columns()).to_batches(max_chunksize=BATCH)
    else:
        yield from records.select(fields.columns()).to_pyarrow_batches(chunk_size=BATCH)


def load(con: Any, records: Any, fields: Fields, workers: int = 1) -> int:
    """Fill the table ``raw`` with every record's comparable parts; gives the number of records.

    ``workers``: processes that read names and addresses when there are many."""
    import pyarrow as pa

    schema = pa.schema(
        [
            ("row", pa.int64()),
            *((name, pa.string()) for name in TEXTS),
            *((name, pa.list_(pa.string())) for name in LISTS),
        ]
    )
    con.register("incoming", schema.empty_table())
    con.execute("CREATE TABLE raw AS SELECT * FROM incoming")
    rows = 0
    for prepared in _all_prepared(batches_of(records, fields), fields, schema, workers):
        con.register("incoming", prepared)
        con.execute("INSERT INTO raw SELECT * FROM incoming")
        rows += prepared.num_rows
    con.unregister("incoming")
    return rows


def _all_prepared(
    batches: Iterator[pa.RecordBatch], fields: Fields, schema: pa.Schema, workers: int
) -> Iterator[pa.Table]:
    """Every batch prepared, in order; by several processes when there are several batches."""
    first = list(islice(batches, PARALLEL_FROM))
    start = 0
    if workers < 2 or len(first) < PARALLEL_FROM:
        for batch in chain(first, batches):
            yield _prepared(batch, fields, start, schema)
            start += batch.num_rows
        return
    # Not by forking: the engine's threads would be copied in whatever state they are.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[pa.Table]] = deque()
        for batch in chain(first, batches):
            waiting.append(pool.submit(_prepared, batch, fields, start, schema))
            start += batch.num_rows
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _prepared(batch: pa.RecordBatch, fields: Fields, start: int, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    size = batch.num_rows

    def cells(column: str | None) -> list[str | None]:
        return batch.column(column).cast(pa.string()).to_pylist() if column else [None] * size

    name_text, address_text = cells(fields.name), cells(fields.address)
    phone_text, person_text = cells(fields.phone), cells(fields.person)
    names = [read_name(text) for text in name_text]
    addresses = [read_address(text) for text in address_text]
    postal = [read_postal(text) for text in cells(fields.zip)]
    numbers = [cells(column) for column in fields.numbers]
    codes = [
        read_codes(code, (column[place] for column in numbers))
        for place, code in enumerate(cells(fields.code))
    ]
    columns: dict[str, Any] = {
        "row": range(start, start + size),
        "id": [text or "" for text in cells(fields.id)],
        "name_full": [name.full for name in names],
        "name_core": [name.core for name in names],
        "name_area": [name.area for name in names],
        "number": [address.number for address in addresses],
        "street": [address.street for address in addresses],
        "area": [own or address.area for own, address in zip(postal, addresses, strict=True)],
        "side": [address.side for address in addresses],
        "phone": [read_phone(text) for text in phone_text],
        "person": [read_person(text) for text in person_text],
        "code": [code.code for code in codes],
        "doubtful": [code.doubtful for code in codes],
        "suggestion": [code.suggestion for code in codes],
        "name_text": name_text,
        "address_text": address_text,
        "phone_text": phone_text,
        "person_text": person_text,
        "name_list": [name.words for name in names],
        "address_list": [address.words for address in addresses],
        "numbers": [code.numbers for code in codes],
    }
    return pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)


def arrange(con: Any) -> None:
    """The table ``party``: records numbered by content, words replaced by numbers that hold their weight.

    A word's weight is its rarity in half bits, held in the lowest six bits of its number, so that the weight of what
    two records share is a sum over common numbers.
    """
    order = ", ".join([*TEXTS[1:], "array_to_string(numbers, ' ')", "id", "row"])
    con.execute(
        f"CREATE TABLE base AS SELECT CAST(row_number() OVER (ORDER BY {order}) - 1 AS INTEGER) AS rid, * FROM raw"
    )
    con.execute("DROP TABLE raw")
    total = con.execute("SELECT count(*) FROM base").fetchone()[0]
    for kind in ("name", "address"):
        con.execute(f"CREATE TABLE {kind}_use AS SELECT rid, unnest({kind}_list) AS word FROM base")
        con.execute(
            f"""CREATE TABLE {kind}_word AS
            SELECT word, holders, CAST(row_number() OVER (ORDER BY word) * {1 << WEIGHT_BITS}
                   + greatest(1, least(63, round(2 * log2({max(total, 2)} / holders)))) AS BIGINT) AS token
            FROM (SELECT word, count(*) AS holders FROM {kind}_use GROUP BY word)"""
        )
        con.execute(
            f"""CREATE TABLE {kind}_tokens AS
            SELECT rid, list(token ORDER BY token) AS tokens, CAST(sum(token & 63) AS INTEGER) AS weight,
                   bit_or(1::UBIGINT << ((token >> 6) % 61)) AS mask, bit_or(1::UBIGINT << ((token >> 6) % 59)) AS veil
            FROM {kind}_use JOIN {kind}_word USING (word) GROUP BY rid"""
        )
    con.execute(
        """CREATE TABLE party AS
        SELECT rid, nullif(name_full, '') AS name_full, nullif(name_core, '') AS name_core,
               nullif(name_area, '') AS name_area, n.tokens AS name_tokens, coalesce(n.weight, 0) AS name_weight, n.mask AS name_mask, n.veil AS name_veil,
               nullif(number, '') AS number, nullif(street, '') AS street,
               CASE WHEN number <> '' AND street <> '' THEN number || ' ' || street END AS address_key,
               a.tokens AS address_tokens, coalesce(a.weight, 0) AS address_weight, a.mask AS address_mask, a.veil AS address_veil,
               nullif(area, '') AS area, nullif(side, '') AS side, nullif(phone, '') AS phone,
               right(nullif(phone, ''), 7) AS phone_end, nullif(person, '') AS person, nullif(code, '') AS code
        FROM base LEFT JOIN name_tokens n USING (rid) LEFT JOIN address_tokens a USING (rid) ORDER BY rid"""
    )
    for table in ("name_tokens", "address_tokens", "address_use", "address_word"):
        con.execute(f"DROP TABLE {table}")
