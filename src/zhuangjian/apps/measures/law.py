"""What a measure rests on, as the rule pack of the region says it on the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.loader import in_force
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.models import Parameter

from .models import Handling, Kind

OPEN_ENDED = (Kind.CONTROL, Kind.NONE)


def require_listed(kind: Kind, on: date) -> None:
    """Raise Refusal unless the pack's open list of what can follow a result names it; what the list leaves room for passes."""
    listed = parameter(pack_for(settings.REGION), "result_measures", on)
    words = listed.value if isinstance(listed.value, tuple) else (str(listed.value),)
    if kind not in OPEN_ENDED and kind.label not in words:
        raise Refusal(f"法规没有列出“{kind.label}”这一处理。", article=listed.article)


def basis_of(kind: Kind, on: date) -> str:
    """What the document names: the law that gives the power, and the region's own article where its text was read."""
    given = parameter(pack_for(settings.REGION), f"measure_basis_{kind}", on)
    return _joined(str(given.value), pack_for(settings.REGION).parameters.get("measures_basis", ()), on)


def basis_of_urgent(on: date) -> str:
    """What an urgent order about a problem outside the task rests on (CQ 18)."""
    rules = pack_for(settings.REGION)
    given = parameter(rules, "measure_basis_suspend", on)
    return _joined(str(given.value), rules.parameters.get("outside_basis", ()), on)


def basis_of_handling(handling: Handling, on: date) -> str:
    """What the handling of an obstruction rests on."""
    given = parameter(pack_for(settings.REGION), f"obstruction_basis_{handling}", on)
    return _joined(str(given.value), pack_for(settings.REGION).parameters.get("obstruction_basis", ()), on)


def basis_of_lifting(on: date) -> str:
    """What a lifting rests on; empty where no article was read."""
    return _own(pack_for(settings.REGION).parameters.get("lifting_basis", ()), on)


def remedy_words(on: date) -> str:
    """How the party is told what it can do against a decision."""
    return str(parameter(pack_for(settings.REGION), "order_remedy", on).value)


def _joined(law: str, own: Sequence[Parameter], on: date) -> str:
    return "和".join(filter(None, (law, _own(own, on))))


def _own(series: Sequence[Parameter], on: date) -> str:
    """The words of the region's own basis, where it has one whose text was read."""
    found = in_force(series, on) if series else None
    return str(found.value) if isinstance(found, Parameter) and found.basis == "official" else ""
