"""One step in the course of an inspection: how it moves the case and refuses faults."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from pydantic import field_validator

from zhuangjian.apps.inspections.course import refuse_astray
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.numbering import give_number
from zhuangjian.apps.ledger.action import Action, Input
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.people import Fault

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}
HIDDEN: dict[str, Any] = {"widget": "hidden"}


class Adding(Input):
    """Input of a step that only adds rows: two people who add at once never collide."""

    @field_validator("expected_version")
    @classmethod
    def _any_version(cls, value: int | None) -> None:
        return None


class Step(Action[Inspection]):
    """Base of the actions on an inspection."""

    model = Inspection

    def check(self) -> None:
        """What the article asks."""
        self.law()

    def law(self) -> None:
        """What the article asks beyond person and stage."""

    def move(self, stage: Stage) -> Inspection:
        """Set the stage and store the inspection; when it begins, the latest, it gets its number.

        Raises Refusal where the course of the inspection does not lead there by this act.
        """
        refuse_astray(self.target, self.name, stage)
        self.target.stage = stage
        give_number(self.target, self.at)
        self.target.save()
        return self.target

    def today(self) -> Any:
        """The local day on which the step is taken."""
        return timezone.localtime(self.at).date()


def refuse_faults(faults: Iterable[Fault], message: str) -> None:
    """Raise one Refusal that names every fault and article; nothing when there is no fault."""
    found = list(faults)
    if not found:
        return
    articles = "、".join(dict.fromkeys(f.article for f in found if f.article))
    raise Refusal(
        found[0].message if len(found) == 1 else message,
        article=articles,
        missing=[f.message for f in found],
    )
