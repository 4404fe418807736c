"""A trade secret is noted; consent or an exception is recorded before anybody is told it, and can be taken back (CQ 22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person, Role
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.evidence.models import (
    Evidence,
    SecretAudience,
    SecretGround,
    SecretPermit,
    SecretPiece,
    TradeSecret,
)
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import BEGUN
from zhuangjian.apps.inspections.step import TEXT, Adding
from zhuangjian.apps.inspections.who import MEMBERS, NOT_BEGUN, at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.registry.conflicts import APPROVER_WITHOUT_INTEREST
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import always, holds

HEAD = holders(
    "组织检查的单位负责人",
    Role.HEAD,
    unit=lambda case: case.inspection.organising_unit_id,
    named=lambda case: f"组织检查的单位（{case.inspection.organising_unit}）的负责人",
)


class NoteSecret(Act[Inspection, Sequence[Evidence]]):
    """登记检查中知悉的商业秘密：名目、可以识别的用语、所在的证据。外发的内容由此核对。"""

    name = "evidence.note_secret"
    title = "登记商业秘密"
    cites = "confidentiality"
    who = MEMBERS
    when = at(*BEGUN, early=NOT_BEGUN)

    class Input(Adding):
        """What it is, without telling it; phrases that give it away; evidence that shows it."""

        title: str = Field(
            title="商业秘密的名目", min_length=2, max_length=200, description="例如：某产品配方比例"
        )
        words: str = Field(
            "",
            title="识别用语",
            max_length=1000,
            description="一行一个（每个至少2个字）；函件、公开内容中出现的不能发出",
            json_schema_extra=TEXT,
        )
        evidence: list[UUID] = Field([], title="所在的证据")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The evidence of the inspection."""
        return {"evidence": [(one.public_id, str(one)) for one in case.evidence.order_by("-pk")]}

    def words(self) -> list[str]:
        """The phrases, each once."""
        return list(dict.fromkeys(line.strip() for line in self.data.words.splitlines() if line.strip()))

    def check(self) -> Sequence[Evidence]:
        """It can be recognised: by a phrase that is not too short, or by evidence of this inspection."""
        if short := [word for word in self.words() if len(word) < 2]:
            self.refuse(f"识别用语至少2个字：{'、'.join(short)}。", "识别用语")
        rows = {one.public_id: one for one in self.case.evidence.filter(public_id__in=self.data.evidence)}
        if set(self.data.evidence) - rows.keys():
            self.refuse("请从本次检查已上传的证据中选择。", "本次检查的证据")
        if not rows and not self.words():
            self.refuse("请写明识别用语，或者选择所在的证据，否则外发时无从核对。", "识别用语或者证据")
        return list(rows.values())

    def do(self, found: Sequence[Evidence]) -> Change:
        """The entry; from now on what goes out is compared with it."""
        secret = TradeSecret.objects.create(
            inspection=self.case,
            party=self.case.party,
            title=self.data.title,
            words=self.words(),
            noted_at=self.at,
            noted_by=self.actor,
        )
        for one in found:
            SecretPiece.objects.create(secret=secret, evidence=one)
        return Change(secret, {"inspection": self.case.public_id})


class PermitSecret(Act[TradeSecret]):
    """登记披露商业秘密的同意或者例外：向谁、为什么、依据什么、由谁决定。"""

    name = "evidence.permit_secret"
    title = "登记同意或者例外"
    cites = "confidentiality"
    who = HEAD
    when = always
    guards = (APPROVER_WITHOUT_INTEREST,)

    class Input(Fields):
        """To whom, why, on which ground, shown by what."""

        audience: SecretAudience = Field(title="披露对象")
        body: str = Field("", title="单位名称", max_length=120, description="指定单位的写全称")
        ground: SecretGround = Field(title="依据")
        reason: str = Field(title="披露的理由", min_length=2, max_length=2000, json_schema_extra=TEXT)
        shown_by: str = Field(
            title="同意书或者法律条款",
            min_length=2,
            max_length=300,
            description="同意的写同意书编号；例外的写法律条款或者决定文号",
        )
        consented_by: str = Field("", title="企业同意的签字人", max_length=60)
        given_on: date = Field(title="同意或者决定日期")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: TradeSecret) -> Options:
        """The grounds that the law of the place knows."""
        return {"ground": [(one.value, one.label) for one in grounds()]}

    def check(self) -> None:
        """A ground that the place knows; who consented is named; a body is named where one is meant."""
        data = self.data
        if data.ground not in grounds():
            self.refuse(f"本地法规没有“{data.ground.label}”这一例外。", "依据")
        if data.ground == SecretGround.CONSENT and not data.consented_by:
            self.refuse("请写明被检查对象由谁签字同意。", "企业同意的签字人")
        if (data.audience == SecretAudience.BODY) != bool(data.body):
            self.refuse("披露对象是指定的单位的，写明单位名称；不是的，不写。", "单位名称")
        if data.given_on > self.today:
            refuse_by_practice("plausible_dates", self.at, "日期晚于今天，请核对。", "同意或者决定日期")

    def do(self, found: None) -> Change:
        """On record, by whom."""
        data = self.data
        SecretPermit.objects.create(
            secret=self.case,
            decided_at=self.at,
            decided_by=self.actor,
            **data.model_dump(exclude=set(Fields.model_fields)),
        )
        self.case.save()
        return Change(self.case, {"ground": data.ground.value})


class EndPermit(Act[TradeSecret, SecretPermit]):
    """撤回同意或者例外；以后不得再据此披露。"""

    name = "evidence.end_permit"
    title = "撤回同意或者例外"
    cites = "confidentiality"
    who = HEAD
    when = holds(
        "有没有撤回的同意或者例外",
        lambda case: case.permits.filter(withdrawn_on=None).exists(),
        "没有可以撤回的同意或者例外。",
    )

    class Input(Fields):
        """Which of them holds no more, and why it was taken back."""

        permit: UUID = Field(title="同意或者例外")
        reason: str = Field(title="撤回的理由", min_length=2, max_length=300, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: TradeSecret) -> Options:
        """Those that hold."""
        return {"permit": [(one.public_id, str(one)) for one in case.permits.filter(withdrawn_on=None)]}

    def check(self) -> SecretPermit:
        """One of those."""
        found = self.case.permits.filter(public_id=self.data.permit, withdrawn_on=None).first()
        if found is None:
            self.refuse("请从列出的同意或者例外中选择。", "同意或者例外")
        return found

    def do(self, found: SecretPermit) -> Change:
        """It holds no more."""
        found.withdrawn_on, found.withdrawn_reason = self.today, self.data.reason
        found.save()
        self.case.save()
        return Change(self.case, {"withdrawn": True})


def grounds() -> list[SecretGround]:
    """The grounds that the law of the place knows today."""
    listed = parameter(pack_for(settings.REGION), "secret_grounds", timezone.localdate()).value
    return [SecretGround(str(one)) for one in listed]  # type: ignore[union-attr]
