"""What the planner refuses to read, and that it says where and what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.planner.tiny import problem
from zhuangjian.engines.planner import Problem, example, problem_from, read_problem
from zhuangjian.engines.planner.plan import Plan
from zhuangjian.engines.planner.reading import pack_frequencies, read_as, schema, write_json
from zhuangjian.engines.planner.replan import Changes
from zhuangjian.engines.rules.answer import Refusal


def data() -> dict[str, Any]:
    return dict(json.loads(write_json(problem())))


def test_a_written_problem_reads_back_the_same() -> None:
    made = example(30, 6, 1, weeks=12)
    assert read_problem(write_json(made)) == made


def test_legal_numbers_not_given_come_from_the_regions_pack() -> None:
    given = data()
    given["rules"] = {}
    rules = problem_from(given).rules
    assert rules.merge_days is not None
    assert (rules.merge_days.value, rules.merge_days.article) == (30, "CQ 8")
    assert rules.enforcement_min is not None
    assert (rules.enforcement_min.value, rules.enforcement_min.article) == (2, "CQ 9")


def test_a_region_without_a_merging_interval_says_so() -> None:
    given = data() | {"rules": {}, "region": "liaoning"}
    rule = problem_from(given).rules.merge_days
    assert rule is not None
    assert rule.basis == "to_be_confirmed" or rule.value == 30


def test_no_pack_publishes_frequencies_yet() -> None:
    assert pack_frequencies("chongqing", problem().start) == ()


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("weeks",), 0, "weeks：不应小于 1"),
        (("weeks",), "x", "weeks：应为整数"),
        (("start",), "2027-13-01", "start：应为日期"),
        (("parties", 0, "risk"), 101, "parties[第1项].risk：不应大于 100"),
        (("parties", 0, "lat"), None, "parties[第1项].lat：应为数字"),
        (("parties", 0, "kinds"), ["shop"], "parties[第1项].kinds[第1项]：只能是"),
        (("parties", 0, "id"), "", "parties[第1项].id：不能为空"),
        (("inspectors", 0, "credential"), [], "inspectors[第1项].credential：没有这个字段"),
        (("wishes", 0, "reason"), "whim", "wishes[第1项].reason：只能是"),
        (("travel", "speed_kmh"), 0, "travel.speed_kmh：应大于 0"),
        (("bases",), {}, "bases：应为列表"),
        (("day_hours",), 25, "day_hours：不应大于 24"),
    ],
)
def test_what_does_not_fit_is_refused_by_place(path: tuple[str | int, ...], value: Any, words: str) -> None:
    given: Any = data()
    spot = given
    for part in path[:-1]:
        spot = spot[part]
    spot[path[-1]] = value
    with pytest.raises(Refusal) as refused:
        problem_from(given)
    assert words in refused.value.message


def test_a_missing_field_is_named() -> None:
    given = data()
    del given["parties"][0]["risk"]
    with pytest.raises(Refusal, match="缺少此项"):
        problem_from(given)


@pytest.mark.parametrize("text", [b"", b"{", b"[1, 2", b"\xff\xfe", b"NaN", b"[]", b'"x"', b"{}"])
def test_what_is_no_problem_at_all_is_refused(text: bytes) -> None:
    with pytest.raises(Refusal):
        read_problem(text)


@pytest.mark.parametrize("rows", ["parties", "inspectors", "bases", "wishes"])
def test_an_id_used_twice_is_refused(rows: str) -> None:
    given = data()
    given[rows] = [*given[rows], given[rows][0]]
    with pytest.raises(Refusal, match="重复"):
        problem_from(given)


def test_a_matrix_must_be_square_and_know_every_place() -> None:
    for places, minutes, words in (
        (["B1", "P1"], [[0, 1]], "2 行 2 列"),
        (["B1", "P1"], [[0, 1], [1]], "2 行 2 列"),
        (["B1"], [[0]], "缺少地点“P1”"),
    ):
        given = data()
        given["travel"] |= {"kind": "matrix", "places": places, "minutes": minutes}
        with pytest.raises(Refusal, match=words):
            problem_from(given)


def test_schemas_tell_the_chinese_name_of_every_field() -> None:
    found = schema(Problem)
    assert found["properties"]["parties"]["title"] == "对象"
    for kind in (Problem, Plan, Changes):
        assert schema(kind)["type"] == "object"


def test_a_plan_reads_back_the_same() -> None:
    from zhuangjian.engines.planner import solve

    made = solve(problem(), rounds=3)
    assert read_as(Plan, write_json(made), "计划") == made
