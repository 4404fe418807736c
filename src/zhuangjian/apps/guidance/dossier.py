"""What a dossier says for guidance: the facts of the group, and the figures before and after. Only what was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from zhuangjian.apps.guidance.law import factors, limits_on
from zhuangjian.apps.improvement.counting import years_back
from zhuangjian.apps.improvement.models import Problem, ProblemStage
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.rectification.models import ENDED, Rectification
from zhuangjian.apps.registry.models import Commission, Party, Product
from zhuangjian.apps.risk.facts import HANDED_OVER
from zhuangjian.apps.risk.models import PartyGrade
from zhuangjian.engines.improvement.grouping import Facts, Grouped, grouped
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.days import begins, ends


@dataclass(frozen=True)
class Standing:
    """How an enterprise stands: its group and the figures that are held against those of a later day."""

    grouped: Grouped
    points: list[dict[str, Any]]
    figures: list[list[str]]


def last_inspection(party: Party, first: date, last: date) -> Inspection | None:
    """The last inspection whose record was handed over in these days."""
    return (
        Inspection.objects.unrestricted()
        .filter(
            party=party,
            stage__in=[str(one) for one in HANDED_OVER],
            delivered_at__gte=begins(first),
            delivered_at__lt=ends(last),
        )
        .order_by("-delivered_at", "-pk")
        .first()
    )


def standing_of(party: Party, on: date, since: date | None = None) -> Standing:
    """The dossier as of ``on``; inspections of the years that the pack has reviewed, or from ``since`` on."""
    first = since or date(on.year - years_back(on), on.month, min(on.day, 28))
    row = last_inspection(party, first, on)
    found = [] if row is None else _deficiencies(row)
    listed = set(
        Problem.objects.unrestricted()
        .filter(stage__in=(ProblemStage.OPEN, ProblemStage.ASKED))
        .values_list("edition", "item")
    )
    products = Product.objects.unrestricted().filter(party=party)
    principals = Commission.objects.unrestricted().filter(manufacturer=party, until=None)
    grade = PartyGrade.objects.unrestricted().filter(party=party).first()
    rows = Rectification.objects.unrestricted().filter(inspection__party=party, next_due__lt=on)
    late = sum(one.overdue_on(on) for one in rows.exclude(stage__in=[str(one) for one in ENDED]))
    facts = Facts(
        products=products.count(),
        principals=principals.values("principal_id").distinct().count(),
        special=products.filter(is_special=True).count(),
        children=products.filter(is_children=True).count(),
        deficiencies=None if row is None else len(found),
        common=sum((row.edition, item) in listed for item in found) if row else 0,
        serious=row is not None and "serious" in row.conclusion,
        grade=grade.grade if grade else "",
        late=late,
    )
    result = grouped(facts, limits_on(on))
    return Standing(
        result,
        [
            {"factor": name, "weak": point.weak, "why": point.why}
            for name, point in zip(factors(on), result.points, strict=False)
        ],
        _figures(facts, row),
    )


def _deficiencies(row: Inspection) -> list[str]:
    return list(row.deficiencies.exclude(status="withdrawn").values_list("finding__item", flat=True))


def _figures(facts: Facts, row: Inspection | None) -> list[list[str]]:
    if row is None or row.delivered_at is None:
        inspected = [["最近一次检查", "没有"], ["缺陷", "—"], ["属于共性问题的缺陷", "—"]]
    else:
        day = chinese_date(timezone.localdate(row.delivered_at))
        inspected = [
            ["最近一次检查", f"{day}交付，{row.get_conclusion_display()}"],
            ["缺陷", f"{facts.deficiencies} 项"],
            ["属于共性问题的缺陷", f"{facts.common} 项"],
        ]
    grade = f"{facts.grade} 级" if facts.grade else "没有定级"
    return [*inspected, ["风险等级", grade], ["逾期未整改", f"{facts.late} 件"]]
