"""The opinion that a licence be revoked, reported to the licensing department (CQ 16)."""

from __future__ import annotations

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.programme.who import LICENSING
from zhuangjian.apps.rectification.models import RevocationDecision, RevocationGround, RevocationOpinion
from zhuangjian.apps.rectification.revocation import revocation_ground
from zhuangjian.apps.rectification.turns import ANSWER_OPINION, PROPOSE
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
        self.owe(ANSWER_OPINION, opinion)
        return Change(opinion, {"inspection": self.case.public_id, "ground": str(found)})


class AnswerRevocation(Act[RevocationOpinion]):
    """许可部门对撤销许可意见作出决定并答复提出单位。"""

    name = "rectification.answer_revocation"
    title = "答复撤销许可意见"
    cites = "revocation"
    who = LICENSING
    when = holds(
        "还没有答复", lambda case: not case.decision, "许可部门已经答复，您的提交没有保存。请刷新页面查看。"
    )
    answers = (ANSWER_OPINION,)

    class Input(Fields):
        """What was decided, with number and words."""

        decision: RevocationDecision = Field(title="决定")
        number: str = Field(title="决定或者答复的文号", min_length=1, max_length=120)
        answer: str = Field(
            title="答复", min_length=1, max_length=4000, json_schema_extra={"widget": "textarea", "rows": 4}
        )

    data: Input

    def do(self, found: None) -> Change:
        """Answered; the opinion keeps decision and words."""
        row = self.case
        row.decision, row.decision_number, row.answer = (
            self.data.decision.value,
            self.data.number,
            self.data.answer,
        )
        row.answered_by, row.answered_at = self.actor, self.at
        row.save()
        return Change(row, {"decision": row.decision})
