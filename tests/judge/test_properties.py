"""What must hold for any findings at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.judge.cases import NUMBERS, TODAY
from tests.judge.naive import conclude_2022
from zhuangjian.engines.rules.checklists import checklist
from zhuangjian.engines.rules.judge import Finding, judge

RESULTS = ["conforming", "minor_flaw", "nonconforming"]
SEVERITY = {"clean": 0, "deficient": 1, "serious": 2, "pass": 0, "rectify": 1, "fail": 2}
EDITIONS = st.sampled_from(["actual", "commissioned"])


@st.composite
def inspections(draw):
    """An edition with a result for some of its items, mostly near the thresholds."""
    edition = draw(EDITIONS)
    numbers = [i.no for i in checklist(f"gmp-2022-{edition}").items]
    chosen = draw(st.lists(st.sampled_from(numbers), unique=True, max_size=24))
    return edition, {no: draw(st.sampled_from([*RESULTS, "not_applicable"])) for no in chosen}


def severity(edition, results, order=None):
    found = [Finding(no, result) for no, result in results.items()]
    if order is not None:
        order.shuffle(found)
    return SEVERITY[judge("routine", edition, found, on=TODAY).value.conclusion.value.split("_")[1]]


@settings(max_examples=150, deadline=None)
@given(inspections(), st.data())
def test_making_an_item_worse_never_improves_the_conclusion(inspection, data):
    edition, results = inspection
    no = data.draw(st.sampled_from([i.no for i in checklist(f"gmp-2022-{edition}").items]))
    graded = [severity(edition, {**results, no: result}) for result in RESULTS]
    assert graded == sorted(graded)


@settings(max_examples=100, deadline=None)
@given(inspections(), st.randoms(use_true_random=False))
def test_the_order_of_the_findings_does_not_matter(inspection, order):
    edition, results = inspection
    found = [Finding(no, result) for no, result in results.items()]
    shuffled = list(found)
    order.shuffle(shuffled)
    one = judge("routine", edition, found, on=TODAY)
    assert judge("routine", edition, shuffled, on=TODAY).to_dict() == one.to_dict()


@settings(max_examples=100, deadline=None)
@given(inspections(), st.data())
def test_a_not_applicable_item_weighs_exactly_as_much_as_a_conforming_one(inspection, data):
    edition, results = inspection
    no = data.draw(st.sampled_from([i.no for i in checklist(f"gmp-2022-{edition}").items]))
    absent = {**results, no: "not_applicable"}
    assert severity(edition, absent) == severity(edition, {**results, no: "conforming"})


@settings(max_examples=200, deadline=None)
@given(inspections(), st.booleans())
def test_random_findings_match_the_naive_reading(inspection, obstruction):
    edition, results = inspection
    found = [Finding(no, result) for no, result in results.items()]
    counts = [
        sum(results.get(no) == result for no in NUMBERS[edition][cls])
        for cls in ("critical", "major", "general")
        for result in ("nonconforming", "minor_flaw")
    ]
    got = judge("routine", edition, found, on=TODAY, obstruction=obstruction).value.conclusion.label
    assert got == conclude_2022(False, edition == "commissioned", *counts, obstruction)


@settings(max_examples=50, deadline=None)
@given(inspections())
def test_every_item_that_is_not_conforming_is_listed_once(inspection):
    edition, results = inspection
    found = [Finding(no, result) for no, result in results.items()]
    items = judge("routine", edition, found, on=TODAY).value.items
    assert {c.no: c.result.value for c in items} == {n: r for n, r in results.items() if r != "conforming"}
    assert len(items) == len({c.no for c in items})
