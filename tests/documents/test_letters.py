"""Official letters: the page of GB/T 9704, and the same words in PDF and .docx."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from tests.documents.samples import CONTEXTS
from zhuangjian.apps.documents.render import contexts as c
from zhuangjian.apps.documents.render import render_docx, render_pdf

LETTER = CONTEXTS["official_letter"]
SAID = (
    "重庆市示例药品监督管理局",
    "渝药监妆检〔2026〕12号",
    "关于协助核实保湿乳原料流向的协助调查函",
    "邻省药品监督管理局、邻省示例市市场监督管理局：",
    "一、协查理由",
    "二、协查事项",
    "请将办理情况函复我单位。",
    "附件：1．供货记录照片",
    "2．出库单复印件",
    "2026年11月20日",
    "（联系人：李昇镕，联系方式：023-60000000）",
    "抄送：重庆市示例区市场监督管理局。",
)


def pages(context):
    read = PdfReader(BytesIO(render_pdf("official_letter", context)))
    return ["".join(page.extract_text().split()) for page in read.pages]


def word(context):
    return docx.Document(BytesIO(render_docx("official_letter", context)))


def words(document):
    return "".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def test_a_letter_says_the_same_on_both_and_in_the_standards_order():
    in_pdf, in_word = "".join(pages(LETTER)), words(word(LETTER))
    for text in (in_pdf, in_word):
        places = [text.index(one) for one in SAID]
        assert places == sorted(places)
        assert not any(mark in text for mark in ("{{", "{%", "undefined", "None", "编号"))


def test_the_margins_and_the_pitch_are_the_standards():
    section = word(LETTER).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(one.mm) for one in margins] == [37, 35, 28, 26]
    body = [p for p in word(LETTER).paragraphs if p.text.startswith("案件调查")]
    assert [(p.paragraph_format.line_spacing.pt, p.paragraph_format.first_line_indent.pt) for p in body] == [
        (28.95, 32)
    ]


def test_the_first_page_has_no_number_and_the_second_has_its_own():
    first, second = pages(LETTER)
    assert "—1—" not in first
    assert second.endswith("—2—")
    section = word(LETTER).sections[0]
    assert section.different_first_page_header_footer
    assert not "".join(p.text for p in section.first_page_footer.paragraphs)


@pytest.mark.parametrize("lines", range(8, 30, 3))
def test_a_signature_never_stands_alone_on_a_page(lines):
    parts = (c.LetterPart(text="\n".join(f"第{n}行" for n in range(lines))),)
    found = pages(LETTER.model_copy(update={"parts": parts, "annexes": (), "copies_to": ()}))
    place = next(
        page for page in found if page.count("重庆市示例药品监督管理局") and "2026年11月20日" in page
    )
    assert f"第{lines - 1}行" in place


def test_one_annex_has_no_number_and_one_heading_none_either():
    context = LETTER.model_copy(
        update={"annexes": ("供货记录",), "parts": (c.LetterPart(heading="违法线索", text="线索。"),)}
    )
    for text in ("".join(pages(context)), words(word(context))):
        assert "附件：供货记录" in text
        assert "违法线索" in text
        assert "一、" not in text
