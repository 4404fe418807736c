"""The check of a file over the API."""

# Annotations stay real objects here: ninja resolves them in another module.
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Router, Schema

from zhuangjian.apps.casefile.facts import check_inspection
from zhuangjian.apps.conduct.public_ids import called
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.pages import RELATED
from zhuangjian.apps.inspections.reading import API, log_read
from zhuangjian.kernel.requests import PersonRequest

PREFIX = "casefile"
router = Router(tags=["案卷评查"])


class CheckOut(Schema):
    """One check: ``verdict`` is met, violated, not_applicable or cannot_tell; ``severity`` serious, ordinary or minor."""

    article: str
    verdict: str
    severity: str
    evidence: list[str]
    name: str
    title: str
    basis: str
    meaning: str
    remedy: str


class FileOut(Schema):
    """All checks over one file. ``day`` is that whose rules apply; ``note`` says why there are none."""

    id: UUID
    number: str
    verdict: str
    counts: dict[str, int]
    pack: str
    day: date
    note: str
    checks: list[CheckOut]


@router.get("/{key}", response=FileOut, summary="案卷评查", operation_id="check_file")
def check_one(request: PersonRequest, key: UUID) -> Any:
    """Every procedural article checked over the file of an inspection; for officials who see it."""
    person = request.person
    rows = Inspection.objects.visible_to(person).select_related(*RELATED)
    row = rows.filter(**called(Inspection, key)).first() if person.scope.official else None
    if row is None:
        raise Http404("找不到这一对象，或您无权查看。")
    log_read(row, person, "案卷评查", API)
    return {"id": row.public_id, "number": row.number, **check_inspection(row, person).to_dict()}
