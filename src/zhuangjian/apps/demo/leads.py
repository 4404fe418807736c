"""The demo's leads: one at each stage, from the suspicion to the result that was reported back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.demo.course import Course
from zhuangjian.apps.demo.endings import local_officer
from zhuangjian.apps.enforcement.models import Lead, Penalty
from zhuangjian.apps.ledger.action import ACTIONS, perform

SUSPECTED = {"suspected_violation": True, "handling_opinion": "建议移交立案调查"}
FACTS = "核对投料记录与进货台账，一种原料的用量相差较大，涉嫌使用未备案的原料。"


def told(course: Course, stop: str) -> Lead:
    """A lead of the course's inspection, as far as the stage ``stop``."""
    lead = course.do(
        "enforcement.report_lead",
        local_officer(course),
        course.fresh(),
        hours=4,
        facts=FACTS,
        advice=SUSPECTED["handling_opinion"],
    )
    if stop != "reported":
        lead = _assessed(course, lead, "none" if stop == "dropped" else "transfer")
    if stop not in ("reported", "assessed", "dropped"):
        lead = _investigated(course, lead, stop)
    return lead


def _assessed(course: Course, lead: Lead, outcome: str) -> Lead:
    found = outcome == "transfer"
    return course.do(
        "enforcement.assess",
        local_officer(course),
        lead,
        hours=8,
        assessment="涉及两批产品，一批已经出厂。"
        if found
        else "经核对原始凭证，差异来自计量单位换算，投料与备案配方一致。",
        at_risk=found,
        measures="责令暂停两批产品的生产、经营，封存剩余原料。" if found else "",
        outcome=outcome,
        reason="" if found else "用量与备案配方一致，不构成违法线索。",
    )


def _investigated(course: Course, lead: Lead, stop: str) -> Lead:
    cast = course.cast
    unit, officer = ("municipal", cast.zhifa) if course.team.unit == "bureau1" else ("bureau1", cast.jicha)
    lead = course.do(
        "enforcement.transfer", local_officer(course), lead, hours=6, to=cast.authorities[unit].pk
    )
    if stop == "transferred":
        return lead
    lead = course.do(
        "enforcement.sign_for", officer, lead, hours=20, verification="原始凭证与复制件核对一致。"
    )
    if stop == "received":
        return lead
    filing: dict[str, Any] = {"filed": True, "number": f"立案〔{_day(course, 60).year}〕{lead.pk}号"}
    if stop in ("not_filed", "closed_not_filed"):
        filing = {"filed": False, "reason": "违法行为轻微并已及时改正，没有造成危害后果。"}
    lead = _on(course, "enforcement.decide_filing", officer, lead, 60, **filing)
    if stop in ("filed", "not_filed"):
        return lead
    text = "已立案，正在调查。" if filing["filed"] else f"不予立案。理由：{lead.filing_reason}"
    lead = course.do("enforcement.feed_back_filing", officer, lead, hours=20, text=text)
    if stop in ("filed_told", "closed_not_filed"):
        return lead
    lead = _on(
        course,
        "enforcement.decide_penalty",
        officer,
        lead,
        200,
        penalised=True,
        text="警告，没收违法所得。",
        number=f"罚〔{_day(course, 200).year}〕{lead.pk}号",
        violation="违反新原料的规定",
        kinds=["warning", "proceeds"],
    )
    if stop == "decided":
        return lead
    row = lead.penalties.get()
    course.do("disclosure.publish_penalty", officer, row, hours=20, looked=True)
    return course.do("enforcement.feed_back_result", officer, lead, hours=10, text=lead.penalty_text)


def fallen(cast: Any, day: date) -> None:
    """A published penalty was revoked on reconsideration three days ago: it is still to be taken down."""
    units = [cast.zhifa.authority, cast.jicha.authority]
    rows = Penalty.objects.unrestricted().filter(authority__in=units, notices__withdrawn_at=None)
    row = rows.exclude(notices=None).order_by("-decided_on", "pk").first()
    if row is None:
        return
    officer = cast.zhifa if row.authority == cast.zhifa.authority else cast.jicha
    said = {
        "fate": "revoked",
        "fate_by": "行政复议决定书〔2026〕7号",
        "fate_reason": "原料的备案信息已经补充核实。",
    }
    on = day - timedelta(days=3)
    at = timezone.make_aware(datetime.combine(on, time(15)))
    perform(ACTIONS["enforcement.change_penalty"], officer, row, said | {"fate_on": on}, at=at)


def _day(course: Course, hours: float) -> Any:
    """The day on which the next step will be done."""
    return timezone.localtime(course.after(hours)).date()


def _on(course: Course, name: str, person: Any, lead: Lead, hours: float, **data: Any) -> Lead:
    return course.do(name, person, lead, hours=hours, decided_on=_day(course, hours), **data)
