"""Publishing a measure, a lifting, an obstruction, a penalty, and taking one back (CQ 49-52, 22)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.disclosure.actions.publish import PUBLISHER
from zhuangjian.apps.disclosure.models import Notice
from zhuangjian.apps.disclosure.notices import (
    inspection_of,
    kind_of,
    projection,
    publishable,
    standing,
    until,
)
from zhuangjian.apps.disclosure.turns import (
    PUBLISH_LIFTING,
    PUBLISH_OBSTRUCTION,
    PUBLISH_PENALTY,
    TAKE_BACK,
    TAKE_DOWN,
    publish_again,
)
from zhuangjian.apps.enforcement.models import Penalty
from zhuangjian.apps.enforcement.who import RECEIVER_ROLES, SANCTIONER
from zhuangjian.apps.ledger.act import Act, Change, Fields, R
from zhuangjian.apps.ledger.act import M as Case
from zhuangjian.apps.measures.models import Lifting, Measure, Obstruction
from zhuangjian.apps.review.law import waits
from zhuangjian.kernel.asking import all_of, any_of
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import holds

ROLES = (Role.PROGRAMME_OFFICER, Role.HEAD)
DECIDER = holders(
    "作出决定的部门的负责人或者计划管理员",
    *ROLES,
    unit=lambda case: case.authority_id,
    named=lambda case: f"作出决定的部门（{case.authority}）的负责人或者计划管理员",
)
ORGANISER = holders(
    "组织检查的单位的负责人或者计划管理员",
    *ROLES,
    unit=lambda case: case.inspection.organising_unit_id if case.inspection else None,
)
# A penalty is taken down by who imposed it.
SANCTIONED = holders(
    "作出处罚的部门的稽查办案人员",
    *RECEIVER_ROLES,
    unit=lambda row: row.authority_id if row.penalty_id else None,
)
OPEN = all_of(
    holds("属于公开的内容，并且已经作出决定", publishable, "这一事项不属于公开的内容，或者还没有作出决定。"),
    holds(
        "检查审核已经完成",
        lambda case: not waits(inspection_of(case), "publication"),
        "派出检查单位是检查机构，检查还没有审核完毕，不能公开。请先完成审核。",
        cites=("review",),
        missing=("检查审核",),
    ),
    holds(
        "没有公开", lambda case: not standing(case).exists(), "已经公开，您的提交没有保存。请刷新页面查看。"
    ),
)


class _Publish(Act[Case, R]):
    """A copy of the publishable facts, once a person has looked at them."""

    cites = "disclosure"

    class Input(Fields):
        """That the person looked at what the public will see."""

        looked: bool = Field(False, title="已逐项核对，没有商业秘密和其他不应公开的内容")

    data: Input

    def columns(self) -> dict[str, Any]:
        """What would be published; a Refusal while it may not be, or when nobody looked at it."""
        found = projection(self.case, self.today)  # type: ignore[arg-type]
        if not self.data.looked:
            self.refuse("公开前请逐项核对公众将看到的内容。", "核对", article=self.cite("confidentiality"))
        return found

    def published(self, authority: Any, columns: dict[str, Any], **more: Any) -> Change:
        """The notice; one that was taken back before, of this or of what this took the place of, is what it corrects."""
        case: Any = self.case
        kind = kind_of(case)
        of = [one for one in (case, getattr(case, "replaces", None)) if one]
        earlier = Notice.objects.unrestricted().filter(**{f"{kind.value}__in": of}).order_by("pk").last()
        row = Notice.objects.create(
            kind=kind.value,
            inspection_id=case.inspection_id,
            authority=authority,
            published_at=self.at,
            published_by=self.actor,
            replaces=earlier,
            **{kind.value: case},
            **columns,
            **more,
        )
        return Change(row, {kind.value: case.public_id})


class PublishMeasure(_Publish[Measure, dict[str, Any]]):
    """公开一项处理措施：被检查对象、依据、措施种类和日期，其他内容一律不公开。"""

    name = "disclosure.publish_measure"
    title = "公开处理措施"
    who = DECIDER
    when = OPEN
    data: _Publish.Input

    def check(self) -> dict[str, Any]:
        """What the public may see."""
        return self.columns()

    def do(self, found: dict[str, Any]) -> Change:
        """Published by who decided."""
        return self.published(self.case.authority, found)


class PublishLifting(_Publish[Lifting, dict[str, Any]]):
    """公开措施的解除。"""

    name = "disclosure.publish_lifting"
    title = "公开解除措施"
    who = DECIDER
    when = OPEN
    answers = (PUBLISH_LIFTING,)
    data: _Publish.Input

    def check(self) -> dict[str, Any]:
        """What the public may see."""
        return self.columns()

    def do(self, found: dict[str, Any]) -> Change:
        """Published by who decided."""
        return self.published(self.case.authority, found)


class PublishObstruction(_Publish[Obstruction, dict[str, Any]]):
    """及时公开拒绝、逃避、阻碍检查：被检查对象、依据、情形和处理，不公开经过和线索。"""

    name = "disclosure.publish_obstruction"
    title = "公开拒绝、逃避、阻碍检查"
    cites = "obstruction"
    who = ORGANISER
    when = OPEN
    answers = (PUBLISH_OBSTRUCTION,)
    data: _Publish.Input

    def check(self) -> dict[str, Any]:
        """What the public may see."""
        return self.columns()

    def do(self, found: dict[str, Any]) -> Change:
        """Published by who organised the inspection (CQ 52)."""
        return self.published(self.case.inspection.organising_unit, found)


class PublishPenalty(_Publish[Penalty, dict[str, Any]]):
    """公示行政处罚信息摘要：当事人、违法行为类型、处罚内容、文号、作出处罚的部门和日期，其他内容一律不公开。"""

    name = "disclosure.publish_penalty"
    title = "公示行政处罚信息"
    cites = "penalty_publication"
    who = SANCTIONER
    when = OPEN
    answers = (PUBLISH_PENALTY,)

    class Input(_Publish.Input):
        """That the person looked at it, and whether its fine is one of the low ones."""

        low: bool = Field(
            False,
            title="罚款属于规定的较低数额",
            description="较低数额由省级以上部门规定；仅有通报批评或者较低数额罚款的，公示期较短",
        )

    data: Input

    def check(self) -> dict[str, Any]:
        """What the public may see."""
        return self.columns()

    def do(self, found: dict[str, Any]) -> Change:
        """Published by who imposed it, until the day that the pack's term gives."""
        return self.published(self.case.authority, found, until=until(self.case, self.data.low, self.today))


class WithdrawNotice(Act[Notice]):
    """公开有误或者依法不应公开的，写明原因撤回；改正后重新公开，更正前后的公开信息都留存。"""

    name = "disclosure.withdraw_notice"
    title = "撤回公开"
    cites = "confidentiality"
    who = any_of(PUBLISHER, SANCTIONED)
    when = holds("没有撤回", lambda row: row.withdrawn_at is None, "这条公开信息已经撤回，您的提交没有保存。")
    answers = (TAKE_BACK, TAKE_DOWN)

    class Input(Fields):
        """Why it is taken back."""

        reason: str = Field(title="撤回原因", min_length=1, max_length=200)

    data: Input

    def do(self, found: None) -> Change:
        """Gone from the public pages; kept here. What is to be public stays to be published."""
        self.case.withdrawn_at = self.at
        self.case.withdrawn_reason = self.data.reason
        self.case.save()
        publish_again(self, self.case)
        return Change(self.case)
