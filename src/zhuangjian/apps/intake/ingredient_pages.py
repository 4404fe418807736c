"""A label's list pasted into a page, read against the lists that count today."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhuangjian.apps.intake.ingredient_lists import catalogue_on, in_force
from zhuangjian.apps.intake.models import IngredientList
from zhuangjian.engines.ingredients import Verdict, parse_label
from zhuangjian.kernel.requests import PersonRequest

LONGEST = 20_000
# Colours of what is to be noticed; the words are beside them.
TONES = {
    Verdict.PROHIBITED: "bad",
    Verdict.TO_BE_PROHIBITED: "warn",
    Verdict.LOOK: "warn",
    Verdict.UNKNOWN: "wait",
    Verdict.FORMER_NAME: "wait",
}


@require_http_methods(["GET", "HEAD", "POST"])
def ingredients(request: PersonRequest) -> HttpResponse:
    """The lists in force, and the names of a pasted label. Nothing of the text is kept."""
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    today = timezone.localdate()
    text = request.POST.get("text", "")[:LONGEST]
    names = parse_label(text, catalogue_on(today)) if text.strip() else []
    context = {
        "lists": in_force(today),
        "coming": IngredientList.objects.visible_to(request.person)
        .filter(effective_from__gt=today)
        .defer("content"),
        "text": text,
        "asked": bool(text.strip()),
        "names": [{"name": one, "tone": TONES.get(one.verdict, "off")} for one in names],
        "matched": sum(one.hit is not None for one in names),
    }
    return render(request, "intake/ingredients.html", context)
