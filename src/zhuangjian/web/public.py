"""Pages of the frame that need nobody signed in: the health check and what goes wrong."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render

from zhuangjian.apps.conduct.reads import NotNoted
from zhuangjian.engines.rules.answer import Refusal

log = logging.getLogger("zhuangjian.health")


def healthz(request: HttpRequest) -> HttpResponse:
    """``ok`` when the database can be read, else 503; for a supervisor. It never waits for who writes just now."""
    try:
        try:
            _database_answers()
        except DatabaseError:
            # The kept connection may have died with a restart of the database: one more try with a new one.
            connection.close()
            _database_answers()
    except DatabaseError as error:
        log.error("healthz: %s", error)
        response = HttpResponse("database unavailable", status=503, content_type="text/plain")
    else:
        response = HttpResponse("ok", content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response


def _database_answers() -> None:
    with connection.cursor() as cursor:
        # A table, not a constant: only then does SQLite open its file.
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
        cursor.fetchone()


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of a page asks, which reads the answer itself."""
    return request.headers.get("Accept", "").startswith("application/json")


def in_place(request: HttpRequest) -> bool:
    """Whether a part of a page asks, and not a person who opens a page."""
    return bool(getattr(request, "htmx", False)) or wants_json(request)


def told(request: HttpRequest, code: int, words: str) -> HttpResponse:
    """An error as whoever asked can show it: JSON for the API, a line beside a form, or a page."""
    refusal = Refusal(words)
    if request.path.startswith("/api/") or wants_json(request):
        return JsonResponse(refusal.to_dict(), status=code, json_dumps_params={"ensure_ascii": False})
    if getattr(request, "htmx", False):
        return render(request, "web/refusal.html", {"refusal": refusal}, status=code)
    return render(request, "web/error.html", {"code": code, "words": words}, status=code)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400: too large, too many fields, or not readable at all."""
    # What could not be read once cannot be read by the error page's frame either.
    request.GET, request.POST = QueryDict(), QueryDict()  # type: ignore[misc, assignment]
    return told(request, 400, "请求无法读取，可能过大或格式有误，没有保存任何内容。请核对后重试。")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404, the same words whether a thing does not exist or is not for this person."""
    return told(request, 404, "找不到这一页，或您无权查看。")


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer 403 in the frame of the site."""
    return told(request, 403, "您没有办理这一事项的权限。")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when a form does not come from our own page, or the page is older than the sign-in."""
    return told(
        request, 403, "页面已过期或来源不明，没有保存任何内容。请刷新页面后重新提交，您填写的内容仍会保留。"
    )


def failed(request: HttpRequest) -> HttpResponse:
    """500: nothing was stored, since every change is one transaction. 503 when the database is away, or a read could not be noted."""
    code, words = 500, "系统出错，本次操作没有保存任何内容。请重试；仍不行请把时间告诉系统管理员。"
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        code, words = 503, "数据库暂时不可用，本次操作没有完成。请稍后重试；仍不行请告诉系统管理员。"
        # The next statement, perhaps of the error's own page, opens a new connection.
        connection.close()
    elif isinstance(sys.exc_info()[1], NotNoted):
        code, words = (
            503,
            "这次查阅未能登记，因此没有显示内容。请告诉系统管理员检查数据目录的磁盘空间与权限。",
        )
    try:
        response = told(request, code, words)
    except Exception:
        # The frame itself needs the database, which may be what failed.
        response = HttpResponse(words, status=code, content_type="text/plain; charset=utf-8")
    if code == 503:
        response["Retry-After"] = "5"
    return response
