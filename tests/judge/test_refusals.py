"""What is not accepted, and what the message says."""

from __future__ import annotations

from datetime import date

import pytest

from tests.judge.cases import IN_2018, TODAY, findings_2015
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.checklists import checklist
from zhuangjian.engines.rules.judge import Finding, judge
from zhuangjian.engines.rules.judge_principles import principles_for


def refused(*args, **kwargs):
    with pytest.raises(Refusal) as caught:
        judge(*args, **{"on": TODAY, **kwargs})
    return caught.value


@pytest.mark.parametrize("kind", ["licensing_new", "licensing_extension", "licensing_change"])
def test_licensing_on_the_commissioned_edition_is_refused_by_article_24(kind):
    assert refused(kind, "commissioned", []).article == "CQ 24"


@pytest.mark.parametrize("kind", ["licensing_new", "licensing_extension"])
def test_a_new_licence_or_an_extension_needs_all_items(kind):
    scope = [str(n) for n in range(1, 81)]
    refusal = refused(kind, "actual", [], scope=scope)
    assert refusal.article == "CQ 24"
    assert refusal.missing == ("第 81 项",)
    assert judge(kind, "actual", [], on=TODAY, scope=[*scope, 81]).value.conclusion == "licensing_pass"


def test_a_change_may_use_a_part_of_the_items():
    answer = judge(
        "licensing_change", "actual", [Finding("30", "nonconforming")], on=TODAY, scope=["29", "30"]
    )
    assert answer.value.conclusion == "licensing_rectify"
    assert sum(sum(row.values()) for row in answer.value.counts.values()) == 2


def test_a_result_outside_the_scope_is_refused():
    refusal = refused("licensing_change", "actual", [Finding("31", "nonconforming")], scope=["29", "30"])
    assert refusal.article == "CQ 25"
    assert "31" in refusal.message


def test_an_empty_scope_is_refused():
    assert "范围为空" in refused("routine", "actual", [], scope=[]).message


@pytest.mark.parametrize(("edition", "first_unknown"), [("actual", "82"), ("commissioned", "25")])
def test_an_unknown_item_is_refused_and_the_last_known_one_is_not(edition, first_unknown):
    assert first_unknown in refused("routine", edition, [Finding(first_unknown, "conforming")]).message
    last = int(first_unknown) - 1
    assert judge("routine", edition, [Finding(last, "conforming")], on=TODAY)


@pytest.mark.parametrize("no", ["", "0", "abc", "-1", "25***", "2 5", "1.5", True, None, "二十五"])
def test_what_is_not_a_number_is_refused(no):
    assert "编号" in refused("routine", "actual", [Finding(no, "conforming")]).message


@pytest.mark.parametrize("no", ["25", 25, "25*", " 25 ", "２５＊", "025"])
def test_an_item_number_may_be_written_in_several_ways(no):
    items = judge("routine", "actual", [Finding(no, "nonconforming")], on=TODAY).value.items
    assert [c.no for c in items] == ["25"]


@pytest.mark.parametrize("word", ["yes", "Yes", "Conforming", "符合", "", "fail", "nonconforming "])
def test_a_word_outside_the_closed_list_is_refused_and_the_list_is_shown(word):
    message = refused("routine", "actual", [Finding("1", word)]).message
    assert "nonconforming（不符合）" in message
    assert "第 1 项" in message


def test_an_item_named_twice_with_different_results_is_refused_but_the_same_result_counts_once():
    twice = [Finding("25", "nonconforming"), Finding("25*", "minor_flaw")]
    assert "第 25 项" in refused("routine", "actual", twice).message
    same = [Finding("25", "nonconforming"), Finding(25, "nonconforming")]
    assert judge("routine", "actual", same, on=TODAY).value.sums[2].value == 1


def test_an_inspection_before_any_edition_is_refused_and_on_its_first_day_is_not():
    assert "2016年1月1日" in refused("routine", "actual", [], on=date(2015, 12, 31)).message
    assert judge("routine", "actual", [], on=date(2016, 1, 1)).value.checklist == "gmp-2015@2015.1"
    assert "2022年12月1日" in refused("routine", "commissioned", [], on=date(2022, 11, 30)).message
    assert judge("routine", "commissioned", [], on=date(2022, 12, 1))


def test_the_day_decides_between_the_lists_of_2015_and_2022():
    assert judge("routine", "actual", [], on=date(2022, 11, 30)).value.checklist == "gmp-2015@2015.1"
    assert judge("routine", "actual", [], on=date(2022, 12, 1)).value.checklist == "gmp-2022-actual@2022.1"


def test_an_inspection_bound_to_a_superseded_list_keeps_its_principles():
    answer = judge("routine", "actual", findings_2015(5), on=TODAY, checklist_id="gmp-2015@2015.1")
    assert answer.pack == "gmp-2015@2015.1+gmp-judgement-2015@2015.1"
    assert answer.value.conclusion == "production_serious"


def test_a_binding_that_contradicts_the_edition_is_refused():
    assert "委托生产版" in refused("routine", "commissioned", [], checklist_id="gmp-2022-actual").message
    assert "gmp-2015" in refused("routine", "actual", [], checklist_id="gmp-1999").message


@pytest.mark.parametrize("kind", ["for_cause", "other", "licensing", "Routine", ""])
def test_a_type_without_a_computed_conclusion_is_refused(kind):
    assert "licensing_new" in refused(kind, "actual", []).message


@pytest.mark.parametrize("edition", ["operator", "Actual", "实际生产版", ""])
def test_an_edition_without_principles_is_refused(edition):
    assert refused("routine", edition, []).article == "CQ 16"


def test_the_2015_list_knows_no_minor_flaw():
    assert "瑕疵" not in refused("routine", "actual", [Finding("37", "minor_flaw")], on=IN_2018).message


def bare(count, start=1):
    """That many defects without a class, on items whose class no source gives."""
    return [Finding(f.no, f.result) for f in findings_2015(count + start - 1)[start - 1 :]]


def answered(findings):
    answer = judge("routine", "actual", findings, on=IN_2018)
    assert answer.basis == "to_be_confirmed"
    return answer.value.conclusion.value


def test_without_classes_four_defects_are_answered_and_five_are_refused():
    assert answered(bare(1)) == "production_deficient"
    assert answered(bare(4)) == "production_deficient"
    refusal = refused("routine", "actual", bare(5), on=IN_2018)
    assert refusal.missing == tuple(f"第 {f.no} 项的类别" for f in bare(5))
    assert '"class": "critical"' in refusal.message


def test_known_critical_items_leave_less_room_for_items_without_a_class():
    known = findings_2015(3)
    assert answered(known + bare(1, start=4)) == "production_deficient"
    assert refused("routine", "actual", known + bare(2, start=4), on=IN_2018).missing
    assert answered(findings_2015(5) + bare(1, start=6)) == "production_serious"


def test_defects_without_a_class_count_into_all_defects_from_twenty_on():
    general = findings_2015(0, 17)
    assert answered(general[:16] + bare(3, start=18)) == "production_deficient"
    assert answered(general + bare(3, start=18)) == "production_serious"
    assert refused("routine", "actual", bare(19), on=IN_2018).missing
    assert answered(bare(20)) == "production_serious"
    assert answered(bare(100)) == "production_serious"


def test_both_readings_are_told_and_no_class_is_made_up():
    answer = judge("routine", "actual", [Finding("37", "nonconforming"), *bare(2)], on=IN_2018)
    assert answer.facts["readings"] == {
        "lowest": {"serious_defects": 1, "all_defects": 3},
        "highest": {"serious_defects": 3, "all_defects": 3},
    }
    assert [c.item_class for c in answer.value.items if c.no != "37"] == [None, None]
    assert answer.value.counts["unclassified"]["nonconforming"] == 2
    assert answer.value.counts["general"]["nonconforming"] == 0
    assert any("两种读法结论相同" in reason.text for reason in answer.reasons)
    assert (
        judge("routine", "actual", bare(2)[::-1], on=IN_2018).value
        == judge("routine", "actual", bare(2), on=IN_2018).value
    )


def test_an_item_that_does_not_apply_needs_no_class_and_is_no_defect():
    answer = judge("routine", "actual", [Finding("1", "not_applicable")], on=IN_2018)
    assert (answer.value.conclusion.value, answer.basis) == ("production_clean", "official")


def test_a_fact_that_fails_by_itself_needs_no_class():
    answer = judge("routine", "actual", bare(6), on=IN_2018, obstruction=True)
    assert answer.value.conclusion.value == "production_serious"


def test_a_class_that_contradicts_the_checklist_is_refused():
    assert (
        "关键项目"
        in refused("routine", "actual", [Finding("37", "nonconforming", "general")], on=IN_2018).message
    )
    assert (
        "“major”不在"
        in refused("routine", "actual", [Finding("1", "conforming", "major")], on=IN_2018).message
    )


def test_no_more_items_of_a_class_are_accepted_than_the_list_has():
    assert judge("routine", "actual", findings_2015(recommended=8), on=IN_2018)
    assert "8 项" in refused("routine", "actual", findings_2015(recommended=9), on=IN_2018).message
    assert judge("routine", "actual", findings_2015(critical=23), on=IN_2018)
    assert "26 项" in refused("routine", "actual", findings_2015(critical=24), on=IN_2018).message


def test_a_star_that_the_class_does_not_have_is_reported_but_does_not_change_the_sum():
    answer = judge("routine", "actual", [Finding("19*", "nonconforming")], on=TODAY)
    assert any("19*" in r.text for r in answer.reasons)
    plain = judge("routine", "actual", [Finding("19", "nonconforming")], on=TODAY)
    assert plain.value == answer.value
    assert not any("星号" in r.text for r in plain.reasons)


def test_the_operators_checklist_has_no_computed_conclusion():
    with pytest.raises(Refusal) as caught:
        principles_for(checklist("operator"), TODAY)
    assert caught.value.article == "CQ 16"
