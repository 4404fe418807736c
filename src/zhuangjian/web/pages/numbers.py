"""The counts behind the statistics page and its API: only over rows that the person may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, Q, Value, When
from django.utils import timezone

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Deficiency, Inspection
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.checklists import EDITION_LABELS, checklist
from zhuangjian.engines.rules.vocabulary import Conclusion, ItemClass
from zhuangjian.kernel.days import EndOf, begins, ends

TOP = 20


@dataclass(frozen=True)
class Period:
    """First and last day, both included."""

    first: date
    last: date

    def moments(self) -> tuple[datetime, datetime]:
        """The first moment, and the one after the last."""
        return begins(self.first), ends(self.last)


@dataclass(frozen=True)
class Table:
    """Numbers under headings, and how a chart draws them: ``labels`` down, one or more named series."""

    name: str
    title: str
    heads: Sequence[str]
    rows: list[list[Any]]
    note: str = ""
    series: list[dict[str, Any]] = field(default_factory=list)
    kind: str = "bar"

    @property
    def chart_id(self) -> str:
        """Where the page keeps the chart's numbers."""
        return f"chart-{self.name}"

    def chart(self) -> dict[str, Any]:
        """What the page's script draws."""
        return {
            "title": self.title,
            "kind": self.kind,
            "labels": [str(row[0]) for row in self.rows],
            "series": self.series,
        }


def units_of(person: Any) -> list[Authority]:
    """Units whose inspections the person sees."""
    rows = Inspection.objects.visible_to(person).order_by().values("dispatching_unit_id").distinct()
    return list(Authority.objects.visible_to(person).filter(pk__in=rows).order_by("region_code", "name"))


def inspections_in(person: Any, period: Period, unit: Authority | None) -> Any:
    """Concluded inspections of the period that the person sees, of one dispatching unit or all."""
    start, end = period.moments()
    rows = Inspection.objects.visible_to(person).filter(concluded_at__gte=start, concluded_at__lt=end)
    return rows.filter(dispatching_unit=unit) if unit else rows


def by_conclusion(person: Any, period: Period, unit: Authority | None) -> Table:
    """Inspections by conclusion, in the order of the law's three closed lists (CQ 16)."""
    counted = dict(
        inspections_in(person, period, unit)
        .exclude(conclusion="")
        .order_by()
        .values_list("conclusion")
        .annotate(n=Count("pk"))
    )
    total = sum(counted.values())
    rows = [
        [term.label, counted[term.value], _share(counted[term.value], total)]
        for term in Conclusion
        if term.value in counted
    ]
    return Table(
        "conclusions",
        "检查结论",
        ("结论", "检查次数", "占比"),
        rows,
        f"共 {total} 次已作结论的检查",
        [{"name": "检查次数", "data": [row[1] for row in rows]}],
    )


def by_checkpoint(person: Any, period: Period, unit: Authority | None) -> Table:
    """Standing deficiencies by checkpoint, the most frequent first; editions are never added together."""
    counted = (
        Deficiency.objects.visible_to(person)
        .filter(inspection__in=inspections_in(person, period, unit).values("pk"))
        .exclude(status="withdrawn")
        .order_by()
        .values_list("inspection__checklist", "inspection__edition", "finding__item", "finding__item_class")
        .annotate(n=Count("pk"), parties=Count("inspection__party", distinct=True))
        .order_by("-n", "inspection__checklist", "finding__item")
    )
    rows = [
        [_checkpoint(key, edition, item), _class(item_class), n, parties]
        for key, edition, item, item_class, n, parties in counted[:TOP]
    ]
    return Table(
        "checkpoints",
        "缺陷最多的检查要点",
        ("检查要点", "类别", "缺陷数", "涉及企业"),
        rows,
        f"前 {TOP} 项；不同版本的要点分开统计",
        [{"name": "缺陷数", "data": [row[2] for row in rows]}],
        "ranking",
    )


def duties_on_time(person: Any, period: Period, unit: Authority | None) -> Table:
    """Duties with a limit in the period, by month: done by the day, done later, still open and overdue, not yet due."""
    today = timezone.localdate()
    rows = Duty.objects.visible_to(person).filter(due__gte=period.first, due__lte=period.last)
    rows = rows.exclude(outcome="cancelled").filter(holder_party=None, outside="")
    if unit:
        rows = rows.filter(Q(authority=unit) | Q(person__authority=unit))
    state = Case(
        When(Q(done_at=None, due__lt=today), then=Value("overdue")),
        When(done_at=None, then=Value("open")),
        When(done_at__lt=EndOf("due"), then=Value("in_time")),
        default=Value("late"),
        output_field=CharField(),
    )
    counted: Counter[tuple[str, str]] = Counter()
    for due, what, n in (
        rows.annotate(state=state).order_by().values_list("due", "state").annotate(n=Count("pk"))
    ):
        counted[f"{due:%Y-%m}", what] += n
    months = sorted({month for month, _ in counted})
    kinds = (("in_time", "按期"), ("late", "逾期办理"), ("overdue", "逾期未办"), ("open", "未到期"))
    table = [[month, *(counted[month, code] for code, _ in kinds), _rate(counted, month)] for month in months]
    return Table(
        "duties",
        "待办按期情况",
        ("期限所在月", *(label for _, label in kinds), "按期率"),
        table,
        "只计有期限的监管部门待办；按期率 = 按期 ÷ 已到期",
        [{"name": label, "data": [row[n] for row in table]} for n, (_, label) in enumerate(kinds, start=1)],
        "stacked",
    )


TABLES = {"conclusions": by_conclusion, "checkpoints": by_checkpoint, "duties": duties_on_time}


def _rate(counted: Counter[tuple[str, str]], month: str) -> str:
    done = counted[month, "in_time"]
    return _share(done, done + counted[month, "late"] + counted[month, "overdue"])


def _share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def _checkpoint(key: str, edition: str, no: str) -> str:
    try:
        item = checklist(key).get(no) if key else None
    except Refusal:
        item = None
    words = f"{no}{item.mark} {item.topic}" if item and item.topic else f"第{no}项"
    label = EDITION_LABELS.get(edition, "")
    return f"{words}（{label}）" if label else words


def _class(code: str) -> str:
    return dict(ItemClass.choices()).get(code, "—")
