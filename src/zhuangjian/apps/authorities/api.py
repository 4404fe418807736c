"""Which rules stop people, over the API."""

# Annotations stay real objects here: ninja resolves a paginated function's names in another module.
from datetime import date
from typing import Any

from ninja import Query, Router, Schema

from zhuangjian.apps.authorities.refusals import SPAN, told
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.kernel.requests import PersonRequest

PREFIX = "authorities"
router = Router(tags=["机构与人员"])


class StoppedOut(Schema):
    """One way in which people were stopped, how often, and on which day last; never whom, nor on which case."""

    act: str
    title: str
    article: str
    stage: str
    stage_label: str
    kind: str
    kind_label: str
    times: int
    last: date


@router.get("/refusals", response=list[StoppedOut], summary="不予受理的次数")
def refusals(request: PersonRequest, days: int = Query(SPAN, ge=1, le=3660)) -> Any:
    """By act, article and stage on the last ``days`` days, the most frequent first; for administrators."""
    person = request.person
    if not person.has("administrator"):
        raise NotYours("只有系统管理员可以查看不予受理的次数。")
    return told(days)
