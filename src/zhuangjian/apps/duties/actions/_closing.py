"""What the closing actions share: who may, and that the next round opens."""

from __future__ import annotations

from typing import Any, ClassVar

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.duties.house import HouseDuty, open_house_duty
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import Action


class CloseHouseDuty(Action[Duty]):
    """Base: the holder of the role closes the unit's open duty, and the next one begins to run."""

    model = Duty
    house: ClassVar[HouseDuty]

    @classmethod
    def may(cls, person: Any, target: Any) -> bool:
        return (
            person is not None
            and target.kind == cls.house.kind
            and person.has(cls.house.role)
            and target.authority_id == person.authority_id
        )

    @classmethod
    def whose(cls, target: Any) -> str:
        return f"本单位的{Role(cls.house.role).label}"

    @classmethod
    def allowed(cls, person: Any, target: Any) -> bool:
        return cls.may(person, target) and target.open

    def execute(self) -> Duty:
        # `allowed` is asked again after `check`, on the locked row: of two people who act at once one is refused there.
        self.target.done_at, self.target.done_by, self.target.outcome = self.at, self.person, "done"
        self.target.save(update_fields=["done_at", "done_by", "outcome"])
        open_house_duty(self.house, self.target.authority, f"上一次{self.title}", self.at)
        return self.target
