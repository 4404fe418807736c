"""Columns that give the outcome away are caught; who inspects is never used; honest columns stay."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from tests.risk.warning_tables import history, rows
from zhuangjian.engines.risk.leaks import Verdict, judge_columns, names_inspector, names_outcome, names_place


def verdicts(exclude: tuple[str, ...] = (), **columns: list[object]) -> dict[str, Verdict]:
    return {v.column: v for v in judge_columns(history(rows(**columns)), exclude)}


@pytest.mark.parametrize(
    "name",
    [
        "Results",
        "criticalCount",
        "seriousCount",
        "minorCount",
        "pass_flag",
        "fail_flag",
        "缺陷数",
        "检查结论",
        "Violations",
    ],
)
def test_a_name_that_is_an_outcome_of_the_same_inspection(name: str) -> None:
    assert names_outcome(name)


@pytest.mark.parametrize(
    "name",
    [
        "pastFail",
        "pastCritical",
        "timeSinceLast",
        "上次检查结论",
        "Risk",
        "compassion",
        "heat_garbage",
        "passenger",
    ],
)
def test_a_name_that_tells_of_earlier_inspections_or_of_other_things(name: str) -> None:
    assert not names_outcome(name)


@pytest.mark.parametrize(
    "name", ["sanitarian", "sanitarian_blue", "Inspector", "inspector_id", "检查员", "执法人员", "组长"]
)
def test_a_name_that_says_who_inspected_is_refused(name: str) -> None:
    assert names_inspector(name)
    assert verdicts(**{name: ["甲", "乙"] * 450})[name].role == "refused"


def test_who_inspected_is_refused_even_when_it_predicts_nothing() -> None:
    verdict = verdicts()["检查员"]
    assert verdict.role == "refused"
    assert "谁来检查" in verdict.why


def test_an_outcome_by_name_only_tells_of_the_past() -> None:
    verdict = verdicts()["缺陷数"]
    assert verdict.role == "history"
    assert verdict.auc == 1.0


def test_a_copy_of_the_outcome_under_an_innocent_name_is_refused_with_its_figure() -> None:
    table = rows()
    noisy = np.array(table["有问题"], float) * 10 + np.random.default_rng(1).random(len(table["有问题"]))
    verdict = verdicts(温度=noisy.tolist())["温度"]
    assert verdict.role == "history"
    assert verdict.auc == 1.0
    assert "1.000" in verdict.why
    falling = verdicts(温度=(-noisy).tolist())["温度"]
    assert falling.role == "history"  # the other way round is the same leak


def test_a_column_that_predicts_too_well_is_used_and_warned_of() -> None:
    target = np.array(rows()["有问题"], float)
    verdict = verdicts(温度=(target + np.random.default_rng(1).normal(0, 0.7, 900)).tolist())["温度"]
    assert verdict.role == "feature"
    assert verdict.warned
    assert verdict.auc is not None
    assert 0.80 <= verdict.auc < 0.95
    weak = verdicts(温度=(target + np.random.default_rng(1).normal(0, 3, 900)).tolist())["温度"]
    assert weak.role == "feature"
    assert not weak.warned


def test_a_part_of_the_outcome_is_caught_by_its_purity_although_its_auc_is_low() -> None:
    target = np.array(rows()["有问题"])
    part = np.where((target == 1) & (np.random.default_rng(2).random(900) < 0.2), 1, 0)
    verdict = verdicts(第三项=part.tolist())["第三项"]
    assert verdict.auc is not None
    assert verdict.auc < 0.65
    assert verdict.role == "history"
    assert "100.0%" in verdict.why


def test_a_text_that_repeats_the_outcome_is_caught() -> None:
    text = ["不好" if y else "好" for y in rows()["有问题"]]
    assert verdicts(备考=text)["备考"].role == "history"


def test_a_column_left_empty_exactly_when_nothing_was_found_is_caught() -> None:
    values = [1.5 + i % 7 if y else None for i, y in enumerate(rows()["有问题"])]
    assert verdicts(复核温度=values)["复核温度"].role in ("history", "refused")


def test_serial_numbers_constants_and_empty_columns_are_refused_each_with_its_reason() -> None:
    found = verdicts(常数=[1] * 900, 空=[None] * 900, 流水=list(range(900)))
    assert found["单号"].role == found["常数"].role == found["空"].role == found["流水"].role == "refused"
    assert len({found[name].why for name in ("单号", "常数", "空")}) == 3


def test_an_excluded_column_speaks_of_the_past_only() -> None:
    assert verdicts()["面积"].role == "feature"
    assert verdicts(("面积",))["面积"].role == "history"


def test_honest_columns_are_used() -> None:
    found = verdicts()
    assert found["邮编"].role in ("group", "both")
    assert found["类别"].role == "both"
    assert not any(v.warned for v in found.values())


def test_place_is_known_by_name() -> None:
    assert all(names_place(n) for n in ("Zip", "ZIP_CODE", "WARD", "Latitude", "Address", "邮编", "所在区县"))
    assert not any(names_place(n) for n in ("Risk", "windSpeed", "DBA_Name", "capacity", "面积"))


def test_rows_that_only_tell_of_the_past_do_not_make_a_constant_look_alive() -> None:
    table = rows(执照种类=["零售"] * 900)
    early = pa.table(
        {
            n: [f"OLD{i}" for i in range(50)] if n == "单号" else table[n][:50]
            for n in ("单号", "企业", "日期")
        }
    )
    found = {v.column: v for v in judge_columns(history(table, early))}
    assert found["执照种类"].role == "refused"


@pytest.mark.parametrize(
    "name", ["执法员", "检查者", "稽查员", "承办人", "insp_name", "checked_by", "officerID"]
)
def test_other_ways_to_say_who_inspected(name: str) -> None:
    assert names_inspector(name)


@pytest.mark.parametrize(
    "name", ["从业人员数", "人员规模", "staff_count", "number_of_employees", "inspection_fee"]
)
def test_how_many_people_work_there_is_not_who_inspected(name: str) -> None:
    assert not names_inspector(name)


def test_measurements_filled_in_only_after_some_of_the_finds_are_caught() -> None:
    found = rows()["有问题"]
    late = [float(i) / 7 if yes and i % 2 else None for i, yes in enumerate(found)]
    assert verdicts(复测值=late)["复测值"].role == "history"
    honest = [float(i) / 7 if i % 2 else None for i, _ in enumerate(found)]
    assert verdicts(复测值=honest)["复测值"].role == "feature"


def test_amounts_above_zero_only_after_finds_are_caught() -> None:
    found = rows()["有问题"]
    amount = [100.5 + i if yes and i % 4 == 0 else 0.0 for i, yes in enumerate(found)]
    verdict = verdicts(金额=amount)["金额"]
    assert verdict.role == "history"
    assert "值≥" in verdict.why
    honest = [100.5 + i if i % 4 == 0 else 0.0 for i, _ in enumerate(found)]
    assert verdicts(金额=honest)["金额"].role == "feature"


def test_districts_written_as_numbers_are_names_not_amounts() -> None:
    districts = [500100 + i % 40 for i in range(900)]
    assert verdicts(区县=districts)["区县"].role == "group"
    assert verdicts(从业年限=districts)["从业年限"].role == "feature"
