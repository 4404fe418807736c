"""Whether a text names somebody of the register."""

from __future__ import annotations

from django.db.models import F, Value

from zhuangjian.apps.registry.models import Party, PartyName


def named_in(*texts: str) -> str:
    """The first name or credit code of the register that the texts contain, in the order of names; empty without one."""
    said = "\n".join(texts)
    names = PartyName._base_manager.annotate(said=Value(said)).filter(said__contains=F("name"))
    found = names.exclude(name="").values_list("name", flat=True).order_by("name").first()
    if found:
        return str(found)
    codes = Party._base_manager.annotate(said=Value(said)).filter(said__contains=F("credit_code"))
    return str(
        codes.exclude(credit_code="").values_list("credit_code", flat=True).order_by("credit_code").first()
        or ""
    )
