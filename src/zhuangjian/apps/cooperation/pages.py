"""Letters: the list, one of each, its files, and those about an inspection or a lead."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.cooperation.law import leads, rule_of
from zhuangjian.apps.cooperation.models import Annex, Letter, PublicCopy
from zhuangjian.apps.cooperation.packing import What, file_name, pack, sendable
from zhuangjian.apps.cooperation.sheets import COPIES, LETTERS, stage_view
from zhuangjian.apps.cooperation.steps import MAIN, STEPS
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.file_names import ENDINGS, UNKNOWN
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.enforcement.actions.bundle import FOLDER
from zhuangjian.apps.enforcement.models import Lead
from zhuangjian.apps.enforcement.pages import sent
from zhuangjian.apps.inspections.pages import opened
from zhuangjian.apps.inspections.reading import FILE, PAGE, log_rows
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.kernel.requests import PersonRequest

RELATED = ("authority", "handler", "party", "inspection", "lead", "task", "earlier")


def _official_or_404(request: PersonRequest) -> None:
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The letters that the person sees, and the forms for writing, registering and receiving one."""
    _official_or_404(request)
    view = LETTERS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "cooperation/letters.html", {"listing": view})


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponse:
    """One letter: the next step, what it says, what came back."""
    person = request.person
    row = visible_or_404(Letter, person, key, *RELATED)
    log_rows([row], person, f"函件 {row}", PAGE)
    rule, today = rule_of(row.kind), timezone.localdate()
    duties = Duty.objects.visible_to(person).filter(
        target_model=row._meta.label_lower, target_id=row.pk, done_at=None
    )
    duties = duties.select_related("authority", "person")
    context: dict[str, Any] = {
        "row": row,
        "sheet": LETTERS,
        "stage": stage_view(row),
        "article": rule.article if rule else "",
        "basis": rule.basis if rule else "",
        "lines": [line_of(duty, today) for duty in duties],
        "leads": {"ours": "本单位", "theirs": "对方"}.get(leads(row) or ""),
        "acts": [(name, ACTIONS[name].title) for name in STEPS if ACTIONS[name].allowed(person, row)],
        "main": MAIN,
        "sendable": sendable(row),
        "papers": Document.objects.visible_to(person)
        .filter(target_model=row._meta.label_lower, target_id=row.pk)
        .order_by("made_at", "pk"),
        **{
            name: getattr(row, name).model.objects.visible_to(person).filter(letter=row)
            for name in ("addressees", "annexes", "answers", "extensions", "delegates")
        },
    }
    return render(request, "cooperation/letter.html", context)


@require_GET
def bundle(request: PersonRequest, key: UUID, what: str) -> HttpResponseBase:
    """The letter, or what goes back, as a signed file for another installation."""
    row = visible_or_404(Letter, request.person, key, *RELATED)
    if what not in {one.value for one in sendable(row)}:
        raise Http404("还没有可以下载的文件。")
    log_rows([row], request.person, f"函件 {row}", FILE)
    out = TemporaryFile()  # noqa: SIM115  the response closes it
    pack(out, row, What(what))
    out.seek(0)
    return sent(out, file_name(row, What(what)))


@require_GET
def annex(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """One annex."""
    row = visible_or_404(Annex, request.person, key, "letter")
    log_rows([row.letter], request.person, f"函件附件 {row.title}", FILE)
    return _file(row.sha256, row.title, row.media_type)


@require_GET
def copies(request: PersonRequest) -> HttpResponseBase:
    """The fixed copies that the person sees, and the form for another."""
    _official_or_404(request)
    view = COPIES.of(request)
    if view.export is not None:
        return view.export
    return render(request, "cooperation/copies.html", {"listing": view})


@require_GET
def one_copy(request: PersonRequest, key: UUID) -> HttpResponse:
    """One fixed copy."""
    row = visible_or_404(PublicCopy, request.person, key, "taken_by", "inspection")
    log_rows([row], request.person, f"公开信息固定件 {row}", PAGE)
    return render(request, "cooperation/copy.html", {"row": row, "sheet": COPIES})


@require_GET
def copy_file(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """The file of a fixed copy."""
    row = visible_or_404(PublicCopy, request.person, key)
    log_rows([row], request.person, f"公开信息固定件 {row}", FILE)
    return _file(row.sha256, row.file_name, row.media_type)


def _file(digest: str, title: str, media_type: str) -> HttpResponseBase:
    ending = ENDINGS.get(media_type, UNKNOWN)
    name = title if title.lower().endswith(f".{ending}") else f"{title}.{ending}"
    return sent(store.path_of(FOLDER, digest).open("rb"), name)


@require_GET
def of_inspection(request: PersonRequest, key: UUID) -> HttpResponse:
    """The letters about an inspection."""
    row, context = opened(request, key, "letters")
    return render(request, "cooperation/of_inspection.html", context | _about(request, inspection=row))


@require_GET
def of_lead(request: PersonRequest, key: UUID) -> HttpResponse:
    """The letters about a lead: notices to others while one's own investigation goes on (CQ 41), police (CQ 42)."""
    row = visible_or_404(Lead, request.person, key, "party")
    log_rows([row], request.person, f"违法线索 {row.number} 的函件", PAGE)
    return render(request, "cooperation/of_lead.html", {"row": row} | _about(request, lead=row))


def _about(request: PersonRequest, **about: Any) -> dict[str, Any]:
    rows = Letter.objects.visible_to(request.person).filter(**about).order_by("-written_at", "-pk")
    return {"letters": [(one, stage_view(one)) for one in rows]}
