"""A driver that does legal and illegal acts as random people over whole matters, and looks after each what must hold."""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from tests.inspections import course
from tests.machine import invariants
from tests.machine.inputs import Inputs
from zhuangjian.apps.authorities.models import Credential, Person
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.apps.programme.models import Programme
from zhuangjian.apps.review.models import Review
from zhuangjian.engines.rules.answer import Refusal

AREAS = (
    "programme",
    "inspections",
    "evidence",
    "rectification",
    "measures",
    "outside",
    "review",
    "enforcement",
    "disclosure",
)
ENDED = ("closed", "escalated", "cancelled")
# What makes more to do, and what ends a matter before its time.
LEADS_ON = (
    "measures.control",
    "measures.suspend",
    "measures.recall",
    "measures.summon",
    "measures.file_case",
    "measures.record_credit",
    "enforcement.report_lead",
    "outside.report",
    "inspections.request_change",
    "enforcement.make_bundle",
    "inspections.print_plan",
    "evidence.add",
    "evidence.note_secret",
    "evidence.permit_secret",
)
LAST = (
    "inspections.cancel",
    "inspections.team",
    "inspections.return_plan",
    "inspections.return_submission",
    "inspections.statement",
    "inspections.amend_deficiency",
    "inspections.correct_finding",
    "inspections.replace_conclusion",
    "inspections.withdraw_record",
    "inspections.obstruction",
    "disclosure.publish",
)
PATIENCE = 5
# What needs a file of another installation.
LEFT_OUT = ("enforcement.receive_bundle",)


def _routine(world: Any, start: Any) -> None:
    year = course.programme(world) if not Programme.objects.unrestricted().exists() else None
    made = year or Programme.objects.unrestricted().earliest("pk")
    course.assigned(world, made=made, start=start)


BEGINNINGS: tuple[Any, ...] = (
    _routine,
    lambda world, start: course.assigned(
        world, inspection_type="for_cause", focus=invariants.SECRET, start=start
    ),
    lambda world, start: course.assigned(world, inspection_type="licensing", window_from=start),
    lambda world, start: course.assigned(
        world, unit=world.institution, inspection_type="for_cause", focus=invariants.SECRET, start=start
    ),
)


def staffed(world: Any) -> Any:
    """The world with people at the institution too, so that what it inspects can be led to its end."""
    for number, name in enumerate(("shen1", "shen2", "shen3", "shen4"), start=1):
        role = "inspector" if number < 3 else "reviewer"
        person = Person.objects.create_user(
            name, None, name=f"测试{name}", authority=world.institution, roles=[role]
        )
        world.people[name] = person
        for kind in ("enforcement", "inspector"):
            Credential.objects.create(
                person=person,
                kind=kind,
                number=f"S{kind[:1].upper()}{number:04}",
                valid_from=date(2024, 1, 1),
                valid_to=date(2029, 12, 31),
            )
    return world


class Machine:
    """The world in the hands of chance: ``steps`` acts from a seed, each followed by the invariants."""

    def __init__(self, world: Any, seed: int) -> None:
        self.world = staffed(world)
        self.chance = random.Random(seed)
        self.people = list(world.people.values())
        self.parties = [world.maker.credit_code, world.shop.credit_code]
        self.inputs = Inputs(self.chance, self.parties)
        self.acts = [
            act
            for name, act in sorted(ACTIONS.items())
            if name.split(".")[0] in AREAS and name not in LEFT_OUT
        ]
        self.at = timezone.now()
        self.made_by_hand = verify().faults
        self.said: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.often: Counter[tuple[str, int]] = Counter()
        self.usual: dict[str, Any] = {}
        self.log: list[str] = []
        self.asking: Any = None
        self.looked = 0
        self.days: set[Any] = set()

    def run(self, steps: int) -> None:
        """So many tries; what the law refuses counts as one."""
        for _ in range(steps):
            self.step()
        invariants.after_all(self)

    def step(self) -> None:
        """One act: what somebody owes, what somebody may, a matter that begins, a day that passes, or anything at all."""
        way = self.chance.random()
        if way < 0.5 and (owed := self._owed()):
            self._tried(*owed)
        elif way < 0.68 and (allowed := self._allowed()):
            self._tried(*allowed)
        elif way < 0.75:
            self._begin()
        elif way < 0.78:
            self.at += timedelta(days=1)
        else:
            act = self.chance.choice(self.acts)
            wrong = self.chance.random() < 0.5
            self.attempt(act, self.chance.choice(self.people), self._row(act), wrong=wrong)

    def _tried(self, act: Any, person: Any, case: Any) -> bool:
        """A few times with other input, as somebody does who reads the refusal."""
        return any(self.attempt(act, person, case) for _ in range(3))

    def begin_each(self) -> None:
        """A matter of every kind, so that there is something to do."""
        for way in (BEGINNINGS[1], BEGINNINGS[0]):
            with contextlib.suppress(Refusal), transaction.atomic():
                way(self.world, course.today())

    def _begin(self) -> None:
        """A matter of some kind and for some days; refused where the law says so (CQ 8 above all)."""
        start = course.today() + timedelta(days=self.chance.choice([0, 0, 12, 29, 45]))
        way = self.chance.choice(BEGINNINGS)
        try:
            with transaction.atomic():
                way(self.world, start)
                self.said["begun"] += 1
        except Refusal as refusal:
            self.log.append(f"begin: {refusal.message[:60]}")

    def attempt(self, act: Any, person: Any, case: Any, *, wrong: bool = False) -> bool:
        """Try it; whatever is no refusal is a fault. True where it was done."""
        if case is None and not act.creates:
            return False
        hidden = case is not None and not type(case).objects.visible_to(person).filter(pk=case.pk).exists()
        given = {} if hidden else self.inputs.of(act, person, case, self.at, wrong=wrong)
        self.asking = person
        self.days |= {value for value in given.values() if isinstance(value, date)}
        try:
            with transaction.atomic():
                perform(act, person, case, given, at=self.at)
        except Refusal as refusal:
            self.said["refused"] += 1
            self.log.append(f"{act.name} {person.username}: {refusal.message[:60]}")
            invariants.after_refusal(self, refusal, case, hidden)
            return False
        assert not hidden, f"{act.name} was done by {person.username}, who does not see it"
        self.said["done"] += 1
        self.done[act.name] += 1
        self.often[act.name, getattr(case, "pk", 0)] += 1
        self.log.append(f"{act.name} {person.username}: done")
        invariants.after_act(self, act)
        return True

    def end_all(self, most: int = 80) -> list[str]:
        """Go on legally with every inspection until it ends; those that do not, with where they stand."""
        left = []
        for row in Inspection.objects.unrestricted().exclude(stage__in=ENDED).order_by("pk"):
            if not self._end(row, most):
                row.refresh_from_db()
                left.append(f"{row.pk} {row.stage}: {self.log[-8:]}")
        return left

    def _end(self, row: Inspection, most: int) -> bool:
        while timezone.localdate(self.at) < row.task.window_from:
            self.at += timedelta(days=1)
        vain = 0
        for _ in range(most):
            row = Inspection.objects.unrestricted().get(pk=row.pk)
            if row.stage in ENDED:
                return True
            # What chance fills in may be refused a few times running.
            vain = 0 if any(self._tried(*way) for way in self._ways(row)) else vain + 1
            if vain > PATIENCE:
                return False
        return False

    def _ways(self, row: Inspection) -> Iterator[Any]:
        """What is owed on the inspection and what hangs on it; then whatever may be done to it, what was least done first."""
        for duty in Duty.objects.unrestricted().filter(done_at=None).order_by("pk"):
            case = self._case_of(duty)
            about = case is not None and row in (case, getattr(case, "inspection", None))
            if about and (way := self._answering(duty)):
                yield way
        acts = [a for a in self.acts if a.model is Inspection and not a.creates and a.name not in LEADS_ON]
        for act in sorted(acts, key=lambda act: (act.name in LAST, self.often[act.name, row.pk])):
            person = self._who_may(act, row)
            if act.allowed(person, row):
                yield act, person, row
        # A review that was ended without a report is sent back before the lead can go on (CQ 17).
        for review in Review.objects.unrestricted().filter(inspection=row):
            for act in (one for one in self.acts if one.model is Review and not one.creates):
                person = self._who_may(act, review)
                if act.allowed(person, review):
                    yield act, person, review

    def _owed(self) -> Any:
        duties = list(Duty.objects.unrestricted().filter(done_at=None).order_by("pk"))
        return self._answering(self.chance.choice(duties)) if duties else None

    def _answering(self, duty: Duty) -> Any:
        case = self._case_of(duty)
        if case is None:
            return None
        answers = [act for act in self.acts if any(turn.kind == duty.kind for turn in act.answers)]
        self.chance.shuffle(answers)
        for act in answers:
            about = case if isinstance(case, act.model) else None
            if about is None and not act.creates:
                continue
            person = duty.person or self._who_may(act, about)
            if act.allowed(person, about):
                return act, person, about
        return None

    def _case_of(self, duty: Duty) -> Any:
        model: Any = apps.get_model(duty.target_model)
        return model._base_manager.filter(pk=duty.target_id).first()

    def _allowed(self) -> Any:
        for _ in range(12):
            act = self.chance.choice(self.acts)
            row = self._row(act)
            if row is None and not act.creates:
                continue
            person = self._who_may(act, row)
            if person is not None and act.allowed(person, row):
                return act, person, row
        return None

    def _who_may(self, act: Any, row: Any) -> Any:
        """Somebody who sees it and may; whoever did it before is asked first."""
        people = self.chance.sample(self.people, len(self.people))
        if (known := self.usual.get(act.name)) and self.chance.random() < 0.8:
            people.insert(0, known)
        for person in people:
            if act.may(person, row) and (
                row is None or type(row).objects.visible_to(person).filter(pk=row.pk).exists()
            ):
                self.usual[act.name] = person
                return person
        return people[0]

    def _row(self, act: Any) -> models.Model | None:
        if act.creates:
            return None
        keys = list(act.model._base_manager.order_by("pk").values_list("pk", flat=True))
        return act.model._base_manager.get(pk=self.chance.choice(keys)) if keys else None
