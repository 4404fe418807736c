"""Selecting benchmark enterprises: what in the record excludes, how scores become a total, what stands before a title (LN 2(7)).

What excludes, the weights, the days and the least number of members are values of the place, given by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Record:
    """What the dossier says on the day: when penalties were decided, and how much of the rest stands open.

    ``cases`` are leads and cases that are not decided; whoever may not know of them is given none.
    """

    penalties: tuple[date, ...]
    measures: int
    problems: int
    cases: int = 0


def excluded(record: Record, since: date) -> tuple[str, ...]:
    """Each ground that excludes, in words; a penalty counts from ``since`` on, that day included."""
    counted = sum(day >= since for day in record.penalties)
    return tuple(
        words
        for words, count in (
            (f"{since.year} 年 {since.month} 月 {since.day} 日以来受过行政处罚 {counted} 次", counted),
            (f"有 {record.measures} 项处理措施还没有办结", record.measures),
            (f"有 {record.problems} 件整改还没有完成", record.problems),
            (f"有 {record.cases} 件违法线索或者案件还没有办结", record.cases),
        )
        if count
    )


@dataclass(frozen=True)
class Criterion:
    """One criterion under its theme; a member gives it 0 to 100."""

    code: str
    theme: str
    weight: int


@dataclass(frozen=True)
class Marks:
    """What one member said: ``interest`` is None until declared, and True keeps the marks out."""

    member: str
    interest: bool | None
    points: Mapping[str, int]


@dataclass(frozen=True)
class Total:
    """The total of 100 (None: not enough members have scored everything), each criterion's mean, and why each member is left out."""

    total: Decimal | None
    means: Mapping[str, Decimal]
    members: int
    why: tuple[str, ...]


def left_out(marks: Marks, criteria: Sequence[Criterion]) -> str:
    """Why a member's marks do not count; empty where they do."""
    if marks.interest is None:
        return f"{marks.member}还没有申明利害关系，打分不计入"
    if marks.interest:
        return f"{marks.member}与企业有利害关系，不参加打分"
    missing = sum(criterion.code not in marks.points for criterion in criteria)
    return f"{marks.member}还有 {missing} 项没有打分，暂不计入" if missing else ""


def scored(criteria: Sequence[Criterion], marks: Sequence[Marks], least: int) -> Total:
    """The mean of each criterion over the members who count, weighted; rounded once, at the end."""
    why = [words for one in marks if (words := left_out(one, criteria))]
    counted = [one for one in marks if not left_out(one, criteria)]
    if not counted or len(counted) < least:
        why.append(f"计入打分的委员 {len(counted)} 名，至少要 {max(least, 1)} 名，还不能计算总分")
        return Total(None, {}, len(counted), tuple(why))
    means = {c.code: Decimal(sum(one.points[c.code] for one in counted)) / len(counted) for c in criteria}
    whole = sum(c.weight for c in criteria)
    total = sum((means[c.code] * c.weight for c in criteria), Decimal(0)) / whole
    return Total(total.quantize(Decimal("0.1"), ROUND_HALF_UP), means, len(counted), tuple(why))


def before_title(published: date | None, days: int, today: date, unanswered: int) -> tuple[str, ...]:
    """What must still happen before the title can be given; the day of publication itself does not count."""
    if published is None:
        return ("还没有公示",)
    last = published + timedelta(days=days)
    waits = (
        [f"公示到 {last.year} 年 {last.month} 月 {last.day} 日，期满的次日起才能授予称号"]
        if today <= last
        else []
    )
    if unanswered:
        waits.append(f"有 {unanswered} 件异议还没有答复")
    return tuple(waits)
