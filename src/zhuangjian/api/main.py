"""The API: everything a page can do, with the same refusals in the same words."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

import zhuangjian
from zhuangjian.api.auth import Bearer, Session
from zhuangjian.apps.ledger.action import Conflict, NotYours
from zhuangjian.engines.rules.answer import Refusal

api = NinjaAPI(
    title="妆检 API",
    version=zhuangjian.__version__,
    description="页面能办的，接口都能办；拒绝的理由也一样。",
    auth=[Session(), Bearer()],
    urls_namespace="api",
)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """``{"error": {"article", "message", "missing"}}`` with 409, 403 or 422."""
    status = 409 if isinstance(refusal, Conflict) else 403 if isinstance(refusal, NotYours) else 422
    return api.create_response(request, refusal.to_dict(), status=status)


ROUTERS = (
    "doing",
    "registry",
    "duties",
    "programme",
    "inspections",
    "rectification",
    "disclosure",
    "rules",
    "ledger",
    "authorities",
)
for _name in ROUTERS:
    if find_spec(f"zhuangjian.api.{_name}"):
        _module: Any = import_module(f"zhuangjian.api.{_name}")
        api.add_router(f"/{_module.PREFIX}", _module.router)
