"""What every step of a rectification has in common."""

from __future__ import annotations

from typing import Any, ClassVar

from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.rectification.models import Rectification, RectificationStage
from zhuangjian.apps.rectification.who import LOCAL
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.kernel.asking import Asked, Who

AREA: dict[str, Any] = {"widget": "textarea", "rows": 4}


class RectificationAct(Act[Rectification]):
    """One step in one rectification: the local authority's, unless it says otherwise."""

    cites = "rectification"
    who: ClassVar[Who[Any]] = LOCAL
    guards: ClassVar[tuple[Asked[Any], ...]] = (NO_INTEREST,)

    def move(self, stage: RectificationStage, **fields: object) -> Rectification:
        """Set the stage and further columns, and store the row."""
        for name, value in (fields | {"stage": stage}).items():
            setattr(self.case, name, value)
        self.case.save()
        return self.case
