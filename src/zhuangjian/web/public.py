"""Pages of the frame that need nobody signed in."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def healthz(request: HttpRequest) -> HttpResponse:
    """``ok`` when the database answers; for a supervisor process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404, the same words whether a thing does not exist or is not for this person."""
    return render(
        request, "web/error.html", {"code": 404, "words": "找不到这一页，或您无权查看。"}, status=404
    )


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    return render(request, "web/error.html", {"code": 403, "words": "您没有办理这一事项的权限。"}, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """500: nothing was stored, since every change is one transaction."""
    return render(
        request,
        "web/error.html",
        {"code": 500, "words": "系统出错，本次操作没有保存任何内容。请重试；仍不行请把时间告诉系统管理员。"},
        status=500,
    )
