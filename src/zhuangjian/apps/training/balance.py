"""How somebody's hours stand this year: asked by the pack, done by the ledger of hours, coming by registrations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from zhuangjian.apps.authorities.models import PersonRole
from zhuangjian.apps.training.law import Requirement, requirements, warn_from, year_of
from zhuangjian.apps.training.models import Enrolment, HourEntry, SessionStage
from zhuangjian.engines.training.hours import Hours, Standing, standing
from zhuangjian.kernel.days import begins

WORDS = {
    Standing.MET: ("已完成", "ok"),
    Standing.COVERED: ("报名的培训结束后完成", "ok"),
    Standing.UNDER_WAY: ("进行中", "wait"),
    Standing.SHORT: ("将不足", "warn"),
    Standing.MISSED: ("没有完成", "bad"),
}
Asked = tuple[Requirement, Hours]


def balances(people: Iterable[Any], today: date) -> dict[int, list[Asked]]:
    """By person: each requirement of their roles with how their hours stand on that day, in three queries for all people."""
    keys = [row.pk for row in people]
    asked = requirements(today)
    done, coming, roles = _done(keys, today), _coming(keys, today), _roles(keys)
    return {
        key: [
            (
                one,
                standing(
                    one.hours,
                    done.get((key, one.subject), Decimal(0)),
                    coming.get((key, one.subject), Decimal(0)),
                    year_of(today),
                    warn_from(today),
                    today,
                ),
            )
            for one in asked
            if roles.get(key, set()).intersection(one.roles)
        ]
        for key in keys
    }


def balance(person: Any, today: date) -> Sequence[Asked]:
    """The requirements of one person's roles with how their hours stand."""
    return balances([person], today)[person.pk]


def shortfalls(person: Any, today: date) -> list[Asked]:
    """Those that this person will fall short of."""
    return [one for one in balance(person, today) if one[1].standing == Standing.SHORT]


def words_of(asked: Iterable[Asked]) -> str:
    """What is missing, in Chinese."""
    said = [f"{one.subject.label}还差 {hours.missing.normalize():f} 学时" for one, hours in asked]
    return "，".join(said) or "学时已经够了"


def _roles(people: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    rows = PersonRole.objects.unrestricted().filter(person__in=people).values_list("person", "role")
    for person, role in rows:
        found.setdefault(person, set()).add(role)
    return found


def _done(people: list[int], today: date) -> dict[tuple[int, str], Decimal]:
    rows = (
        HourEntry.objects.unrestricted()
        .filter(person__in=people, day__year=year_of(today))
        .order_by()
        .values_list("person", "subject")
        .annotate(hours=Sum("hours"))
    )
    return {(person, subject): hours for person, subject, hours in rows}


def _coming(people: list[int], today: date) -> dict[tuple[int, str], Decimal]:
    rows = (
        Enrolment.objects.unrestricted()
        .filter(
            person__in=people,
            withdrawn_at=None,
            session__stage=SessionStage.PLANNED,
            session__ends_at__gte=begins(today),
            session__ends_at__lt=begins(date(year_of(today) + 1, 1, 1)),
        )
        .order_by()
        .values_list("person", "session__course__subject")
        .annotate(hours=Sum("session__course__hours"))
    )
    return {(person, subject): hours for person, subject, hours in rows}
