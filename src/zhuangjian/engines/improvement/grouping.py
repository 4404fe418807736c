"""In which group an enterprise is guided: scale, how its system works, how it controls risk; each said with its ground (LN 2(2)).

What is not known counts neither way and is said so. No field of this knows who inspected.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhuangjian.engines.rules.vocabulary import Term


class Group(Term):
    """How closely an enterprise is guided."""

    GENERAL = "general", "一般指导"
    FOCUSED = "focused", "重点指导"
    INTENSIVE = "intensive", "重点帮扶"


@dataclass(frozen=True)
class Limits:
    """From where on a factor counts as weak; ``visits`` are asked at least of each group, ``more`` where emphasis is due."""

    products: int
    principals: int
    deficiencies: int
    grades: tuple[str, ...]
    visits: tuple[int, ...]
    more: int


@dataclass(frozen=True)
class Facts:
    """What the dossier says on the day. ``deficiencies`` are those of the last inspection handed over, of which ``common``
    are on the list of common problems; None where there was no inspection. ``grade`` is empty where there is none."""

    products: int
    principals: int
    special: int
    children: int
    deficiencies: int | None
    common: int
    serious: bool
    grade: str
    late: int


@dataclass(frozen=True)
class Point:
    """One factor: whether it is weak (None: nothing is known), and why."""

    weak: bool | None
    why: str


@dataclass(frozen=True)
class Grouped:
    """The group, each factor with its ground, what asks for more guidance, and how many visits at least."""

    group: Group
    points: tuple[Point, ...]
    emphasis: tuple[str, ...]
    visits: int


def scale(facts: Facts, limits: Limits) -> Point:
    """Small where neither products nor principals are many."""
    small = facts.products <= limits.products and facts.principals <= limits.principals
    said = f"名下产品 {facts.products} 个、受托于 {facts.principals} 家"
    bounds = f"{limits.products} 个、{limits.principals} 家"
    return Point(small, f"{said}，{f'都不超过 {bounds}，按小规模计' if small else f'超过 {bounds}中的一项'}")


def system(facts: Facts, limits: Limits) -> Point:
    """Weak where the last inspection found much, or what is serious."""
    if facts.deficiencies is None:
        return Point(None, "近几年没有已交付记录的检查，不计入")
    weak = facts.serious or facts.deficiencies >= limits.deficiencies
    said = f"最近一次检查有缺陷 {facts.deficiencies} 项，其中属于共性问题的 {facts.common} 项"
    ground = "结论为严重缺陷" if facts.serious else f"{'达到' if weak else '少于'} {limits.deficiencies} 项"
    return Point(weak, f"{said}；{ground}")


def control(facts: Facts, limits: Limits) -> Point:
    """Weak where the grade of risk is high, or a rectification is late."""
    weak = facts.late > 0 or facts.grade in limits.grades
    if not facts.grade and not weak:
        return Point(None, "还没有定级，也没有逾期未整改，不计入")
    said = f"风险等级为 {facts.grade} 级" if facts.grade else "还没有定级"
    return Point(weak, f"{said}，逾期未整改 {facts.late} 件")


def grouped(facts: Facts, limits: Limits) -> Grouped:
    """Nothing weak: general; one factor: focused; more: intensive."""
    points = (scale(facts, limits), system(facts, limits), control(facts, limits))
    weak = min(sum(point.weak is True for point in points), 2)
    emphasis = tuple(
        words
        for words, holds in (
            ("生产或者持有儿童化妆品", facts.children > 0),
            ("生产或者持有特殊化妆品", facts.special > 0),
            ("小规模企业", points[0].weak is True),
        )
        if holds
    )
    visits = limits.visits[weak] + (limits.more if emphasis else 0)
    return Grouped(list(Group)[weak], points, emphasis, visits)
