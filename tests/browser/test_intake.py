"""A file on the pages: tried, read, confirmed, undone; with a narrow screen too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.conftest import PHONE
from tests.intake.files import licence_row, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    return cast.build()


def work():
    from zhuangjian.apps.jobs.running import Worker

    worker = Worker()
    while worker.one():
        pass


def test_a_file_is_tried_read_confirmed_and_undone(people, new_page, tmp_path):
    from zhuangjian.apps.intake.models import Batch
    from zhuangjian.apps.registry.models import Party

    before = Party.objects.unrestricted().count()
    rows = [licence_row(101), licence_row(102, 统一社会信用代码="91500000MA5U000000")]
    path = write(tmp_path / "licences_2021-01.csv", rows)
    page = new_page(person=people.programme_officer)
    page.goto("/intake/", timeout=60_000)
    form = page.locator("form[action='/do/intake.try/']")
    form.locator("[name=source]").select_option("licences")
    form.locator("[name=file]").set_input_files(str(path))
    form.get_by_role("button", name="上传并试读").click()
    page.wait_for_url("**/jobs/**")
    work()
    page.goto("/intake/", timeout=60_000)
    page.get_by_role("link", name="licences_2021-01.csv").first.click()
    expect(page.get_by_text("现在什么都没有改")).to_be_visible()
    expect(page.get_by_text("会新增 1，变更 0，无变化 0，隔离 1")).to_be_visible()
    assert Party.objects.unrestricted().count() == before

    page.get_by_role("button", name="确认导入").click()
    page.wait_for_url("**/jobs/**")
    work()
    batch = Batch.objects.unrestricted().get()
    assert Party.objects.unrestricted().count() == before + 1
    page.goto(batch.get_absolute_url(), timeout=60_000)
    page.get_by_role("link", name="撤销这一批次…").click()
    expect(page.get_by_text("删去本批新建的企业 1 条")).to_be_visible()
    page.locator("[name=reason]").fill("导错了文件")
    page.get_by_role("button", name="撤销这一批次").click()
    expect(page.locator(".alert-success").first).to_be_visible()
    assert Party.objects.unrestricted().count() == before


def test_the_report_of_a_trial_is_read_on_a_phone(people, new_page, tmp_path):
    from zhuangjian.apps.intake.actions.trying import TryFile
    from zhuangjian.apps.ledger.action import Upload, perform

    path = write(tmp_path / "licences_2021-01.csv", [licence_row(101), licence_row(103, 有效期至="某日")])
    given = {"source": "licences", "file": Upload.of(path.name, path.read_bytes())}
    trial = perform(TryFile, people.programme_officer, None, given).object
    page = new_page(viewport=PHONE, person=people.programme_officer)
    page.goto(trial.get_absolute_url())
    expect(page.get_by_role("button", name="确认导入")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
