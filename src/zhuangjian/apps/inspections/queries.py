"""Who may see an inspection and its parts (CQ 22, 34)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Case, F, JSONField, Q, Value, When

from zhuangjian.apps.conduct.secret import secret
from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, sees_target, veil, visibility
from zhuangjian.apps.inspections.models import Inspection, MaterialRequest, Meeting, TeamMember
from zhuangjian.apps.inspections.models.inspection import BEGUN, Stage
from zhuangjian.engines.rules.vocabulary import Mode

# A party learns of an announced inspection when its plan stands, of any other when the team has arrived.
TOLD = (Stage.PLAN_APPROVED, *BEGUN)
HANDED_OVER = (
    Stage.TO_SUBMIT,
    Stage.EVALUATING,
    Stage.ASSESSING,
    Stage.DELIVERED,
    Stage.CLOSED,
    Stage.ESCALATED,
)
# Conclusions stand in the record (CQ 16), which the party has read once its signature or refusal is on it (CQ 14).
RECORD_SHOWN = (Stage.SIGNED, *HANDED_OVER)


@visibility("inspections.inspection")
def inspections(scope: Scope) -> Q:
    """Officials: the team; the dispatching and organising units; the local authority once it has begun.

    A for-cause inspection before it begins: the team, and heads and programme officers of the two units.
    The party's contacts: announced ones once planned, others once begun, for-cause ones once it was told the result.
    """
    if scope.official:
        return _on_team(scope) | _of_unit(scope) | _local(scope)
    return _told(scope) if scope.parties else NOTHING


def _on_team(scope: Scope) -> Q:
    mine = TeamMember._base_manager.filter(person_id=scope.person_id)
    # Who left keeps sight of what they took part in, not of what is still hidden from everybody outside the team.
    current = Q(pk__in=mine.filter(left_at=None).values("inspection_id"))
    return current | Q(pk__in=mine.values("inspection_id"), stage__in=BEGUN)


def _of_unit(scope: Scope) -> Q:
    unit = Q(dispatching_unit_id__in=scope.authorities) | Q(organising_unit_id__in=scope.authorities)
    if scope.has("head", "programme_officer"):
        return unit
    return unit & (~Q(inspection_type="for_cause") | Q(stage__in=BEGUN))


def _local(scope: Scope) -> Q:
    return Q(local_authority_id__in=scope.authorities, stage__in=BEGUN)


def _told(scope: Scope) -> Q:
    return Q(party_id__in=scope.parties) & (
        Q(announced=True, stage__in=TOLD) & ~Q(inspection_type="for_cause")
        | Q(stage__in=BEGUN) & ~Q(inspection_type="for_cause")
        | _told_result()
    )


def _told_result(prefix: str = "") -> Q:
    """What is found is told the party at the closing meeting (CQ 15), at the latest with its copy of the record."""
    held = Meeting._base_manager.filter(kind="closing").values("inspection_id")
    begun = Q((f"{prefix}stage__in", BEGUN))
    return begun & Q((f"{prefix}pk__in", held)) | Q((f"{prefix}stage__in", HANDED_OVER))


secret("inspections.inspection", Q(inspection_type="for_cause") & ~Q(stage__in=BEGUN))
references("inspections.inspection", "task", "site")
references("inspections.statement", "deficiency")
references("inspections.deficiencyversion", "deficiency", "statement")
references("inspections.readlog", "task")


@veil("inspections.inspection")
def told_the_party(scope: Scope) -> Mapping[str, Any]:
    """How far an inspection has come is not the party's to know (CQ 22, 34), nor whether its case was handed on; the
    conclusion is, once it has read the record. A stage stands for all stages that are told alike."""
    if scope.official:
        return {}
    shown = Q(stage__in=RECORD_SHOWN)
    handed = Q(stage__in=HANDED_OVER)
    nothing: dict[str, Any] = dict.fromkeys(
        (
            "computed_conclusion",
            "override_reason",
            "handling_opinion",
            "uninspected_reason",
            "obstruction_note",
            "cancel_reason",
        ),
        Value(""),
    )
    flags = ("involves_risk_control", "suspected_violation", "obstruction")
    return {
        **nothing,
        **dict.fromkeys(flags, Value(False, output_field=BooleanField())),
        "stage": Case(
            When(stage__in=(Stage.CLOSED, Stage.ESCALATED), then=Value(Stage.CLOSED.value)),
            When(
                stage__in=(Stage.TO_SUBMIT, Stage.EVALUATING, Stage.ASSESSING, Stage.DELIVERED),
                then=Value(Stage.DELIVERED.value),
            ),
            When(stage__in=BEGUN, mode=Mode.ON_SITE, then=Value(Stage.ON_SITE.value)),
            When(stage__in=BEGUN, then=Value(Stage.OFF_SITE.value)),
            default=Value(Stage.PLAN_APPROVED.value),
        ),
        "conclusion": Case(When(shown, then=F("conclusion")), default=Value("")),
        "concluded_at": Case(When(shown, then=F("concluded_at")), default=None),
        "conclusion_answer": Value({}, output_field=JSONField()),
        "record_form": Case(When(handed, then=F("record_form")), default=Value("")),
        "record_digest": Case(When(handed, then=F("record_digest")), default=Value("")),
        "recorded_at": Case(When(handed, then=F("recorded_at")), default=None),
        "version": Value(0),
    }


def _part_for_officials(scope: Scope) -> Q:
    if not scope.official:
        return NOTHING
    return sees_target("inspections.inspection", scope, "inspection_id")


for _label in (
    "teammember",
    "planversion",
    "planchange",
    "credentialshown",
    "meeting",
    "finding",
    "deficiencyversion",
    "evaluation",
    "offsiteassessment",
):
    visibility(f"inspections.{_label}")(_part_for_officials)


def _part_told(scope: Scope) -> Q:
    """What the party is told at the closing meeting and answers there (CQ 15)."""
    reach = sees_target("inspections.inspection", scope, "inspection_id")
    return reach if scope.official else reach & _told_result("inspection__")


for _label in ("deficiency", "statement"):
    visibility(f"inspections.{_label}")(_part_told)


@visibility("inspections.signature")
def signatures(scope: Scope) -> Q:
    """Those over the record, for the party once it has its copy."""
    reach = sees_target("inspections.inspection", scope, "inspection_id")
    return reach if scope.official else reach & Q(inspection__stage__in=HANDED_OVER)


@visibility("inspections.materialrequest")
def material_requests(scope: Scope) -> Q:
    """Officials through the inspection; the party what it was asked for, of a for-cause inspection too.

    Nothing is asked before it has begun, so that the list tells of no hidden one.
    """
    begun = Q(inspection__stage__in=BEGUN)
    if scope.official:
        return begun & sees_target("inspections.inspection", scope, "inspection_id")
    return begun & Q(party_id__in=scope.parties) if scope.parties else NOTHING


def parties_asked(scope: Scope) -> Any:
    """Officials who see what a party was asked for may open the dossier of that party."""
    return MaterialRequest._base_manager.filter(material_requests(scope)).values("party_id")


@visibility("inspections.submission")
def submissions(scope: Scope) -> Q:
    """Through what was asked for."""
    return sees_target("inspections.materialrequest", scope, "request_id")


@visibility("inspections.remotesession")
def remote_sessions(scope: Scope) -> Q:
    """Through the inspection; of one for cause the party is told by the team alone when to attend."""
    reach = sees_target("inspections.inspection", scope, "inspection_id")
    return reach if scope.official else reach & Q(inspection__stage__in=BEGUN)


references("inspections.materialrequest", "inspection")
references("inspections.seconding", "inspection")
references("inspections.offsiteassessment", "task")


@visibility("inspections.seconding")
def secondings(scope: Scope) -> Q:
    """Officials who see the inspection; those who answer for the unit that is asked, who learn of no inspection by it."""
    if not scope.official:
        return NOTHING
    seen = sees_target("inspections.inspection", scope, "inspection_id")
    if scope.has("head", "programme_officer"):
        return seen | Q(unit_id=scope.authority_id)
    return seen


def parties_under_inspection(scope: Scope) -> Any:
    """Whoever is on a team, dispatches it or has to see to its results may open the party's dossier."""
    reach = _on_team(scope) | _of_unit(scope) | _local(scope)
    return Inspection._base_manager.filter(reach).values("party_id")


@visibility("inspections.readlog")
def read_log(scope: Scope) -> Q:
    """Officials who see what was read: the inspection, or its task before there is one."""
    if not scope.official:
        return NOTHING
    of_task = Q(inspection=None) & sees_target("programme.task", scope, "task_id")
    return _part_for_officials(scope) | of_task


@visibility("inspections.numberseries")
def number_series(scope: Scope) -> Q:
    """For nobody: the last number of a series counts what it was given to."""
    return NOTHING
