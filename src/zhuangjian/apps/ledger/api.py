"""The ledger over the API, for auditors: receipts, verification."""

# Annotations stay real objects here: ninja resolves a paginated function's names in another module.
from typing import Any

from ninja import Router, Schema

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.ledger import receipts
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.kernel.requests import PersonRequest

PREFIX = "ledger"
router = Router(tags=["存证账本"])


class ReportOut(Schema):
    """Result of a verification."""

    ok: bool
    entries: int
    objects: int
    root: str
    algorithm: str
    faults: list[dict[str, str]]
    gaps: list[dict[str, Any]]


def _auditor(request: PersonRequest) -> Any:
    person = request.person
    if not person.has("auditor"):
        raise NotYours("只有审计员可以查看存证账本。")
    return person


@router.get("/verify", response=ReportOut, summary="核对账本")
def verification(request: PersonRequest) -> Any:
    """Walk the whole ledger and everything it covers."""
    _auditor(request)
    return verify().to_dict()


@router.get("/{int:seq}/receipt", response=dict[str, Any], summary="回执")
def receipt(request: PersonRequest, seq: int) -> Any:
    """A receipt that is checked without this system."""
    return receipts.receipt(visible_or_404(Entry, request.person, seq).seq)
