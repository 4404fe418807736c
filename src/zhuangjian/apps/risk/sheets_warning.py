"""What is shown of the computings of the early-warning model."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from zhuangjian.apps.risk.models import WarningRun, WarningStage
from zhuangjian.apps.risk.sheets import TAG
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, fact

TONES = {"computed": "warn", "promoted": "ok", "replaced": "off", "withdrawn": "off"}


def run_view(row: WarningRun) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES.get(row.stage, "off")


def _mean(row: WarningRun) -> str:
    return "—" if row.mean_auc is None else f"{row.mean_auc:.3f}"


WARNINGS = Sheet(
    "warning_runs",
    "风险预警模型",
    (
        Column(
            "as_of",
            "截至",
            "as_of",
            sort="as_of",
            link=lambda row: row.get_absolute_url(),
            api={"id": Datum(UUID, "public_id"), "as_of": Datum(date, "as_of"), "version": Datum(int, "version")},
        ),
        Column("stage", "状态", "get_stage_display", sort="stage", status=run_view, api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")}),
        Column("visits", "检查次数", "visits", sort="visits", fact=True, api=int),
        Column("positives", "发现问题", "positives", fact=True, api=int),
        Column("mean_auc", "平均 AUC（随机 0.5，完美 1）", _mean, sort="mean_auc", fact=True, api={"mean_auc": Datum(float | None, "mean_auc")}),
        Column("parties", "评分的企业", "parties", sort="parties", fact=True, api=int),
        Column("made_at", "计算时间", "made_at", sort="made_at", css="text-nowrap", fact=True, api=datetime),
        fact("made_by", "计算人", lambda row: str(row.made_by or ""), api=str),
        fact("promoted_at", "启用时间", "promoted_at", left_out=True, api={"promoted_at": Datum(datetime | None, "promoted_at")}),
        fact("promoted_by", "启用人", lambda row: str(row.promoted_by or ""), left_out=True, api=str),
        fact("promoted_why", "启用的理由", "promoted_why", left_out=True, api=str),
        fact("ended_at", "停用时间", "ended_at", left_out=True, api={"ended_at": Datum(datetime | None, "ended_at")}),
        fact("ended_by", "停用人", lambda row: str(row.ended_by or ""), left_out=True, api=str),
        fact("ended_why", "停用的理由", "ended_why", left_out=True, api=str),
        fact("proof", "检验结果", "proof", drawn=False, api={"proof": Datum(dict[str, Any], "proof")}),
        fact("card", "模型卡", "card", drawn=False, api=str),
    ),
    (Filter("stage", "状态", "stage", "choice", WarningStage.choices()),),
    sort="-made_at",
    model=WarningRun,
    empty="还没有计算过预警模型。",
    empty_hint="由市级（省级）监管部门的计划管理员或者负责人在本页提交计算；检查次数不够的，会说明还差多少。",
    rows=lambda person: WarningRun.objects.visible_to(person).select_related("made_by", "promoted_by", "ended_by"),
    reading=Reading(
        "warning-runs",
        TAG,
        "WarningRunOut",
        "风险预警模型列表",
        "一次预警模型的计算和检验结果",
        ("zhuangjian_api_warning_runs", "zhuangjian_api_warning_run"),
        one_schema="WarningRunDetail",
        words="Computings of the early-warning model.",
        one_words="One of them with its proof and model card; it names no party.",
    ),
)  # fmt: skip
