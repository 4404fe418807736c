"""Template words of the house: dates, status, articles, action forms."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhuangjian.apps.conduct.law import basis_of_article, cite
from zhuangjian.apps.conduct.public_ids import id_of
from zhuangjian.apps.ledger import marks
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.engines.rules.bases import label_of, note_of
from zhuangjian.engines.rules.editions import edition_told
from zhuangjian.kernel.days import said_time
from zhuangjian.web.forms import fields_of
from zhuangjian.web.owner import owner_of

register = template.Library()

COLOURS = {
    "ok": "green",
    "wait": "azure",
    "warn": "orange",
    "bad": "red",
    "off": "secondary",
}


@register.filter
def cn_date(value: date | datetime | None) -> str:
    """2026年11月21日."""
    if not value:
        return "—"
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def cn_time(value: datetime | None) -> str:
    """2026年11月21日 09:30."""
    if not value:
        return "—"
    return said_time(value)


@register.simple_tag
def status(label: str, tone: str = "wait") -> SafeString:
    """Status as a word with a colour beside it, never colour alone."""
    return format_html('<span class="badge bg-{}-lt">{}</span>', COLOURS.get(tone, "secondary"), label)


@register.simple_tag
def basis(code: str) -> SafeString:
    """What a value rests on, as a word with a colour; what that means is told on hovering."""
    return format_html(
        '<span class="badge bg-{}-lt" title="{}">{}</span>',
        COLOURS["ok" if code == "official" else "off" if code == "house" else "warn"],
        note_of(code),
        label_of(code),
    )


@register.simple_tag(takes_context=True)
def article(context: Any, reference: str) -> SafeString:
    """A small link that opens the rule; several references separated by comma or 、.

    An article that nobody here has read is marked for officials; others are not shown it as law.
    """
    return _cited(context, reference)


@register.simple_tag(takes_context=True)
def law(context: Any, *keys: str) -> SafeString:
    """The articles that the region's pack has under these keys, as :func:`article` shows them; nothing where none is."""
    return _cited(context, cite(*keys))


def _cited(context: Any, reference: str) -> SafeString:
    parts = [p.strip() for p in reference.replace("、", ",").split(",") if p.strip()]
    unread = [p for p in parts if basis_of_article(p) == "to_be_confirmed"]
    if unread and not _official(context):
        parts = [p for p in parts if p not in unread]
    links = [
        format_html(
            '<a class="article-ref" href="/rules/article/{}/">{}</a> {}',
            cut_reference(p),
            p,
            basis("to_be_confirmed") if p in unread else "",
        )
        for p in parts
    ]
    return SafeString(" ".join(links))


def _official(context: Any) -> bool:
    user = getattr(context.get("request"), "user", None)
    return bool(user is not None and user.is_authenticated and user.scope.official)


@register.inclusion_tag("web/action.html", takes_context=True)
def action(context: Any, name: str, target: Any = None, **options: Any) -> dict[str, Any]:
    """The form of one action, when this person may do it now; nothing otherwise.

    Options: ``next`` (where to go after), ``button`` (its words), ``style`` (primary | secondary | danger),
    ``collapsed`` (behind a button), ``intro``; ``hidden`` and ``value`` fill one hidden field, so that the same action
    can stand several times on a page.
    """
    request = context["request"]
    kind = ACTIONS[name]
    shown = kind.allowed(request.user, target)
    return {
        "shown": shown,
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "page_owner": owner_of(request.user),
        # Not the class itself: a template would call it.
        "action": SimpleNamespace(name=kind.name, title=kind.title, article=kind.article),
        "target": target,
        "target_id": id_of(target) if target is not None else "",
        "expected_version": getattr(target, "version", None),
        "fields": fields_of(kind, request.user, target, options.get("initial")) if shown else [],
        "request_key": uuid.uuid4().hex,
        "next": options.get("next", ""),
        "button": options.get("button") or kind.title,
        "style": options.get("style", "primary"),
        "collapsed": options.get("collapsed", False),
        "intro": options.get("intro", ""),
        "hidden_name": options.get("hidden", ""),
        "hidden_value": options.get("value", ""),
        "form_id": "-".join(
            str(part)
            for part in (
                "do",
                name.replace(".", "-"),
                id_of(target) if target is not None else "new",
                options.get("value", ""),
            )
            if part != ""
        ),
    }


@register.inclusion_tag("web/facts.html", takes_context=True)
def facts(context: Any, sheet: Any, row: Any, part: str = "") -> dict[str, Any]:
    """The facts that a sheet has of one row, as the person who asks may know them."""
    return {"cells": sheet.facts(row, context["request"].user, part), "row": row}


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """``mapping[key]`` or None."""
    return mapping.get(key) if mapping else None


@register.filter
def edition(label: str | None) -> str:
    """A remembered rule pack or checklist as 「重庆市法规规则（2025-12-23 版）」."""
    return edition_told(label or "")


@register.filter
def cut_reference(reference: str) -> str:
    """``CQ 14`` as it stands in an address: ``CQ-14``."""
    return reference.replace(" ", "-", 1)


@register.inclusion_tag("ledger/altered.html")
def altered(obj: Any) -> dict[str, Any]:
    """For officials: that the object was found altered behind the system's back and nothing can be done on it now."""
    return {"mark": marks.marked(type(obj), obj.pk) if obj is not None else None}
