"""What the closing actions share: who may, and that the next round opens."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from zhuangjian.apps.authorities.models import Authority, Role
from zhuangjian.apps.duties.house import HouseDuty
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.act import Act, Change
from zhuangjian.kernel.people import Those
from zhuangjian.kernel.states import holds

STILL_OPEN = holds("义务没有办结", lambda duty: duty.open, "这一项已经办结，请刷新页面查看。")


def holds_house_duty(person: Any, duty: Duty, kind: str) -> bool:
    """Whether the duty is of that kind and the person has its role in its unit."""
    return (
        person is not None
        and duty.kind == kind
        and person.has(duty.role)
        and duty.authority_id == person.authority_id
    )


def holders_of(house: HouseDuty) -> Those:
    """Who closes the open duties of that kind."""
    return Those(
        f"本单位的{Role(house.role).label}", lambda person, duty: holds_house_duty(person, duty, house.kind)
    )


class CloseHouseDuty(Act[Duty]):
    """Base: the holder of the role closes the unit's open duty, and the next one begins to run."""

    house: ClassVar[HouseDuty]
    when = STILL_OPEN

    def done(self, **facts: object) -> Change:
        """The duty is closed, and its next round is owed."""
        self.owe(self.house.turn, cast("Authority", self.case.authority), event=f"上一次{self.title}")
        return Change(self.case, facts)
