"""The one door of pages to actions: ``POST /do/<action>/``."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from zhuangjian.apps.authorities.signins import count_wrong_password
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.jobs.handing_in import hand_in
from zhuangjian.apps.jobs.store import of_pieces
from zhuangjian.apps.ledger.action import ACTIONS, Upload, perform, status_of
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.requests import PersonRequest
from zhuangjian.web.forms import TYPED, data_of, found_of, typed_in
from zhuangjian.web.login import after_own_action
from zhuangjian.web.public import told

LONGEST = 60


def do(request: PersonRequest, name: str) -> HttpResponse:
    """Run one action. A refusal is shown beside the form, whose content stays as typed."""
    if request.method != "POST":
        response = told(request, 405, "这一地址只接收办理请求，请从页面上的按钮办理。")
        response["Allow"] = "POST"
        return response
    action = ACTIONS.get(name)
    if action is None:
        raise Http404("没有这一事项。")
    if action.in_job:
        return _handed_in(request, action)
    target = _target(action, request)
    try:
        outcome = perform(
            action,
            request.person,
            target,
            data_of(
                action,
                request.POST,
                request.FILES,
                typed=typed_in(action, request.person, target, request.POST),
            ),
            key=request.POST.get("request_key", ""),
        )
    except Refusal as refusal:
        return refused(request, refusal)
    shown_once = after_own_action(request, action.name, outcome)
    if shown_once is not None:
        return shown_once
    messages.success(request, f"已办理：{action.title}")
    return onward(request, _next(request, outcome.object))


def find(request: PersonRequest, name: str, field: str) -> HttpResponse:
    """The choices of a field that the typed words mean, for who is offered the act; what is chosen already stays."""
    action = ACTIONS.get(name)
    if action is None or field not in action.Input.model_fields:
        raise Http404("没有这一事项。")
    named = request.GET.get("target", "")
    target = visible_or_404(action.model, request.person, named) if named else None
    if not action.allowed(request.person, target):
        raise Http404("找不到这一页，或您无权查看。")
    words = request.GET.get(f"{field}{TYPED}", request.GET.get("words", ""))[:LONGEST]
    chosen = request.GET.getlist(field)
    if action.Input.model_fields[field].annotation is str:
        words, chosen = request.GET.get(field, "")[:LONGEST], []
    return render(
        request, "web/found.html", {"field": found_of(action, request.person, target, field, words, chosen)}
    )


def _handed_in(request: PersonRequest, action: Any) -> HttpResponse:
    """Long work becomes a job, and its page shows how far it is."""
    try:
        key = request.POST.get("request_key", "")
        job = hand_in(
            action, request.person, lambda: data_of(action, request.POST, request.FILES, _stored), key
        )
    except Refusal as refusal:
        return refused(request, refusal)
    return onward(request, job.get_absolute_url())


def _stored(file: UploadedFile) -> Upload:
    return of_pieces(file.name or "文件", file.chunks(), file.content_type or "")


def _target(action: Any, request: PersonRequest) -> Any:
    named = request.POST.get("target", "")
    return visible_or_404(action.model, request.person, named) if named else None


def refused(request: PersonRequest, refusal: Refusal) -> HttpResponse:
    """409 when somebody was first, 403 when not allowed, 422 when something is missing."""
    count_wrong_password(request, refusal)
    status = status_of(refusal)
    part = "web/refusal.html" if getattr(request, "htmx", False) else "web/refusal_page.html"
    return render(request, part, {"refusal": refusal, "conflict": status == 409}, status=status)


def _next(request: PersonRequest, obj: Any) -> str:
    url = safe_next(request.POST.get("next", ""))
    if url:
        return url
    return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else "/"


def safe_next(url: str) -> str:
    """``url`` when it is a page of this site and can stand in a header; else nothing."""
    local = url.startswith("/") and url.isprintable() and len(url) < 2000
    return url if local and url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""


def onward(request: PersonRequest, url: str) -> HttpResponse:
    """Go to ``url``, by htmx's header or by redirect."""
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = iri_to_uri(url)
        return response
    return HttpResponseRedirect(url)
