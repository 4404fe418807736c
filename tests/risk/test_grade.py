"""Grades: points that a stranger recomputes, up at once, down only after waiting, nothing from the future."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.risk import grade_naive as naive
from zhuangjian.engines.risk.grade import grade
from zhuangjian.engines.risk.grade_facts import PartyFacts, RiskSignal
from zhuangjian.engines.risk.grade_sheet import sheet_text
from zhuangjian.engines.risk.grade_walk import Standing, walk
from zhuangjian.engines.risk.grade_words import CountFact, Credit, DirectEvent, RiskGrade, SignalKind
from zhuangjian.engines.risk.pack_loading import grade_pack
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import Conclusion, PartyKind

TODAY = date(2026, 11, 21)
PACK = grade_pack()
MAKER = PartyFacts("P", "甲公司", frozenset({PartyKind.MANUFACTURER}), {CountFact.CHILDREN: 12})

days = st.integers(0, 1500).map(lambda n: date(2022, 10, 1) + timedelta(n))
events = st.one_of(st.none(), st.none(), st.none(), st.sampled_from(list(DirectEvent)))


@st.composite
def signal_rows(draw):
    rows = []
    for number in range(draw(st.integers(0, 7))):
        occurred = draw(days)
        kind = draw(st.sampled_from(list(SignalKind)))
        due = draw(st.one_of(st.none(), st.integers(0, 200)))
        done = draw(st.one_of(st.none(), st.integers(0, 400)))
        rows.append(
            {
                "signal": f"s{number}",
                "kind": kind.value,
                "occurred_on": occurred,
                "known_on": occurred + timedelta(draw(st.sampled_from([0, 0, 3, 90]))),
                "severity": draw(st.integers(1, 5)),
                "attributable": draw(st.sampled_from([True, True, True, False])),
                "conclusion": draw(st.one_of(st.none(), st.sampled_from([c.value for c in Conclusion]))),
                "event": draw(events),
                "rectify_due": None if due is None else occurred + timedelta(due),
                "rectified_on": None if done is None else occurred + timedelta(done),
            }
        )
    return rows


party_rows = st.fixed_dictionaries(
    {
        "kinds": st.lists(st.sampled_from([k.value for k in PartyKind]), max_size=3),
        "credit": st.one_of(st.none(), st.sampled_from([c.value for c in Credit])),
        **{fact.value: st.one_of(st.none(), st.integers(0, 600)) for fact in CountFact},
    }
)


def facts(row):
    return PartyFacts(
        "P",
        kinds=frozenset(map(PartyKind, row["kinds"])) or None,
        counts={f: row[f.value] for f in CountFact if row[f.value] is not None},
        credit=Credit(row["credit"]) if row["credit"] else None,
    )


def signals(rows):
    return [
        RiskSignal(
            party="P",
            **{
                **row,
                "kind": SignalKind(row["kind"]),
                "conclusion": Conclusion(row["conclusion"]) if row["conclusion"] else None,
            },
        )
        for row in rows
    ]


def one(kind=SignalKind.SAMPLING, occurred=date(2026, 1, 5), number="s1", **more):
    return RiskSignal(number, "P", kind, occurred, **more)


def standing(letter, day, **below):
    return Standing(RiskGrade(letter), day, day, {RiskGrade(g): d for g, d in below.items()})


@settings(max_examples=120, deadline=None)
@given(party_rows, signal_rows())
def test_the_points_are_those_of_the_second_reading(party, rows):
    result = grade(facts(party), signals(rows), TODAY, PACK)
    assert round(result.total * 100) == int(naive.total(party, rows, TODAY, TODAY) * 100)
    assert result.by_points.value == naive.by_limits(naive.total(party, rows, TODAY, TODAY))


@settings(max_examples=40, deadline=None)
@given(party_rows, signal_rows(), st.sampled_from("ABCD"), st.integers(1, 700))
def test_the_grade_is_that_of_looking_every_single_day(party, rows, before, back):
    first = TODAY - timedelta(back)
    result = grade(facts(party), signals(rows), TODAY, PACK, standing(before, first))
    assert result.grade.value == naive.daily(party, rows, first, before, TODAY)


@settings(max_examples=40, deadline=None)
@given(signal_rows(), st.sampled_from("ABCD"), st.lists(st.integers(1, 600), max_size=6))
def test_it_does_not_matter_how_often_one_grades_in_between(rows, before, stops):
    for row in rows:
        row["rectified_on"] = (
            None  # a rectification becomes known on its day and may change what was late before
        )
    start = TODAY - timedelta(601)
    once = grade(MAKER, signals(rows), TODAY, PACK, standing(before, start))
    now = standing(before, start)
    for back in sorted(stops, reverse=True):
        now = grade(MAKER, signals(rows), TODAY - timedelta(back), PACK, now).standing
    often = grade(MAKER, signals(rows), TODAY, PACK, now)
    assert (often.grade, often.below) == (once.grade, once.below)


@settings(max_examples=60, deadline=None)
@given(party_rows, signal_rows(), signal_rows())
def test_a_further_attributable_signal_never_lowers_points(party, rows, more):
    for number, row in enumerate(more):
        row["signal"] = f"further{number}"
    without = grade(facts(party), signals(rows), TODAY, PACK)
    with_it = grade(facts(party), signals(rows + more), TODAY, PACK)
    assert with_it.total >= without.total
    assert with_it.grade.rank >= without.grade.rank


@settings(max_examples=60, deadline=None)
@given(signal_rows(), st.integers(1, 2000))
def test_points_only_fade_when_nothing_new_comes(rows, later):
    for row in rows:
        row["rectify_due"] = None
    now = grade(MAKER, signals(rows), TODAY, PACK)
    known = [row for row in rows if max(row["occurred_on"], row["known_on"]) <= TODAY]
    assert grade(MAKER, signals(known), TODAY + timedelta(later), PACK).total <= now.total


@settings(max_examples=40, deadline=None)
@given(party_rows, signal_rows(), st.randoms(use_true_random=False))
def test_the_order_of_the_signals_is_of_no_matter(party, rows, chance):
    shuffled = rows[:]
    chance.shuffle(shuffled)
    first = grade(facts(party), signals(rows), TODAY, PACK).to_dict()
    assert grade(facts(party), signals(shuffled), TODAY, PACK).to_dict() == first


@settings(max_examples=40, deadline=None)
@given(party_rows, signal_rows(), signal_rows())
def test_the_future_and_what_is_not_attributable_change_nothing(party, rows, more):
    shown = grade(facts(party), signals(rows), TODAY, PACK).to_dict()
    for number, row in enumerate(more):
        row["signal"] = f"z{number}"
        row["known_on"] = TODAY + timedelta(1 + number)
    assert grade(facts(party), signals(rows + more), TODAY, PACK).to_dict() == shown
    for row in more:
        row["known_on"], row["attributable"] = row["occurred_on"], False
    blamed = grade(facts(party), signals(rows + more), TODAY, PACK)
    assert (blamed.total, blamed.grade.value) == (shown["total"], shown["grade"])


def test_a_rectification_after_the_day_is_not_known_yet():
    seen = one(SignalKind.INSPECTION, conclusion=Conclusion.PRODUCTION_SERIOUS, rectify_due=date(2026, 12, 1))
    done = one(
        SignalKind.INSPECTION,
        conclusion=Conclusion.PRODUCTION_SERIOUS,
        rectify_due=date(2026, 12, 1),
        rectified_on=date(2026, 11, 22),
    )
    assert grade(MAKER, [seen], TODAY, PACK).to_dict() == grade(MAKER, [done], TODAY, PACK).to_dict()
    assert (
        grade(MAKER, [done], TODAY + timedelta(1), PACK).total < grade(MAKER, [seen], TODAY, PACK).total - 3
    )


def test_a_rectification_is_late_from_the_day_after_it_was_due():
    late = one(SignalKind.INSPECTION, TODAY - timedelta(30), severity=1, rectify_due=TODAY)
    on_the_day = grade(MAKER, [late], TODAY, PACK)
    day_after = grade(MAKER, [late], TODAY + timedelta(1), PACK)
    assert (on_the_day.total, day_after.total) == (14.0, 19.0)
    line = next(f for f in day_after.factors if f.factor == "rectification_late")
    assert (line.article, line.evidence[0].decay) == ("CQ 19", "完成之前不减退")


def test_points_are_halved_after_the_half_life_and_gone_after_the_horizon():
    failed = one(SignalKind.SAMPLING, TODAY, severity=5)
    sheet = {
        age: next(
            f for f in grade(MAKER, [failed], TODAY + timedelta(age), PACK).factors if f.factor == "sampling"
        )
        for age in (0, 540, 1826, 1827)
    }
    assert [sheet[age].points for age in (0, 540)] == [24.0, 12.0]
    assert sheet[1826].points > 0
    assert sheet[1827].points == 0
    assert grade(MAKER, [failed], TODAY + timedelta(1827), PACK).not_counted[0].why == "已减退完毕"


@pytest.mark.parametrize(
    ("points", "letter"), [(1999, "A"), (2000, "B"), (3499, "B"), (3500, "C"), (4999, "C"), (5000, "D")]
)
def test_both_sides_of_every_limit(points, letter):
    scale = PACK.on(TODAY).scale
    before = standing("A", TODAY - timedelta(1))
    assert walk(before, lambda _: points, (), TODAY, scale).grade.value == letter


@pytest.mark.parametrize(("days_below", "letter"), [(179, "D"), (180, "C")])
def test_a_grade_falls_only_after_a_hundred_and_eighty_days_below(days_below, letter):
    scale = PACK.on(TODAY).scale
    before = standing("D", TODAY)
    last = TODAY + timedelta(1 + days_below)
    assert walk(before, lambda _: 4499, (), last, scale).grade.value == letter
    assert walk(before, lambda _: 4500, (), last + timedelta(9999), scale).grade.value == "D"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(4500, 5500)), min_size=1, max_size=40))
def test_noise_around_a_limit_never_flips_a_grade_twice(noise):
    """Between the lower line and anything above, the grade may rise once and then stays."""
    scale = PACK.on(TODAY).scale
    now, seen = standing("C", TODAY), ["C"]
    for step, points in noise:
        day = now.as_of + timedelta(step)
        now = walk(now, lambda _, points=points: points, [now.as_of + timedelta(1)], day, scale)
        if now.grade.value != seen[-1]:
            seen.append(now.grade.value)
    assert seen in (["C"], ["C", "D"])


def test_a_short_dip_starts_the_waiting_anew():
    scale = PACK.on(TODAY).scale
    day = TODAY

    def told(dip):
        now = standing("D", day)
        for number in range(1, 301):
            points = 4600 if number == dip else 4000
            now = walk(now, lambda _, p=points: p, [day + timedelta(number)], day + timedelta(number), scale)
        return now.grade.value

    assert told(dip=0) == "C"
    assert told(dip=150) == "D"


@pytest.mark.parametrize("event", list(DirectEvent))
def test_a_direct_raise_leads_to_the_highest_grade_at_once_and_names_the_article(event):
    raised = one(SignalKind.INSPECTION, TODAY, severity=1, event=event)
    result = grade(MAKER, [raised], TODAY, PACK, standing("A", TODAY - timedelta(1)))
    rule = PACK.on(TODAY).direct[event]
    assert (result.grade.value, result.by_points.value, result.move) == ("D", "A", "rose")
    assert result.direct[0].article == rule.article
    assert rule.article in result.why
    last = TODAY + timedelta(rule.holds_days - 1)
    assert grade(MAKER, [raised], last, PACK).grade.value == "D"
    assert grade(MAKER, [raised], last + timedelta(1), PACK).grade.value == "A"
    # with a history it comes down through the waiting, not the day after
    after = grade(MAKER, [raised], last + timedelta(1), PACK, result.standing)
    assert after.grade.value == "D"
    assert grade(MAKER, [raised], last + timedelta(181), PACK, result.standing).grade.value == "A"


def test_a_direct_raise_that_is_not_the_partys_doing_raises_nothing():
    raised = one(SignalKind.INSPECTION, TODAY, event=DirectEvent.INJURY, attributable=False)
    assert grade(MAKER, [raised], TODAY, PACK).grade is RiskGrade.A


def test_an_upheld_counterfeit_objection_is_shown_and_not_counted():
    result = grade(MAKER, [one(severity=5, attributable=False)], TODAY, PACK)
    assert result.dynamic == 0
    assert [(n.signal, n.why) for n in result.not_counted] == [("s1", "不可归责于该主体")]


def test_each_factor_is_capped():
    many = [one(SignalKind.COMPLAINT, TODAY, f"s{n}", severity=5) for n in range(9)]
    line = next(f for f in grade(MAKER, many, TODAY, PACK).factors if f.factor == "complaint")
    assert (line.summed, line.points, line.cap, len(line.evidence)) == (54.0, 10.0, 10.0, 9)


def test_the_sheet_adds_up_and_says_what_is_not_confirmed():
    rng = random.Random(3)
    mine = [
        one(kind, TODAY - timedelta(rng.randrange(900)), f"s{n}", severity=rng.randint(1, 5))
        for n, kind in enumerate(list(SignalKind) * 2)
    ]
    result = grade(MAKER, mine, TODAY, PACK)
    for group, total, most in (("static", result.static, 40), ("dynamic", result.dynamic, 60)):
        lines = [f for f in result.factors if f.group == group]
        assert total == pytest.approx(min(most, sum(f.points for f in lines)))
    for line in result.factors:
        if line.evidence:
            assert line.summed == pytest.approx(sum(e.points for e in line.evidence))
    text = sheet_text(result)
    assert text.count("［待确认］") >= len(result.factors)
    assert all(
        word in text for word in ("A 风险最低，D 最高", "怎样降低", "national@", f"{result.total:.2f}")
    )
    assert result.basis == "to_be_confirmed"
    assert result.visits.basis == "to_be_confirmed"
    json.dumps(result.to_dict(), ensure_ascii=False)


def test_the_day_of_the_next_fall_is_the_day_it_happens():
    result = grade(MAKER, [one(severity=5), one(SignalKind.PENALTY, number="s2", severity=5)], TODAY, PACK)
    assert result.falls_on is not None
    day_before = grade(MAKER, [one(severity=5), one(SignalKind.PENALTY, number="s2", severity=5)],
                       result.falls_on - timedelta(1), PACK, result.standing)  # fmt: skip
    on_it = grade(MAKER, [one(severity=5), one(SignalKind.PENALTY, number="s2", severity=5)],
                  result.falls_on, PACK, result.standing)  # fmt: skip
    assert (day_before.move, on_it.move) == ("stayed", "fell")


def test_facts_not_given_have_no_points_and_are_named():
    result = grade(PartyFacts("P"), [], TODAY, PACK)
    assert (result.total, result.grade.value) == (0, "A")
    assert {"主体种类", "信用状况", "许可单元数"} <= set(result.missing)


def test_signals_of_others_do_not_count():
    other = RiskSignal("s9", "Q", SignalKind.PENALTY, TODAY, severity=5)
    assert grade(MAKER, [other], TODAY, PACK).to_dict() == grade(MAKER, [], TODAY, PACK).to_dict()


def test_a_signal_counted_twice_is_refused():
    with pytest.raises(Refusal, match="s1 重复"):
        grade(MAKER, [one(), one()], TODAY, PACK)


def test_a_previous_grading_from_later_is_refused():
    with pytest.raises(Refusal, match="晚于"):
        grade(MAKER, [], TODAY, PACK, standing("A", TODAY + timedelta(1)))
