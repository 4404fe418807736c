"""The figures by which goals are measured, each computed from the database by a function of its own (LN 1(2))."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Finding, Inspection
from zhuangjian.apps.rectification.models import Rectification, RectificationStage
from zhuangjian.engines.improvement.shares import Difference, Share, change
from zhuangjian.engines.rules.improvement import PlanOfAction
from zhuangjian.engines.rules.vocabulary import Conclusion, ItemResult
from zhuangjian.kernel.days import EndOf, begins, ends

PRODUCTION = (Conclusion.PRODUCTION_CLEAN, Conclusion.PRODUCTION_DEFICIENT, Conclusion.PRODUCTION_SERIOUS)
LOOKED_AT = (ItemResult.CONFORMING, ItemResult.NONCONFORMING, ItemResult.MINOR_FLAW)


@dataclass(frozen=True)
class Asked:
    """Of whom and of which days a figure is asked: the authorities in ``realm``, first to last day."""

    plan: PlanOfAction
    realm: frozenset[int]
    first: date
    last: date

    def delivered(self) -> Any:
        """Inspections that these authorities organised and whose record was handed over in these days."""
        return Inspection.objects.unrestricted().filter(
            organising_unit_id__in=self.realm,
            delivered_at__gte=begins(self.first),
            delivered_at__lt=ends(self.last),
        )


@dataclass(frozen=True)
class Figure:
    """One figure: what it says, where it comes from, whether more is better, and how it is computed."""

    name: str
    title: str
    source: str
    more_is_better: bool
    count: Callable[[Asked], Share]


def _found(theme: str) -> Callable[[Asked], Share]:
    def count(asked: Asked) -> Share:
        known = next((one for one in asked.plan.themes if one.key == theme), None)
        items = Q(pk__in=())
        for edition, numbers in known.items.items() if known else ():
            items |= Q(inspection__edition=edition, item__in=numbers)
        rows = (
            Finding.objects.unrestricted()
            .filter(items, inspection__in=asked.delivered(), result__in=LOOKED_AT)
            .order_by()
            .values("inspection")
            .annotate(bad=Count("pk", filter=Q(result=ItemResult.NONCONFORMING)))
            .values_list("bad", flat=True)
        )
        return _share(bad > 0 for bad in rows)

    return count


def _passed(asked: Asked) -> Share:
    rows = asked.delivered().filter(conclusion__in=PRODUCTION).order_by().values_list("conclusion", flat=True)
    return _share(one == Conclusion.PRODUCTION_CLEAN for one in rows)


def _rectified(asked: Asked) -> Share:
    rows = Rectification.objects.unrestricted().filter(
        authority_id__in=asked.realm, due_on__gte=asked.first, due_on__lte=asked.last
    )
    done = rows.order_by().values_list("stage", "ended_at", "due_on")
    return _share(
        stage == RectificationStage.CLOSED and ended is not None and ended < ends(due)
        for stage, ended, due in done
    )


def _in_time(asked: Asked) -> Share:
    end = ExpressionWrapper(EndOf(F("due")), output_field=DateTimeField())
    found = (
        Duty.objects.unrestricted()
        .filter(
            Q(authority_id__in=asked.realm) | Q(person__authority_id__in=asked.realm),
            due__gte=asked.first,
            due__lte=asked.last,
        )
        .exclude(outcome="cancelled")
        .order_by()
        .aggregate(n=Count("pk"), hits=Count("pk", filter=Q(done_at__lt=end)))
    )
    return Share(found["hits"], found["n"])


def _published(asked: Asked) -> Share:
    standing = Publication.objects.unrestricted().filter(inspection=OuterRef("pk"), withdrawn_at=None)
    rows = asked.delivered().order_by().values_list(Exists(standing), flat=True)
    return _share(rows)


def _share(rows: Iterable[bool]) -> Share:
    found = list(rows)
    return Share(sum(found), len(found))


FIGURES = {
    one.name: one
    for one in (
        Figure(
            "posts_found",
            "关键岗位人员履职方面发现不符合的检查",
            "检查了这一方面要点的检查",
            False,
            _found("posts"),
        ),
        Figure(
            "documents_found",
            "体系文件方面发现不符合的检查",
            "检查了这一方面要点的检查",
            False,
            _found("documents"),
        ),
        Figure("inspections_passed", "未发现体系缺陷的生产检查", "作出生产检查结论的检查", True, _passed),
        Figure("rectified_in_time", "按期完成的整改", "整改期限在期间内的整改", True, _rectified),
        Figure("duties_in_time", "按期办结的监管事项", "期限在期间内的待办", True, _in_time),
        Figure("results_published", "检查结果已公开的检查", "记录已交付的检查", True, _published),
    )
}


@dataclass(frozen=True)
class Measured:
    """A figure of a goal then and now."""

    figure: Figure
    start: Share
    now: Share
    level: float

    @property
    def difference(self) -> Difference | None:
        """What changed since the start."""
        return change(self.start, self.now, self.level)

    @property
    def said(self) -> tuple[str, str]:
        """In words with a tone: better, worse, or no change that can be told from chance."""
        found = self.difference
        if found is None:
            return "数据不足", "off"
        if not (found.fell or found.rose):
            return "看不出变化", "wait"
        return ("好转", "ok") if found.rose == self.figure.more_is_better else ("变差", "bad")


def measured(plan: PlanOfAction, unit: Authority, first: date, last: date, name: str) -> Share:
    """One figure of one unit in these days; nothing of nothing where the plan names one that is not known."""
    figure = FIGURES.get(name)
    if figure is None or first > last:
        return Share(0, 0)
    return figure.count(Asked(plan, unit.realm(), first, last))
