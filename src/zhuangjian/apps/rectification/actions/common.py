"""What every step of a rectification has in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from zhuangjian.apps.ledger.action import Action
from zhuangjian.apps.rectification.models import Rectification, RectificationStage
from zhuangjian.apps.rectification.who import LOCAL
from zhuangjian.apps.registry.conflicts import refuse_interest
from zhuangjian.kernel.asking import Who


class RectificationAction(Action[Rectification]):
    """One step in one rectification: the local authority's, unless it says otherwise."""

    model: ClassVar[type[models.Model]] = Rectification
    cites = "rectification"
    who: ClassVar[Who[Any]] = LOCAL

    def check(self) -> None:
        """Refuse an officer with an interest in the enterprise."""
        if self.who is LOCAL:
            refuse_interest(self.person, self.target.party, self.at)

    @property
    def today(self) -> Any:
        """The local day on which the step is taken."""
        return timezone.localdate(self.at)

    def move(self, stage: RectificationStage, **fields: Any) -> Rectification:
        """Set the stage and further columns, and store the row."""
        for name, value in (fields | {"stage": stage}).items():
            setattr(self.target, name, value)
        self.target.save()
        return self.target
