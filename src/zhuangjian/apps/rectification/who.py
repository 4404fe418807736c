"""The two sides of a rectification, as values, and when a step of it is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.conduct.visibility import as_shown
from zhuangjian.apps.rectification.models import ENDED, RectificationStage
from zhuangjian.apps.rectification.timeline import stage_words
from zhuangjian.kernel.asking import When, all_of
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.states import At, holds

LOCAL_ROLES = (Role.DISTRICT_OFFICER, Role.INSPECTOR, Role.PROGRAMME_OFFICER, Role.HEAD)
# Of the local authority itself, not of a superior one.
LOCAL = holders("辖区监管部门的经办人员", *LOCAL_ROLES, unit=lambda case: case.authority_id)
LOCAL_OF_INSPECTION = holders(
    "辖区监管部门的经办人员",
    *LOCAL_ROLES,
    unit=lambda case: case.local_authority_id,
    named=lambda case: f"辖区监管部门（{case.local_authority}）的经办人员",
)
ORGANISING_HEAD = holders(
    "组织检查的单位负责人",
    Role.HEAD,
    unit=lambda case: case.organising_unit_id,
    named=lambda case: f"组织检查的单位（{case.organising_unit}）负责人",
)


def speaks_for(person: Any, party_id: int) -> bool:
    """A contact of that enterprise."""
    return person is not None and person.has(Role.ENTERPRISE_CONTACT) and party_id in person.scope.parties


PARTY = Those("被检查企业的联系人", lambda person, case: speaks_for(person, case.party_id))


OPEN = tuple(stage for stage in RectificationStage if stage not in ENDED)


def open_to(said: str, question: Callable[[Any], Any], refusal: str) -> When[Any]:
    """While the rectification has not ended and something holds of its problems."""
    return all_of(at(*OPEN), holds(said, question, refusal))


def at(*stages: RectificationStage) -> At:
    """At these stages of a rectification."""
    return At(stages, "整改", _shown)


def _shown(person: Any, case: Any) -> tuple[RectificationStage, str]:
    known = as_shown(person, case)
    return RectificationStage(known.stage), stage_words(known, person)[0]
