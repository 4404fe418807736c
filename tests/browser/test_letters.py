"""Assistance asked of another installation and answered by it: the asking side by browser (CQ 44, 48)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.conftest import PHONE
from tests.browser.walk import submit
from zhuangjian.apps.cooperation.models import Letter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOOL = Path(__file__).resolve().parents[2] / "tools" / "exchange.py"


@pytest.fixture
def people(transactional_db):
    return cast.build()


@pytest.fixture
def elsewhere(tmp_path):
    """Another province's installation, with its own home, database and key; used by its commands."""
    spec = importlib.util.spec_from_file_location("exchange", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    other = tool.Installation(tmp_path / "elsewhere", "liaoning")
    yield other
    other.close()


def downloaded(page: Any, words: str, to: Path) -> Path:
    with page.expect_download() as coming:
        page.get_by_role("link", name=words).click()
    coming.value.save_as(to)
    return to


def test_assistance_is_asked_of_another_installation_and_its_answer_taken_in(
    people, elsewhere, new_page, tmp_path, screenshot
):
    officer = new_page(person=people.enforcement_officer)
    officer.goto("/letters/")
    submit(
        officer,
        "cooperation.write",
        kind="assistance",
        to=elsewhere.name,
        subject="请协助核实一批原料的流向",
        party="外省某化妆品有限公司",
        reasons="案件调查需要核实供货记录",
        matters="调取供货合同和出库单",
        contact_name="李某",
        contact_way="023-60000000",
    )
    officer.goto(Letter.objects.get().get_absolute_url())
    annex = tmp_path / "供货记录.pdf"
    annex.write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    submit(officer, "cooperation.annex", file=annex, title="供货记录")
    submit(officer, "cooperation.send")
    expect(officer.get_by_role("link", name="协助调查函 检查一局函")).to_have_count(2)
    letter = downloaded(officer, "下载函件", tmp_path / "letter.zip")

    key = elsewhere.run("bundle", "verify", str(letter))["public_key"]
    theirs = elsewhere.run("letter", "receive", str(letter), "--key", key, "--as", "chengban")["id"]
    elsewhere.act("cooperation.answer", theirs, text="已核实，供货属实。")
    answer = tmp_path / "answer.zip"
    elsewhere.run(
        "letter", "send", theirs, "--what", "letter_answer", "--out", str(answer), "--as", "chengban"
    )
    key = elsewhere.run("bundle", "verify", str(answer))["public_key"]

    officer.goto("/letters/")
    submit(officer, "cooperation.receive", file=answer, public_key=key)
    officer.goto(Letter.objects.get().get_absolute_url())
    expect(officer.locator("h1")).to_contain_text("已复函")
    expect(officer.locator("body")).to_contain_text("已核实，供货属实。")
    expect(officer.locator("body")).not_to_contain_text("签名没有核对")
    screenshot(officer, "letter")
    phone = new_page(PHONE, person=people.enforcement_officer, has_touch=True)
    phone.goto(Letter.objects.get().get_absolute_url())
    expect(phone.get_by_role("link", name="复函 省局函")).to_be_visible()
    screenshot(phone, "letter")
