"""Where higher floors hear that an inspection's record was handed over.

A hook is ``(step, inspection) -> None``, called inside the delivering action's transaction. ``FOLLOW_UP`` is called
when something remains to be put right or handled (the inspection stays delivered), ``CLOSED`` when nothing does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Hook = Callable[[Any, Any], None]

FOLLOW_UP: list[Hook] = []
CLOSED: list[Hook] = []


def run(hooks: list[Hook], step: Any, inspection: Any) -> None:
    """Call each in the order in which it registered."""
    for hook in hooks:
        hook(step, inspection)
