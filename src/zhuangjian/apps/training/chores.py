"""What the worker does for training from time to time: hand in what is over, say whose hours will fall short."""

from __future__ import annotations

from django.utils import timezone

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.act import Conflict
from zhuangjian.apps.ledger.action import perform
from zhuangjian.apps.training.actions.exams import FinishExam
from zhuangjian.apps.training.actions.hours import HoursReached, RemindHours
from zhuangjian.apps.training.balance import balances
from zhuangjian.apps.training.law import requirements, warn_from
from zhuangjian.apps.training.models import Sitting, SittingStage
from zhuangjian.apps.training.turns import HOURS
from zhuangjian.engines.training.hours import Standing


def hand_in() -> int:
    """Hand in every sitting whose time is over; how many."""
    over = Sitting.objects.unrestricted().filter(stage=SittingStage.RUNNING, ends_at__lte=timezone.now())
    done = 0
    for sitting in over.order_by("ends_at", "pk"):
        try:
            perform(FinishExam, None, sitting)
        except Conflict:
            # Handed in by the examinee at this very moment.
            continue
        done += 1
    return done


def tell_short() -> int:
    """Make it the turn of those whose hours will fall short, and end it for those who have them; how many changed."""
    today = timezone.localdate()
    asked = requirements(today)
    if not asked or today < warn_from(today):
        return 0
    roles = {role for one in asked for role in one.roles}
    people = list(
        Person.objects.unrestricted()
        .filter(is_active=True, role_rows__role__in=roles)
        .distinct()
        .order_by("pk")
    )
    told = set(
        Duty.objects.unrestricted().filter(kind=HOURS.kind, done_at=None).values_list("person_id", flat=True)
    )
    standing = balances(people, today)
    changed = 0
    for person in people:
        short = any(one.standing == Standing.SHORT for _, one in standing[person.pk])
        if short != (person.pk in told):
            perform(RemindHours if short else HoursReached, None, person)
            changed += 1
    return changed
