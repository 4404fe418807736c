"""In whose name a command acts."""

from __future__ import annotations

from typing import Any

from zhuangjian.engines.rules.answer import Refusal

SYSTEM = "system"


def acting(username: str = "") -> Any:
    """The person of that login name, or the system's own person, who keeps the registry and cannot sign in."""
    from zhuangjian.apps.authorities.models import Person

    wanted = username or SYSTEM
    person = Person.objects.unrestricted().filter(username=wanted).first()
    if person is None and not username:
        person = _system()
    if person is None or not person.is_active:
        raise Refusal(
            f"没有登录名为“{wanted}”的在用人员。管理员可用 zhuangjian list authorities.person --as 登录名 查看。"
        )
    return person


def _system() -> Any:
    """Made once; of two commands that start together, one makes it and the other finds it."""
    from django.db import IntegrityError, transaction

    from zhuangjian.apps.authorities.enrolling import enrol
    from zhuangjian.apps.authorities.models import Person

    try:
        with transaction.atomic():
            made = Person.objects.create_user(SYSTEM, None, name="系统", roles=["programme_officer"])
            enrol(made)
            return made
    except IntegrityError:
        return Person.objects.unrestricted().get(username=SYSTEM)
