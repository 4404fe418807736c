"""Which records are worth comparing: those that share a key held by few others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

# Each rule gives (record, key, second key); a block above the cap is divided by its second key, or skipped.
RULES: Final = {
    "电话": "SELECT rid, hash(phone_end) AS key, hash(area) AS finer FROM party WHERE phone_end IS NOT NULL",
    "门牌与街道": "SELECT rid, hash(address_key), hash(area, side) FROM party WHERE address_key IS NOT NULL",
    "门牌与街道开头": """SELECT rid, hash(number, left(street, 3)), hash(area, side) FROM party
        WHERE address_key IS NOT NULL""",
    "门牌与区域": "SELECT rid, hash(number, area), hash(street) FROM party WHERE number IS NOT NULL AND area IS NOT NULL",
    "名称": "SELECT rid, hash(name_full), hash(area, number) FROM party WHERE name_full IS NOT NULL",
    "字号": "SELECT rid, hash(name_core), hash(name_area) FROM party WHERE name_core IS NOT NULL",
    "字号错一字": """SELECT rid, hash(left(name_core, place - 1) || substr(name_core, place + 1), place > 0),
        hash(coalesce(name_area, area)) FROM
        (SELECT rid, name_core, name_area, area, unnest(range(1, length(name_core) + 1)) AS place
         FROM party WHERE length(name_core) BETWEEN 2 AND 8)""",
    "名称用词": """SELECT rid, hash(word), hash(number) FROM name_use JOIN name_word USING (word)
        JOIN party USING (rid)""",
    "负责人与区域": "SELECT rid, hash(person, area), hash(street) FROM party WHERE person IS NOT NULL",
    "门牌与名称用词": """SELECT rid, hash(number, word), hash(street) FROM name_use JOIN party USING (rid)
        WHERE number IS NOT NULL""",
    "街道与名称用词": """SELECT rid, hash(street, word), hash(number) FROM name_use JOIN party USING (rid)
        WHERE street IS NOT NULL""",
}  # fmt: skip


# A key that many share must not make the work grow faster than the records.
LEAST_BUDGET: Final = 200_000
PAIRS_A_RECORD: Final = 4


@dataclass(frozen=True, slots=True)
class Blocks:
    """What blocking did: pairs new by each rule in order, and blocks skipped because even divided they were too big."""

    pairs: int
    by_rule: dict[str, int]
    refined: int
    skipped: int
    skipped_records: int


def _affordable(con: Any, cap: int, budget: int) -> int:
    """The largest block size, at most ``cap``, at which the blocks not yet divided make no more pairs than ``budget``."""
    pairs = 0
    limit = 1
    sizes = con.execute(
        f"SELECT size, count(*) FROM sized WHERE size <= {cap} GROUP BY size ORDER BY size"
    ).fetchall()
    for size, holders in sizes:
        pairs += holders * (size - 1) // 2
        if pairs > budget:
            return limit
        limit = size
    return cap


def block(con: Any, cap: int) -> Blocks:
    """Fill ``pairs`` (join_key_l < join_key_r, match_key) with the candidates; no block above ``cap`` is paired,
    and less where a rule would make too many pairs for the number of records."""
    con.execute("CREATE TABLE pairs (join_key_l INTEGER, join_key_r INTEGER, match_key VARCHAR)")
    by_rule: dict[str, int] = {}
    refined = skipped = lost = 0
    budget = max(LEAST_BUDGET, PAIRS_A_RECORD * con.execute("SELECT count(*) FROM party").fetchone()[0])
    for name, rule in RULES.items():
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE keyed AS SELECT DISTINCT rid, key, finer FROM ({rule}) t(rid, key, finer)"
        )
        con.execute(
            """CREATE OR REPLACE TEMP TABLE sized AS
            SELECT rid, key, finer, count(*) OVER (PARTITION BY key) AS size FROM keyed
            QUALIFY count(*) OVER (PARTITION BY key) > 1"""
        )
        limit = _affordable(con, cap, budget)
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE fine AS
            SELECT rid, hash(key, finer) AS key, count(*) OVER (PARTITION BY key, finer) AS size
            FROM sized WHERE size > {limit}"""
        )
        counts = con.execute(
            f"""SELECT count(DISTINCT key) FILTER (size <= {limit}), count(DISTINCT key) FILTER (size > {limit}),
                       count(*) FILTER (size > {limit}) FROM fine"""
        ).fetchone()
        refined, skipped, lost = refined + counts[0], skipped + counts[1], lost + counts[2]
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE found AS
            WITH held AS (SELECT rid, key FROM sized WHERE size <= {limit}
                          UNION ALL SELECT rid, key FROM fine WHERE size BETWEEN 2 AND {limit})
            SELECT DISTINCT l.rid AS join_key_l, r.rid AS join_key_r
            FROM held l JOIN held r ON l.key = r.key AND l.rid < r.rid"""
        )
        before = con.execute("SELECT count(*) FROM pairs").fetchone()[0]
        con.execute(
            """INSERT INTO pairs SELECT join_key_l, join_key_r, ? FROM found
            ANTI JOIN pairs USING (join_key_l, join_key_r)""",
            [name],
        )
        by_rule[name] = con.execute("SELECT count(*) FROM pairs").fetchone()[0] - before
    for table in ("keyed", "sized", "fine", "found"):
        con.execute(f"DROP TABLE {table}")
    return Blocks(sum(by_rule.values()), by_rule, refined, skipped, lost)
