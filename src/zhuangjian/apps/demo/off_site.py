"""The demo's inspections that nobody goes to: materials that wait, a session that is appointed, a result to be assessed."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from zhuangjian.apps.demo.course import BUREAU1, Course
from zhuangjian.apps.inspections.checkpoints import checklist_on, checkpoints_of
from zhuangjian.apps.inspections.models import MaterialRequest
from zhuangjian.apps.ledger.action import Upload

MATERIALS = "近一年出厂检验记录（每个产品抽三批）\n质量安全负责人任命文件和培训记录\n委托生产合同及质量协议"
ITEMS = "出厂检验记录\n质量安全负责人履职\n委托生产管理"


def told(teller: Any, parties: Any) -> None:
    """One by written materials that is under way, one by a session of the next days, one whose result is to be assessed."""
    for party, story in zip(parties, (_written, _remote, _assessed), strict=False):
        story(teller, party)


def _begun(teller: Any, party: Any, before: int, mode: str, **begin: Any) -> Course:
    course = teller.course(BUREAU1, party, before)
    programme = teller.programme_on(course.now)
    day = timezone.localtime(course.now).date()
    course.task = course.do(
        "programme.add_task",
        course.cast.jihua,
        programme,
        party=party.credit_code,
        mode=mode,
        window_from=day,
        window_to=day + timedelta(days=30),
        focus="检验记录和质量安全负责人履职",
    )
    for step in ("assigned", "opened", "teamed"):
        getattr(course, step)(reason="年度检查计划（非现场）")
    written = timezone.localtime(course.after(20)).date()
    course.inspection = course.do(
        "inspections.plan",
        course.leader,
        course.inspection,
        hours=20,
        items=ITEMS,
        start_on=written,
        end_on=written + timedelta(days=15),
        scope=_papers_only(course.inspection, written),
        mode=mode,
        announced=True,
    )
    course.approved()
    start = course.after(4)
    given = {name: value(start) for name, value in begin.items()}
    course.inspection = course.do(
        "inspections.begin_off_site", course.leader, course.inspection, hours=4, **given
    )
    return course


def _papers_only(inspection: Any, day: Any) -> list[str]:
    """The checkpoints that can be judged on paper: here the first chapter's."""
    listed = checklist_on(inspection, day)
    return [item.no for item in listed.readable[:8]] if listed else []


def _scan(no: int) -> bytes:
    """A page with lines, as a scan of a paper that does not exist."""
    image = Image.new("RGB", (420, 594), (250, 250, 247))
    draw = ImageDraw.Draw(image)
    for line in range(14):
        draw.line((50, 90 + 32 * line, 370 - 18 * ((line + no) % 4), 90 + 32 * line), (120, 126, 132), 3)
    out = BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def _handed(course: Course, no: int) -> Any:
    row = MaterialRequest.objects.unrestricted().get(inspection=course.inspection, no=no)
    return course.do(
        "inspections.hand_in",
        course.speaker(),
        row,
        hours=6,
        text="见附件，原件可备查。",
        files=[Upload.of(f"材料{no}扫描件.jpg", _scan(no), "image/jpeg")],
        handed_in_by=course.party.legal_representative,
    )


def _judged(course: Course, row: Any) -> None:
    member = course.cast.people[course.team.members[0]]
    course.do("inspections.judge_material", member, row, hours=2, sufficient=True, verdict="齐全")


def _due(days: int) -> Any:
    return lambda start: timezone.localtime(start).date() + timedelta(days=days)


def _written(teller: Any, party: Any) -> None:
    """Three materials: one judged, one to be judged, one that the party still owes."""
    course = _begun(teller, party, 8, "off_site_written", materials=lambda _: MATERIALS, due_on=_due(12))
    _judged(course, _handed(course, 1))
    _handed(course, 2)


def _remote(teller: Any, party: Any) -> None:
    """A session that is to be held the day after tomorrow."""
    when = timezone.localtime(teller.course(BUREAU1, party, 0).latest) + timedelta(days=2)
    _begun(
        teller,
        party,
        6,
        "off_site_remote",
        session_at=lambda _: when.replace(hour=10, minute=0, second=0, microsecond=0),
        session_means=lambda _: "政务视频会议平台，会议号另行告知",
    )


def _assessed(teller: Any, party: Any) -> None:
    """Up to the record that was handed over: the organising authority decides whether to go there."""
    course = _begun(teller, party, 18, "off_site_written", materials=lambda _: MATERIALS, due_on=_due(8))
    for no in (1, 2, 3):
        _judged(course, _handed(course, no))
    course.inspection = course.fresh()
    member = course.cast.people[course.team.members[0]]
    # One cannot be seen from afar: it is not inspected, and the record says why.
    rows = [{"item": p.no, "result": "conforming"} for p in checkpoints_of(course.inspection)[:-1]]
    course.inspection = course.do("inspections.findings", member, course.inspection, rows=rows)
    course.inspection = course.do(
        "inspections.tell_result",
        course.leader,
        course.inspection,
        points=["result_told", "right_to_state"],
        party_attendee=party.legal_representative,
        position="no_objection",
        uninspected_reason="该项目须到现场查看，书面材料不能说明",
    )
    for step in ("concluded", "recorded", "signed", "delivered"):
        getattr(course, step)(concluding={"reasons": "依据提交的材料评定"})
