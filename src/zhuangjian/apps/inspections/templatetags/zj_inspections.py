"""What the checklist comes to before anybody concludes."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from zhuangjian.apps.inspections.actions.conclude import computed
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.lookup import pack_for

register = template.Library()


@register.filter
def is_article(reference: str) -> bool:
    """Whether a reason's source is an article with a page of its own."""
    return reference.partition(" ")[0] in pack_for(settings.REGION).documents


@register.simple_tag
def computed_preview(row: Any) -> dict[str, Any] | None:
    """The judgement as it would be now: term, basis, reasons; None where people decide or something is missing."""
    try:
        answer = computed(row)
    except Refusal:
        return None
    if answer is None:
        return None
    return {
        "conclusion": answer.value.conclusion.label,
        "basis": answer.basis,
        "reasons": [{"text": r.text, "article": r.article} for r in answer.reasons],
    }
