"""What stands within one inspection, as programs are told it: plan, team, meetings, signatures, statements, papers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.inspections.history import course_of
from zhuangjian.apps.inspections.models import (
    CredentialShown,
    Evaluation,
    Inspection,
    Meeting,
    PlanChange,
    PlanVersion,
    Signature,
    Statement,
    TeamMember,
)
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Datum, rows_of, told_together


def documents_of(row: Inspection, person: Any) -> list[dict[str, Any]]:
    rows = Document.objects.visible_to(person).filter(target_model="inspections.inspection", target_id=row.pk)
    names = ("title", "edition", "media_type", "size", "digest", "made_at", "for_party")
    return [{"id": d.public_id, **{name: getattr(d, name) for name in names}} for d in rows]


class DocumentOut(BaseModel):
    """A paper of the inspection; the file is at ``/documents/<id>/``."""

    id: UUID
    title: str
    edition: int
    media_type: str
    size: int
    digest: str
    made_at: datetime
    for_party: bool


class LineOut(BaseModel):
    """What was done, as the ledger has it."""

    seq: int
    at: datetime
    title: str
    article: str
    actor: str
    authority: str
    hash: str


PLANS = rows_of(
    PlanVersion,
    "inspection",
    "PlanOut",
    "no",
    no=int,
    status=str,
    items=str,
    focus=str,
    scope=list[str],
    checkpoints=bool,
    start_on=date,
    end_on=date,
    mode=str,
    announced=bool,
    author=Datum(str, "author.name"),
    submitted_at=datetime,
    decided_by=Datum(str | None, "decided_by.name"),
    decided_at=datetime | None,
    note=str,
)
SHOWN = rows_of(
    CredentialShown,
    "inspection",
    "CredentialShownOut",
    person_id=int,
    kind=str,
    number=str,
    shown_at=datetime,
)
TEAM = rows_of(
    TeamMember,
    "inspection",
    "MemberOut",
    person_id=int,
    name=Datum(str, "person.name"),
    part=str,
    authority=Datum(str | None, "person.authority.name"),
    left_at=datetime | None,
)
CHANGES = rows_of(
    PlanChange,
    "inspection",
    "ChangeOut",
    "-pk",
    id=Datum(UUID, "public_id"),
    kind=str,
    reason=str,
    proposed=dict[str, Any],
    requested_by=Datum(str, "requested_by.name"),
    requested_at=datetime,
    consented=bool | None,
    decided_by=Datum(str | None, "decided_by.name"),
    decided_at=datetime | None,
    note=str,
)
MEETINGS = rows_of(
    Meeting,
    "inspection",
    "MeetingOut",
    "held_at",
    kind=str,
    held_at=datetime,
    points=list[str],
    notice_omitted_reason=str,
    party_attendee=str,
    party_attendee_post=str,
    notes=str,
    kept_by=Datum(str, "kept_by.name"),
)
SIGNATURES = rows_of(
    Signature,
    "inspection",
    "SignatureOut",
    side=str,
    signer_name=str,
    signer_post=str,
    kind=str,
    reason=str,
    witness=str,
    drawn=str,
    device=str,
    record_digest=str,
    signed_at=datetime,
)
STATEMENTS = rows_of(
    Statement,
    "inspection",
    "StatementOut",
    "made_at",
    id=Datum(UUID, "public_id"),
    deficiency=Datum(int | None, "deficiency.no"),
    text=str,
    edition=int,
    made_by=str,
    made_at=datetime,
    answer=str,
    verification=str,
    answered_at=datetime | None,
    answered_by=Datum(
        str | None,
        ToldTo(lambda r, person: r.answered_by.name if r.answered_by and person.scope.official else None),
    ),
)
EVALUATIONS = rows_of(
    Evaluation,
    "inspection",
    "EvaluationOut",
    "no",
    no=int,
    materials=str,
    submitted_by=Datum(str, "submitted_by.name"),
    submitted_at=datetime,
    returned_because=str,
    on_site=str,
    conclusion=str,
    conclusion_words=Datum(str, "get_conclusion_display"),
    reasons=str,
    decided_by=Datum(str | None, "decided_by.name"),
    decided_at=datetime | None,
)
INNER = {
    "edition": Datum(str, "edition"),
    "checklist": Datum(str, "checklist"),
    "pack": Datum(str, "pack"),
    "bound_on": Datum(date | None, "bound_on"),
    "computed_conclusion": Datum(str, "computed_conclusion"),
    "conclusion_answer": Datum(dict[str, Any], "conclusion_answer"),
    "override_reason": Datum(str, "override_reason"),
    "handling_opinion": Datum(str, "handling_opinion"),
    "involves_risk_control": Datum(bool, "involves_risk_control"),
    "suspected_violation": Datum(bool, "suspected_violation"),
    "obstruction": Datum(bool, "obstruction"),
    "obstruction_note": Datum(str, "obstruction_note"),
    "cancel_reason": Datum(str, "cancel_reason"),
    "record_form": Datum(str, "record_form"),
    "record_digest": Datum(str, "record_digest"),
    "plans": PLANS,
    "changes": CHANGES,
    "team": TEAM,
    "credentials_shown": SHOWN,
    "meetings": MEETINGS,
    "course": Datum(
        list[LineOut],
        lambda row: [{n: getattr(one, n) for n in LineOut.model_fields} for one in course_of(row)],
    ),
}

DOCUMENTS = Datum(list[DocumentOut], ToldTo(documents_of))
INTERNAL = told_together("Internal", "Plan, team and what the conclusion rests on.", INNER)
