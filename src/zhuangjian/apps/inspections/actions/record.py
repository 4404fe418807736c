"""The on-site record: made in the form CQ 14 prescribes, signed by all, handed to both sides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.documents import store
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections import hooks, papers
from zhuangjian.apps.inspections.ending import needs_follow_up, settle
from zhuangjian.apps.inspections.facts import kinds_inspected, record_of
from zhuangjian.apps.inspections.models import Inspection, Signature, Stage
from zhuangjian.apps.inspections.models.course import SignatureKind
from zhuangjian.apps.inspections.step import TEXT, Step, refuse_faults
from zhuangjian.apps.ledger.action import Input, also
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.receipts import receipt
from zhuangjian.apps.programme.models import TaskStatus
from zhuangjian.engines import rules
from zhuangjian.engines.rules.answer import Answer, Refusal
from zhuangjian.engines.rules.forms import Forms
from zhuangjian.engines.rules.vocabulary import Edition, Form


class MakeRecord(Step):
    """Make the record as .docx and PDF in one of the forms that the law leaves."""

    name = "inspections.record"
    title = "制作现场检查记录"
    article = "CQ 14"
    stages = (Stage.CONCLUDED,)
    early = "检查结论尚未作出"

    class Input(Input):
        """The form; where only one is allowed it need not be named."""

        form: Form | None = Field(None, title="记录形式")

    @classmethod
    def choices(cls, person: Any, target: Any) -> Mapping[str, list[tuple[Any, str]]]:
        """The forms CQ 14 allows here."""
        try:
            return {"form": [(f.value, f.label) for f in forms(target).value.forms]}
        except Refusal:
            return {"form": []}

    @classmethod
    def initial(cls, person: Any, target: Any) -> Mapping[str, Any]:
        """The only form, if there is one."""
        options = cls.choices(person, target)["form"]
        return {"form": options[0][0]} if len(options) == 1 else {}

    def law(self) -> None:
        """The form is allowed and every field of the record is there."""
        allowed = forms(self.target).value
        self.form = self.data.form or (allowed.forms[0] if allowed.mandatory else None)
        answer = rules.record_faults(
            record_of(self.target, form=self.form),
            inspection_type=self.target.inspection_type,
            parties=kinds_inspected(self.target),
            checkpoints=on_checkpoints(self.target),
            signing=False,
            region=settings.REGION,
        )
        faults = answer.value
        if self.target.obstruction:
            faults = tuple(f for f in faults if f.code != "findings_missing")
        refuse_faults(faults, "现场检查记录的内容不齐全，请先补充。")

    def execute(self) -> Inspection:
        """The documents, and everybody's duty to sign."""
        self.target.record_form = self.form
        self.target.recorded_at = self.at
        self.target.record_digest = papers.make_record(self.target, self.form, by=self.person, at=self.at)
        self.done("record")
        for member in self.target.members():
            self.hand("sign", "签署现场检查记录", to=member.person)
        self.hand("party_sign", "请被检查对象负责人签字或者盖章", to=self.person)
        return self.move(Stage.RECORDED)

    def facts(self) -> Mapping[str, Any]:
        """Form and digest of what is to be signed."""
        return {"form": self.form, "record_digest": self.target.record_digest}


class WithdrawRecord(Step):
    """Take back a record with a mistake before all have signed; signatures over it lose their effect."""

    name = "inspections.withdraw_record"
    title = "撤回记录重做"
    article = "CQ 14"
    stages = (Stage.RECORDED,)
    early = "现场检查记录尚未制作"

    class Input(Input):
        """Why."""

        reason: str = Field(title="撤回原因", min_length=1, max_length=300, json_schema_extra=TEXT)

    def execute(self) -> Inspection:
        """Back to the conclusion; the earlier documents and signatures stay on file."""
        self.target.record_digest = ""
        self.target.recorded_at = None
        self.done("sign", "party_sign", outcome="cancelled")
        self.hand("record", "重新制作现场检查记录", to=self.person)
        return self.move(Stage.CONCLUDED)

    def facts(self) -> Mapping[str, Any]:
        """The reason, since no field keeps it."""
        return {"reason": self.data.reason}


class Sign(Step):
    """A member of the team signs with the own sign-in."""

    name = "inspections.sign"
    title = "签署现场检查记录"
    article = "CQ 14"
    by = "team"
    stages = (Stage.RECORDED,)
    early = "现场检查记录尚未制作"

    class Input(Input):
        """The digest the signer saw, when the page sends it."""

        record_digest: str = Field("", title="记录摘要", json_schema_extra={"widget": "hidden"})

    @classmethod
    def allowed(cls, person: Any, target: Any) -> bool:
        """Once."""
        return super().allowed(person, target) and not has_signed(person, target)

    def law(self) -> None:
        """Not twice, and what was read is what is signed."""
        if has_signed(self.person, self.target):
            self.refuse("您已经签署了这份记录。")
        if self.data.record_digest and self.data.record_digest != self.target.record_digest:
            self.refuse("记录已经重做，与您看到的不是同一份，请刷新后阅读新的记录。", "对现有记录的阅读")

    def execute(self) -> Inspection:
        """The signature over the record's digest."""
        Signature.objects.create(
            inspection=self.target,
            side="team",
            person=self.person,
            signer_name=self.person.name,
            kind=SignatureKind.SIGNED,
            record_digest=self.target.record_digest,
            signed_at=self.at,
        )
        close_own(self, "sign")
        return finish_signing(self)

    def facts(self) -> Mapping[str, Any]:
        """What was signed."""
        return {"record_digest": self.target.record_digest}


class PartySign(Step):
    """The party's head signs or the seal is put; or the refusal is noted with its reason."""

    name = "inspections.party_sign"
    title = "登记被检查对象签字、盖章或拒签"
    article = "CQ 14"
    stages = (Stage.RECORDED,)
    early = "现场检查记录尚未制作"

    class Input(Input):
        """Who, how; for a refusal why, and who saw it."""

        kind: SignatureKind = Field(title="方式")
        signer_name: str = Field(title="负责人姓名", min_length=1, max_length=60)
        signer_post: str = Field("", title="职务", max_length=60)
        reason: str = Field("", title="拒绝理由", max_length=300, description="拒绝签字或者盖章的必须注明")
        witness: str = Field("", title="见证人", max_length=60)

    @classmethod
    def allowed(cls, person: Any, target: Any) -> bool:
        """Once."""
        return super().allowed(person, target) and not party_signature(target)

    def law(self) -> None:
        """Once; a refusal with its reason, a signature without one."""
        if party_signature(self.target):
            self.refuse("被检查对象的签字、盖章或者拒签已经登记。")
        refused = self.data.kind == SignatureKind.REFUSED
        if refused and not self.data.reason:
            self.refuse("被检查对象拒绝签字或者盖章的，应当注明理由。", "拒绝理由")
        if not refused and self.data.reason:
            self.refuse("已签字或者盖章的，不应填写拒绝理由。")

    def execute(self) -> Inspection:
        """The party's side of the record."""
        Signature.objects.create(
            inspection=self.target,
            side="party",
            signer_name=self.data.signer_name,
            signer_post=self.data.signer_post,
            kind=self.data.kind,
            reason=self.data.reason,
            witness=self.data.witness,
            record_digest=self.target.record_digest,
            signed_at=self.at,
        )
        self.done("party_sign")
        return finish_signing(self)

    def facts(self) -> Mapping[str, Any]:
        """How the party closed the record."""
        return {"kind": self.data.kind, "record_digest": self.target.record_digest}


class Deliver(Step):
    """Both sides get a copy with the ledger's receipt; the inspection ends or its follow-up begins."""

    name = "inspections.deliver"
    title = "交付记录，双方各执一份"
    article = "CQ 14"
    stages = (Stage.SIGNED,)
    early = "现场检查记录的签字还不齐全"

    class Input(Input):
        """Who took the party's copy."""

        delivered_to: str = Field(title="被检查对象接收人", min_length=1, max_length=60)

    def law(self) -> None:
        """Everything CQ 14 asks of a finished record."""
        answer = rules.record_faults(
            record_of(self.target, delivered=True),
            inspection_type=self.target.inspection_type,
            parties=kinds_inspected(self.target),
            checkpoints=on_checkpoints(self.target),
            region=settings.REGION,
        )
        faults = [f for f in answer.value if not (self.target.obstruction and f.code == "findings_missing")]
        refuse_faults(faults, "现场检查记录还不齐全，不能交付。")

    def execute(self) -> Inspection:
        """Copies, receipt, the task's end; then close, or hand over to those who follow up."""
        proof = self._receipt()
        self.digests = papers.make_copies(self.target, proof, by=self.person, at=self.at)
        store.keep_document(
            self.target,
            "ledger_receipt",
            f"存证回执（账本第{proof['body']['seq']}条）",
            json.dumps(proof, ensure_ascii=False, indent=1).encode(),
            "application/json",
            by=self.person,
            at=self.at,
            for_party=True,
        )
        self.target.delivered_at = self.at
        self.target.delivered_to = self.data.delivered_to
        self.move(Stage.DELIVERED)
        self.done("deliver")
        if self.target.task:
            self.target.task.status = TaskStatus.DONE
            self.target.task.save()
            also(self, self.target.task, inspection=self.target.pk)
        if needs_follow_up(self.target):
            hooks.run(hooks.FOLLOW_UP, self, self.target)
        else:
            settle(self, self.target, Stage.CLOSED)
        return self.target

    def _receipt(self) -> dict[str, Any]:
        # Taken before this action enters anything, so that the signed head never counts what might be rolled back.
        last = (
            Entry.objects.filter(object_model="inspections.inspection", object_id=self.target.pk)
            .order_by("-seq")
            .first()
        )
        return receipt(last.seq)

    def facts(self) -> Mapping[str, Any]:
        """The copies' digests."""
        return {"copies": self.digests, "record_digest": self.target.record_digest}


def on_checkpoints(inspection: Inspection) -> bool:
    """Whether the inspection runs on the GMP checkpoints, which CQ 14 asks for "other" inspections."""
    return inspection.edition in {e.value for e in Edition}


def forms(inspection: Inspection) -> Answer[Forms]:
    """The forms CQ 14 allows for the record."""
    return rules.forms_for(
        inspection.inspection_type,
        kinds_inspected(inspection),
        checkpoints=on_checkpoints(inspection),
        region=settings.REGION,
    )


def has_signed(person: Any, inspection: Inspection) -> bool:
    """Whether the person signed the record as it is now."""
    return inspection.signatures.filter(
        side="team", person_id=person.pk, record_digest=inspection.record_digest
    ).exists()


def party_signature(inspection: Inspection) -> Signature | None:
    """The party's signature, seal or refusal over the record as it is now."""
    return inspection.signatures.filter(side="party", record_digest=inspection.record_digest).first()


def close_own(step: Step, kind: str) -> None:
    """Close the acting person's own duty of that kind."""
    Duty.objects.unrestricted().filter(
        kind=f"inspections.{kind}",
        target_model="inspections.inspection",
        target_id=step.target.pk,
        person=step.person,
        done_at=None,
    ).update(done_at=step.at, done_by=step.person, outcome="done")


def finish_signing(step: Step) -> Inspection:
    """When all of the team and the party have closed the record, it is signed and waits for delivery."""
    signed = step.target.signatures.filter(side="team", record_digest=step.target.record_digest)
    team = {m.person_id for m in step.target.members()}
    complete = team <= set(signed.values_list("person_id", flat=True)) and party_signature(step.target)
    if not complete:
        return step.move(Stage.RECORDED)
    step.hand("deliver", "向被检查对象交付记录", to=step.target.leader().person)
    return step.move(Stage.SIGNED)
