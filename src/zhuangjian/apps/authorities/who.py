"""Who keeps accounts, leads whom, and whose something personal is, as values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.authorities.segregation import ADMINISTRATORS, leads
from zhuangjian.kernel.asking import any_of
from zhuangjian.kernel.people import Oneself, TheSystem, Those, holders, roles_in

ADMINISTRATOR = holders(ADMINISTRATORS, Role.ADMINISTRATOR)
# The system itself too: the command line on the machine, and the demo.
KEEPS_ACCOUNTS = any_of(ADMINISTRATOR, TheSystem())


def _owner(case: Any) -> Any:
    """The person whom the case is about: itself, or the one it belongs to."""
    return case if hasattr(case, "authority_id") else case.person


def _own_or_led(person: Any, case: Any) -> bool:
    owner = _owner(case)
    return (
        person is not None
        and owner.authority_id is not None
        and (person.pk == owner.pk or leads(person, owner))
    )


OWN_OR_HEAD = Those("本人或者其本单位、上级单位的负责人", _own_or_led)
# Nobody vouches for themselves.
KEEPS_QUALIFICATIONS = any_of(
    KEEPS_ACCOUNTS,
    Those(
        "其本人以外的本单位、上级单位负责人",
        lambda person, case: leads(person, _owner(case)) and person.pk != _owner(case).pk,
    ),
)
OWN = Oneself(lambda case: _owner(case).pk)
OWN_OR_ADMINISTRATOR = any_of(OWN, KEEPS_ACCOUNTS)
OWN_OR_SYSTEM = any_of(OWN, TheSystem())


def refuse_unknown_roles(acts: Iterable[type[Any]]) -> None:
    """Stop the program for acts that are left to a role which nobody can have."""
    known = {str(role) for role in Role}
    for act in acts:
        if unknown := sorted(roles_in(act.who) - known):
            raise TypeError(
                f"办理事项 {act.name}（{act.__module__}.{act.__qualname__}）没有人能办理：没有角色 {'、'.join(unknown)}。"
                f"请在 who 中改用 Role 的角色：{'、'.join(sorted(known))}。"
            )
