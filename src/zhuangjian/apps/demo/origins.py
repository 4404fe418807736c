"""The demo's inspections that no programme asked for: applications for a licence, and causes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.demo.course import BUREAU1, Course, moment
from zhuangjian.apps.demo.endings import another, local_officer
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.urgent.law import situations
from zhuangjian.engines.rules.origins import causes_of

# (kind, where the inspection stops, how it was found, what comes after)
APPLICATIONS = (
    ("licensing_extension", "delivered", "serious", ("submitted", "evaluated", "opinion")),
    ("licensing_new", "planned", "none", ()),
    ("licensing_new", "delivered", "none", ("submitted",)),
    ("licensing_new", "delivered", "none", ()),
)
ASKED = {"reason": "生产许可申请现场核查", "announced": True}
LEAD = "举报人称一款面霜使用后多人皮肤红肿，产品未见备案信息"
FOR_CAUSE = {
    "reason": "投诉举报线索核查",
    "announced": False,
    "concluding": {"reasons": "按举报线索逐项核对原料、产品和销售记录", "handling_opinion": "责令限期整改"},
    "form": "interview_transcript",
}


def told(teller: Any) -> None:
    """Applications at each place up to an opinion to revoke that waits for its answer; causes before and after the visit."""
    for number, (kind, stop, severity, after) in enumerate(APPLICATIONS, start=1):
        team, party = another(teller)
        if party is None:
            break
        course = teller.course(team, party, 14)
        _applied(course, kind, number)
        if stop != "planned":
            course.run(None, stop, start="assigned", severity=severity, **ASKED)
        for step in after:
            globals()[f"_{step}"](course)
    from zhuangjian.apps.demo import off_site

    waiting = _long_ago(teller)
    stops = (("approved", {"start_on": teller.day + timedelta(days=2)}), ("on_site", {}), ("delivered", {}))
    for (stop, more), party in zip(stops, waiting, strict=False):
        course = teller.course(BUREAU1, party, 9)
        _caused(course)
        how = {"severity": "few", **FOR_CAUSE, **more}
        course.run(None, "on_site" if stop == "delivered" else stop, start="assigned", **how)
        if stop != "approved":
            _urgent(course, answered=stop == "delivered")
        if stop == "delivered":
            course.run(None, stop, start="findings", **how)
    off_site.told(teller, waiting)


def _urgent(course: Course, answered: bool) -> None:
    """An urgent report: the organising authority has directed the team; the local one has handled it, or has still to."""
    row = course.do(
        "urgent.report",
        course.leader,
        course.inspection,
        hours=1,
        situation=situations(settings.REGION, course.now.date())[1 if answered else 4],
        text="仓库中封存的同批产品正在装车发往外地，请求立即处置。",
    )
    row = course.do(
        "urgent.direct",
        course.cast.juzhang,
        row,
        hours=1,
        kind="strategy",
        text="先封存仓库和发货记录，再核对生产记录。",
    )
    if answered:
        course.do("urgent.note", course.leader, row.directions.get(), hours=0.2)
        course.do(
            "urgent.handle", local_officer(course), row, hours=1, handling="已责令暂停销售，产品就地封存。"
        )


def _long_ago(teller: Any) -> Iterator[Party]:
    """Makers whose last inspection by the first bureau ended more than two months ago, the oldest first.

    Not the contact's own: whoever tries the course on it finds it free (CQ 8).
    """
    rows = (
        Inspection.objects.unrestricted()
        .filter(
            dispatching_unit=teller.cast.authorities[BUREAU1.unit],
            stage="closed",
            closed_at__lt=moment(teller.day, 60),
        )
        .exclude(party=teller.own)
    )
    return (row.party for row in rows.select_related("party").order_by("closed_at", "pk"))


def _applied(course: Course, kind: str, number: int) -> None:
    day = timezone.localtime(course.now).date()
    course.task = course.do(
        "programme.register_application",
        course.cast.xuke,
        party=course.party.credit_code,
        licensing_kind=kind,
        reference=f"妆许申{day.year}-{number:04}",
        applied_on=day - timedelta(days=6),
        acceptance=f"妆许受{day.year}-{number:04}",
        received_on=day - timedelta(days=2),
        window_from=day,
        window_to=day + timedelta(days=24),
    )


def _caused(course: Course) -> None:
    day = timezone.localtime(course.now).date()
    listed = causes_of(region=settings.REGION)
    cause = next(one for one in listed.causes if "complaint" in one.rests_on)
    course.task = course.do(
        "programme.start",
        course.cast.jihua,
        inspection_type="for_cause",
        kind="cause",
        cause=cause.key,
        support="complaint",
        reference=f"举{day.year}-{course.party.pk:05}",
        received_on=day - timedelta(days=1),
        words=LEAD,
        party=course.party.credit_code,
        focus="举报所涉产品的原料、投料记录和销售去向",
        window_from=day,
        window_to=day + timedelta(days=20),
    )


def _submitted(course: Course) -> None:
    course.inspection = course.do(
        "inspections.submit_record", course.leader, course.fresh(), materials="现场照片、车间平面图"
    )


def _evaluated(course: Course) -> None:
    course.inspection = course.do(
        "inspections.evaluate", course.head, course.fresh(), hours=20, reasons="按检查记录和资料综合评定"
    )


def _opinion(course: Course) -> None:
    course.do(
        "rectification.propose_revocation",
        course.cast.juzhang,
        course.fresh(),
        hours=20,
        text="延续许可后现场核查不通过，建议依法撤销化妆品生产许可。",
    )
