"""What is shown of batches, source rows and quarantine."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from zhuangjian.apps.intake.actions.load import TITLES
from zhuangjian.apps.intake.faults import CODES
from zhuangjian.apps.intake.models import Batch, Quarantine, QuarantineStatus, RowOutcome, SourceRow
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact

TAG = "数据导入"
TONES = {
    "new": "ok",
    "changed": "wait",
    "unchanged": "off",
    "quarantined": "warn",
    "released": "ok",
    "discarded": "off",
    "undone": "off",
    "open": "warn",
}


def _state(batch: Batch) -> tuple[str, str]:
    if batch.undone_at:
        return "已撤销", "off"
    if batch.finished_at:
        return "完成", "ok"
    return f"未完成（{sum(batch.progress.values())}/{batch.total}）", "warn"


def _moments(batch: Batch) -> str:
    return " 至 ".join(said_time(one) for one in (batch.started_at, batch.finished_at) if one)


BATCHES = Sheet(
    name="batches",
    title="导入批次",
    columns=(
        Column("id", "批次", "pk", sort="pk", link=lambda b: b.get_absolute_url(), api=int),
        Column(
            "source",
            "来源",
            lambda b: TITLES.get(b.source, b.source),
            sort="source",
            api={"source": Datum(str, "source")},
        ),
        Column("file_name", "文件", "file_name", sort="file_name", api=str),
        Column("as_of", "数据日期", "as_of", sort="as_of", api=date),
        Column("total", "读取", "total", sort="total", api=int),
        Column("new", "新增", "new", api=int),
        Column("changed", "变更", "changed", api=int),
        Column("unchanged", "无变化", "unchanged", api=int),
        Column("quarantined", "隔离", "quarantined", api=int),
        Column("loaded_by", "导入人", "loaded_by.name", api=str | None),
        Column("state", "状态", lambda b: _state(b)[0], status=_state, api=str),
        fact(
            "loaded",
            "导入",
            lambda b: f"{b.loaded_by.name if b.loaded_by else '系统'}，{_moments(b)}",
            api={
                "started_at": Datum(datetime, "started_at"),
                "finished_at": Datum(datetime | None, "finished_at"),
            },
        ),
        fact("digest", "文件摘要", "digest", css="zj-mono", api=str),
    ),
    filters=(Filter("source", "来源", "source", "choice", tuple(TITLES.items())),),
    sort="-id",
    model=Batch,
    rows=lambda person: Batch.objects.visible_to(person).select_related("loaded_by"),
    reading=Reading(
        "intake/batches",
        TAG,
        "BatchOut",
        "导入批次",
        "一个导入批次",
        ("batches", "batch"),
        one_schema="BatchDetail",
        words="Files taken in; for those who keep the registry.",
    ),
    empty="还没有导入过文件。",
    empty_hint="在上方选择文件导入；超过 64 MB 的文件请交系统管理员在服务器上导入。",
)
ROWS = Sheet(
    name="rows",
    title="来源行",
    columns=(
        Column("number", "行号", "number", sort="number", api=int),
        Column(
            "outcome",
            "结果",
            lambda r: r.get_outcome_display(),
            sort="outcome",
            status=lambda r: (r.get_outcome_display(), TONES[r.outcome]),
            api={"outcome": Datum(str, "outcome")},
        ),
        Column(
            "party",
            "企业",
            lambda r: r.party.name if r.party else None,
            link=lambda r: r.party.get_absolute_url() if r.party else "",
            api={"party_id": Datum(int | None, "party_id"), "party": Datum(str | None, "party.name")},
        ),
        Column(
            "raw",
            "原始内容",
            lambda r: "；".join(f"{k}：{v}" for k, v in r.raw.items() if v),
            template="intake/cells/raw.html",
            api={"raw": Datum(dict[str, Any], "raw")},
        ),
    ),
    filters=(
        Filter("outcome", "结果", "outcome", "choice", RowOutcome.choices()),
        Filter(
            "number",
            "行号",
            lambda rows, text: (
                rows.filter(number=int(text)) if text.isdecimal() and len(text) < 10 else rows.none()
            ),
        ),
    ),
    sort="number",
    model=SourceRow,
    rows=lambda person: SourceRow.objects.visible_to(person).select_related("party"),
    also={"id": Datum(int, "pk"), "batch_id": Datum(int, "batch_id")},
    reading=Reading(
        "intake/rows",
        TAG,
        "SourceRowOut",
        "来源行",
        "一个来源行",
        ("source_rows", "source_row"),
        words="Rows as they came, and what became of each.",
    ),
)
QUARANTINE = Sheet(
    name="quarantine",
    title="隔离行",
    columns=(
        Column(
            "number",
            "行",
            lambda q: f"批次{q.batch_id} 第{q.number}行",
            sort=("batch_id", "number"),
            link=lambda q: q.get_absolute_url(),
            api={"batch_id": Datum(int, "batch_id"), "number": Datum(int, "number")},
        ),
        Column("column", "栏目", "column", sort="column", api=str),
        Column("reason", "原因", "reason", api={"reason": Datum(str, "reason"), "code": Datum(str, "code")}),
        Column("suggestion", "建议", "suggestion", api=str),
        Column(
            "status",
            "状态",
            lambda q: q.get_status_display(),
            sort="status",
            status=lambda q: (q.get_status_display(), TONES[q.status]),
            api={"status": Datum(str, "status"), "status_words": Datum(str, "get_status_display")},
        ),
        fact("source", "来源", "source", drawn=False, api=str),
        fact("raw", "原始内容", "row.raw", drawn=False, api=dict[str, Any]),
        fact("faults", "问题", "faults", drawn=False, api=list[dict[str, Any]]),
        fact("corrections", "更正", "corrections", drawn=False, api=dict[str, Any]),
        fact("decided_by", "处理人", "decided_by.name", drawn=False, api=str | None),
        fact("decided_at", "处理时间", "decided_at", drawn=False, api=datetime | None),
        fact("note", "说明", "note", drawn=False, api=str),
        fact("party_id", "写入企业", "row.party_id", drawn=False, api=int | None),
    ),
    filters=(
        Filter("status", "状态", "status", "choice", QuarantineStatus.choices()),
        Filter("code", "原因", "code", "choice", tuple(CODES.items())),
        Filter(
            "batch",
            "批次",
            lambda rows, text: (
                rows.filter(batch_id=int(text)) if text.isdecimal() and len(text) < 18 else rows.none()
            ),
        ),
        Filter("q", "文字", contains("reason", "suggestion")),
    ),
    sort="number",
    model=Quarantine,
    rows=lambda person: Quarantine.objects.visible_to(person).select_related("row", "decided_by"),
    also={"id": Datum(int, "pk"), "version": Datum(int, "version")},
    reading=Reading(
        "intake/quarantine",
        TAG,
        "QuarantineOut",
        "隔离区",
        "一个隔离行",
        ("quarantine", "quarantined"),
        one_schema="QuarantineDetail",
        words="Rows that could not be taken: where, why, and what to try.",
    ),
    empty="隔离区没有符合条件的行。",
)
