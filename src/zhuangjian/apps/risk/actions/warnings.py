"""The early-warning model: computed with its proof, promoted by a head with reasons, withdrawn. An aid, never a verdict."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.risk.models import WarningRun, WarningStage
from zhuangjian.apps.risk.saying import SAYING
from zhuangjian.apps.risk.warning_facts import table_until
from zhuangjian.apps.risk.warning_scores import digest_of, scores_of, stored_digest
from zhuangjian.apps.risk.who import PROVINCE_HEAD, warning_at
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.states import always

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}


class ComputeWarning(Act[None]):
    """用本系统已交付结果的检查建立预警模型并逐个时段回测；检查次数不够的，说明还差多少，不保存任何内容。"""

    name = "risk.compute_warning"
    title = "计算风险预警模型"
    cites = "integration"
    model = WarningRun
    creates = True
    in_job = True
    who = REGISTRY_KEEPERS
    when = always

    class Input(Fields):
        """The day before which results count."""

        as_of: date = Field(title="截至日期", description="只用这一天以前已经交付的检查结果")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: None) -> Values:
        """Today."""
        return {"as_of": timezone.localdate()}

    def prepare(self) -> None:
        """Everything is learned and judged outside the lock."""
        if self.data.as_of > timezone.localdate(self.at):
            raise Refusal("截至日期不能晚于今天。", article=self.article, missing=("截至日期",))
        visits, records = table_until(self.data.as_of)
        # The mathematics is loaded by the process that needs it.
        from zhuangjian.engines.risk.proof import prove

        self.proof = prove(visits, records, self.data.as_of, SAYING.get())
        self.scores = scores_of(self.proof.parties)

    def do(self, found: None) -> Change:
        """The run with its proof; whoever asked for it writes the scores that its digest is of."""
        told = self.proof.told
        run = WarningRun.objects.create(
            as_of=self.data.as_of,
            visits=told["visits"],
            positives=told["positives"],
            parties=len(self.scores),
            mean_auc=told["backtest"]["mean_auc"],
            proof=told,
            card=self.proof.card,
            digest=digest_of(self.scores),
            made_by=self.person,
            made_at=self.at,
        )
        run.to_store = self.scores  # type: ignore[attr-defined]
        return Change(
            run, {"as_of": run.as_of, "visits": run.visits, "mean_auc": run.mean_auc, "digest": run.digest}
        )


class PromoteWarning(Act[WarningRun]):
    """负责人看过检验结果，写明理由启用：评分和原因从此在计分表旁显示给监管人员；原来启用的被替换。"""

    name = "risk.promote_warning"
    title = "启用预警模型"
    cites = "integration"
    who = PROVINCE_HEAD
    when = warning_at(WarningStage.COMPUTED)
    prepares_input = True

    class Input(Fields):
        """Why it is good enough."""

        why: str = Field(title="理由", min_length=10, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def prepare(self) -> None:
        """The scores as stored, read outside the lock."""
        self.stored = stored_digest(self.case)

    def check(self) -> None:
        """They are those that the run was entered with."""
        if self.stored != self.case.digest:
            self.refuse("评分没有写全，或者与计算时登记的摘要不符，不能启用。请重新计算。")

    def do(self, found: None) -> Change:
        """It is shown from now on, in place of the one before."""
        before = (
            WarningRun.objects.unrestricted().filter(stage=str(WarningStage.PROMOTED)).order_by("pk").first()
        )
        if before is not None:
            before.stage, before.ended_by, before.ended_at = str(WarningStage.REPLACED), self.person, self.at
            before.ended_why = "启用了新的模型"
            before.save()
            also(self, before)
        run = self.case
        run.stage, run.promoted_by, run.promoted_at = str(WarningStage.PROMOTED), self.person, self.at
        run.promoted_why = self.data.why
        run.save()
        return Change(run, {"as_of": run.as_of, "digest": run.digest})


class WithdrawWarning(Act[WarningRun]):
    """负责人写明理由停用，或者决定不启用：评分不再显示。"""

    name = "risk.withdraw_warning"
    title = "停用预警模型"
    cites = "integration"
    who = PROVINCE_HEAD
    when = warning_at(WarningStage.COMPUTED, WarningStage.PROMOTED)

    class Input(Fields):
        """Why it is not to be relied on."""

        why: str = Field(title="理由", min_length=4, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Its scores are shown no more."""
        run = self.case
        run.stage, run.ended_by, run.ended_at = str(WarningStage.WITHDRAWN), self.person, self.at
        run.ended_why = self.data.why
        run.save()
        return Change(run, {"as_of": run.as_of})
