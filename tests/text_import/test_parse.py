"""Texts of our own, with the dirt that real files carry."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text_import.samples import PLAN, RULES
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.text.numerals import number, numeral
from zhuangjian.engines.text.parse import parse_text


def rules(text=RULES, document="XX"):
    return parse_text(text.encode(), "办法.txt", document)


def plan(text=PLAN):
    return parse_text(text.encode(), "方案.txt", "YY")


def article(number):
    return next(a for a in rules().articles if a.number == number)


def test_title_number_and_dates_are_found():
    text = rules()
    assert text.title == "某市样品管理办法"
    assert text.document_no == "某监〔2024〕7号"
    assert text.issued_on == date(2024, 5, 6)
    assert text.effective_on == date(2024, 6, 1)
    assert text.notice[-2:] == ("某市监管局", "2024年5月6日")


def test_the_table_of_contents_gives_no_chapters():
    text = rules()
    assert [(c.number, c.title) for c in text.chapters] == [(1, "总则"), (2, "样品"), (3, "附则")]
    assert next(d.text for d in text.dropped if d.reason == "目录") == "目  录"


def test_articles_know_their_chapter_and_section():
    assert [(a.key, a.chapter, a.section) for a in rules().articles][:5] == [
        ("1", 1, ""),
        ("2", 1, ""),
        ("3", 2, "留存"),
        ("4", 2, "留存"),
        ("5", 2, "检验"),
    ]


def test_paragraphs_after_a_list_belong_to_the_article_and_inside_a_list_to_the_item():
    second, third = article(2), article(3)
    assert second.paragraphs == ("样品分为下列两类：", "前款所称样品不含试用品。")
    assert [(i.number, i.paragraph, i.text) for i in second.items] == [(1, 0, "留样；"), (2, 0, "抽样。")]
    assert third.paragraphs == ("留样应当满足以下要求：",)
    assert third.items[0].continuation == ("按两倍计算的，注明理由。",)
    assert third.items[1].continuation == ("1.避光；", "2.防潮。")


def test_a_line_that_mentions_an_article_is_not_its_heading():
    assert article(3).items[0].text == "数量够用，依照第五条 的规定计算；"
    assert article(4).paragraphs == ("样品由专人保管。违反的，依照《另一办法》第九十条、第九十一条处理。",)


def test_an_article_whose_words_begin_on_the_next_line_is_complete():
    assert article(5).text == "样品每年检验一次。"


def test_words_that_look_like_page_furniture_inside_an_article_stay():
    assert article(6).text == "标签：是指附在样品上的纸。"


def test_page_numbers_and_navigation_are_left_out_with_line_and_reason():
    left = {d.text: (d.line, d.reason) for d in rules().dropped}
    assert left["- 2 -"][1] == "页码"
    assert left["您现在的位置：首页 > 政务公开 > 文件"] == (1, "网页导航")
    assert left["发布日期：2024-05-09　来源：某市"] == (4, "网页信息栏")


def test_annexes_and_what_follows_the_last_article_are_no_part_of_it():
    text = rules(RULES[: RULES.index("第八条")] + "别的文章\n")
    assert text.articles[-1].text == "本办法自2024年6月1日起施行。"
    assert text.closing == ("附件：1.样品登记表",)
    assert [(d.text, d.reason) for d in text.dropped][-2:] == [
        ("关键词：样品", "网页关键词"),
        ("别的文章", "网页尾部"),
    ]


def test_nothing_of_the_file_disappears_unaccounted():
    text = rules()
    shown = "".join(
        [
            *text.notice,
            text.title,
            *text.preface,
            *(c.title for c in text.chapters),
            *(a.section + a.text for a in text.articles),
            *text.closing,
            *(d.text for d in text.dropped),
        ]
    )
    shown = re.sub(r"[（(]?.[）)]|\s", "", shown)
    for line in RULES.splitlines():
        wanted = re.sub(r"^第.[章节条]|[（(]?.[）)]|\s", "", line)
        assert wanted in shown, line


def test_a_missing_article_is_named():
    text = rules(RULES.replace("第五条\n样品每年检验一次。\n", ""))
    assert "缺第五条" in text.warnings
    assert "缺第五条" not in rules().warnings


def test_an_inserted_article_keeps_its_sub_number():
    text = rules(RULES.replace("第五条\n", "第四条之一  另有规定的从其规定。\n第五条\n"))
    assert [a.key for a in text.articles][3:6] == ["4", "4-1", "5"]
    assert text.articles[4].reference == "XX 4-1"


def test_without_a_code_references_are_plain_chinese():
    assert rules(document="").articles[1].reference == "第二条"
    assert rules().articles[1].reference == "XX 2"


def test_a_plan_has_sections_items_and_complete_texts():
    text = plan()
    assert (text.kind, text.title) == ("plan", "某省样品提升行动方案（2025—2027年）")
    assert [(s.number, s.title, len(s.items)) for s in text.sections] == [
        (1, "总体要求", 0),
        (2, "主要任务", 3),
        (3, "保障", 1),
    ]
    assert text.sections[0].paragraphs == ("坚持实事求是。", "到期末明显提升。")
    first = text.sections[1].items[0]
    assert (first.reference, first.title) == ("YY 2(1)", "摸清底数")
    assert first.text == "摸清底数。全面登记。（样品处牵头）\n1.先登记；\n2.后核对。"
    assert text.sections[1].items[1].paragraphs == ("按风险分三类。",)


def test_the_signature_of_a_plan_is_not_part_of_its_last_item_and_dates_it():
    text = plan()
    assert text.sections[2].items[0].text == "加强领导。明确责任"
    assert text.closing == ("某省监管局", "2025年1月8日")
    assert text.issued_on == date(2025, 1, 8)
    assert "第二部分缺（三）" in text.warnings


def test_the_preface_of_a_plan_is_kept():
    assert plan().preface == ("为提升样品管理水平，制定本方案。",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_of_the_file_does_not_change_its_digest(encoding):
    assert parse_text(RULES.encode(encoding), "a.txt", "XX").digest == rules().digest


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\f"])
def test_line_ends_do_not_change_the_digest(newline):
    assert parse_text(RULES.replace("\n", newline).encode(), "a.txt", "XX").digest == rules().digest


def test_a_changed_word_changes_the_digest_and_page_furniture_does_not():
    assert rules(RULES.replace("专人", "二人")).digest != rules().digest
    assert rules(RULES.replace("2024-05-09", "2024-05-10")).digest == rules().digest
    assert rules(RULES, "ZZ").digest == rules().digest


def test_a_word_file_is_read():
    document = docx.Document()
    for line in RULES.splitlines():
        document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    text = parse_text(content.getvalue(), "办法.docx", "XX")
    assert text.digest == rules().digest


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "没有任何文字"),
        (b" \n\t\n", "没有任何文字"),
        ("只有一段话。".encode(), "既没有“第一条”"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
        (b"PK\x03\x04broken", "不是完好的 .docx"),
        (b"<!DOCTYPE html><html>", "网页源码"),
        ("第一条  甲\n第二条\x00 乙".encode(), "第 2 行有控制字符"),
        (b"\xff\xff\xff\xff", "编码无法识别"),
        (b"\xff\xfe\x00", "编码无法识别"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_name_and_remedy(content, words):
    with pytest.raises(Refusal) as caught:
        parse_text(content, "坏文件.txt")
    assert words in caught.value.message
    assert "坏文件.txt" in caught.value.message


@pytest.mark.parametrize("code", ["cq", "C Q", "重庆", "1A", "A" * 17])
def test_a_bad_document_code_is_refused(code):
    with pytest.raises(Refusal):
        rules(document=code)


@given(st.integers(1, 999))
def test_numerals_read_back_as_the_number_they_were_written_from(value):
    assert number(numeral(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("二十", 20),
        ("五十六", 56),
        ("一百零五", 105),
        ("二〇二五", 2025),
        ("１４", 14),
        ("一千零一十", 1010),
    ],
)
def test_numerals_in_their_usual_forms(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "百", "五五十", "十百", "甲", "一二百"])
def test_what_is_not_a_numeral_gives_nothing(text):
    assert number(text) is None


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 130), st.data())
def test_any_number_of_articles_is_read_back_with_its_words(count, data):
    words = data.draw(
        st.lists(st.text("甲乙丙丁戊己、“”（）", min_size=1, max_size=30), min_size=count, max_size=count)
    )
    lines = [f"第{numeral(n)}条　某{text}。" for n, text in enumerate(words, 1)]
    text = parse_text("\n".join(["某办法", "", *lines]).encode(), "a.txt")
    assert [(a.number, a.text) for a in text.articles] == [(n, f"某{t}。") for n, t in enumerate(words, 1)]
    assert text.warnings == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*RULES.splitlines(), *PLAN.splitlines(), "（", "第", "一、", "第〇条 x"]),
        max_size=40,
    )
)
def test_lines_in_any_order_are_read_or_refused_but_never_break(lines):
    try:
        text = parse_text("\n".join(lines).encode(), "乱.txt", "XX")
    except Refusal:
        return
    assert text.articles or text.sections


def _package(**changed: bytes) -> bytes:
    """A real .docx with some of its parts replaced; None of its names need be there otherwise."""
    whole = io.BytesIO()
    docx.Document().save(whole)
    names = {"types": "[Content_Types].xml", "rels": "_rels/.rels", "body": "word/document.xml"}
    made = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = next((k for k, known in names.items() if known == name), "")
            if changed.get(key) != b"-":
                new.writestr(name, changed.get(key, old.read(name)))
    return made.getvalue()


ENTITY = b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
BROKEN = {
    "types of another kind": _package(types=b"<x/>"),
    "no types": _package(types=b"-"),
    "no relations": _package(rels=b"-"),
    "relations of another kind": _package(rels=b"<x/>"),
    "body of another kind": _package(body=b"<x/>"),
    "body is no XML": _package(body=b"\xff\xfe words"),
    "body with an entity": _package(body=ENTITY + b"<r>&x;</r>"),
    "nothing but an end": b"PK\x03\x04" + _package()[-200:],
    "torn": _package()[:-300],
    "damaged inside": _package().replace(b"word/document.xml", b"word/documenx.xml", 1),
    "locked": _package().replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    ),
    "packed in a way nobody knows": _package().replace(b"\x00\x00\x08\x00", b"\x00\x00\x63\x00"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_package_that_is_no_word_document_is_refused_in_words(kind):
    with pytest.raises(Refusal, match="不是完好的 .docx|没有任何文字"):
        parse_text(BROKEN[kind], "办法.docx", "XX")
