"""Limits: CQ 39 and 40 run from the decision, CQ 48 and 50 from receipt; the day of the event is not counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.naive import nth_working_day
from zhuangjian.engines.rules import deadline_names, due, pack_for
from zhuangjian.engines.rules.answer import Refusal

NAMED = {
    "filing_feedback": (5, "CQ 39", "决定"),
    "penalty_feedback": (10, "CQ 40", "决定"),
    "assistance_reply": (15, "CQ 48", "接到"),
    "assistance_reply_urgent": (7, "CQ 48", "接到"),
    "lifting_assessment": (15, "CQ 50", "收到"),
}


def test_a_filing_decision_on_friday_is_due_the_next_friday() -> None:
    assert due("filing_feedback", "2026-11-13").value.due == date(2026, 11, 20)


def test_a_filing_decision_before_national_day_is_due_on_the_make_up_saturday() -> None:
    answer = due("filing_feedback", "2026-09-28", region="chongqing")
    assert answer.value.due == date(2026, 10, 10)
    assert any("国庆节" in r.text for r in answer.reasons)
    assert any("调休上班日" in r.text for r in answer.reasons)


@pytest.mark.parametrize("name", NAMED)
def test_each_limit_has_its_days_article_and_event(name: str) -> None:
    days, article, event = NAMED[name]
    value = due(name, "2026-03-02").value
    assert (value.days, value.unit, value.article) == (days, "working_days", article)
    assert event in value.event


@given(name=st.sampled_from(sorted(NAMED)), event=st.dates(date(2025, 12, 23), date(2026, 11, 30)))
def test_every_limit_agrees_with_a_naive_count(name: str, event: date) -> None:
    assert due(name, event).value.due == nth_working_day(event, NAMED[name][0])


def test_the_decision_to_file_itself_has_no_deadline_and_none_is_invented() -> None:
    with pytest.raises(Refusal, match="没有规定作出立案决定的天数") as caught:
        due("filing_decision", "2026-03-02")
    assert caught.value.article == "CQ 39"


def test_rectification_has_no_number_of_days_in_the_rules() -> None:
    with pytest.raises(Refusal, match="没有规定整改天数"):
        due("rectification", "2026-03-02")


def test_a_recheck_has_no_number_of_days_in_the_rules() -> None:
    with pytest.raises(Refusal) as refused:
        due("rectification_recheck", "2026-03-02")
    assert refused.value.article == "CQ 19"


def test_the_day_before_the_rules_began_is_refused_and_says_from_when() -> None:
    with pytest.raises(Refusal, match="自2025年12月23日起施行"):
        due("filing_feedback", "2025-12-22")
    assert due("filing_feedback", "2025-12-23").value.days == 5


def test_the_day_asked_for_chooses_the_rule_in_force() -> None:
    assert due("filing_feedback", "2025-12-20", on="2025-12-23").value.event_date == date(2025, 12, 20)


def test_an_institutions_inspection_is_also_fed_back_to_the_assigning_authority() -> None:
    for name in ("filing_feedback", "penalty_feedback"):
        assert any("检查机构" in holder for holder in due(name, "2026-03-02").value.to)


def test_an_urgent_request_has_seven_days_instead_of_fifteen() -> None:
    plain = due("assistance_reply", "2026-11-02").value
    urgent = due("assistance_reply", "2026-11-02", urgent=True).value
    assert (plain.due, urgent.due) == (date(2026, 11, 23), date(2026, 11, 11))
    assert urgent.name == "assistance_reply_urgent"


def test_an_urgent_request_that_names_a_date_is_due_on_that_date() -> None:
    answer = due("assistance_reply", "2026-11-02", urgent=True, requested_until="2026-11-05")
    assert answer.value.due == date(2026, 11, 5)
    assert answer.value.unit == "requested_term"
    assert answer.value.days == 3


def test_a_requested_term_needs_an_urgent_request() -> None:
    with pytest.raises(Refusal, match="只适用于紧急协查"):
        due("assistance_reply", "2026-11-02", requested_until="2026-11-05")


def test_a_requested_term_before_receipt_is_refused() -> None:
    with pytest.raises(Refusal, match="早于"):
        due("assistance_reply_urgent", "2026-11-02", requested_until="2026-11-01")


def test_urgency_is_refused_where_the_article_knows_none() -> None:
    with pytest.raises(Refusal, match="没有为"):
        due("filing_feedback", "2026-11-02", urgent=True)


def test_an_extension_is_told_before_the_limit_runs_out() -> None:
    assert any("届满前" in r.text for r in due("assistance_reply", "2026-11-02").reasons)


def test_a_limit_reaching_into_an_unpublished_year_is_provisional_and_says_so() -> None:
    answer = due("lifting_assessment", "2026-12-28")
    assert answer.value.provisional
    assert any("尚未公布" in r.text for r in answer.reasons)
    assert not due("filing_feedback", "2026-12-24").value.provisional


def test_renewal_is_asked_for_between_ninety_and_thirty_working_days_before_expiry() -> None:
    expiry = date(2026, 9, 30)
    opens = due("licence_renewal_opens", expiry).value.due
    closes = due("licence_renewal_closes", expiry).value.due
    assert opens == nth_working_day(expiry, -90)
    assert closes == nth_working_day(expiry, -30)
    assert opens < closes < expiry


def test_national_values_serve_every_region() -> None:
    assert due("reinspection_application", "2026-03-02", region="liaoning").value.days == 7
    assert due("reinspection_application", "2026-03-02", region="chongqing").basis == "official"


def test_values_inferred_for_other_regions_are_to_be_confirmed() -> None:
    assert due("filing_feedback", "2026-03-02", region="liaoning").basis == "to_be_confirmed"
    assert due("filing_feedback", "2026-03-02", region="chongqing").basis == "official"


def test_a_serious_adverse_reaction_is_reported_in_fifteen_natural_days() -> None:
    value = due("adverse_reaction_serious", "2026-11-06").value
    assert value.due == date(2026, 11, 23)  # the 21st is a Saturday
    assert value.unit == "natural_days"


@pytest.mark.parametrize(
    "bad", ["2026-02-30", "20260301", "2026/03/01", "", "明天", "2026-W10-1", "2026-3-1", "2026-13-01"]
)
def test_a_bad_date_is_refused_with_an_example(bad: str) -> None:
    with pytest.raises(Refusal, match="YYYY-MM-DD"):
        due("filing_feedback", bad)


def test_an_unknown_limit_lists_those_that_exist() -> None:
    with pytest.raises(Refusal, match="filing_feedback"):
        due("nothing_such", "2026-03-02")


@pytest.mark.parametrize(
    "region", ["chongqing", "重庆", "重庆市", "50", "500000", "500103", "渝中区", "Chongqing"]
)
def test_a_region_may_be_named_in_any_usual_way(region: str) -> None:
    assert due("filing_feedback", "2026-03-02", region=region).pack == pack_for("chongqing").label


def test_a_region_without_a_pack_is_refused_with_the_list() -> None:
    with pytest.raises(Refusal, match="liaoning"):
        due("filing_feedback", "2026-03-02", region="440100")


def test_every_limit_of_every_region_can_be_computed() -> None:
    for region in ("chongqing", "liaoning", "national"):
        for name in deadline_names(region):
            value = due(name, "2026-06-01", region=region).value
            assert value.due != date(2026, 6, 1) + timedelta(0)


def test_the_answer_tells_facts_pack_and_calendar() -> None:
    body = due("filing_feedback", "2026-09-28").to_dict()
    assert body["pack"].startswith("chongqing@")
    assert body["facts"]["event_date"] == "2026-09-28"
    assert body["value"]["calendar"]
    assert body["reasons"][0]["article"] == "CQ 39"


def test_an_urgent_request_may_ask_for_an_answer_on_the_day_it_arrives() -> None:
    answer = due("assistance_reply_urgent", "2026-11-02", requested_until="2026-11-02")
    assert answer.value.due == date(2026, 11, 2)
    assert answer.value.days == 0
