"""Both sides of every number, and the words that come out."""

from __future__ import annotations

from datetime import date

import pytest

from tests.judge.cases import IN_2018, TODAY, findings_2015, findings_2022
from zhuangjian.engines.rules.judge import judge
from zhuangjian.engines.rules.judge_principles import all_principles

FAIL, BETWEEN, CLEAN = "production_serious", "production_deficient", "production_clean"


@pytest.mark.parametrize(
    ("edition", "counts", "code"),
    [
        ("actual", {}, CLEAN),
        ("actual", {"crit_no": 1}, FAIL),
        ("actual", {"crit_flaw": 1}, BETWEEN),
        ("actual", {"major_no": 5}, BETWEEN),
        ("actual", {"major_no": 6}, FAIL),
        ("actual", {"crit_flaw": 3, "major_no": 2}, BETWEEN),
        ("actual", {"crit_flaw": 3, "major_no": 3}, FAIL),
        ("actual", {"gen_no": 15}, BETWEEN),
        ("actual", {"gen_no": 16}, FAIL),
        ("actual", {"major_flaw": 15}, BETWEEN),
        ("actual", {"major_flaw": 16}, FAIL),
        ("actual", {"crit_flaw": 2, "major_no": 3, "major_flaw": 5, "gen_no": 5}, BETWEEN),
        ("actual", {"crit_flaw": 2, "major_no": 3, "major_flaw": 5, "gen_no": 6}, FAIL),
        ("actual", {"gen_no": 15, "gen_flaw": 30}, BETWEEN),
        ("actual", {"gen_flaw": 1}, BETWEEN),
        ("commissioned", {}, CLEAN),
        ("commissioned", {"crit_no": 1}, FAIL),
        ("commissioned", {"crit_flaw": 1, "major_no": 1}, BETWEEN),
        ("commissioned", {"crit_flaw": 1, "major_no": 2}, FAIL),
        ("commissioned", {"major_no": 2}, BETWEEN),
        ("commissioned", {"major_no": 3}, FAIL),
        ("commissioned", {"gen_no": 5}, BETWEEN),
        ("commissioned", {"gen_no": 6}, FAIL),
        ("commissioned", {"major_flaw": 3, "gen_no": 2}, BETWEEN),
        ("commissioned", {"major_flaw": 3, "gen_no": 3}, FAIL),
    ],
)
def test_each_threshold_of_2022_changes_the_conclusion_exactly_there(edition, counts, code):
    assert judge("routine", edition, findings_2022(edition, **counts), on=TODAY).value.conclusion == code


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ((0, 0, 8), CLEAN),
        ((4, 0, 0), BETWEEN),
        ((5, 0, 0), FAIL),
        ((0, 19, 0), BETWEEN),
        ((0, 20, 0), FAIL),
        ((4, 15, 8), BETWEEN),
        ((4, 16, 0), FAIL),
    ],
)
def test_each_threshold_of_2015_changes_the_conclusion_exactly_there(counts, code):
    assert judge("routine", "actual", findings_2015(*counts), on=IN_2018).value.conclusion == code


@pytest.mark.parametrize("kind", ["licensing_new", "licensing_extension", "licensing_change", "routine"])
@pytest.mark.parametrize(
    ("counts", "place"), [({}, 0), ({"gen_no": 1}, 1), ({"crit_no": 1}, 2)], ids=["clean", "between", "fail"]
)
def test_the_closed_lists_never_mix(kind, counts, place):
    lists = {
        True: ("现场核查通过", "整改后复查", "现场核查不通过"),
        False: (
            "检查未发现生产质量管理体系存在缺陷",
            "生产质量管理体系存在缺陷",
            "生产质量管理体系存在严重缺陷",
        ),
    }
    conclusion = judge(kind, "actual", findings_2022("actual", **counts), on=TODAY).value.conclusion
    assert conclusion.label == lists[kind.startswith("licensing")][place]


def test_the_sum_that_failed_names_the_items_that_went_into_it():
    found = findings_2022("actual", crit_flaw=2, major_no=4, gen_no=1)
    judgement = judge("routine", "actual", found, on=TODAY).value
    by_id = {s.id: s for s in judgement.sums}
    assert by_id["critical_flaws_and_major_nonconforming"].met
    assert by_id["critical_flaws_and_major_nonconforming"].items == ("3", "5", "6", "16", "23", "49")
    assert not by_id["total"].met
    assert by_id["total"].value == 7
    assert not by_id["critical_nonconforming"].met
    entered = {c.no: c.sums for c in judgement.items}
    assert entered["16"] == ("critical_flaws_and_major_nonconforming", "total")
    assert entered["1"] == ("total",)


def test_the_counts_add_up_to_the_whole_checklist():
    counts = judge("routine", "actual", findings_2022("actual", crit_flaw=1, gen_no=2), on=TODAY).value.counts
    assert {c: sum(row.values()) for c, row in counts.items()} == {"critical": 3, "major": 26, "general": 52}
    assert counts["critical"]["minor_flaw"] == 1
    assert counts["general"]["nonconforming"] == 2


def test_the_thresholds_of_actual_production_are_second_hand_those_of_commissioned_production_unseen():
    (principles,) = [row for row in all_principles() if row.id == "gmp-judgement-2022"]
    actual = principles.checklists["gmp-2022-actual"]
    assert actual.basis == "second_hand"
    assert len(actual.seen_in) == 2
    assert [row.at_least for row in actual.sums] == [1, 6, 16]
    assert principles.checklists["gmp-2022-commissioned"].basis is None
    assert principles.basis == "to_be_confirmed"


def test_a_conclusion_is_no_surer_than_the_classes_of_its_items():
    assert judge("routine", "actual", [], on=TODAY).basis == "to_be_confirmed"
    assert judge("routine", "actual", findings_2015(1), on=IN_2018).basis == "official"


def test_the_pack_names_checklist_and_principles_with_their_versions():
    answer = judge("routine", "commissioned", [], on=TODAY)
    assert answer.pack == "gmp-2022-commissioned@2022.1+gmp-judgement-2022@2022.1"


def test_the_licensing_articles_are_named():
    assert judge("licensing_new", "actual", [], on=TODAY).articles == ("CQ 16", "CQ 24")
    assert judge("licensing_change", "actual", [], on=TODAY).articles == ("CQ 16", "CQ 25")
    assert judge("routine", "actual", [], on=TODAY).articles == ("CQ 16",)


def test_before_the_chongqing_rules_the_reason_says_that_their_words_are_borrowed():

    before = judge("routine", "actual", [], on=date(2025, 12, 22)).reasons[-1].text
    after = judge("routine", "actual", [], on=date(2025, 12, 23)).reasons[-1].text
    assert "尚未施行" in before
    assert "尚未施行" not in after


@pytest.mark.parametrize("fact", ["obstruction", "false_data"])
def test_that_obstruction_fails_an_inspection_is_the_principles_and_never_article_51(fact):
    for day in (date(2025, 12, 22), date(2025, 12, 23)):
        answer = judge("routine", "actual", [], on=day, **{fact: True})
        assert (answer.value.conclusion, answer.basis) == (FAIL, "to_be_confirmed")
        assert "CQ 51" not in answer.articles
        assert "CQ 51" not in {r.article for r in answer.reasons}
