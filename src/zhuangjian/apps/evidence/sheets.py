"""What is shown of the evidence of an inspection."""

from __future__ import annotations

from datetime import datetime

from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.sheets import part_of_inspection
from zhuangjian.kernel.sheets import Column, Datum

EVIDENCE = part_of_inspection(
    Evidence,
    "evidence",
    "证据",
    "EvidenceOut",
    "Evidence with its digests and times, for officials; the file itself is at ``/evidence/<id>/file/``.",
    (
        Column("item", "检查要点", "finding.item", api=str | None),
        Column("kind", "种类", "kind", api=str),
        Column(
            "file_name",
            "文件",
            "file_name",
            api={"file_name": Datum(str, "file_name"), "media_type": Datum(str, "media_type")},
        ),
        Column("size", "大小", "size", api=int),
        Column("sha256", "SHA-256", "sha256", api=str),
        Column("captured_at", "采集时间", "captured_at", api=datetime),
        Column("received_at", "接收时间", "received_at", api=datetime),
        Column("exif_at", "照片内时间", "exif_at", api=datetime | None),
        Column("taken_by", "采集人", "taken_by.name", api=str),
        Column("note", "说明", "note", api=str),
        Column(
            "withdrawn_at",
            "撤回",
            "withdrawn_at",
            api={
                "withdrawn_at": Datum(datetime | None, "withdrawn_at"),
                "withdrawn_reason": Datum(str, "withdrawn_reason"),
            },
        ),
        Column(
            "confirmed_by",
            "对方确认",
            "confirmed_by",
            api={
                "confirmed_by": Datum(str, "confirmed_by"),
                "confirmed_at": Datum(datetime | None, "confirmed_at"),
                "unconfirmed": Datum(str, "unconfirmed"),
                "unconfirmed_words": Datum(str, "get_unconfirmed_display"),
            },
        ),
    ),
    "finding",
    "taken_by",
)
