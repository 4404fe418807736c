"""``POST /api/do/<action>/<target>``: one route per action, each with its own typed body."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Header, Router, Schema

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.conduct.public_ids import id_of
from zhuangjian.apps.jobs.handing_in import hand_in
from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.ledger.action import ACTIONS, NotYours, perform
from zhuangjian.apps.ledger.arriving import read_json
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.requests import PersonRequest

PREFIX = "do"
router = Router(tags=["办理"])


class HandedIn(Schema):
    """Long work, to be done by and by: ask its address how far it is."""

    job: str
    address: str


class Done(Schema):
    """What an action gives back: the object, and the ledger entry that records it."""

    object: str
    id: int | UUID
    version: int | None
    entry: int
    entry_hash: str
    repeated: bool
    secret: str | None = None


def _done(outcome: Any) -> dict[str, Any]:
    return {
        "object": outcome.object._meta.label_lower,
        "id": id_of(outcome.object),
        "version": getattr(outcome.object, "version", None),
        "entry": outcome.entry.seq,
        "entry_hash": outcome.entry.hash,
        "repeated": outcome.repeated,
        # A new access token is shown this once and never again.
        "secret": getattr(outcome.object, "secret", None) or None,
    }


def body_of(request: PersonRequest) -> dict[str, Any]:
    """The JSON object of a request; a Refusal when it is anything else."""
    try:
        data = read_json(request.read)
    except (ValueError, RecursionError):
        raise Refusal("请求内容应为 UTF-8 编码的 JSON，请核对。") from None
    if not isinstance(data, dict):
        raise Refusal("请求内容应为 JSON 对象（{…}），请核对。")
    return data


def _described(action: type[Act[Any, Any]]) -> dict[str, Any]:
    """The body in the API's description. It is read by the action, after it is known that the target is visible."""
    schema = action.Input.model_json_schema(ref_template=f"#/components/schemas/{action.name}.{{model}}")
    schema.pop("$defs", None)
    return {"requestBody": {"content": {"application/json": {"schema": schema}}, "required": True}}


def _not_for_tokens(request: PersonRequest, action: type[Act[Any, Any]]) -> None:
    """A stolen token must not become a password, another token, or the end of the second factor."""
    if action.in_person and request.by_token:
        raise NotYours(f"“{action.title}”须由本人登录后在页面上办理，不能用访问令牌办理。")


def _add(action: type[Act[Any, Any]]) -> None:
    def create(request: PersonRequest, request_key: str = Header("", alias="X-Request-Key")) -> Any:
        _not_for_tokens(request, action)
        if action.in_job:
            job = hand_in(action, request.person, lambda: body_of(request), request_key)
            return 202, {"job": str(job.code), "address": f"/api/jobs/{job.code}"}
        return _done(perform(action, request.person, None, body_of(request), key=request_key))

    def change(
        request: PersonRequest, target: str, request_key: str = Header("", alias="X-Request-Key")
    ) -> Any:
        _not_for_tokens(request, action)
        obj = visible_or_404(action.model, request.person, target)
        return _done(perform(action, request.person, obj, body_of(request), key=request_key))

    router.post(
        f"/{action.name}" if action.creates else f"/{action.name}/{{target}}",
        response={202: HandedIn} if action.in_job else Done,
        summary=action.title,
        description=f"{action.__doc__ or action.title}\n\n{action.article}".strip(),
        operation_id=action.name,
        openapi_extra=_described(action),
    )(create if action.creates else change)


def definitions() -> dict[str, Any]:
    """The named parts of all bodies, for ``components.schemas`` of the API's description."""
    found: dict[str, Any] = {}
    for action in ACTIONS.values():
        template = f"#/components/schemas/{action.name}.{{model}}"
        for name, part in action.Input.model_json_schema(ref_template=template).get("$defs", {}).items():
            found[f"{action.name}.{name}"] = part
    return found


for _action in sorted(ACTIONS.values(), key=lambda a: a.name):
    _add(_action)
