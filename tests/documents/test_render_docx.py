"""The .docx files: real packages, whole content, escaped text, repeating table heads."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from tests.documents.samples import CONTEXTS, FRAME, RARE, RECEIPT, with_changes
from zhuangjian.apps.documents.render import LAYOUTS, render_docx
from zhuangjian.apps.documents.render import contexts as c
from zhuangjian.apps.documents.render.build_templates import main
from zhuangjian.apps.documents.render.contexts import clean
from zhuangjian.engines.rules.answer import Refusal

NAMES = [name for name, layout in LAYOUTS.items() if layout.form == "document"]


def opened(name, context, **settings):
    return docx.Document(BytesIO(render_docx(name, context, **settings)))


def text_of(document):
    body = "".join(node.text or "" for node in document.element.body.iter(qn("w:t")))
    section = document.sections[0]
    around = section.header.paragraphs + section.footer.paragraphs
    return body + "".join(paragraph.text for paragraph in around)


@pytest.mark.parametrize("name", NAMES)
def test_every_document_is_filled_in_and_no_mark_is_left(name):
    text = text_of(opened(name, CONTEXTS[name]))
    for words in (
        FRAME["number"],
        FRAME["authority"],
        "渝州澄和化妆品有限公司",
        RECEIPT.hash,
        RECEIPT.hash[:16],
    ):
        assert words in text
    for left in ("{{", "{%", "}}", "%}", "built-in method", "None", "undefined"):
        assert left not in text


@pytest.mark.parametrize("name", NAMES)
def test_each_section_has_its_heading_and_number(name):
    text = text_of(opened(name, CONTEXTS[name]))
    titles = [section.title for section in LAYOUTS[name].sections if section.title and not section.optional]
    assert all(f"、{title}" in text for title in titles)
    assert f"一、{titles[0]}" in text


@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_well_formed_and_the_bytes_are_the_same_every_time(name):
    made = render_docx(name, CONTEXTS[name])
    with zipfile.ZipFile(BytesIO(made)) as package:
        for part in package.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(part))
    assert render_docx(name, CONTEXTS[name]) == made
    assert render_docx(name, with_changes(name, number="另一号")) != made


def test_page_numbers_are_fields_and_the_paper_is_a4():
    document = opened("inspection_report", CONTEXTS["inspection_report"])
    codes = [node.text for node in document.sections[0].footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert round(document.sections[0].page_width.mm) == 210


def test_the_number_stands_at_the_right_edge_of_the_head():
    document = opened("inspection_report", CONTEXTS["inspection_report"])
    head = document.sections[0].header.paragraphs[0]
    stops = [*head.style.paragraph_format.tab_stops, *head.paragraph_format.tab_stops]
    assert [round(stop.position.mm) for stop in stops] == [160]


def test_the_deficiency_table_has_one_row_each_and_a_repeating_head():
    document = opened("nonconformity_list", CONTEXTS["nonconformity_list"])
    table = next(t for t in document.tables if "不符合事实描述" in [cell.text for cell in t.rows[0].cells])
    assert len(table.rows) == 1 + 3
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.find(qn("w:trPr")) is None
    assert [row.cells[0].text for row in table.rows[1:]] == ["1", "2", "3"]


def test_a_report_without_findings_says_so_instead_of_an_empty_table():
    document = opened("inspection_report", c.InspectionReport(**FRAME))
    text = text_of(document)
    assert "本次检查未发现不符合项目。" in text
    assert "不符合事实描述" not in text
    assert "台账" not in text


@pytest.mark.parametrize(
    "hostile", ["{{7*7}}", "{% for x in y %}", "<w:p>", "</w:t></w:r>", "&amp;", "]]>", "{%p endif %}"]
)
def test_marks_in_user_text_are_only_text(hostile):
    changed = with_changes("inspection_report", cause=hostile, handling=hostile, receipt=None)
    text = text_of(opened("inspection_report", changed))
    assert text.count(hostile) >= 2
    assert "49" not in text


def test_control_characters_and_direction_marks_are_taken_out_and_rare_characters_are_kept():
    assert clean("甲\x00\x0b\u202e乙\r\n丙\ud800") == "甲乙\n丙"
    assert clean(RARE + "\U00030ede\U0002ebf0") == RARE + "\U00030ede\U0002ebf0"
    changed = with_changes("inspection_report", cause=f"甲\x0c\x07{RARE}")
    assert f"甲{RARE}" in text_of(opened("inspection_report", changed))


def test_signatures_bring_their_pictures_and_refusals_their_reason():
    document = opened("inspection_report", CONTEXTS["inspection_report"])
    assert len(document.inline_shapes) == 2
    assert "拒绝签字（盖章），原因：对第1项有异议" in text_of(document)
    assert len(opened("inspection_plan", CONTEXTS["inspection_plan"]).inline_shapes) == 1


def test_an_authority_can_use_its_own_template(tmp_path):
    written = main(tmp_path)
    assert sorted(path.stem for path in written) == sorted(LAYOUTS)
    own = docx.Document(str(tmp_path / "inspection_plan.docx"))
    own.paragraphs[0].insert_paragraph_before("本局自用格式")
    own.save(str(tmp_path / "inspection_plan.docx"))
    adjusted = opened("inspection_plan", CONTEXTS["inspection_plan"], directory=tmp_path)
    assert "本局自用格式" in text_of(adjusted)
    assert "本局自用格式" not in text_of(opened("inspection_plan", CONTEXTS["inspection_plan"]))


def test_a_wrong_context_is_refused():
    with pytest.raises(Refusal, match="需要 RecordForm"):
        render_docx("record_form", CONTEXTS["inspection_plan"])
