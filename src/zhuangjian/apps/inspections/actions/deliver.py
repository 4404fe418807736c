"""Both sides get a copy; the inspection ends or its follow-up begins (CQ 14)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.printing import Paper, enter, print_out
from zhuangjian.apps.inspections import papers, turns
from zhuangjian.apps.inspections.actions.record import on_checkpoints
from zhuangjian.apps.inspections.ending import needs_follow_up
from zhuangjian.apps.inspections.events import RecordDelivered
from zhuangjian.apps.inspections.facts import kinds_inspected, record_of
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.settling import settle
from zhuangjian.apps.inspections.step import Step, refuse_faults
from zhuangjian.apps.inspections.who import LEADER, at
from zhuangjian.apps.ledger.action import Input, MovedOn, also
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
        return papers.copy_papers(self.target, self.proof, self.at)

    def execute(self) -> Inspection:
        """Copies, receipt, the task's end; then close, or hand over to those who follow up."""
        seq = self.proof["body"]["seq"]
        if self._last_entry() != seq:
            raise MovedOn
        rows = enter(self.target, self._papers(), self.printed, by=self.person, at=self.at)
        self.digests = [row.digest for row in rows]
        store.keep_document(
            self.target,
            "ledger_receipt",
            f"存证回执（账本第{seq}条）",
            self.receipt_file,
            "application/json",
            by=self.person,
            at=self.at,
            for_party=True,
        )
        self.target.delivered_at = self.at
        self.target.delivered_to = self.data.delivered_to
        if self.target.task:
            self.target.task.status = TaskStatus.DONE
            self.target.task.save()
            also(self, self.target.task, inspection=self.target.public_id)
        if needs_follow_up(self.target):
            self.move(Stage.DELIVERED)
            self.tells(RecordDelivered(self, self.target))
        else:
            settle(self, self.target, Stage.CLOSED)
        return self.target

    def _last_entry(self) -> int:
        mine = Entry.objects.filter(object_model="inspections.inspection", object_id=self.target.pk)
        return mine.order_by("-seq").values_list("seq", flat=True)[0]

    def facts(self) -> Mapping[str, Any]:
        """The copies' digests."""
        return {"copies": self.digests, "record_digest": self.target.record_digest}
