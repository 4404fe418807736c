"""The .docx templates, made from the layouts.

``python -m zhuangjian.apps.documents.render.build_templates DIRECTORY`` writes them all, for an authority that
wants to adjust them in Word; ``render_docx(…, directory=…)`` then uses those in place of the built ones.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from docx.table import _Cell

from zhuangjian.apps.documents.render import word
from zhuangjian.apps.documents.render.layouts import LAYOUTS, Block, Layout, Section
from zhuangjian.apps.documents.render.letter_template import build_letter
from zhuangjian.apps.documents.render.word import FANG, HEI, SONG

_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def build(layout: Layout) -> bytes:
    """A docxtpl template for one layout, as .docx bytes."""
    if layout.form == "letter":
        return build_letter()
    document = docx.Document()
    word.page_setup(document)
    _furniture(document)
    _head(document)
    for section in layout.sections:
        _section(document, section)
    _receipt(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _furniture(document: Document) -> None:
    section = document.sections[0]
    for name in ("Header", "Footer"):
        # The library's own stops stand at the middle of another width of paper.
        word.without_tab_stops(document.styles[name])
    header = section.header.paragraphs[0]
    header.paragraph_format.tab_stops.add_tab_stop(Mm(word.TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
    word.write(header, "{{ authority }}\t{{ number }}", HEI, 9, grey=True)
    footer = section.footer.paragraphs[0]
    stops = footer.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(word.TEXT_WIDTH_MM / 2), WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(Mm(word.TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
    word.write(footer, "{% if receipt %}台账回执 {{ receipt.short }}{% endif %}\t第 ", HEI, 9, grey=True)
    word.field(footer, "PAGE", HEI, 9)
    word.write(footer, " 页　共 ", HEI, 9, grey=True)
    word.field(footer, "NUMPAGES", HEI, 9)
    word.write(footer, " 页\t{{ copy }}", HEI, 9, grey=True)


def _line(document: Document, text: str, face: str = FANG, points: float = 12, **style: bool) -> None:
    paragraph = document.add_paragraph()
    if style.pop("centred", False):
        paragraph.alignment = _CENTRE
    if style.pop("right", False):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if style.pop("indented", False):
        paragraph.paragraph_format.first_line_indent = Pt(points * 2)
    if style.pop("heading", False):
        word.keep_with_next(paragraph)
        paragraph.paragraph_format.space_before = Pt(10)
        paragraph.paragraph_format.space_after = Pt(4)
    word.write(paragraph, text, face, points, **style)


def _head(document: Document) -> None:
    _line(document, "{{ authority }}", SONG, 14, centred=True)
    _line(document, "{{ title }}{% if draft %}（草稿）{% endif %}", SONG, 22, centred=True, bold=True)
    _line(document, "{% if number %}编号：{{ number }}{% endif %}", FANG, 11, right=True)
    _line(document, "{%p if addressee %}")
    _line(document, "{{ addressee }}")
    _line(document, "{%p endif %}")


def _section(document: Document, section: Section) -> None:
    block = section.block
    if section.optional:
        _line(document, f"{{%p if {block.key} %}}")
    if section.title:
        _line(document, f"{{{{ numbers['{block.key}'] }}}}{section.title}", HEI, 13, heading=True)
    if block.empty:
        _line(document, f"{{%p if not {block.key} %}}")
        _line(document, block.empty, indented=True)
        _line(document, "{%p else %}")
    _BLOCKS[block.kind](document, block)
    if block.empty:
        _line(document, "{%p endif %}")
    if section.optional:
        _line(document, "{%p endif %}")


def _cell(cell: _Cell, text: str, *, label: bool = False) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    if label:
        paragraph.alignment = _CENTRE
    word.write(paragraph, text, HEI if label else FANG, 10 if label else 10.5)
    if label:
        word.shade(cell)


def _looped_rows(
    document: Document, shares: list[float], titles: list[str], key: str, cells: list[str]
) -> None:
    """A table with a heading row that repeats, and one row for each item of ``key``."""
    head = 1 if titles else 0
    table = word.ruled_table(document, head + 3, shares)
    if titles:
        word.repeat_as_header(table.rows[0])
        for cell, title in zip(table.rows[0].cells, titles, strict=True):
            _cell(cell, title, label=True)
    _cell(table.rows[head].cells[0], f"{{%tr for row in {key} %}}")
    for index, (cell, text) in enumerate(zip(table.rows[head + 1].cells, cells, strict=True)):
        _cell(cell, text, label=not titles and index == 0)
    _cell(table.rows[head + 2].cells[0], "{%tr endfor %}")


def _facts(document: Document, block: Block) -> None:
    _looped_rows(document, [2.6, 9], [], block.key, ["{{ row.label }}", "{{ row.value }}"])


def _table(document: Document, block: Block) -> None:
    _looped_rows(
        document,
        [column.share for column in block.columns],
        [column.title for column in block.columns],
        block.key,
        [f"{{{{ row['{column.key}'] }}}}" for column in block.columns],
    )
    for column, cell in zip(block.columns, document.tables[-1].rows[2].cells, strict=True):
        if column.centred:
            cell.paragraphs[0].alignment = _CENTRE


def _paragraphs(document: Document, block: Block) -> None:
    _line(document, f"{{%p for line in {block.key} %}}")
    _line(document, "{{ line }}", indented=True)
    _line(document, "{%p endfor %}")


def _entries(document: Document, block: Block) -> None:
    _line(document, f"{{%p for group in {block.key} %}}")
    _line(document, "{%p for entry in group %}")
    _line(document, "{{ entry.label }}：{{ entry.text }}")
    _line(document, "{%p endfor %}")
    _line(document, "{%p endfor %}")


def _judgement(document: Document, block: Block) -> None:
    key = block.key
    _line(document, f"{{{{ {key}.term }}}}", SONG, 15, centred=True, bold=True)
    _line(document, f"{{%p for reason in {key}.reasons %}}")
    _line(document, "{{ loop.index }}. {{ reason }}")
    _line(document, "{%p endfor %}")
    _line(document, f"{{%p if {key}.override %}}")
    _line(document, f"{{{{ {key}.override }}}}", FANG, 12)
    _line(document, "{%p endif %}")


def _signatures(document: Document, block: Block) -> None:
    _looped_rows(
        document,
        [2.2, 3.0, 4.6, 2.8],
        ["身份", "姓名及证件", "签字（盖章）", "时间"],
        block.key,
        ["{{ row.role }}", "{{ row.person }}", "{{ row.picture }}{{ row.remark }}", "{{ row.when }}"],
    )
    table = document.tables[-1]
    word.keep_whole(table.rows[2])
    table.rows[2].height = Mm(14)


def _closing(document: Document, block: Block) -> None:
    _line(document, "")
    _line(document, f"{{{{ {block.key}.authority }}}}（印章）", right=True)
    _line(document, f"{{{{ {block.key}.date }}}}", right=True)


def _receipt(document: Document) -> None:
    _line(document, "{%p if receipt %}")
    _line(document, "{{ receipt.picture }}", heading=True)
    _line(document, "台账第 {{ receipt.entry }} 条　回执（{{ receipt.algorithm }}）", HEI, 9, grey=True)
    _line(document, "{{ receipt.hash }}", HEI, 9, grey=True)
    _line(document, "凭上列回执可以核对双方各执的文书内容是否一致、是否被改动。", HEI, 9, grey=True)
    _line(document, "{%p endif %}")


def _photos(document: Document, block: Block) -> None:
    _line(document, f"{{%p for one in {block.key} %}}")
    _line(document, "{{ one.picture }}", centred=True, heading=True)
    _line(document, "{{ one.caption }}", HEI, 10.5, centred=True, heading=True)
    _line(document, "{{ one.line }}", FANG, 10, centred=True, heading=True)
    _line(document, "{{ one.digest }}", HEI, 8, centred=True, grey=True)
    _line(document, "{%p endfor %}")


_BLOCKS = {
    "photos": _photos,
    "facts": _facts,
    "table": _table,
    "paragraphs": _paragraphs,
    "entries": _entries,
    "judgement": _judgement,
    "signatures": _signatures,
    "closing": _closing,
}


def main(directory: Path) -> list[Path]:
    """Writes every template into ``directory``; the paths written."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name, layout in LAYOUTS.items():
        path = directory / f"{name}.docx"
        path.write_bytes(build(layout))
        written.append(path)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("用法：python -m zhuangjian.apps.documents.render.build_templates 目录")
    for made in main(Path(sys.argv[1])):
        print(made)
