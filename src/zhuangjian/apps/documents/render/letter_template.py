"""The .docx template of an official letter: the page of GB/T 9704, the same words in the same places as the PDF."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from zhuangjian.apps.documents.render import word

FANG, SONG, HEI = "仿宋_GB2312", "方正小标宋简体", "黑体"
RED: Final = RGBColor(0xC8, 0x10, 0x2E)
BODY: Final = 16
# 22 lines on a page of text that is 225 mm high.
PITCH: Final = Pt(28.95)


def build_letter() -> bytes:
    """A docxtpl template, as .docx bytes."""
    document = docx.Document()
    _page(document)
    _head(document)
    _body(document)
    _foot(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    word.body_face(document, FANG, BODY)
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        word.write(paragraph, "— ", SONG, 14)
        word.field(paragraph, "PAGE", SONG, 14)
        word.write(paragraph, " —", SONG, 14)
    word.ruled_by(section.first_page_footer.paragraphs[0], "top", "thinThickSmallGap", RED)


def _line(
    document: Document, text: str, *, face: str = FANG, points: float = BODY, indent: int = 0
) -> Paragraph:
    """One paragraph in the standard's pitch; ``indent`` in characters."""
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    form.space_before = form.space_after = Pt(0)
    if indent:
        form.first_line_indent = Pt(points * indent)
    word.write(paragraph, text, face, points)
    return paragraph


def _when(document: Document, condition: str) -> None:
    _line(document, f"{{%p {condition} %}}")


def _head(document: Document) -> None:
    name = _line(document, "{{ authority }}", face=SONG, points=30)
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    name.paragraph_format.line_spacing = Pt(42)
    name.runs[0].font.color.rgb = RED
    word.ruled_by(name, "bottom", "thickThinSmallGap", RED)
    _line(document, "{{ number }}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _line(document, "")
    title = _line(document, "{{ title }}{% if draft %}（草稿）{% endif %}", face=SONG, points=22)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(32)
    _line(document, "")


def _body(document: Document) -> None:
    _line(document, "{{ addressees }}")
    _when(document, "for part in parts")
    _when(document, "if part.heading")
    word.keep_with_next(_line(document, "{{ part.heading }}", face=HEI, indent=2))
    _when(document, "endif")
    _when(document, "set last_part = loop.last")
    _when(document, "for line in part.paragraphs")
    # The last words go over the page with the signature.
    _when(document, "if last_part and loop.last")
    word.keep_with_next(_line(document, "{{ line }}", indent=2))
    _when(document, "else")
    _line(document, "{{ line }}", indent=2)
    _when(document, "endif")
    _when(document, "endfor")
    _when(document, "endfor")
    _when(document, "if annexes")
    _line(document, "")
    _when(document, "for title in annexes")
    _line(
        document,
        "{% if loop.first %}附件：{% else %}　　　{% endif %}{% if annexes|length > 1 %}{{ loop.index }}．{% endif %}{{ title }}",
        indent=2,
    )
    _when(document, "endfor")
    _when(document, "endif")


def _foot(document: Document) -> None:
    # With a seal the day stands four characters from the right, and the name over it.
    word.keep_with_next(_line(document, ""))
    for text in ("{{ authority }}", "{{ date }}"):
        paragraph = _line(document, text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(BODY * 4)
        word.keep_with_next(paragraph)
    _when(document, "if contact")
    _line(document, "（{{ contact }}）", indent=2)
    _when(document, "endif")
    _when(document, "if copies")
    copies = _line(document, "抄送：{{ copies|join('，') }}。", points=14)
    copies.paragraph_format.space_before = PITCH
    word.ruled_by(copies, "top", "single")
    word.ruled_by(copies, "bottom", "single")
    _when(document, "endif")
