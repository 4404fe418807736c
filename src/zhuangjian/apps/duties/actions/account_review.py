"""The administrator puts on record that accounts, roles and credentials were gone through."""

from __future__ import annotations

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.duties.actions._closing import CloseHouseDuty, holders_of
from zhuangjian.apps.duties.house import ACCOUNT_REVIEW
from zhuangjian.apps.ledger.act import Change, Fields


class RecordAccountReview(CloseHouseDuty):
    """It goes on record that accounts, roles and credentials were gone through, and what came of it."""

    name = "duties.record_account_review"
    title = "记录账号核对"
    house = ACCOUNT_REVIEW
    answers = (ACCOUNT_REVIEW.turn,)
    who = holders_of(ACCOUNT_REVIEW)

    class Input(Fields):
        """What was changed, and who was told."""

        remark: str = Field(
            title="核对情况",
            json_schema_extra={"widget": "textarea"},
            min_length=2,
            max_length=2000,
            description="停用或更改了哪些账号，通知了谁换证；没有变动也请写明",
        )

    data: Input

    def do(self, found: None) -> Change:
        """The next round, with the number of accounts that were gone through."""
        return self.done(accounts=Person.objects.filter(is_active=True).count(), remark=self.data.remark)
