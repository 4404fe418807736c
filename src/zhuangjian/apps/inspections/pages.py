"""Inspections: the list, and one of them in sections that each have an address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import case_role_or_404, visible_or_404
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.inspections.checkpoints import bound_checklist, checkpoints_of
from zhuangjian.apps.inspections.drawing import shown
from zhuangjian.apps.inspections.facts import busy_elsewhere
from zhuangjian.apps.inspections.history import course_of, receipt_of
from zhuangjian.apps.inspections.models import (
    Deficiency,
    Evaluation,
    Inspection,
    Seconding,
    Signature,
    Statement,
)
from zhuangjian.apps.inspections.papers import current_signatures
from zhuangjian.apps.inspections.reading import log_read, reads_of
from zhuangjian.apps.inspections.retention import DUE
from zhuangjian.apps.inspections.sheets import INSPECTIONS, conclusion_view, stage_told, stage_view
from zhuangjian.apps.inspections.sheets_seconding import stage_of as seconding_stage
from zhuangjian.apps.inspections.view import (
    changes_of,
    meetings_of,
    next_for,
    progress,
    steps_of,
    waiting_for,
)
from zhuangjian.apps.inspections.who import TEAM
from zhuangjian.apps.programme.models import Visit
from zhuangjian.engines.rules.vocabulary import InspectionType, ItemClass, ItemResult
from zhuangjian.kernel.requests import PersonRequest

RELATED = (
    "party",
    "site",
    "task__programme",
    "organising_unit",
    "dispatching_unit",
    "local_authority",
)
SECTIONS = (
    ("", "总览"),
    ("plan", "方案"),
    ("team", "检查组"),
    ("offsite", "材料与远程"),
    ("checklist", "检查要点"),
    ("deficiencies", "缺陷与陈述申辩"),
    ("conclusion", "结论"),
    ("review", "审核"),
    ("papers", "文书与签字"),
    ("evidence", "证据"),
    ("measures", "处理"),
    ("outside", "任务外问题"),
    ("urgent", "紧急报告"),
    ("bundles", "移送"),
    ("letters", "函件"),
    ("course", "经过"),
    ("check", "案卷评查"),
)
PARTY_SECTIONS = (
    ("", "总览"),
    ("offsite", "材料与远程"),
    ("deficiencies", "缺陷与陈述申辩"),
    ("papers", "文书与签字"),
)


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """The list, filtered, sorted, exported."""
    person = request.person
    case_role_or_404(person)
    view = INSPECTIONS.of(request)
    if view.export is not None:
        return view.export  # type: ignore[return-value]
    return render(request, "inspections/index.html", {"listing": view})


@require_GET
def retention(request: PersonRequest) -> HttpResponse:
    """The closed files that have been kept as long as they must; for officials."""
    person = request.person
    if not person.scope.official:
        raise Http404
    view = DUE.of(request)
    if view.export is not None:
        return view.export  # type: ignore[return-value]
    return render(request, "inspections/retention.html", {"listing": view})


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponse:
    """Where the inspection stands and what this person does next."""
    row, context = opened(request, key, "")
    person = request.person
    if person.scope.official:
        context |= {
            "next": next_for(person, row),
            "waiting": waiting_for(person, row),
            "progress": progress(row),
            "meetings": meetings_of(row),
            "proposed": row.plans.filter(status="submitted").order_by("-no").first(),
            "pending": changes_of(row, waiting=True),
            "joint": Visit.objects.visible_to(person)
            .filter(parts__task=row.task_id, stage="agreed")
            .prefetch_related("parts__authority")
            .first(),
        }
    return render(request, "inspections/detail.html", context)


@require_GET
def plan(request: PersonRequest, key: UUID) -> HttpResponse:
    """Every version of the plan, and the changes asked for."""
    row, context = opened(request, key, "plan")
    context |= {
        "plans": row.plans.select_related("author", "decided_by").order_by("-no"),
        "changes": changes_of(row),
        "checklist": bound_checklist(row),
    }
    return render(request, "inspections/plan.html", context)


@require_GET
def team(request: PersonRequest, key: UUID) -> HttpResponse:
    """The team with credentials, expertise, what was shown, and what else its members have on."""
    row, context = opened(request, key, "team")
    standing = row.plan()
    members = list(row.team.select_related("person__authority").order_by("left_at", "pk"))
    people = [m.person for m in members]
    busy = busy_elsewhere(request.person, people, standing.start_on, standing.end_on, row) if standing else {}
    shown = list(row.credentials_shown.order_by("pk"))
    context["members"] = [
        {
            "row": m,
            "credentials": list(m.person.credentials.order_by("kind")),
            "expertise": "、".join(m.person.expertise.values_list("field", flat=True)),
            "shown": [c for c in shown if c.person_id == m.person_id],
            "busy": busy.get(m.person_id, 0),
        }
        for m in members
    ]
    asked = Seconding.objects.visible_to(request.person).filter(inspection=row).select_related("unit")
    context["secondings"] = [(one, seconding_stage(one)) for one in asked]
    return render(request, "inspections/team.html", context)


@require_GET
def deficiencies(request: PersonRequest, key: UUID) -> HttpResponse:
    """Deficiencies with their history; statements and their answers."""
    row, context = opened(request, key, "deficiencies")
    person = request.person
    points = {p.no: p for p in checkpoints_of(row)}
    rows = (
        Deficiency.objects.visible_to(person)
        .filter(inspection=row)
        .select_related("finding")
        .prefetch_related("versions__changed_by", "finding__evidence")
    )
    context |= {
        "deficiencies": [{"row": d, "point": points.get(d.finding.item)} for d in rows],
        "statements": Statement.objects.visible_to(person)
        .filter(inspection=row)
        .select_related("deficiency", "answered_by"),
    }
    return render(request, "inspections/deficiencies.html", context)


@require_GET
def conclusion(request: PersonRequest, key: UUID) -> HttpResponse:
    """The conclusion and why: reasons, counts, sums and thresholds, rules used."""
    row, context = opened(request, key, "conclusion")
    why = row.conclusion_answer or {}
    value = why.get("value") if isinstance(why.get("value"), dict) else {}
    points = {p.no: p for p in checkpoints_of(row)}
    context |= {
        "why": why,
        "sums": value.get("sums", []),
        "counts": counts_of(value.get("counts", {})),
        "items": [{"item": i, "point": points.get(i["no"])} for i in value.get("items", [])],
        "checklist": bound_checklist(row),
        "evaluations": Evaluation.objects.visible_to(request.person)
        .filter(inspection=row)
        .select_related("submitted_by", "decided_by"),
    }
    return render(request, "inspections/conclusion.html", context)


def counts_of(counts: dict[str, Any]) -> list[tuple[str, list[int]]]:
    """Class label × (conforming, minor flaw, nonconforming, not applicable)."""
    order = (
        ItemResult.CONFORMING,
        ItemResult.MINOR_FLAW,
        ItemResult.NONCONFORMING,
        ItemResult.NOT_APPLICABLE,
    )
    labels = dict(ItemClass.choices()) | {"unclassified": "类别待确认"}
    return [
        (labels[name], [by[r.value] for r in order])
        for name, by in counts.items()
        if name in labels and sum(by.values())
    ]


@require_GET
def papers(request: PersonRequest, key: UUID) -> HttpResponse:
    """The page of documents and signatures."""
    row, context = opened(request, key, "papers")
    person = request.person
    signatures = Signature.objects.visible_to(person).filter(inspection=row).select_related("person")
    valid = {s.pk for s in current_signatures(row)} if row.record_digest else set()
    signed = {s.person_id for s in signatures if s.pk in valid and s.side == "team"}
    context |= {
        "documents": Document.objects.visible_to(person).filter(
            target_model="inspections.inspection", target_id=row.pk
        ),
        "unheard": person.scope.official and row.statements.filter(answered_at=None).exists(),
        "signatures": [{"row": s, "valid": s.pk in valid, "picture": shown(s.drawn)} for s in signatures],
        "unsigned": [m for m in row.members() if m.person_id not in signed]
        if person.scope.official and row.record_digest
        else [],
    }
    return render(request, "inspections/papers.html", context)


@require_GET
def course(request: PersonRequest, key: UUID) -> HttpResponse:
    """Everything that was done, as the ledger has it."""
    row, context = opened(request, key, "course")
    return render(request, "inspections/course.html", context | {"lines": course_of(row)})


@require_GET
def receipt(request: PersonRequest, key: UUID, seq: int) -> HttpResponse:
    """The ledger's receipt for one of this inspection's entries, to be checked without this system."""
    row, _ = opened(request, key, "course")
    response = JsonResponse(receipt_of(row, seq), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="receipt-{seq}.json"'
    return response


@require_GET
def reads(request: PersonRequest, key: UUID) -> HttpResponse:
    """Who read this inspection, for the heads of its units (CQ 22)."""
    row, context = opened(request, key, "reads")
    if not sees_reads(request.person, row):
        raise Http404("找不到这一页，或您无权查看。")
    return render(request, "inspections/reads.html", context | {"reads": reads_of(row, 500)})


def opened(request: PersonRequest, key: UUID, section: str) -> tuple[Inspection, dict[str, Any]]:
    """The inspection if this person may see this section of it, with the frame's context; the read is logged."""
    person = request.person
    row = visible_or_404(Inspection, person, key, *RELATED)
    official = person.scope.official
    lacking = {"offsite": not row.off_site, "urgent": row.inspection_type != InspectionType.FOR_CAUSE}
    sections = [one for one in (SECTIONS if official else PARTY_SECTIONS) if not lacking.get(one[0])]
    if sees_reads(person, row):
        sections.append(("reads", "查阅记录"))
    if section not in dict(sections):
        raise Http404("找不到这一页，或您无权查看。")
    log_read(row, person, dict(sections)[section])
    handed = row.delivered_at is not None
    return row, {
        "row": row,
        "sheet": INSPECTIONS,
        "official": official,
        "handed_over": handed,
        "section": section,
        "sections": [
            (f"/inspections/{key}/{name}/" if name else f"/inspections/{key}/", name, title)
            for name, title in sections
        ],
        "steps": steps_of(row) if official else [],
        "stage": stage_view(row) if official else stage_told(row),
        "verdict": conclusion_view(row) if official or row.conclusion else ("", "off"),
        "on_team": official and TEAM.yes(person, row),
        "today": timezone.localdate(),
    }


def sees_reads(person: Any, row: Inspection) -> bool:
    """Heads of the dispatching and the organising unit."""
    return person.has("head") and person.authority_id in (row.dispatching_unit_id, row.organising_unit_id)
