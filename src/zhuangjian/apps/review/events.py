"""What a review tells those above it."""

from __future__ import annotations

from dataclasses import dataclass

from zhuangjian.apps.review.models import Review
from zhuangjian.kernel.events import Event
from zhuangjian.kernel.turns import Owing


@dataclass(frozen=True)
class Reviewed(Event):
    """The review is finished."""

    step: Owing
    review: Review
