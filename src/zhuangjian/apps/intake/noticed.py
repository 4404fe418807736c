"""What is told about a file before and after it takes effect: what stood out, what changed, what was held back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from zhuangjian.apps.intake.mapping import SourceMapping
from zhuangjian.apps.intake.models import Batch, Quarantine, RowOutcome, SourceRow
from zhuangjian.apps.intake.tables import TableFile
from zhuangjian.apps.registry import bulk

MOST = 1000
FEW = 50


def noticed(table: TableFile, mapping: SourceMapping) -> dict[str, Any]:
    """What a person should know about how the file was read: columns that are not read (with the known one probably
    meant), fields it does not have, hidden rows, columns and sheets, merged ranges. Only what there is."""
    layout = table.layout
    hidden = [n for n in layout.hidden_rows if n > table.head_number]
    found = mapping.columns_of(table.heads)
    told: dict[str, Any] = {
        "sheet": table.sheet,
        "ignored_columns": [{"column": c, "nearest": near} for c, near in mapping.unknown(table.heads)][
            :MOST
        ],
        "absent_columns": [
            spec.title for spec in mapping.columns if spec.field not in found and spec.role == "fact"
        ],
        "unnamed_columns": [n for n, head in enumerate(table.heads, 1) if not head],
        "hidden_rows": hidden[:MOST],
        "hidden_columns": [
            table.heads[n - 1] for n in layout.hidden_columns if n <= len(table.heads) and table.heads[n - 1]
        ],
        "hidden_sheets": [title for title, secret in table.others if secret],
        "other_sheets": [title for title, secret in table.others if not secret],
        "merged": [m.ref for m in layout.merged if m.bottom > table.head_number][:MOST],
    }
    return {kind: value for kind, value in told.items() if value}


def words_of(notes: dict[str, Any]) -> list[str]:
    """The same in sentences."""
    said = []
    for one in notes.get("ignored_columns", ()):
        near = f"，可能是“{one['nearest']}”：请在对照表中为它添加这个栏目名" if one["nearest"] else ""
        said.append(f"没有读取栏目“{one['column']}”{near}。")
    for kind, words in (
        ("absent_columns", "文件中没有的栏目（在册内容保持不变）：{}。"),
        ("unnamed_columns", "没有栏目名、没有读取的栏：第 {} 栏。"),
        ("hidden_rows", "隐藏的行也已读取：第 {} 行。"),
        ("hidden_columns", "隐藏的栏目也已读取：{}。"),
        ("hidden_sheets", "没有读取隐藏的工作表：{}。"),
        ("other_sheets", "没有读取其他工作表：{}。"),
        ("merged", "合并单元格按每一行都写了读取：{}。"),
    ):
        if notes.get(kind):
            listed = "、".join(str(one) for one in notes[kind][:FEW])
            said.append(words.format(listed + ("……" if len(notes[kind]) > FEW else "")))
    return said


def report(batch: Batch) -> dict[str, Any]:
    """What a batch did: its notes, the first changed rows with old and new, the first new ones, the first held back."""
    return {"notes": batch.notes, **rows_told(batch)}


def rows_told(batch: Batch) -> dict[str, list[dict[str, Any]]]:
    """The rows of a batch that changed something or were held back."""
    rows = SourceRow.objects.unrestricted().filter(batch=batch).order_by("number").select_related("party")
    changed = [
        {"row": row.number, "party": str(row.party or ""), "column": column, "old": old, "new": new}
        for row in rows.filter(outcome=RowOutcome.CHANGED)[:MOST]
        for column, old, new in row.refs.get("changes", ())
    ]
    new = [
        {"row": row.number, "party": str(row.party or "")}
        for row in rows.filter(outcome=RowOutcome.NEW)[:MOST]
    ]
    held = Quarantine.objects.unrestricted().filter(batch=batch).order_by("number")[:MOST]
    return {
        "changes": changed[:MOST],
        "new": new,
        "held": [
            {
                "row": q.number,
                "column": q.column,
                "code": q.code,
                "reason": q.reason,
                "suggestion": q.suggestion,
            }
            for q in held
        ],
    }


def trial_batch(mapping: SourceMapping, table: TableFile, as_of: date) -> Batch:
    """A batch to try a file with, inside a transaction that is rolled back."""
    batch = bulk.made(
        Batch,
        source=mapping.source,
        file_name=table.name[:200],
        # Not the file's own: somebody may be loading it at this moment.
        digest="试",
        as_of=as_of,
        mapping_digest=mapping.digest,
        mapping_text=mapping.text,
        started_at=timezone.now(),
        total=table.total,
    )
    bulk.insert([batch])
    return batch
