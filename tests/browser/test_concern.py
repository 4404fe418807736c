"""Reporting without an account in a real browser: the page's own work is done, the code is given, the status is read by it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.conftest import DESK, PHONE
from zhuangjian.apps.concern.models import Concern

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_report_is_sent_with_the_work_done_and_read_by_its_code(
    transactional_db: Any, new_page: Any, screenshot: Any, monkeypatch: Any, viewport: Any
) -> None:
    world = cast.build()
    # The page is handed out as one that was opened a minute ago: nobody waits for it here.
    from zhuangjian.apps.concern import door
    from zhuangjian.apps.concern.guard import new_form

    monkeypatch.setattr(door, "new_form", lambda at: new_form(timezone.now() - timedelta(minutes=1)))
    page = new_page(viewport)
    page.goto("/public/")
    page.get_by_role("link", name="反映情况").click()
    page.get_by_label("反映的企业或者公示").fill("某美容院")
    page.get_by_label("反映内容").fill("打开的面霜没有标签，店员说是自己分装的。")
    page.get_by_label("办理单位").select_option(label=world.district.name)
    screenshot(page, "concern-form")
    page.get_by_role("button", name="提交").click()
    # The work takes as long as the machine does.
    expect(page.get_by_role("heading", name="已收到您反映的情况")).to_be_visible(timeout=60_000)
    code = re.search(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}", page.inner_text("main"))
    assert code
    screenshot(page, "concern-received")
    page.get_by_role("link", name="查看办理情况").click()
    page.get_by_label("回执码").fill(code[0].lower())
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("待受理")).to_be_visible()
    screenshot(page, "concern-status")
    row = Concern.objects.unrestricted().get()
    office = new_page(viewport, person=world.district_officer)
    office.goto("/concerns/")
    screenshot(office, "concern-list")
    office.goto(row.get_absolute_url())
    expect(office.get_by_role("button", name="受理并承办")).to_be_visible()
    screenshot(office, "concern-case")
    for one in (page, office):
        assert one.evaluate("document.documentElement.scrollWidth") <= viewport["width"] + 1
