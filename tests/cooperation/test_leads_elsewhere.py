"""Notices to other authorities while one's own investigation goes on, police, first finder, working contact (CQ 36, 41, 42)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cooperation.letters import ELSEWHERE, FRIDAY, do, registered, sent, written
from tests.cooperation.test_assistance import duty, open_duties
from tests.enforcement.test_leads import received
from tests.rectification.cases import sign_in
from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.enforcement.models import Lead
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.citing import cited

pytestmark = pytest.mark.django_db
NOTICE = {"kind": "lead_notice", "matters": "原料供应商在贵省，涉嫌供应禁用原料", "subject": "通报线索"}


def test_a_notice_to_others_leaves_ones_own_investigation_as_it_is_and_their_result_comes_back(world, region):
    lead = received(world)
    before = set(
        Duty.objects.filter(target_model="enforcement.lead", done_at=None).values_list("pk", flat=True)
    )
    row = sent(world, lead=lead.number, **NOTICE)
    assert (row.lead, row.party) == (lead, lead.party)
    assert Lead.objects.get(pk=lead.pk).stage == lead.stage == "received"
    after = Duty.objects.filter(target_model="enforcement.lead", done_at=None).values_list("pk", flat=True)
    assert set(after) == before != set()
    waiting = duty("await", row)
    assert (waiting.outside, waiting.due) == (ELSEWHERE, None)
    row = do(
        "take_answer",
        world.enforcement_officer,
        row,
        body=ELSEWHERE,
        answered_on=FRIDAY,
        text="已立案调查供应商",
    )
    assert (row.stage, open_duties(row)) == ("answered", set())


def test_a_notice_that_came_in_is_investigated_and_the_result_reported_back(world, region):
    row = registered(world, **NOTICE)
    found = duty("reply", row)
    assert (found.due, found.article) == (None, cited("lead_notice", region=region).article)
    assert do("answer", world.programme_officer, row, text="已调查，未发现供应").stage == "answered"


def test_a_lead_that_is_not_ones_own_goes_to_who_is_competent(world, region):
    assert sent(world, kind="lead_transfer", to="某市烟草专卖局", to_kind="other").stage == "sent"


def test_who_found_unlicensed_business_does_not_hand_it_on(world, region):
    row = written(world, kind="lead_transfer", unlicensed=True)
    if region == "chongqing":
        with pytest.raises(Refusal, match="谁发现、谁办理"):
            do("send", world.enforcement_officer, row)
    else:
        assert do("send", world.enforcement_officer, row).stage == "sent"


POLICE = {
    "kind": "police",
    "to": "某市公安局",
    "to_kind": "police",
    "matters": "货值巨大，涉嫌生产、销售伪劣产品",
}


def test_a_suspected_crime_goes_to_the_police_by_the_heads_decision_within_three_days(world, region):
    row = written(world, **POLICE)
    found = duty("decide_sending", row)
    assert (found.due, found.days, found.role) == (date(2026, 6, 8), 3, "head")
    with pytest.raises(NotYours):
        do("send", world.enforcement_officer, row)
    row = do("send", world.bureau_head, row)
    assert (row.stage, open_duties(row)) == ("sent", {"await"})


def test_the_head_may_decide_against_the_police_with_a_reason_and_only_the_police_get_such_a_letter(world):
    row = written(world, **POLICE)
    with pytest.raises(NotYours):
        do("withdraw", world.enforcement_officer, row, reason="不移送")
    row = do("withdraw", world.bureau_head, row, reason="没有达到立案追诉标准")
    assert (row.stage, row.closing, open_duties(row)) == ("withdrawn", "没有达到立案追诉标准", set())
    with pytest.raises(Refusal, match="不能发给省级"):
        sent(world, kind="police")


def test_departments_work_together_by_letter(world, region):
    row = sent(world, kind="contact", to="", to_unit=world.institution.pk, subject="送检两批样品")
    theirs = Letter.objects.get(direction="in")
    assert (theirs.handler, open_duties(theirs)) == (world.institution, {"reply"})
    do("answer", world.institution_head, theirs, text="检验结果见附件")
    row.refresh_from_db()
    assert row.stage == "answered"


def test_pages_show_a_letter_with_the_lead_it_is_about(world, client):
    lead = received(world)
    row = sent(world, lead=lead.number, **NOTICE)
    sign_in(client, world.enforcement_officer)
    assert row.subject in client.get(f"/leads/{lead.public_id}/letters/").content.decode()
    assert "/letters/" in client.get(f"/leads/{lead.public_id}/").content.decode()
    page = client.get(f"/letters/{row.public_id}/").content.decode()
    assert ELSEWHERE in page
    assert "登记复函" in page
    for address in ("/letters/", "/letters/copies/", f"/inspections/{lead.inspection.public_id}/letters/"):
        assert client.get(address).status_code == 200
    file = client.get(f"/letters/annexes/{row.annexes.get().public_id}/")
    assert file["Content-Disposition"].startswith("attachment")
    assert client.get(f"/letters/{row.public_id}/letter.zip").status_code == 200
    assert client.get(f"/letters/{row.public_id}/letter_answer.zip").status_code == 404
    sign_in(client, world.contact)
    assert client.get("/letters/").status_code == 404
    assert client.get(f"/letters/{row.public_id}/").status_code == 404
