"""The newcomer's way to its end: one whole routine inspection by browser, in the very first server of a new home."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser import walk
from tests.demo.newcomer import first_server
from zhuangjian.apps.demo.cast import ACCOUNTS, PASSWORD
from zhuangjian.apps.demo.places import land

pytestmark = pytest.mark.browser
NAMES = {account.username: account.name for account in ACCOUNTS}


@pytest.fixture
def site(region, tmp_path):
    """Where the demo of this region is served, made a moment ago on an empty home."""
    with first_server(tmp_path, region) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def signed_in(new_page):
    """Somebody's page, signed in by the form with the password that the demo printed."""

    def sign_in(username):
        page = new_page()
        page.goto("/login/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("button", name="退出")).to_be_attached()
        return page

    return sign_in


def own_party(contact):
    """Name and credit code of the party that the contact speaks for, as its dossier shows them."""
    contact.get_by_role("link", name="本企业").first.click()
    expect(contact.locator("h1")).to_be_visible()
    code = re.search(r"9[0-9A-Z]{17}", contact.locator("main").inner_text())
    return contact.locator("h1").inner_text().split("\n")[0].strip(), code.group()


def open_programme(officer, year):
    """The officer's page on that year's programme; its address."""
    officer.goto("/programme/")
    officer.get_by_role("link", name=re.compile(f"{year}年")).first.click()
    expect(officer.locator("form[action='/do/programme.add_task/']")).to_be_attached()
    return walk.path_of(officer)


def free_of_next_year(officer, code, year):
    """Cancel what the demo plans for the party next year: near the year's end it would have to be merged."""
    officer.goto(f"{open_programme(officer, year)}?q={code}&status=planned")
    officer.locator("main td a[href^='/programme/tasks/']").click()
    walk.submit(officer, "programme.cancel_task", reason="年度计划调整")


def test_a_newcomer_walks_one_routine_inspection_to_the_public_page(
    signed_in, new_page, screenshot, tmp_path
):
    officer, contact = signed_in("jihua"), signed_in("qiye")
    party, code = own_party(contact)
    walkers = walk.People(
        officer=officer,
        head=signed_in("juzhang"),
        bureau=signed_in("yiju"),
        leader=signed_in("zuzhang"),
        inspector=signed_in("jiancha"),
        contact=contact,
        nobody=new_page(),
        party=party,
        code=code,
        unit=land().bureaus[0].name,
        leader_name=NAMES["zuzhang"],
        inspector_name=NAMES["jiancha"],
    )
    day = date.today()
    free_of_next_year(officer, code, day.year + 1)
    programme = open_programme(officer, day.year)
    walk.planned(walkers, programme, day)
    walk.from_task_to_public_page(walkers, programme, day, screenshot, tmp_path)
    # Nobody is signed in there, and reads whose inspection it was.
    expect(walkers.nobody.locator("main")).to_contain_text(party)
