"""A session that ends, or is begun anew in another window, loses nothing that is typed and stores it once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.conftest import PHONE, session_cookie
from tests.browser.walk import fill
from tests.inspections import course
from tests.measures.test_obstruction import obstructed
from tests.world import PASSWORD
from zhuangjian.apps.authorities.enrolling import enrol
from zhuangjian.apps.measures.models import Obstruction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    people = cast.build()
    for person in (people.leader, people.bureau_head):
        person.set_password(PASSWORD)
        person.save()
        enrol(person)
    return people


def end_session(page):
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page, password=PASSWORD):
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("密码").fill(password)
    dialog.get_by_role("button", name="登录并继续").click()


@pytest.mark.parametrize("size", [None, PHONE])
def test_a_checklist_asks_for_the_password_in_place_and_stores_what_was_typed_once(
    people, new_page, faults, size
):
    faults.expect("401")
    faults.expect("422")
    row = course.on_site(people)
    page = new_page(person=people.leader, **({"viewport": size} if size else {}))
    page.goto(f"/inspections/{row.public_id}/checklist/")
    end_session(page)
    page.locator("#item-5").focus()
    page.keyboard.press("2")
    page.locator("[name='text-5']").fill("没有留样记录")
    expect(page.get_by_role("dialog")).to_contain_text("登录已过期")
    sign_in_again(page, "wrong")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("登录名或密码不正确")
    sign_in_again(page)
    expect(page.locator("#save-state")).to_have_text("全部已保存")
    assert [(f.item, f.text, f.found_by) for f in row.findings.all()] == [
        ("5", "没有留样记录", people.leader)
    ]


def test_whoever_signs_in_later_keeps_everything_and_a_panel_never_shows_the_sign_in_page(
    people, new_page, faults
):
    faults.expect("401")
    row = course.on_site(people)
    page = new_page(person=people.leader)
    page.goto(f"/inspections/{row.public_id}/checklist/")
    end_session(page)
    page.locator("#item-3").focus()
    page.keyboard.press("1")
    page.get_by_role("dialog").get_by_role("button", name="稍后").click()
    expect(page.locator("#save-state")).to_contain_text("登录已过期，1 项暂存在本机")
    page.locator("#item-4 button[data-extra]").click()
    expect(page.locator(".zj-check-extra[data-for='4']")).to_have_text("没有取到，请稍后再点。")
    page.locator("#signed-out").get_by_role("button", name="重新登录").click()
    sign_in_again(page)
    expect(page.locator("#save-state")).to_have_text("全部已保存")
    assert row.findings.get().item == "3"


@pytest.mark.parametrize("ended", [False, True])
def test_a_form_is_sent_once_after_signing_in_and_without_a_word_where_another_window_did(
    people, new_page, faults, live_server, ended
):
    faults.expect("401")
    row = obstructed(people)
    page = new_page(person=people.bureau_head)
    page.goto(row.get_absolute_url())
    if ended:
        end_session(page)
    else:
        # Another window signs in: a new session and a new token, and this page is older than both.
        page.context.add_cookies([session_cookie(people.bureau_head, live_server.url)])
        page.context.add_cookies([{"name": "csrftoken", "value": "a" * 32, "url": live_server.url}])
    form = page.locator("form[action='/do/measures.handle_obstruction/']")
    if not form.is_visible():
        page.locator(f"[data-bs-target='#{form.get_attribute('id')}']").click()
    for name, value in {"no_evidence": "被阻止拍照", "handling": "police", "text": "移送处理"}.items():
        fill(form, name, value)
    fill(form, "to_department", "渝中区公安分局")
    form.locator("button[type=submit]").click()
    if ended:
        sign_in_again(page)
    expect(page.locator(".alert-success").first).to_be_visible()
    assert Obstruction.objects.get().stage == "handed_over"
