"""People whom the system's own code makes or ties to a party (demo, command line): entered like any act."""

from __future__ import annotations

import logging
from time import monotonic
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone

from zhuangjian.apps.authorities.models import ApiToken, Person
from zhuangjian.apps.ledger import chain, marks, standing, state
from zhuangjian.config.database import only_if_free

ENROLLED = "authorities.enrol"
marks.TITLES[ENROLLED] = "由系统建立或变更账号"
log = logging.getLogger("zhuangjian.ledger")
# What each person was when this process last compared them in full (account, roles, parties, their last entry), and
# when that was: their credentials, expertise and interests are not asked for at every request.
_COMPARED: dict[Any, tuple[float, tuple[Any, ...]]] = {}
AGAIN = 60.0  # seconds


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
            if not marks.marked(row.__class__, row.pk):
                _mark(altered)
            return False
    return True


def _mark(altered: standing.Altered) -> None:
    """Enter the mark; a page that only reads does not wait for whoever writes now, the next one enters it."""
    try:
        with only_if_free():
            marks.found(altered)
    except OperationalError:
        log.warning("the mark on %s %s waits for the next request", altered.model._meta.label, altered.pk)


def still_known(person: Person) -> bool:
    """:func:`known` for every request of a session: in full once, then again whenever something of the person moved,
    and once a minute."""
    seq, _ = standing.recorded(Person, person.pk)
    now = (
        seq,
        tuple(sorted(state.row_state(person, state.unwatched(Person)).items())),
        person.roles,
        person.scope.parties,
    )
    at, compared = _COMPARED.get(person.pk, (0.0, ()))
    if compared == now and monotonic() < at + AGAIN:
        return True
    _COMPARED.pop(person.pk, None)
    if not known(person):
        return False
    _COMPARED[person.pk] = (monotonic(), now)
    return True
