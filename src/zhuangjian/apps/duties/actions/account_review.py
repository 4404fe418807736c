"""The administrator puts on record that accounts, roles and credentials were gone through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.duties.actions._closing import CloseHouseDuty, holders_of
from zhuangjian.apps.duties.house import ACCOUNT_REVIEW
from zhuangjian.apps.ledger.action import Input as Base


class RecordAccountReview(CloseHouseDuty):
    """Who still needs an account, with which roles; whose credential runs out."""

    name = "duties.record_account_review"
    title = "记录账号核对"
    house = ACCOUNT_REVIEW
    answers = (ACCOUNT_REVIEW.turn,)
    who = holders_of(ACCOUNT_REVIEW)

    class Input(Base):
        remark: str = Field(
            title="核对情况",
            json_schema_extra={"widget": "textarea"},
            min_length=2,
            max_length=2000,
            description="停用或更改了哪些账号，通知了谁换证；没有变动也请写明",
        )

    def facts(self) -> Mapping[str, Any]:
        return {"accounts": Person.objects.filter(is_active=True).count(), "remark": self.data.remark}
