"""An authority's own concluded inspections as a warning model with its proof: how good it is, for whom less so, and why.

Who inspects is never a feature; where the rows say who did, that person's severity is taken out of every earlier result.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from zhuangjian.engines.risk.backtest import Backtest, Question, backtest
from zhuangjian.engines.risk.backtest_report import report
from zhuangjian.engines.risk.card import model_card
from zhuangjian.engines.risk.drift import Sample, drift
from zhuangjian.engines.risk.fairness import fairness
from zhuangjian.engines.risk.history import Floats, History
from zhuangjian.engines.risk.history_columns import day_number
from zhuangjian.engines.risk.history_past import View, inspector_column
from zhuangjian.engines.risk.history_reading import Table, history_of
from zhuangjian.engines.risk.measures import auc, auc_interval
from zhuangjian.engines.risk.proof_facts import NEEDED, NEEDED_EACH, Record, Visit
from zhuangjian.engines.risk.warning_current import Warned, warn
from zhuangjian.engines.risk.warning_learners import Settings
from zhuangjian.engines.risk.windows import period_start
from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

Say = Callable[[int, int], None]
# A drawn share smaller than this says nothing.
DRAWN_NEEDED, DRAWN_EACH = 50, 5
# Windows that begin earlier than this before the day say little of today and cost as much.
LOOKED_BACK = 730
BINS = 5
ENTITY, DAY, FOUND, WHO, KIND = "企业", "日期", "有问题", "检查组长", "检查类型"
PLACE, KINDS = "地区", "种类"


@dataclass(frozen=True, slots=True)
class Proof:
    """What is kept of a run: ``told`` (JSON-ready), the model card in words, every party's probability."""

    told: dict[str, Any]
    card: str
    parties: tuple[Warned, ...]


def prove(
    visits: Sequence[Visit],
    records: Sequence[Record],
    as_of: date,
    say: Say = lambda done, total: None,
    settings: Settings | None = None,
) -> Proof:
    """Back-test, judge and score as of a day, from earlier days alone. Refused, with what is lacking: too few inspections."""
    visits = [one for one in visits if one.day < as_of]
    _enough(visits)
    settings = settings or Settings()
    sources = sorted({one.source for one in records})
    history = _history(visits, [one for one in records if one.day < as_of])
    view: View = "adjusted" if inspector_column(history) else "recorded"
    exclude = tuple(name for name in (KIND, *map(_column, sources)) if name in history.columns)
    since = as_of - timedelta(days=LOOKED_BACK)
    long = min(one.day for one in visits) < since - timedelta(days=365)
    question = Question(
        first=period_start(since, "quarter") if long else None, exclude=exclude, view=view, settings=settings
    )
    result = backtest(history, question, say)
    found = report(result)
    rows = np.concatenate([one.rows for one in result.windows])
    score = np.concatenate([one.probability for one in result.windows])
    told = {
        "backtest": found | {"entity": ENTITY, "date": DAY, "target": FOUND, "rows": len(visits)},
        "view": view,
        "visits": len(visits),
        "positives": sum(one.found for one in visits),
        "records": len(records),
        **_judged(history, visits, result, rows, score),
    }
    say(len(result.windows), len(result.windows) + 1)
    warned = warn(history, day_number(as_of), exclude=exclude, view=view, settings=settings)
    card = _card(told, as_of)
    return Proof(json.loads(json.dumps(_plain(told))), card, warned.parties)


def _enough(visits: Sequence[Visit]) -> None:
    positives = sum(one.found for one in visits)
    fewer = min(positives, len(visits) - positives)
    if len(visits) >= NEEDED and fewer >= NEEDED_EACH:
        return
    raise Refusal(
        f"已交付结果的检查现有 {len(visits)} 次，其中发现问题 {positives} 次，还不足以建立和检验预警模型："
        f"至少要 {NEEDED} 次，发现问题和没有发现问题的各至少 {NEEDED_EACH} 次。没有保存任何内容，检查积累够了以后再算。",
        missing=(
            f"再有 {max(NEEDED - len(visits), 0)} 次检查",
            f"再有 {max(NEEDED_EACH - fewer, 0)} 次{'发现' if positives <= len(visits) - positives else '没有发现'}问题的检查",
        ),
    )


def _column(source: str) -> str:
    return f"来源记录：{source}"


def _history(visits: Sequence[Visit], records: Sequence[Record]) -> History:
    tables = [Table("检查", _visit_table(visits))]
    if records:
        tables.append(Table("来源记录", _record_table(records)))
    return history_of(tables, entity=ENTITY, date=DAY, target=FOUND)


def _visit_table(visits: Sequence[Visit]) -> pa.Table:
    """One row for each party and day: two inspections told on one day are one answer, found where either found."""
    import pyarrow as pa

    days: dict[tuple[str, date], Visit] = {}
    for one in sorted(visits, key=lambda one: (one.party, one.day, not one.found, one.who, one.kind)):
        days.setdefault((one.party, one.day), one)
    kept = list(days.values())
    return pa.table(
        {
            ENTITY: [one.party for one in kept],
            DAY: [one.day for one in kept],
            FOUND: [int(one.found) for one in kept],
            WHO: [one.who or None for one in kept],
            KIND: [one.kind for one in kept],
            PLACE: [one.place or None for one in kept],
            KINDS: [one.kinds or None for one in kept],
        }
    )


def _record_table(records: Sequence[Record]) -> pa.Table:
    import pyarrow as pa

    sources = sorted({one.source for one in records})
    days: dict[tuple[str, date], dict[str, Any]] = {}
    for one in sorted(records, key=lambda one: (one.party, one.day, one.source)):
        row = days.setdefault((one.party, one.day), {PLACE: one.place or None, KINDS: one.kinds or None})
        row[one.source] = max(row.get(one.source, 0.0), float(one.severity))
    table: dict[str, list[Any]] = {
        ENTITY: [party for party, _ in days],
        DAY: [day for _, day in days],
        PLACE: [row[PLACE] for row in days.values()],
        KINDS: [row[KINDS] for row in days.values()],
    }
    # Nought where the source said nothing that day, so that one kind of report alone tells as well.
    return pa.table(
        table | {_column(source): [row.get(source, 0.0) for row in days.values()] for source in sources}
    )


def _judged(
    history: History, visits: Sequence[Visit], result: Backtest, rows: Any, score: Floats
) -> dict[str, Any]:
    """Everything that looks at the scores of the back-test beside their outcome."""
    target: Floats = history.target[rows]
    by_day: dict[tuple[str, int], Visit] = {}
    for one in visits:
        key = (one.party, day_number(one.day))
        if key not in by_day or one.drawn:
            by_day[key] = one
    scored = [by_day[history.entities[history.entity[row]], int(history.day[row])] for row in rows]
    drawn = np.array([one.drawn for one in scored], bool)
    return {
        "drawn": _drawn(target[drawn], score[drawn]),
        "calibration": _calibration(target, score),
        "fairness": _fairness(scored, target, score),
        "drift": _drift(scored, target, score, len(result.windows[-1].rows)),
    }


def _drawn(target: Floats, score: Floats) -> dict[str, Any]:
    """How well it does on those drawn at random: nobody chose them for what was thought of them."""
    positives = int(target.sum())
    told: dict[str, Any] = {"n": len(target), "positives": positives, "auc": None, "low": None, "high": None}
    if len(target) < DRAWN_NEEDED or min(positives, len(target) - positives) < DRAWN_EACH:
        return told | {
            "why_null": f"随机抽取的只有 {len(target)} 次（发现问题 {positives} 次），至少要 {DRAWN_NEEDED} 次、两种结果各 {DRAWN_EACH} 次才能单独评价。"
        }
    low, high = auc_interval(target, score) or (None, None)
    return told | {"auc": auc(target, score), "low": low, "high": high, "why_null": None}


def _calibration(target: Floats, score: Floats) -> list[dict[str, Any]]:
    """Equal parts from the lowest scores to the highest: what was expected, what was found."""
    order = np.argsort(score, kind="stable")
    return [
        {
            "n": len(part),
            "low": float(score[part].min()),
            "high": float(score[part].max()),
            "expected": float(score[part].mean()),
            "found": float(target[part].mean()),
        }
        for part in np.array_split(order, BINS)
        if len(part)
    ]


def _fairness(scored: Sequence[Visit], target: Floats, score: Floats) -> dict[str, Any] | None:
    if len(np.unique(target)) < 2:
        return None
    groups = {"地区": [one.place for one in scored], "规模": [one.size for one in scored]}
    given = list(map(float, score)), list(map(int, target)), groups
    try:
        return fairness(*given, inspector=[one.who for one in scored]).to_dict()
    except Refusal:
        # Nobody among those who inspected has both results: that one figure is left out.
        return fairness(*given).to_dict()


def _drift(scored: Sequence[Visit], target: Floats, score: Floats, last: int) -> dict[str, Any] | None:
    """The last window against those before it."""
    cut = len(scored) - last
    if cut <= 0 or not last:
        return None

    def sample(part: slice) -> Sample:
        told = scored[part]
        columns = {
            PLACE: [one.place for one in told],
            KINDS: [one.kinds for one in told],
            KIND: [one.kind for one in told],
        }
        return Sample(columns, list(map(float, target[part])), list(map(float, score[part])))

    found: dict[str, Any] = drift(sample(slice(0, cut)), {"最近一个时段": sample(slice(cut, None))}).to_dict()
    return found


def _card(told: dict[str, Any], as_of: date) -> str:
    """The model card without its drawings: the page draws its own from the figures."""
    if all(one["auc"] is None for one in told["backtest"]["windows"]):
        raise Refusal(
            "没有一个时段同时有发现问题和没有发现问题的检查，不能检验模型，没有保存。请等检查积累更多以后再算。"
        )
    with TemporaryDirectory() as place:
        body = {"backtest": told["backtest"], "name": f"风险预警模型（截至 {as_of}）"}
        body |= {name: told[name] for name in ("fairness", "drift")}
        lines = model_card(body, Path(place)).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("![")) + "\n"


def _plain(value: Any) -> Any:
    """As a database keeps it: no number that is none, no type of numpy's."""
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
