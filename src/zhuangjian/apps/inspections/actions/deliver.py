"""Both sides get a copy; the inspection ends or its follow-up begins (CQ 14)."""

from __future__ import annotations

import json

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.printing import Paper, enter, print_out
from zhuangjian.apps.inspections import papers, turns
from zhuangjian.apps.inspections.actions.record import form_asked
from zhuangjian.apps.inspections.course import leads_to
from zhuangjian.apps.inspections.ending import needs_follow_up
from zhuangjian.apps.inspections.events import CopiesGiven, RecordDelivered
from zhuangjian.apps.inspections.facts import record_of
from zhuangjian.apps.inspections.models import Stage
from zhuangjian.apps.inspections.settling import settle
from zhuangjian.apps.inspections.step import Step, refuse_faults
from zhuangjian.apps.inspections.who import LEADER, at
from zhuangjian.apps.ledger.act import Change, Fields
from zhuangjian.apps.ledger.action import MovedOn, also
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.receipts import receipt
from zhuangjian.apps.programme.models import TaskStatus
from zhuangjian.engines import rules


class Deliver(Step):
    """Both sides get a copy with the ledger's receipt; the inspection ends or its follow-up begins."""

    name = "inspections.deliver"
    title = "交付记录，双方各执一份"
    cites = "copies"
    who = LEADER
    when = at(Stage.SIGNED, early="现场检查记录的签字还不齐全")
    answers = (turns.DELIVER,)

    class Input(Fields):
        """The name of the person who took the party's copy."""

        delivered_to: str = Field(title="被检查对象接收人", min_length=1, max_length=60)

    data: Input

    def check(self) -> None:
        """Everything CQ 14 asks of a finished record."""
        answer = rules.record_faults(
            record_of(self.case, delivered=True),
            region=settings.REGION,
            **form_asked(self.case),
        )
        faults = [f for f in answer.value if not (self.case.obstruction and f.code == "findings_missing")]
        refuse_faults(faults, "现场检查记录还不齐全，不能交付。")

    def prepare(self) -> None:
        """The copies with the receipt for the signed record, printed before the ledger is taken.

        The receipt's signed head is that of committed entries only, and stays true whatever is entered later.
        """
        self.check()
        self.proof = receipt(self._last_entry())
        self.printed = print_out(self._papers())
        paper = json.dumps(self.proof, ensure_ascii=False, indent=1).encode()
        self.receipt_file = store.stored("documents", paper)

    def _papers(self) -> list[Paper]:
        return papers.copy_papers(self.case, self.proof, self.at)

    def do(self, found: None) -> Change:
        """Copies, receipt, the task's end; then close, or hand over to those who follow up."""
        seq = self.proof["body"]["seq"]
        if self._last_entry() != seq:
            raise MovedOn
        rows = enter(self.case, self._papers(), self.printed, by=self.person, at=self.at)
        facts = {"copies": [row.digest for row in rows], "record_digest": self.case.record_digest}
        store.keep_document(
            self.case,
            "ledger_receipt",
            f"存证回执（账本第{seq}条）",
            self.receipt_file,
            "application/json",
            by=self.person,
            at=self.at,
            for_party=True,
        )
        self.case.delivered_at = self.at
        self.case.delivered_to = self.data.delivered_to
        if self.case.task:
            self.case.task.status = TaskStatus.DONE
            self.case.task.save()
            also(self, self.case.task, inspection=self.case.public_id)
        self.tells(CopiesGiven(self, self.case))
        if leads_to(self.case, self.name, Stage.TO_SUBMIT):
            self.move(Stage.TO_SUBMIT)
            self.owe(turns.SUBMIT, self.case)
        elif leads_to(self.case, self.name, Stage.ASSESSING):
            self.move(Stage.ASSESSING)
            self.owe(turns.ASSESS, self.case)
        elif needs_follow_up(self.case):
            self.move(Stage.DELIVERED)
            self.tells(RecordDelivered(self, self.case))
        else:
            settle(self, self.case, Stage.CLOSED)
        return Change(self.case, facts)

    def _last_entry(self) -> int:
        mine = Entry.objects.filter(object_model="inspections.inspection", object_id=self.case.pk)
        return mine.order_by("-seq").values_list("seq", flat=True)[0]
