"""One routine inspection in the browser, as the people who do it, from the task to the public page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.browser import walk
from tests.inspections import course
from zhuangjian.apps.inspections.models import Inspection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    """The cast."""
    return cast.build()


def test_a_routine_inspection_is_walked_from_task_to_public_page(people, new_page, screenshot, tmp_path):
    """From the programme on; the same walk in both regions: ``test_first_server``."""
    w = people
    walkers = walk.People(
        officer=new_page(person=w.programme_officer),
        head=new_page(person=w.head),
        bureau=new_page(person=w.bureau_head),
        leader=new_page(person=w.leader),
        inspector=new_page(person=w.inspector),
        contact=new_page(person=w.contact),
        nobody=new_page(),
        party=w.maker.name,
        code=w.maker.credit_code,
        unit=w.bureau.name,
        leader_name=w.leader.name,
        inspector_name=w.inspector.name,
    )
    day = course.today()
    programme = walk.begun(walkers, day.year, day, screenshot)
    walk.from_task_to_public_page(walkers, programme, day, screenshot, tmp_path)
    assert Inspection.objects.get().stage == "closed"


def test_two_inspectors_on_one_checklist_lose_nothing_and_see_the_clash(people, new_page, faults):
    faults.expect("409")
    row = course.on_site(people)
    path = f"/inspections/{row.public_id}/checklist/"
    one, two = new_page(person=people.leader), new_page(person=people.inspector)
    for page in (one, two):
        page.goto(path)
    one.locator("#item-1").focus()
    one.keyboard.press("1")
    expect(one.locator("#save-state")).to_have_text("全部已保存")
    two.locator("#item-1").focus()
    two.keyboard.press("4")
    two.keyboard.press("1")
    two.keyboard.press("1")
    expect(two.locator("#item-1 .zj-check-fault")).to_contain_text(people.leader.name)
    expect(two.locator("#item-2 .zj-check-state")).to_contain_text("已保存")
    expect(two.locator("#item-3 .zj-check-state")).to_contain_text("已保存")
    assert row.findings.get(item="1").result == "conforming"
    assert row.findings.count() == 3
    # What was chosen stays chosen: pressing it again changes nothing, so each way out is a button.
    two.locator("#item-1").get_by_role("button", name="以我填的为准").click()
    expect(two.locator("#item-1 .zj-check-state")).to_contain_text("已保存")
    assert row.findings.get(item="1").result == "not_applicable"
    # A flaw that no sum counts is said when it is chosen, not when it is too late.
    general = two.locator("[data-flaw]").nth(5)
    general.focus()
    two.keyboard.press("3")
    expect(general.locator(".zj-check-hint")).to_contain_text("不计入任何合计数")


def test_the_checklist_takes_keys_at_once_names_what_is_missing_and_prints_results(
    people, new_page, screenshot
):
    row = course.on_site(people)
    page = new_page(person=people.leader)
    page.goto(f"/inspections/{row.public_id}/checklist/")
    page.keyboard.press("1")
    expect(page.locator("#item-1 [value=conforming]")).to_be_checked()
    page.keyboard.press("2")
    page.locator("[name='text-3']").focus()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#missing")).to_contain_text("第2项")
    expect(page.locator("[name='text-2']")).to_be_focused()
    expect(page.locator("[name='text-2']")).to_have_class(re.compile("is-invalid"))
    page.keyboard.type("没有记录")
    expect(page.locator("#missing")).to_be_hidden()
    expect(page.locator("#save-state")).to_have_text("全部已保存")
    assert row.findings.get(item="2").text == "没有记录"
    page.reload()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#item-3")).to_be_focused()
    page.emulate_media(media="print")
    expect(page.locator("#item-2 .zj-check-printed")).to_have_text("没有记录")
    expect(page.locator("#item-2 .zj-check-result span:visible")).to_have_text(["不符合"])
    expect(page.locator("[name='text-1']")).to_be_hidden()


def test_what_is_typed_without_a_connection_survives_a_reload_and_is_saved_later(people, new_page, faults):
    faults.expect("ERR_FAILED")
    row = course.on_site(people)
    page = new_page(person=people.leader)
    page.goto(f"/inspections/{row.public_id}/checklist/")
    cut = "**/checklist/"
    page.route(cut, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("#item-5").focus()
    page.keyboard.press("2")
    page.locator("[name='text-5']").fill("任职证明缺失")
    expect(page.locator("#save-state")).to_contain_text("暂存在本机")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("[name='text-5']")).to_have_value("任职证明缺失")
    assert row.findings.count() == 0
    page.unroute(cut)
    expect(page.locator("#save-state")).to_have_text("全部已保存", timeout=20_000)
    assert row.findings.get(item="5").text == "任职证明缺失"


def test_the_checklist_works_with_a_thumb(people, new_page, screenshot):
    row = course.on_site(people)
    phone = new_page({"width": 360, "height": 740}, person=people.inspector, has_touch=True)
    phone.goto(f"/inspections/{row.public_id}/checklist/")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    choice = phone.locator("#item-1 .zj-choice-conforming")
    box = choice.bounding_box()
    assert box["height"] >= 36
    choice.tap()
    expect(phone.locator("#done")).to_have_text("1")
    phone.get_by_role("button", name="未检查").tap()
    expect(phone.locator("#item-1")).to_be_hidden()
    screenshot(phone, "checklist")
    for section in ("", "plan/", "team/", "deficiencies/", "conclusion/", "papers/", "evidence/", "course/"):
        phone.goto(f"/inspections/{row.public_id}/{section}")
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), section
        screenshot(phone, f"inspection-{section.strip('/') or 'overview'}")
