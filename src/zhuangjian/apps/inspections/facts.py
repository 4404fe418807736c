"""Rows of an inspection as the rules want them: people with credentials and interests, the record of CQ 14."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from zhuangjian.apps.authorities.models import Expertise, Person
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Inspection, TeamMember
from zhuangjian.apps.ledger.standing import relied_on
from zhuangjian.apps.programme.law import kinds_of
from zhuangjian.apps.registry.conflicts import declared, inspected
from zhuangjian.engines import rules
from zhuangjian.engines.rules.answer import Answer
from zhuangjian.engines.rules.people import Credential, Fault
from zhuangjian.engines.rules.people import Person as RulePerson
from zhuangjian.engines.rules.records import OnSiteRecord
from zhuangjian.engines.rules.vocabulary import (
    OPERATOR_KINDS,
    PRODUCTION_KINDS,
    AuthorityKind,
    CredentialKind,
    Form,
    PartyKind,
)
from zhuangjian.kernel.questions import Question

FIELDS_OF = Question(lambda pk: Expertise._base_manager.filter(person_id=pk).values_list("field", flat=True))


def kinds_inspected(inspection: Inspection) -> tuple[PartyKind, ...]:
    """The party's kinds that the dispatching unit inspects: a district the operating side, others the rest (CQ 4)."""
    kinds = kinds_of(inspection.party)
    operating = tuple(k for k in kinds if k in OPERATOR_KINDS)
    if inspection.dispatching_unit.kind == AuthorityKind.DISTRICT:
        return operating or kinds
    producing = tuple(k for k in kinds if k in PRODUCTION_KINDS)
    return producing or tuple(k for k in kinds if k not in OPERATOR_KINDS) or kinds


def team_answer(
    inspection: Inspection,
    leader: Any,
    members: Sequence[Any],
    experts: Sequence[Any],
    day: date,
    party: Any = None,
) -> Answer[tuple[Fault, ...]]:
    """``team_faults`` (CQ 9, 21) for these people on that day, against the inspected party."""
    party = party or inspection.party
    chosen = [(p, p == leader, False) for p in (leader, *members) if p is not None]
    chosen += [(p, False, True) for p in experts]
    people = [rule_person(p, party, leads, expert) for p, leads, expert in chosen]
    topics = inspection.task.topics() if inspection.task else ()
    return rules.team_faults(
        people, day, parties=[inspected(party)], expertise=topics, region=settings.REGION
    )


def current_team_answer(inspection: Inspection, day: date) -> Answer[tuple[Fault, ...]]:
    """The same for the team as it stands."""
    rows = list(inspection.members())
    leader = next((r.person for r in rows if r.part == "leader"), None)
    members = [r.person for r in rows if r.part in ("member", "partner")]
    # Who assists counts no more than an expert does: not as one of the officers whom the article asks for.
    experts = [r.person for r in rows if r.part in ("expert", "assistant")]
    return team_answer(inspection, leader, members, experts, day)


def rule_person(person: Person, party: Any, leads: bool, expert: bool) -> RulePerson:
    """One person with everything the team rule looks at; in an act, as the ledger has them."""
    relied_on(person)
    return RulePerson(
        id=str(person.pk),
        name=person.name,
        credentials=tuple(
            Credential(CredentialKind(c.kind), c.number, c.valid_from, c.valid_to)
            for c in person.credentials.all()
        ),
        expertise=frozenset(FIELDS_OF(person.pk)),
        interests=declared(person, party),
        leader=leads,
        expert=expert,
    )


def busy_elsewhere(
    viewer: Any, people: Iterable[Any], start: date, end: date, but: Inspection | None = None
) -> dict[int, int]:
    """Person id -> number of other inspections whose standing plan overlaps these days: a note, never a refusal.

    Only inspections that ``viewer`` may see are counted, so that the note betrays no hidden one (CQ 34).
    """
    rows = TeamMember.objects.unrestricted().filter(
        Q(inspection__plans__status__in=("submitted", "approved")),
        inspection__in=Inspection.objects.visible_to(viewer).values("pk"),
        person__in=list(people),
        left_at=None,
        inspection__plans__start_on__lte=end,
        inspection__plans__end_on__gte=start,
        inspection__stage__in=("plan_submitted", "plan_approved", "on_site", "closing"),
    )
    if but is not None:
        rows = rows.exclude(inspection=but)
    found: dict[int, set[int]] = {}
    for person_id, inspection_id in rows.values_list("person_id", "inspection_id"):
        found.setdefault(person_id, set()).add(inspection_id)
    return {person_id: len(ids) for person_id, ids in found.items()}


def record_of(inspection: Inspection, *, form: Form | None = None, delivered: bool = False) -> OnSiteRecord:
    """The record of CQ 14 as it stands, for ``record_faults``."""
    plan = inspection.plan()
    texts = tuple(d.text for d in standing(inspection))
    # Signatures over an earlier record stay on file but say nothing about this one.
    signatures = inspection.signatures.filter(record_digest=inspection.record_digest)
    party = signatures.filter(side="party").order_by("-pk").first()
    closing = inspection.meetings.filter(kind="closing").exists()
    members = labels(inspection)
    signed = signatures.filter(side="team").values_list("person_id", flat=True)
    return OnSiteRecord(
        party_name=inspection.party.name,
        party_address=(inspection.site.address if inspection.site else inspection.party.address) or "",
        credit_code=inspection.party.credit_code or inspection.party.old_code or "",
        cause=inspection.reason,
        basis=inspection.legal_basis,
        content=plan.items if plan else "",
        time=str(inspection.started_at.date()) if inspection.started_at else "",
        inspectors=tuple(members.values()),
        findings=texts,
        none_found=not texts and not inspection.obstruction,
        opinion=inspection.handling_opinion,
        risk_control=inspection.involves_risk_control,
        suspected_violation=inspection.suspected_violation,
        statement_heard=closing or inspection.obstruction,
        signed_by=tuple(members[pk] for pk in signed if pk in members),
        party_signed=bool(party and party.kind == "signed"),
        party_sealed=bool(party and party.kind == "sealed"),
        party_refused=bool(party and party.kind == "refused"),
        copies_given=delivered,
        form=form or (Form(inspection.record_form) if inspection.record_form else None),
    )


def labels(inspection: Inspection) -> dict[int, str]:
    """Person id -> how the person is named in messages; two of the same name are told apart by sign-in name."""
    people = [m.person for m in inspection.members()]
    names = [p.name for p in people]
    return {p.pk: p.name if names.count(p.name) == 1 else f"{p.name}（{p.username}）" for p in people}
