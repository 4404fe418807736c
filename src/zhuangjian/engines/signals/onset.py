"""Onset of an increase over time for each product, ingredient, reaction or party, with false discoveries held down.

For every group the start that speaks most for a higher rate from then on is sought and judged by its exact p value given the
group's total (:mod:`onset_exact`), with overdispersion (:mod:`onset_dispersion`), for what was known on the as-of day.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.changes_events import Events
from zhuangjian.engines.signals.changes_periods import Period, Periods, periods_between
from zhuangjian.engines.signals.fdr import benjamini_hochberg, benjamini_yekutieli
from zhuangjian.engines.signals.onset_batch import largest_source
from zhuangjian.engines.signals.onset_delay import arrived_within, completeness
from zhuangjian.engines.signals.onset_dispersion import dispersions
from zhuangjian.engines.signals.onset_exact import p_value, scan
from zhuangjian.engines.signals.onset_exposure import refuse_uncovered
from zhuangjian.engines.signals.onset_rates import likely_starts, rate, rate_ratio

Floats = NDArray[np.float64]
LEAST_COMPLETE = 0.1
PER_DAYS = 30.0
SPARSE = 0.05


@dataclass(frozen=True, slots=True)
class OnsetOptions:
    """``fdr``: share of false alarms aimed at, by ``method`` (bh: Benjamini–Hochberg, by: Benjamini–Yekutieli).
    ``min_total``: groups with fewer events are not tested. ``delay``: ``auto`` estimates how late reports come, ``none``
    takes everything as complete, a number leaves out what happened in the newest so many days."""

    unit: Period = "month"
    since: np.datetime64 | None = None
    fdr: float = 0.05
    method: Literal["bh", "by"] = "bh"
    min_total: int = 5
    min_before: int = 3
    min_after: int = 1
    dispersion: Literal["estimated", "poisson"] = "estimated"
    delay: Literal["auto", "none"] | int = "auto"


@dataclass(frozen=True, slots=True)
class Onset:
    """One group. Rates are per 30 days (per unit of exposure when one was given), intervals 95 %; ``start`` None: no start
    has a higher rate after than before. ``q`` is by the chosen method, ``q_by`` holds under any dependence."""

    group: str
    n: int
    start: str | None
    start_low: str | None
    start_high: str | None
    n_before: int
    n_after: int
    rate_before: float | None
    rate_before_low: float | None
    rate_before_high: float | None
    rate_after: float | None
    rate_after_low: float | None
    rate_after_high: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    statistic: float
    dispersion: float
    p: float
    q: float
    q_by: float
    alarm: bool
    nothing_before: bool
    newest_only: bool
    batch: bool
    batch_source: str | None
    batch_share: float | None
    p_without_batch: float | None

    def row(self) -> dict[str, Any]:
        """As a flat row of a result table."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Onsets:
    """``rows`` in order of q, p and name; ``summary``: what was read, left out and assumed."""

    rows: list[Onset]
    summary: dict[str, Any]

    @property
    def alarms(self) -> list[Onset]:
        """The rows whose q is at most the chosen share of false alarms."""
        return [row for row in self.rows if row.alarm]


@dataclass(frozen=True)
class Ground:
    """Periods and what each has been observed of: shared by all groups."""

    periods: Periods
    observed: Floats
    dropped: int
    longest_delay: int


def ground(events: Events, options: OnsetOptions) -> Ground:
    """The periods to compare and the share of each that is known by the as-of day. Refused: too few periods."""
    as_of, delay = events.as_of, options.delay
    end = as_of - np.timedelta64(delay, "D") if isinstance(delay, int) else as_of
    first = options.since if options.since is not None else events.occurred.min()
    periods = periods_between(first, end, options.unit)
    observed, dropped, longest = np.ones(len(periods)), 0, 0
    if delay == "auto":
        share = arrived_within(events.occurred, events.known, as_of)
        longest = len(share) - 1
        observed = completeness(periods, share, as_of)
        while dropped < len(periods) and observed[len(periods) - 1 - dropped] < LEAST_COMPLETE:
            dropped += 1
    kept = len(periods) - dropped
    if kept < options.min_before + options.min_after:
        raise Refusal(
            f"可用的周期只有 {kept} 个，至少要 {options.min_before + options.min_after} 个才能分出前后。"
            "请给更长时间的数据，或改用更短的周期（--period week）。"
        )
    return Ground(periods.without_last(dropped), observed[:kept], dropped, longest)


def find_onsets(
    events: Events,
    options: OnsetOptions,
    base: Ground,
    exposure: Floats | None = None,
    season: Floats | None = None,
) -> Onsets:
    """The onset of each group of ``events``.

    ``exposure`` (groups × periods; None: days) is used as it stands; ``season`` (one factor a period) multiplies it, so
    that a rise which comes every year counts for nothing.
    """
    periods = base.periods
    index = periods.index(events.occurred)
    inside = (index >= 0) & (index < len(periods))
    events, index = events.kept(inside), index[inside]
    counts = np.zeros((len(events.names), len(periods)), dtype=np.int64)
    np.add.at(counts, (events.group, index), 1)
    days = np.tile(periods.days * base.observed, (len(counts), 1)) if exposure is None else exposure
    shaped = days if season is None else days * season
    refuse_uncovered(counts, shaped, events.names, periods)
    tested = np.flatnonzero(counts.sum(axis=1) >= max(options.min_total, 1))
    spread = np.ones(len(counts))
    if options.dispersion == "estimated" and tested.size:
        spread[tested] = dispersions(counts[tested], shaped[tested])
    scans = {g: scan(counts[g], shaped[g], options.min_before, options.min_after) for g in tested.tolist()}
    p = np.array(
        [
            p_value(
                scans[g].statistic,
                int(counts[g].sum()),
                shaped[g],
                float(spread[g]),
                options.min_before,
                options.min_after,
            )
            for g in tested.tolist()
        ]
    )
    q_bh, q_by = benjamini_hochberg(p), benjamini_yekutieli(p)
    q = q_by if options.method == "by" else q_bh
    unit = PER_DAYS if exposure is None else 1.0
    order = np.argsort(events.group, kind="stable")
    bounds = np.searchsorted(events.group[order], np.arange(len(counts) + 1))
    rows = []
    for place, g in enumerate(tested.tolist()):
        own = order[bounds[g] : bounds[g + 1]]
        found = scans[g]
        alarm = bool(q[place] <= options.fdr) and found.start >= 0
        rows.append(
            Onset(
                events.names[g],
                int(counts[g].sum()),
                **_before_and_after(counts[g], shaped[g], found.start, float(spread[g]), unit),
                **_when(found.ratios, found.start, float(spread[g]), periods),
                statistic=found.statistic,
                dispersion=float(spread[g]),
                p=float(p[place]),
                q=float(q[place]),
                q_by=float(q_by[place]),
                alarm=alarm,
                **_source(
                    events.kept(own), index[own], found.start, shaped[g], float(spread[g]), options, alarm
                ),
            )
        )
    rows.sort(key=lambda row: (row.q, row.p, row.group))
    return Onsets(rows, _summary(events, base, options, rows, len(counts) - tested.size))


def _before_and_after(
    counts: NDArray[np.int64], exposure: Floats, start: int, spread: float, unit: float
) -> dict[str, Any]:
    at = start if start >= 0 else len(counts)
    before, after = float(counts[:at].sum()), float(counts[at:].sum())
    out: dict[str, Any] = {"n_before": int(before), "n_after": int(after)}
    whole = float(exposure.sum())
    for name, count, size in (("before", before, exposure[:at].sum()), ("after", after, exposure[at:].sum())):
        limits = rate(count, float(size) / unit, spread) if size > 0 else (None, None, None)
        for tail, value in zip(("", "_low", "_high"), limits, strict=True):
            out[f"rate_{name}{tail}"] = value
    share = float(exposure[at:].sum()) / whole
    ratios = rate_ratio(before, after, share, spread) if start >= 0 else (None, None, None)
    for tail, ratio in zip(("", "_low", "_high"), ratios, strict=True):
        out[f"ratio{tail}"] = ratio
    out["nothing_before"] = start >= 0 and before == 0
    out["newest_only"] = start >= 0 and at == len(counts) - 1
    return out


def _when(ratios: Floats, start: int, spread: float, periods: Periods) -> dict[str, Any]:
    low, high = likely_starts(ratios, spread)
    return {
        "start": periods.label(start) if start >= 0 else None,
        "start_low": periods.label(low) if low >= 0 else None,
        "start_high": periods.label(high) if high >= 0 else None,
    }


def _source(
    own: Events,
    index: NDArray[np.int64],
    start: int,
    exposure: Floats,
    spread: float,
    options: OnsetOptions,
    alarm: bool,
) -> dict[str, Any]:
    if not alarm:
        return {"batch": False, "batch_source": None, "batch_share": None, "p_without_batch": None}
    found = largest_source(own, index, start, exposure, spread, options.min_before, options.min_after)
    return {
        "batch": found.batch,
        "batch_source": found.source,
        "batch_share": found.share,
        "p_without_batch": found.p_without,
    }


def _summary(
    events: Events, base: Ground, options: OnsetOptions, rows: list[Onset], too_few: int
) -> dict[str, Any]:
    periods = base.periods
    return {
        "as_of": str(events.as_of),
        "period": options.unit,
        "first": periods.label(0),
        "last": periods.label(len(periods) - 1),
        "periods": len(periods),
        "newest_left_out": base.dropped,
        "newest_complete": float(base.observed[-1]),
        "longest_delay_days": base.longest_delay,
        "events": len(events),
        "groups": len(events.names),
        "tested": len(rows),
        "too_few": int(too_few),
        "min_total": options.min_total,
        "fdr": options.fdr,
        "method": options.method,
        "alarms": sum(row.alarm for row in rows),
        "left_out": events.notes,
        "notes": [*_mistyped(events), *_notes(events, periods)],
    }


def _mistyped(events: Events) -> list[str]:
    wrong = events.notes.get("implausible_date", 0)
    return (
        [f"有 {wrong} 件的日期与其余的相差十年以上，像是年份写错，没有计入；请核对原始记录。"]
        if wrong
        else []
    )


def _notes(events: Events, periods: Periods) -> list[str]:
    """A stray early record, or sources that joined later, make everything look new: said rather than silently called."""
    quarter = len(periods) // 4
    if quarter == 0 or len(events) == 0:
        return []
    early = int((periods.index(events.occurred) < quarter).sum())
    if early >= SPARSE * len(events):
        return []
    return [
        f"最早的 {quarter} 个周期（{periods.label(0)} 至 {periods.label(quarter - 1)}）只有 {early} 件，"
        f"占 {early / len(events):.1%}：早期数据可能不全，会把开始有记录当成增多。请用 --since 写明从哪天起数据完整，或用 --exposure-total。"
    ]
