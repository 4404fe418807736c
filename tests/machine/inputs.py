"""Input for any act, by chance: from what its form offers and starts with, and a value for each kind of field."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID, uuid4

from django.utils import timezone

from tests.inspections import course
from zhuangjian.apps.conduct.public_ids import id_of
from zhuangjian.apps.inspections.checkpoints import checkpoints_of
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import Upload

WORDS = "核对现场与记录，情况属实，理由和依据见所附材料"


class Inputs:
    """Draws input; ``parties`` are credit codes that can be named."""

    def __init__(self, chance: random.Random, parties: list[str], words: str = WORDS) -> None:
        self.chance = chance
        self.parties = parties
        self.words = words

    def of(self, act: Any, person: Any, case: Any, at: datetime, *, wrong: bool = False) -> dict[str, Any]:
        """Input that the form of the act would take; with ``wrong`` some of it is nonsense or missing."""
        offered = act.choices(person, case) if person.scope is not None else {}
        begun = act.initial(person, case)
        given: dict[str, Any] = {}
        for name, field in act.Input.model_fields.items():
            if name == "expected_version":
                continue
            if wrong and self.chance.random() < 0.3:
                if self.chance.random() < 0.5:
                    given[name] = self.chance.choice(
                        [None, "", "无此项", -1, 10**12, "0001-01-01", [], "字" * 400]
                    )
                continue
            if name in SPECIAL and not (name == "scope" and act.name.startswith("measures.")):
                given[name] = SPECIAL[name](self, case, at)
            elif offered.get(name):
                given[name] = self._chosen(field.annotation, [value for value, _ in offered[name]])
            elif begun.get(name) not in (None, "", []) and self.chance.random() < 0.9:
                given[name] = begun[name]
            elif field.is_required() or self.chance.random() < 0.5:
                value = self._value(name, field.annotation, at)
                if value is not None:
                    given[name] = value
        if given.get("leader") and not wrong:
            taken = [given["leader"]]
            for name in ("members", "experts"):
                # Somebody is left who has not taken part, to review it.
                given[name] = [one for one in given.get(name) or [] if one not in taken][:3]
                taken += given[name]
        return given

    def _chosen(self, annotation: Any, values: list[Any]) -> Any:
        if list not in (get_origin(annotation), *map(get_origin, get_args(annotation))):
            return self.chance.choice(values)
        if self.chance.random() < 0.6:
            return values
        return self.chance.sample(values, self.chance.randint(1, len(values)))

    def _value(self, name: str, annotation: Any, at: datetime) -> Any:
        kinds = [annotation]
        if get_origin(annotation) in (Union, UnionType):
            kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
        kind = kinds[0]
        if get_origin(kind) is Literal:
            return self.chance.choice(get_args(kind))
        if get_origin(kind) is list:
            (member,) = get_args(kind)
            if isinstance(member, type) and issubclass(member, Enum) and self.chance.random() < 0.8:
                return list(member)
            return [value for value in [self._value(name, member, at)] if value is not None]
        if kind is bool:
            return self.chance.random() < 0.6
        if kind is int:
            return self.chance.randint(0, 3)
        if kind is float:
            return None
        if kind is date:
            return timezone.localdate(at) + timedelta(
                days=self.chance.choice([-3, -1, 0, 0, 0, 1, 5, 15, 40])
            )
        if kind is datetime:
            return at - timedelta(minutes=self.chance.randint(0, 90))
        if kind is UUID:
            return uuid4()
        if isinstance(kind, type) and issubclass(kind, Enum):
            return self.chance.choice(list(kind))
        if kind is Upload:
            return course.photo(colour=self.chance.randint(1, 250))
        return self.words if kind is str else None


def _rows(inputs: Inputs, case: Any, at: datetime) -> Any:
    if not isinstance(case, Inspection):
        return []
    return [
        {"item": point.no, "result": result, "text": "" if result == "conforming" else inputs.words}
        for point in checkpoints_of(case)
        for result in [inputs.chance.choices(["conforming", "nonconforming"], [97, 3])[0]]
    ]


def _first_day(inputs: Inputs, case: Any, at: datetime) -> date:
    """Not before the task's own first day."""
    window = getattr(getattr(case, "task", None), "window_from", None)
    return max(timezone.localdate(at), window or date.min)


def _last_day(inputs: Inputs, case: Any, at: datetime) -> date:
    return _first_day(inputs, case, at) + timedelta(days=inputs.chance.choice([0, 1, 3]))


def _one_of(parts: str) -> Any:
    """The public name of one of the case's own statements, deficiencies or changes."""

    def chosen(inputs: Inputs, case: Any, at: datetime) -> Any:
        rows = list(getattr(case, parts).all()) if hasattr(case, parts) else []
        return id_of(inputs.chance.choice(rows)) if rows else uuid4()

    return chosen


def _evidence(inputs: Inputs, case: Any, at: datetime) -> Any:
    about = getattr(case, "inspection", case)
    return [id_of(row) for row in about.evidence.all()] if hasattr(about, "evidence") else []


def _in_days(*days: int) -> Any:
    return lambda inputs, case, at: timezone.localdate(at) + timedelta(days=inputs.chance.choice(days))


SPECIAL: dict[str, Any] = {
    "party": lambda inputs, case, at: inputs.chance.choice(inputs.parties),
    "rows": _rows,
    "year": lambda inputs, case, at: timezone.localdate(at).year,
    "start_on": _first_day,
    "end_on": _last_day,
    "window_from": _in_days(0, 0, 12, 29, 30, 45),
    "window_to": _in_days(50, 60),
    "due_on": _in_days(5, 15, 20),
    "record_digest": lambda inputs, case, at: "",
    "site": lambda inputs, case, at: None,
    "statement": _one_of("statements"),
    "deficiency": _one_of("deficiencies"),
    "change": _one_of("changes"),
    "scope": lambda inputs, case, at: [],
    "letter_number": lambda inputs, case, at: "授权〔2026〕8号",
    "evidence": _evidence,
    "looked": lambda inputs, case, at: True,
    "sold": lambda inputs, case, at: 3,
    "recalled": lambda inputs, case, at: 2,
    "disposed": lambda inputs, case, at: 1,
}
