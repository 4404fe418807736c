"""Files read for a linkage and written after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zhuangjian.engines.matching.link_fields import Fields, LinkOptions
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.tables import open_session, require_columns

# The linkage's own columns must not meet a column of the file.
KEY = "记录键·"
REVIEW = (
    "reason", "record_1", "record_2", "name_1", "name_2", "probability", "bits", "suggestion", "explanation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gathered:
    """The records of all files: an Arrow table with ``key`` and the columns asked for, and where each came from."""

    records: Any
    ids: list[str]
    keys: list[str]
    sources: list[str]

    def fields(self, wanted: Fields) -> Fields:
        """The same fields, identified by the key."""
        return replace(wanted, id=KEY)

    def column(self, name: str) -> list[str | None]:
        """One column's values in order."""
        values: list[str | None] = self.records[name].to_pylist()
        return values


def gather(files: Sequence[Path], id: str, columns: Sequence[str], options: LinkOptions) -> Gathered:
    """Every file's columns as text, one after the other; a record's key is its id, with file and row where ids clash."""
    import pyarrow as pa

    wanted = list(dict.fromkeys(columns))
    tables, sources = [], []
    with open_session("duckdb", threads=options.threads, memory_limit=options.memory_limit) as session:
        for file in files:
            table = session.read(file, text=True) if file.suffix.lower() != ".parquet" else session.read(file)
            require_columns(table, wanted, str(file))
            found = session.arrow(table.select(wanted))
            tables.append(pa.table([found[name].cast(pa.string()) for name in wanted], names=wanted))
            sources += [file.name] * found.num_rows
    records = pa.concat_tables(tables)
    empty = [name for name in wanted if name != id and records[name].null_count == records.num_rows]
    if empty:
        raise Refusal(
            f"列 {'、'.join(empty)} 全部为空，不能用于比较。请去掉相应选项，或核对列名。", missing=empty
        )
    ids = [value or "" for value in records[id].to_pylist()]
    keys = _keys(ids, sources)
    return Gathered(records.append_column(KEY, pa.array(keys, pa.string())), ids, keys, sources)


def _keys(ids: Sequence[str], sources: Sequence[str]) -> list[str]:
    held = Counter(ids)
    keys = [
        one if one and held[one] == 1 else f"{source}:{one}" for one, source in zip(ids, sources, strict=True)
    ]
    again = Counter(keys)
    return [key if again[key] == 1 else f"{key}#{row}" for row, key in enumerate(keys, 1)]


def review_path(out: Path) -> Path:
    """Where the pairs for a clerk are written: beside the result, with ``.review`` before the suffix."""
    return out.with_name(f"{out.stem}.review{out.suffix}")


def write_results(linked: Any, gathered: Gathered, out: Path) -> None:
    """The clusters and the review list; each file appears whole or not at all."""
    import pyarrow as pa

    if not out.absolute().parent.is_dir():
        raise Refusal(f"输出目录不存在：{out.absolute().parent}。请先建立目录。")
    clusters = pa.table(
        {
            "record": gathered.keys,
            "file": gathered.sources,
            "id": gathered.ids,
            "cluster": linked.clusters["cluster"],
            "size": linked.clusters["size"],
        }
    )
    rows = [
        {
            "reason": one.reason,
            "record_1": one.ids[0],
            "record_2": one.ids[1],
            "name_1": one.names[0],
            "name_2": one.names[1],
            "probability": one.explanation.probability,
            "bits": one.explanation.bits,
            "suggestion": one.suggestion,
            "explanation": one.explanation.sentence(),
        }
        for one in linked.review
    ]
    kinds = [(name, pa.float64() if name in ("probability", "bits") else pa.string()) for name in REVIEW]
    with open_session("duckdb") as session:
        session.write(session.from_arrow(clusters), out)
        session.write(
            session.from_arrow(pa.Table.from_pylist(rows, schema=pa.schema(kinds))), review_path(out)
        )
