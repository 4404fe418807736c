"""``POST /api/do/<action>/<target>``: one route per action, each with its own typed body."""

# Annotations stay real objects here: each route's body is a class made in a function.
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Header, Router, Schema

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.ledger.action import ACTIONS, Action, perform

PREFIX = "do"
router = Router(tags=["办理"])


class Done(Schema):
    """What an action gives back: the object, and the ledger entry that records it."""

    object: str
    id: int
    version: int | None
    entry: int
    entry_hash: str
    repeated: bool


def _done(outcome: Any) -> dict[str, Any]:
    return {
        "object": outcome.object._meta.label_lower,
        "id": outcome.object.pk,
        "version": getattr(outcome.object, "version", None),
        "entry": outcome.entry.seq,
        "entry_hash": outcome.entry.hash,
        "repeated": outcome.repeated,
    }


def _add(action: type[Action[Any]]) -> None:
    body = type(f"{action.name.replace('.', '_')}_input", (action.Input,), {"__doc__": action.__doc__})
    words = f"{action.__doc__ or action.title}\n\n{action.article}".strip()

    if action.creates:

        def create(
            request: HttpRequest, data: body, request_key: str = Header("", alias="X-Request-Key")
        ) -> Any:  # type: ignore[valid-type]
            return _done(
                perform(action, request.user, None, data.model_dump(exclude_unset=True), key=request_key)
            )

        router.post(
            f"/{action.name}",
            response=Done,
            summary=action.title,
            description=words,
            operation_id=action.name,
        )(create)
    else:

        def change(
            request: HttpRequest,
            target: int,
            data: body,  # type: ignore[valid-type]
            request_key: str = Header("", alias="X-Request-Key"),
        ) -> Any:
            if not -(2**63) <= target < 2**63:
                raise Http404("没有这一对象。")
            obj = visible_or_404(action.model, request.user, target)
            return _done(
                perform(action, request.user, obj, data.model_dump(exclude_unset=True), key=request_key)
            )

        router.post(
            f"/{action.name}/{{target}}",
            response=Done,
            summary=action.title,
            description=words,
            operation_id=action.name,
        )(change)


for _action in sorted(ACTIONS.values(), key=lambda a: a.name):
    _add(_action)
