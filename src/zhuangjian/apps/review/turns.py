"""Whose turn it can be in a review (CQ 17). No article sets a number of days for any of it."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.duties.holders import role_in
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.review.models import Question, Review, ReviewStage
from zhuangjian.apps.review.who import at
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder, Turn, turn


def _head(unit: Any) -> Holder:
    return Holder(authority=unit, role=role_in(unit, (Role.HEAD,)))


def _review(kind: str, title: str, **more: Any) -> Turn[Review]:
    return turn(f"review.{kind}", title, on=Review, shown=f"{title}：{{case.party}}", cites="review", **more)


APPOINT = turn(
    "review.appoint",
    "安排检查审核",
    on=Inspection,
    shown="安排检查审核：{case.party}",
    page="/inspections/{case.public_id}/review/",
    event="检查记录交付",
    cites="review",
    whose=lambda case: _head(case.dispatching_unit),
)
REVIEW = _review("review", "审核检查程序和记录", event="安排审核", while_=at(ReviewStage.REVIEWING))
SIGN = _review("sign", "在检查审核上签字", each=True, while_=at(ReviewStage.DRAFTED))
ISSUE = _review(
    "issue",
    "签发检查审核报告并盖章",
    whose=lambda case: _head(case.inspection.dispatching_unit),
    while_=at(ReviewStage.SIGNED),
)
OPEN = holds("询问还没有答复", lambda case: case.open, "这项询问已经答复或者撤回。")
ANSWER = turn(
    "review.answer",
    "书面答复审核询问",
    on=Question,
    shown="书面答复审核询问：{case.party}",
    cites="review",
    event="审核人员书面询问",
    whose=lambda case: Holder(person=case.inspection.leader().person),
    while_=OPEN,
)
CONFIRM = turn(
    "review.confirm",
    "确认需要进一步明确的内容",
    on=Question,
    shown="确认检查机构书面提出的内容",
    cites="review",
    event="收到书面内容",
    whose=lambda case: Holder(party=case.party),
    while_=OPEN,
)
