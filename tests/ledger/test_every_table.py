"""Of every table of every app: what a hand inserts, changes or removes is found, or the threat model says it is not."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from tests.ledger.conftest import enter
from tests.ledger.tampering import Tamperer
from zhuangjian.apps.ledger import heads, standing, state, sums, verify_sums
from zhuangjian.apps.ledger.chain import algorithm
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.apps.ledger.verify_objects import ObjectWalk

EVERY = apps.get_models(include_auto_created=True) if apps.ready else []
# The ledger's own tables have tests of their own (`test_tampering.py`, `test_accounts.py`, `test_sums.py`).
OWN = {"ledger.entry", "ledger.node", "ledger.restated", "ledger.sum", "ledger.delta"}
COMPARED = [m for m in EVERY if m._meta.label_lower not in sums.LEFT_OUT]
THREAT_MODEL = Path(__file__).parents[2] / "THREAT_MODEL.md"


def value(field, number: int):
    """Something that fits the column, another for each number."""
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return number % 2 == 1
    if kind == "DateTimeField":
        return datetime(2026, 3, 1 + number, 4, 5, 6, tzinfo=UTC)
    if kind == "DateField":
        return date(2026, 3, 1 + number)
    if kind == "JSONField":
        return {"甲": [number, "乙"], "a": None}
    if kind == "UUIDField":
        return uuid.UUID(int=number)
    if kind == "DecimalField":
        return Decimal(number)
    if kind == "FloatField":
        return number + 0.5
    if "Integer" in kind or kind.endswith("AutoField"):
        return number
    if kind == "BinaryField":
        return bytes([number])
    if kind == "GenericIPAddressField":
        return f"10.0.0.{number}"
    return f"文{number}"[: field.max_length or 9]


class Maker:
    """Makes a row of a model through the system, with whatever it needs to point at."""

    def __init__(self) -> None:
        self.made: dict[type[models.Model], models.Model] = {}

    def row(self, model: type[models.Model], number: int = 1) -> models.Model:
        if model in self.made:
            return self.made[model]
        given = {}
        for field in model._meta.concrete_fields:
            if field.is_relation:
                if not field.null and field.related_model is not model:
                    given[field.attname] = self.row(field.related_model).pk
            elif not field.primary_key:
                given[field.attname] = value(field, number)
        if model._meta.label_lower == "documents.document":
            owner = self.row(apps.get_model("inspections.inspection"))
            given |= {"target_model": owner._meta.label_lower, "target_id": owner.pk}
        row = self.made[model] = model(**given)
        if not getattr(row, "code", "x"):
            row.code = uuid.uuid4()
        model._base_manager.bulk_create([row])
        self.made[model] = model._base_manager.get(pk=row.pk)
        return self.made[model]

    def enter_all(self) -> None:
        for model, row in self.made.items():
            if getattr(model, "ledger_watched", False):
                enter("test.made", row)
        if not any(getattr(m, "ledger_watched", False) for m in self.made):
            enter("test.made", self.row(apps.get_model("authorities.authority")))
        heads.sign_current()


def faults() -> list[str]:
    return [f"{fault.where}：{fault.what}" for fault in verify().faults]


def anything() -> bool:
    """Whether a verification finds anything in the rows: its two walks over them, to the first fault."""
    return any(True for _ in chain(verify_sums.faults(), ObjectWalk(algorithm()).faults()))


def raw(field, given):
    """A value as the database keeps it."""
    if isinstance(given, dict):
        return json.dumps(given)
    if isinstance(given, uuid.UUID) and connection.vendor == "sqlite":
        return given.hex
    if isinstance(given, datetime) and connection.vendor == "sqlite":
        return given.strftime("%Y-%m-%d %H:%M:%S")
    return str(given) if isinstance(given, date | Decimal) and not isinstance(given, datetime) else given


def other(field, old):
    """Another value for the column, as the database keeps it."""
    if field.is_relation:
        return (old or 0) + 1000 if not isinstance(old, str) else "x"
    if field.get_internal_type() == "BooleanField":
        return not old
    # A number that a sequence gave can be the first choice already.
    return next(new for new in (raw(field, value(field, n)) for n in (7, 8)) if new != raw(field, old))


@pytest.mark.django_db
@pytest.mark.parametrize("model", COMPARED, ids=lambda m: m._meta.label_lower)
def test_a_hand_on_any_table_is_found(model, db):
    maker = Maker()
    row = maker.row(model)
    maker.enter_all()
    before = faults()
    assert before == []
    table, key = model._meta.db_table, model._meta.pk
    skipped = state.unwatched(model)
    missed = []
    for field in model._meta.concrete_fields:
        if field.attname in skipped:
            continue
        with Tamperer() as hand:
            changed = hand.run(
                f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{key.column}" = %s',
                other(field, getattr(row, field.attname)),
                row.pk,
            )
            assert changed == 1
            if not anything():
                missed.append(field.attname)
    columns = [f for f in model._meta.concrete_fields if f is not key]
    with Tamperer() as hand:
        names = ", ".join(f'"{f.column}"' for f in columns)
        # Unique columns need another value; every other one is a copy.
        fresh = [f for f in columns if f.unique or any(f.name in _freed(u, model) for u in _unique(model))]
        cells = ", ".join("%s" if f in fresh else f'"{f.column}"' for f in columns)
        hand.run(
            f'INSERT INTO "{table}" ("{key.column}", {names}) SELECT 4711, {cells} FROM "{table}" '
            f'WHERE "{key.column}" = {row.pk}',
            *(other(f, getattr(row, f.attname)) for f in fresh),
        )
        if not anything():
            missed.append("INSERT")
    with Tamperer() as hand:
        assert hand.run(f'DELETE FROM "{table}" WHERE "{key.column}" = %s', row.pk) == 1
        if not anything():
            missed.append("DELETE")
    assert missed == []


def _unique(model):
    return [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]


def _freed(constraint, model):
    """Which columns of a constraint get another value: where it can, the copy belongs to the same object."""
    fields = [model._meta.get_field(name) for name in constraint.fields]
    return [f.name for f in fields if not f.is_relation] or [f.name for f in fields]


def test_every_table_is_compared_in_one_way_or_left_out_by_name(db):
    known = {m._meta.label_lower for m in EVERY}
    owned = {m._meta.label_lower for m in standing.owned_models()}
    summed = {m._meta.label_lower for m in sums.summed_models()}
    assert set(sums.LEFT_OUT) <= known
    assert not owned & summed
    assert owned | summed | set(sums.LEFT_OUT) == known


def test_the_threat_model_repeats_what_is_compared_nowhere(db):
    text = THREAT_MODEL.read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+\.\w+)` \| (.+) \|$", text, re.MULTILINE))
    assert told == sums.LEFT_OUT
    columns = {
        f"{m._meta.label_lower}.{name}"
        for m in COMPARED
        for name in state.unwatched(m)
        if name != "version" and name in {f.attname for f in m._meta.concrete_fields}
    }
    assert set(re.findall(r"^\| `(\w+\.\w+\.\w+)` \|", text, re.MULTILINE)) == columns
