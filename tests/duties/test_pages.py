"""The home page of every person, and who sees whose duties."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rectification.cases import delivered, sign_in, text
from tests.rectification.test_course import report
from tests.rectification.test_issue import issue
from zhuangjian.apps.duties.book import open_duty
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.duties.queries import others_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(world):
    return issue(world.district_officer, delivered(world))


def get(client, person, url):
    return sign_in(client, person).get(url)


def test_the_contact_finds_their_report_with_article_date_and_days_left(client, world, one):
    page = text(get(client, world.contact, "/"))
    assert "完成整改并报送整改报告" in page
    assert f"{one.due_on.year}年{one.due_on.month}月{one.due_on.day}日" in page
    assert 'href="/rules/article/CQ-19/"' in page
    assert "个工作日" in page


def test_another_enterprise_sees_none_of_it(client, world, one):
    page = text(get(client, world.other_contact, "/"))
    assert "您没有待办" in page
    assert world.maker.name not in page


def test_an_overdue_duty_is_said_in_words_from_the_day_after(client, world, one):
    duty = Duty.objects.get(kind="rectification.report")
    Duty.objects.filter(pk=duty.pk).update(due=timezone.localdate())
    assert "今天到期" in text(get(client, world.contact, "/"))
    Duty.objects.filter(pk=duty.pk).update(due=timezone.localdate() - timedelta(days=1))
    assert "已逾期" in text(get(client, world.contact, "/"))


def test_the_officer_sees_that_the_enterprise_has_the_next_step(client, world, one):
    page = text(get(client, world.district_officer, "/"))
    assert "等待他人办理" in page
    assert world.maker.name in page


def test_after_the_report_the_officer_has_the_recheck_and_waits_for_nobody(client, world, one):
    report(world, one)
    page = text(get(client, world.district_officer, "/"))
    assert f"复查{world.maker.name}的整改情况" in page
    assert "等待他人办理" not in page
    assert not others_for(world.contact).exists()


def test_a_duty_without_limit_shows_the_waiting(client, world):
    inspection = delivered(world)
    Duty.objects.filter(target_id=inspection.pk).update(event_on=timezone.localdate() - timedelta(days=9))
    assert "起已等待9天" in text(get(client, world.district_officer, "/"))


def test_done_duties_move_to_their_tab_with_the_time_kept(client, world, one):
    report(world, one)
    page = text(get(client, world.contact, "/duties/done/"))
    assert "完成整改并报送整改报告" in page
    assert "按期" in page


@pytest.mark.parametrize("who, status", [("district_head", 200), ("district_officer", 404), ("contact", 404)])
def test_the_overdue_view_is_for_heads(client, world, one, who, status):
    assert get(client, world.people[who], "/duties/overdue/").status_code == status


def test_the_head_sees_what_is_overdue_by_holder_and_can_narrow(client, world, one):
    Duty.objects.filter(done_at=None).update(due=timezone.localdate() - timedelta(days=3))
    page = text(get(client, world.district_head, "/duties/overdue/"))
    assert f"e{world.maker.pk}" in page
    assert f"a{world.district.pk}:district_officer" in page
    narrowed = text(get(client, world.district_head, f"/duties/overdue/?holder=e{world.maker.pk}"))
    assert "共 1 条" in narrowed


def test_a_head_sees_nothing_of_another_unit(client, world, one):
    Duty.objects.filter(done_at=None).update(due=timezone.localdate() - timedelta(days=3))
    other = world.people["other_district_officer"]
    other.role_rows.create(role="head")
    assert "没有逾期事项" in text(get(client, other, "/duties/overdue/"))


def test_export_holds_the_same_rows(client, world, one):
    body = text(get(client, world.contact, "/?export=csv"))
    assert "完成整改并报送整改报告" in body
    assert one.due_on.isoformat() in body


def test_the_calendar_shows_the_day_and_a_bad_month_the_present_one(client, world, one):
    page = text(get(client, world.contact, f"/duties/calendar/?month={one.due_on:%Y-%m}"))
    assert "完成整改并报送整改报告" in page
    assert get(client, world.contact, "/duties/calendar/?month=x").status_code == 200
    assert get(client, world.contact, "/duties/calendar/?month=9999-12").status_code == 200


def test_people_without_cases_have_a_home_page_without_the_tabs_of_cases(client, world):
    for person in (world.auditor, world.administrator):
        page = text(get(client, person, "/"))
        assert "您没有待办" in page
        assert "/duties/calendar/" not in page


def test_a_for_cause_duty_is_seen_by_nobody_who_does_not_see_the_inspection(client, world):
    inspection = delivered(world, hooks=False, inspection_type="for_cause", stage="plan_approved")
    open_duty(
        "x", "秘密任务", article="CQ 34", target=inspection, url="/", event="交办",
        at=timezone.now(), person=world.leader, party=world.maker,
    )  # fmt: skip
    # Not even by its holder, who could not do it, before joining the team and after leaving it.
    for who in ("contact", "district_officer", "inspector", "other_district_officer", "auditor", "leader"):
        assert not Duty.objects.visible_to(world.people[who]).filter(title="秘密任务").exists(), who
    member = inspection.team.create(person=world.leader, part="leader", joined_at=timezone.now())
    assert Duty.objects.visible_to(world.leader).filter(title="秘密任务").exists()
    member.left_at = timezone.now()
    member.save()
    assert not Duty.objects.visible_to(world.leader).filter(title="秘密任务").exists()


class TestApi:
    def test_it_gives_my_duties_with_the_days_left(self, client, world, one):
        body = get(client, world.contact, "/api/duties").json()
        assert body["count"] == 1
        assert body["items"][0]["due"] == one.due_on.isoformat()
        assert body["items"][0]["working_days"] > 0

    def test_a_duty_of_others_is_not_found(self, client, world, one):
        pk = Duty.objects.get(kind="rectification.report").public_id
        assert get(client, world.other_contact, f"/api/duties/{pk}").status_code == 404
        assert get(client, world.contact, f"/api/duties/{pk}").status_code == 200

    def test_nobody_gets_nothing(self, client, world, one):
        client.logout()
        assert client.get("/api/duties").status_code == 401
