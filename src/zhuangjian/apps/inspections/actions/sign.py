"""Signatures over the record: the whole team's, and the party's or its refusal (CQ 14)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.drawing import strokes_of
from zhuangjian.apps.inspections.models import Inspection, Signature, Stage
from zhuangjian.apps.inspections.models.course import SignatureKind
from zhuangjian.apps.inspections.step import Step
from zhuangjian.apps.inspections.who import LEADER, TEAM, at
from zhuangjian.apps.ledger.act import Change, Fields
from zhuangjian.kernel.asking import Actor, No, When, all_of
from zhuangjian.kernel.states import holds

NOT_CLOSED_BY_PARTY = holds(
    "被检查对象还没有签字、盖章或者拒签",
    lambda case: not party_signature(case),
    "被检查对象的签字、盖章或者拒签已经登记。",
)
HEARD = holds(
    "对记录的异议已经核实",
    lambda case: not case.statements.filter(answered_at=None).exists(),
    "被检查对象对记录提出的异议还没有核实，请先核实并答复，再签字。",
)


def _is_drawn(value: str) -> str:
    if value:
        strokes_of(value)
    return value


# What is drawn on the screen, if anything, and on which device.
Drawn = Annotated[
    str,
    Field(
        title="手写签名",
        description="用手指、触控笔或者鼠标书写，印在记录的签名处；不写的留空，打印后手签",
        json_schema_extra={"widget": "signature"},
    ),
    AfterValidator(_is_drawn),
]
Device = Annotated[str, Field(title="签名设备", max_length=120, json_schema_extra={"widget": "hidden"})]


class NotSigned(When[Inspection]):
    """While the person has not signed the record as it is now."""

    def why_not(self, person: Actor | None, case: Inspection, at: datetime | None = None) -> No | None:
        """Everybody of the team signs the record once."""
        return No("您已经签署了这份记录。") if person and has_signed(person, case) else None

    def words(self, case: Inspection | None = None) -> str:
        """The state in Chinese, for lists and refusals."""
        return "本人还没有签署"


class Sign(Step):
    """A member of the team signs with the own sign-in."""

    name = "inspections.sign"
    title = "签署现场检查记录"
    cites = "signing"
    who = TEAM
    when = all_of(
        at(Stage.RECORDED, early="现场检查记录尚未制作"),
        NotSigned(),
        HEARD,
    )
    answers = (turns.SIGN,)

    class Input(Fields):
        """The digest the signer saw, when the page sends it, and the signature as drawn."""

        record_digest: str = Field("", title="记录摘要", json_schema_extra={"widget": "hidden"})
        drawn: Drawn = ""
        device: Device = ""

    data: Input

    def check(self) -> None:
        """Not twice, and what was read is what is signed."""
        if self.data.record_digest and self.data.record_digest != self.case.record_digest:
            self.refuse("记录已经重做，与您看到的不是同一份，请刷新后阅读新的记录。", "对现有记录的阅读")

    def do(self, found: None) -> Change:
        """The signature over the record's digest."""
        Signature.objects.create(
            inspection=self.case,
            side="team",
            person=self.person,
            signer_name=self.person.name,
            kind=SignatureKind.SIGNED,
            drawn=self.data.drawn,
            device=self.data.device,
            record_digest=self.case.record_digest,
            signed_at=self.at,
        )
        return finish_signing(self, record_digest=self.case.record_digest)


class PartySign(Step):
    """The party's head signs or the seal is put; or the refusal is noted with its reason."""

    name = "inspections.party_sign"
    title = "登记被检查对象签字、盖章或拒签"
    cites = "signing"
    who = LEADER
    when = all_of(
        at(Stage.RECORDED, early="现场检查记录尚未制作"),
        NOT_CLOSED_BY_PARTY,
        HEARD,
    )
    answers = (turns.PARTY_SIGN,)

    class Input(Fields):
        """Who, how; for a refusal why, and who saw it; the signature as drawn on the team's device."""

        kind: SignatureKind = Field(title="方式")
        signer_name: str = Field(title="负责人姓名", min_length=1, max_length=60)
        signer_post: str = Field("", title="职务", max_length=60)
        reason: str = Field(
            "", title="拒绝理由", max_length=300, description="拒绝签字或者盖章的可以写明，不说明理由的留空"
        )
        witness: str = Field("", title="见证人", max_length=60)
        drawn: Drawn = ""
        device: Device = ""

    data: Input

    def check(self) -> None:
        """A refusal is noted, with its reason where one was given; a signature has none."""
        refused = self.data.kind == SignatureKind.REFUSED
        if not refused and self.data.reason:
            self.refuse("已签字或者盖章的，不应填写拒绝理由。")
        if refused and self.data.drawn:
            self.refuse("登记为拒绝签字或者盖章的，不应有手写签名。请清除签名，或者改选签字。")

    def do(self, found: None) -> Change:
        """The party's side of the record."""
        Signature.objects.create(
            inspection=self.case,
            side="party",
            signer_name=self.data.signer_name,
            signer_post=self.data.signer_post,
            kind=self.data.kind,
            reason=self.data.reason,
            witness=self.data.witness,
            drawn=self.data.drawn,
            device=self.data.device,
            record_digest=self.case.record_digest,
            signed_at=self.at,
        )
        return finish_signing(self, kind=self.data.kind, record_digest=self.case.record_digest)


def has_signed(person: Actor, inspection: Inspection) -> bool:
    """Whether the person signed the record as it is now."""
    return inspection.signatures.filter(
        side="team", person_id=person.pk, record_digest=inspection.record_digest
    ).exists()


def party_signature(inspection: Inspection) -> Signature | None:
    """The party's signature, seal or refusal over the record as it is now."""
    return inspection.signatures.filter(side="party", record_digest=inspection.record_digest).first()


def finish_signing(step: Step[None], **facts: object) -> Change:
    """When all of the team and the party have closed the record, it is signed and waits for delivery."""
    signed = step.case.signatures.filter(side="team", record_digest=step.case.record_digest)
    team = {m.person_id for m in step.case.members()}
    complete = team <= set(signed.values_list("person_id", flat=True)) and party_signature(step.case)
    if not complete:
        return step.move(Stage.RECORDED, **facts)
    step.owe(turns.DELIVER, step.case)
    return step.move(Stage.SIGNED, **facts)
