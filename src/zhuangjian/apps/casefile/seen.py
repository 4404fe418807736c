"""Which rows a check rests on: those that the person sees; for the machine's keeper, whatever is hidden from nobody."""

from __future__ import annotations

from typing import Any, Final

from zhuangjian.apps.conduct.secret import SECRET

# Whoever runs the machine and names nobody. It stands for no person: no door but the command line has it.
KEEPER: Final = object()


def seen(model: Any, seer: Any) -> Any:
    """The rows of a model for ``seer``: a person, or ``KEEPER``."""
    if seer is not KEEPER:
        return model.objects.visible_to(seer)
    rows, hidden = model.objects.unrestricted(), SECRET.get(model._meta.label_lower)
    return rows if hidden is None else rows.exclude(hidden)
