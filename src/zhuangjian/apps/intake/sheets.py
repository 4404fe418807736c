"""Lists of the intake pages."""

from __future__ import annotations

from zhuangjian.apps.intake.actions.load import TITLES
from zhuangjian.apps.intake.faults import CODES
from zhuangjian.apps.intake.models import Batch, QuarantineStatus, RowOutcome
from zhuangjian.kernel.sheets import Column, Filter, Sheet, contains

TONES = {
    "new": "ok",
    "changed": "wait",
    "unchanged": "off",
    "quarantined": "warn",
    "released": "ok",
    "discarded": "off",
    "open": "warn",
}


def _state(batch: Batch) -> tuple[str, str]:
    if batch.finished_at:
        return "完成", "ok"
    return f"未完成（{sum(batch.progress.values())}/{batch.total}）", "warn"


BATCHES = Sheet(
    name="batches",
    title="导入批次",
    columns=(
        Column("id", "批次", "pk", sort="pk", link=lambda b: b.get_absolute_url()),
        Column("source", "来源", lambda b: TITLES.get(b.source, b.source), sort="source"),
        Column("file_name", "文件", "file_name", sort="file_name"),
        Column("as_of", "数据日期", "as_of", sort="as_of"),
        Column("total", "读取", "total", sort="total"),
        Column("new", "新增", "new"),
        Column("changed", "变更", "changed"),
        Column("unchanged", "无变化", "unchanged"),
        Column("quarantined", "隔离", "quarantined"),
        Column("loaded_by", "导入人", lambda b: b.loaded_by.name if b.loaded_by else ""),
        Column("state", "状态", lambda b: _state(b)[0], status=_state),
    ),
    filters=(Filter("source", "来源", "source", "choice", tuple(TITLES.items())),),
    sort="-id",
    empty="还没有导入过文件。",
    empty_hint="在上方选择文件导入；超过 64 MB 的文件请交系统管理员在服务器上导入。",
)
ROWS = Sheet(
    name="rows",
    title="来源行",
    columns=(
        Column("number", "行号", "number", sort="number"),
        Column(
            "outcome",
            "结果",
            lambda r: r.get_outcome_display(),
            sort="outcome",
            status=lambda r: (r.get_outcome_display(), TONES[r.outcome]),
        ),
        Column(
            "party",
            "企业",
            lambda r: r.party.name if r.party else None,
            link=lambda r: r.party.get_absolute_url() if r.party else "",
        ),
        Column(
            "raw",
            "原始内容",
            lambda r: "；".join(f"{k}：{v}" for k, v in r.raw.items() if v),
            template="intake/cells/raw.html",
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
        ),
        Column("column", "栏目", "column", sort="column"),
        Column("reason", "原因", "reason"),
        Column("suggestion", "建议", "suggestion"),
        Column(
            "status",
            "状态",
            lambda q: q.get_status_display(),
            sort="status",
            status=lambda q: (q.get_status_display(), TONES[q.status]),
        ),
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
    empty="隔离区没有符合条件的行。",
)
