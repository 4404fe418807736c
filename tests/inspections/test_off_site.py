"""Inspections that nobody goes to: what is asked for and handed in, sessions from afar, what follows (CQ 7, 31)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.inspections import course
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Inspection, MaterialRequest, OffSiteAssessment, RemoteSession
from zhuangjian.apps.inspections.view import next_for, steps_of
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours, Upload, perform
from zhuangjian.apps.programme.models import Task, origin_of
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do
ASKED = "近两年产品检验记录\n质量安全负责人任命文件"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def planned(w, mode="off_site_written", **more):
    plan = {"mode": mode, "items": "产品检验记录\n质量安全负责人履职"}
    return course.plan_approved(w, mode=mode, plan=plan, **more)


def begun(w, mode="off_site_written", **more):
    row = planned(w, mode, **more.pop("course", {}))
    given = {"materials": ASKED, "due_on": course.today() + timedelta(days=5)}
    if mode == "off_site_remote":
        given = {"session_at": timezone.now() + timedelta(hours=1), "session_means": "视频会议"}
    return do("inspections.begin_off_site", w.leader, row, **given | more)


def asked(row, no=1):
    return MaterialRequest.objects.unrestricted().get(inspection=row, no=no)


def owed(kind, target=None):
    rows = Duty.objects.unrestricted().filter(kind=f"inspections.{kind}", done_at=None)
    return rows if target is None else rows.filter(target_id=target.pk)


def pdf(name="检验记录.pdf", content=PDF):
    return Upload.of(name, content, "application/pdf")


def hand_in(w, row, no=1, person=None, **more):
    person = person or w.contact
    given = {"text": "见附件", "files": [pdf()], "handed_in_by": "王经理"}
    return do("inspections.hand_in", person, asked(row, no), **given | more)


def held(w, row):
    """The session was held: the clock of the act is two hours on."""
    one = RemoteSession.objects.unrestricted().get(inspection=row, stage="appointed")
    began = timezone.now() + timedelta(minutes=61)
    data = {
        "began_at": began,
        "ended_at": began + timedelta(minutes=40),
        "team": [w.leader.pk, w.inspector.pk],
        "party_present": "王经理（质量安全负责人）",
        "identities": "检查人员出示执法证，对方出示身份证和任命文件",
        "shown": "10:05 灌装间\n10:20 留样室",
    }
    perform(ACTIONS["inspections.hold_session"], w.leader, one, data, at=began + timedelta(hours=1))
    one.refresh_from_db()
    return one


def answered(w, bad=None, mode="off_site_written", **more):
    """Everything handed in and judged, and every item with a result."""
    row = begun(w, mode, **more)
    if mode == "off_site_written":
        for no in (1, 2):
            one = hand_in(w, row, no)
            do("inspections.judge_material", w.inspector, one, sufficient=True)
    else:
        held(w, row)
    row = Inspection.objects.unrestricted().get(pk=row.pk)
    bad = bad or {}
    row = do("inspections.findings", w.inspector, row, rows=course.rows(row, **bad))
    for no in bad:
        row = do("inspections.deficiency", w.inspector, row, item=no.removeprefix("i"), text="记录缺失")
    return row


def told(w, row, **more):
    given = {
        "points": ["result_told", "right_to_state"],
        "party_attendee": "王经理",
        "position": "no_objection",
    }
    return do("inspections.tell_result", w.leader, row, **given | more)


def delivered(w, bad=None, **more):
    row = told(w, answered(w, bad, **more))
    row = do(
        "inspections.conclude", w.leader, row, handling_opinion="要求企业完善记录", reasons="材料审查所见"
    )
    row = do("inspections.record", w.leader, row)
    return do("inspections.deliver", w.leader, course.sign_all(w, row), delivered_to="王经理")


@pytest.mark.parametrize("mode", ["off_site_written", "off_site_remote"])
def test_an_off_site_inspection_does_not_arrive_and_one_on_site_does_not_begin_from_afar(world, mode):
    row = planned(world, mode)
    with pytest.raises(NotNow, match="不到现场"):
        do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    assert next_for(world.leader, row).action == "inspections.begin_off_site"
    assert owed("arrive", row).get().title.startswith("按方案开始非现场检查")


def test_one_on_site_does_not_begin_from_afar(world):
    row = course.plan_approved(world)
    with pytest.raises(NotNow, match="现场检查"):
        do("inspections.begin_off_site", world.leader, row, materials=ASKED, due_on=course.today())


@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True), (40, True)])
def test_nothing_is_carried_out_before_the_plans_first_day_and_off_site_may_take_longer(world, days, good):
    row = planned(world)
    at = timezone.now() + timedelta(days=days)
    data = {"materials": ASKED, "due_on": at.date() + timedelta(days=5)}
    begin = ACTIONS["inspections.begin_off_site"]
    if good:
        assert perform(begin, world.leader, row, data, at=at).object.stage == "off_site"
    else:
        with pytest.raises(Refusal, match="先申请变更"):
            perform(begin, world.leader, row, data, at=at)


@pytest.mark.parametrize(
    ("mode", "changed", "said"),
    [
        ("off_site_written", {"materials": " \n "}, "提交哪些材料"),
        ("off_site_written", {"due_on": None}, "提交期限"),
        ("off_site_written", {"due_on": "yesterday"}, "早于今天"),
        ("off_site_remote", {"session_at": None}, "约定时间"),
        ("off_site_remote", {"session_means": " "}, "方式"),
        ("off_site_remote", {"session_at": "past"}, "已经过去"),
    ],
)
def test_each_way_needs_what_it_goes_by(world, mode, changed, said):
    days = {"yesterday": course.today() - timedelta(days=1), "past": timezone.now() - timedelta(minutes=1)}
    changed = {name: days.get(value, value) for name, value in changed.items()}
    with pytest.raises(Refusal, match=said):
        begun(world, mode, **changed)
    assert not MaterialRequest.objects.unrestricted().exists()
    assert not RemoteSession.objects.unrestricted().exists()


def test_what_is_asked_for_is_owed_by_the_party_item_by_item(world):
    row = begun(world)
    assert row.stage == "off_site"
    assert row.started_at is not None
    assert not row.credentials_shown.exists()
    rows = MaterialRequest.objects.visible_to(world.contact)
    assert [(one.no, one.text, one.stage) for one in rows] == [
        (1, "近两年产品检验记录", "waiting"),
        (2, "质量安全负责人任命文件", "waiting"),
    ]
    for one in rows:
        duty = owed("hand_in", one).get()
        assert (duty.party_id, duty.due) == (row.party_id, one.due_on)


def test_what_is_handed_in_gets_a_receipt_and_its_files_are_kept_for_both(world):
    row = begun(world)
    one = hand_in(world, row)
    attempt = one.submissions.get()
    assert one.stage == "handed_in"
    assert attempt.receipt.endswith("号")
    assert attempt.late is False
    paper = Document.objects.visible_to(world.contact).get(digest=attempt.files[0]["sha256"])
    assert Document.objects.visible_to(world.inspector).filter(pk=paper.pk).exists()
    assert not owed("hand_in", one).exists()
    assert owed("judge_material", one).get().person_id == world.leader.pk


@pytest.mark.parametrize(("days", "late"), [(5, False), (6, True)])
def test_what_comes_after_its_day_is_taken_and_marked(world, days, late):
    row = begun(world)
    at = timezone.now() + timedelta(days=days)
    data = {"text": "说明", "handed_in_by": "王经理"}
    perform(ACTIONS["inspections.hand_in"], world.contact, asked(row), data, at=at)
    assert asked(row).submissions.get().late is late


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "", "files": []}, "说明或者选择文件"),
        ({"handed_in_by": " "}, "提交人"),
        ({"files": [Upload.of("a.pdf", b"", "application/pdf")]}, "是空文件"),
        ({"files": [Upload.of("a.pdf", b"MZ\x90", "application/pdf")]}, "不是可以接收的格式"),
    ],
)
def test_nothing_empty_nameless_or_of_another_format_is_taken(world, given, said):
    row = begun(world)
    with pytest.raises(Refusal, match=said):
        hand_in(world, row, **given)
    assert asked(row).stage == "waiting"
    assert not asked(row).submissions.exists()


def test_an_inspector_enters_what_comes_on_paper_and_a_stranger_nothing(world):
    row = begun(world)
    with pytest.raises(Refusal, match="找不到这一对象"):
        hand_in(world, row, person=world.other_contact)
    with pytest.raises(NotYours):
        hand_in(world, row, person=world.bureau_head)
    assert hand_in(world, row, person=world.inspector).submissions.get().entered_by == world.inspector


def test_what_is_not_complete_is_asked_for_again_with_a_new_day_and_every_attempt_is_kept(world):
    row = begun(world)
    one = hand_in(world, row)
    with pytest.raises(Refusal) as refused:
        do("inspections.judge_material", world.inspector, one)
    assert refused.value.missing == ("审核意见", "新的提交期限")
    later = course.today() + timedelta(days=9)
    one = do("inspections.judge_material", world.inspector, one, verdict="缺2025年记录", due_on=later)
    assert (one.stage, one.due_on) == ("waiting", later)
    assert owed("hand_in", one).get().due == later
    one = do("inspections.judge_material", world.inspector, hand_in(world, row), sufficient=True)
    assert one.stage == "sufficient"
    assert [(s.no, s.sufficient) for s in one.submissions.order_by("no")] == [(1, False), (2, True)]


def test_a_question_back_is_answered_in_words(world):
    row = begun(world)
    one = do("inspections.ask", world.inspector, row, kind="question", text="缺页原因", due_on=course.today())
    assert one.no == 3
    with pytest.raises(Refusal, match="填写说明"):
        hand_in(world, row, 3, text="")
    assert hand_in(world, row, 3, text="装订遗漏", files=[]).stage == "handed_in"


@pytest.mark.parametrize(("days", "good"), [(5, False), (6, True)])
def test_it_has_lapsed_only_once_its_day_has_passed(world, days, good):
    row = begun(world)
    at = timezone.now() + timedelta(days=days)
    end, data = ACTIONS["inspections.end_request"], {"way": "lapsed", "note": "多次催告未提交"}
    if good:
        assert perform(end, world.leader, asked(row), data, at=at).object.stage == "lapsed"
        assert not owed("hand_in", asked(row)).exists()
    else:
        with pytest.raises(Refusal, match="还没有过"):
            perform(end, world.leader, asked(row), data, at=at)


def test_the_result_is_not_told_while_something_that_was_asked_for_is_open(world):
    row = answered(world)
    do("inspections.ask", world.inspector, row, kind="material", text="补充一份", due_on=course.today())
    row.refresh_from_db()
    step = next_for(world.leader, row)
    assert (step.title, step.note) == ("材料与远程检查", "1项材料待提交")
    with pytest.raises(Refusal, match="没有了结") as refused:
        told(world, row)
    assert refused.value.missing == ("第3项提交材料（待提交）",)


def test_a_remote_inspection_needs_a_session_that_was_held(world):
    row = begun(world, "off_site_remote")
    one = RemoteSession.objects.unrestricted().get(inspection=row)
    with pytest.raises(Refusal, match="登记经过"):
        told(world, row)
    do("inspections.miss_session", world.leader, one, reason="企业停电")
    with pytest.raises(Refusal, match="还没有举行过"):
        told(world, row)
    later = timezone.now() + timedelta(hours=3)
    second = do("inspections.appoint_session", world.leader, row, session_at=later, session_means="视频会议")
    assert second.no == 2
    assert owed("session", second).get().person_id == world.leader.pk


def test_a_session_keeps_who_was_there_and_who_saw_what_when(world):
    row = begun(world, "off_site_remote")
    one = held(world, row)
    assert one.stage == "held"
    assert one.team_present == [world.leader.name, world.inspector.name]
    assert one.shown == ["10:05 灌装间", "10:20 留样室"]
    assert not owed("session").exists()


def test_a_session_is_written_down_once_it_is_over_and_by_those_who_were_there(world):
    row = begun(world, "off_site_remote")
    one = RemoteSession.objects.unrestricted().get(inspection=row)
    now = timezone.now()
    given = {
        "party_present": "王经理",
        "identities": "核对身份证",
        "shown": "灌装间",
        "team": [world.leader.pk],
        "began_at": now,
        "ended_at": now + timedelta(minutes=30),
    }
    act, over = ACTIONS["inspections.hold_session"], now + timedelta(minutes=30)
    for at, changed, said in (
        (over - timedelta(minutes=1), {}, "不能晚于现在"),
        (over, {"ended_at": now}, "晚于开始时间"),
        (over, {"team": [world.head.pk]}, "检查组成员"),
        (over, {"team": []}, "检查组成员"),
        (over, {"began_at": now - timedelta(days=1)}, "那一天"),
    ):
        with pytest.raises(Refusal, match=said):
            perform(act, world.inspector, one, given | changed, at=at)
    assert perform(act, world.inspector, one, given, at=over).object.stage == "held"


@pytest.mark.parametrize("mode", ["off_site_written", "off_site_remote"])
def test_its_record_is_one_of_its_own_with_what_was_asked_and_seen(world, mode, region):
    row = told(world, answered(world, mode=mode))
    row = do("inspections.conclude", world.leader, row, handling_opinion="无", reasons="所见")
    assert next_for(world.leader, row).title == "制作非现场检查记录"
    with pytest.raises(Refusal):
        do("inspections.record", world.leader, row, form="record_form")
    row = do("inspections.record", world.leader, row)
    assert row.record_form == "off_site_record"
    papers = Document.objects.unrestricted().filter(target_model="inspections.inspection", target_id=row.pk)
    assert {p.kind for p in papers} == {"off_site_record"}
    assert {p.title for p in papers} == {"化妆品非现场检查记录"}


def test_its_result_goes_to_the_organising_authority_for_an_assessment_of_the_risk(world, region):
    row = delivered(world)
    assert row.stage == "assessing"
    assert ("风险评估", "now") in steps_of(row)
    duty = owed("assess_off_site", row).get()
    assert duty.authority_id == row.organising_unit_id
    row = do("inspections.assess_off_site", world.programme_officer, row, risk="低", decision="none")
    assert row.stage == "closed"
    assert OffSiteAssessment.objects.unrestricted().get(inspection=row).task is None


def test_one_on_site_that_follows_is_a_task_that_says_where_it_comes_from(world):
    row = delivered(world)
    first = course.today() + timedelta(days=40)
    act = {"risk": "检验记录缺失，风险中等", "decision": "on_site"}
    with pytest.raises(Refusal, match="起止日期"):
        do("inspections.assess_off_site", world.head, row, **act)
    row = do(
        "inspections.assess_off_site",
        world.head,
        row,
        **act,
        window_from=first,
        window_to=first + timedelta(days=5),
        focus="检验管理",
    )
    task = OffSiteAssessment.objects.unrestricted().get(inspection=row).task
    assert (task.party_id, task.mode, task.status) == (row.party_id, "on_site", "planned")
    origin = origin_of(task)
    assert (origin.kind, origin.earlier_id) == ("off_site", row.task_id)
    assert Task.objects.unrestricted().get(pk=task.pk).inspection_type == "routine"


def test_a_clean_result_ends_and_one_with_problems_is_put_right_after_the_assessment(world):
    row = answered(world)
    row = do(
        "inspections.findings",
        world.inspector,
        row,
        rows=[{"item": course.rows(row)[0]["item"], "result": "nonconforming", "text": "缺记录"}],
    )
    row = do("inspections.deficiency", world.inspector, row, item=course.rows(row)[0]["item"], text="缺记录")
    row = told(world, row)
    row = do("inspections.conclude", world.leader, row, handling_opinion="限期改正", reasons="缺记录")
    row = do("inspections.record", world.leader, row)
    row = do("inspections.deliver", world.leader, course.sign_all(world, row), delivered_to="王经理")
    assert not Duty.objects.unrestricted().filter(kind="rectification.issue").exists()
    row = do("inspections.assess_off_site", world.head, row, risk="低", decision="none")
    assert row.stage == "delivered"
    assert Duty.objects.unrestricted().filter(kind="rectification.issue", target_id=row.pk).exists()


def test_the_way_is_not_changed_once_it_has_begun(world):
    row = begun(world)
    with pytest.raises(Refusal, match="不能再变更检查方式"):
        do("inspections.request_change", world.leader, row, kind="plan", reason="改现场", mode="on_site")


def test_an_obstructed_one_is_concluded_from_where_it_was_stopped(world):
    row = begun(world)
    row = do("inspections.obstruction", world.leader, row, form="materials", note="无正当理由拒绝提供材料")
    row = do("inspections.conclude", world.leader, row, reasons="拒绝提供", handling_opinion="依法处理")
    assert row.stage == "concluded"


def test_the_party_of_one_for_cause_sees_what_it_is_asked_for_and_nothing_of_the_inspection(world):
    row = begun(world, course={"inspection_type": "for_cause", "focus": "检验记录"})
    one = MaterialRequest.objects.visible_to(world.contact).get(no=1)
    assert one.inspection_id is None
    assert not Inspection.objects.visible_to(world.contact).filter(pk=row.pk).exists()
    assert hand_in(world, row).stage == "handed_in"


def test_before_it_begins_the_party_sees_nothing_of_it(world):
    planned(world)
    assert not MaterialRequest.objects.visible_to(world.contact).exists()


def test_one_that_began_at_a_place_before_there_was_a_course_from_afar_goes_on_as_it_began(world):
    row = course.on_site(world)
    Inspection.objects.unrestricted().filter(pk=row.pk).update(mode="off_site_written")
    row.refresh_from_db()
    assert ("检查", "now") in steps_of(row)
