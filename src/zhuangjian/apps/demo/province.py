"""``make_province``: the whole demo, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.demo.cast import ACCOUNTS, PASSWORD, Cast, find_cast, make_cast
from zhuangjian.apps.demo.parties import make_parties
from zhuangjian.apps.demo.places import land
from zhuangjian.apps.registry.models import Contact, Party
from zhuangjian.engines.rules.answer import Refusal

LEAST, MOST = 50, 1_000_000


def make_province(
    parties: int = 200, seed: int = 2026, on: date | None = None, say: Callable[[str], None] | None = None
) -> dict[str, Any]:
    """Make the demo province unless it is there; an interrupted making goes on where it stopped.

    Returns ``{"made", "parties", "inspections", "password", "accounts"}``. The same seed on the same day gives
    the same data. Refuses a database that already holds other authorities: demo and real data never mix.
    """
    if not LEAST <= parties <= MOST:
        raise Refusal(f"企业数量应在 {LEAST} 至 {MOST} 之间，给的是 {parties}。")
    day = on or timezone.localdate()
    cast, new = _cast(day)
    before = Party.objects.unrestricted().filter(is_synthetic=True).count()
    made = new or (before < parties and not _stories_told())
    if made:
        make_parties(cast, parties, seed, day, say)
        with transaction.atomic():
            _tell_stories(cast, seed, day, say)
    return _result(made)


def _cast(day: date) -> tuple[Cast, bool]:
    if not Authority.objects.unrestricted().exists():
        with transaction.atomic():
            return make_cast(day), True
    cast = find_cast()
    # One made by an older version lacks the accounts that joined since, and is served as it is.
    complete = set(cast.people) == {a.username for a in ACCOUNTS}
    if not complete and not Party.objects.unrestricted().filter(is_synthetic=True).exists():
        raise Refusal(
            "数据库里已有正式机构，演示数据不能与正式数据混在一起。请另设数据目录：ZHUANGJIAN_HOME=./demo-var make demo"
        )
    return cast, False


def _stories_told() -> bool:
    return Contact.objects.unrestricted().exists()


def _tell_stories(cast: Cast, seed: int, day: date, say: Callable[[str], None] | None) -> None:
    from zhuangjian.apps.demo.stories import tell
    from zhuangjian.apps.duties.house import due_house_duties

    tell(cast, seed, day, say)
    begun = datetime.combine(day - timedelta(days=25), time(9))
    due_house_duties(cast.authorities["municipal"], timezone.make_aware(begun))


def _result(made: bool) -> dict[str, Any]:
    from zhuangjian.apps.inspections.models import Inspection

    there = find_cast().people
    return {
        "made": made,
        "parties": Party.objects.unrestricted().count(),
        "inspections": Inspection.objects.unrestricted().count(),
        "password": PASSWORD,
        "accounts": [
            {
                "username": a.username,
                "name": a.name,
                "authority": _where(a.where),
                "does": a.does,
            }
            for a in ACCOUNTS
            if a.username in there
        ],
    }


def _where(where: str) -> str:
    here = land()
    return {
        "municipal": here.top.short,
        "bureau1": here.bureaus[0].short,
        "bureau2": here.bureaus[1].short,
        "institution": here.institution.short,
        "district": here.home_short,
    }.get(where, "企业")
