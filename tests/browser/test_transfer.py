"""A suspected violation from the officer who judges the risk to both feedbacks, by browser (CQ 37, 39, 40)."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.conftest import PHONE
from tests.browser.walk import submit
from tests.rectification.cases import delivered
from zhuangjian.apps.enforcement.models import Lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    return cast.build()


def test_a_lead_is_transferred_filed_decided_and_both_results_come_back(people, new_page, screenshot):
    row = delivered(people, deficiencies=1, suspected_violation=True)
    today = timezone.localdate()
    local, case_officer = (
        new_page(person=people.district_officer),
        new_page(person=people.enforcement_officer),
    )
    local.goto(f"/inspections/{row.public_id}/bundles/")
    submit(
        local, "enforcement.report_lead", facts="投料记录与台账不符，涉嫌使用禁用原料", advice="建议立案调查"
    )
    lead = Lead.objects.get().get_absolute_url()
    local.goto(lead)
    submit(
        local,
        "enforcement.assess",
        assessment="涉及两批产品",
        at_risk=True,
        measures="暂停两批产品的生产、经营",
        outcome="transfer",
    )
    submit(local, "enforcement.transfer", to=people.bureau.pk)
    case_officer.goto("/")
    expect(case_officer.locator("main")).to_contain_text("核对并签收移交的线索")
    case_officer.goto(lead)
    submit(case_officer, "enforcement.sign_for", verification="证据与原件核对一致")
    submit(case_officer, "enforcement.decide_filing", filed=True, decided_on=today, number="立〔2026〕1号")
    submit(case_officer, "enforcement.feed_back_filing")
    imposed = {"number": "罚〔2026〕1号", "violation": "违反新原料的规定", "kinds": ["fine"], "fine": "20000"}
    said = {"penalised": True, "decided_on": today, "text": "罚款二万元"}
    submit(case_officer, "enforcement.decide_penalty", **said, **imposed)
    screenshot(case_officer, "lead")
    submit(case_officer, "enforcement.feed_back_result")
    expect(case_officer.locator("h1")).to_contain_text("已办结")
    told = new_page(PHONE, person=people.bureau_head, has_touch=True)
    told.goto(lead)
    expect(told.locator("main")).to_contain_text("已立案")
    expect(told.locator("main")).to_contain_text("罚款二万元")
    screenshot(told, "lead")
    contact = new_page(person=people.contact)
    contact.goto(row.get_absolute_url())
    expect(contact.locator("body")).not_to_contain_text("禁用原料")
