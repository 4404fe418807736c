"""Every read of a confidential record leaves a row (CQ 22)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.documents.reading import ON_READ
from zhuangjian.apps.inspections.models import Inspection, ReadLog

PAGE, API, FILE = "网页", "接口", "下载"


def log_read(inspection: Inspection, person: Any, what: str, door: str = PAGE) -> None:
    """Who read what of this inspection, through which door."""
    ReadLog.objects.create(inspection=inspection, person=person, what=what[:80], door=door)


def log_document(person: Any, document: Any) -> None:
    """A document of an inspection was downloaded."""
    ReadLog.objects.create(
        inspection_id=document.target_id, person=person, what=document.title[:80], door=FILE
    )


ON_READ["inspections.inspection"] = log_document
