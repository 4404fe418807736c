"""Which roles one person may not hold together, and who may manage whose account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhuangjian.apps.authorities.models import Role

ALONE = {
    Role.ADMINISTRATOR: "系统管理员只管账号、不接触案件，不能同时担任其他角色",
    Role.AUDITOR: "审计员须独立于被审计的工作，不能同时担任其他角色",
    Role.ENTERPRISE_CONTACT: "企业联系人代表企业，不能同时是监管人员",
}


def role_faults(roles: Iterable[str], has_authority: bool) -> list[str]:
    """Why these roles cannot belong to one person, in Chinese; empty when they can."""
    held = {str(role) for role in roles}
    if not held:
        return ["至少要有一个角色"]
    faults = [reason for role, reason in ALONE.items() if role in held and len(held) > 1]
    if Role.ENTERPRISE_CONTACT in held and has_authority:
        faults.append("企业联系人不属于任何监管单位，所在单位应留空")
    if held != {str(Role.ENTERPRISE_CONTACT)} and not has_authority:
        faults.append("监管人员须有所在单位")
    return faults


ADMINISTRATORS = "系统管理员"


def keeps_accounts(person: Any) -> bool:
    """Administrators, and the system itself (command line, demo)."""
    return person is None or person.has(Role.ADMINISTRATOR)


def leads(person: Any, other: Any) -> bool:
    """Whether ``person`` heads the unit of ``other`` or one above it."""
    return (
        person is not None
        and person.has(Role.HEAD)
        and other is not None
        and other.authority_id in person.scope.authorities
    )
