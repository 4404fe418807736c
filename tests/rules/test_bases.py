"""Four bases: official, second-hand with its sources, to be confirmed, and the house's own rules."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from zhuangjian.engines.rules import Refusal, load_pack
from zhuangjian.engines.rules.bases import HOUSE, HOUSE_NOTE, LABELS, NOTES, weakest
from zhuangjian.engines.rules.loader import KINDS, pack_names
from zhuangjian.engines.rules.lookup import practice
from zhuangjian.engines.rules.people import Fault
from zhuangjian.engines.rules.source import SourceError

from .pack_files import copy_packs

DAY = date(2026, 11, 26)
VALUE = """parameters:
  a_number:
    - {{value: 1, effective_from: 2025-12-23, article: {article}, basis: {basis}{more}, meaning: 一个示例取值}}
"""
PAPER = ", seen_in: [{title: 某省评定附件（转载）}]"


def loaded(tmp_path, article: str, basis: str, more: str = ""):
    root = copy_packs(tmp_path)
    (root / "chongqing" / "one.yaml").write_text(VALUE.format(article=article, basis=basis, more=more))
    return load_pack("chongqing", root).parameters["a_number"][0]


def test_there_are_four_bases_each_with_a_name_and_a_meaning():
    assert set(LABELS) == set(NOTES) == {"official", "second_hand", "to_be_confirmed", "house"}
    assert len(set(LABELS.values())) == len(set(NOTES.values())) == 4


@pytest.mark.parametrize(
    ("bases", "whole"),
    [
        ((), "official"),
        (("official", "official"), "official"),
        (("official", "house"), "house"),
        (("house", "second_hand"), "second_hand"),
        (("second_hand", "to_be_confirmed"), "to_be_confirmed"),
        (("to_be_confirmed", "house", "official"), "to_be_confirmed"),
    ],
)
def test_an_answer_has_the_basis_that_most_needs_saying(bases, whole):
    assert weakest(bases) == whole


def test_the_order_of_the_values_does_not_matter():
    for pair in product(LABELS, repeat=2):
        assert weakest(pair) == weakest(pair[::-1])


def test_an_official_value_names_its_source(tmp_path):
    assert loaded(tmp_path / "with", "CQ 8", "official", ", source: 测试").basis == "official"
    with pytest.raises(SourceError, match="没有写明出处"):
        loaded(tmp_path / "without", "CQ 8", "official")


def test_a_second_hand_value_names_the_papers_it_was_read_in(tmp_path):
    (paper,) = loaded(tmp_path / "with", "CQ 8", "second_hand", PAPER).seen_in
    assert paper.title == "某省评定附件（转载）"
    with pytest.raises(SourceError, match="间接来源"):
        loaded(tmp_path / "without", "CQ 8", "second_hand")
    with pytest.raises(SourceError, match="间接来源"):
        loaded(tmp_path / "other", "CQ 8", "to_be_confirmed", PAPER)


def test_a_house_rule_never_cites_an_article_and_no_article_is_a_house_rule(tmp_path):
    assert loaded(tmp_path / "house", HOUSE, "house").article == HOUSE
    for name, article, basis in (("a", "CQ 10", "house"), ("b", HOUSE, "to_be_confirmed")):
        with pytest.raises(SourceError, match="依据与条款不一致"):
            loaded(tmp_path / name, article, basis)


def test_no_shipped_practice_cites_a_law():
    for name in pack_names():
        for series in load_pack(name).practices.values():
            assert {(value.basis, value.article) for value in series} == {("house", HOUSE)}


def test_every_shipped_second_hand_value_can_be_looked_up():
    found = [
        value
        for name in pack_names()
        for kind in KINDS
        for series in getattr(load_pack(name), kind).values()
        for value in series
        if value.basis == "second_hand"
    ]
    assert all(value.seen_in for value in found)


def test_a_refusal_by_the_house_says_that_it_is_the_houses():
    assert str(Refusal("请换人批准。", article=HOUSE)) == "请换人批准。" + HOUSE_NOTE
    assert Refusal("请换人批准。" + HOUSE_NOTE, article=HOUSE).message.count(HOUSE_NOTE) == 1
    assert Refusal("请换人批准。", article="CQ 10").message == "请换人批准。"
    assert Fault("x", HOUSE, "请换人批准。").message.endswith(HOUSE_NOTE)


def test_a_region_ends_a_house_rule_with_a_date(tmp_path):
    root = copy_packs(tmp_path)
    ended = """practices:
  plan_approved_by_another:
    - {title: 方案由他人批准, effective_from: 2021-01-01, effective_to: 2026-11-25, article: 良好做法, basis: house, meaning: 本地区到此为止}
"""
    (root / "chongqing" / "own_practices.yaml").write_text(ended)
    pack = load_pack("chongqing", root)
    assert practice(pack, "plan_approved_by_another", date(2026, 11, 25)) is not None
    assert practice(pack, "plan_approved_by_another", DAY) is None


def test_an_unknown_house_rule_is_refused():
    with pytest.raises(Refusal, match="没有名为“no_such_rule”的良好做法"):
        practice(load_pack("chongqing"), "no_such_rule", DAY)


def test_no_date_that_is_merely_implausible_is_refused_under_an_article():
    from zhuangjian.engines.rules import due, must_merge, plan_faults
    from zhuangjian.engines.rules.merging import Task
    from zhuangjian.engines.rules.plans import InspectionPlan
    from zhuangjian.engines.rules.vocabulary import Mode

    plan = InspectionPlan(("x",), DAY, date(2026, 11, 25), Mode.ON_SITE, "a")
    assert [(f.code, f.article) for f in plan_faults(plan, approval=False).value] == [
        ("time_reversed", HOUSE)
    ]
    with pytest.raises(Refusal) as reversed_task:
        must_merge([Task("1", frozenset({"x"}), DAY, date(2026, 11, 25))])
    with pytest.raises(Refusal) as early:
        due("assistance_reply", DAY, urgent=True, requested_until=date(2026, 11, 25))
    assert {reversed_task.value.article, early.value.article} == {HOUSE}
