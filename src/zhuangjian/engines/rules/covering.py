"""``covered``: what of a checklist has been inspected, and whether a conclusion may be drawn from it (CQ 16, 24, 25, 29).

An item without a result is "not inspected", never conforming. The course of the matter says which items must have a
result; what of the plan is left out beyond that needs a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .answer import Answer, Basis, Reason, Refusal
from .bases import weakest
from .citing import cited
from .courses_models import Course, Covering
from .loader import Pack
from .lookup import pack_for, practice
from .vocabulary import InspectionType, ItemClass, LicensingKind, Must

SHOWN = 20
FOCUS = (ItemClass.CRITICAL, ItemClass.MAJOR)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the checklist: its class where one is known, whether the plan has it, whether it has a result."""

    no: str
    item_class: str = ""
    planned: bool = True
    done: bool = False


@dataclass(frozen=True, slots=True)
class Covered:
    """How many items the plan asked for, how many were inspected, which of the plan's were left, which must not be.

    ``outside`` are those of ``lacking`` that the plan does not have: it has to be changed first (CQ 13).
    """

    asked: int
    done: int
    left: tuple[str, ...]
    must: Must
    lacking: tuple[str, ...]
    outside: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {
            "asked": self.asked,
            "done": self.done,
            "left": list(self.left),
            "must": self.must.value,
            "lacking": list(self.lacking),
        }


def covered(
    course: Course,
    kind: InspectionType | str,
    items: Iterable[Item],
    *,
    on: date,
    licensing: LicensingKind | str | None = None,
    region: str | None = None,
    pack: Pack | None = None,
) -> Answer[Covered]:
    """What is inspected and what is left, by the course of the matter and the house rules of ``on``."""
    rules, rows = pack or pack_for(region), tuple(items)
    row, article, basis = _asked(course, InspectionType(kind), licensing, on, rules)
    must = row.must if row else Must.NOTHING
    lacking = tuple(one.no for one in rows if not one.done and _must(must, one))
    planned = {one.no for one in rows if one.planned}
    value = Covered(
        asked=len(planned),
        done=sum(one.done for one in rows),
        left=tuple(one.no for one in rows if one.planned and not one.done),
        must=must,
        lacking=lacking,
        outside=tuple(no for no in lacking if no not in planned),
    )
    reason = Reason(article, row.reason if row else "按方案检查", value.to_dict(), basis=basis)
    return Answer(value, (article,) if article else (), (reason,), rules.label, basis, {"type": str(kind)})


def refuse_uncovered(
    answer: Answer[Covered], reason: str, *, region: str | None = None, pack: Pack | None = None
) -> None:
    """Raise Refusal naming the items left, where they must be inspected or where no reason is given for them."""
    value, why = answer.value, answer.reasons[0]
    if value.lacking:
        message = f"{why.text}；还有{len(value.lacking)}个项目没有检查结果，未检查的项目不作符合处理，不能作出结论。"
        if value.outside:
            message += f"其中{_named(value.outside)}不在批准的方案范围内，请先申请变更检查内容。"
        raise Refusal(message, article=why.article, missing=_listed(value.lacking))
    if value.left and not reason.strip():
        raise Refusal(
            f"方案范围内还有{len(value.left)}个项目没有检查结果。未检查的项目不作符合处理：请补查，或者写明没有检查的理由。",
            article=cited("change", region=region, pack=pack).article,
            missing=_listed(value.left),
        )


def _asked(
    course: Course,
    kind: InspectionType,
    licensing: LicensingKind | str | None,
    on: date,
    rules: Pack,
) -> tuple[Covering | None, str, Basis]:
    """The row that applies; a house rule that the region has ended asks nothing."""
    which = LicensingKind(licensing) if licensing else None
    row = next((one for one in course.coverage if one.fits(kind, which)), None)
    if row is None:
        return None, "", course.basis
    if row.practice:
        house = practice(rules, row.practice, on)
        if house is None:
            law = cited("change", pack=rules)
            return None, law.article, law.basis
        return row, house.article, house.basis
    law = cited(row.cites, pack=rules)
    return row, law.article, weakest([law.basis])


def _must(must: Must, item: Item) -> bool:
    if must is Must.WHOLE:
        return True
    if must is Must.PLANNED:
        return item.planned
    return must is Must.FOCUS and item.item_class in {one.value for one in FOCUS}


def _listed(numbers: tuple[str, ...]) -> tuple[str, ...]:
    shown = tuple(f"第{no}项" for no in numbers[:SHOWN])
    return (*shown, f"等共{len(numbers)}项") if len(numbers) > SHOWN else shown


def _named(numbers: tuple[str, ...]) -> str:
    more = f"等{len(numbers)}项" if len(numbers) > SHOWN else "项"
    return f"第{'、'.join(numbers[:SHOWN])}{more}"
