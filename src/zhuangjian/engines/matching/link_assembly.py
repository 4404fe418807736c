"""From scored pairs to clusters: components, the pairs they lack, and their division."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from zhuangjian.engines.matching.clusters import CLIP, LARGEST, Pair, agglomerate, connected
from zhuangjian.engines.matching.link_numbers import Numbers
from zhuangjian.engines.matching.strangers import strangers, twins

Scorer = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Assembly:
    """Pairs of records that ended in one cluster, and how many of them numbers alone had joined."""

    linked: int
    joined: int


def assemble(con: Any, numbers: Numbers, prior: float, least: float, score: Scorer) -> Assembly:
    """Fill ``cluster_of`` (rid, cluster) and ``together`` (l, r: scored pairs inside clusters).

    ``least`` is the threshold in bits. Every pair inside a component is scored before it is divided, so that a
    missing candidate is not taken for a contradiction.
    """
    components = _components(con, numbers, prior, least)
    _complete(con, components, score)
    bits = _bits(con, components, prior)
    apart, same = strangers(con, prior, least), twins(con)
    for known in bits.values():
        known.update(dict.fromkeys(apart & known.keys(), -CLIP))
        known.update(dict.fromkeys(same & known.keys(), CLIP))
    place = {one: number for number, group in enumerate(numbers.joined.groups) for one in group}
    clusters: list[list[int]] = []
    for number, members in enumerate(components):
        groups: dict[object, list[int]] = defaultdict(list)
        for one in members:
            groups[place.get(one, ("alone", one))].append(one)
        found = agglomerate(list(groups.values()), bits[number], numbers.codes, least)
        clusters += [group for group in found if len(group) > 1]
    _store(con, clusters)
    return Assembly(_pairs_in(clusters), _pairs_in(numbers.joined.groups))


def _pairs_in(groups: Iterable[list[int]]) -> int:
    return sum(len(group) * (len(group) - 1) // 2 for group in groups)


def _components(con: Any, numbers: Numbers, prior: float, least: float) -> list[list[int]]:
    """Components of more than one record; one too large is divided by asking more of its pairs."""
    hard = [(group[0], other) for group in numbers.joined.groups for other in group[1:]]
    apart = strangers(con, prior, least)
    rows = con.execute(
        f"SELECT l, r, bits FROM scored WHERE bits + {prior} >= {least} ORDER BY l, r"
    ).fetchall()
    likely = [((left, right), bits + prior) for left, right, bits in rows if (left, right) not in apart]
    likely += [(pair, CLIP) for pair in sorted(twins(con))]
    waiting = [(least, likely, hard)]
    done: list[list[int]] = []
    while waiting:
        asked, soft, joined = waiting.pop()
        pairs = [pair for pair, bits in soft if bits >= asked] + joined
        found = connected({one for pair in pairs for one in pair}, pairs)
        large = {one: number for number, group in enumerate(found) if len(group) > LARGEST for one in group}
        done += [group for group in found if len(group) <= LARGEST or asked > least + 40]
        if large and asked <= least + 40:
            waiting.append(
                (
                    asked + 1.0,
                    [pair for pair in soft if pair[0][0] in large and pair[0][1] in large],
                    [pair for pair in joined if pair[0] in large],
                )
            )
    return sorted(done)


def _complete(con: Any, components: list[list[int]], score: Scorer) -> None:
    """Add to ``scored`` the pairs inside components that blocking did not bring together."""
    import pyarrow as pa

    flat = [(one, number) for number, group in enumerate(components) if len(group) > 2 for one in group]
    con.register(
        "listed", pa.table({"rid": pa.array([a for a, _ in flat], pa.int32()), "part": [b for _, b in flat]})
    )
    con.execute("CREATE OR REPLACE TEMP TABLE part AS SELECT rid, CAST(part AS INTEGER) AS part FROM listed")
    con.unregister("listed")
    con.execute(
        """CREATE OR REPLACE TABLE missing AS
        SELECT a.rid AS join_key_l, b.rid AS join_key_r, '' AS match_key
        FROM part a JOIN part b ON a.part = b.part AND a.rid < b.rid
        ANTI JOIN scored s ON s.l = a.rid AND s.r = b.rid"""
    )
    if con.execute("SELECT count(*) FROM missing").fetchone()[0]:
        score("missing", "extra")
        con.execute("INSERT INTO scored SELECT * FROM extra")


def _bits(con: Any, components: list[list[int]], prior: float) -> dict[int, dict[Pair, float]]:
    """The bits of every scored pair inside each component, by the component's number."""
    place = {one: number for number, group in enumerate(components) for one in group}
    bits: dict[int, dict[Pair, float]] = {number: {} for number in range(len(components))}
    import pyarrow as pa

    con.register(
        "listed",
        pa.table(
            {"rid": pa.array(list(place), pa.int32()), "part": pa.array(list(place.values()), pa.int32())}
        ),
    )
    rows = con.execute(
        """SELECT a.part, s.l, s.r, s.bits FROM scored s JOIN listed a ON a.rid = s.l
        JOIN listed b ON b.rid = s.r AND a.part = b.part"""
    )
    while chunk := rows.fetchmany(100_000):
        for part, left, right, weight in chunk:
            bits[part][left, right] = weight + prior
    con.unregister("listed")
    return bits


def _store(con: Any, clusters: list[list[int]]) -> None:
    """Clusters numbered by their first record; a record alone is its own cluster."""
    import pyarrow as pa

    flat = [(one, group[0]) for group in clusters for one in group]
    con.register(
        "listed",
        pa.table(
            {
                "rid": pa.array([a for a, _ in flat], pa.int32()),
                "first": pa.array([b for _, b in flat], pa.int32()),
            }
        ),
    )
    con.execute(
        """CREATE OR REPLACE TABLE cluster_of AS
        SELECT rid, CAST(dense_rank() OVER (ORDER BY coalesce(first, rid)) AS INTEGER) AS cluster
        FROM base LEFT JOIN listed USING (rid)"""
    )
    con.unregister("listed")
    con.execute(
        """CREATE OR REPLACE TABLE together AS
        SELECT s.l, s.r FROM scored s JOIN cluster_of a ON a.rid = s.l JOIN cluster_of b ON b.rid = s.r
        WHERE a.cluster = b.cluster"""
    )
