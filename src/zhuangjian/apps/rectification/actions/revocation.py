"""The opinion that a licence be revoked, reported to the licensing department (CQ 16)."""

from __future__ import annotations

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.rectification.models import RevocationGround, RevocationOpinion
from zhuangjian.apps.rectification.revocation import revocation_ground
from zhuangjian.apps.rectification.turns import PROPOSE
from zhuangjian.apps.rectification.who import ORGANISING_HEAD
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds


class ProposeRevocation(Act[Inspection, RevocationGround]):
    """将结果报化妆品生产许可部门，提出撤销化妆品生产许可意见。"""

    name = "rectification.propose_revocation"
    title = "提出撤销许可意见"
    cites = "revocation"
    who = ORGANISING_HEAD
    when = all_of(
        holds(
            "还没有提出过意见",
            lambda case: not hasattr(case, "revocation_opinion"),
            "撤销许可意见已经提出，您的提交没有保存。请刷新页面查看。",
        ),
        holds(
            "延续许可后现场核查不通过，或者整改后复查仍不符合、逾期未报送",
            lambda case: revocation_ground(case, timezone.localdate()) is not None,
            "只有延续许可后现场核查不通过，或者整改后复查而在规定时限内未报送报告、复查仍不符合的，才提出撤销许可意见。",
        ),
    )
    guards = (NO_INTEREST,)
    answers = (PROPOSE,)

    class Input(Fields):
        """The opinion as it goes to the licensing department."""

        text: str = Field(
            title="意见", min_length=1, max_length=4000, json_schema_extra={"widget": "textarea", "rows": 5}
        )

    data: Input

    def check(self) -> RevocationGround:
        """One of the three cases, once."""
        ground = revocation_ground(self.case, self.today)
        if ground is None:
            self.refuse(
                "只有延续许可后现场核查不通过，或者整改后复查而在规定时限内未报送报告、复查仍不符合的，才提出撤销许可意见。"
            )
        return ground

    def do(self, found: RevocationGround) -> Change:
        """The opinion is kept with its ground, by the unit that organised the inspection."""
        opinion = RevocationOpinion.objects.create(
            inspection=self.case,
            authority=self.case.organising_unit,
            ground=str(found),
            text=self.data.text,
            proposed_by=self.actor,
            proposed_at=self.at,
        )
        return Change(opinion, {"inspection": self.case.public_id, "ground": str(found)})
