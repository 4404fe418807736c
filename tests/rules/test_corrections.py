"""Values as the law texts have them: the article, the days, how they are counted, and what is said of their source."""

from __future__ import annotations

from datetime import date

import pytest

from zhuangjian.engines.rules import due, load_pack
from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.lookup import number, parameter

NATIONAL, LIAONING = load_pack("national"), load_pack("liaoning")
DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("name", "article", "days", "unit", "basis"),
    [
        ("hearing_request", "行政处罚法 64", 5, "working_days", "official"),
        ("hearing_notice", "行政处罚法 64", 7, "working_days", "official"),
        ("complaint_acceptance", "投诉举报办法 14", 7, "working_days", "official"),
        ("informant_reply", "投诉举报办法 31", 5, "working_days", "official"),
        ("mediation_end", "投诉举报办法 21", 45, "working_days", "official"),
        ("mediation_end_notice", "投诉举报办法 21", 7, "working_days", "official"),
        ("clue_check", "处罚程序规定", 15, "working_days", "to_be_confirmed"),
        ("clue_check_mediation", "投诉举报办法 23", 15, "working_days", "official"),
        ("penalty_publication", "公示规定 9", 20, "working_days", "official"),
        ("penalty_publication_withdrawal", "公示规定 11", 3, "working_days", "official"),
        ("crime_transfer_decision", "移送规定 5", 3, "natural_days", "official"),
        ("crime_transfer_goods", "移送规定 12", 3, "natural_days", "official"),
        ("test_report", "抽检办法", 30, "working_days", "to_be_confirmed"),
        ("test_report_delivery", "抽检办法", 5, "working_days", "to_be_confirmed"),
        ("adverse_reaction_self_check_serious", "不良反应办法", 20, "natural_days", "second_hand"),
    ],
)
def test_each_limit_is_the_texts(name, article, days, unit, basis):
    value = NATIONAL.deadlines[name][-1]
    assert (value.article, value.days, value.unit, value.basis) == (article, days, unit, basis)


@pytest.mark.parametrize(
    ("name", "event", "last"),
    [
        ("mediation_end_notice", "2026-11-25", date(2026, 12, 4)),
        ("penalty_publication_withdrawal", "2026-11-27", date(2026, 12, 2)),
        ("hearing_request", "2026-11-26", date(2026, 12, 3)),
        ("hearing_notice", "2026-12-04", date(2026, 11, 25)),
    ],
)
def test_short_limits_count_working_days_and_leave_out_the_day_of_the_event(name, event, last):
    for region in ("chongqing", "liaoning"):
        assert due(name, event, region=region).value.due == last


@pytest.mark.parametrize("pack", ["chongqing", "liaoning"])
def test_a_first_day_that_the_text_does_not_fix_is_said_to_be_unconfirmed(pack):
    found = load_pack(pack)
    document = found.documents[found.head.document]
    assert document.effective_from == found.head.effective_from
    assert document.first_day_basis == "to_be_confirmed"
    assert document.first_day_note


@pytest.mark.parametrize(
    ("day", "article"),
    [
        (date(2026, 1, 1), "LN 3(1)"),
        (date(2026, 12, 31), "LN 3(1)"),
        (date(2027, 1, 1), "LN 3(2)"),
        (date(2027, 12, 31), "LN 3(2)"),
        (date(2028, 1, 1), "LN 3(3)"),
        (date(2028, 12, 31), "LN 3(3)"),
    ],
)
def test_each_phase_of_the_plan_is_cited_from_its_own_section(day, article):
    assert parameter(LIAONING, "plan_phase", day).article == article


def test_twenty_hours_are_the_texts_and_the_calendar_year_our_reading():
    for name, article in (
        ("training_hours_min", "LN 2(12)"),
        ("training_hours_professional_min", "LN 4(4)"),
    ):
        hours, source = number(LIAONING, name, DAY)
        assert (hours, source.article, source.basis) == (20, article, "official")
        assert "自然年" not in source.meaning
    assert parameter(LIAONING, "training_year", DAY).basis == "to_be_confirmed"


def test_a_law_cited_without_its_article_is_to_be_confirmed():
    for name in ("national", "chongqing", "liaoning"):
        pack = load_pack(name)
        for kind in (pack.deadlines, pack.parameters, pack.tables, pack.open_ended):
            for value in (one for series in kind.values() for one in series):
                document = pack.documents[value.article.split()[0]]
                if " " not in value.article and (document.articles or document.sections):
                    assert value.basis == "to_be_confirmed", value


def test_disputes_over_competence_are_settled_as_article_47_says() -> None:
    assert cited("disputes", region="chongqing").article == "CQ 47"
