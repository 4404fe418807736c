"""The report on a year's programme: plan against fact, what went otherwise and why, what was found (CQ 28).

It is for every official of the unit, so it tells only what each of them may know: no inspection for cause, and what
was merged into one is told as it is shown to them, as cancelled (CQ 34).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from zhuangjian.apps.documents.printing import DOCX, PDF, Paper
from zhuangjian.apps.documents.render import contexts
from zhuangjian.apps.inspections.models import Deficiency, Inspection
from zhuangjian.apps.inspections.models.findings import DeficiencyStatus
from zhuangjian.apps.inspections.models.plan import ChangeKind, PlanChange
from zhuangjian.apps.planning.progress import Come, Count, Item, tables, told_items, total
from zhuangjian.apps.programme.models import Programme
from zhuangjian.engines.risk.grade_words import RiskGrade
from zhuangjian.engines.rules.vocabulary import InspectionType
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.area import areas

TEMPLATE, KIND = "programme_report", "programme_report"
UNGRADED = "未分级"
# So many of each kind are named; the sum stands in the first section, all of them on the page of the programme.
NAMED = 200


def report_papers(programme: Programme, on: date, problems: str, following: str) -> list[Paper]:
    """The report as it stands that day."""
    items = told_items(programme)
    named = {one.title: one.lines for one in tables(items, on)}
    moved = _moved(programme)
    context = contexts.ProgrammeReport(
        **_head(programme, on),
        as_of=on,
        heading=f"{programme.year}年度检查计划执行情况报告",
        summary=_summary(programme, total(items, on), len(moved)),
        units=_rows(named["承办单位"]),
        regions=_rows(named["地区"]),
        kinds=_rows(named["检查类型"]),
        classes=_rows(named["企业类别"]),
        merged=_altered(items, on, Come.MERGED),
        cancelled=_altered(items, on, Come.CANCELLED),
        moved=moved[:NAMED],
        grades=_found(programme),
        problems=problems,
        following=following,
    )
    title = f"{programme.year}年度检查计划执行情况报告（{chinese_date(on)}）"
    return [
        Paper(TEMPLATE, KIND, f"{title}.{suffix}", media, context)
        for suffix, media in (("pdf", PDF), ("docx", DOCX))
    ]


def _head(programme: Programme, on: date) -> dict[str, Any]:
    unit = programme.authority.name
    return {
        "number": "",
        "authority": unit,
        "party": contexts.Party(name=unit),
        "issued_on": on,
        "copies": 1,
    }


def _summary(programme: Programme, count: Count, moved: int) -> str:
    out = [
        f"合并{count.merged}项" if count.merged else "",
        f"取消{count.cancelled}项" if count.cancelled else "",
    ]
    left = [f"逾期{count.late}项" if count.late else "", f"到了时间的{count.now}项" if count.now else ""]
    left.append(f"未到时间的{count.ahead}项" if count.ahead else "")
    said = [
        f"《{programme.title}》应完成检查任务{count.plan}项，已完成{count.done}项，完成率{count.percent}%"
    ]
    if words := "、".join(filter(None, left)):
        said.append(f"未完成的任务中，{words}")
    if words := "、".join(filter(None, out)):
        said.append(f"另有{words}，不计入应完成的任务")
    if moved:
        said.append(f"变更检查日期{moved}次")
    return "；".join(said) + "。"


def _rows(lines: Sequence[tuple[str, Count]]) -> tuple[contexts.ProgressRow, ...]:
    return tuple(
        contexts.ProgressRow(
            name=name,
            plan=one.plan,
            done=one.done,
            open=one.plan - one.done,
            late=one.late,
            merged=one.merged,
            cancelled=one.cancelled,
        )
        for name, one in lines
    )


def _altered(items: Sequence[Item], on: date, come: Come) -> tuple[contexts.TaskRow, ...]:
    rows = [one for one in items if one.come(on) == come]
    return tuple(
        contexts.TaskRow(
            party=one.party,
            what=f"{one.kind}，{chinese_date(one.window_from)}至{chinese_date(one.window_to)}",
            reason=one.reason or ("并入同一企业的另一项检查任务" if come == Come.MERGED else "没有登记理由"),
        )
        for one in rows[:NAMED]
    )


def _moved(programme: Programme) -> tuple[contexts.TaskRow, ...]:
    """Changes of the days that were agreed to; none of a visit that goes together with one for cause."""
    rows = PlanChange._base_manager.filter(
        kind=ChangeKind.SCHEDULE, consented=True, inspection__task__programme=programme
    ).exclude(inspection__inspection_type=InspectionType.FOR_CAUSE)
    with_part = "inspection__task__visit_parts__visit__parts__task__inspection_type"
    rows = (
        rows.exclude(**{with_part: InspectionType.FOR_CAUSE})
        .select_related("inspection__party")
        .order_by("pk")
    )
    return tuple(
        contexts.TaskRow(party=one.inspection.party.name, what=_days(one.proposed), reason=one.reason)
        for one in rows
    )


def _days(proposed: dict[str, Any]) -> str:
    days = [
        chinese_date(date.fromisoformat(str(proposed[name])))
        for name in ("start_on", "end_on")
        if proposed.get(name)
    ]
    return f"改为{'至'.join(dict.fromkeys(days))}" if days else "变更检查日期"


def _found(programme: Programme) -> tuple[contexts.GradeRow, ...]:
    """Inspections whose record was handed over, by the grade of the enterprise: the worst grade first."""
    rows = Inspection._base_manager.filter(task__programme=programme).exclude(delivered_at=None)
    rows = rows.exclude(inspection_type=InspectionType.FOR_CAUSE).order_by("pk")
    parties = dict(rows.values_list("pk", "party_id"))
    grades = _grades({*parties.values()})
    standing: dict[int, int] = defaultdict(int)
    found = Deficiency._base_manager.filter(inspection__task__programme=programme)
    for key in (
        found.exclude(status=DeficiencyStatus.WITHDRAWN).order_by().values_list("inspection_id", flat=True)
    ):
        standing[key] += 1
    groups: dict[str, list[int]] = defaultdict(list)
    for key, party in parties.items():
        groups[grades.get(party, "")].append(key)
    return tuple(
        contexts.GradeRow(
            grade=RiskGrade(grade).label if grade else UNGRADED,
            inspections=len(keys),
            faulty=sum(key in standing for key in keys),
            deficiencies=sum(standing.get(key, 0) for key in keys),
        )
        for grade, keys in sorted(groups.items(), reverse=True)
    )


def _grades(parties: set[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for ask in (one for area in areas().values() for one in area.grades):
        found |= {party: grade for party, (_, grade, *_) in ask(sorted(parties)).items()}
    return found
