"""Whom CQ 8 has told of an inspection: who supervises the other side of a commissioned production, or the party's other trade.

They are told when the task is sent out; of one for cause, or that goes together with one, when it begins.
"""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.duties.holders import OFFICE, role_in
from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.law import carries_hidden
from zhuangjian.apps.programme.models import Exchange, ExchangeGround, Task
from zhuangjian.apps.programme.turns import ACKNOWLEDGE
from zhuangjian.apps.registry.models import Commission, Jurisdiction, Party
from zhuangjian.apps.registry.queries import home_prefix
from zhuangjian.engines.rules.loader import in_force
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.vocabulary import OPERATOR_KINDS, PRODUCTION_KINDS, PartyKind
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.turns import Holder, Owing


def tell_sent_out(step: Owing, task: Task) -> None:
    """Tell those concerned of a task that is sent out, unless nobody outside may know of it yet (CQ 34)."""
    if not carries_hidden(task):
        _tell(step, task)


def tell_begun(step: Owing, task: Task | None) -> None:
    """Tell those concerned who were not told before, now that it has begun."""
    if task is not None:
        _tell(step, task)


def _tell(step: Owing, task: Task) -> None:
    own = {task.authority_id, task.assigned_to_id}
    for party, ground in _concerned(task.party, step.at):
        rows = Jurisdiction.objects.unrestricted().filter(party=party).exclude(authority_id__in=own)
        for unit in Authority.objects.unrestricted().filter(
            pk__in=rows.values("authority_id"), is_active=True
        ):
            _once(step, task, unit, party, ground)


def _once(step: Owing, task: Task, unit: Authority, party: Party, ground: ExchangeGround) -> None:
    row, new = Exchange.objects.get_or_create(
        task=task,
        unit=unit,
        party=party,
        defaults={"ground": ground, "told": _words(task), "told_at": step.at},
    )
    if new:
        also(cast("Act[Any, Any]", step), row)
        step.owe(ACKNOWLEDGE, row, to=Holder(authority=unit, role=role_in(unit, OFFICE)))


def _words(task: Task) -> str:
    """Whose inspection, of whom, when. Of what kind, and what it is about, is not told."""
    unit = task.assigned_to or task.authority
    days = f"{chinese_date(task.window_from)}—{chinese_date(task.window_to)}"
    return f"{unit.name}检查{task.party.name}，{days}"


def _concerned(party: Party, at: Any) -> list[tuple[Party, ExchangeGround]]:
    """Whose supervisors are told, and why; the nearer reason first."""
    grounds = _grounds(at)
    found: list[tuple[Party, ExchangeGround]] = []
    if ExchangeGround.COMMISSION in grounds:
        found += [(other, ExchangeGround.COMMISSION) for other in other_sides(party)]
    if ExchangeGround.BOTH in grounds and _both(party):
        found.append((party, ExchangeGround.BOTH))
    return found


def other_sides(party: Party) -> list[Party]:
    """The other sides of its commissioned productions, where both lie in the region."""
    today, here = timezone.localdate(), home_prefix()
    if not party.region_code.startswith(here):
        return []
    rows = Commission.objects.unrestricted().filter(Q(until=None) | Q(until__gte=today))
    made_for = rows.filter(manufacturer=party).values("principal_id")
    made_by = rows.filter(principal=party).values("manufacturer_id")
    others = Party.objects.unrestricted().filter(Q(pk__in=made_for) | Q(pk__in=made_by))
    return list(others.filter(region_code__startswith=here).exclude(pk=party.pk).order_by("pk"))


def _both(party: Party) -> bool:
    kinds = {PartyKind(code) for code in party.kind_rows.values_list("kind", flat=True)}
    return bool(kinds & set(PRODUCTION_KINDS)) and bool(kinds & set(OPERATOR_KINDS))


def _grounds(at: Any) -> tuple[str, ...]:
    series = pack_for(settings.REGION).parameters.get("exchange_grounds", ())
    entry: Any = in_force(series, timezone.localdate(at))
    return tuple(str(one) for one in entry.value) if entry else ()
