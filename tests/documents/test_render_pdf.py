"""The PDFs: everything is in them, nothing leaks out of its place, and the same input gives the same bytes."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.documents.samples import (
    CONTEXTS,
    DEFICIENCIES,
    FRAME,
    JUDGEMENT,
    LONG_NAME,
    RARE,
    RECEIPT,
    UNBROKEN,
    with_changes,
)
from zhuangjian.apps.documents.render import LAYOUTS, render_pdf
from zhuangjian.apps.documents.render import contexts as c
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.bases import LABELS

NAMES = [name for name, layout in LAYOUTS.items() if layout.form == "document"]


def pages_of(pdf):
    """Text of each page without line ends and spaces, which depend on the typesetting."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def text_of(name, context):
    return "".join(pages_of(render_pdf(name, context)))


@pytest.mark.parametrize("name", NAMES)
def test_every_document_carries_its_party_number_authority_and_receipt(name):
    text = text_of(name, CONTEXTS[name])
    for words in (
        FRAME["number"],
        FRAME["authority"],
        "渝州澄和化妆品有限公司",
        RECEIPT.hash,
        "第1288条",
        "一式两份第一份",
    ):
        assert words in text


@pytest.mark.parametrize("name", NAMES)
def test_the_same_context_gives_the_same_bytes_and_another_does_not(name):
    first = render_pdf(name, CONTEXTS[name])
    assert first.startswith(b"%PDF")
    assert render_pdf(name, CONTEXTS[name]) == first
    assert render_pdf(name, with_changes(name, copy_no=2)) != first


@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_which_of_how_many_it_is(name):
    pages = pages_of(render_pdf(name, CONTEXTS[name]))
    for index, page in enumerate(pages, 1):
        assert f"第{index}页共{len(pages)}页" in page


@pytest.mark.parametrize("name", NAMES)
def test_all_fonts_are_embedded_and_are_our_own(name):
    for page in PdfReader(BytesIO(render_pdf(name, CONTEXTS[name]))).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "Noto" in font.get_object()["/BaseFont"]


def test_rare_characters_are_printed_and_can_be_copied():
    text = text_of("inspection_report", CONTEXTS["inspection_report"])
    for character in RARE:
        assert character in text


def test_a_report_holds_every_field_that_article_14_lists():
    text = text_of("inspection_report", CONTEXTS["inspection_report"])
    for words in (
        "重庆市两江新区示例路88号3幢",
        "91500103MA5D2R2B0X",
        "2026年度检查计划",
        "《化妆品监督管理条例》",
        "实际生产版检查要点全部项目",
        "2026年11月20日9时00分至16时10分",
        "执法证50010001",
        "灌装间（二）压差计示值为2Pa",
        "建议限期整改",
        "作为整改情况记录",
        "依据：CQ16。",
    ):
        assert words in text


INTERNAL = re.compile(r"[a-z]+@|判定规则版本|待确认|to_be|_|（[^（）]*（|））")


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_prints_no_internal_words_and_no_brackets_in_brackets(name):
    context = CONTEXTS[name].model_copy(update={"receipt": None})
    assert not INTERNAL.findall(text_of(name, context).replace(UNBROKEN, ""))


def test_a_refusal_to_sign_is_printed_with_its_reason_and_witness():
    text = text_of("inspection_report", CONTEXTS["inspection_report"])
    assert "拒绝签字（盖章），原因：对第1项有异议" in text
    assert "见证人：示例街道陈某某" in text


@pytest.mark.parametrize("basis", LABELS)
def test_a_served_paper_reads_the_same_whatever_its_rule_rests_on(basis):
    official = JUDGEMENT.model_copy(update={"basis": "official"})
    other = JUDGEMENT.model_copy(update={"basis": basis})
    assert text_of("inspection_report", with_changes("inspection_report", judgement=other)) == text_of(
        "inspection_report", with_changes("inspection_report", judgement=official)
    )


def test_handling_appears_only_when_there_is_any_and_the_numbers_close_up():
    text = text_of("inspection_report", with_changes("inspection_report", handling=""))
    assert "处理意见" not in text
    assert "六、签名" in text
    assert "七、签名" in text_of("inspection_report", CONTEXTS["inspection_report"])


def test_a_bare_report_says_in_words_that_there_is_nothing():
    bare = c.InspectionReport(**FRAME)
    pages = pages_of(render_pdf("inspection_report", bare))
    assert len(pages) == 1
    for words in (
        "本次检查未发现不符合项目。",
        "被检查对象未提出陈述申辩。",
        "尚未形成检查结论。",
        "尚未签名。",
    ):
        assert words in pages[0]
    assert "台账第" not in pages[0]


def test_three_pages_of_deficiencies_repeat_the_head_of_the_table():
    many = tuple(
        c.Deficiency(
            checkpoint_no=str(n), item_class="一般项目", text=f"第{n}处：" + "现场记录与制度规定不一致。" * 6
        )
        for n in range(1, 61)
    )
    pages = pages_of(render_pdf("nonconformity_list", with_changes("nonconformity_list", deficiencies=many)))
    assert len(pages) >= 4
    with_rows = [page for page in pages if any(f"第{n}处：" in page for n in range(1, 61))]
    assert len(with_rows) >= 4
    assert all("序号条款类别不符合事实描述证据" in page for page in with_rows)
    for deficiency in many:
        assert sum(deficiency.text in page for page in pages) == 1


def test_a_deficiency_longer_than_a_page_goes_on_over_the_next():
    endless = c.Deficiency(text="很长的事实描述，" * 400)
    pages = pages_of(
        render_pdf("nonconformity_list", with_changes("nonconformity_list", deficiencies=(endless,)))
    )
    assert len(pages) >= 3
    assert "".join(pages).count("很") == 400


@pytest.mark.parametrize("filler", range(0, 24, 3))
def test_the_signatures_of_a_team_stay_on_one_page(filler):
    changed = with_changes("inspection_report", summary=("补充说明。",) * filler)
    pages = pages_of(render_pdf("inspection_report", changed))
    (page,) = [page for page in pages if "签字（盖章）时间" in page]
    assert "检查组组长" in page
    assert "见证人：示例街道" in page


def test_a_character_that_no_font_has_does_not_stop_the_document():
    party = CONTEXTS["inspection_report"].party.model_copy(update={"name": "甲😀\U00030ede乙"})
    assert render_pdf("inspection_report", with_changes("inspection_report", party=party)).startswith(b"%PDF")


@pytest.mark.parametrize(
    "hostile",
    [
        '#import "x"',
        "#{panic()}",
        "$ x $",
        "*粗* _斜_",
        "= 标题",
        "\\",
        "<w:p>",
        "{{7*7}}",
        "[](@x)",
        "`raw`",
        "//注",
        '#read("/etc/passwd")',
    ],
)
def test_marks_of_the_typesetter_in_user_text_are_only_text(hostile):
    party = CONTEXTS["inspection_report"].party.model_copy(update={"name": hostile})
    changed = with_changes(
        "inspection_report", party=party, cause=hostile, handling=hostile, number=hostile, authority=hostile
    )
    assert "".join(hostile.split()) in text_of("inspection_report", changed)


def test_long_names_and_unbroken_strings_stay_whole_and_within_the_page():
    party = CONTEXTS["inspection_report"].party.model_copy(update={"name": LONG_NAME, "address": UNBROKEN})
    changed = with_changes(
        "inspection_report",
        party=party,
        authority=LONG_NAME,
        deficiencies=(DEFICIENCIES[0].model_copy(update={"evidence": (UNBROKEN,)}),),
    )
    pdf = render_pdf("inspection_report", changed)
    text = "".join(pages_of(pdf))
    assert LONG_NAME in text
    assert UNBROKEN in text
    edges = []
    for page in PdfReader(BytesIO(pdf)).pages:
        page.extract_text(
            visitor_text=lambda part, _cm, tm, _font, _size: part.strip() and edges.append(tm[4])
        )
    assert max(edges) < 595 - 50


def test_a_draft_is_marked_and_a_final_one_is_not():
    assert "草稿" in text_of("inspection_plan", with_changes("inspection_plan", draft=True)).replace(
        "\u3000", ""
    )
    assert "草" not in text_of("inspection_plan", CONTEXTS["inspection_plan"])


def test_a_plan_not_yet_approved_says_so():
    text = text_of("inspection_plan", with_changes("inspection_plan", approved_at=None))
    assert "尚未批准，不得据此开展检查" in text
    assert "尚未批准" not in text_of("inspection_plan", CONTEXTS["inspection_plan"])


def test_a_notice_names_its_day_and_its_kind():
    assert "请于2026年12月20日前（含当日）" in text_of(
        "rectification_notice", CONTEXTS["rectification_notice"]
    )
    order = text_of("rectification_notice", with_changes("rectification_notice", kind="order"))
    assert "责令改正通知书" in order
    assert "限期整改通知书" not in order


def test_unknown_names_wrong_contexts_and_broken_pictures_are_refused():
    with pytest.raises(Refusal, match="没有名为“x”的文书模板"):
        render_pdf("x", CONTEXTS["inspection_plan"])
    with pytest.raises(Refusal, match="需要 InspectionReport"):
        render_pdf("inspection_report", CONTEXTS["inspection_plan"])
    bad = c.Signature(role="组长", name="王堃", image=b"not a picture")
    with pytest.raises(Refusal, match="王堃的签名图片无法读取"):
        render_pdf("inspection_plan", with_changes("inspection_plan", signatures=(bad,)))
