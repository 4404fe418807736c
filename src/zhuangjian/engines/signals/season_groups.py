"""Season and newest periods of every product, reaction or party, with false discoveries held down over all of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.changes_events import Events
from zhuangjian.engines.signals.fdr import benjamini_hochberg
from zhuangjian.engines.signals.onset import Ground
from zhuangjian.engines.signals.season import Newest, enough, judge_newest, seasonality

LEAP_YEAR = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """One group. ``peak``… as month-day, limits 95 %; ``swing``: highest ÷ lowest rate of the year; ``seasonal``: q ≤ the
    chosen share. ``newest_…``: the newest periods against season and trend of the earlier ones, ``p_plain`` against their
    plain average; ``alarm``: high even for the season. Without two years before the newest periods these are None."""

    group: str
    n: int
    p: float
    q: float
    seasonal: bool
    peak: str
    peak_low: str | None
    peak_high: str | None
    swing: float
    swing_low: float
    swing_high: float
    growth: float
    dispersion: float
    newest: int | None
    newest_expected: float | None
    newest_low: int | None
    newest_high: int | None
    p_newest: float | None
    q_newest: float | None
    p_plain: float | None
    alarm: bool

    def row(self) -> dict[str, Any]:
        """As a flat row of a result table."""
        return asdict(self)


def find_seasons(
    events: Events,
    base: Ground,
    *,
    newest: int = 1,
    harmonics: int = 1,
    fdr: float = 0.05,
    min_total: int = 24,
) -> tuple[list[SeasonRow], dict[str, Any]]:
    """Rows (by newest q, season q, name) and a summary. Refused: less than about two years, or no group with
    ``min_total`` events."""
    periods = base.periods
    middles = periods.edges[:-1] + (periods.edges[1:] - periods.edges[:-1]) // 2
    if not enough(middles):
        raise Refusal(
            f"数据从 {periods.label(0)} 到 {periods.label(len(periods) - 1)}，不满两年，分不出季节。请给至少两年的数据。"
        )
    index = periods.index(events.occurred)
    keep = (index >= 0) & (index < len(periods))
    counts = np.zeros((len(events.names), len(periods)), dtype=np.int64)
    np.add.at(counts, (events.group[keep], index[keep]), 1)
    exposure = periods.days * base.observed
    tested = [g for g in range(len(counts)) if counts[g].sum() >= max(min_total, 1)]
    if not tested:
        raise Refusal(f"没有一组达到 {min_total} 件信号，看不出季节。请降低 --min-count 或换分组列。")
    seasons = [seasonality(counts[g], exposure, middles, harmonics) for g in tested]
    judged = []
    for g in tested:
        history = middles[: len(middles) - newest]
        possible = len(history) > 0 and enough(history) and counts[g, : len(history)].sum() > 0
        judged.append(judge_newest(counts[g], exposure, middles, newest, harmonics) if possible else None)
    q = benjamini_hochberg([season.p for season in seasons])
    q_newest = benjamini_hochberg([np.nan if one is None else one.p for one in judged])
    rows = [
        SeasonRow(
            events.names[g],
            season.n,
            season.p,
            float(q[i]),
            bool(q[i] <= fdr),
            _month_day(season.peak),
            None if season.peak_low is None else _month_day(season.peak_low),
            None if season.peak_high is None else _month_day(season.peak_high),
            season.swing,
            season.swing_low,
            season.swing_high,
            season.growth,
            season.dispersion,
            **_newest(one, float(q_newest[i])),
            alarm=bool(one is not None and q_newest[i] <= fdr),
        )
        for i, (g, season, one) in enumerate(zip(tested, seasons, judged, strict=True))
    ]
    rows.sort(key=lambda row: (2.0 if row.q_newest is None else row.q_newest, row.q, row.group))
    summary = {
        "as_of": str(events.as_of),
        "period": periods.unit,
        "first": periods.label(0),
        "last": periods.label(len(periods) - 1),
        "periods": len(periods),
        "newest_periods": newest,
        "newest_left_out": base.dropped,
        "newest_complete": float(base.observed[-1]),
        "events": int(keep.sum()),
        "groups": len(counts),
        "tested": len(rows),
        "too_few": len(counts) - len(rows),
        "fdr": fdr,
        "seasonal": sum(row.seasonal for row in rows),
        "alarms": sum(row.alarm for row in rows),
        "plain_alarms": int(
            np.nansum(benjamini_hochberg([np.nan if one is None else one.p_plain for one in judged]) <= fdr)
        ),
        "left_out": events.notes,
    }
    return rows, summary


def _newest(one: Newest | None, q: float) -> dict[str, Any]:
    names = ("newest", "newest_expected", "newest_low", "newest_high", "p_newest", "q_newest", "p_plain")
    if one is None:
        return dict.fromkeys(names)
    values = (one.observed, one.expected, one.low, one.high, one.p, q, one.p_plain)
    return dict(zip(names, values, strict=True))


def _month_day(day_of_year: int) -> str:
    return (LEAP_YEAR + timedelta(days=day_of_year - 1)).strftime("%m-%d")
