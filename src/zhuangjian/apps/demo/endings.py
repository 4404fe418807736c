"""How the demo's inspections end: rectified, planned, returned, failed again, published — or still open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from zhuangjian.apps.demo.course import BUREAU1, BUREAU2, Course
from zhuangjian.apps.demo.places import land
from zhuangjian.apps.jobs.handing_in import hand_in
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.rectification.models import Rectification

PARTS = {
    "main_problems": "检查发现的缺陷共 {n} 项，均与记录和现场管理有关。",
    "investigation": "经调查，原因是岗位培训不到位、复核流于形式；涉及批次已逐一评估，未发现产品质量风险。",
    "risk_control": "相关批次暂停放行并复核，合格后放行；修订操作规程。",
    "effect": "已完成全员培训和考核，连续抽查十批记录均完整、准确。",
}


def local_officer(course: Course) -> Any:
    """Somebody of the local authority who handles rectifications."""
    unit = course.inspection.local_authority
    cast = course.cast
    return {"bureau1": cast.zuzhang, "bureau2": cast.erzu}.get(_key(cast, unit)) or cast.qujian


def _key(cast: Any, unit: Any) -> str:
    return next((key for key, a in cast.authorities.items() if a.pk == unit.pk), "")


def notice(course: Course, days: int = 20) -> Rectification:
    """The notice, with a due date."""
    due = timezone.localtime(course.now).date() + timedelta(days=days)
    made = course.do(
        "rectification.issue",
        local_officer(course),
        course.fresh(),
        hours=20,
        due_on=due,
        requirement="逐项整改，查明原因，举一反三，按期报送整改报告并附证明材料。",
    )
    return (
        made
        if isinstance(made, Rectification)
        else Rectification.objects.unrestricted().get(inspection=course.inspection)
    )


def report(course: Course, row: Rectification, hours: float = 200) -> Rectification:
    """The enterprise's report in its four parts."""
    count = str(course.inspection.deficiencies.count())
    parts = {k: v.replace("{n}", count) for k, v in PARTS.items()}
    return course.do("rectification.submit_report", course.speaker(), row, hours=hours, **parts)


def recheck(course: Course, row: Rectification, passed: bool = True) -> Rectification:
    """The local authority's re-check."""
    return course.do(
        "rectification.recheck",
        local_officer(course),
        row,
        hours=40,
        way="on_site",
        result="passed" if passed else "failed",
        text="现场逐项核对，整改到位。" if passed else "第1项仍未整改，记录仍不完整。",
    )


def publish(course: Course) -> None:
    """On the public page."""
    course.do("disclosure.publish", course.cast.jihua, course.fresh(), hours=30)


def published(course: Course) -> None:
    """Nothing to put right."""
    publish(course)


def rectified(course: Course) -> None:
    """Reported, passed, closed, published."""
    row = recheck(course, report(course, notice(course)))
    course.do("rectification.close", local_officer(course), row, hours=4)
    publish(course)


def planned_then_done(course: Course) -> None:
    """A plan first, because a machine had to be ordered."""
    row = notice(course)
    row = course.do(
        "rectification.submit_plan",
        course.speaker(),
        row,
        hours=100,
        **{k: v.replace("{n}", "1") for k, v in PARTS.items() if k != "effect"},
        covers=[course.inspection.deficiencies.order_by("no").first().no],
        plan_until=row.due_on + timedelta(days=20),
        **_steps(),
    )
    row = course.do("rectification.accept_plan", local_officer(course), row, hours=20)
    row = recheck(course, report(course, row, hours=300))
    course.do("rectification.close", local_officer(course), row, hours=4)
    publish(course)


def _steps() -> dict[str, str]:
    return {"plan_steps": "更换灌装间压差计，设备已订货，到货后七日内安装验证。"}


def returned_then_done(course: Course) -> None:
    """Sent back once for proof."""
    row = report(course, notice(course, 25), hours=120)
    row = course.do(
        "rectification.return",
        local_officer(course),
        row,
        hours=20,
        reason="缺少培训考核记录，请补充。",
        supplement_by=timezone.localtime(course.now).date() + timedelta(days=10),
    )
    row = recheck(course, report(course, row, hours=60))
    course.do("rectification.close", local_officer(course), row, hours=4)
    publish(course)


def failed_again(course: Course) -> None:
    """Not put right: handed on."""
    row = recheck(course, report(course, notice(course)), passed=False)
    course.do(
        "rectification.escalate",
        local_officer(course),
        row,
        hours=6,
        ground="failed",
        reason="复查仍不符合要求，移交立案调查。",
    )
    publish(course)


def another(teller: Any) -> tuple[Any, Any]:
    """A bureau with a maker that was not inspected yet, and that maker."""
    for team in (BUREAU2, BUREAU1):
        if (party := next(teller.makers[team.unit], None)) is not None:
            return team, party
    return BUREAU1, None


def for_everybody(teller: Any) -> None:
    """The last open pieces: leads that wait, an overdue rectification, a report to re-check, next year's programme."""
    from zhuangjian.apps.demo import draws, leads, measures, origins, reviews

    makers = teller.makers[BUREAU1.unit]
    late = next(makers, None)
    if late is not None:
        course = teller.course(BUREAU1, late, 60)
        course.run(teller.programme_on(course.now), severity="few", concluding=leads.SUSPECTED)
        notice(course, days=21)
        leads.told(course, "received")
        measures.recalled(course)
    waiting = next(makers, None)
    if waiting is not None:
        course = teller.course(BUREAU1, waiting, 35)
        course.run(teller.programme_on(course.now), severity="few")
        report(course, notice(course), hours=240)
        measures.suspended(course)
    team, party = another(teller)
    if party is not None:
        course = teller.course(team, party, 4)
        course.run(teller.programme_on(course.now), "on_site")
        measures.obstructed(course)
    for stop in ("reported", "assessed", "transferred"):
        team, party = another(teller)
        if party is not None:
            course = teller.course(team, party, 20)
            course.run(teller.programme_on(course.now), severity="few", concluding=leads.SUSPECTED)
            leads.told(course, stop)
    reviews.told(teller)
    origins.told(teller)
    draws.told(teller)
    cast = teller.cast
    course = teller.course(BUREAU1, teller.own, 1)
    course.do(
        "planning.report",
        cast.jihua,
        teller.programme_on(course.now),
        problems="个别任务因企业停产改期，临近年底的任务较集中。",
        following="下一年度按月均衡安排，对风险等级高的企业提前检查。",
    )
    draft = course.do(
        "programme.create",
        cast.jihua,
        year=teller.day.year + 1,
        scope=f"{land().whole}化妆品注册人、备案人、生产企业",
        focus="委托生产双方、分级为较高风险的企业",
        requirements=f"依据检查要点开展；{land().merging}。",
    )
    first = date(teller.day.year + 1, 1, 8)
    course.do(
        "programme.add_task",
        cast.jihua,
        draft,
        party=teller.own.credit_code,
        window_from=first,
        window_to=first + timedelta(days=40),
        focus="上年度缺陷的整改情况",
    )
    # The process of the jobs makes it as soon as the site is served.
    asked = {"programme": str(draft.public_id), "rounds": 60}
    hand_in(ACTIONS["planning.draft"], cast.jihua, lambda: asked)
