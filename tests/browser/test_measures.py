"""A suspension lifted and an obstruction handled, by browser, to what the public reads (CQ 49-52)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.walk import submit
from tests.measures.test_obstruction import delivered, obstructed
from tests.rectification.cases import PARTS
from tests.rectification.cases import delivered as handed_over
from zhuangjian.apps.measures.models import Lifting, Measure, Obstruction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    return cast.build()


def test_a_suspension_is_ordered_lifted_and_published(people, new_page, screenshot):
    row = handed_over(people, deficiencies=1)
    officer, head = new_page(person=people.district_officer), new_page(person=people.district_head)
    contact, nobody = new_page(person=people.contact), new_page()
    officer.goto(f"/inspections/{row.public_id}/measures/")
    submit(
        officer,
        "measures.suspend",
        ground="result",
        facts="两批产品微生物超标，原因没有查明",
        scope="暂停膏霜单元生产",
    )
    measure = Measure.objects.get()
    screenshot(officer, "measure")
    contact.goto(measure.get_absolute_url())
    submit(contact, "measures.apply_lifting", **PARTS)
    officer.goto(measure.get_absolute_url())
    submit(officer, "measures.assess_lifting", way="on_site", passed=True, text="现场核实，隐患已排除")
    submit(officer, "measures.decide_lifting", lifted=True, publish=True)
    lifting = Lifting.objects.get()
    assert lifting.stage == "lifted"
    head.goto("/")
    expect(head.locator("body")).to_contain_text("解除措施")
    head.goto(f"/notices/new/lifting/{lifting.public_id}/")
    submit(head, "disclosure.publish_lifting", looked=True)
    nobody.goto("/public/measures/")
    expect(nobody.locator("body")).to_contain_text("解除责令暂停生产经营")
    expect(nobody.locator("body")).not_to_contain_text("微生物超标")
    screenshot(nobody, "public-measures")


def test_an_obstruction_is_handled_and_published(people, new_page, screenshot):
    row = obstructed(people)
    bureau, head, nobody = new_page(person=people.bureau_head), new_page(person=people.head), new_page()
    bureau.goto(row.get_absolute_url())
    submit(
        bureau,
        "measures.handle_obstruction",
        no_evidence="被阻止拍照",
        handling="police",
        to_department="渝中区公安分局",
        text="移送处理",
    )
    assert Obstruction.objects.get().stage == "handed_over"
    screenshot(bureau, "obstruction")
    inspection = delivered(people, row)
    assert inspection.stage == "closed"
    head.goto(f"/notices/new/obstruction/{row.public_id}/")
    submit(head, "disclosure.publish_obstruction", looked=True)
    nobody.goto("/public/measures/")
    expect(nobody.locator("body")).to_contain_text("拒绝、阻碍、限制进入场所")
    expect(nobody.locator("body")).not_to_contain_text("公安分局")
