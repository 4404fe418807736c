"""Template words of the registry."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhuangjian.apps.registry.dossier import expiry_of, region_name

register = template.Library()
COLOURS = {"ok": "green", "warn": "orange", "bad": "red", "off": "secondary"}


@register.simple_tag
def expiry(expires_on: date | None, today: date | None = None) -> SafeString:
    """Days left (or past) as a word with a colour."""
    found = expiry_of(expires_on, today or timezone.localdate())
    return format_html('<span class="badge bg-{}-lt">{}</span>', COLOURS[found.tone], found.words)


@register.filter
def region(code: str) -> str:
    """A division code's name."""
    return region_name(code)
