"""The independent checker finds every kind of fault, and nothing where there is none."""

from __future__ import annotations

import math

import pytest

from zhuangjian.engines.planner.orienteering.checker import TOLERANCE, faults, score_of, trip_length

SERVICE = [0.5, 0.0, 0.25]


def line(i: int, j: int) -> float:
    """Start 0, sites at 1, 2 and 3, end at 4 on a line."""
    return float(abs(i - j))


def test_right_trips_have_no_fault():
    assert faults([[1, 3], [2]], line, SERVICE, [4.75, 4.0]) == []
    assert faults([], line, SERVICE, [1.0]) == []
    assert faults([[], []], line, SERVICE, [0.0, 0.0]) == []


def test_a_length_is_travel_and_service_from_start_to_end():
    assert trip_length([1, 3], line, SERVICE) == 4.75
    assert trip_length([3, 1], line, SERVICE) == 3 + 2 + 3 + 0.75
    assert trip_length([], line, SERVICE) == 0.0


@pytest.mark.parametrize(
    "routes, limits, said",
    [
        ([[1], [2], [3]], [9.0, 9.0], "多于允许的2条"),
        ([[1, 2, 1]], [99.0], "地点1被访问多次"),
        ([[1], [2, 1]], [99.0, 99.0], "第1条和第2条"),
        ([[4]], [99.0], "不存在的地点4"),
        ([[0]], [99.0], "不存在的地点0"),
        ([[-1]], [99.0], "不存在的地点-1"),
        ([[1, 3]], [4.74], "超过上限"),
        ([[3, 1]], [4.75], "超过上限"),
        ([[2], [1]], [4.0, 4.49], "第2条行程长4.5"),
        ([[1]], [math.nan], "超过上限"),
    ],
)
def test_each_fault_is_found_and_named(routes, limits, said):
    found = faults(routes, line, SERVICE, limits)
    assert len(found) == 1
    assert said in found[0]


def test_several_faults_are_all_named():
    assert len(faults([[1, 1], [7], [3, 1], [2]], line, SERVICE, [1.0, 9.0, 1.0])) == 6


def test_the_tolerance_forgives_rounding_and_nothing_else():
    assert faults([[2]], line, SERVICE, [4.0 * (1 - TOLERANCE / 2)]) == []
    assert len(faults([[2]], line, SERVICE, [4.0 * (1 - TOLERANCE * 2)])) == 1


def test_a_site_counts_once_in_the_score():
    assert score_of([[1, 2], [2]], [5.0, 7.0, 11.0]) == 12.0
