"""From the notice to the end: report, plan, return, re-check, close, hand on (CQ 19)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rectification.cases import PARTS, delivered, noon
from tests.rectification.test_issue import open_kinds
from zhuangjian.apps.authorities.models import Interest
from zhuangjian.apps.conduct.practice import refuse_too_far
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import Conflict, NotYours, Upload, perform
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.rectification.actions.finish import CloseRectification, EscalateRectification
from zhuangjian.apps.rectification.actions.recheck import AcceptPlan, RecheckRectification, ReturnReport
from zhuangjian.apps.rectification.actions.submit import SubmitPlan, SubmitReport
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
PLAN = {k: v for k, v in PARTS.items() if k != "effect"} | {"plan_steps": "一周内完成设备改造"}


def report(world, rectification, **options):
    return perform(SubmitReport, world.contact, rectification, PARTS, **options).object


def recheck(world, rectification, result="passed", person=None):
    data = {"way": "on_site", "result": result, "text": "现场查看记录"}
    return perform(RecheckRectification, person or world.district_officer, rectification, data).object


def plan(world, rectification, days=30, covers=(1,), **options):
    until = timezone.localdate() + timedelta(days=days)
    data = PLAN | {"covers": list(covers), "plan_until": until}
    return perform(SubmitPlan, world.contact, rectification, data, **options).object


WITH_PARTY = ("rectification.report", "rectification.follow_up")


def accept(world, rectification):
    return perform(AcceptPlan, world.district_officer, rectification, {}).object


def limits(rectification):
    return {p.no: (p.state, p.due_on) for p in rectification.problems.all()}


def escalate(world, rectification, ground, **options):
    data = {"ground": ground, "reason": "经两次督促仍未报送"}
    return perform(EscalateRectification, world.district_officer, rectification, data, **options).object


def test_report_recheck_close_ends_the_inspection_too(world, rectification):
    report(world, rectification)
    assert open_kinds(rectification) == {"rectification.recheck"}
    recheck(world, rectification)
    assert open_kinds(rectification) == {"rectification.close"}
    perform(CloseRectification, world.district_officer, rectification, {})
    rectification.refresh_from_db()
    assert rectification.stage == "closed"
    assert rectification.inspection.stage == "closed"
    assert rectification.inspection.closed_at is not None
    assert open_kinds(rectification) == set()
    assert open_kinds(rectification.inspection) == {"disclosure.publish"}


def test_the_inspections_end_has_its_own_ledger_entry(world, rectification):
    report(world, rectification)
    recheck(world, rectification)
    perform(CloseRectification, world.district_officer, rectification, {})
    last = Entry.objects.order_by("-seq")[:2]
    assert {e.object_model for e in last} == {"rectification.rectification", "inspections.inspection"}
    assert {e.action for e in last} == {"rectification.close"}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_each_of_the_four_parts_is_required(world, rectification, part):
    with pytest.raises(Refusal) as refused:
        perform(SubmitReport, world.contact, rectification, PARTS | {part: "  "})
    assert len(refused.value.missing) == 1
    assert refused.value.article == "CQ 19"
    assert not rectification.reports.exists()


def test_a_report_on_the_due_date_is_in_time_and_the_day_after_is_late(world):
    for days, late in ((0, False), (1, True)):
        one = _issued(world, due_in=5)
        report(world, one, at=noon(one.due_on + timedelta(days=days)))
        assert one.reports.get().late is late


def test_a_late_report_is_accepted(world):
    one = _issued(world, due_in=5)
    assert report(world, one, at=noon(one.due_on + timedelta(days=90))).stage == "reported"


@pytest.mark.parametrize("who", ["other_contact", "district_officer", "head"])
def test_only_the_enterprises_own_contact_reports(world, rectification, who):
    with pytest.raises(Refusal):
        perform(SubmitReport, world.people[who], rectification, PARTS)
    assert not rectification.reports.exists()


def test_a_contact_of_the_party_cannot_recheck_or_close(world, rectification):
    report(world, rectification)
    with pytest.raises(NotYours):
        recheck(world, rectification, person=world.contact)


def test_attachments_are_kept_by_digest(world, rectification):
    data = PARTS | {"attachments": [Upload.of("现场照片.JPG", b"\xff\xd8\xffphoto")]}
    perform(SubmitReport, world.contact, rectification, data)
    kept = Document.objects.get(kind="rectification_attachment")
    assert kept.media_type == "image/jpeg"
    assert rectification.reports.get().attachments == [{"name": "现场照片.JPG", "sha256": kept.digest}]


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("a.exe", b"MZ", "不是可以接收的格式"),
        ("a.jpg", b"MZ", "不是可以接收的格式"),
        ("a.pdf", b"", "是空文件"),
        ("a.html", b"<b>", "不是可以接收的格式"),
    ],
)
def test_an_attachment_is_what_its_bytes_say(world, rectification, name, content, words):
    data = PARTS | {"attachments": [Upload.of(name, content)]}
    with pytest.raises(Refusal, match=words):
        perform(SubmitReport, world.contact, rectification, data)
    assert not rectification.reports.exists()


class TestPlan:
    def test_it_moves_the_limit_of_what_it_names_and_of_nothing_else_once_accepted(
        self, world, rectification
    ):
        notice, later = (timezone.localdate() + timedelta(days=n) for n in (10, 30))
        plan(world, rectification, days=30, covers=(1,))
        rectification.refresh_from_db()
        assert (rectification.stage, rectification.limit) == ("issued", notice)
        assert limits(rectification) == {1: ("planned", notice), 2: ("open", notice)}
        assert open_kinds(rectification) == {*WITH_PARTY, "rectification.accept_plan"}
        accept(world, rectification)
        assert limits(rectification) == {1: ("deferred", later), 2: ("open", notice)}
        rectification.refresh_from_db()
        assert rectification.limit == notice
        assert Duty.objects.get(kind="rectification.report", done_at=None).due == notice

    def test_what_it_does_not_name_is_overdue_by_its_own_limit(self, world):
        one = _issued(world, due_in=5)
        accept(world, plan(world, one, covers=(1,)))
        one.refresh_from_db()
        day = one.due_on + timedelta(days=1)
        assert one.overdue_on(day)
        assert not one.overdue_on(one.due_on)
        assert escalate(world, one, "not_reported", at=noon(day)).stage == "escalated"

    def test_the_enterprise_never_sets_the_authoritys_dates(self, world, rectification):
        plan(world, rectification, days=300, covers=(1, 2))
        rectification.refresh_from_db()
        assert (rectification.stage, rectification.with_party) == ("planned", False)
        assert {due for _, due in limits(rectification).values()} == {rectification.due_on}
        with pytest.raises(NotYours):
            perform(AcceptPlan, world.contact, rectification, {})

    def test_the_planned_part_is_reported_and_rechecked_after_the_rest(self, world, rectification):
        accept(world, plan(world, rectification, covers=(1,)))
        perform(SubmitReport, world.contact, rectification, PARTS | {"covers": [2]})
        assert open_kinds(rectification) == {*WITH_PARTY, "rectification.recheck"}
        assert recheck(world, rectification).stage == "planned"
        assert open_kinds(rectification) == set(WITH_PARTY)
        assert report(world, rectification).stage == "reported"
        assert recheck(world, rectification).stage == "passed"

    def test_what_was_put_right_before_the_plan_was_looked_at_is_simply_reported(self, world, rectification):
        plan(world, rectification, covers=(1, 2))
        assert perform(
            SubmitReport, world.contact, rectification, PARTS | {"covers": [1, 2]}
        ).object.stage == ("reported")
        assert not Duty.objects.filter(kind="rectification.accept_plan", done_at=None).exists()

    def test_it_comes_on_the_due_date_at_the_latest(self, world):
        on_the_day, after = _issued(world, due_in=5), _issued(world, due_in=5)
        plan(world, on_the_day, at=noon(on_the_day.due_on))
        with pytest.raises(Refusal, match="整改期限.*已过"):
            plan(world, after, at=noon(after.due_on + timedelta(days=1)))

    def test_it_ends_after_the_due_date(self, world, rectification):
        with pytest.raises(Refusal, match="应晚于整改期限"):
            plan(world, rectification, days=10)
        assert plan(world, rectification, days=11, covers=(1, 2)).stage == "planned"

    def test_it_names_deficiencies_that_exist(self, world, rectification):
        with pytest.raises(Refusal, match="第7项缺陷不在"):
            plan(world, rectification, covers=(1, 7))
        with pytest.raises(Refusal):
            plan(world, rectification, covers=())

    def test_the_report_within_the_plan_is_in_time(self, world, rectification):
        accept(world, plan(world, rectification, days=30, covers=(1, 2)))
        report(world, rectification, at=noon(timezone.localdate() + timedelta(days=30)))
        assert rectification.reports.get(kind="report").late is False

    def test_a_plan_that_was_sent_back_moves_nothing(self, world, rectification):
        plan(world, rectification, days=60)
        by = timezone.localdate() + timedelta(days=12)
        perform(ReturnReport, world.district_officer, rectification, {"reason": "太久", "supplement_by": by})
        rectification.refresh_from_db()
        assert limits(rectification) == {1: ("open", by), 2: ("open", rectification.due_on)}

    def test_a_plan_alone_cannot_be_rechecked(self, world, rectification):
        plan(world, rectification)
        with pytest.raises(Conflict):
            recheck(world, rectification)


def test_a_returned_report_comes_back_completed(world, rectification):
    report(world, rectification)
    by = timezone.localdate() + timedelta(days=15)
    data = {"reason": "缺少照片", "supplement_by": by}
    perform(ReturnReport, world.district_officer, rectification, data)
    assert open_kinds(rectification) == {"rectification.report", "rectification.follow_up"}
    assert Duty.objects.get(kind="rectification.report", done_at=None).due == by
    report(world, rectification)
    assert [r.no for r in rectification.reports.all()] == [1, 2]


def test_a_return_needs_a_day_after_today(world, rectification):
    report(world, rectification)
    with pytest.raises(Refusal, match="晚于今天"):
        perform(
            ReturnReport,
            world.district_officer,
            rectification,
            {"reason": "缺", "supplement_by": timezone.localdate()},
        )


def test_closing_needs_a_passed_recheck(world, rectification):
    report(world, rectification)
    with pytest.raises(Conflict):
        perform(CloseRectification, world.district_officer, rectification, {})
    recheck(world, rectification, result="failed")
    with pytest.raises(Conflict):
        perform(CloseRectification, world.district_officer, rectification, {})
    assert Inspection.objects.get(pk=rectification.inspection_id).stage == "delivered"


def test_an_officer_with_a_declared_interest_does_not_recheck(world, rectification):
    report(world, rectification)
    interest = Interest.objects.create(
        person=world.district_officer,
        credit_code=world.maker.credit_code,
        relation="shareholding",
        declared_at=timezone.localdate(),
    )
    with pytest.raises(Refusal) as refused:
        recheck(world, rectification)
    assert refused.value.article == "CQ 21"
    interest.ended_on = timezone.localdate() - timedelta(days=1)
    interest.save()
    assert recheck(world, rectification).stage == "passed"


class TestHandingOn:
    def test_not_reported_holds_from_the_day_after_the_limit(self, world):
        one = _issued(world, due_in=5)
        with pytest.raises(Refusal, match="不能以逾期未报送"):
            escalate(world, one, "not_reported", at=noon(one.due_on))
        ended = escalate(world, one, "not_reported", at=noon(one.due_on + timedelta(days=1)))
        assert ended.stage == "escalated"
        assert Inspection.objects.get(pk=one.inspection_id).stage == "escalated"

    def test_not_reported_never_holds_once_a_report_is_in(self, world, rectification):
        report(world, rectification)
        with pytest.raises(Refusal, match="已经报送"):
            escalate(world, rectification, "not_reported", at=noon(rectification.due_on + timedelta(days=9)))

    def test_failed_needs_a_failed_recheck(self, world, rectification):
        report(world, rectification)
        with pytest.raises(Refusal, match="没有不符合要求的复查结果"):
            escalate(world, rectification, "failed")
        recheck(world, rectification, result="failed")
        assert escalate(world, rectification, "failed").ground == "failed"

    def test_a_suspected_violation_can_be_handed_on_at_any_time(self, world, rectification):
        assert escalate(world, rectification, "violation").stage == "escalated"
        assert open_kinds(rectification) == set()

    def test_nothing_more_can_be_done_afterwards(self, world, rectification):
        escalate(world, rectification, "violation")
        with pytest.raises(Conflict):
            report(world, rectification)
        with pytest.raises(Conflict):
            escalate(world, rectification, "violation")


def test_every_step_is_in_the_ledger_without_the_case_texts(world, rectification):
    report(world, rectification)
    recheck(world, rectification)
    entries = Entry.objects.filter(object_model="rectification.rectification").order_by("seq")
    assert [e.action for e in entries] == [
        "rectification.issue",
        "rectification.submit_report",
        "rectification.recheck",
    ]
    assert all(PARTS["investigation"] not in e.facts for e in entries)


def _issued(world, due_in):
    from zhuangjian.apps.rectification.actions.issue import IssueNotice

    due = timezone.localdate() + timedelta(days=due_in)
    data = {"due_on": due, "requirement": "请整改"}
    one = perform(IssueNotice, world.district_officer, delivered(world), data).object
    return Rectification.objects.get(pk=one.pk)


@pytest.mark.parametrize(("ahead", "passes"), [(3 * 366, True), (3 * 366 + 1, False), (30 * 365, False)])
def test_no_limit_lies_years_ahead(ahead, passes):
    now = timezone.now()
    day = timezone.localdate(now) + timedelta(days=ahead)
    if passes:
        refuse_too_far(now, day, "整改期限")
    else:
        with pytest.raises(Refusal, match="在三年以后，请核对年份"):
            refuse_too_far(now, day, "整改期限")


def test_a_supplement_is_not_asked_for_in_thirty_years(world, rectification):
    report(world, rectification)
    far = timezone.localdate() + timedelta(days=30 * 365)
    with pytest.raises(Refusal, match="补充期限填写的是"):
        perform(
            ReturnReport, world.district_officer, rectification, {"reason": "材料不全", "supplement_by": far}
        )
