"""The API: everything a page can do, with the same refusals in the same words."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

import zhuangjian
from zhuangjian.api.auth import Bearer, Session
from zhuangjian.apps.ledger.action import ACTIONS, Conflict, NotYours, parse
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


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body or parameter of the wrong shape: for an action, the very refusal the page would show."""
    action = ACTIONS.get(request.path.partition("/do/")[2].partition("/")[0])
    try:
        if action is not None:
            parse(action, json.loads(request.body or b"{}"))
    except Refusal as refusal:
        return refused(request, refusal)
    except (ValueError, TypeError):
        pass
    places = ["·".join(str(part) for part in fault.get("loc", ())[1:]) for fault in error.errors]
    return refused(request, Refusal("提交的内容格式不正确，请对照接口说明改正。", missing=places))


ROUTERS = (
    "doing",
    "registry",
    "duties",
    "programme",
    "inspections",
    "rectification",
    "disclosure",
    "rules",
    "statistics",
    "ledger",
    "authorities",
)
for _name in ROUTERS:
    if find_spec(f"zhuangjian.api.{_name}"):
        _module: Any = import_module(f"zhuangjian.api.{_name}")
        api.add_router(f"/{_module.PREFIX}", _module.router)
