"""Features over time windows: nothing of the day itself or later is ever seen."""

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuangjian.engines.risk.features import features
from zhuangjian.engines.risk.features_spec import KINDS, FeatureSpec
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.tables import open_session

DAY = date(2024, 3, 1)
SMALL = FeatureSpec(kinds=("complaint", "penalty"), windows=(30, 365))
TYPES = {
    "party": pa.string(),
    "product": pa.string(),
    "kind": pa.string(),
    "occurred_on": pa.date32(),
    "known_on": pa.date32(),
    "severity": pa.int32(),
    "attributable": pa.bool_(),
}


@pytest.fixture(scope="module")
def session():
    with open_session("duckdb", threads=1) as opened:
        yield opened


def signal(days=1, **other):
    occurred = other.pop("occurred_on", DAY - timedelta(days=days))
    row = {"party": "甲", "product": None, "kind": "complaint", "occurred_on": occurred, "known_on": occurred}
    return row | {"severity": 1, "attributable": True} | other


def table(session, rows):
    return session.from_arrow(pa.Table.from_pylist(rows, pa.schema(list(TYPES.items()))))


def computed(session, rows, as_of=DAY, spec=SMALL, parties=None):
    wanted = (
        None if parties is None else session.from_arrow(pa.table({"party": pa.array(parties, pa.string())}))
    )
    found = session.arrow(features(table(session, rows), as_of, spec, parties=wanted))
    return {(row["party"], row["as_of"]): row for row in found.to_pylist()}


def one(session, *rows, spec=SMALL):
    return computed(session, list(rows), spec=spec, parties=["甲"])["甲", DAY]


@pytest.mark.parametrize("days, counted", [(0, 0), (1, 1), (29, 1), (30, 1), (31, 0)])
def test_a_window_of_thirty_days_holds_the_thirty_days_before_the_day(session, days, counted):
    assert one(session, signal(days))["count_complaint_30"] == counted


@pytest.mark.parametrize("days, counted", [(365, 1), (366, 0)])
def test_a_year_with_a_leap_day_in_it_is_still_a_window_of_365_days(session, days, counted):
    assert one(session, signal(days))["count_any_365"] == counted


def test_the_leap_day_is_one_day_before_the_first_of_march(session):
    assert one(session, signal(occurred_on=date(2024, 2, 29)))["days_since_complaint"] == 1
    assert one(session, signal(occurred_on=date(2024, 2, 28)))["days_since_complaint"] == 2


@pytest.mark.parametrize("known, counted", [(-1, 1), (0, 0), (1, 0)])
def test_what_becomes_known_on_the_day_or_later_does_not_count(session, known, counted):
    row = signal(20, known_on=DAY + timedelta(days=known))
    assert one(session, row)["count_complaint_30"] == counted


def test_a_signal_without_a_day_of_knowledge_was_known_when_it_occurred(session):
    assert one(session, signal(1, known_on=None))["count_complaint_30"] == 1
    assert one(session, signal(0, known_on=None))["count_complaint_30"] == 0


def test_what_is_announced_for_the_future_has_not_occurred(session):
    row = signal(occurred_on=DAY + timedelta(days=5), known_on=DAY - timedelta(days=5))
    assert one(session, row)["days_since_any"] is None


@pytest.mark.parametrize("attributable", [False, None])
def test_what_is_not_the_partys_doing_never_counts(session, attributable):
    plain = one(session, signal(3, product="霜"))
    assert one(session, signal(3, product="霜"), signal(2, product="水", attributable=attributable)) == plain


def test_signals_without_a_party_belong_to_nobody(session):
    assert computed(session, [signal(party=None)]) == {}
    assert computed(session, [signal(party=None), signal(party="乙")]).keys() == {("乙", DAY)}


def test_sums_distinct_products_and_days_since(session):
    row = one(
        session,
        signal(5, severity=3, product="霜"),
        signal(100, severity=4, product="霜"),
        signal(100, severity=None, product="水", kind="penalty"),
        signal(400, severity=5, product="膏", kind="penalty"),
    )
    assert (row["count_any_30"], row["count_any_365"]) == (1, 3)
    assert (row["severity_any_30"], row["severity_any_365"], row["severity_penalty_365"]) == (3, 8, 1)
    assert (row["products_30"], row["products_365"]) == (1, 2)
    assert (row["days_since_any"], row["days_since_complaint"], row["days_since_penalty"]) == (5, 5, 100)


def test_a_fading_sum_halves_every_half_life_and_falls_straight_between(session):
    spec = FeatureSpec(kinds=("complaint",), windows=(30,), half_life=100)
    values = [
        one(session, signal(days, severity=4), spec=spec)["faded_complaint"]
        for days in (100, 150, 200, 300, 4001)
    ]
    assert values[:4] == [2.0, 1.5, 1.0, 0.5]
    assert values[4] == 0.0


def test_kinds_outside_the_specification_count_only_among_all(session):
    row = one(session, signal(3, kind="opinion"), signal(3))
    assert (row["count_any_30"], row["count_complaint_30"], row["count_penalty_30"]) == (2, 1, 0)


def test_a_party_of_the_list_without_signals_has_a_row_of_noughts(session):
    rows = computed(session, [signal()], parties=["甲", "乙", "乙", None])
    assert rows.keys() == {("甲", DAY), ("乙", DAY)}
    assert {
        value
        for name, value in rows["乙", DAY].items()
        if name.startswith(("count", "severity", "faded", "prod"))
    } == {0}
    assert {value for name, value in rows["乙", DAY].items() if name.startswith("days")} == {None}


def test_each_party_can_have_days_of_its_own(session):
    early, late = DAY - timedelta(days=10), DAY
    days = session.from_arrow(
        pa.table({"party": ["甲", "甲", "乙", "甲"], "as_of": [early, late, late, late]})
    )
    rows = [signal(5), signal(20), signal(5, party="乙"), signal(5, party="丙")]
    found = computed(session, rows, as_of=days)
    assert {key: row["count_complaint_30"] for key, row in found.items()} == {
        ("甲", early): 1,
        ("甲", late): 2,
        ("乙", late): 1,
    }


def test_days_of_its_own_and_one_day_for_all_agree(session):
    rows = [
        signal(days, party=party, kind=kind) for days in (3, 40, 500) for party in "甲乙" for kind in KINDS
    ]
    days = session.from_arrow(pa.table({"party": ["甲", "乙"], "as_of": [DAY, DAY]}))
    assert computed(session, rows, as_of=days, spec=FeatureSpec()) == computed(
        session, rows, spec=FeatureSpec()
    )


PAST = st.builds(
    signal,
    days=st.integers(1, 500),
    party=st.sampled_from(["甲", "乙", None]),
    kind=st.sampled_from(["complaint", "penalty", "opinion"]),
    product=st.sampled_from(["霜", "水", None]),
    severity=st.integers(1, 5),
    attributable=st.booleans(),
)


@st.composite
def future(draw):
    """A signal known on or after the day, whenever it occurred; or occurred then and known at once."""
    later = draw(st.just(0) | st.integers(0, 400))
    row = draw(PAST) | {"known_on": DAY + timedelta(days=later), "party": "甲", "attributable": True}
    if draw(st.booleans()):
        row |= {"occurred_on": row["known_on"], "known_on": draw(st.sampled_from([None, row["known_on"]]))}
    return row


@settings(max_examples=12, deadline=None)
@given(
    st.lists(PAST, max_size=12),
    st.lists(future(), min_size=1, max_size=12),
    st.randoms(),
    st.sampled_from(["one day", "a list of parties", "days of its own"]),
)
def test_planting_the_future_changes_nothing(session, past, planted, order, way):
    mixed = past + planted
    order.shuffle(mixed)
    as_of, parties = DAY, ["甲", "丙"] if way == "a list of parties" else None
    if way == "days of its own":
        as_of = session.from_arrow(pa.table({"party": ["甲", "乙"], "as_of": [DAY, DAY]}))
    assert computed(session, mixed, as_of, parties=parties) == computed(session, past, as_of, parties=parties)


@settings(max_examples=15, deadline=None)
@given(st.lists(PAST, max_size=20))
def test_counting_by_hand_gives_the_same(session, rows):
    found = computed(session, rows, parties=["甲"])["甲", DAY]
    mine = [row for row in rows if row["party"] == "甲" and row["attributable"]]
    for window in SMALL.windows:
        for kind in ("any", *SMALL.kinds):
            within = [
                row
                for row in mine
                if (DAY - row["occurred_on"]).days <= window and kind in ("any", row["kind"])
            ]
            assert found[f"count_{kind}_{window}"] == len(within)
            assert found[f"severity_{kind}_{window}"] == sum(row["severity"] for row in within)
        products = {row["product"] for row in mine if (DAY - row["occurred_on"]).days <= window} - {None}
        assert found[f"products_{window}"] == len(products)
    ages = [(DAY - row["occurred_on"]).days for row in mine]
    assert found["days_since_any"] == min(ages, default=None)
    exact = sum(row["severity"] * 0.5 ** (age / 180) for row, age in zip(mine, ages, strict=True))
    assert exact - 1e-4 <= found["faded_any"] <= exact * 1.062 + 1e-4


def test_the_columns_are_those_the_specification_names(session):
    spec = FeatureSpec(kinds=("penalty",), windows=(7,), products=False)
    names = list(one(session, signal(), spec=spec))
    assert names == ["party", "as_of", *spec.columns]
    assert spec.columns == (
        *("count_any_7", "severity_any_7", "faded_any", "days_since_any"),
        *("count_penalty_7", "severity_penalty_7", "faded_penalty", "days_since_penalty"),
    )


@pytest.mark.parametrize(
    "options, words",
    [
        ({"kinds": ("complaint", "rumour")}, "不认识的信号类别：rumour"),
        ({"kinds": ()}, "至少一个"),
        ({"windows": (90, 30)}, "从小到大"),
        ({"windows": (0, 30)}, "正天数"),
        ({"windows": (36_601,)}, "最长 36600 天"),
        ({"half_life": 0}, "半衰期"),
    ],
)
def test_an_impossible_specification_is_refused(options, words):
    with pytest.raises(Refusal, match=words):
        FeatureSpec(**options)


@pytest.mark.parametrize(
    "column, values, words",
    [
        ("occurred_on", ["2024/1/5"], "occurred_on 列不是日期"),
        ("attributable", ["是"], "attributable 列不是真假值"),
        ("severity", ["高"], "severity 列不是整数"),
    ],
)
def test_a_column_of_the_wrong_type_is_refused(session, column, values, words):
    rows = pa.Table.from_pylist([signal()], pa.schema(list(TYPES.items())))
    rows = rows.set_column(rows.column_names.index(column), column, pa.array(values))
    with pytest.raises(Refusal, match=words):
        features(session.from_arrow(rows), DAY, SMALL)


def test_party_numbers_of_two_types_are_not_joined(session):
    numbers = session.from_arrow(pa.table({"party": [1, 2]}))
    with pytest.raises(Refusal, match="类型不同"):
        features(table(session, [signal()]), DAY, SMALL, parties=numbers)
