"""The API: everything a page can do, with the same refusals in the same words."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, ValidationError

import zhuangjian
from zhuangjian.api import doing, statistics
from zhuangjian.api.auth import SIGN_IN_FIRST, Bearer, Session
from zhuangjian.api.own_articles import tell_only_own_articles
from zhuangjian.api.refusals import describe_refusals
from zhuangjian.api.sheets import read_over_api
from zhuangjian.apps.authorities.signins import count_wrong_password
from zhuangjian.apps.ledger.action import status_of
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.area import APPS, areas, part, sheets


class Api(NinjaAPI):
    """The API; its description holds the parts that the bodies of actions are made of."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The name that programs made from the description call an operation by: area and function."""
        module = operation.view_func.__module__
        if module.startswith(APPS):
            return f"zhuangjian_api_{module.split('.')[2]}_{operation.view_func.__name__}"
        return str(super().get_openapi_operation_id(operation))

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> Any:
        """The API's description as OpenAPI 3.1, with the refusals that every route can answer with.

        Made once in a process: the routes stay as they are, and it takes a second.
        """
        return _described(settings.REGION, path_prefix, tuple(sorted((path_params or {}).items())))

    def described(self, path_prefix: str | None, path_params: dict[str, Any]) -> Any:
        """The description, made anew."""
        from zhuangjian.api.doing import definitions

        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema.setdefault("components", {}).setdefault("schemas", {}).update(definitions())
        describe_refusals(schema)
        tell_only_own_articles(schema)
        return schema


api = Api(
    title="妆检 API",
    version=zhuangjian.__version__,
    description="页面能办的，接口都能办；拒绝的理由也一样。",
    auth=[Session(), Bearer()],
    urls_namespace="api",
)


@cache
def _described(region: str, path_prefix: str | None, path_params: tuple[tuple[str, Any], ...]) -> Any:
    return api.described(path_prefix, dict(path_params))


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """``{"error": {"article", "message", "missing"}}`` with 409, 403 or 422."""
    count_wrong_password(request, refusal)
    status = status_of(refusal)
    return api.create_response(request, refusal.to_dict(), status=status)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter of the wrong shape; the bodies of actions are read by the actions themselves."""
    places = ["·".join(str(part)[:60] for part in fault.get("loc", ())[1:]) for fault in error.errors]
    return refused(request, Refusal("提交的内容格式不正确，请对照接口说明改正。", missing=places))


@api.exception_handler(OverflowError)
@api.exception_handler(DataError)
@api.exception_handler(IntegrityError)
def too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    """A number that the database cannot hold, such as a page far beyond any list; each database says it its way.

    Actions turn their own database errors into refusals before they get here.
    """
    return refused(request, Refusal("编号、页码等数字超出范围，请改小后重试。"))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """The same words whether a thing does not exist or is not for this person."""
    return told(request, "找不到这一对象，或您无权查看。", 404)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer 401 with how to sign in."""
    return told(request, SIGN_IN_FIRST, 401)


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses by itself, such as a browser's request without its CSRF token."""
    words = (
        "来源校验（CSRF）未通过，请刷新页面后重试。"
        if error.status_code == 403
        else "请求无法读取，请核对格式。"
    )
    return told(request, words, error.status_code)


def told(request: HttpRequest, message: str, status: int) -> HttpResponse:
    """An error in the one form that all of them have."""
    return api.create_response(request, Refusal(message).to_dict(), status=status)


api.add_router(f"/{doing.PREFIX}", doing.router)
api.add_router(f"/{statistics.PREFIX}", statistics.router)
_read = Router()
for _sheet in sheets():
    read_over_api(_read, _sheet)
api.add_router("", _read)
for _name, _area in areas().items():
    if _area.routes:
        _routes = part(_name, "api")
        api.add_router(f"/{_routes.PREFIX}", _routes.router)
