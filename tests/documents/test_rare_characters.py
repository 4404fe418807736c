"""Names with characters beyond the fonts: drawn where a font has them, a numbered gap elsewhere, never a silent box."""

from io import BytesIO

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader

from tests.documents.samples import CONTEXTS, RARE
from tests.shared_data import shared_path
from zhuangjian.apps.documents.render import LAYOUTS, glyphs, render_docx, render_pdf, renderer

BEYOND = "𠮷𡈽𤭢𩽹"


def named(name, who):
    context = CONTEXTS[name]
    return context.model_copy(update={"party": context.party.model_copy(update={"name": who, "head": who})})


def words_of(pdf):
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


@pytest.fixture
def own_fonts(tmp_path, monkeypatch):
    """A folder with a font that has one of the characters."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "ji"])
    builder.setupCharacterMap({ord("𠮷"): "ji"})
    pen = TTGlyphPen(None)
    for step, point in enumerate(((100, 0), (900, 0), (900, 800), (100, 800))):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    builder.setupGlyf({".notdef": pen.glyph(), "ji": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "ji": (1000, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Own Rare", "styleName": "Regular", "psName": "OwnRare-Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(tmp_path / "own.ttf")
    monkeypatch.setenv("ZHUANGJIAN_FONTS", str(tmp_path))
    glyphs._known.cache_clear()
    renderer.close()
    yield tmp_path
    glyphs._known.cache_clear()
    renderer.close()


@pytest.mark.parametrize("name", [name for name, layout in LAYOUTS.items() if layout.form == "document"])
def test_a_character_that_no_font_has_is_a_gap_with_its_number(name):
    said = words_of(render_pdf(name, named(name, f"渝州{BEYOND}有限公司")))
    for character in BEYOND:
        assert f"〓[U+{ord(character):04X}]" in said
        assert character not in said


def test_word_keeps_every_character_for_it_brings_its_own_fonts():
    import docx

    paper = docx.Document(BytesIO(render_docx("inspection_report", named("inspection_report", BEYOND))))
    assert BEYOND in "".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)


def test_characters_that_the_fonts_have_are_printed_as_they_are():
    assert glyphs.drawable({"a": [RARE, "25 ℃ ≥ 2 µm · “引号”—…", 3, None]}) == {
        "a": [RARE, "25 ℃ ≥ 2 µm · “引号”—…", 3, None]
    }


def test_the_shared_text_is_printed_with_each_character_drawn_or_numbered():
    text = shared_path("cases/w03_rare_text.txt").read_text().strip()
    assert {c for c in text if c not in glyphs.drawable(text)} == set(BEYOND)


def test_a_font_of_the_authority_draws_what_ours_lack(own_fonts):
    pdf = render_pdf("inspection_report", named("inspection_report", "李𠮷𡈽"))
    assert "〓[U+2123D]" in words_of(pdf)
    assert "U+20BB7" not in words_of(pdf)
    fonts = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    assert any("OwnRare" in font.get_object()["/BaseFont"].replace("-", "") for font in fonts)
