"""What one authority was told of another's inspection is acknowledged (CQ 8)."""

from __future__ import annotations

from pydantic import Field

from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.programme.actions.programmes import TEXT
from zhuangjian.apps.programme.models import Exchange
from zhuangjian.apps.programme.turns import ACKNOWLEDGE
from zhuangjian.apps.programme.who import TOLD
from zhuangjian.kernel.states import holds


class Acknowledge(Act[Exchange]):
    """The authority that was told of another's inspection says that it knows."""

    name = "programme.acknowledge"
    title = "签收检查信息通报"
    cites = "merging"
    who = TOLD
    when = holds("还没有签收", lambda row: row.acknowledged_at is None, "这份通报已经签收。")
    answers = (ACKNOWLEDGE,)

    class Input(Fields):
        """What the authority makes of it, if anything."""

        note: str = Field("", title="意见", max_length=1000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Who knows of it, and since when."""
        self.case.acknowledged_by, self.case.acknowledged_at = self.actor, self.at
        self.case.note = self.data.note
        self.case.save()
        return Change(self.case)
