"""The early-warning model: which one counts, how each was computed, and the proof of one of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.risk.models import WarningRun
from zhuangjian.apps.risk.pages import EXPORTS, officials_only
from zhuangjian.apps.risk.sheets_warning import WARNINGS, run_view
from zhuangjian.apps.risk.warning_scores import promoted
from zhuangjian.engines.risk.proof_facts import NEEDED, NEEDED_EACH
from zhuangjian.kernel.requests import PersonRequest

HEADS = (
    "时段", "检查", "发现问题", "AUC", "95% 区间", "随机", "完美", "平均精度", "校准误差", "前半找到", "随机前半",
)  # fmt: skip
VIEWS = {
    "adjusted": "已扣除由谁检查的影响：以往每次结果先减去同一检查组长的宽严，评分时不区分由谁检查。",
    "recorded": "没有扣除由谁检查的影响：能看出由谁检查的记录还不够多，分数里可能有宽严之别，启用前请考虑。",
}
DRIFTED = {"watch": "关注", "drift": "明显变化"}


@require_GET
def models(request: PersonRequest) -> HttpResponseBase:
    """The computings, and how to start one."""
    officials_only(request)
    view = WARNINGS.of(request)
    if view.export is not None:
        return view.export
    context = {"listing": view, "promoted": promoted(), "needed": NEEDED, "needed_each": NEEDED_EACH}
    return render(request, "risk/models.html", context)


@require_GET
def model(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """One computing with its proof beside it; also as tables and as a model card."""
    officials_only(request)
    row = visible_or_404(WarningRun, request.person, key, "made_by", "promoted_by", "ended_by")
    export = request.GET.get("export", "")
    if export == "card":
        answer = HttpResponse(row.card, content_type="text/markdown; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="model-card-{row.as_of}.md"'
        return answer
    windows = row.proof.get("backtest", {}).get("windows", [])
    lines = [_line(one) for one in windows]
    if make := EXPORTS.get(export):
        return make(f"风险预警模型回测{row.as_of}", HEADS, lines)
    context = {
        "row": row,
        "stage": run_view(row),
        "sheet": WARNINGS,
        "heads": HEADS,
        "windows": [list(zip(HEADS, line, strict=True)) for line in lines],
        "why_null": [(one["start"], one["why_null"]) for one in windows if one.get("why_null")],
        "chart": _chart(windows),
        "view": VIEWS.get(row.proof.get("view", ""), ""),
        "drawn": _drawn(row.proof.get("drawn") or {}),
        "calibration": [_part(one) for one in row.proof.get("calibration", [])],
        "fairness": _fairness(row.proof.get("fairness") or {}),
        "drift": _drift(row.proof.get("drift") or {}),
        "columns": row.proof.get("backtest", {}).get("columns", {}),
        "said": [
            *row.proof.get("backtest", {}).get("notes", []),
            *row.proof.get("backtest", {}).get("cautions", []),
        ],
    }
    return render(request, "risk/model.html", context)


def _number(value: Any, form: str = ".3f") -> str:
    return "—" if value is None else format(value, form)


def _interval(low: Any, high: Any) -> str:
    return "—" if low is None or high is None else f"{low:.3f} 至 {high:.3f}"


def _line(one: dict[str, Any]) -> list[Any]:
    random, perfect = one.get("random") or {}, one.get("perfect") or {}
    return [
        f"{one['start']} 至 {one['end']}",
        one["n"],
        one["positives"],
        _number(one.get("auc")),
        _interval(one.get("auc_low"), one.get("auc_high")),
        _number(random.get("auc")),
        _number(perfect.get("auc")),
        _number(one.get("average_precision")),
        _number(one.get("calibration_error")),
        _number(one.get("first_half_share"), ".0%"),
        _number(random.get("first_half_share"), ".0%"),
    ]


def _chart(windows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """AUC by window in hundredths: 50 is chance, 100 a perfect order."""
    drawn = [one for one in windows if one.get("auc") is not None]
    if not drawn:
        return None
    return {
        "kind": "bars",
        "labels": [f"{one['start']} 起" for one in drawn],
        "series": [
            {"name": "模型", "data": [round(one["auc"] * 100, 1) for one in drawn]},
            {"name": "随机", "data": [50 for _ in drawn]},
        ],
    }


def _drawn(found: dict[str, Any]) -> dict[str, Any]:
    return found | {
        "auc_said": _number(found.get("auc")),
        "interval": _interval(found.get("low"), found.get("high")),
    }


def _part(one: dict[str, Any]) -> list[Any]:
    return [
        f"{one['low']:.0%} 至 {one['high']:.0%}",
        one["n"],
        f"{one['expected']:.1%}",
        f"{one['found']:.1%}",
    ]


def _fairness(found: dict[str, Any]) -> dict[str, Any]:
    """Groups large enough to be judged, the names of the others, and the differences that hold."""
    rows = [
        [
            one["column"],
            one["group"],
            one["n"],
            _number(one["auc"]["value"]),
            _interval(one["auc"]["low"], one["auc"]["high"]),
            f"{one['rate']['value']:.1%}",
            f"{one['expected_rate']:.1%}",
            f"{one['caught']['value']:.0%}",
        ]
        for one in found.get("groups", [])
        if not one["suppressed"]
    ]
    within = found.get("auc_within")
    return {
        "rows": rows,
        "suppressed": found.get("suppressed", []),
        "warnings": found.get("warnings", []),
        "within": _number(within["value"]) if within else "",
    }


def _drift(found: dict[str, Any]) -> dict[str, Any]:
    changed = [
        (one["feature"], _number(one.get("psi")), DRIFTED.get(one["state"], one["state"]))
        for one in found.get("features", [])
        if one["state"] != "stable"
    ]
    return {"judged": bool(found), "changed": changed, "warnings": found.get("warnings", [])}
