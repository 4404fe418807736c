"""Courses, hours, examinations and key posts through the real acts (LN 2(3), 2(12), 4(4))."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from tests.rectification.cases import sign_in
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours, perform
from zhuangjian.apps.training import chores
from zhuangjian.apps.training.models import Certificate, Course, HourEntry, Item, Question, Sitting
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
START = datetime(2026, 10, 12, 9, tzinfo=timezone.get_current_timezone())
COURSE = {
    "title": "生产质量管理规范解读",
    "kind": "lecture",
    "subject": "quality_system",
    "audience": "officials",
    "hours": "12",
    "need": "去年检查中放行记录不全的缺陷最多",
    "content": "逐章讲解",
}


def do(name: str, person: Any, target: Any = None, /, at: datetime | None = None, **data: Any) -> Any:
    """Run an act at a moment and give back a fresh object."""
    made = perform(ACTIONS[f"training.{name}"], person, target, data, at=at or START).object
    return type(made)._base_manager.get(pk=made.pk)


def session(w: Any, hours: str = "12", capacity: int = 30, **course: Any) -> Any:
    made = do("create_course", w.programme_officer, **COURSE | {"hours": hours} | course)
    one = do(
        "add_session",
        w.programme_officer,
        made,
        place="培训中心",
        starts_at=START + timedelta(days=1),
        ends_at=START + timedelta(days=1, hours=8),
        capacity=capacity,
    )
    do("publish_course", w.programme_officer, Course.objects.get(pk=made.pk))
    return one


def attended(w: Any, person: Any, one: Any) -> Any:
    mine = do("register", person, one)
    return do("sign_in", person, mine, at=one.starts_at, code=one.code)


def test_whoever_signed_in_has_the_hours_and_whoever_did_not_has_none(world, region):
    one = session(world)
    attended(world, world.district_officer, one)
    do("register", world.leader, one)
    with pytest.raises(Refusal, match="结束后才能登记"):
        do("settle", world.programme_officer, one, at=one.ends_at - timedelta(minutes=1))
    do("settle", world.programme_officer, one, at=one.ends_at)
    entry = HourEntry.objects.get()
    assert (entry.person, entry.hours, entry.subject) == (
        world.district_officer,
        Decimal(12),
        "quality_system",
    )
    assert not Duty.objects.filter(kind="training.settle", done_at=None).exists()
    with pytest.raises(NotNow):
        do("settle", world.programme_officer, type(one).objects.get(), at=one.ends_at)


def test_one_signs_in_on_the_spot_in_time_with_its_code(world):
    one = session(world)
    mine = do("register", world.leader, one)
    with pytest.raises(Refusal, match="现在不能签到"):
        do("sign_in", world.leader, mine, at=one.starts_at - timedelta(minutes=61), code=one.code)
    with pytest.raises(Refusal, match="签到码不对"):
        do("sign_in", world.leader, mine, at=one.starts_at, code="0" * 6 if one.code != "0" * 6 else "1" * 6)
    with pytest.raises(NotYours):
        do("sign_in", world.head, mine, at=one.starts_at, code=one.code)
    assert do("sign_in", world.leader, mine, at=one.ends_at, code=one.code).signed_in_at == one.ends_at


def test_a_full_session_takes_nobody_until_somebody_withdraws(world):
    one = session(world, capacity=1)
    mine = do("register", world.leader, one)
    with pytest.raises(Refusal, match="名额 1 人已满"):
        do("register", world.inspector, one)
    do("withdraw", world.leader, mine)
    do("register", world.inspector, one)
    with pytest.raises(Refusal, match="已满"):
        do("register", world.leader, one)


def test_a_course_for_enterprises_is_not_for_officials_nor_the_other_way_round(world):
    inside = session(world)
    assert not ACTIONS["training.register"].allowed(world.contact, inside)
    outside = session(world, audience="enterprises")
    with pytest.raises(NotYours):
        do("register", world.leader, outside)
    assert do("register", world.contact, outside).person == world.contact


def test_the_code_is_told_only_to_who_holds_the_session(world, client):
    one = session(world)
    for person, told in ((world.programme_officer, True), (world.leader, False)):
        sign_in(client, person)
        page = client.get(one.get_absolute_url()).content.decode()
        answer = client.get(f"/api/training/sessions/{one.public_id}").json()
        assert (one.code in page, answer["code"] == one.code) == (told, told)


def test_twenty_hours_are_asked_in_liaoning_and_who_falls_short_is_told(world, region, monkeypatch):
    today = date(2026, 8, 31)
    monkeypatch.setattr(timezone, "localdate", lambda at=None, tz=None: at.date() if at else today)
    officer = world.district_officer
    owed = Duty.objects.filter(kind="training.hours", person=officer, done_at=None)
    chores.tell_short()
    assert not owed.exists()
    today = date(2026, 9, 1)
    chores.tell_short()
    if region == "chongqing":
        assert not owed.exists()
        return
    assert "质量体系还差 20 学时" in owed.get().title
    assert owed.get().due == date(2026, 12, 31)
    credit = {"day": date(2026, 5, 1), "words": "省局培训班，证书 12 号"}
    do("credit", world.head, officer, subject="quality_system", hours="20", **credit)
    do("credit", world.head, officer, subject="professional", hours="19.9", **credit)
    chores.tell_short()
    assert owed.exists()
    do("credit", world.head, officer, subject="professional", hours="0.1", **credit)
    chores.tell_short()
    assert not owed.exists()


def test_hours_are_corrected_by_an_entry_and_nobody_enters_their_own(world):
    credit = {"subject": "professional", "hours": "8", "day": date(2026, 5, 1), "words": "证书"}
    with pytest.raises(NotYours):
        do("credit", world.leader, world.leader, **credit)
    with pytest.raises(NotYours):
        do("credit", world.head, world.head, **credit)
    first = do("credit", world.bureau_head, world.leader, **credit)
    second = do("correct_hours", world.bureau_head, first, hours="5", reason="证书上是 5 学时")
    assert (second.hours, HourEntry.objects.get(pk=first.pk).hours) == (Decimal(-3), Decimal(8))
    with pytest.raises(NotNow):
        do("correct_hours", world.bureau_head, HourEntry.objects.get(pk=first.pk), hours="6", reason="又错")
    with pytest.raises(Refusal, match="还没有到"):
        do("credit", world.bureau_head, world.leader, **credit | {"day": date(2026, 10, 13)})


def question(w: Any, n: int, **more: Any) -> Any:
    worded = {
        "kind": "single",
        "topic": "规范",
        "stem": f"第 {n} 问",
        "options": "*甲\n乙\n丙\n丁",
        "grounds": "规范 10",
    }
    item = do("add_item", w.programme_officer, **worded | more)
    return do("approve_item", w.head, item.versions.get()).item


def exam(w: Any, **more: Any) -> Any:
    for n in range(5):
        question(w, n)
    made = do(
        "create_exam",
        w.programme_officer,
        **{
            "title": "年度考试",
            "audience": "officials",
            "opens_at": START,
            "closes_at": START + timedelta(days=1),
            "minutes": 30,
            "wanted": "规范 4",
            "mark": 75,
        }
        | more,
    )
    return do("open_exam", w.head, made)


def answer(person: Any, one: Question, right: bool = True, at: datetime | None = None) -> Any:
    chosen = [one.options.index("甲" if right else "乙")]
    return do("answer", person, one, at=at or START, chosen=chosen)


def test_what_is_answered_in_time_counts_and_the_certificate_can_be_checked_by_its_code(
    world, region, client
):
    sitting = do("begin_exam", world.leader, exam(world))
    rows = list(sitting.questions.order_by("no"))
    assert len(rows) == 4
    for one in rows[:3]:
        answer(world.leader, one)
    answer(world.leader, rows[3], right=False)
    done = do("finish", world.leader, sitting, at=START + timedelta(minutes=10))
    assert (done.right, done.points, done.passed) == (3, 75, True)
    held = Certificate.objects.get()
    assert (held.issued_on, held.valid_to) == (date(2026, 10, 12), date(2027, 10, 11))
    page = client.get(f"/public/certificates/{held.code.lower()}/").content.decode()
    assert world.leader.name in page
    assert "有效" in page
    do("withdraw_certificate", world.head, held, reason="代考")
    page = client.get(f"/public/certificates/{held.code}/").content.decode()
    assert "已撤销" in page
    assert "代考" not in page
    assert client.get("/public/certificates/AAAA-BBBB-CCCC/").status_code == 404


def test_the_server_keeps_the_time_and_hands_in_what_was_saved(world):
    sitting = do("begin_exam", world.leader, exam(world))
    one, two, *_ = sitting.questions.order_by("no")
    answer(world.leader, one, at=sitting.ends_at - timedelta(seconds=1))
    with pytest.raises(Refusal, match="时间已到"):
        answer(world.leader, two, at=sitting.ends_at)
    assert sitting.ends_at == START + timedelta(minutes=30)
    Sitting.objects.filter(pk=sitting.pk).update(ends_at=timezone.now())
    assert chores.hand_in() == 1
    done = Sitting.objects.get(pk=sitting.pk)
    assert (done.stage, done.right, done.passed) == ("finished", 1, False)
    with pytest.raises(NotNow, match="已经交卷"):
        answer(world.leader, Question.objects.get(pk=two.pk))


def test_the_page_and_the_api_never_show_a_key_and_a_reload_shows_what_was_saved(world, client):
    sitting = do("begin_exam", world.leader, exam(world))
    one = sitting.questions.order_by("no").first()
    answer(world.leader, one)
    sign_in(client, world.leader)
    page = client.get(sitting.get_absolute_url()).content.decode()
    assert page.count("checked") == 1
    said = client.get(f"/api/training/sittings/{sitting.public_id}").json()
    assert set(said["questions"][0]) == {"id", "no", "kind", "stem", "options", "chosen"}
    assert said["questions"][0]["chosen"] == [one.options.index("甲")]
    assert client.get(f"/api/training/items/{Item.objects.first().public_id}").status_code == 404
    sign_in(client, world.head)
    answered = client.get(f"/api/training/sittings/{sitting.public_id}").json()
    assert answered["questions"] == []


def test_one_sits_in_time_once_and_never_what_one_wrote_or_approved(world):
    made = exam(world)
    with pytest.raises(Refusal, match="参与了本次考试题目"):
        do("begin_exam", world.head, made)
    with pytest.raises(Refusal, match="现在不能开始"):
        do("begin_exam", world.leader, made, at=made.closes_at)
    with pytest.raises(Refusal, match="找不到"):
        do("begin_exam", world.contact, made)
    sitting = do("begin_exam", world.leader, made)
    with pytest.raises(Refusal, match="继续作答"):
        do("begin_exam", world.leader, type(made).objects.get())
    do("finish", world.leader, sitting)
    with pytest.raises(Refusal, match="每人最多考 1 次"):
        do("begin_exam", world.leader, type(made).objects.get())
    with pytest.raises(Refusal, match="找不到"):
        answer(world.inspector, sitting.questions.first())


def test_an_examination_with_too_few_questions_is_not_published(world):
    with pytest.raises(Refusal, match="“规范”要抽 6 题，题库中只有 5 题"):
        exam(world, wanted="规范 6")


def test_a_question_is_approved_by_another_and_replaced_never_rewritten(world):
    item = do(
        "add_item",
        world.head,
        kind="judgement",
        topic="规范",
        stem="可以不记录",
        options="*错误",
        grounds="规范",
    )
    version = item.versions.get()
    assert (version.options, version.key) == (["正确", "错误"], [1])
    with pytest.raises(NotYours, match="命题人不审定"):
        do("approve_item", world.head, version)
    do("approve_item", world.programme_officer, version)
    newer = do(
        "revise_item", world.head, item, kind="judgement", stem="可以补记", options="*错误", grounds="规范"
    )
    do("approve_item", world.programme_officer, newer)
    assert list(item.versions.order_by("no").values_list("stage", flat=True)) == ["replaced", "approved"]


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("single", "甲\n乙", "现标了 0 个"),
        ("single", "*甲\n*乙", "现标了 2 个"),
        ("single", "*甲", "2 至 12 个选项"),
        ("multiple", "*甲\n甲", "重复的选项"),
        ("multiple", "甲\n乙", "前面加"),
        ("judgement", "*对", "只填一行"),
    ],
)
def test_a_faulty_question_says_what_is_wrong(world, kind, options, said):
    with pytest.raises(Refusal, match=said):
        do("add_item", world.head, kind=kind, topic="规范", stem="问", options=options, grounds="规范")
    assert not Item.objects.exists()


def test_a_mock_inspection_that_names_an_enterprise_is_not_approved(world):
    mock = {
        "kind": "mock",
        "topic": "模拟",
        "options": "*放行记录不全\n标签不符",
        "grounds": "要点",
        "source": "去年的常规检查",
    }
    item = do("add_item", world.head, stem=f"{world.maker.name}的批记录缺页", **mock)
    with pytest.raises(Refusal, match="请隐去"):
        do("approve_item", world.programme_officer, item.versions.get())
    do("retire_item", world.head, item.versions.get(), reason="写了名称")
    newer = do(
        "revise_item",
        world.head,
        item,
        stem="某企业的批记录缺页",
        **{k: v for k, v in mock.items() if k != "topic"},
    )
    assert do("approve_item", world.programme_officer, newer).stage == "approved"


def test_an_enterprise_says_who_holds_its_key_posts(world, region, client):
    post = {
        "post": "质量安全负责人",
        "name": "李安",
        "since": date(2024, 3, 1),
        "background": "化学专业，从业八年",
    }
    made = do("declare_post", world.contact, world.maker, account="contact", **post)
    assert made.account == world.contact
    with pytest.raises(Refusal, match="已经登记"):
        do("declare_post", world.contact, world.maker, **post)
    with pytest.raises(Refusal, match="找不到"):
        do("declare_post", world.other_contact, world.maker, **post | {"name": "王"})
    with pytest.raises(Refusal, match="不是本企业"):
        do("declare_post", world.contact, world.maker, account="leader", **post | {"name": "王"})
    sign_in(client, world.head)
    assert "李安" in client.get(f"/parties/{world.maker.pk}/").content.decode()
    with pytest.raises(Refusal, match="任职止应当在"):
        do("end_post", world.contact, made, until=date(2024, 2, 29), reason="离职")
    assert do("end_post", world.contact, made, until=date(2026, 10, 12), reason="离职").until


def test_every_page_opens_for_who_may_in_both_regions(world, region, client):
    one = session(world)
    made = exam(world)
    sitting = do("begin_exam", world.leader, made)
    item = Item.objects.first()
    pages = [
        "/training/",
        "/training/hours/",
        "/training/posts/",
        "/training/exams/",
        "/training/certificates/",
    ]
    pages += [one.course.get_absolute_url(), one.get_absolute_url(), made.get_absolute_url()]
    for person in (world.head, world.leader):
        sign_in(client, person)
        for page in [*pages, sitting.get_absolute_url()]:
            assert client.get(page).status_code == 200, (person, page)
        for page in ("/training/items/", item.get_absolute_url()):
            assert client.get(page).status_code == (200 if person == world.head else 404), (person, page)
    sign_in(client, world.auditor)
    assert client.get("/training/").status_code == 404
    assert region == settings.REGION
