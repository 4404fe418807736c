"""Made-up signals in Parquet files, written in pieces so that their number is not limited by memory."""

from __future__ import annotations

from pathlib import Path

from zhuangjian.engines.risk.features_spec import KINDS

PIECE = 5_000_000
PRODUCTS_EACH = 20


def parties_for(signals: int) -> int:
    """A hundred signals a party, and at most 100,000 parties."""
    return min(max(signals // 100, 1), 100_000)


def write(folder: Path, signals: int) -> None:
    """``signals`` rows in ``folder``: four years to 2025-12-30, a twentieth not attributable, known up to 19 days later."""
    import duckdb

    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    with duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder)}) as connection:
        for first in range(0, signals, PIECE):
            last = min(first + PIECE, signals)
            connection.execute(f"""
                COPY (
                    SELECT i AS signal, party, party * {PRODUCTS_EACH} + (hash(i * 3 + 2) % {PRODUCTS_EACH})::BIGINT AS product,
                        [{kinds}][1 + (hash(i * 5 + 3) % {len(KINDS)})::INT] AS kind,
                        DATE '2022-01-01' + day AS occurred_on,
                        CASE WHEN i % 7 <> 0 THEN DATE '2022-01-01' + day + (hash(i) % 20)::INT END AS known_on,
                        (1 + hash(i * 13 + 5) % 5)::TINYINT AS severity, hash(i * 17) % 20 <> 0 AS attributable
                    FROM (
                        SELECT i, (hash(i * 7 + 1) % {parties_for(signals)})::BIGINT AS party,
                            (hash(i * 11 + 4) % 1460)::INT AS day
                        FROM range({first}, {last}) rows(i)
                    )
                ) TO '{folder / f"signals-{first // PIECE:04}.parquet"}' (FORMAT parquet)""")
