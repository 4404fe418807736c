"""An inspection away from the network: taken along, worked on for a while, killed on the way, and brought home complete."""

from __future__ import annotations

import hashlib
import signal
import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.conftest import ARGUMENTS, PHONE, session_cookie
from tests.inspections import course
from tools.system import browser as find_browser
from zhuangjian.apps.outing.models import Outing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = "246810"
# Each piece that comes home is two acts; the machine may have other work.
LONG = 60_000  # milliseconds


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
    page.set_default_timeout(LONG)
    page.on("dialog", lambda dialog: dialog.accept("王芳的手机"))
    page.goto("/field/")
    open_with_code(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.get_by_role("button", name="带出", exact=True).click()
    expect(page.get_by_text("已带出")).to_be_visible(timeout=LONG)


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
    expect(page.get_by_text("交回 4 件，全部已入库")).to_be_visible(timeout=LONG)
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


def killed(folder):
    """The browser's processes end without a chance to write anything."""
    found = subprocess.run(
        ["pgrep", "-f", f"user-data-dir={folder}"], capture_output=True, text=True, check=False
    )
    for number in found.stdout.split():
        subprocess.run(["kill", f"-{signal.SIGKILL.value}", number], check=False)


def test_what_the_app_said_is_stored_survives_being_killed_at_any_moment(people, chromium, site, tmp_path):
    row = course.on_site(people)
    folder = tmp_path / "phone"

    def start():
        context = chromium.browser_type.launch_persistent_context(
            folder,
            executable_path=find_browser(),
            args=ARGUMENTS,
            base_url=site,
            viewport=PHONE,
            locale="zh-CN",
        )
        context.set_default_timeout(20_000)
        context.add_cookies([session_cookie(people.leader, site)])
        return context.pages[0]

    page = start()
    take_along(page, row)
    page.context.set_offline(True)
    said = {}
    for turn, wait in enumerate((0, 15, 60, 150)):
        first, second = str(2 * turn + 1), str(2 * turn + 2)
        checklist(page, row)
        answer(page, first, "不符合", f"第{turn}次：没有记录")
        expect(page.locator(f"#item-{first} .fa-state")).to_have_text("在本机，未交回")
        said[first] = f"第{turn}次：没有记录"
        # This one is on its way when the phone dies: it is there whole or not at all.
        page.locator(f"#item-{second}").get_by_role("button", name="符合", exact=True).click(
            no_wait_after=True
        )
        page.wait_for_timeout(wait)
        killed(folder)
        page = start()
        page.context.set_offline(True)
        page.goto("/field/")
        open_with_code(page, again=True)
        checklist(page, row)
        for no, text in said.items():
            assert page.locator(f"#item-{no}").get_by_role("textbox").input_value() == text
        page.get_by_role("button", name="返回").click()
        page.get_by_role("button", name="返回").click()
    page.context.set_offline(False)
    page.get_by_role("button", name=row.party.name).click()
    page.get_by_role("button", name="交回", exact=True).click()
    expect(page.get_by_text("全部已入库")).to_be_visible(timeout=LONG)
    page.context.close()
    stored = {f.item: f.text for f in row.findings.all()}
    assert {no: stored.get(no) for no in said} == said
    assert row.findings.exclude(item__in=said).exclude(result="conforming").count() == 0


def test_without_any_network_a_sealed_file_brings_the_work_home(people, new_page, faults, tmp_path):
    faults.expect("ERR_INTERNET_DISCONNECTED")
    row = course.on_site(people)
    page = new_page(PHONE, person=people.leader, has_touch=True)
    take_along(page, row)
    page.context.set_offline(True)
    checklist(page, row)
    answer(page, "1", "不符合", "没有留样记录")
    picture = course.photo().content
    page.locator("#item-1 input[type=file]").set_input_files(
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": picture}
    )
    expect(page.locator("#item-1")).to_contain_text("照片 1 张待交")
    page.get_by_role("button", name="返回").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出封存文件").click()
    file = tmp_path / "现场.zjfield"
    download.value.save_as(file)
    assert "没有留样记录" not in file.read_text(encoding="utf-8")
    desk = new_page(person=people.leader)
    desk.goto(Outing.objects.unrestricted().get().get_absolute_url())
    desk.get_by_label("交回封存文件").set_input_files(file)
    desk.get_by_role("button", name="交回文件").click()
    expect(desk.get_by_text("文件中的 2 件已读入：2 件已入库")).to_be_visible(timeout=LONG)
    assert row.findings.get().text == "没有留样记录"
    assert row.evidence.get().sha256 == hashlib.sha256(picture).hexdigest()
    # The telephone finds a network again: what came by cable is known, and not stored twice.
    page.context.set_offline(False)
    page.get_by_role("button", name="交回", exact=True).click()
    expect(page.get_by_text("交回 2 件，全部已入库")).to_be_visible(timeout=LONG)
    assert (row.findings.count(), row.evidence.count()) == (1, 1)
