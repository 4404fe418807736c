"""What is known of a party on a day, in numbers: one expression that DuckDB and Spark compute alike, digit for digit.

Every number is a whole number or one division of whole numbers, so no engine, thread count or order of rows can change
it. The fading sums are whole-number sums too: a severity halves every half-life and falls on a straight line between
two halvings (at most 6.2 % above the exponential through the same points), in steps of 2^-20.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from zhuangjian.engines.risk.features_spec import ANY, FeatureSpec
from zhuangjian.engines.risk.features_visible import NEEDED, visible
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.tables import require_columns

if TYPE_CHECKING:
    import ibis

SCALE = 20
MOST_HALVINGS = 40


def features(
    signals: ibis.Table,
    as_of: date | ibis.Table,
    spec: FeatureSpec | None = None,
    *,
    parties: ibis.Table | None = None,
) -> ibis.Table:
    """One row per party and as-of day with the columns of ``spec`` (`FeatureSpec.columns`), unsorted.

    ``signals``: party, kind, occurred_on, attributable, and where there are such: product, known_on, severity (1-5).
    ``as_of``: one day for all — of the parties in ``parties`` (column party), else of those with a visible signal — or a
    table (party, as_of) that gives each party days of its own; all of its pairs come back. Counts and sums are 0 and
    ``days_since_*`` null where nothing is known. What is known on or after the as-of day never counts.
    Refused: a missing column, dates that are not dates, pairs together with ``parties``.
    """
    spec = spec or FeatureSpec()
    _check(signals, as_of, spec, parties)
    if isinstance(as_of, date):
        day: date | ibis.Table = as_of
        wanted = None if parties is None else _pairs(parties, as_of)
    else:
        day = wanted = _pairs(as_of, None)
    found = _by_party(visible(signals, day, product=False), spec)
    if spec.products:
        products = _products(visible(signals, day, product=True), spec)
        found = _beside(found, products)
    if wanted is not None:
        found = _beside(wanted, found)
    return found.select("party", "as_of", *(_filled(found, name) for name in spec.columns))


def _check(
    signals: ibis.Table, as_of: date | ibis.Table, spec: FeatureSpec, parties: ibis.Table | None
) -> None:
    require_columns(signals, (*NEEDED, *(("product",) if spec.products else ())), "信号表")
    if isinstance(as_of, datetime):
        raise Refusal("评价日是一天，不是时刻。请给出日期。")
    for name in ("occurred_on", "known_on"):
        if name in signals.columns and not signals[name].type().is_date():
            raise Refusal(f"信号表的 {name} 列不是日期（现为 {signals[name].type()}）。请写成 YYYY-MM-DD。")
    if not signals.attributable.type().is_boolean():
        raise Refusal(
            f"信号表的 attributable 列不是真假值（现为 {signals.attributable.type()}）。请写成 true 或 false。"
        )
    if "severity" in signals.columns and not signals.severity.type().is_integer():
        raise Refusal(f"信号表的 severity 列不是整数（现为 {signals.severity.type()}）。请写成 1 至 5。")
    if isinstance(as_of, date):
        if parties is not None:
            require_columns(parties, ("party",), "企业表")
            _same_key(signals, parties)
        return
    if parties is not None:
        raise Refusal("已按企业给出评价日，不能再另给企业表。")
    require_columns(as_of, ("party", "as_of"), "评价日表")
    if not as_of.as_of.type().is_date():
        raise Refusal(f"评价日表的 as_of 列不是日期（现为 {as_of.as_of.type()}）。请写成 YYYY-MM-DD。")
    _same_key(signals, as_of)


def _same_key(signals: ibis.Table, other: ibis.Table) -> None:
    here, there = signals.party.type(), other.party.type()
    if here.is_string() != there.is_string():
        raise Refusal(f"两张表的 party 列类型不同（{here} 与 {there}），无法对上。请都按文本或都按整数给出。")


def _pairs(table: ibis.Table, as_of: date | None) -> ibis.Table:
    import ibis

    day = table.as_of if as_of is None else ibis.literal(as_of, "date")
    pairs = table.select(party=table.party, as_of=day)
    return pairs.filter(pairs.party.notnull() & pairs.as_of.notnull()).distinct()


def _by_party(rows: ibis.Table, spec: FeatureSpec) -> ibis.Table:
    """First by party and kind, where each sum is written once and not once for every kind; then across the kinds."""
    period = 2 * spec.half_life
    rest = rows.age % spec.half_life
    halvings = ((rows.age - rest) / spec.half_life).cast("int64")
    halvings = (halvings > MOST_HALVINGS).ifelse(MOST_HALVINGS, halvings)
    weight = ((period - rest).cast("int64") << SCALE) >> halvings
    rows = rows.mutate(faded=rows.severity.cast("int64") * weight)
    sums = {"faded": rows.faded.sum(), "days_since": rows.age.min()}
    for window in spec.windows:
        within = rows.age <= window
        sums[f"count_{window}"] = rows.count(where=within)
        sums[f"severity_{window}"] = rows.severity.sum(where=within)
    by_kind = rows.group_by("party", "as_of", "kind").agg(**sums)
    across = {}
    for kind in (ANY, *spec.kinds):
        where = None if kind == ANY else by_kind.kind == kind
        for window in spec.windows:
            for measure in ("count", "severity"):
                across[f"{measure}_{kind}_{window}"] = by_kind[f"{measure}_{window}"].sum(where=where)
        across[f"faded_{kind}"] = by_kind.faded.sum(where=where)
        across[f"days_since_{kind}"] = by_kind.days_since.min(where=where)
    found = by_kind.group_by("party", "as_of").agg(**across)
    return found.mutate(
        # The cast comes first: Spark would read the divisor as a decimal number and round the quotient to its digits.
        **{
            f"faded_{kind}": found[f"faded_{kind}"].cast("float64") / float(period << SCALE)
            for kind in (ANY, *spec.kinds)
        }
    )


def _products(rows: ibis.Table, spec: FeatureSpec) -> ibis.Table:
    """Distinct products per window: a product lies in a window when its latest signal does."""
    rows = rows.filter(rows["product"].notnull())
    latest = rows.group_by("party", "as_of", "product").agg(age=rows.age.min())
    return latest.group_by("party", "as_of").agg(
        **{f"products_{window}": latest.count(where=latest.age <= window) for window in spec.windows}
    )


def _beside(left: ibis.Table, right: ibis.Table) -> ibis.Table:
    return left.left_join(right, ["party", "as_of"]).drop("party_right", "as_of_right")


def _filled(table: ibis.Table, name: str) -> ibis.Value:
    if name.startswith("days_since_"):
        return table[name].cast("int32").name(name)
    kind = "float64" if name.startswith("faded_") else "int64"
    return table[name].cast(kind).fill_null(0).name(name)
