"""The auditor puts on record what a verification of the ledger found."""

from __future__ import annotations

from pydantic import Field

from zhuangjian.apps.duties.actions._closing import CloseHouseDuty, holders_of
from zhuangjian.apps.duties.house import LEDGER_AUDIT
from zhuangjian.apps.ledger import chain, heads
from zhuangjian.apps.ledger.act import Change, Fields
from zhuangjian.apps.ledger.models import Entry


class RecordLedgerAudit(CloseHouseDuty):
    """It goes on record how far the ledger was verified, to which root and with how many faults; the numbers must be fresh."""

    name = "duties.record_ledger_audit"
    title = "记录账本核验"
    house = LEDGER_AUDIT
    answers = (LEDGER_AUDIT.turn,)
    who = holders_of(LEDGER_AUDIT)

    class Input(Fields):
        """The numbers that the verification page gave, and what was done about faults."""

        entries: int = Field(title="核验到第几条", ge=1, json_schema_extra={"widget": "hidden"})
        root: str = Field(title="树根", max_length=128, json_schema_extra={"widget": "hidden"})
        faults: int = Field(title="发现几处不符", ge=0, json_schema_extra={"widget": "hidden"})
        remark: str = Field(
            "", title="说明", max_length=2000, description="发现不符时必须填写：怎样处理、报告了谁"
        )

    data: Input

    def check(self) -> None:
        """The numbers are those of this ledger, and reach over all that the last round left."""
        size = self.data.entries
        last = Entry.objects.filter(seq=size).first()
        if last is None:
            self.refuse(f"账本没有第 {size} 条，请重新核验后再记录。")
        try:
            root = heads.root_at(size, chain.algorithm())
        except KeyError:
            root = ""
        # A broken tree has no root to compare: that is a finding to record, not a reason to refuse the record.
        if root != self.data.root and not (root == "" and self.data.faults):
            self.refuse("所填树根与账本前面各条的树根不符，请重新核验后再记录。")
        if Entry.objects.filter(seq__gt=size, at__lt=self.case.opened_at).exists():
            self.refuse("这次核验没有包括本期开始以前的全部条目，请重新核验后再记录。")
        if self.data.faults and not self.data.remark:
            self.refuse("发现不符时须写明怎样处理、报告了谁。", "说明：必须填写")

    def do(self, found: None) -> Change:
        """The next round, with the numbers of this verification."""
        given = self.data
        return self.done(entries=given.entries, root=given.root, faults=given.faults, remark=given.remark)
