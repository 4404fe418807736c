"""People whom the system's own code makes or ties to a party (demo, command line): entered like any act."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from zhuangjian.apps.authorities.models import ApiToken, Person
from zhuangjian.apps.ledger import chain, marks, standing

ENROLLED = "authorities.enrol"
marks.TITLES[ENROLLED] = "由系统建立或变更账号"
log = logging.getLogger("zhuangjian.ledger")


def enrol(person: Person) -> None:
    """Enter the person as stored now, with roles, credentials and parties. Only for code that just made them."""
    with transaction.atomic():
        chain.lock()
        facts = {
            "username": person.username,
            "roles": sorted(person.role_rows.values_list("role", flat=True)),
        }
        chain.append(marks.Step(ENROLLED, None, timezone.now(), facts), person)


def known(*rows: Person | ApiToken) -> bool:
    """Whether accounts and tokens are as the ledger last recorded them; what is not is marked and called out."""
    algorithm = chain.algorithm()
    for row in rows:
        try:
            standing.check(row, algorithm)
        except standing.Altered as altered:
            log.critical("%s %s 与账本不符，已拒绝登录或使用", row._meta.verbose_name, row.pk)
            marks.found(altered)
            return False
    return True
