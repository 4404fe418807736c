"""Publishing a result, and taking a publication back (CQ 52, 22)."""

from __future__ import annotations

from pydantic import Field

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.disclosure.hooks import PUBLISH, owe_publication
from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.disclosure.snapshot import concluded, snapshot
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import Stage
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.review.law import waits
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import holds

AFTER_DELIVERY = (Stage.DELIVERED, Stage.CLOSED, Stage.ESCALATED)


ORGANISER = holders(
    "组织检查的单位的负责人或者计划管理员",
    Role.PROGRAMME_OFFICER,
    Role.HEAD,
    unit=lambda case: case.organising_unit_id,
    named=lambda case: f"组织检查的单位（{case.organising_unit}）的负责人或者计划管理员",
)
PUBLISHER = holders(
    "公开单位的负责人或者计划管理员",
    Role.PROGRAMME_OFFICER,
    Role.HEAD,
    unit=lambda row: row.authority_id,
    named=lambda row: f"公开单位（{row.authority}）的负责人或者计划管理员",
)


class PublishResult(Act[Inspection]):
    """公开被检查对象基本信息、检查依据和检查结果，其他内容一律不公开。"""

    name = "disclosure.publish"
    title = "公开检查结果"
    cites = "disclosure"
    who = ORGANISER
    when = all_of(
        holds(
            "检查结果没有公开",
            lambda case: not case.publications.filter(withdrawn_at=None).exists(),
            "检查结果已经公开，您的提交没有保存。请刷新页面查看。",
        ),
        holds(
            "检查结论已经作出，检查记录已经交付",
            lambda case: concluded(case) and case.stage in AFTER_DELIVERY,
            "检查结论作出、检查记录交付被检查对象之后才能公开；此前检查信息不得披露。",
            cites=("confidentiality",),
            missing=("已交付的检查结论",),
        ),
        holds(
            "检查审核已经完成",
            lambda case: not waits(case, "publication"),
            "派出检查单位是检查机构，检查还没有审核完毕，结果不能公开。请先完成审核。",
            cites=("review",),
            missing=("检查审核",),
        ),
    )
    answers = (PUBLISH,)

    def do(self, found: None) -> Change:
        """A copy of the publishable facts, and nothing else."""
        publication = Publication.objects.create(
            inspection=self.case,
            authority=self.case.organising_unit,
            published_at=self.at,
            published_by=self.actor,
            **snapshot(self.case, self.today),
        )
        return Change(publication, {"inspection": self.case.public_id})


class WithdrawPublication(Act[Publication]):
    """公开有误或者依法不应公开的，写明原因撤回；改正后重新公开。"""

    name = "disclosure.withdraw"
    title = "撤回公开"
    cites = "confidentiality"
    who = PUBLISHER
    when = holds("没有撤回", lambda row: row.withdrawn_at is None, "这条公开信息已经撤回，您的提交没有保存。")

    class Input(Fields):
        """Why the publication is taken back, as the public pages will say."""

        reason: str = Field(title="撤回原因", min_length=1, max_length=200)

    data: Input

    def do(self, found: None) -> Change:
        """Gone from the public pages; the duty to publish the result stands again."""
        self.case.withdrawn_at = self.at
        self.case.withdrawn_reason = self.data.reason
        self.case.save()
        owe_publication(self, self.case.inspection)
        return Change(self.case)
