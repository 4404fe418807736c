"""Small pieces of WordprocessingML that python-docx has no call for."""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

SONG: Final = "宋体"
FANG: Final = "仿宋"
HEI: Final = "黑体"
GREY: Final = RGBColor(0x55, 0x5C, 0x66)
TEXT_WIDTH_MM: Final = 210 - 26 - 24


def write(
    paragraph: Paragraph, text: str, face: str, points: float, *, bold: bool = False, grey: bool = False
) -> Run:
    """Adds a run in one face for Chinese and Latin alike; returns it."""
    run = paragraph.add_run(text)
    run.font.name = face
    run.font.size = Pt(points)
    run.bold = bold
    if grey:
        run.font.color.rgb = GREY
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return run


def field(paragraph: Paragraph, code: str, face: str, points: float) -> None:
    """Adds a field such as ``PAGE`` or ``NUMPAGES``, which Word fills in; it shows 1 until then."""
    _field_mark(paragraph, "begin", face, points)
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = code
    write(paragraph, "", face, points, grey=True)._element.append(instruction)
    _field_mark(paragraph, "separate", face, points)
    write(paragraph, "1", face, points, grey=True)
    _field_mark(paragraph, "end", face, points)


def _field_mark(paragraph: Paragraph, kind: str, face: str, points: float) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    write(paragraph, "", face, points, grey=True)._element.append(mark)


def page_setup(document: Document) -> None:
    """A4 upright with the margins of the PDF, and 仿宋 as the body face."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(26), Mm(24)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    body_face(document, FANG, 12)
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.25


def body_face(document: Document, face: str, points: float) -> None:
    """The face and size of everything that says nothing else."""
    normal = document.styles["Normal"]
    normal.font.name = face
    normal.font.size = Pt(points)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def ruled_by(paragraph: Paragraph, side: str, kind: str, colour: RGBColor | None = None) -> None:
    """A line over (``top``) or under (``bottom``) a paragraph, of a kind that Word knows, e.g. ``single``."""
    form = paragraph._element.get_or_add_pPr()
    borders = form.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        form.insert_element_before(
            borders, *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr", "w:pPrChange")
        )
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", "18" if "Gap" in kind else "8"), ("space", "4")):
        border.set(qn(f"w:{name}"), value)
    border.set(qn("w:color"), str(colour) if colour is not None else "auto")
    borders.append(border)


def ruled_table(document: Document, rows: int, shares: list[float]) -> Table:
    """A table with thin rules and fixed column widths in proportion to ``shares``."""
    table = document.add_table(rows=rows, cols=len(shares))
    table.style = document.styles["Table Grid"]
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        width = Mm(TEXT_WIDTH_MM * share / sum(shares))
        column.width = width
        for cell in column.cells:
            cell.width = width
    return table


def shade(cell: _Cell) -> None:
    """The pale ground of a heading or label cell."""
    element = OxmlElement("w:shd")
    element.set(qn("w:val"), "clear")
    element.set(qn("w:fill"), "F3F5F8")
    cell._element.get_or_add_tcPr().append(element)


def repeat_as_header(row: Any) -> None:
    """The row is printed again at the top of every page that the table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: Any) -> None:
    """The row is not broken across pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def without_tab_stops(style: Any) -> None:
    """The style's own tab stops are taken away."""
    stops = style.paragraph_format.tab_stops
    while len(stops):
        del stops[0]


def keep_with_next(paragraph: Paragraph) -> None:
    """No heading alone at the foot of a page."""
    paragraph.paragraph_format.keep_with_next = True
