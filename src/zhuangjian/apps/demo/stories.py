"""Inspections of the demo province, told through the same actions that people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from zhuangjian.apps.demo.cast import Cast, declare_interest
from zhuangjian.apps.registry.models import Contact, Party


def tell(cast: Cast, seed: int, day: date, say: Callable[[str], None] | None) -> None:
    """Give the contact a party, declare an interest, and run inspections to varied ends."""
    first = Party.objects.unrestricted().filter(is_synthetic=True).order_by("pk")[0]
    Contact.objects.create(person=cast.qiye, party=first)
    declare_interest(cast.jiancha2, first, day)
