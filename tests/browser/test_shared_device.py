"""Two people on one tablet: what one typed is neither shown to the next nor sent under their name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.conftest import session_cookie
from tests.inspections import course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
POSTS = "**/checklist/"


@pytest.fixture
def people(transactional_db):
    return cast.build()


def sign_in(page, person, live_server):
    """Somebody else signs in on the same browser."""
    page.context.add_cookies([session_cookie(person, live_server.url)])


def cut(page):
    page.route(POSTS, lambda route: route.abort() if route.request.method == "POST" else route.continue_())


def test_results_not_yet_sent_are_the_first_officers_alone_and_are_sent_when_they_come_back(
    people, new_page, live_server, faults
):
    faults.expect("ERR_FAILED")
    row = course.on_site(people)
    address = f"/inspections/{row.public_id}/checklist/"
    page = new_page(person=people.leader)
    page.goto(address)
    cut(page)
    page.locator("#item-5").focus()
    page.keyboard.press("2")
    page.locator("[name='text-5']").fill("组长看到的缺失")
    expect(page.locator("#save-state")).to_contain_text("暂存在本机")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/")
    page.get_by_role("button", name="退出").click()
    page.unroute(POSTS)
    sign_in(page, people.inspector, live_server)
    page.goto(address)
    expect(page.locator("#item-5")).to_be_visible()
    page.wait_for_timeout(2500)
    assert page.locator("[name='text-5']").input_value() == ""
    assert row.findings.count() == 0
    page.locator("#item-6").focus()
    page.keyboard.press("1")
    expect(page.locator("#save-state")).to_have_text("全部已保存")
    sign_in(page, people.leader, live_server)
    page.goto(address)
    expect(page.locator("#save-state")).to_have_text("全部已保存", timeout=20_000)
    assert {f.item: f.found_by for f in row.findings.all()} == {"5": people.leader, "6": people.inspector}


def test_an_open_checklist_sends_nothing_once_another_person_is_signed_in_and_keeps_it(
    people, new_page, live_server, faults
):
    faults.expect("409")
    row = course.on_site(people)
    page = new_page(person=people.leader)
    page.goto(f"/inspections/{row.public_id}/checklist/")
    sign_in(page, people.inspector, live_server)
    page.locator("#item-3").focus()
    page.keyboard.press("1")
    expect(page.locator("#save-state")).to_contain_text("现在登录的是另一个人")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_timeout(1500)
    assert row.findings.count() == 0
    sign_in(page, people.leader, live_server)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#save-state")).to_have_text("全部已保存", timeout=20_000)
    assert row.findings.get(item="3").found_by == people.leader


def test_a_draft_of_a_form_is_offered_to_who_typed_it_and_refused_from_the_next(
    people, new_page, live_server, faults
):
    faults.expect("409")
    page = new_page(person=people.leader)
    page.goto("/account/")
    form = page.locator("form[action='/do/authorities.create_token/']").first
    if not form.is_visible():
        page.locator(f"[data-bs-target='#{form.get_attribute('id')}']").click()
    field = form.locator("[name='name']")
    field.fill("组长的程序")
    sign_in(page, people.inspector, live_server)
    form.locator("button[type=submit]").click()
    expect(form.locator(".zj-refusal")).to_contain_text("另一个人登录时打开的")
    assert not people.inspector.tokens.exists()
    page.goto("/account/")
    assert (
        page.locator("form[action='/do/authorities.create_token/'] [name='name']").first.input_value() == ""
    )
    sign_in(page, people.leader, live_server)
    page.goto("/account/")
    again = page.locator("form[action='/do/authorities.create_token/'] [name='name']").first
    assert again.input_value() == "组长的程序"


def test_what_an_earlier_version_kept_for_nobody_is_offered_to_nobody(people, new_page):
    row = course.on_site(people)
    page = new_page(person=people.leader)
    page.goto("/")
    path = f"/inspections/{row.public_id}/checklist/"
    left = '{"7": {"result": "conforming", "text": "谁写的", "known": ["", ""]}}'
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", ["zj-checklist:" + path, left])
    page.goto(path)
    page.wait_for_timeout(2000)
    assert page.locator("[name='text-7']").input_value() == ""
    assert row.findings.count() == 0
    assert page.evaluate("Object.keys(localStorage).length") == 0
