"""An urgent report from a phone: one step, both authorities answer, the leader takes note."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import walk
from tests.browser.conftest import PHONE
from tests.inspections import course
from tests.urgent.test_urgent import FOR_CAUSE
from tests.urgent.test_urgent import local as who_handles
from zhuangjian.apps.urgent.models import UrgentReport

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_urgent_report_is_one_step_on_a_phone_and_both_authorities_answer(world, new_page, screenshot):
    row = course.arrived(world, **FOR_CAUSE)
    page = f"/inspections/{row.public_id}/urgent/"
    phone = new_page(PHONE, person=world.leader, has_touch=True)
    phone.goto(page)
    walk.submit(phone, "urgent.report", situation=walk.Named("需要跨区域协查"), text="产品正在装车发往外省")
    screenshot(phone, "urgent-reported")
    here = who_handles(world, UrgentReport.objects.get())
    local = new_page(PHONE, person=here)
    local.goto("/urgent/")
    local.get_by_role("link", name="需要跨区域协查").click()
    walk.submit(local, "urgent.handle", handling="已联系外省部门就地封存")
    organiser = new_page(person=world.head)
    organiser.goto(walk.path_of(local))
    walk.submit(organiser, "urgent.direct", kind="strategy", text="先封存仓库")
    expect(organiser.get_by_text("已处置").first).to_be_visible()
    screenshot(organiser, "urgent-answered")
    phone.goto(page)
    walk.submit(phone, "urgent.note")
    expect(phone.locator("main")).to_contain_text("收悉")
    contact = new_page(person=world.contact)
    contact.goto("/")
    assert "紧急报告" not in contact.content()
