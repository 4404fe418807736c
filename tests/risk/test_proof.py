"""A warning model of an authority's own inspections with its proof: who inspects is no feature, too few stop calmly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.risk.warning_tables import SMALL, rows
from zhuangjian.engines.risk.proof import Proof, prove
from zhuangjian.engines.risk.proof_facts import Record, Visit
from zhuangjian.engines.rules.answer import Refusal

AS_OF = date(2022, 1, 10)


def visits(number: int) -> list[Visit]:
    table = rows(number)
    return [
        Visit(party, day, bool(found), who, "常规检查", place, kind, "小", drawn=n % 2 == 0)
        for n, (party, day, found, who, place, kind) in enumerate(
            zip(*(table[name] for name in ("企业", "日期", "有问题", "检查员", "邮编", "类别")), strict=True)
        )
    ]


@pytest.fixture(scope="module")
def proof() -> Proof:
    heard: list[tuple[int, int]] = []
    records = [
        Record(f"E{n:03d}", date(2021, 3, 1) + timedelta(days=n), "行政处罚", 4, "40001", "餐饮")
        for n in range(20)
    ]
    found = prove(visits(500), records, AS_OF, lambda done, total: heard.append((done, total)), SMALL)
    assert heard[0][0] == 0
    assert heard[-1][0] == heard[-1][1] - 1
    return found


def test_the_model_finds_the_bad_parties_and_says_how_well_on_those_that_were_drawn(proof):
    told = proof.told
    assert told["view"] == "adjusted"
    assert told["visits"] == 500
    # By how the rows were made: every third party finds trouble six times as often.
    worst = [int(one.entity[1:]) % 3 for one in proof.parties[:15]]
    assert worst.count(0) >= 12
    assert told["backtest"]["mean_auc"] > 0.6
    assert told["drawn"]["n"] > 50
    assert told["drawn"]["auc"] > 0.55
    assert sum(part["n"] for part in told["calibration"]) == sum(w["n"] for w in told["backtest"]["windows"])
    assert told["fairness"]["groups"]
    assert told["drift"]["windows"]
    assert "公平性" in proof.card
    assert "![" not in proof.card


def test_who_inspected_is_left_out_with_its_reason_and_names_no_one(proof):
    refused = {one["column"]: one["why"] for one in proof.told["backtest"]["columns"]["refused"]}
    assert "检查组长" in refused
    assert not any("检查组长" in cause.text for one in proof.parties for cause in one.reasons)


def test_too_few_inspections_say_how_many_are_lacking():
    with pytest.raises(Refusal, match="现有 30 次") as refused:
        prove(visits(30), [], AS_OF)
    assert "再有 70 次检查" in refused.value.missing
