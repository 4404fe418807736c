"""Who has a year's files reviewed."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.conduct.visibility import WITHOUT_CASES
from zhuangjian.kernel.people import Those

ROLES = ("head", "programme_officer")


def reviews(person: Any) -> bool:
    """Whether a person has files reviewed: a head or programme officer of an authority."""
    return (
        person is not None
        and person.is_active
        and person.authority_id is not None
        and person.has(*ROLES)
        and person.scope.roles.isdisjoint(WITHOUT_CASES)
    )


REVIEWERS = Those("监管部门的负责人或者计划管理员", lambda person, case: reviews(person))
