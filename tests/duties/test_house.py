"""Auditors and administrators have duties too; they come back, and nobody can claim a verification that was not made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rectification.cases import sign_in, text
from zhuangjian.apps.duties.actions import RecordAccountReview, RecordLedgerAudit
from zhuangjian.apps.duties.house import ACCOUNT_REVIEW, LEDGER_AUDIT, due_house_duties
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import ACTIONS, Conflict, NotYours, perform
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.lookup import pack_for, parameter

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(world):
    due_house_duties(world.municipal, timezone.now())
    # An entry, so that there is a ledger to verify.
    perform(ACTIONS["authorities.unlock"], None, world.head, {})
    return world


@pytest.mark.parametrize(
    ("kind", "name", "days"),
    [(LEDGER_AUDIT, "house_ledger_audit_days", 30), (ACCOUNT_REVIEW, "house_account_review_days", 90)],
)
def test_the_intervals_are_the_houses_own_values_of_the_pack_and_no_law(region, kind, name, days):
    entry = parameter(pack_for(region), name, timezone.localdate())
    assert (entry.value, entry.basis, entry.article) == (days, "house", "良好做法")
    assert kind.turn.limit(None, timezone.now()).days == days


def test_a_pack_with_another_interval_moves_the_next_duty(world, monkeypatch):
    monkeypatch.setattr("zhuangjian.apps.duties.house.number", lambda pack, name, day: (7, None))
    due_house_duties(world.municipal, timezone.now())
    assert duty_of(LEDGER_AUDIT).days == 7


def duty_of(house):
    return Duty.objects.get(kind=house.kind, done_at=None)


def found():
    report = verify()
    # Inside a test's own transaction nothing is committed, so no head is signed: that fault is not what is tested here.
    return {"entries": report.entries, "root": report.root, "faults": 0}


def get(client, person, url):
    return sign_in(client, person).get(url)


def test_each_finds_their_own_on_the_home_page_and_not_the_other_s(client, house):
    page = text(get(client, house.auditor, "/"))
    assert "核验存证账本" in page
    assert "核对账号" not in page
    assert "内部管理事项，不是法定期限" in page
    page = text(get(client, house.administrator, "/"))
    assert "核对账号、角色与证件" in page
    assert "核验存证账本" not in page


def test_the_house_duties_are_due_after_thirty_and_ninety_natural_days(house):
    for kind in (LEDGER_AUDIT, ACCOUNT_REVIEW):
        duty = duty_of(kind)
        days = kind.turn.limit(None, duty.opened_at).days
        assert duty.due >= duty.event_on + timedelta(days=days)
        assert duty.due <= duty.event_on + timedelta(days=days + 10)
        assert duty.basis == "house"
        assert duty.article == ""


def test_opening_them_again_changes_nothing(house):
    due_house_duties(house.municipal, timezone.now())
    assert Duty.objects.filter(kind__startswith="house.").count() == 2


def test_a_unit_without_such_people_has_none(house):
    due_house_duties(house.bureau, timezone.now())
    assert not Duty.objects.filter(authority=house.bureau, kind__startswith="house.").exists()


def test_recording_an_audit_closes_the_duty_and_opens_the_next(house):
    duty = duty_of(LEDGER_AUDIT)
    outcome = perform(RecordLedgerAudit, house.auditor, duty, found())
    duty.refresh_from_db()
    assert duty.outcome == "done"
    assert duty.done_by == house.auditor
    following = duty_of(LEDGER_AUDIT)
    assert following.pk != duty.pk
    assert following.due > timezone.localdate()
    assert '"faults":0' in outcome.entry.facts


@pytest.mark.parametrize("wrong", [{"root": "00"}, {"entries": 10**6}])
def test_an_audit_of_another_ledger_is_refused(house, wrong):
    with pytest.raises(Refusal):
        perform(RecordLedgerAudit, house.auditor, duty_of(LEDGER_AUDIT), found() | wrong)
    assert duty_of(LEDGER_AUDIT).open


def test_an_audit_made_before_this_round_is_refused(house):
    old = found()
    perform(ACTIONS["authorities.unlock"], None, house.head, {})
    duty = duty_of(LEDGER_AUDIT)
    Duty.objects.filter(pk=duty.pk).update(opened_at=timezone.now() + timedelta(seconds=1))
    duty.refresh_from_db()
    with pytest.raises(Refusal, match="没有包括本期开始以前"):
        perform(RecordLedgerAudit, house.auditor, duty, old)


def test_faults_are_recorded_only_with_what_was_done_about_them(house):
    bad = found() | {"faults": 2}
    with pytest.raises(Refusal, match="须写明怎样处理"):
        perform(RecordLedgerAudit, house.auditor, duty_of(LEDGER_AUDIT), bad)
    perform(
        RecordLedgerAudit,
        house.auditor,
        duty_of(LEDGER_AUDIT),
        bad | {"remark": "已报告主要负责人，保留现场"},
    )


@pytest.mark.parametrize("who", ["administrator", "head", "inspector", "contact"])
def test_nobody_but_the_auditor_records_an_audit(house, who):
    with pytest.raises(Refusal):
        perform(RecordLedgerAudit, house.people[who], duty_of(LEDGER_AUDIT), found())


def test_of_two_auditors_at_once_the_second_is_told(house):
    duty = duty_of(LEDGER_AUDIT)
    perform(RecordLedgerAudit, house.auditor, duty, found())
    with pytest.raises((NotYours, Conflict)):
        perform(RecordLedgerAudit, house.auditor, duty, found())
    assert Duty.objects.filter(kind=LEDGER_AUDIT.kind, done_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_auditor_verifies_and_records_what_was_found(client, house):
    duty = duty_of(LEDGER_AUDIT)
    assert "开始核验" in text(get(client, house.auditor, f"/duties/{duty.public_id}/"))
    before = Entry.objects.count()
    page = text(client.post(f"/duties/{duty.public_id}/verify/"))
    # The cast of the tests was written behind the ledger's back, and that is what it finds.
    strangers = verify().faults
    assert {fault.where.split()[0] for fault in strangers} == {"监管机构", "人员"}
    assert f"发现 {len(strangers)} 处不符" in page
    assert "绕过系统写入" in page
    assert Entry.objects.count() == before
    given = {"target": duty.public_id, **found(), "faults": 5, "next": f"/duties/{duty.public_id}/"}
    refused = client.post("/do/duties.record_ledger_audit/", given)
    assert refused.status_code == 422
    assert "须写明怎样处理" in text(refused)
    answer = client.post("/do/duties.record_ledger_audit/", given | {"remark": "已报告主要负责人"})
    assert answer.status_code == 302
    page = text(client.get(f"/duties/{duty.public_id}/"))
    assert "办理。" in page
    assert "开始核验" not in page
    assert "以前各次" in text(client.get(f"/duties/{duty_of(LEDGER_AUDIT).public_id}/"))


def test_a_head_sees_that_it_is_open_but_cannot_do_it(client, house):
    duty = duty_of(LEDGER_AUDIT)
    page = text(get(client, house.head, f"/duties/{duty.public_id}/"))
    assert "由测试市药品监督管理局" in page or "由市局" in page
    assert "开始核验" not in page
    assert client.post(f"/duties/{duty.public_id}/verify/").status_code == 404


@pytest.mark.parametrize("who", ["contact", "inspector", "administrator"])
def test_others_do_not_find_the_audit(client, house, who):
    assert get(client, house.people[who], f"/duties/{duty_of(LEDGER_AUDIT).public_id}/").status_code == 404


def test_the_administrator_goes_through_the_accounts(client, house):
    duty = duty_of(ACCOUNT_REVIEW)
    page = text(get(client, house.administrator, f"/duties/{duty.public_id}/"))
    assert "在用账号" in page
    assert "90 天内到期的证件" in page
    with pytest.raises(Refusal, match="填写有误"):
        perform(RecordAccountReview, house.administrator, duty, {"remark": ""})
    perform(RecordAccountReview, house.administrator, duty, {"remark": "没有变动"})
    assert duty_of(ACCOUNT_REVIEW).pk != duty.pk


def test_the_duties_follow_the_roles(house):
    auditor = house.auditor
    perform(ACTIONS["authorities.set_roles"], house.administrator, auditor, {"roles": ["inspector"]})
    assert not Duty.objects.filter(kind=LEDGER_AUDIT.kind, done_at=None).exists()
    assert Duty.objects.get(kind=LEDGER_AUDIT.kind).outcome == "cancelled"
    auditor.refresh_from_db()
    perform(ACTIONS["authorities.set_roles"], house.administrator, auditor, {"roles": ["auditor"]})
    assert duty_of(LEDGER_AUDIT).authority_id == auditor.authority_id


def test_a_new_auditor_of_another_unit_begins_a_duty_there(house):
    data = {"username": "shenji9", "name": "钱审", "authority": house.bureau.pk, "roles": ["auditor"]}
    perform(ACTIONS["authorities.create_person"], None, None, data | {"password": "Chashi-2026-xin"})
    assert Duty.objects.filter(kind=LEDGER_AUDIT.kind, authority=house.bureau, done_at=None).count() == 1


def test_moving_to_another_unit_takes_the_duty_along(house):
    data = {"name": house.auditor.name, "authority": house.bureau.pk, "phone": ""}
    perform(ACTIONS["authorities.change_person"], None, house.auditor, data)
    assert duty_of(LEDGER_AUDIT).authority_id == house.bureau.pk


def test_any_other_duty_leads_to_its_own_page(client, world):
    from tests.rectification.cases import delivered
    from tests.rectification.test_issue import issue

    issue(world.district_officer, delivered(world))
    duty = Duty.objects.get(kind="rectification.report")
    answer = get(client, world.contact, f"/duties/{duty.public_id}/")
    assert answer.status_code == 302
    assert answer["Location"] == duty.url
