"""The rows of one inspection as the facts of its file, as far as a person sees them: the one place where that is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.enforcement.models import Lead
from zhuangjian.apps.enforcement.models.lead import FeedbackKind
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.actions.conclude import computed
from zhuangjian.apps.inspections.actions.record import on_checkpoints
from zhuangjian.apps.inspections.checkpoints import bound_checklist, plan_items
from zhuangjian.apps.inspections.facts import kinds_inspected, record_of, rule_person
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.models.course import Position
from zhuangjian.apps.inspections.papers import current_signatures
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.measures.models import LIFTABLE, LiftingStage, Measure
from zhuangjian.apps.outside.models import OutsideProblem
from zhuangjian.apps.programme.models import ProgrammeStatus, Task, TaskStatus, origin_of
from zhuangjian.apps.programme.origins import cause_words, resting_on
from zhuangjian.apps.rectification.models import Rectification, RectificationStage, Report, RevocationOpinion
from zhuangjian.apps.registry.conflicts import inspected
from zhuangjian.apps.review.models import Review
from zhuangjian.apps.review.papers import REPORT
from zhuangjian.apps.urgent.models import UrgentReport
from zhuangjian.engines.casefile import Checked, WholeFile, check_file
from zhuangjian.engines.casefile import facts as f
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import InspectionType, LicensingKind, Mode, PartyKind

ENDS: dict[str, Any] = {Stage.CLOSED: "closed", Stage.ESCALATED: "handed_on", Stage.CANCELLED: "cancelled"}
REPORT_PARTS = ("main_problems", "investigation", "risk_control", "effect")


def check_inspection(inspection: Inspection, person: Any, today: date | None = None) -> Checked:
    """Every check of the pack over the file of an inspection that the person sees."""
    return check_file(file_of(inspection, person, today), region=settings.REGION)


def file_of(inspection: Inspection, person: Any, today: date | None = None) -> WholeFile:
    """The facts. Rows of other areas are those that the person sees; what they do not see is not known here."""
    row = inspection
    opening = row.meetings.filter(kind="opening").first()
    closing = row.meetings.filter(kind="closing").first()
    return WholeFile(
        checked_on=today or timezone.localdate(),
        opened_at=row.created_at,
        bound_on=row.bound_on,
        kept=_kept(row, person),
        number=row.number,
        inspection_type=InspectionType(row.inspection_type),
        licensing_kind=LicensingKind(row.licensing_kind) if row.licensing_kind else None,
        mode=Mode(row.mode),
        announced=row.announced,
        party=inspected(row.party),
        region_code=row.party.region_code,
        parties=_kinds(row),
        dispatching=_unit(row.dispatching_unit),
        organising=_unit(row.organising_unit),
        origin=_origin(row, person),
        neighbours=tuple(_neighbours(row, person)),
        plans=tuple(_plans(row)),
        changes=tuple(_changes(row)),
        team=tuple(_team(row)),
        expertise=row.task.topics() if row.task else (),
        shown=tuple(
            f.Shown(person=str(one.person_id), paper=f"{one.kind} {one.number}".strip(), at=one.shown_at)
            for one in row.credentials_shown.order_by("pk")
        ),
        opening=_meeting(opening),
        closing=_meeting(closing),
        party_states=closing is not None and Position.STATES in closing.points,
        obstruction=row.obstruction_note if row.obstruction else None,
        measures=tuple(_measures(row)),
        started_at=row.started_at,
        edition=row.edition,
        items=tuple(_items(row)),
        findings=tuple(
            f.Finding(item=one.item, result=one.result, text=one.text, at=one.found_at)
            for one in each(row.findings.all())
        ),
        problems=tuple(_problems(row)),
        statements=tuple(
            f.Statement(
                text=one.text,
                made_at=one.made_at,
                verification=one.verification,
                answer=one.answer,
                answered_at=one.answered_at,
            )
            for one in row.statements.all()
        ),
        concluded=_concluded(row),
        record=record_of(row, delivered=row.delivered_at is not None) if row.recorded_at else None,
        recorded_at=row.recorded_at,
        on_checkpoints=on_checkpoints(row),
        signatures=tuple(
            f.Signed(side=one.side, kind=one.kind, at=one.signed_at)
            for one in each(current_signatures(row) if row.record_digest else ())
        ),
        delivered_at=row.delivered_at,
        delivered_to=row.delivered_to,
        review=_review(row, person),
        evidence=tuple(
            f.Evidence(
                name=one.file_name,
                captured_at=one.captured_at,
                received_at=one.received_at,
                confirmed_by=one.confirmed_by,
                unconfirmed=one.get_unconfirmed_display(),
            )
            for one in Evidence.objects.visible_to(person).filter(inspection=row, withdrawn_at=None)
        ),
        outside=tuple(_outside(row, person)),
        urgent=tuple(_urgent(row, person)),
        rectification=_rectification(row, person),
        revocation=_revocation(row, person),
        hand_over=_hand_over(row, person),
        publications=tuple(
            f.Publication(at=one.published_at, withdrawn_at=one.withdrawn_at, withdrawn=one.withdrawn_reason)
            for one in Publication.objects.visible_to(person).filter(inspection=row).order_by("pk")
        ),
        ended_at=row.closed_at,
        end=ENDS.get(row.stage, ""),
    )


def each(rows: Any) -> Iterator[Any]:
    """Rows whose codes the facts read as the closed lists that they are of."""
    return iter(rows)


def _measures(row: Inspection) -> Iterator[f.Measure]:
    """Each application for lifting with its measure, and each measure that nobody asked to have lifted."""
    kinds = [str(kind) for kind in LIFTABLE]
    for measure in Measure.objects.unrestricted().filter(inspection=row, kind__in=kinds).order_by("pk"):
        title, asked = f"{measure.get_kind_display()} {measure.number}", list(measure.liftings.order_by("no"))
        for one in asked:
            assessed = one.assessments.order_by("pk").first()
            yield f.Measure(
                title=title,
                ordered_at=measure.decided_at,
                report_received_on=one.received_on,
                assessed_on=timezone.localdate(assessed.assessed_at) if assessed else None,
                lifted_on=timezone.localdate(one.decided_at) if one.stage == LiftingStage.LIFTED else None,
            )
        if not asked:
            yield f.Measure(title=title, ordered_at=measure.decided_at)


def _kinds(row: Inspection) -> tuple[PartyKind, ...]:
    try:
        return kinds_inspected(row)
    except Refusal:
        return ()


def _unit(unit: Any) -> f.Unit:
    return f.Unit(kind=unit.kind, name=unit.name)


def _origin(row: Inspection, person: Any) -> f.Origin:
    task = Task.objects.visible_to(person).filter(pk=row.task_id).select_related("programme").first()
    common: dict[str, Any] = {"reason": row.reason, "basis": row.legal_basis}
    if task is None:
        return f.Origin(**common, on_programme=False if row.task_id is None else None)
    programme = task.programme
    return f.Origin(
        **common,
        **_cause(task),
        on_programme=programme is not None,
        programme_approved=programme is not None and programme.status == ProgrammeStatus.APPROVED,
        task_waits_for_approval=task.approval_waits,
        assigned=task.assigned_at is not None,
        information=task.information,
        requirements=task.requirements,
        window=(task.window_from, task.window_to),
        separately=task.separately,
    )


def _cause(task: Task) -> dict[str, Any]:
    """For what a for-cause inspection is started, and what that rests on."""
    origin = origin_of(task)
    if origin is None:
        return {}
    return {"cause": cause_words(origin), "rests_on": resting_on(origin)}


def _kept(row: Inspection, person: Any) -> frozenset[f.Part]:
    """The parts of the file that the system writes down: leads; a cause, where somebody stated it with the task."""
    task = Task.objects.visible_to(person).filter(pk=row.task_id).first()
    origin = origin_of(task) if task else None
    kept: list[f.Part] = ["hand_over", "review", "outside_problems", "urgent_reports"]
    if origin and origin.stated_at:
        kept.append("cause")
    return frozenset(kept)


def _neighbours(row: Inspection, person: Any) -> Iterator[f.Neighbour]:
    """Other tasks on the party that were sent out when neither had begun; merged and cancelled ones are none."""
    mine = Task.objects.visible_to(person).filter(pk=row.task_id).first()
    if mine is None or mine.assigned_at is None:
        return
    others = (
        Task.objects.visible_to(person)
        .filter(party_id=row.party_id, assigned_at__isnull=False)
        .exclude(pk=mine.pk)
        .select_related("programme")
    )
    for other in others:
        # As it is shown: one merged into a matter that this person may not know of looks cancelled.
        if other.status in (TaskStatus.MERGED, TaskStatus.CANCELLED):
            continue
        theirs = Inspection.objects.visible_to(person).filter(task=other).first()
        began = [one.started_at for one in (row, theirs) if one is not None and one.started_at is not None]
        if not began or max(mine.assigned_at, other.assigned_at) < min(began):
            named = f"{other.get_inspection_type_display()}任务（{other.called()}）"
            yield f.Neighbour(
                start=other.window_from, end=other.window_to, named=named, separately=other.separately
            )


def _plans(row: Inspection) -> Iterator[f.Plan]:
    deciders = _who_did(row, "inspections.approve_plan", "inspections.decide_change")
    for one in each(row.plans.select_related("author", "decided_by").order_by("no")):
        yield f.Plan(
            no=one.no,
            items=one.items,
            scope=tuple(str(no) for no in one.scope),
            start=one.start_on,
            end=one.end_on,
            mode=one.mode,
            announced=one.announced,
            status=one.status,
            author=_named(one.author, one.decided_by),
            decided_by=_named(one.decided_by, one.author),
            decided_at=one.decided_at,
            by_head=_by_head(row, one.decided_by, deciders),
        )


def _named(person: Any, other: Any) -> str:
    """A person's name; two of the same name are told apart by their sign-in names."""
    if person is None:
        return ""
    same = other is not None and other.pk != person.pk and other.name == person.name
    return f"{person.name}（{person.username}）" if same else str(person.name)


def _who_did(row: Inspection, *acts: str) -> set[int | None]:
    """Who did these acts on the inspection, by the ledger."""
    mine = Entry.objects.filter(object_model="inspections.inspection", object_id=row.pk, action__in=acts)
    return set(mine.values_list("actor_id", flat=True))


def _by_head(row: Inspection, person: Any, did: set[int | None]) -> bool | None:
    """Whether a head of the dispatching unit decided. The acts let nobody else; beside them, today's roles tell."""
    if person is None:
        return None
    if did:
        return person.pk in did
    here = person.authority_id == row.dispatching_unit_id
    return True if here and person.has("head") else None


def _changes(row: Inspection) -> Iterator[f.PlanChange]:
    deciders = _who_did(row, "inspections.decide_change")
    askers = _who_did(row, "inspections.request_change")
    leaders = {member.person_id for member in row.team.all() if member.part == "leader"}
    for one in each(row.changes.select_related("decided_by").order_by("pk")):
        yield f.PlanChange(
            kind=one.kind,
            reason=one.reason,
            asked_at=one.requested_at,
            by_leader=one.requested_by_id in (askers or leaders),
            decided_at=one.decided_at,
            consented=one.consented,
            by_head=_by_head(row, one.decided_by, deciders),
        )


def _team(row: Inspection) -> Iterator[f.Member]:
    for one in each(row.team.select_related("person").order_by("pk")):
        # Who assists counts as an expert does: not among the officers whom the article asks for.
        part: Any = "expert" if one.part == "assistant" else one.part
        person = rule_person(one.person, row.party, part == "leader", part == "expert")
        yield f.Member(person=person, part=part, joined_at=one.joined_at, left_at=one.left_at)


def _meeting(row: Any) -> f.Meeting | None:
    if row is None:
        return None
    return f.Meeting(at=row.held_at, points=frozenset(row.points), attended_by=row.party_attendee)


def _items(row: Inspection) -> Iterator[f.Item]:
    plan, entry = row.plan(), bound_checklist(row)
    if plan is None:
        return
    if entry is None:
        yield from (f.Item(no=one.no) for one in plan_items(plan))
        return
    wanted = {str(no) for no in plan.scope}
    for one in entry.readable:
        yield f.Item(no=one.no, item_class=one.item_class, planned=not wanted or one.no in wanted)


def _problems(row: Inspection) -> Iterator[f.Problem]:
    rows = row.deficiencies.select_related("finding").prefetch_related("versions").order_by("no")
    for one in each(rows):
        changed = [version for version in one.versions.all() if version.status != "standing"]
        yield f.Problem(
            no=one.no,
            item=one.finding.item,
            text=one.text,
            status=one.status,
            why_changed=changed[-1].reason if changed else "",
        )


def _concluded(row: Inspection) -> f.Concluded | None:
    if row.concluded_at is None:
        return None
    return f.Concluded(
        at=row.concluded_at,
        conclusion=row.conclusion,
        due=_due(row),
        why_other=row.override_reason,
        reasons=bool((row.conclusion_answer or {}).get("reasons")),
        handling=row.handling_opinion,
        risk_control=row.involves_risk_control,
        suspected_violation=row.suspected_violation,
    )


def _due(row: Inspection) -> str:
    """What the findings give now, by the principles that the inspection is bound to."""
    if row.plan() is None:
        return row.computed_conclusion
    try:
        answer = computed(row)
    except Refusal:
        return row.computed_conclusion
    return answer.value.conclusion.value if answer else ""


def _rectification(row: Inspection, person: Any) -> f.Rectification | None:
    one = Rectification.objects.visible_to(person).filter(inspection=row).first()
    if one is None:
        return None
    ends: dict[str, Any] = {RectificationStage.CLOSED: "closed", RectificationStage.ESCALATED: "filed"}
    return f.Rectification(
        issued_at=one.issued_at,
        requirement=one.requirement,
        due=one.due_on,
        limit=one.limit,
        reports=tuple(_report(report) for report in one.reports.order_by("no")),
        rechecks=tuple(
            f.Recheck(at=again.checked_at, passed=again.passed, text=again.text)
            for again in one.rechecks.order_by("pk")
        ),
        ended_at=one.ended_at,
        end=ends.get(one.stage, ""),
    )


def _report(row: Report) -> f.Report:
    plan = row.kind == "plan"
    # What cannot be in a plan yet is its effect.
    asked = REPORT_PARTS[:-1] if plan else REPORT_PARTS
    lacks = [
        str(Report._meta.get_field(name).verbose_name) for name in asked if not getattr(row, name).strip()
    ]
    return f.Report(
        plan=plan,
        at=row.submitted_at,
        late=row.late,
        lacks=tuple(lacks),
        names=tuple(str(no) for no in row.covers),
    )


def _revocation(row: Inspection, person: Any) -> f.Revocation | None:
    one = RevocationOpinion.objects.visible_to(person).filter(inspection=row).first()
    return f.Revocation(at=one.proposed_at) if one else None


def _outside(row: Inspection, person: Any) -> Iterator[f.OutsideProblem]:
    """Reporting tells both authorities at once."""
    for one in OutsideProblem.objects.visible_to(person).filter(inspection=row).order_by("no"):
        yield f.OutsideProblem(
            text=one.text,
            found_at=one.found_at,
            told_dispatching_at=one.reported_at,
            told_local_at=one.reported_at,
            evidence_fixed=one.evidence_rows.exists(),
            harm=one.harm,
            control_ordered_at=one.ordered_at,
        )


def _urgent(row: Inspection, person: Any) -> Iterator[f.UrgentReport]:
    """Reporting tells those whom the law of the day named; the local authority disposes."""
    for one in UrgentReport.objects.visible_to(person).filter(inspection=row).order_by("no"):
        yield f.UrgentReport(
            matter=one.situation,
            at=one.reported_at,
            told_local=one.local_authority_id is not None,
            told_organiser=one.organiser_id is not None,
            answered_at=one.handled_at,
        )


def _review(row: Inspection, person: Any) -> f.Review | None:
    """The review once it is finished; those who reviewed, with their certificates."""
    one = Review.objects.visible_to(person).filter(inspection=row, done_at__isnull=False).first()
    if one is None or one.done_at is None:
        return None
    return f.Review(
        at=one.done_at,
        reviewers=tuple(
            rule_person(reviewer.person, row.party, False, False)
            for reviewer in one.reviewers.filter(left_at=None, signed_at__isnull=False).select_related(
                "person"
            )
        ),
        report=one.report,
        signed_by_head=one.issued_by_id is not None,
        sealed=one.sealed,
    )


def _report_went(lead: Lead) -> bool:
    """Whether the review report lies in the bundle that went with the lead."""
    return lead.bundle is not None and lead.bundle.files.filter(what=REPORT).exists()


def _hand_over(row: Inspection, person: Any) -> f.HandOver | None:
    """The lead that was transferred last, and what came back to the dispatching unit and to who assigned the task."""
    leads = Lead.objects.visible_to(person).filter(inspection=row, transferred_at__isnull=False)
    lead = leads.order_by("-transferred_at", "-pk").first()
    if lead is None or lead.transferred_at is None:
        return None
    whole = lead.bundle_id is not None

    def told(kind: FeedbackKind, unit: int) -> date | None:
        sent = lead.feedback.filter(kind=kind, to_id=unit).order_by("sent_at").first()
        return timezone.localdate(sent.sent_at) if sent else None

    return f.HandOver(
        sent_at=lead.transferred_at,
        record=whole,
        evidence=whole,
        review_report=whole and _report_went(lead),
        decided_on=lead.filing_on,
        filed=bool(lead.filing_number) if lead.filing_on else None,
        why_not_filed=lead.filing_reason,
        feedback_on=told(FeedbackKind.FILING, row.dispatching_unit_id),
        feedback_to_assigner=told(FeedbackKind.FILING, row.organising_unit_id) is not None,
        penalty_decided_on=lead.penalty_on,
        result_on=told(FeedbackKind.RESULT, row.dispatching_unit_id),
        result_to_assigner=told(FeedbackKind.RESULT, row.organising_unit_id) is not None,
    )
