"""Records that share a credit code or another number, and what such a number may not do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhuangjian.engines.matching.clusters import Joined, Pair, join_by_number


@dataclass(frozen=True, slots=True)
class Numbers:
    """``codes``: valid credit code by record (only where two records share anything).

    ``joined``: groups and refusals. ``suggested``: pairs whose codes would be equal after a repair of look-alike
    characters. ``doubtful``: pairs with the same code as written that fails its checks. ``skipped``: numbers held by
    more records than a number of one party could be.
    """

    codes: dict[int, str]
    joined: Joined
    suggested: dict[Pair, str]
    doubtful: list[Pair]
    skipped: int


def read_numbers(con: Any, cap: int) -> Numbers:
    """Fill ``hard`` (l, r): neighbours among the holders of one number; and read what else numbers say."""
    con.execute("CREATE TABLE number_use AS SELECT rid, unnest(numbers) AS number FROM base")
    con.execute(
        "CREATE TABLE number_size AS SELECT number, count(*) AS holders FROM number_use GROUP BY number HAVING count(*) > 1"
    )
    skipped = con.execute(f"SELECT count(*) FROM number_size WHERE holders > {cap}").fetchone()[0]
    con.execute(
        f"""CREATE TABLE hard AS
        SELECT DISTINCT l, r FROM (
            SELECT lag(rid) OVER (PARTITION BY code ORDER BY rid) AS l, rid AS r FROM base WHERE code <> ''
            UNION ALL
            SELECT lag(rid) OVER (PARTITION BY number ORDER BY rid), rid
            FROM number_use JOIN number_size USING (number) WHERE holders <= {cap})
        WHERE l IS NOT NULL ORDER BY l, r"""
    )
    codes = dict(con.execute("SELECT rid, code FROM base WHERE code <> '' ORDER BY rid").fetchall())
    joined = join_by_number(con.execute("SELECT l, r FROM hard ORDER BY l, r").fetchall(), codes)
    return Numbers(codes, joined, _suggested(con), _doubtful(con, cap), skipped)


def _suggested(con: Any) -> dict[Pair, str]:
    """Each doubtful code with a repair, beside the first record that has that code or the same repair."""
    rows = con.execute(
        """WITH known AS (SELECT code, min(rid) AS rid FROM base WHERE code <> '' GROUP BY code)
        SELECT least(b.rid, k.rid), greatest(b.rid, k.rid), suggestion
        FROM base b JOIN known k ON b.suggestion = k.code
        WHERE b.suggestion <> '' ORDER BY 1, 2"""
    ).fetchall()
    return {(left, right): code for left, right, code in rows}


def _doubtful(con: Any, cap: int) -> list[Pair]:
    rows = con.execute(
        f"""SELECT l, r FROM (
            SELECT lag(rid) OVER (PARTITION BY doubtful ORDER BY rid) AS l, rid AS r,
                   count(*) OVER (PARTITION BY doubtful) AS holders
            FROM base WHERE doubtful <> '') WHERE l IS NOT NULL AND holders <= {cap} ORDER BY 1, 2"""
    )
    return [(left, right) for left, right in rows.fetchall()]
