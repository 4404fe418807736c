"""Publishing a result, and taking a publication back (CQ 52, 22)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.disclosure.hooks import PUBLISH, ask_to_publish
from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.disclosure.snapshot import snapshot
from zhuangjian.apps.duties.book import close_duties
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import Stage
from zhuangjian.apps.ledger import action
from zhuangjian.apps.ledger.action import Conflict

AFTER_DELIVERY = (Stage.DELIVERED, Stage.CLOSED, Stage.ESCALATED)


def publishes(person: Any, authority_id: int) -> bool:
    """A programme officer or head of the unit that organised the inspection."""
    return person.authority_id == authority_id and person.has(Role.PROGRAMME_OFFICER, Role.HEAD)


class PublishResult(action.Action[Inspection]):
    """公开被检查对象基本信息、检查依据和检查结果，其他内容一律不公开。"""

    name = "disclosure.publish"
    title = "公开检查结果"
    cites = "disclosure"
    model = Inspection

    @classmethod
    def may(cls, person: Any, target: Any) -> bool:
        """The organising unit."""
        return publishes(person, target.organising_unit_id)

    @classmethod
    def whose(cls, target: Any) -> str:
        """The organising unit by name."""
        return f"组织检查的单位（{target.organising_unit}）的负责人或者计划管理员"

    @classmethod
    def allowed(cls, person: Any, target: Any) -> bool:
        """After delivery, while nothing stands published."""
        return (
            target is not None
            and cls.may(person, target)
            and target.stage in AFTER_DELIVERY
            and bool(target.conclusion)
            and not target.publications.filter(withdrawn_at=None).exists()
        )

    def check(self) -> None:
        """A delivered conclusion, not published yet."""
        inspection = self.target
        if inspection.publications.filter(withdrawn_at=None).exists():
            raise Conflict("检查结果已经公开，您的提交没有保存。请刷新页面查看。", article=self.article)
        if not inspection.conclusion or inspection.stage not in AFTER_DELIVERY:
            self.refuse(
                "检查结论作出、检查记录交付被检查对象之后才能公开；此前检查信息不得披露。",
                "已交付的检查结论",
                article=self.cite("confidentiality"),
            )

    def execute(self) -> Publication:
        """A copy of the publishable facts, and nothing else."""
        inspection = self.target
        publication = Publication.objects.create(
            inspection=inspection,
            authority=inspection.organising_unit,
            published_at=self.at,
            published_by=self.person,
            **snapshot(inspection, timezone.localdate(self.at)),
        )
        close_duties(inspection, PUBLISH, by=self.person, at=self.at)
        return publication

    def facts(self) -> Mapping[str, Any]:
        """Which inspection."""
        return {"inspection": self.target.public_id}


class WithdrawPublication(action.Action[Publication]):
    """公开有误或者依法不应公开的，写明原因撤回；改正后重新公开。"""

    name = "disclosure.withdraw"
    title = "撤回公开"
    cites = "confidentiality"
    model = Publication

    class Input(action.Input):
        """Why."""

        reason: str = Field(title="撤回原因", min_length=1, max_length=200)

    @classmethod
    def may(cls, person: Any, target: Any) -> bool:
        """The unit that published."""
        return publishes(person, target.authority_id)

    @classmethod
    def whose(cls, target: Any) -> str:
        """The unit by name."""
        return f"公开单位（{target.authority}）的负责人或者计划管理员"

    @classmethod
    def allowed(cls, person: Any, target: Any) -> bool:
        """Once."""
        return target is not None and cls.may(person, target) and target.withdrawn_at is None

    def check(self) -> None:
        """Not withdrawn yet."""
        if self.target.withdrawn_at is not None:
            raise Conflict("这条公开信息已经撤回，您的提交没有保存。", article=self.article)

    def execute(self) -> Publication:
        """Gone from the public pages; the duty to publish the result stands again."""
        self.target.withdrawn_at = self.at
        self.target.withdrawn_reason = self.data.reason
        self.target.save()
        ask_to_publish(self, self.target.inspection)
        return self.target
