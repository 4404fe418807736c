"""Who inspected: planted strictness is found again, with honest intervals, and taken out of parties' rates."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuangjian.engines.risk.strictness import strictness
from zhuangjian.engines.risk.strictness_adjust import (
    AdjustedRates,
    PartyTable,
    adjust,
    expected_rates,
    inspector_free,
)
from zhuangjian.engines.risk.strictness_cases import cases_from
from zhuangjian.engines.risk.strictness_fit import fit
from zhuangjian.engines.rules.answer import Refusal

MIX = {"大": -0.5, "中": 0.0, "小": 0.7}


def rate(eta):
    return 1 / (1 + np.exp(-eta))


def planted(seed, people=30, items=4, rows=4000, between=0.6, within=0.35, sent=False):
    """Outcomes of inspectors with known strictness; with ``sent`` the later ones mostly get the worst cases."""
    rng = np.random.default_rng(seed)
    own = rng.normal(0, between, people)
    cross = rng.normal(0, within, (people, items))
    base = rng.normal(-1.0, 0.5, items)
    who, what = rng.integers(0, people, rows), rng.integers(0, items, rows)
    mix = rng.choice(list(MIX), rows)
    if sent:
        mix = np.where(rng.random(rows) < who / people, "小", np.where(rng.random(rows) < 0.5, "大", "中"))
    eta = base[what] + own[who] + cross[who, what] + np.array([MIX[m] for m in mix])
    y = (rng.random(rows) < rate(eta)).astype(int)
    return own - own.mean(), cross, [f"{w:03d}" for w in who], [str(i) for i in what], list(mix), y


def test_planted_strictness_is_covered_as_often_as_stated():
    """95 % intervals over 16 worlds of 30 inspectors: 92–98 % of inspectors, 93–97 % of inspector × item pairs."""
    covered, pairs, linked = [], [], []
    for seed in range(16):
        own, cross, who, what, mix, y = planted(seed)
        found = fit(cases_from(who, y, what, {"规模": mix}))
        truth = (own[:, None] + cross)[found.pairs[:, 0], found.pairs[:, 1]]
        covered.append(np.mean(np.abs(found.inspector - own) < 1.96 * found.inspector_sd))
        pairs.append(np.mean(np.abs(found.pair - truth) < 1.96 * found.pair_sd))
        linked.append(np.corrcoef(found.inspector, own)[0, 1])
    assert 0.92 <= np.mean(covered) <= 0.98
    assert 0.93 <= np.mean(pairs) <= 0.97
    assert np.mean(linked) > 0.85


def test_the_spread_between_inspectors_is_recovered_and_is_small_where_there_is_none():
    some = [fit(cases_from(*_of(planted(seed, between=0.8, within=0.3)))).between for seed in range(4)]
    none = [fit(cases_from(*_of(planted(seed, between=0.0, within=0.0)))).between for seed in range(4)]
    assert 0.6 < np.mean(some) < 1.0
    assert np.mean(none) < 0.15


def _of(world):
    _, _, who, what, mix, y = world
    return who, y, what, {"规模": mix}


def test_the_case_mix_is_not_held_against_those_who_are_sent_to_the_worst():
    """All inspectors alike: told of the mix the estimate says so, not told it takes the mix for strictness."""
    for seed in range(3):
        _, _, who, what, mix, y = planted(seed, between=0, within=0, sent=True)
        told = strictness(who, y, what, {"规模": mix})
        untold = strictness(who, y, what)
        assert told.fit.between < 0.15
        assert untold.fit.between > told.fit.between + 0.1
        assert sum(row.differs for row in told.inspectors) <= 2
        assert sum(row.differs for row in untold.inspectors) >= 3


def test_few_cases_are_shrunken_towards_the_average():
    _, _, who, what, mix, y = planted(1)
    report = strictness([*who, "new"], [*y, 1], [*what, "0"], {"规模": [*mix, "中"]})
    real = report.names
    new = next(row for row in report.inspectors if real[row.inspector] == "new")
    assert new.raw_rate == 1.0
    assert abs(new.strictness) < 0.4
    assert new.high - new.low > 1.0
    assert any("不足 20 行" in text for text in report.warnings)


def test_the_rows_order_is_of_no_matter():
    _, _, who, what, mix, y = planted(2, rows=800)
    order = np.random.default_rng(0).permutation(len(y))

    def report(at):
        return strictness(
            [who[i] for i in at], [y[i] for i in at], [what[i] for i in at], {"规模": [mix[i] for i in at]}
        ).to_dict()

    assert json.dumps(report(range(len(y)))) == json.dumps(report(order))


def test_names_do_not_leave_the_report_unless_asked():
    _, _, who, what, _, y = planted(3, rows=800)
    real = [f"张三{w}" for w in who]
    report = strictness(real, y, what)
    assert "张三" not in json.dumps(report.to_dict(), ensure_ascii=False)
    assert "张三" in json.dumps(report.to_dict(names=True), ensure_ascii=False)
    assert sorted(report.names.values()) == sorted(set(real))


def two_alike(seed):
    """300 parties; 0 and 1 behave alike, the strictest inspector mostly visits 0, the mildest mostly visits 1."""
    rng = np.random.default_rng(seed)
    people, parties, visits = 20, 300, 20
    own = rng.normal(0, 0.7, people)
    own[0], own[1] = 1.2, -1.2
    behaviour = rng.normal(0, 0.6, parties)
    behaviour[:2] = 0.3
    party = np.repeat(np.arange(parties), visits)
    who = rng.integers(0, people, len(party))
    for number in (0, 1):
        mine = party == number
        who[mine] = np.where(rng.random(visits) < 0.9, number, who[mine])
    y = (rng.random(len(party)) < rate(-0.8 + own[who] + behaviour[party])).astype(int)
    return [f"{p:03d}" for p in party], [f"{w:02d}" for w in who], y


def test_two_parties_that_behave_alike_get_the_same_rate_whoever_came():
    """Mean over 12 worlds: raw rates differ by more than .3, adjusted ones by less than .05."""
    raw, adjusted = [], []
    for seed in range(12):
        party, who, y = two_alike(seed)
        rates = adjust(strictness(who, y), party)
        assert rates.party[:2] == ("000", "001")
        raw.append(
            [np.mean([v for p, v in zip(party, y, strict=True) if p == name]) for name in ("000", "001")]
        )
        adjusted.append(rates.rate[:2])
    assert np.mean(raw, axis=0)[0] - np.mean(raw, axis=0)[1] > 0.3
    assert abs(np.mean(adjusted, axis=0)[0] - np.mean(adjusted, axis=0)[1]) < 0.05


def test_adjusted_intervals_hold_what_the_average_inspector_would_have_found():
    party, who, y = two_alike(5)
    estimate = strictness(who, y)
    rates = adjust(estimate, party)
    assert np.all((rates.low < rates.rate) & (rates.rate < rates.high))
    assert abs(np.average(rates.rate, weights=rates.n) - expected_rates(estimate).mean()) < 0.03


def test_an_adjusted_table_has_no_place_for_who_came():
    party, who, y = two_alike(6)
    rates = adjust(strictness(who, y), party)
    table = rates.table()
    assert isinstance(table, PartyTable)
    assert table.arrow.column_names == [
        "party", "n", "adjusted_rate", "adjusted_low", "adjusted_high", "adjusted_excess",
    ]  # fmt: skip
    assert table.arrow.num_rows == 300
    assert not {
        field for field in AdjustedRates.__dataclass_fields__ if "inspector" in field or "name" in field
    }


@pytest.mark.parametrize("name", ["inspector", "Sanitarian_purple", "检查员编号", "lead_officer"])
def test_a_party_table_cannot_be_made_with_a_column_that_names_inspectors(name):
    with pytest.raises(Refusal, match="谁检查"):
        PartyTable(pa.table({"party": ["a", "b"], name: [1, 2]}))


def test_a_column_that_tells_the_inspector_by_its_content_is_found_too():
    who = ["x", "y", "z", "x", "y", "z"]
    free = pa.table({"size": [1, 2, 1, 2, 1, 1], "rate": [0.1, 0.2, 0.1, 0.3, 0.1, 0.2]})
    assert inspector_free(free, who).arrow is free
    for column in (["k1", "k2", "k3", "k1", "k2", "k3"], [0, 1, 0, 0, 1, 0], [5.0, 7.0, 7.0, 5.0, 7.0, 7.0]):
        with pytest.raises(Refusal, match="c9") as refusal:
            inspector_free(free.append_column("c9", pa.array(column)), who)
        assert refusal.value.missing == ("c9",)


@settings(max_examples=5, deadline=None)
@given(st.data())
def test_finding_more_never_makes_an_inspector_look_milder(data):
    _, _, who, what, _, y = planted(4, people=6, items=2, rows=240)
    someone = data.draw(st.sampled_from(sorted(set(who))))
    clean = [i for i, (w, v) in enumerate(zip(who, y, strict=True)) if w == someone and v == 0]
    more = y.copy()
    more[data.draw(st.sampled_from(clean))] = 1
    order = sorted(set(who)).index(someone)
    assert fit(cases_from(who, more, what)).inspector[order] > fit(cases_from(who, y, what)).inspector[order]


def test_an_inspector_whose_cases_nobody_else_saw_is_called_incomparable():
    _, _, who, what, _, y = planted(5, rows=900)
    where = ["山区" if w == "000" else "城区" for w in who]
    report = strictness(who, y, what, {"地区": where})
    real = report.names
    shares = {real[row.inspector]: row.comparable for row in report.inspectors}
    assert shares["000"] == 0
    assert shares["001"] == 1
    assert any("无法与对象的差别分开" in text for text in report.warnings)


@pytest.mark.parametrize(
    ("who", "found", "words"),
    [
        ([], [], "没有一行"),
        (["a", "a"], [0, 1], "只有一名"),
        (["a", "b"], [0, 0], "结果相同"),
        (["a", "b"], [0, 2], "看不出"),
        (["a", None], [0, 1], "第 2 行没有写检查员"),
        (["a", "b"], [0], "有 1 行"),
    ],
)
def test_rows_that_say_nothing_are_refused(who, found, words):
    with pytest.raises(Refusal, match=words):
        strictness(who, found)


def test_parties_that_do_not_fit_the_rows_are_refused():
    estimate = strictness(["a", "b", "a", "b"], [0, 1, 1, 0])
    with pytest.raises(Refusal, match="主体列有 3 行"):
        adjust(estimate, ["p", "q", "r"])
    with pytest.raises(Refusal, match="没有写主体"):
        adjust(estimate, ["p", "", "r", "s"])
