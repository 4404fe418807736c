"""Every combination of counts that can matter, against the naive reading."""

from __future__ import annotations

import itertools

import pytest

from tests.judge.cases import IN_2018, TODAY, findings_2015, findings_2022
from tests.judge.naive import conclude_2015, conclude_2022
from zhuangjian.engines.rules.judge import judge


def spread(limit, around, cap):
    """Small counts, and those on both sides of a threshold; every value is checked for the other classes' smallest."""
    return sorted({n for n in (*range(limit), *around) if n <= cap})


def test_every_combination_of_counts_in_the_commissioned_edition_matches_the_naive_reading():
    checked = 0
    for no, flaw in ((a, b) for a in range(2) for b in range(2) if a + b <= 1):
        for major_no, major_flaw in itertools.product(range(9), range(9)):
            if major_no + major_flaw > 8:
                continue
            for gen_no, gen_flaw in itertools.product(range(8), range(2)):
                counts = (no, flaw, major_no, major_flaw, gen_no, gen_flaw)
                answer = judge("routine", "commissioned", findings_2022("commissioned", *counts), on=TODAY)
                assert answer.value.conclusion.label == conclude_2022(False, True, *counts, False), counts
                checked += 1
    assert checked == 3 * 45 * 16


@pytest.mark.parametrize("kind", ["routine", "licensing_new"])
def test_every_combination_of_counts_in_the_actual_edition_matches_the_naive_reading(kind):
    criticals = [(a, b) for a in range(4) for b in range(4) if a + b <= 3]
    majors = [(a, b) for a in range(8) for b in spread(3, (5, 9, 10, 14, 15, 16, 17, 18), 18)]
    checked = 0
    for (no, flaw), (major_no, major_flaw) in itertools.product(criticals, majors):
        base = no + flaw + major_no + major_flaw
        for gen_no in sorted({0, 1, max(0, 15 - base), max(0, 16 - base), max(0, 17 - base)}):
            for gen_flaw in (0, 1):
                counts = (no, flaw, major_no, major_flaw, gen_no, gen_flaw)
                answer = judge(kind, "actual", findings_2022("actual", *counts), on=TODAY)
                expected = conclude_2022(kind != "routine", False, *counts, False)
                assert answer.value.conclusion.label == expected, counts
                checked += 1
    assert checked > 4000


@pytest.mark.parametrize("kind", ["routine", "licensing_extension"])
def test_every_combination_of_defects_in_the_2015_list_matches_the_naive_reading(kind):
    for critical, general, recommended in itertools.product(range(8), range(22), (0, 3)):
        found = findings_2015(critical, general, recommended)
        answer = judge(kind, "actual", found, on=IN_2018)
        expected = conclude_2015(kind != "routine", critical, general, False)
        assert answer.value.conclusion.label == expected, (critical, general, recommended)


@pytest.mark.parametrize("fact", ["obstruction", "false_data"])
@pytest.mark.parametrize("edition", ["actual", "commissioned"])
@pytest.mark.parametrize("bad", [0, 1, 5])
def test_obstruction_or_false_data_fails_the_inspection_whatever_the_counts(fact, edition, bad):
    found = findings_2022(edition, gen_no=bad)
    answer = judge("routine", edition, found, on=TODAY, **{fact: True})
    assert answer.value.conclusion == "production_serious"
    assert answer.value.direct
    assert "CQ 51" not in answer.articles
    expected = conclude_2022(False, edition == "commissioned", 0, 0, 0, 0, bad, 0, False)
    assert judge("routine", edition, found, on=TODAY).value.conclusion.label == expected
