"""Whose it is what is out, and until when."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhuangjian.apps.inspections.who import LEADER
from zhuangjian.kernel.asking import Actor, Included, any_of
from zhuangjian.kernel.people import Oneself
from zhuangjian.kernel.states import holds


class _LeaderOf(Included[Any]):
    """The leader of the inspection that is out."""

    def includes(self, person: Actor | None, case: Any) -> bool:
        """Whether the person leads it now."""
        return LEADER.includes(person, case.inspection)

    def listed(self, case: Any) -> Q:
        """The leader, as a condition."""
        return LEADER.listed(case.inspection)

    def words(self, case: Any = None) -> str:
        """The leader in Chinese."""
        return LEADER.words()


CARRIER = Oneself(lambda case: case.person_id, "带出的人")
CARRIER_OR_LEADER = any_of(CARRIER, _LeaderOf())
OUT = holds("还在外", lambda case: case.ended_at is None, "这次带出已经结束。")
