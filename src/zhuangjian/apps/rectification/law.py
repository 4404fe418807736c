"""What the region's pack asks of a rectification report (CQ 19)."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from zhuangjian.engines.rules.lookup import pack_for, parameter


def report_parts(on: date) -> tuple[tuple[str, ...], str]:
    """The titles of the parts that a report must hold, and the article that asks for them."""
    found = parameter(pack_for(settings.REGION), "rectification_report_parts", on)
    listed = found.value if isinstance(found.value, tuple) else (str(found.value),)
    return tuple(str(one) for one in listed), found.article
