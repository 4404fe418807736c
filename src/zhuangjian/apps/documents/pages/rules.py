"""The rules as pages: every article with how it is met, its values, the checklists."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.documents.rulebook import (
    KINDS,
    STATUS,
    article_page,
    coverage_here,
    documents,
    values_of,
)
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.articles import CoverageRow
from zhuangjian.engines.rules.bases import label_of
from zhuangjian.engines.rules.checklists import EDITION_LABELS, all_checklists, checklist
from zhuangjian.engines.rules.editions import edition_told
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.kernel.exports import csv_response, xlsx_response
from zhuangjian.kernel.requests import PersonRequest

HEADS = ("条款", "标题", "我们的简述", "性质", "状态", "取值依据", "代码", "测试", "说明", "规则版本")
# By which code and test an article is met says something only to those who run the system.
OFFICIALS_HEADS = tuple(head for head in HEADS if head not in ("代码", "测试"))
# How far the system meets an article is the authority's matter; enterprises read what the article asks.
ENTERPRISES_HEADS = ("条款", "标题", "我们的简述")


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """One row per article of the region's document, filtered by document, status, kind and words."""
    asked = ("document", "status", "kind", "q") if _official(request) else ("document", "q")
    given = dict.fromkeys(("status", "kind"), "") | {
        name: request.GET.get(name, "").strip() for name in asked
    }
    rows = [row for row in coverage_here() if _passes(row, given)]
    wanted = request.GET.get("export")
    if wanted in ("csv", "xlsx"):
        make = csv_response if wanted == "csv" else xlsx_response
        heads = HEADS if _builds(request) else OFFICIALS_HEADS if _official(request) else ENTERPRISES_HEADS
        return make("条款落实情况", heads, [_exported(row, heads) for row in rows])
    counts = Counter(row.status for row in rows)
    context = {
        "tab": "index",
        "builds": _builds(request),
        "official": _official(request),
        "given": given,
        "rows": [_shown(row) for row in rows],
        "counts": [(STATUS[code], counts.get(code, 0), code) for code in STATUS],
        "documents": documents(),
        "kinds": KINDS,
        "statuses": {code: label for code, (label, _) in STATUS.items()},
    }
    return render(request, "documents/rules.html", context)


@require_GET
def article(request: PersonRequest, reference: str) -> HttpResponse:
    """One article: ours on one side, the imported wording on the other."""
    page = article_page(reference.replace("-", " ", 1), request.person)
    if page is None:
        raise Http404("没有这一条。")
    context: dict[str, Any] = {
        "page": page,
        "tab": "index",
        "builds": _builds(request),
        "official": _official(request),
    }
    if page.row:
        context |= {
            "status": STATUS[page.row.status],
            "kinds": [KINDS.get(kind, kind) for kind in page.row.kind],
        }
    return render(request, "documents/article.html", context)


@require_GET
def values(request: PersonRequest) -> HttpResponseBase:
    """Every dated value of this deployment's pack: limits, parameters, decision tables."""
    pack = pack_for(settings.REGION)
    found = values_of(pack)
    wanted = request.GET.get("export")
    if wanted in ("csv", "xlsx"):
        make = csv_response if wanted == "csv" else xlsx_response
        heads = ("名称", "种类", "取值", "条款", "生效", "失效", "依据", "来源", "含义")
        return make("规则取值", heads, [_value_row(value) for value in found])
    return render(
        request,
        "documents/values.html",
        {"tab": "values", "values": found, "pack": pack, "today": timezone.localdate()},
    )


@require_GET
def checklists(request: PersonRequest) -> HttpResponse:
    """The checklists with their dates."""
    today = timezone.localdate()
    rows = [
        {
            "entry": entry,
            "edition": EDITION_LABELS[entry.edition],
            "in_force": entry.effective_from <= today
            and (entry.effective_to is None or today <= entry.effective_to),
            "counts": [(item_class.label, count) for item_class, count in entry.class_counts.items()],
        }
        for entry in all_checklists()
    ]
    return render(request, "documents/checklists.html", {"tab": "checklists", "rows": rows})


@require_GET
def one_checklist(request: PersonRequest, name: str) -> HttpResponse:
    """All items of one checklist by chapter."""
    try:
        entry = checklist(name)
    except Refusal:
        raise Http404("没有这一版检查要点。") from None
    chapters: dict[str, list[Any]] = {}
    for item in entry.items:
        chapters.setdefault(item.chapter, []).append(item)
    context = {"tab": "checklists", "entry": entry, "chapters": list(chapters.items())}
    return render(request, "documents/checklist.html", context)


def _builds(request: PersonRequest) -> bool:
    return request.person.has(Role.ADMINISTRATOR, Role.AUDITOR)


def _official(request: PersonRequest) -> bool:
    return request.person.scope.official or _builds(request)


def _passes(row: CoverageRow, given: dict[str, str]) -> bool:
    words = f"{row.reference} {row.title} {row.summary} {row.note}"
    return (
        (not given["document"] or row.document == given["document"])
        and (not given["status"] or row.status == given["status"])
        and (not given["kind"] or given["kind"] in row.kind)
        and (not given["q"] or given["q"].lower() in words.lower())
    )


def _shown(row: CoverageRow) -> dict[str, Any]:
    return {
        "row": row,
        "url": f"/rules/article/{row.reference.replace(' ', '-', 1)}/",
        "status": STATUS[row.status],
        "kinds": [KINDS.get(kind, kind) for kind in row.kind],
        "code": len(row.met_by["code"]),
        "tests": len(row.met_by["tests"]),
    }


def _exported(row: CoverageRow, heads: tuple[str, ...]) -> list[str]:
    values = (
        row.reference,
        row.title,
        row.summary,
        "、".join(KINDS.get(kind, kind) for kind in row.kind),
        STATUS[row.status][0],
        label_of(row.basis),
        "\n".join(row.met_by["code"]),
        "\n".join(row.met_by["tests"]),
        row.note,
        edition_told(row.pack),
    )
    return [value for head, value in zip(HEADS, values, strict=True) if head in heads]


def _value_row(value: Any) -> list[Any]:
    dated = value.dated
    return [
        value.title,
        value.kind,
        value.text,
        dated.article,
        dated.effective_from,
        dated.effective_to,
        label_of(dated.basis),
        "；".join(filter(None, (dated.source, *(paper.title for paper in dated.seen_in)))),
        dated.meaning,
    ]
