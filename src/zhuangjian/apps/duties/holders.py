"""Which role of a unit a duty goes to, so that it reaches somebody's list."""

from __future__ import annotations

from zhuangjian.apps.authorities.models import Authority, PersonRole, Role

# Handling officers of a local authority, by who is nearest to the party; bureaus have inspectors instead of
# district officers.
LOCAL = (Role.DISTRICT_OFFICER, Role.INSPECTOR, Role.HEAD)
OFFICE = (Role.PROGRAMME_OFFICER, Role.HEAD)


def role_in(authority: Authority, roles: tuple[Role, ...]) -> str:
    """The first of ``roles`` that an active person of the unit holds; the last of them when nobody does."""
    held = set(
        PersonRole.objects.unrestricted()
        .filter(person__authority=authority, person__is_active=True, role__in=[str(r) for r in roles])
        .values_list("role", flat=True)
    )
    return str(next((role for role in roles if str(role) in held), roles[-1]))
