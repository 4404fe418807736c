"""Inspections over the API: list, detail, findings, deficiencies, evidence, as the person may see them."""

# Annotations stay real objects here: ninja resolves a paginated function's names in another module.
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.pagination import PageNumberPagination, paginate

from zhuangjian.apps.conduct.named import Named, Noted
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.inspections.models import (
    Deficiency,
    Finding,
    Inspection,
    PlanVersion,
    Stage,
    TeamMember,
)
from zhuangjian.apps.inspections.reading import API, log_read
from zhuangjian.apps.inspections.retention import DUE, seen_by, told
from zhuangjian.apps.inspections.sheets import TOLD, listed, listing_for, stage_view_for
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.kernel.requests import PersonRequest

PREFIX = "inspections"
router = Router(tags=["检查"])


class InspectionOut(Named):
    """One inspection. An enterprise is told the stage roughly, and the conclusion once it has signed the record."""

    number: str
    party_id: int
    party: str
    inspection_type: str
    mode: str
    announced: bool
    dispatching_unit: str
    stage: str
    stage_words: str
    conclusion: str
    started_at: datetime | None
    delivered_at: datetime | None
    version: int | None

    @staticmethod
    def resolve_party(row: Inspection) -> str:
        """The party's name."""
        return row.party.name

    @staticmethod
    def resolve_dispatching_unit(row: Inspection) -> str:
        """The unit's name."""
        return row.dispatching_unit.name

    @staticmethod
    def resolve_stage(row: Inspection, context: Any) -> str:
        """The code; an enterprise is told ``arranged``, ``begun``, ``delivered`` or ``ended``."""
        return row.stage if _official(context) else TOLD[Stage(row.stage)][0]

    @staticmethod
    def resolve_stage_words(row: Inspection, context: Any) -> str:
        """The stage in Chinese."""
        return stage_view_for(context["request"].user)(row)[0]

    @staticmethod
    def resolve_version(row: Inspection, context: Any) -> int | None:
        """Counts what was done, so it is for officials only."""
        return row.version if _official(context) else None


class PlanOut(Schema):
    """One version of the plan."""

    no: int
    status: str
    items: str
    focus: str
    scope: list[str]
    start_on: date
    end_on: date
    mode: str
    announced: bool


class MemberOut(Schema):
    """One of the team."""

    person_id: int
    name: str
    part: str
    left_at: datetime | None

    @staticmethod
    def resolve_name(row: TeamMember) -> str:
        """The person's name."""
        return row.person.name


class Internal(Schema):
    """Plan, team and what the conclusion rests on: for officials."""

    edition: str
    checklist: str
    pack: str
    bound_on: date | None
    computed_conclusion: str
    conclusion_answer: dict[str, Any]
    override_reason: str
    handling_opinion: str
    record_form: str
    record_digest: str
    plans: list[PlanOut]
    team: list[MemberOut]

    @staticmethod
    def resolve_plans(row: Inspection, context: Any) -> Any:
        """Versions the person may see."""
        return PlanVersion.objects.visible_to(context["request"].user).filter(inspection_id=row.pk)

    @staticmethod
    def resolve_team(row: Inspection, context: Any) -> Any:
        """Members the person may see."""
        rows = TeamMember.objects.visible_to(context["request"].user).filter(inspection_id=row.pk)
        return rows.select_related("person")


class InspectionDetail(InspectionOut):
    """One inspection; ``internal`` is null for the inspected enterprise."""

    reason: str
    legal_basis: str
    internal: Internal | None

    @staticmethod
    def resolve_internal(row: Inspection, context: Any) -> Any:
        """The inner part, for officials."""
        return row if _official(context) else None


class FindingOut(Named):
    """The result of one checkpoint."""

    item: str
    item_class: str
    result: str
    text: str
    found_by: str
    found_at: datetime

    @staticmethod
    def resolve_found_by(row: Finding) -> str:
        """The inspector's name."""
        return row.found_by.name


class DeficiencyOut(Named):
    """One deficiency and its checkpoint."""

    no: int
    item: str
    text: str
    status: str

    @staticmethod
    def resolve_item(row: Deficiency) -> str:
        """The checkpoint's number."""
        return row.finding.item


def _official(context: Any) -> bool:
    return bool(context["request"].user.scope.official)


@router.get("", response=list[InspectionOut], summary="检查列表")
@paginate(Noted, page_size=50)
def inspections(
    request: PersonRequest,
    q: str = "",
    type: str = "",
    stage: str = "",
    unit: str = "",
    conclusion: str = "",
    date_from: str = "",
    date_to: str = "",
    mine: bool = False,
    sort: str = "",
) -> Any:
    """Those the person may see, filtered and sorted as on the page."""
    listing = listing_for(request.person)
    given = {
        "q": q,
        "type": type,
        "stage": stage,
        "unit": unit,
        "conclusion": conclusion,
        "from": date_from,
        "to": date_to,
        "mine": "1" if mine else "",
    }
    return listing.sorted(
        listing.narrowed(listed(request.person), given, request.person)[0], sort, request.person
    )[0]


class KeptOut(Schema):
    """A closed file that has been kept as long as it must, what then happens, and on what basis."""

    number: str
    party: str
    ended_on: date
    kind: str
    kind_label: str
    kept_until: date
    then: str
    then_label: str
    article: str
    basis: str
    basis_label: str
    meaning: str


class KeptPages(Noted):
    """Only what stands on the page is told of and written down as read."""

    def paginate_queryset(self, queryset: Any, pagination: Any, request: HttpRequest, **params: Any) -> Any:
        """The page, each file in words."""
        page = super().paginate_queryset(queryset, pagination, request, **params)
        page[self.items_attribute] = [told(row) for row in page[self.items_attribute]]
        return page


@router.get("/retention", response=list[KeptOut], summary="保管期满的检查档案")
@paginate(KeptPages)
def retention(request: PersonRequest) -> Any:
    """As on the page, those ended first before the others; for officials."""
    person = request.person
    if not person.scope.official:
        raise NotYours("保管期满的检查档案由监管人员查看。")
    return DUE.sorted(seen_by(person), "", person)[0]


@router.get("/{uuid:inspection}", response=InspectionDetail, summary="一次检查")
def one(request: PersonRequest, inspection: UUID) -> Any:
    """One inspection; the read is logged (CQ 22)."""
    return opened_one(request, inspection, "总览")


@router.get("/{uuid:inspection}/findings", response=list[FindingOut], summary="检查结果")
@paginate(PageNumberPagination, page_size=200)
def findings(request: PersonRequest, inspection: UUID) -> Any:
    """Results per checkpoint, for officials."""
    row = opened_one(request, inspection, "检查要点")
    return Finding.objects.visible_to(request.person).filter(inspection=row).select_related("found_by")


@router.get("/{uuid:inspection}/deficiencies", response=list[DeficiencyOut], summary="缺陷")
@paginate(PageNumberPagination, page_size=200)
def deficiencies(request: PersonRequest, inspection: UUID) -> Any:
    """Deficiencies the person may see."""
    row = opened_one(request, inspection, "缺陷与陈述申辩")
    return Deficiency.objects.visible_to(request.person).filter(inspection=row).select_related("finding")


def opened_one(request: PersonRequest, key: UUID, what: str) -> Inspection:
    """The inspection that a person is about to read something of; the read is logged."""
    row = visible_or_404(Inspection, request.person, key, "party", "dispatching_unit")
    log_read(row, request.person, what, API)
    return row
