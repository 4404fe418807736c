"""The checklist: a dense table that saves itself in batches and never loses what somebody typed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.inspections.actions.arrive import opening_lacks
from zhuangjian.apps.inspections.actions.findings import RecordFindings
from zhuangjian.apps.inspections.checkpoints import bound_checklist, checkpoints_of
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.pages import opened
from zhuangjian.apps.ledger.action import ACTIONS, Conflict, perform, status_of
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.judge_principles import principles_for
from zhuangjian.engines.rules.vocabulary import ItemClass, ItemResult
from zhuangjian.kernel.area import Beside
from zhuangjian.kernel.requests import PersonRequest

RESULTS = [(r.value, r.label) for r in ItemResult]
# Said while it is chosen: at the conclusion it would be too late to look again.
FLAW = "这类项目记为瑕疵不计入任何合计数，但不能得出没有缺陷的结论，请核对是否应为不符合。"


def _flaws_uncounted(row: Inspection) -> set[str]:
    """The classes whose flaws no sum counts, by the principles of the bound checklist; none where people conclude."""
    entry = bound_checklist(row)
    try:
        counted = (
            principles_for(entry, row.bound_on or timezone.localdate()).flaws_counted_in if entry else None
        )
    except Refusal:
        counted = None
    return set() if counted is None else {one.value for one in ItemClass} - {one.value for one in counted}


@require_http_methods(["GET", "POST"])
def checklist(request: PersonRequest, key: UUID) -> HttpResponse:
    """The table; a POST saves the rows that differ from what was last seen."""
    if request.method == "POST":
        return _save(request, visible_or_404(Inspection, request.person, key))
    row, context = opened(request, key, "checklist")
    points = checkpoints_of(row)
    found = {f.item: f for f in row.findings.select_related("found_by")}
    counts = _counts(row)
    uncounted = _flaws_uncounted(row)
    lines = [
        {
            "point": p,
            "found": found.get(p.no),
            "extra": counts.get(p.no, {}),
            "flaw": FLAW if p.item_class in uncounted else "",
        }
        for p in points
    ]
    editable = RecordFindings.allowed(request.person, row)
    context |= {
        "chapters": [
            (title, list(members))
            for title, members in groupby(lines, key=lambda line: line["point"].chapter)
        ],
        "results": RESULTS,
        "editable": editable,
        "total": len(points),
        "done": len(found),
        "checklist": bound_checklist(row),
        "unconfirmed": any(not p.confirmed for p in points),
        "opening_lacks": opening_lacks(row),
        "parts": Beside.of(request.person, row, whole=True),
    }
    return render(request, "inspections/checklist.html", context)


@require_GET
def item(request: PersonRequest, key: UUID, no: str) -> HttpResponse:
    """Deficiencies and evidence of one checkpoint, as a part of the table."""
    row, context = opened(request, key, "checklist")
    point = next((p for p in checkpoints_of(row) if p.no == no), None)
    if point is None:
        raise Http404("方案范围内没有这一项。")
    # The row itself shows what was stored; words of success would only pile up for the next page.
    list(messages.get_messages(request))
    person = request.person
    finding = row.findings.filter(item=no).first()
    context |= {
        "point": point,
        "found": finding,
        "deficiencies": row.deficiencies.filter(finding=finding) if finding else [],
        "evidence": finding.evidence.filter(withdrawn_at=None).select_related("taken_by") if finding else [],
        "can_list": finding is not None
        and finding.result in ("nonconforming", "minor_flaw")
        and ACTIONS["inspections.deficiency"].allowed(person, row),
        "parts": Beside.of(person, (row, no), whole=False),
        "can_upload": finding is not None and ACTIONS["evidence.add"].allowed(person, row),
        "here": f"/inspections/{key}/checklist/#item-{no}",
    }
    return render(request, "inspections/checkpoint_extra.html", context)


def _counts(row: Inspection) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for name, items in (
        (
            "deficiencies",
            row.deficiencies.exclude(status="withdrawn").values_list("finding__item", flat=True),
        ),
        (
            "evidence",
            row.evidence.filter(withdrawn_at=None)
            .exclude(finding=None)
            .values_list("finding__item", flat=True),
        ),
    ):
        for no in items:
            counts.setdefault(no, {"deficiencies": 0, "evidence": 0})[name] += 1
    return counts


def rows_of(post: Mapping[str, str]) -> list[dict[str, str]]:
    """The posted rows with a result that differ from what the sender last saw stored."""
    rows = []
    for key in post:
        if not key.startswith("result-"):
            continue
        no = key.removeprefix("result-")
        text = post.get(f"text-{no}", "").replace("\r\n", "\n").strip()
        known = (post.get(f"known-{no}", ""), post.get(f"known-text-{no}", "").replace("\r\n", "\n").strip())
        if post[key] and (post[key], text) != known:
            rows.append(
                {
                    "item": no,
                    "result": post[key],
                    "text": text,
                    "known_result": known[0],
                    "known_text": known[1],
                }
            )
    return rows


def _save(request: PersonRequest, row: Inspection) -> HttpResponse:
    rows = rows_of(request.POST)
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    refusal = None
    if rows:
        try:
            perform(
                RecordFindings, request.person, row, {"rows": rows}, key=request.POST.get("request_key", "")
            )
        except Refusal as error:
            refusal = error
    if wants_json:
        return _json(row, [r["item"] for r in rows], refusal)
    if refusal is not None:
        context = {"refusal": refusal, "conflict": isinstance(refusal, Conflict)}
        return render(request, "web/refusal_page.html", context, status=_status(refusal))
    messages.success(request, f"已保存 {len(rows)} 项" if rows else "没有改动")
    return HttpResponseRedirect(f"/inspections/{row.public_id}/checklist/")


def _json(row: Inspection, items: list[str], refusal: Refusal | None) -> JsonResponse:
    stored = {
        f.item: {
            "result": f.result,
            "label": f.get_result_display(),
            "text": f.text,
            "by": f.found_by.name,
            "at": timezone.localtime(f.found_at).strftime("%H:%M"),
        }
        for f in row.findings.filter(item__in=items).select_related("found_by")
    }
    body: dict[str, Any] = {"stored": stored, "done": row.findings.count()}
    if refusal is not None:
        body |= refusal.to_dict()
    return JsonResponse(body, status=_status(refusal), json_dumps_params={"ensure_ascii": False})


def _status(refusal: Refusal | None) -> int:
    if refusal is None:
        return 200
    return status_of(refusal)
