"""The ledger over the API, for auditors: entries, receipts, verification."""

# Annotations stay real objects here: ninja resolves a paginated function's names in another module.
from datetime import datetime
from typing import Any

from ninja import Router, Schema
from ninja.pagination import PageNumberPagination, paginate

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.ledger import receipts
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.pages import ENTRIES, object_id
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.kernel.requests import PersonRequest

PREFIX = "ledger"
router = Router(tags=["存证账本"])


class EntryOut(Schema):
    """One entry; ``facts`` is canonical JSON."""

    seq: int
    at: datetime
    recorded_at: datetime
    action: str
    article: str
    actor: str
    authority: str
    object_model: str
    object_id: str
    facts: str
    state_digest: str
    algorithm: str
    previous: str
    hash: str

    @staticmethod
    def resolve_object_id(row: Entry) -> str:
        """What the object's own addresses call it."""
        return object_id(row)


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


@router.get("", response=list[EntryOut], summary="账本条目")
@paginate(PageNumberPagination, page_size=100)
def entries(
    request: PersonRequest,
    actor: str = "",
    action: str = "",
    kind: str = "",
    number: str = "",
    sort: str = "-seq",
) -> Any:
    """Entries, newest first; filters as on the page."""
    given = {"actor": actor, "action": action, "kind": kind, "number": number}
    rows, _ = ENTRIES.narrowed(Entry.objects.visible_to(_auditor(request)), given, request.person)
    return ENTRIES.sorted(rows, sort, request.person)[0]


@router.get("/verify", response=ReportOut, summary="核对账本")
def verification(request: PersonRequest) -> Any:
    """Walk the whole ledger and everything it covers."""
    _auditor(request)
    return verify().to_dict()


@router.get("/{int:seq}", response=EntryOut, summary="一条账本条目")
def entry(request: PersonRequest, seq: int) -> Any:
    """One entry."""
    return visible_or_404(Entry, request.person, seq)


@router.get("/{int:seq}/receipt", response=dict[str, Any], summary="回执")
def receipt(request: PersonRequest, seq: int) -> Any:
    """A receipt that is checked without this system."""
    return receipts.receipt(visible_or_404(Entry, request.person, seq).seq)
