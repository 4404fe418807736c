"""A draw among a few makers of the bureau, step by step."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from tests.inspections import course
from zhuangjian.apps.demo.parties import credit_code
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.registry.models import Jurisdiction, Party, PartyKindRow

SOURCE = "某日上证指数收盘值"
SEED = "3345.67"


def makers(world: Any, count: int = 6) -> list[Party]:
    """So many makers more under the bureau."""
    rng, found = Random(7), []
    for n in range(count):
        party = Party.objects.create(
            credit_code=credit_code(rng, world.maker.region_code, n, 3),
            name=f"抽取化妆品{n}厂",
            region_code=world.maker.region_code,
        )
        PartyKindRow.objects.create(party=party, kind="manufacturer", since=date(2024, 1, 1))
        Jurisdiction.objects.create(party=party, authority=world.bureau, article="CQ 4", reason="测试")
        found.append(party)
    return found


def at(name: str, who: Any, target: Any, days: int = 0, **data: Any) -> Any:
    """Do an act so many days from now; the row as stored afterwards."""
    done = perform(ACTIONS[name], who, target, data, at=timezone.now() + timedelta(days=days))
    return type(done.object)._base_manager.get(pk=done.object.pk)


def frozen(world: Any, programme: Any = None, **more: Any) -> Any:
    """A draw of three parties whose list is frozen."""
    today = course.today()
    given = {
        "unit": world.bureau.pk,
        "count": 3,
        "source": SOURCE,
        "seed_on": today + timedelta(days=1),
        "window_from": today + timedelta(days=3),
        "window_to": today + timedelta(days=40),
        "focus": "关键项目",
        **more,
    }
    return at("draws.freeze", world.programme_officer, programme or course.programme(world), **given)


def drawn(world: Any, **more: Any) -> Any:
    """The same, announced and drawn on the day of the seed."""
    officer = world.programme_officer
    draw = at("draws.announce", officer, frozen(world, **more))
    return at("draws.run", officer, draw, days=1, seed=SEED)
