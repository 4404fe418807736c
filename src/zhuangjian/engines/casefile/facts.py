"""The facts of a whole file: what was done in one inspection, by whom and when, from its origin to its end.

Persons are identifiers. A moment is aware of its zone; the day of a moment is the day in China. What a file has no place
for yet is empty, and ``kept`` names the parts that the system writes down, so that "nothing there" and "not known" differ.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from zhuangjian.engines.rules.interests import Inspected
from zhuangjian.engines.rules.people import Person
from zhuangjian.engines.rules.records import OnSiteRecord
from zhuangjian.engines.rules.vocabulary import (
    AuthorityKind,
    InspectionType,
    ItemClass,
    ItemResult,
    LicensingKind,
    Mode,
    PartyKind,
)
from zhuangjian.engines.rules.words import chinese_date

CHINA = timezone(timedelta(hours=8))
Part = Literal["review", "evaluation", "hand_over", "cause", "outside_problems", "urgent_reports"]


def day_of(moment: datetime) -> date:
    """The day in China on which a moment lies."""
    return moment.astimezone(CHINA).date()


def said(moment: datetime) -> str:
    """A moment in Chinese, to the minute."""
    local = moment.astimezone(CHINA)
    return f"{chinese_date(local.date())}{local:%H:%M}"


class Facts(BaseModel):
    """Unknown fields are refused; nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Unit(Facts):
    """An authority by its kind and name."""

    kind: AuthorityKind
    name: str = ""


class Origin(Facts):
    """Why the inspection is made. ``on_programme`` is None where that is not known."""

    reason: str = ""
    basis: str = ""
    on_programme: bool | None = None
    programme_approved: bool = False
    task_waits_for_approval: bool = False
    assigned: bool = False
    information: str = ""
    requirements: str = ""
    cause: str = ""
    rests_on: str = ""
    window: tuple[date, date] | None = None
    separately: str = ""


class Neighbour(Facts):
    """Another task on the same party that was still to come when this one was sent out: its first and last day."""

    start: date
    end: date
    named: str = ""
    separately: str = ""


class Plan(Facts):
    """One version of the plan. ``by_head``: whoever decided was a head of the dispatching unit; None where not known."""

    no: int
    items: str = ""
    scope: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    mode: Mode | None = None
    announced: bool = False
    status: Literal["submitted", "approved", "rejected", "superseded"] = "submitted"
    author: str = ""
    decided_by: str = ""
    decided_at: AwareDatetime | None = None
    by_head: bool | None = None

    @property
    def approved(self) -> bool:
        """Whether it stands, or stood until a later version took its place."""
        return self.status in ("approved", "superseded") and self.decided_at is not None


class PlanChange(Facts):
    """A change that was asked for, and what was decided; ``team`` and ``plan`` say what it concerns."""

    kind: Literal["team", "schedule", "content", "party", "plan"]
    reason: str = ""
    asked_at: AwareDatetime
    by_leader: bool = True
    decided_at: AwareDatetime | None = None
    consented: bool | None = None
    by_head: bool | None = None


class Member(Facts):
    """Somebody on the team, with what the team rule looks at, and from when until when."""

    person: Person
    part: Literal["leader", "member", "partner", "expert"] = "member"
    joined_at: AwareDatetime
    left_at: AwareDatetime | None = None


class Shown(Facts):
    """A credential or letter of authorisation shown to the party."""

    person: str
    paper: str = ""
    at: AwareDatetime


class Meeting(Facts):
    """A meeting with the party: what was confirmed or told, and to whom."""

    at: AwareDatetime
    points: frozenset[str] = frozenset()
    attended_by: str = ""


class Item(Facts):
    """A checkpoint that the inspection is bound to; ``planned``: it is in the standing plan."""

    no: str
    item_class: ItemClass | None = None
    planned: bool = True


class Finding(Facts):
    """What a checkpoint came to."""

    item: str
    result: ItemResult
    text: str = ""
    at: AwareDatetime


class Problem(Facts):
    """A deficiency and whether it stands; ``why_changed`` is the reason of its last change."""

    no: int
    item: str = ""
    text: str = ""
    status: Literal["standing", "amended", "withdrawn"] = "standing"
    why_changed: str = ""

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.status != "withdrawn"


class Statement(Facts):
    """A statement or defence of the party."""

    text: str = ""
    made_at: AwareDatetime
    verification: str = ""
    answer: str = ""
    answered_at: AwareDatetime | None = None


class Concluded(Facts):
    """The conclusion; ``due`` is what the checkpoints give by the principles, empty where people conclude."""

    at: AwareDatetime
    conclusion: str = ""
    due: str = ""
    why_other: str = ""
    reasons: bool = True
    handling: str = ""
    risk_control: bool = False
    suspected_violation: bool = False


class Signed(Facts):
    """A signature, seal or refusal over the record as it is now."""

    side: Literal["team", "party"]
    kind: Literal["signed", "sealed", "refused"] = "signed"
    at: AwareDatetime


class Review(Facts):
    """The review of CQ 17."""

    at: AwareDatetime
    reviewers: tuple[Person, ...] = ()
    report: bool = False
    signed_by_head: bool = False
    sealed: bool = False


class Evaluation(Facts):
    """The dispatching unit's own evaluation of a licensing inspection (CQ 26)."""

    at: AwareDatetime
    conclusion: str = ""


class Evidence(Facts):
    """A piece of evidence; ``unconfirmed`` says why the party did not confirm it (refused, absent)."""

    name: str = ""
    captured_at: AwareDatetime
    received_at: AwareDatetime
    confirmed_by: str = ""
    unconfirmed: str = ""


class OutsideProblem(Facts):
    """A problem outside the task (CQ 18)."""

    text: str = ""
    found_at: AwareDatetime
    told_dispatching_at: AwareDatetime | None = None
    told_local_at: AwareDatetime | None = None
    evidence_fixed: bool = False
    harm: bool = False
    control_ordered_at: AwareDatetime | None = None


class UrgentReport(Facts):
    """One of the seven urgent reports of a for-cause inspection (CQ 35)."""

    matter: str = ""
    at: AwareDatetime
    told_local: bool = False
    told_organiser: bool = False
    answered_at: AwareDatetime | None = None


class Report(Facts):
    """What the party handed in; ``lacks`` names the parts of a report that are empty, ``names`` what a plan covers."""

    plan: bool = False
    at: AwareDatetime
    late: bool = False
    lacks: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Recheck(Facts):
    """A re-check by the local authority."""

    at: AwareDatetime
    passed: bool = False
    text: str = ""


class Rectification(Facts):
    """What was to be put right by when, what came, and how it ended (``closed``, ``filed``, or not yet)."""

    issued_at: AwareDatetime
    requirement: str = ""
    due: date
    limit: date
    reports: tuple[Report, ...] = ()
    rechecks: tuple[Recheck, ...] = ()
    ended_at: AwareDatetime | None = None
    end: Literal["", "closed", "filed"] = ""


class Revocation(Facts):
    """The opinion that the licence be revoked (CQ 16)."""

    at: AwareDatetime


class HandOver(Facts):
    """A lead handed over to enforcement and what came back (CQ 37 to 40)."""

    sent_at: AwareDatetime
    record: bool = False
    evidence: bool = False
    review_report: bool = False
    decided_on: date | None = None
    filed: bool | None = None
    why_not_filed: str = ""
    feedback_on: date | None = None
    feedback_to_assigner: bool = False
    penalty_decided_on: date | None = None
    result_on: date | None = None
    result_to_assigner: bool = False


class Measure(Facts):
    """A risk-control measure and its lifting (CQ 50)."""

    title: str = ""
    ordered_at: AwareDatetime
    report_received_on: date | None = None
    assessed_on: date | None = None
    lifted_on: date | None = None


class Letter(Facts):
    """A letter of assistance that this authority received for the file (CQ 44, 48)."""

    received_on: date
    reason: str = ""
    matters: str = ""
    contact: str = ""
    urgent: bool = False
    requested_until: date | None = None
    answered_on: date | None = None
    extension_told_on: date | None = None


class Publication(Facts):
    """A published result; ``withdrawn`` is the reason it was taken back for."""

    at: AwareDatetime
    withdrawn_at: AwareDatetime | None = None
    withdrawn: str = ""


class WholeFile(Facts):
    """Everything that a check can rest on. ``checked_on`` is the day on which the file is looked at."""

    checked_on: date
    opened_at: AwareDatetime
    bound_on: date | None = None
    kept: frozenset[Part] = frozenset()
    number: str = ""
    inspection_type: InspectionType
    licensing_kind: LicensingKind | None = None
    mode: Mode = Mode.ON_SITE
    announced: bool = False
    party: Inspected = Inspected("")
    region_code: str = ""
    parties: tuple[PartyKind, ...] = ()
    dispatching: Unit
    organising: Unit
    origin: Origin = Origin()
    neighbours: tuple[Neighbour, ...] = ()
    plans: tuple[Plan, ...] = ()
    changes: tuple[PlanChange, ...] = ()
    team: tuple[Member, ...] = ()
    expertise: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()
    opening: Meeting | None = None
    closing: Meeting | None = None
    party_states: bool = False
    obstruction: str | None = None
    started_at: AwareDatetime | None = None
    edition: str = ""
    items: tuple[Item, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    statements: tuple[Statement, ...] = ()
    concluded: Concluded | None = None
    record: OnSiteRecord | None = None
    recorded_at: AwareDatetime | None = None
    on_checkpoints: bool = False
    signatures: tuple[Signed, ...] = ()
    delivered_at: AwareDatetime | None = None
    delivered_to: str = ""
    review: Review | None = None
    evaluation: Evaluation | None = None
    evidence: tuple[Evidence, ...] = ()
    outside: tuple[OutsideProblem, ...] = ()
    urgent: tuple[UrgentReport, ...] = ()
    rectification: Rectification | None = None
    revocation: Revocation | None = None
    hand_over: HandOver | None = None
    measures: tuple[Measure, ...] = ()
    letters: tuple[Letter, ...] = ()
    publications: tuple[Publication, ...] = ()
    ended_at: AwareDatetime | None = None
    end: Literal["", "closed", "handed_on", "cancelled"] = ""

    @property
    def day(self) -> date:
        """The day whose rules the inspection is judged by: when its plan was approved, or else when it was opened."""
        return self.bound_on or day_of(self.opened_at)

    @property
    def plan(self) -> Plan | None:
        """The plan that stands."""
        return next((plan for plan in reversed(self.plans) if plan.status == "approved"), None)

    @property
    def on_site(self) -> bool:
        """Whether somebody goes there."""
        return self.mode is Mode.ON_SITE

    @property
    def present(self) -> tuple[Member, ...]:
        """The team now."""
        return tuple(member for member in self.team if member.left_at is None)

    @property
    def standing(self) -> tuple[Problem, ...]:
        """Problems that still stand after the party was heard."""
        return tuple(problem for problem in self.problems if problem.stands)
