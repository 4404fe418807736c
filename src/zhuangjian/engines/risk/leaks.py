"""Which columns may speak about a row, which only about earlier rows, which never — decided from earlier rows alone.

Three rules, in this order: who inspected is never used; what is known by name, by time or by the numbers to be an outcome
of the same inspection is refused for its own row and used as history; what merely predicts suspiciously well is used
and warned of, with the figure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from zhuangjian.engines.risk.history import Column, Flags, Floats, History, group_codes
from zhuangjian.engines.risk.measures import auc

Role = Literal["feature", "group", "both", "history", "refused"]
REFUSE_AUC = 0.95
WARN_AUC = 0.80
PURE = 0.98
PURE_ROWS = 20
GROUP_LEVELS = 20_000

INSPECTOR = re.compile(
    r"inspector|sanitarian|surveyor|auditor|assessor|examiner|officer|employee|badge|staff|team_?id|team_?lead"
    r"|(^|_)insp(_|$)|(inspected|checked|examined)_?by"
    r"|检查员|检查人|检查者|检查组|检察员|组长|执法人|执法员|执法证|审核员|核查员|评审员|稽查员|抽样人|经办人|承办人|办案人|监管员|人员",
    re.IGNORECASE,
)
HEADCOUNT = re.compile(
    r"(staff|employees?)_?(count|size|total|number)$|(number|count)_?of_?(staff|employees)|从业人员|人员(数|总数|规模|密度)",
    re.IGNORECASE,
)
PAST = {
    "past",
    "prev",
    "previous",
    "prior",
    "last",
    "history",
    "historical",
    "lag",
    "since",
    "earlier",
    "before",
}
PAST_CHINESE = re.compile(r"上次|以往|历史|既往|前次|往年|此前|累计")
OUTCOME = {
    "result", "results", "outcome", "outcomes", "pass", "passed", "fail", "failed", "failure", "failures", "violation",
    "violations", "critical", "serious", "minor", "major", "deficiency", "deficiencies", "finding", "findings", "found",
    "verdict", "disposition", "conclusion", "penalty", "penalties", "fine", "citation", "citations", "closure",
    "recall", "reinspection", "comments",
}  # fmt: skip
OUTCOME_CHINESE = re.compile(
    r"结果|结论|不合格|缺陷|违规|违法|处罚|罚款|整改|问题数|是否通过|严重项|瑕疵|复查"
)
IDENTIFIER = re.compile(
    r"(^|_)(id|code|number|no|zip|postcode|ward|district|precinct|account|licen[cs]e|phone|county|block|tract)($|_)"
    r"|(ID|Id|Code|Zip)$|编号|编码|代码|号码|邮编|区划|区县|电话|许可证号$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one column may be used for, why (Chinese), and its single-column AUC on the earlier rows where it was measured."""

    column: str
    role: Role
    why: str
    auc: float | None = None
    warned: bool = False


def judge_columns(history: History, excluded: Iterable[str] = ()) -> list[Verdict]:
    """A verdict for every column, from the rows given (pass only rows earlier than everything to be scored)."""
    given = set(excluded)
    if history.scored.any():
        # A table that only tells of the past leaves columns empty; that is no property of the rows to be scored.
        history = history.take(history.scored)
    return [_judge(column, history, name in given) for name, column in history.columns.items()]


def names_inspector(name: str) -> bool:
    """Whether a column's name says who inspected (and not how many people work for the inspected)."""
    return bool(INSPECTOR.search(name)) and not HEADCOUNT.search(name)


def names_outcome(name: str) -> bool:
    """Whether a column's name says that it is an outcome of the same inspection (and not of an earlier one)."""
    words = _words(name)
    if words & PAST or PAST_CHINESE.search(name):
        return False
    return bool(words & OUTCOME or OUTCOME_CHINESE.search(name))


def _words(name: str) -> set[str]:
    split = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    return {w.lower() for w in re.split(r"[^A-Za-z]+", split) if w}


def _judge(column: Column, history: History, excluded: bool) -> Verdict:
    name = column.name
    if names_inspector(name):
        return Verdict(name, "refused", "说的是谁来检查；预警只看被检查对象，任何人员信息都不进入模型")
    codes = group_codes(column)
    present = int((codes >= 0).sum())
    distinct = len(np.unique(codes[codes >= 0]))
    if present == 0:
        return Verdict(name, "refused", "此前各行全为空")
    if distinct == 1 and present == len(codes):
        return Verdict(name, "refused", "此前各行只有一个值")
    if excluded:
        return Verdict(name, _history_role(column, distinct), "按 --exclude 不用于当次，只用以往各次的值")
    if column.after:
        return Verdict(
            name,
            _history_role(column, distinct),
            "所在表没有自己的日期，与当次结果同时记下，只用以往各次的值",
        )
    strength = _strength(column, codes, history)
    if names_outcome(name):
        return Verdict(
            name, _history_role(column, distinct), "列名表明是当次检查的结果，只用以往各次的值", strength
        )
    if strength is not None and strength >= REFUSE_AUC:
        why = f"单凭这一列的 AUC 就有 {strength:.3f}，是当次结果的另一种写法，只用以往各次的值"
        return Verdict(name, _history_role(column, distinct), why, strength)
    pure = _pure(column, codes, history)
    if pure is not None:
        why = f"{pure[0]} 的 {pure[1]} 行中 {pure[2]:.1%} 都有问题，是当次结果的一部分，只用以往各次的值"
        return Verdict(name, _history_role(column, distinct), why, strength)
    return _role(column, codes, distinct, present, history, strength)


def _history_role(column: Column, distinct: int) -> Role:
    return "history" if column.kind == "number" or (column.kind == "text" and distinct <= 8) else "refused"


def _role(
    column: Column, codes: np.ndarray, distinct: int, present: int, history: History, strength: float | None
) -> Verdict:
    name = column.name
    warned = strength is not None and strength >= WARN_AUC
    note = f"；单凭这一列的 AUC 有 {strength:.3f}，好得可疑，请核对它是否事后才有" if warned else ""
    pairs = len(np.unique(history.entity[codes >= 0] * (codes.max() + 1) + codes[codes >= 0]))
    entities = len(np.unique(history.entity[codes >= 0]))
    labelled = column.kind == "text" or (column.whole and distinct > 12 and bool(IDENTIFIER.search(name)))
    if labelled:
        if pairs == distinct == entities:
            return Verdict(name, "refused", "与主体编号一一对应，没有另外的信息", strength)
        if distinct > 0.95 * present or distinct > GROUP_LEVELS:
            return Verdict(name, "refused", "几乎每行一个值（编号或说明文字），不能归类", strength)
        kind: Role = "both" if column.kind == "text" and distinct <= 12 else "group"
        return Verdict(name, kind, "按值归类，用同类以往的情况" + note, strength, warned)
    if column.whole and distinct > 0.95 * present and present > 50:
        return Verdict(name, "refused", "几乎每行一个整数值，是流水号", strength)
    return Verdict(name, "feature", "当次检查前已知的数值" + note, strength, warned)


def _strength(column: Column, codes: np.ndarray, history: History) -> float | None:
    """AUC of the column alone or of its being filled in at all, whichever way round; text by the rates in the other half of the rows."""
    known = np.isfinite(history.target)
    if known.sum() < 50 or not 0 < history.target[known].mean() < 1:
        return None
    target = history.target[known]
    if column.kind == "text":
        score = _crossed_rates(codes[known], target)
        return auc(target, score)
    values = column.values[known]
    there = np.isfinite(values)
    found = [auc(target, there.astype(float))]
    if there.sum() >= 50:
        found.append(auc(target[there], values[there]))
    sides = [side for value in found if value is not None for side in (value, 1 - value)]
    return max(sides, default=None)


def _crossed_rates(codes: np.ndarray, target: Floats) -> Floats:
    """For each row the shrunken rate of its level in the rows of the other parity."""
    score = np.zeros(len(codes))
    even: Flags = np.arange(len(codes)) % 2 == 0
    overall = float(target.mean())
    for mine, other in ((even, ~even), (~even, even)):
        size = int(codes.max()) + 2
        count = np.bincount(codes[other] + 1, minlength=size)
        hits = np.bincount(codes[other] + 1, weights=target[other], minlength=size)
        score[mine] = ((hits + 5 * overall) / (count + 5))[codes[mine] + 1]
    return score


def _pure(column: Column, codes: np.ndarray, history: History) -> tuple[str, int, float] | None:
    """A value, being filled in at all, or the top or bottom of the numbers, whose rows all but all have the outcome."""
    known = np.isfinite(history.target)
    base = float(history.target[known].mean()) if known.any() else 0.0
    if not 0 < base < 0.6:
        return None
    distinct = np.unique(codes[codes >= 0])
    filled = known & (codes >= 0)
    if filled.sum() >= PURE_ROWS and history.target[filled].mean() >= PURE:
        return "填写了", int(filled.sum()), float(history.target[filled].mean())
    if column.kind == "number" and len(distinct) > 20:
        return _pure_end(column.values[filled], history.target[filled])
    if (column.kind == "number" and not column.whole) or len(distinct) > 20:
        return None
    for level in distinct:
        chosen = known & (codes == level)
        rows = int(chosen.sum())
        if rows >= PURE_ROWS and history.target[chosen].mean() >= PURE:
            value = (
                column.levels[level]
                if column.kind == "text"
                else f"{np.unique(column.values[codes == level])[0]:g}"
            )
            return f"值为 {value}", rows, float(history.target[chosen].mean())
    return None


def _pure_end(values: Floats, target: Floats) -> tuple[str, int, float] | None:
    """The fewest highest, or lowest, numbers (at least 20 rows, equal ones together) when all but all have the outcome."""
    for side, sign in (("≥", -1.0), ("≤", 1.0)):
        if len(values) < PURE_ROWS:
            return None
        edge = float(np.sort(sign * values)[PURE_ROWS - 1])
        chosen = sign * values <= edge
        if target[chosen].mean() >= PURE:
            return f"值{side}{sign * edge:g}", int(chosen.sum()), float(target[chosen].mean())
    return None


PLACE = re.compile(
    r"(^|[^a-z])(zip|zipcode|postcode|ward|district|precinct|county|city|state|region|area|street|address|location|block|tract"
    r"|lat|latitude|lon|lng|longitude)($|[^a-z])|邮编|区划|区县|街道|地址|辖区|地区|住所|经度|纬度|乡镇|城市",
    re.IGNORECASE,
)


def names_place(name: str) -> bool:
    """Whether a column's name says where the inspected party is."""
    return bool(PLACE.search(name)) or bool(
        _words(name) & {"lat", "lon", "lng", "zip", "ward", "address", "district"}
    )


def usable(verdicts: Collection[Verdict], *roles: Role) -> list[str]:
    """Names of the columns with one of the roles, in the order of the table."""
    return [v.column for v in verdicts if v.role in roles]
