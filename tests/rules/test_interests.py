"""CQ 21: which declared interests stand against an inspected party, in one place, with both sides of every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from zhuangjian.engines.rules.interests import INTERESTS, Inspected, Interest, interest_faults

DAY = date(2026, 11, 26)
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
CODE, OTHER = "91500103MA5U0TEST1", "91500103MA5U0TEST2"
MAKER = Inspected(CODE, ("重庆丽妆生物科技有限公司", "重庆美妆日化厂"))
NAMELESS = Inspected("", MAKER.names)


def codes(
    interest: Interest, party: Inspected = MAKER, day: date = DAY, region: str = "chongqing"
) -> list[str]:
    return [f.code for f in interest_faults([("白波", interest)], [party], day, region=region).value]


@pytest.mark.parametrize("region", ["chongqing", "liaoning"])
@pytest.mark.parametrize("kind", INTERESTS)
def test_a_standing_interest_keeps_away(kind, region):
    assert codes(Interest(kind, CODE), region=region) == ["conflict_of_interest"]


@pytest.mark.parametrize("kind", INTERESTS)
def test_on_its_last_day_an_interest_still_stands(kind):
    assert codes(Interest(kind, CODE, ended_on=DAY)) == ["conflict_of_interest"]
    assert codes(Interest(kind, CODE, ended_on=TOMORROW)) == ["conflict_of_interest"]


@pytest.mark.parametrize("kind", ["relative", "shareholding", "other"])
def test_the_day_after_its_last_day_it_no_longer_counts(kind):
    assert codes(Interest(kind, CODE, ended_on=YESTERDAY)) == []


@pytest.mark.parametrize("kind", ["same_employer", "past_employment"])
def test_who_worked_there_once_is_kept_away_for_good(kind):
    assert codes(Interest(kind, CODE, ended_on=YESTERDAY)) == ["conflict_of_interest"]
    assert codes(Interest(kind, CODE, ended_on=date(2020, 1, 1))) == ["conflict_of_interest"]


def test_codes_settle_it_whatever_the_names_say():
    assert codes(Interest("relative", CODE.lower(), name="别的名字")) == ["conflict_of_interest"]
    assert codes(Interest("relative", OTHER, name=MAKER.names[0])) == []


@pytest.mark.parametrize(
    "name",
    [
        "重庆丽妆生物科技有限公司",
        "重庆丽妆生物科技有限公司 ",
        "重慶麗妝生物科技有限公司",
        "重庆美妆日化厂",
        "丽妆生物科技有限公司",
    ],
)
def test_a_name_alone_is_asked_about_also_a_former_or_differently_written_one(name):
    asked = Interest("relative", name=name)
    assert codes(asked) == ["interest_unclear"]
    assert codes(replace(asked, same=True)) == ["conflict_of_interest"]
    assert codes(replace(asked, same=False)) == []


def test_a_party_without_a_code_is_asked_about_by_name_too():
    assert codes(Interest("relative", CODE, name=MAKER.names[0]), NAMELESS) == ["interest_unclear"]
    assert codes(Interest("relative", CODE), NAMELESS) == []


@pytest.mark.parametrize("name", ["", "重庆花颜生物科技有限公司", "辽宁丽妆生物科技有限公司"])
def test_another_name_is_no_obstacle_whatever_was_answered(name):
    assert codes(Interest("relative", name=name, same=True)) == []


def test_an_ended_interest_known_by_name_is_not_asked_about():
    ended = Interest("relative", name=MAKER.names[0], ended_on=DAY)
    assert codes(ended) == ["interest_unclear"]
    assert codes(ended, day=TOMORROW) == []


@pytest.mark.parametrize(("region", "article"), [("chongqing", "CQ 21"), ("liaoning", "检查办法")])
def test_the_refusal_cites_what_this_region_has(region, article):
    answer = interest_faults([("白波", Interest("relative", CODE))], [MAKER], DAY, region=region)
    assert [f.article for f in answer.value] == [article]
    assert answer.basis == "to_be_confirmed"
