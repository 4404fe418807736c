"""Who sees a rectification, and what each side sees of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rectification.cases import PARTS, delivered, sign_in, text
from tests.rectification.test_course import escalate, plan, recheck, report
from tests.rectification.test_issue import issue
from zhuangjian.apps.rectification.models import Rectification

pytestmark = pytest.mark.django_db
SEES = ["contact", "district_officer", "district_head", "leader", "bureau_head", "head", "programme_officer"]
SEES_NOT = ["other_contact", "other_district_officer", "auditor", "administrator", "reviewer"]


@pytest.fixture
def one(rectification):
    return Rectification.objects.get(pk=rectification.pk)


def addresses(one):
    return f"/rectifications/{one.public_id}/", f"/api/rectifications/{one.public_id}"


@pytest.mark.parametrize("who", SEES)
def test_both_sides_see_it(client, world, one, who):
    sign_in(client, world.people[who])
    assert [client.get(url).status_code for url in addresses(one)] == [200, 200]
    assert one.number in text(client.get("/rectifications/"))


@pytest.mark.parametrize("who", SEES_NOT)
def test_for_others_it_does_not_exist(client, world, one, who):
    sign_in(client, world.people[who])
    assert [client.get(url).status_code for url in addresses(one)] == [404, 404]
    assert one.number not in text(client.get("/rectifications/"))
    assert one.number not in text(client.get("/rectifications/?export=csv"))
    assert client.get("/api/rectifications").json()["items"] == []


def test_nobody_signed_in_gets_nothing(client, one):
    assert client.get(f"/rectifications/{one.public_id}/").status_code == 302
    assert client.get(f"/api/rectifications/{one.public_id}").status_code == 401


def test_the_contact_gets_the_report_form_and_no_officers_step(client, world, one):
    page = text(sign_in(client, world.contact).get(f"/rectifications/{one.public_id}/"))
    assert "/do/rectification.submit_report/" in page
    assert "/do/rectification.submit_plan/" in page
    assert "/do/rectification.escalate/" not in page
    assert "缺陷描述1" in page
    for form in page.split("<form")[1:]:  # what it is about is chosen before it is written about
        if "rectification.submit_" in form:
            assert 0 < form.index('name="covers"') < form.index('name="main_problems"')


def test_after_the_due_date_the_contact_is_offered_the_report_but_no_plan(client, world, one):
    today = timezone.localdate()
    Rectification.objects.filter(pk=one.pk).update(due_on=today, next_due=today)
    page = text(sign_in(client, world.contact).get(f"/rectifications/{one.public_id}/"))
    assert "今天到期" in page
    assert "submit_plan" in page
    Rectification.objects.filter(pk=one.pk).update(
        due_on=today - timedelta(days=1), next_due=today - timedelta(days=1)
    )
    page = text(client.get(f"/rectifications/{one.public_id}/"))
    assert "已逾期" in page
    assert "submit_report" in page
    assert "submit_plan" not in page


def test_the_officer_gets_the_recheck_once_the_report_is_in(client, world, one):
    sign_in(client, world.district_officer)
    assert "/do/rectification.recheck/" not in text(client.get(f"/rectifications/{one.public_id}/"))
    report(world, one)
    assert "/do/rectification.recheck/" in text(client.get(f"/rectifications/{one.public_id}/"))


def test_those_who_may_only_look_get_no_form(client, world, one):
    page = text(sign_in(client, world.leader).get(f"/rectifications/{one.public_id}/"))
    assert "/do/rectification" not in page


def test_why_a_case_was_handed_on_stays_inside(client, world, one):
    escalate(world, one, "violation")
    for url in (*addresses(one), "/rectifications/", "/rectifications/?export=csv", "/api/rectifications"):
        body = text(sign_in(client, world.contact).get(url))
        for hidden in ("经两次督促仍未报送", "涉嫌违法", "移交立案调查", "escalated"):
            assert hidden not in body.replace('value="escalated"', ""), (url, hidden)
    assert "经两次督促仍未报送" in text(
        sign_in(client, world.district_officer).get(f"/rectifications/{one.public_id}/")
    )


def test_the_course_shows_every_step(client, world, one):
    plan(world, one)
    report(world, one)
    recheck(world, one, result="failed")
    page = text(sign_in(client, world.district_officer).get(f"/rectifications/{one.public_id}/"))
    for words in ("发出整改通知", "报送整改计划（第1次）", "报送整改报告（第2次）", "现场复查：不符合要求"):
        assert words in page
    assert PARTS["effect"] in page


def test_the_notice_form_is_for_the_local_authority_and_leads_on_once_sent(client, world):
    inspection = delivered(world)
    url = f"/rectifications/new/{inspection.public_id}/"
    assert "/do/rectification.issue/" in text(sign_in(client, world.district_officer).get(url))
    assert "/do/rectification.issue/" not in text(sign_in(client, world.leader).get(url))
    assert sign_in(client, world.contact).get(url).status_code == 404
    assert sign_in(client, world.other_district_officer).get(url).status_code == 404
    one = issue(world.district_officer, inspection)
    assert sign_in(client, world.district_officer).get(url)["Location"] == f"/rectifications/{one.public_id}/"


def test_the_opinion_page_is_not_for_the_enterprise(client, world, one):
    url = f"/rectifications/revocation/{one.inspection.public_id}/"
    assert sign_in(client, world.head).get(url).status_code == 200
    assert sign_in(client, world.contact).get(url).status_code == 404


def test_overdue_filter_takes_yesterday_and_leaves_today(client, world, one):
    sign_in(client, world.district_officer)
    Rectification.objects.filter(pk=one.pk).update(next_due=timezone.localdate())
    assert client.get("/api/rectifications?overdue=true").json()["count"] == 0
    Rectification.objects.filter(pk=one.pk).update(next_due=timezone.localdate() - timedelta(days=1))
    assert client.get("/api/rectifications?overdue=true").json()["count"] == 1
    assert "共 1 条" in text(client.get("/rectifications/?overdue=1"))


def test_a_step_through_the_page_and_a_refusal_beside_the_form(client, world, one):
    sign_in(client, world.contact)
    answer = client.post("/do/rectification.submit_report/", {"target": one.public_id, "main_problems": "有"})
    assert answer.status_code == 422
    assert "整改后效果：必须填写" in answer.content.decode()
    answer = client.post("/do/rectification.submit_report/", {"target": one.public_id, **PARTS})
    assert answer["Location"] == f"/rectifications/{one.public_id}/"


def test_the_api_does_the_same_step_with_the_same_words(client, world, one):
    sign_in(client, world.contact)
    url = f"/api/do/rectification.submit_report/{one.public_id}"
    refused = client.post(url, {"main_problems": "有"}, content_type="application/json")
    assert refused.status_code == 422
    assert "整改后效果：必须填写" in refused.json()["error"]["missing"]
    assert client.post(url, PARTS, content_type="application/json").status_code == 200
