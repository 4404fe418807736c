"""An inspection away from the network: taken along, worked on for a while, killed on the way, and brought home complete."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.conftest import PHONE
from tests.inspections import course
from zhuangjian.apps.outing.models import Outing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = "246810"


@pytest.fixture
def people(transactional_db):
    return cast.build()


def open_with_code(page, again=False):
    """The device's own code; the first time it is chosen."""
    if again:
        page.get_by_label("本机口令").fill(CODE)
        page.get_by_role("button", name="打开").click()
        return
    page.get_by_label("口令（至少 6 位）").fill(CODE)
    page.get_by_label("再输一次").fill(CODE)
    page.get_by_role("button", name="设置").click()


def take_along(page, row):
    page.on("dialog", lambda dialog: dialog.accept("王芳的手机"))
    page.goto("/field/")
    open_with_code(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.get_by_role("button", name="带出", exact=True).click()
    expect(page.get_by_text("已带出")).to_be_visible()


def checklist(page, row):
    page.get_by_role("button", name=row.party.name).click()
    page.get_by_role("button", name="检查要点").click()


def answer(page, no, result, text=""):
    item = page.locator(f"#item-{no}")
    item.get_by_role("button", name=result, exact=True).click()
    if text:
        item.get_by_role("textbox").fill(text)


def test_a_day_without_a_network_comes_home_complete(people, new_page, faults, screenshot):
    faults.expect("ERR_INTERNET_DISCONNECTED")
    row = course.on_site(people)
    page = new_page(PHONE, person=people.leader, has_touch=True)
    take_along(page, row)
    assert Outing.objects.unrestricted().get().person == people.leader
    page.context.set_offline(True)
    page.reload()
    open_with_code(page, again=True)
    screenshot(page, "field-home")
    checklist(page, row)
    first, second = "1", "2"
    answer(page, first, "符合")
    answer(page, second, "不符合", "没有留样记录")
    picture = course.photo().content
    page.locator(f"#item-{second} input[type=file]").set_input_files(
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": picture}
    )
    expect(page.locator(f"#item-{second}")).to_contain_text("照片 1 张待交")
    page.locator(f"#item-{second}").get_by_role("button", name="列为缺陷").click()
    expect(page.locator(f"#item-{second}")).to_contain_text("缺陷 1 条待交")
    screenshot(page, "field-checklist")
    # The phone kills the app: everything is there again, sealed until the code is given.
    page.reload()
    expect(page.get_by_text("没有留样记录")).to_have_count(0)
    open_with_code(page, again=True)
    expect(page.get_by_role("button", name=row.party.name)).to_contain_text("4 件未交回")
    assert row.findings.count() == 0
    page.context.set_offline(False)
    page.get_by_role("button", name=row.party.name).click()
    screenshot(page, "field-overview")
    page.get_by_role("button", name="交回", exact=True).click()
    expect(page.get_by_text("交回 4 件，全部已入库")).to_be_visible()
    stored = {f.item: f for f in row.findings.all()}
    assert {no: (f.result, f.text) for no, f in stored.items()} == {
        first: ("conforming", ""),
        second: ("nonconforming", "没有留样记录"),
    }
    assert all(timezone.now() - f.found_at < timedelta(minutes=5) for f in stored.values())
    evidence = row.evidence.get()
    assert (evidence.finding, evidence.sha256) == (stored[second], hashlib.sha256(picture).hexdigest())
    assert row.deficiencies.get().text == "没有留样记录"
    page.get_by_role("button", name="全部已交回").click()
    expect(page.get_by_text("本机内容已清除")).to_be_visible()
    assert Outing.objects.unrestricted().get().ended_how == "returned"
    kept = page.evaluate(
        "Promise.all(['answers', 'work', 'files', 'outings'].map((t) => field.store.db.table(t).count()))"
    )
    assert kept == [0, 0, 0, 0]
