"""The on-site record, made in the form CQ 14 prescribes."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.documents.printing import enter, print_out
from zhuangjian.apps.inspections import papers, turns
from zhuangjian.apps.inspections.facts import kinds_inspected, record_of
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.step import TEXT, Step, refuse_faults
from zhuangjian.apps.inspections.who import LEADER, at
from zhuangjian.apps.ledger.act import Change, Fields, Options, Values
from zhuangjian.engines import rules
from zhuangjian.engines.rules.answer import Answer, Reason, Refusal
from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.forms import Forms
from zhuangjian.engines.rules.vocabulary import Edition, Form
from zhuangjian.kernel.turns import Holder


class MakeRecord(Step[Form]):
    """Make the record as .docx and PDF in one of the forms that the law leaves."""

    name = "inspections.record"
    title = "制作现场检查记录"
    cites = "record"
    who = LEADER
    when = at(Stage.CONCLUDED, early="检查结论尚未作出")
    answers = (turns.RECORD,)

    class Input(Fields):
        """The form; where only one is allowed it need not be named."""

        form: Form | None = Field(None, title="记录形式")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The forms CQ 14 allows here."""
        try:
            return {"form": [(f.value, f.label) for f in forms(case).value.forms]}
        except Refusal:
            return {"form": []}

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """The only form, if there is one."""
        options = cls.choices(person, case)["form"]
        return {"form": options[0][0]} if len(options) == 1 else {}

    def check(self) -> Form:
        """Every objection is verified; the form is allowed and every field of the record is there."""
        waiting = self.case.statements.filter(answered_at=None)
        if waiting:
            self.refuse(
                f"还有{len(waiting)}条陈述申辩没有核实答复，不能制作记录。",
                *(f"{s.made_by}：{s.text[:30]}" for s in waiting),
                article=self.cite("closing"),
            )
        allowed = forms(self.case).value
        form = self.data.form or (allowed.forms[0] if allowed.mandatory else None)
        if self.case.off_site and form not in allowed.forms:
            self.refuse(
                f"非现场检查的记录应当为：{'、'.join(allowed.labels)}。", article=self.cite("off_site_way")
            )
        answer = rules.record_faults(
            record_of(self.case, form=form), signing=False, region=settings.REGION, **form_asked(self.case)
        )
        faults = answer.value
        if self.case.obstruction:
            faults = tuple(f for f in faults if f.code != "findings_missing")
        refuse_faults(faults, "现场检查记录的内容不齐全，请先补充。")
        return cast("Form", form)

    def prepare(self) -> None:
        """The documents, printed before the ledger is taken."""
        self.printed = print_out(papers.record_papers(self.case, self.check(), self.at))

    def do(self, found: Form) -> Change:
        """The documents, and everybody's duty to sign."""
        made = papers.record_papers(self.case, found, self.at)
        rows = enter(self.case, made, self.printed, by=self.person, at=self.at)
        self.case.record_form = found
        self.case.recorded_at = self.at
        self.case.record_digest = papers.record_digest(rows)
        for member in self.case.members():
            self.owe(turns.SIGN, self.case, to=Holder(person=member.person))
        self.owe(turns.PARTY_SIGN, self.case, to=Holder(person=self.person))
        return self.move(Stage.RECORDED, form=found, record_digest=self.case.record_digest)


class WithdrawRecord(Step):
    """Take back a record with a mistake before all have signed; signatures over it lose their effect."""

    name = "inspections.withdraw_record"
    title = "撤回记录重做"
    cites = "record"
    who = LEADER
    when = at(Stage.RECORDED, early="现场检查记录尚未制作")

    class Input(Fields):
        """Why the record has to be made again."""

        reason: str = Field(title="撤回原因", min_length=1, max_length=300, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Back to the conclusion; the earlier documents and signatures stay on file."""
        self.case.record_digest = ""
        self.case.recorded_at = None
        self.owe(turns.RECORD, self.case, to=Holder(person=self.person), title="重新制作现场检查记录")
        return self.move(Stage.CONCLUDED, reason=self.data.reason)


def on_checkpoints(inspection: Inspection) -> bool:
    """Whether the inspection runs on the GMP checkpoints, which CQ 14 asks for "other" inspections."""
    return inspection.edition in {e.value for e in Edition}


def form_asked(inspection: Inspection) -> dict[str, Any]:
    """What the rule has to know to judge the record's form; nothing for a record from afar, whose form it does not fix."""
    if inspection.off_site:
        return {}
    return {
        "inspection_type": inspection.inspection_type,
        "parties": kinds_inspected(inspection),
        "checkpoints": on_checkpoints(inspection),
    }


def forms(inspection: Inspection) -> Answer[Forms]:
    """The forms CQ 14 allows for the record; what is made from afar has one of its own (CQ 7)."""
    if inspection.off_site:
        law = cited("off_site_way", region=settings.REGION)
        value = Forms((Form.OFF_SITE,), True, {}, (Form.OFF_SITE.label,))
        reason = Reason(law.article, "非现场检查用自己的记录，不用现场检查记录的形式")
        return Answer(value, (law.article,), (reason,), inspection.pack, law.basis)
    return rules.forms_for(
        inspection.inspection_type,
        kinds_inspected(inspection),
        checkpoints=on_checkpoints(inspection),
        region=settings.REGION,
    )
