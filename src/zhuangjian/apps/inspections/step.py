"""One step in the course of an inspection: how it moves the case and refuses faults."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import field_validator

from zhuangjian.apps.inspections.course import refuse_astray
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.numbering import give_number
from zhuangjian.apps.ledger.act import Act, Change, Fields, R
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.people import Fault

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}
HIDDEN: dict[str, Any] = {"widget": "hidden"}


class Adding(Fields):
    """Input of a step that only adds rows: two people who add at once never collide."""

    @field_validator("expected_version")
    @classmethod
    def _any_version(cls, value: int | None) -> None:
        return None


class Step(Act[Inspection, R]):
    """Base of the acts on an inspection, whose check finds an R."""

    def move(self, stage: Stage, **facts: object) -> Change:
        """Set the stage and store the inspection; when it begins, the latest, it gets its number.

        Raises Refusal where the course of the inspection does not lead there by this act.
        """
        refuse_astray(self.case, self.name, stage)
        self.case.stage = stage
        give_number(self.case, self.at)
        self.case.save()
        return Change(self.case, facts)


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
