"""What the inspection's pages show: steps, the one next action for this person, whom the others wait for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.actions.closing import Position
from zhuangjian.apps.inspections.actions.plan import submitted
from zhuangjian.apps.inspections.checkpoints import checkpoints_of, unanswered
from zhuangjian.apps.inspections.course import course_of, line_of
from zhuangjian.apps.inspections.covering import coverage_of
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.models.course import ClosingPoint, OpeningPoint
from zhuangjian.apps.inspections.models.inspection import EXAMINING
from zhuangjian.apps.inspections.models.off_site import AskStage, SessionStage
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.engines.rules.vocabulary import Mode
from zhuangjian.engines.rules.words import chinese_date

# In this order the first one a person may do now is their next step.
NEXT = (
    "inspections.team",
    "inspections.approve_plan",
    "inspections.decide_change",
    "inspections.plan",
    "inspections.arrive",
    "inspections.begin_off_site",
    "inspections.opening",
    "inspections.closing",
    "inspections.tell_result",
    "inspections.record",
    "inspections.conclude",
    "inspections.sign",
    "inspections.party_sign",
    "inspections.deliver",
    "inspections.submit_record",
    "inspections.evaluate",
    "inspections.assess_off_site",
    "rectification.issue",
    "disclosure.publish",
)
ASIDE = {
    "inspections.approve_plan": ("inspections.return_plan",),
    "inspections.arrive": ("inspections.request_change",),
    "inspections.begin_off_site": ("inspections.request_change",),
    "inspections.opening": ("inspections.obstruction",),
    "inspections.tell_result": ("inspections.request_change", "inspections.obstruction"),
    "inspections.closing": ("inspections.opening", "inspections.request_change", "inspections.obstruction"),
    "inspections.conclude": (
        "inspections.statement",
        "inspections.correct_finding",
        "inspections.obstruction",
    ),
    "inspections.record": ("inspections.conclude", "inspections.correct_finding"),
    "inspections.sign": ("inspections.statement", "inspections.withdraw_record"),
    "inspections.party_sign": ("inspections.statement", "inspections.withdraw_record"),
    "inspections.evaluate": ("inspections.return_submission",),
}
BEGINNINGS = ("inspections.arrive", "inspections.begin_off_site")
# What an act is called where nobody went there.
FROM_AFAR = {"inspections.record": "制作非现场检查记录"}
ELSEWHERE = {
    "rectification.issue": ("发出整改通知", "/rectifications/new/{key}/"),
    "disclosure.publish": ("公开检查结果", "/publications/new/{key}/"),
}


@dataclass(frozen=True)
class Next:
    """The next step for this person: an action's form here, or a page where it is done."""

    action: str = ""
    title: str = ""
    url: str = ""
    note: str = ""
    aside: tuple[str, ...] = ()


def steps_of(row: Inspection) -> list[tuple[str, str]]:
    """(word, css class) per step: done, now or to come."""
    if row.stage == Stage.CANCELLED:
        return []
    line = line_of(course_of(row))
    at = next(i for i, (_, stages) in enumerate(line) if row.stage in stages)
    if row.stage == Stage.ESCALATED:
        return [(w, "done") for w, _ in line[:-1]] + [("已移交处理", "now")]
    return [
        (w, "done" if i < at or row.stage == Stage.CLOSED else "now" if i == at else "")
        for i, (w, _) in enumerate(line)
    ]


def next_for(person: Any, row: Inspection) -> Next | None:
    """What this person does next here; None when others are to act."""
    for name in NEXT:
        action = ACTIONS.get(name)
        if action is None or not isinstance(row, action.model) or not action.allowed(person, row):
            continue
        if name == "inspections.opening" and not row.announced:
            continue
        if name in ELSEWHERE:
            title, url = ELSEWHERE[name]
            return Next(title=title, url=url.format(key=row.public_id))
        if name == "inspections.tell_result" and (pending := _pending(row)):
            return Next(
                title="材料与远程检查",
                url=f"/inspections/{row.public_id}/offsite/",
                note=pending,
                aside=_aside(person, row, ASIDE[name]),
            )
        if name in ("inspections.closing", "inspections.tell_result") and (left := unanswered(row)):
            # What may be left out needs a reason at the meeting; what must be inspected comes first.
            may_close = not coverage_of(row, timezone.localdate()).value.lacking
            return _to_checklist(person, row, len(left), (*((name,) if may_close else ()), *ASIDE[name]))
        if name == "inspections.conclude" and (waiting := _unheard(row)):
            return Next(
                title="核实并答复陈述申辩",
                url=f"/inspections/{row.public_id}/deficiencies/",
                note=waiting,
                aside=_aside(person, row, ("inspections.statement",)),
            )
        if name == "inspections.approve_plan" and (late := _late_plan(row)):
            return Next(action="inspections.return_plan", title="退回检查方案", note=late)
        note = _too_soon(row) if name in BEGINNINGS else ""
        return Next(
            name,
            FROM_AFAR.get(name, action.title) if row.off_site else action.title,
            note=note,
            aside=_aside(person, row, ASIDE.get(name, ())),
        )
    answers = row.stage == Stage.RECORDED and ACTIONS["inspections.answer"].allowed(person, row)
    if answers and (waiting := _unheard(row)):
        url = f"/inspections/{row.public_id}/deficiencies/"
        return Next(title="核实并答复被检查对象对记录的异议", url=url, note=waiting)
    if row.stage in EXAMINING and ACTIONS["inspections.findings"].allowed(person, row):
        return _to_checklist(person, row, len(unanswered(row)), ("inspections.opening",))
    return None


def _pending(row: Inspection) -> str:
    """What still has to come, or to be looked at, before the party of an off-site inspection is told the result."""
    waiting = row.material_requests.filter(stage=AskStage.WAITING).count()
    received = row.material_requests.filter(stage=AskStage.HANDED_IN).count()
    sessions = row.remote_sessions.filter(stage=SessionStage.APPOINTED).count()
    words = [
        f"{received}项材料待审核" if received else "",
        f"{waiting}项材料待提交" if waiting else "",
        f"{sessions}次远程检查待举行" if sessions else "",
    ]
    return "，".join(filter(None, words))


def _late_plan(row: Inspection) -> str:
    plan = submitted(row)
    if plan.start_on >= timezone.localdate():
        return ""
    return f"检查开始日（{chinese_date(plan.start_on)}）已过，方案不能再批准。请退回方案，请组长改日期后重新提交。"


def _too_soon(row: Inspection) -> str:
    plan = row.plan()
    if plan is None or plan.start_on <= timezone.localdate():
        return ""
    return (
        f"方案批准的检查日期自{chinese_date(plan.start_on)}起，到那天才能登记。日程需要提前的，请申请变更。"
    )


def _to_checklist(person: Any, row: Inspection, left: int, aside: tuple[str, ...]) -> Next:
    words = f"还有 {left} 项没有结果" if left else "全部项目已有结果，可以召开末次会议"
    url = f"/inspections/{row.public_id}/checklist/"
    return Next(title="逐项检查", url=url, note=words, aside=_aside(person, row, aside))


def _unheard(row: Inspection) -> str:
    if row.obstruction and row.stage in EXAMINING:
        return ""
    waiting = row.statements.filter(answered_at=None).count()
    if waiting:
        return f"还有 {waiting} 条陈述申辩没有答复"
    closing = row.meetings.filter(kind="closing").first()
    if closing and Position.STATES in closing.points and not row.statements.exists():
        return "被检查对象提出了陈述申辩，请先如实记录"
    return ""


def _aside(person: Any, row: Inspection, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if ACTIONS[name].allowed(person, row))


def waiting_for(person: Any, row: Inspection) -> list[str]:
    """Who is to act now, in words, for those who only wait."""
    duties = Duty.objects.unrestricted().filter(
        target_model="inspections.inspection", target_id=row.pk, done_at=None
    )
    lines = []
    for duty in duties.select_related("person", "authority"):
        who = duty.person.name if duty.person else f"{duty.authority}{duty.get_role_display()}"
        lines.append(f"{duty.title.split('：')[0]}（{who}）")
    return list(dict.fromkeys(lines))


def progress(row: Inspection) -> dict[str, int]:
    """Checkpoints in scope, with a result, with a shortfall."""
    total = len(checkpoints_of(row))
    bad = row.findings.filter(result__in=("nonconforming", "minor_flaw")).count()
    return {"total": total, "done": row.findings.count(), "bad": bad}


POINTS = {p.value: p.label for terms in (OpeningPoint, ClosingPoint, Position) for p in terms}


def meetings_of(row: Inspection) -> list[dict[str, Any]]:
    """Meetings with their points in words."""
    afar = row.off_site
    return [
        {
            "row": m,
            "title": "告知检查结果、听取意见" if afar else m.get_kind_display(),
            "points": [POINTS.get(p, p).replace("现场", "") if afar else POINTS.get(p, p) for p in m.points],
        }
        for m in row.meetings.select_related("kept_by").order_by("held_at")
    ]


PROPOSED = {
    "leader": "组长",
    "members": "检查员",
    "experts": "专家",
    "start_on": "检查日期起",
    "end_on": "检查日期止",
    "items": "检查事项",
    "focus": "检查重点",
    "scope": "检查要点范围",
    "mode": "检查方式",
    "announced": "预先告知",
    "party": "被检查对象",
}


def changes_of(row: Inspection, *, waiting: bool = False) -> list[Any]:
    """Changes asked for, newest first, each with ``proposed_lines``: what is proposed, in words."""
    rows = row.changes.select_related("requested_by", "decided_by").order_by("-pk")
    changes: list[Any] = list(rows.filter(decided_at=None) if waiting else rows)
    ids = {
        i for c in changes for name in ("leader", "members", "experts") for i in _ids(c.proposed.get(name))
    }
    names = dict(Person.objects.unrestricted().filter(pk__in=ids).values_list("pk", "name"))
    for change in changes:
        change.proposed_lines = [
            (PROPOSED.get(name, name), _said(name, value, names)) for name, value in change.proposed.items()
        ]
    return changes


def _ids(value: Any) -> list[int]:
    return value if isinstance(value, list) else [value] if value else []


def _said(name: str, value: Any, names: dict[int, str]) -> str:
    if name in ("leader", "members", "experts"):
        return "、".join(names.get(i, str(i)) for i in _ids(value)) or "无"
    if name == "mode":
        return Mode(value).label
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, list) else str(value)
