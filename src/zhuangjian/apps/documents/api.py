"""The rules over the API: coverage, articles, limits, checklists; the same answers as the command line."""

from typing import Any

from django.conf import settings
from django.http import Http404
from ninja import Router

from zhuangjian.apps.authorities.models import Person, Role
from zhuangjian.apps.documents.rulebook import article_page, coverage_here
from zhuangjian.engines.rules.answer import Refusal, plain
from zhuangjian.engines.rules.articles import CoverageRow
from zhuangjian.engines.rules.checklists import all_checklists, checklist
from zhuangjian.engines.rules.deadlines import deadline_names, due
from zhuangjian.kernel.requests import PersonRequest

PREFIX = "rules"
router = Router(tags=["法规规则"])


@router.get("/coverage", summary="条款落实情况", operation_id="zhuangjian_api_rules_all_articles")
def all_articles(request: PersonRequest, document: str = "", status: str = "") -> list[dict[str, Any]]:
    """One row per article of the region's document. Officials are told how far it is met; who runs the system also by which
    code and tests."""
    asked = status if request.person.scope.official else ""
    return [
        _told(row, request.person) | {"reference": row.reference}
        for row in coverage_here()
        if (not document or row.document == document) and (not asked or row.status == asked)
    ]


def _told(row: CoverageRow, person: Person) -> dict[str, Any]:
    """The row as far as the page shows it to this person."""
    left_out = set()
    if not person.has(Role.ADMINISTRATOR, Role.AUDITOR):
        left_out = {"met_by"} if person.scope.official else {"met_by", "status", "note", "kind", "values"}
    return {name: value for name, value in plain(row).items() if name not in left_out}


@router.get("/articles/{reference}", summary="一条规定", operation_id="zhuangjian_api_rules_one_article")
def one_article(request: PersonRequest, reference: str) -> dict[str, Any]:
    """One article (a hyphen for the blank in its reference): our summary, its dated values, and the imported official wording."""
    page = article_page(reference.replace("-", " ", 1), request.person)
    if page is None:
        raise Http404("没有这一条。")
    wording = page.wording
    return {
        "reference": page.reference,
        "document": page.document_title,
        "effective_from": plain(page.first_day.effective_from),
        "effective_from_basis": page.first_day.first_day_basis,
        "effective_from_note": page.first_day.first_day_note,
        "coverage": _told(page.row, request.person) if page.row else None,
        "values": [
            {
                "name": value.name,
                "title": value.title,
                "kind": value.kind,
                "text": value.text,
                "article": value.dated.article,
                "effective_from": value.dated.effective_from.isoformat(),
                "effective_to": plain(value.dated.effective_to),
                "basis": value.dated.basis,
                "source": value.dated.source,
                "seen_in": [plain(paper.model_dump()) for paper in value.dated.seen_in],
                "meaning": value.dated.meaning,
            }
            for value in page.values
        ],
        "wording": {"text": wording.body, "version": f"sha256:{wording.text.digest}"} if wording else None,
    }


@router.get("/deadlines", summary="期限名称", operation_id="zhuangjian_api_rules_deadlines")
def deadlines(request: PersonRequest) -> dict[str, str]:
    """Every limit of this deployment's pack: name and Chinese title."""
    return deadline_names(settings.REGION)


@router.get("/due/{name}", summary="计算期限", operation_id="zhuangjian_api_rules_last_day")
def last_day(
    request: PersonRequest,
    name: str,
    event_date: str,
    urgent: bool = False,
    requested_until: str | None = None,
) -> dict[str, Any]:
    """The last day of a limit that ``event_date`` starts, with its reasons; refused where the law sets none."""
    answer = due(
        name, event_date, region=settings.REGION, urgent=urgent, requested_until=requested_until or None
    )
    return answer.to_dict()


@router.get("/checklists", summary="检查要点各版本", operation_id="zhuangjian_api_rules_checklists")
def checklists(request: PersonRequest) -> list[dict[str, Any]]:
    """All checklists with their dates, without items."""
    return [
        {k: v for k, v in entry.to_dict().items() if k != "items"} | {"items": len(entry.items)}
        for entry in all_checklists()
    ]


@router.get("/checklists/{name}", summary="一版检查要点", operation_id="zhuangjian_api_rules_one_checklist")
def one_checklist(request: PersonRequest, name: str) -> dict[str, Any]:
    """One checklist with all its items."""
    try:
        return checklist(name).to_dict()
    except Refusal:
        raise Http404("没有这一版检查要点。") from None
