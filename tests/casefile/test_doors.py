"""The check of a file through its doors: page, short form, paper, API and command; closed where the file is, logged for all."""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Any

import docx
import pytest

from tests.casefile import course as files
from tests.casefile.course import bare
from tests.inspections import course
from tests.rectification.cases import sign_in, text
from zhuangjian.apps.inspections.models import Inspection, ReadLog
from zhuangjian.apps.inspections.reading import fold
from zhuangjian.cli import main
from zhuangjian.config import ready
from zhuangjian.engines.rules import load_pack

pytestmark = pytest.mark.django_db
DOORS = (
    "/inspections/{key}/check/",
    "/inspections/{key}/check/brief/",
    "/inspections/{key}/check/sheet.pdf",
    "/inspections/{key}/check/sheet.docx",
    "/api/casefile/{key}",
)


@pytest.fixture
def row(world: Any) -> Inspection:
    """Concluded, but the advice on handling was taken out of the row: one fault."""
    return bare(world)


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(ready, "ensure_ready", lambda: None)

    def calling(*words: Any, form: str = "json") -> tuple[int, Any]:
        monkeypatch.setattr(sys, "argv", ["zhuangjian", *(str(w) for w in words), "--format", form])
        with pytest.raises(SystemExit) as end:
            main.run()
        out = capsys.readouterr().out
        return int(str(end.value.code)), json.loads(out) if form == "json" else out

    return calling


def test_the_page_shows_each_fault_with_its_article_evidence_and_remedy(
    world: Any, row: Inspection, client: Any
) -> None:
    page = text(sign_in(client, world.leader).get(f"/inspections/{row.public_id}/check/"))
    assert "处理意见与结论并列" in page
    assert "检查结论没有附处理意见或者建议" in page
    assert 'href="/rules/article/CQ-16/"' in page
    assert "在记录中补充处理意见或者建议" in page
    assert page.index("不符合 <span") < page.index("符合 <span", page.index("不符合 <span") + 5)


def test_the_overview_asks_what_would_be_found_before_the_record_is_made(
    world: Any, row: Inspection, client: Any
) -> None:
    page = text(sign_in(client, world.leader).get(f"/inspections/{row.public_id}/"))
    assert f'hx-get="/inspections/{row.public_id}/check/brief/"' in page
    short = text(client.get(f"/inspections/{row.public_id}/check/brief/"))
    assert "检查结论没有附处理意见或者建议" in short
    course.do("inspections.conclude", world.leader, row, handling_opinion="没有需要处理的事项")
    assert "没有发现不符合规定的事项" in text(client.get(f"/inspections/{row.public_id}/check/brief/"))


def test_the_api_says_verdict_and_checks(world: Any, row: Inspection, client: Any) -> None:
    told = sign_in(client, world.leader).get(f"/api/casefile/{row.public_id}").json()
    assert told["verdict"] == "violated"
    assert len(told["checks"]) == len(load_pack("chongqing").file_checks)
    assert sum(told["counts"].values()) == len(told["checks"])
    (fault,) = [one for one in told["checks"] if one["verdict"] == "violated"]
    assert (fault["article"], fault["severity"]) == ("CQ 16", "ordinary")
    assert fault["evidence"] == ["检查结论没有附处理意见或者建议"]


@pytest.mark.parametrize("door", DOORS)
def test_whoever_does_not_see_the_file_and_the_party_itself_get_no_check(
    world: Any, client: Any, door: str
) -> None:
    row = files.delivered(world)
    path = door.format(key=row.public_id)
    for person in (world.contact, world.other_district_officer, world.auditor, world.administrator):
        assert sign_in(client, person).get(path).status_code == 404, person
    client.logout()
    assert client.get(path).status_code in (302, 401)
    assert sign_in(client, world.head).get(path).status_code == 200


@pytest.mark.parametrize("door", DOORS)
def test_a_hidden_for_cause_inspection_is_checked_for_those_on_it_alone(
    world: Any, client: Any, door: str
) -> None:
    row = course.plan_approved(world, inspection_type="for_cause", focus="投诉线索")
    path = door.format(key=row.public_id)
    assert sign_in(client, world.leader).get(path).status_code == 200
    assert sign_in(client, world.inspector2).get(path).status_code == 404


def test_every_check_that_is_read_is_logged(world: Any, row: Inspection, client: Any) -> None:
    sign_in(client, world.leader)
    for door in DOORS:
        client.get(door.format(key=row.public_id))
    fold()
    read = ReadLog.objects.filter(inspection=row).values_list("what", "door")
    assert {("案卷评查", "网页"), ("案卷评查", "接口"), ("案卷评查表", "下载")} <= set(read)


def test_the_paper_is_a_pdf_and_a_word_document_with_the_same_findings(
    world: Any, row: Inspection, client: Any
) -> None:
    sign_in(client, world.leader)
    pdf = client.get(f"/inspections/{row.public_id}/check/sheet.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert "attachment" in pdf.headers["Content-Disposition"]
    word = docx.Document(BytesIO(client.get(f"/inspections/{row.public_id}/check/sheet.docx").content))
    cells = [cell.text for table in word.tables for line in table.rows for cell in line.cells]
    assert "检查结论没有附处理意见或者建议" in cells
    assert "第十六条" in cells
    assert any("不送达被检查对象" in paragraph.text for paragraph in word.paragraphs)
    assert client.get(f"/inspections/{row.public_id}/check/sheet.exe").status_code == 404


def test_no_paper_of_a_check_carries_a_key_of_the_pack(world: Any, row: Inspection, client: Any) -> None:
    word = sign_in(client, world.leader).get(f"/inspections/{row.public_id}/check/sheet.docx").content
    document = docx.Document(BytesIO(word))
    words = "\n".join(cell.text for table in document.tables for line in table.rows for cell in line.cells)
    assert row.pack not in words
    assert "chongqing" not in words


def test_the_command_ends_with_one_when_something_is_violated_and_with_nought_else(
    world: Any, row: Inspection, call: Any
) -> None:
    code, told = call("file", "check", row.public_id, "--as", "leader")
    assert (code, told["verdict"]) == (1, "violated")
    assert {"article", "verdict", "severity", "evidence"} <= set(told["checks"][0])
    row = course.do("inspections.conclude", world.leader, row, handling_opinion="没有需要处理的事项")
    assert call("file", "check", row.number, "--as", "leader")[0] == 0
    code, shown = call("file", "check", row.number, "--as", "leader", form="text")
    assert code == 0
    assert "核对事项" in shown


def test_the_command_opens_nothing_that_the_person_does_not_see(world: Any, call: Any) -> None:
    row = course.plan_approved(world, inspection_type="for_cause", focus="投诉线索")
    refused = {"找不到这一检查，或您无权查看。请用文号或者编号（UUID）。"}
    for words in (
        ("file", "check", row.public_id),
        ("file", "check", row.public_id, "--as", "inspector2"),
        ("file", "check", "没有这一文号", "--as", "leader"),
        ("file", "check", "", "--as", "leader"),
    ):
        code, told = call(*words)
        assert code == 1, words
        assert {told["error"]["message"]} == refused, words
    assert call("file", "check", row.public_id, "--as", "leader")[0] == 0


def test_what_is_read_at_the_command_line_is_logged_too(world: Any, row: Inspection, call: Any) -> None:
    call("file", "check", row.public_id, "--as", "leader")
    fold()
    log = ReadLog.objects.get(inspection=row, what="案卷评查")
    assert (log.person.username, log.door) == ("leader", "命令行")
