"""Two versions of one text."""

from __future__ import annotations

from tests.text_import.samples import PLAN
from zhuangjian.engines.text.diff import diff_texts
from zhuangjian.engines.text.numerals import numeral
from zhuangjian.engines.text.parse import parse_text


def version(*words, title="某办法"):
    lines = [f"第{numeral(n)}条  {text}" for n, text in enumerate(words, 1)]
    return parse_text("\n".join([title, "", *lines]).encode(), "a.txt", "XX")


OLD = version("甲甲甲甲。", "乙乙乙乙。", "丙丙丙丙。")


def test_the_same_text_has_no_difference():
    diff = diff_texts(OLD, version("甲甲甲甲。", "乙乙乙乙。", "丙丙丙丙。"))
    assert diff.same
    assert diff.unchanged == 3


def test_a_changed_article_shows_both_wordings():
    diff = diff_texts(OLD, version("甲甲甲甲。", "乙乙改乙。", "丙丙丙丙。"))
    assert [(c.key, c.old, c.new) for c in diff.changed] == [("2", "乙乙乙乙。", "乙乙改乙。")]
    assert 0.7 < diff.changed[0].similarity < 1
    assert not (diff.added)
    assert not (diff.removed)
    assert not (diff.moved)


def test_an_inserted_article_does_not_make_every_later_one_changed():
    diff = diff_texts(OLD, version("甲甲甲甲。", "新新新新。", "乙乙乙乙。", "丙丙丙丙。"))
    assert diff.added == ("2",)
    assert diff.moved == (("2", "3"), ("3", "4"))
    assert not (diff.changed)
    assert not (diff.removed)


def test_a_removed_article_is_named():
    diff = diff_texts(OLD, version("甲甲甲甲。", "乙乙乙乙。"))
    assert diff.removed == ("3",)
    assert diff.unchanged == 2


def test_a_new_title_is_a_difference():
    diff = diff_texts(OLD, version("甲甲甲甲。", "乙乙乙乙。", "丙丙丙丙。", title="某条例"))
    assert diff.title_changed
    assert not diff.same


def test_the_items_of_a_plan_are_compared_one_by_one():
    old = parse_text(PLAN.encode(), "a.txt", "YY")
    new = parse_text(PLAN.replace("全面登记", "逐一登记").encode(), "a.txt", "YY")
    assert [c.key for c in diff_texts(old, new).changed] == ["2(1)"]


def test_swapped_articles_have_moved():
    diff = diff_texts(OLD, version("乙乙乙乙。", "甲甲甲甲。", "丙丙丙丙。"))
    assert set(diff.moved) == {("1", "2"), ("2", "1")}
    assert diff.to_dict()["same"] is False
