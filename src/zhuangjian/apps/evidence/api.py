"""The evidence of an inspection over the API."""

# Annotations stay real objects here: ninja resolves a paginated function's names in another module.
from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router
from ninja.pagination import PageNumberPagination, paginate

from zhuangjian.apps.conduct.named import Named
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.api import opened_one
from zhuangjian.kernel.requests import PersonRequest

PREFIX = "inspections"
router = Router(tags=["检查"])


class EvidenceOut(Named):
    """A piece of evidence; the file itself is at ``/evidence/<id>/file/``."""

    item: str | None
    kind: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    captured_at: datetime
    received_at: datetime
    exif_at: datetime | None
    taken_by: str
    note: str
    confirmed_by: str

    @staticmethod
    def resolve_item(row: Evidence) -> str | None:
        """The checkpoint's number."""
        return row.finding.item if row.finding else None

    @staticmethod
    def resolve_taken_by(row: Evidence) -> str:
        """Who took it."""
        return row.taken_by.name


@router.get(
    "/{uuid:inspection}/evidence",
    response=list[EvidenceOut],
    summary="证据",
    operation_id="zhuangjian_api_inspections_evidence",
)
@paginate(PageNumberPagination, page_size=200)
def evidence(request: PersonRequest, inspection: UUID) -> Any:
    """Evidence with its digests and times, for officials."""
    row = opened_one(request, inspection, "证据")
    rows = Evidence.objects.visible_to(request.person).filter(inspection=row)
    return rows.select_related("finding", "taken_by")
