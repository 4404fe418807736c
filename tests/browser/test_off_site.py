"""An inspection that nobody goes to, by browser: materials asked for, handed in, sent back, told, its result assessed (CQ 7, 31)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.walk import submit
from tests.inspections import course
from tests.inspections.test_off_site import PDF, planned
from zhuangjian.apps.inspections.models import Inspection, MaterialRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    return cast.build()


def test_materials_are_asked_for_handed_in_and_sent_back_and_the_result_is_assessed(
    people, new_page, screenshot, tmp_path
):
    row = planned(people)
    leader, contact, head = (new_page(person=p) for p in (people.leader, people.contact, people.head))
    day = course.today()
    leader.goto(row.get_absolute_url())
    expect(leader.locator("h2").first).to_contain_text("开始非现场检查")
    submit(
        leader,
        "inspections.begin_off_site",
        materials="近两年产品检验记录",
        due_on=(day + timedelta(days=5)).isoformat(),
    )
    one = MaterialRequest.objects.get()
    file = tmp_path / "检验记录.pdf"
    file.write_bytes(PDF)
    contact.goto("/")
    expect(contact.locator("body")).to_contain_text("按要求提交")
    contact.goto(one.get_absolute_url())
    contact.locator("form[action='/do/inspections.hand_in/'] input[type=file]").set_input_files(str(file))
    submit(contact, "inspections.hand_in", text="见附件")
    expect(contact.locator("body")).to_contain_text("已收到")
    screenshot(contact, "material-handed-in")
    leader.goto(one.get_absolute_url())
    later = (day + timedelta(days=9)).isoformat()
    submit(leader, "inspections.judge_material", verdict="缺2025年的记录", due_on=later)
    contact.goto(one.get_absolute_url())
    expect(contact.locator("body")).to_contain_text("缺2025年的记录")
    submit(contact, "inspections.hand_in", text="补充2025年的记录")
    leader.goto(one.get_absolute_url())
    submit(leader, "inspections.judge_material", sufficient=True)
    row.refresh_from_db()
    course.do("inspections.findings", people.inspector, row, rows=course.rows(row))
    leader.goto(row.get_absolute_url())
    submit(
        leader,
        "inspections.tell_result",
        points=["result_told", "right_to_state"],
        party_attendee="王经理",
        position="no_objection",
    )
    row = Inspection.objects.get(pk=row.pk)
    row = course.do("inspections.conclude", people.leader, row, reasons="依据材料", handling_opinion="无")
    leader.goto(row.get_absolute_url())
    expect(leader.locator("h2").first).to_contain_text("制作非现场检查记录")
    submit(leader, "inspections.record")
    row = course.sign_all(people, Inspection.objects.get(pk=row.pk))
    course.do("inspections.deliver", people.leader, row, delivered_to="王经理")
    head.goto(row.get_absolute_url())
    submit(head, "inspections.assess_off_site", risk="低", decision="none")
    assert Inspection.objects.get(pk=row.pk).stage == "closed"
    head.goto(f"{row.get_absolute_url()}offsite/")
    expect(head.locator("body")).to_contain_text("不需要现场检查")
    screenshot(head, "off-site")
