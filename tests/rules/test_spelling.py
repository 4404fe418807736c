"""On a paper an article is named as the law is, not by the short sign of the pages."""

import pytest

from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.spelling import spelled


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("CQ 9", "《重庆市化妆品检查管理实施细则》第九条"),
        ("CQ 10", "《重庆市化妆品检查管理实施细则》第十条"),
        ("CQ 16", "《重庆市化妆品检查管理实施细则》第十六条"),
        ("CQ 20", "《重庆市化妆品检查管理实施细则》第二十条"),
        ("CQ 56", "《重庆市化妆品检查管理实施细则》第五十六条"),
        ("检查办法", "《化妆品检查管理办法》"),
        ("条例 58", "《化妆品监督管理条例》第五十八条"),
    ],
)
def test_a_reference_is_spelled_with_the_name_of_its_law(reference, words):
    assert spelled(reference, pack_for("chongqing")) == words


@pytest.mark.parametrize("reference", ["", "良好做法", "检查要点及判定原则（2022 年）", "LN 2(1)", "CQ 16-1"])
def test_what_is_no_numbered_article_stays_as_it_is(reference):
    assert spelled(reference, pack_for("chongqing")) == reference


def test_a_section_of_the_plan_is_spelled_with_its_part():
    words = "《辽宁省化妆品企业生产质量管理体系提升三年行动计划实施方案》第二部分（六）"
    assert spelled("LN 2(6)", pack_for("liaoning")) == words
