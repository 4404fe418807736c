"""What a linkage tells: clusters, pairs for a clerk, renames, and the pairs somebody asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from zhuangjian.engines.matching.clusters import Pair
from zhuangjian.engines.matching.explain import PairExplanation, by_weight, explain_pairs
from zhuangjian.engines.matching.link_numbers import Numbers
from zhuangjian.engines.matching.training import Model
from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

MOST_REVIEWED: Final = 200_000


@dataclass(frozen=True, slots=True)
class Review:
    """A pair for a clerk: why it is there, the rows and ids of both records, and the explanation."""

    reason: str
    ids: tuple[str, str]
    names: tuple[str, str]
    suggestion: str
    explanation: PairExplanation


@dataclass(frozen=True, slots=True)
class DoubtfulCode:
    """A credit code that fails its checks: the record's id, the code as written, a repair to confirm (may be empty)."""

    id: str
    code: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Rename:
    """One party under several names: its cluster, each name with the ids under it, and the numbers that prove it."""

    cluster: int
    names: tuple[tuple[str, tuple[str, ...]], ...]
    evidence: tuple[str, ...]


def clusters_table(con: Any) -> pa.Table:
    """row, id, cluster, size of every record, in the order the records were given."""
    return con.execute(
        """SELECT row, id, cluster, count(*) OVER (PARTITION BY cluster) AS size
        FROM base JOIN cluster_of USING (rid) ORDER BY row"""
    ).to_arrow_table()


def doubtful_codes(con: Any) -> tuple[DoubtfulCode, ...]:
    """Every credit code that fails its checks, in the order of the ids."""
    rows = con.execute(
        "SELECT id, doubtful, suggestion FROM base WHERE doubtful <> '' ORDER BY id, doubtful"
    ).fetchall()
    return tuple(DoubtfulCode(*row) for row in rows)


def review_pairs(
    con: Any, model: Model, prior: float, low: float, least: float, numbers: Numbers
) -> tuple[Review, ...]:
    """Pairs between both thresholds, probable pairs that stayed apart, and pairs that only numbers put in question."""
    told = _told_by_numbers(con, numbers)
    _listed(con, list(told))
    con.execute(
        f"""CREATE OR REPLACE TABLE doubted AS
        SELECT s.* FROM scored s JOIN cluster_of a ON a.rid = s.l JOIN cluster_of b ON b.rid = s.r
        WHERE a.cluster <> b.cluster AND s.bits + {prior} >= {low}
        ORDER BY s.bits DESC, s.l, s.r LIMIT {MOST_REVIEWED}"""
    )
    con.execute(
        """INSERT INTO doubted SELECT s.* FROM scored s JOIN listed_pairs p USING (l, r)
        ANTI JOIN doubted d ON d.l = s.l AND d.r = s.r"""
    )
    explained = {(one.left, one.right): one for one in explain_pairs(con, model, "doubted", prior)}
    for pair in told:
        explained.setdefault(pair, PairExplanation(*pair, prior, 0.0, ()))
    texts = _texts(con, explained)
    found = []
    for one in by_weight(explained.values()):
        pair = (one.left, one.right)
        grounds, suggestion = told.get(pair, ((), ""))
        codes = {numbers.codes.get(side) for side in pair} - {None}
        if len(codes) == 2:
            if not grounds:
                continue
            reason = "统一社会信用代码不同，不合并"
        elif suggestion:
            reason = "代码疑有形近字误写，须人工确认"
        elif grounds:
            reason = "编号相同而未合并，须人工确认"
        else:
            reason = "概率达到合并阈值，但与同类其他记录不一致" if one.bits >= least else "概率处于复核区间"
        kept = PairExplanation(one.left, one.right, one.bits, one.probability, one.says, grounds)
        left, right = (texts[side] for side in pair)
        found.append(Review(reason, (left[0], right[0]), (left[1], right[1]), suggestion, kept))
    return tuple(found)


def _told_by_numbers(con: Any, numbers: Numbers) -> dict[Pair, tuple[tuple[str, ...], str]]:
    told: dict[Pair, tuple[tuple[str, ...], str]] = {}
    for pair in numbers.joined.refused:
        told[pair] = (("编号相同，但牵涉不同的统一社会信用代码",), "")
    for pair in numbers.doubtful:
        told[pair] = (("两处写有同一个校验不通过的代码",), "")
    for pair, code in numbers.suggested.items():
        told[pair] = ((f"代码按形近字更正为 {code} 后相同（仅为建议）",), code)
    if not told:
        return {}
    _listed(con, list(told))
    apart = con.execute(
        """SELECT l, r FROM listed_pairs JOIN cluster_of a ON a.rid = l JOIN cluster_of b ON b.rid = r
        WHERE a.cluster <> b.cluster ORDER BY l, r"""
    ).fetchall()
    kept = {(left, right) for left, right in apart} | set(numbers.suggested)
    return {pair: told[pair] for pair in sorted(kept)}


def _listed(con: Any, pairs: Sequence[Pair]) -> None:
    import pyarrow as pa

    rows = {
        "l": pa.array([a for a, _ in pairs], pa.int32()),
        "r": pa.array([b for _, b in pairs], pa.int32()),
    }
    con.register("incoming", pa.table(rows))
    con.execute("CREATE OR REPLACE TABLE listed_pairs AS SELECT * FROM incoming")
    con.unregister("incoming")


def _texts(con: Any, pairs: Any) -> dict[int, tuple[str, str]]:
    _listed(con, list(pairs))
    rows = con.execute(
        """SELECT rid, id, coalesce(name_text, '') FROM base
        WHERE rid IN (SELECT l FROM listed_pairs UNION SELECT r FROM listed_pairs)"""
    ).fetchall()
    return {rid: (one, name) for rid, one, name in rows}


def renames(con: Any, numbers: Numbers) -> tuple[Rename, ...]:
    """Clusters in which records that share a credit code or another number bear different names."""
    place = {one: number for number, group in enumerate(numbers.joined.groups) for one in group}
    if not place:
        return ()
    import pyarrow as pa

    rows = {"rid": pa.array(list(place), pa.int32()), "part": pa.array(list(place.values()), pa.int32())}
    con.register("listed", pa.table(rows))
    found = con.execute(
        """WITH held AS (SELECT b.*, part, cluster FROM base b JOIN listed USING (rid) JOIN cluster_of USING (rid)
                         WHERE name_full <> ''),
             named AS (SELECT part, cluster, name_full, min(name_text) AS name, list(id ORDER BY id) AS ids
                       FROM held GROUP BY part, cluster, name_full)
        SELECT part, min(cluster), list({'name': name, 'ids': ids} ORDER BY name)
        FROM named GROUP BY part HAVING count(*) > 1 ORDER BY part"""
    ).fetchall()
    evidence = _evidence(con)
    con.unregister("listed")
    return tuple(
        Rename(cluster, tuple((name["name"], tuple(name["ids"])) for name in names), evidence.get(part, ()))
        for part, cluster, names in found
    )


def _evidence(con: Any) -> dict[int, tuple[str, ...]]:
    """The numbers that more than one name of a group bears."""
    rows = con.execute(
        """SELECT part, list(told ORDER BY told) FROM (
            SELECT part, '统一社会信用代码 ' || code AS told FROM base JOIN listed USING (rid)
            WHERE code <> '' GROUP BY part, code HAVING count(DISTINCT name_full) > 1
            UNION ALL
            SELECT part, '编号 ' || split_part(u.number, ':', 2) FROM number_use u JOIN listed USING (rid)
            JOIN base USING (rid) WHERE NOT (starts_with(u.number, 'organisation:') AND code <> '')
            GROUP BY part, u.number HAVING count(DISTINCT name_full) > 1) GROUP BY part"""
    ).fetchall()
    return {part: tuple(told) for part, told in rows}


def asked_pairs(
    con: Any, model: Model, prior: float, asked: Sequence[tuple[str, str]], score: Callable[[str, str], None]
) -> list[PairExplanation]:
    """The explanation of each pair of ids, whether blocking had brought them together or not."""
    pairs: list[Pair] = []
    for ids in asked:
        places = [_record(con, one) for one in ids]
        if places[0] == places[1]:
            raise Refusal(f"--explain 的两个编号是同一条记录：{ids[0]}。请给出两条不同的记录。")
        pairs.append((min(places), max(places)))
    if not pairs:
        return []
    _listed(con, pairs)
    con.execute(
        "CREATE OR REPLACE TABLE asked AS SELECT DISTINCT l AS join_key_l, r AS join_key_r, '' AS match_key FROM listed_pairs"
    )
    score("asked", "answered")
    found = {(one.left, one.right): one for one in explain_pairs(con, model, "answered", prior)}
    same = dict(con.execute("SELECT rid, code FROM base WHERE code <> ''").fetchall())
    told = []
    for pair in pairs:
        one = found.get(pair, PairExplanation(*pair, prior, 0.0, ()))
        codes = [same.get(side, "") for side in pair]
        ground = (
            ("统一社会信用代码相同" if codes[0] == codes[1] else "统一社会信用代码不同，不合并",)
            if all(codes)
            else ()
        )
        told.append(PairExplanation(one.left, one.right, one.bits, one.probability, one.says, ground))
    return told


def _record(con: Any, given: str) -> int:
    rows = con.execute("SELECT rid FROM base WHERE id = ? ORDER BY rid LIMIT 2", [given]).fetchall()
    if not rows:
        raise Refusal(f"--explain：没有编号为“{given}”的记录。")
    if len(rows) > 1:
        raise Refusal(f"--explain：编号“{given}”不止一条记录，请用输出文件中的记录键。")
    return int(rows[0][0])
