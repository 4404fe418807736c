"""What must hold after every act and every refusal, whoever did what."""

from __future__ import annotations

from datetime import date, datetime
from itertools import combinations
from typing import Any

from django.test import Client
from django.utils import timezone

from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import BEGUN
from zhuangjian.apps.ledger.action import NOT_THERE
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.apps.programme.law import merge_interval
from zhuangjian.apps.programme.models import Task
from zhuangjian.engines.calendar import add_natural_days, add_working_days

SECRET = "密查线索之甲"
OUTSIDERS = ("other_district_officer", "contact", "other_contact", "reviewer", "administrator")
PAGES = ("/", "/inspections/", "/programme/", "/duties/", "/parties/", "/search/?q=密查线索")
OVER = ("closed", "cancelled", "escalated")


def after_act(machine: Any, act: Any) -> None:
    """No start without an approved plan, no two tasks that are to be merged, every date re-derivable, secrets kept."""
    if act.model is Inspection:
        begun_with_a_plan()
    if act.name.startswith("programme."):
        nothing_left_apart()
    dates_from_the_rules(machine)
    hidden_from_outsiders(machine)


def after_refusal(machine: Any, refusal: Any, case: Any, hidden: bool) -> None:
    """Whoever does not see the case is told what they would be told of one that does not exist."""
    words = " ".join([refusal.message, refusal.article or "", *map(str, refusal.missing)])
    if hidden:
        assert words.strip() == NOT_THERE, words
    if not Task.objects.visible_to(machine.asking).filter(focus=SECRET).exists():
        assert SECRET not in words, words


def begun_with_a_plan() -> None:
    """Whatever has begun has an approved plan, approved before it began, and not by who wrote it."""
    for row in Inspection.objects.unrestricted().filter(stage__in=BEGUN):
        plans = list(row.plans.filter(status__in=("approved", "superseded")))
        assert plans, f"{row.pk} began without an approved plan"
        assert min(plan.decided_at for plan in plans) <= row.started_at
        assert all(plan.decided_by_id != plan.author_id for plan in plans)


def nothing_left_apart() -> None:
    """Two tasks on one party sent out within the interval: one says why, or who sent it could not see the other."""
    limit = merge_interval()
    if limit is None:
        return
    tasks = Task.objects.unrestricted().filter(status="assigned")
    for one, other in combinations(tasks, 2):
        if one.party_id != other.party_id or one.authority_id != other.authority_id:
            continue
        if "for_cause" in (one.inspection_type, other.inspection_type) or one.separately or other.separately:
            continue
        first, second = sorted((one, other), key=lambda task: task.window_from)
        assert (second.window_from - first.window_to).days > limit, f"{one.pk} and {other.pk} are apart"


def dates_from_the_rules(machine: Any) -> None:
    """A duty of so many days falls due that many days after its event; any other on a day that somebody set in the case."""
    for duty in Duty.objects.unrestricted().filter(pk__gt=machine.looked):
        machine.looked = max(machine.looked, duty.pk)
        if duty.due is None:
            assert duty.days is None
        elif duty.days is not None:
            assert duty.due == counted(duty), (
                f"{duty.kind}: {duty.due} is not {duty.days} {duty.unit} after {duty.event_on}"
            )
        else:
            assert duty.due in days_of(machine, duty), f"{duty.kind}: nobody set {duty.due}"


def counted(duty: Duty) -> date:
    """The day by the calendar alone."""
    add = add_working_days if duty.unit == "working_days" else add_natural_days
    return add(duty.event_on, duty.days).day


def days_of(machine: Any, duty: Duty) -> set[date]:
    """The days that stand in what the duty is about, or were given to an act."""
    case = machine._case_of(duty)
    found = set(machine.days) | {duty.event_on}
    parts = case.handlings.all() if hasattr(case, "handlings") else ()
    for row in (case, getattr(case, "inspection", None), getattr(case, "task", None), *parts):
        if row is not None:
            values = (getattr(row, field.attname) for field in row._meta.concrete_fields)
            found |= {as_day(value) for value in values if isinstance(value, date | datetime)}
    return found


def as_day(value: date | datetime) -> date:
    """The local day."""
    return timezone.localdate(value) if isinstance(value, datetime) else value


def hidden_from_outsiders(machine: Any) -> None:
    """Of a matter for cause that has not begun nobody outside of it sees a row, an open duty or a count."""
    hidden = Task.objects.unrestricted().filter(focus=SECRET, status__in=("planned", "assigned"))
    for task in hidden:
        inspections = Inspection.objects.unrestricted().filter(task=task).exclude(stage__in=BEGUN)
        if Inspection.objects.unrestricted().filter(task=task, stage__in=BEGUN).exists():
            continue
        for name in OUTSIDERS:
            person = machine.world.people[name]
            assert not Task.objects.visible_to(person).filter(pk=task.pk).exists(), name
            assert not Inspection.objects.visible_to(person).filter(pk__in=inspections).exists(), name
            about = Duty.objects.visible_to(person).filter(target_model="programme.task", target_id=task.pk)
            assert not about.exists(), name


def after_all(machine: Any) -> None:
    """The ledger verifies, nothing is published that may not be, and no page of an outsider has a word of the secret."""
    # The head of the ledger is signed when a transaction ends, which this test's does not.
    faults = [f for f in verify().faults if f not in machine.made_by_hand and f.where != "账本签名"]
    assert not faults, faults
    nothing_published_too_early()
    pages_without_the_secret(machine)


def nothing_published_too_early() -> None:
    """A publication is of an inspection that is concluded and handed over; never of one that is cancelled."""
    for row in Publication.objects.unrestricted().select_related("inspection"):
        stage = row.inspection.stage
        assert stage in ("delivered", "closed", "escalated"), stage
        assert row.inspection.concluded_at is not None


def pages_without_the_secret(machine: Any) -> None:
    """Lists, counts, duties and search as an outsider opens them, and the public site."""
    if not Task.objects.unrestricted().filter(focus=SECRET, status__in=("planned", "assigned")).exists():
        return
    codes = {str(row.public_id) for row in Task.objects.unrestricted().filter(focus=SECRET)}
    client = Client()
    for name in OUTSIDERS[:2]:
        client.force_login(machine.world.people[name])
        for page in PAGES:
            answer = client.get(page)
            shown = b"".join(answer).decode() if answer.streaming else answer.content.decode()
            assert answer.status_code in (200, 403, 404), (name, page, answer.status_code)
            # The search page says again what was searched for.
            assert SECRET not in shown, (name, page)
            assert not [code for code in codes if code in shown], (name, page)
