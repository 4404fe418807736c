"""The official texts: versions, their articles, what changed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.documents.models import OfficialArticle, OfficialText
from zhuangjian.apps.documents.texts import difference, words_changed
from zhuangjian.kernel.requests import PersonRequest


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """All versions, newest first, and the import's form for those who may."""
    person = request.person
    texts = OfficialText.objects.visible_to(person).order_by("document", "-imported_at", "-pk")
    return render(request, "documents/texts.html", {"tab": "texts", "texts": texts})


@require_GET
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One version, article by article; compared with the version before (or ``?with=``) when there is one."""
    person = request.person
    text = visible_or_404(OfficialText, person, pk)
    versions = list(
        OfficialText.objects.visible_to(person).filter(document=text.document).order_by("-imported_at", "-pk")
    )
    earlier = _other(versions, text, request.GET.get("with", ""))
    context: dict[str, Any] = {
        "tab": "texts",
        "text": text,
        "versions": versions,
        "earlier": earlier,
        "articles": OfficialArticle.objects.visible_to(person).filter(text=text).order_by("position"),
    }
    if earlier:
        found = difference(earlier, text)
        context["diff"] = found
        context["changes"] = [(c.key, words_changed(c.old, c.new)) for c in found.changed]
    return render(request, "documents/text.html", context)


def _other(versions: list[OfficialText], text: OfficialText, wanted: str) -> OfficialText | None:
    if wanted:
        found = next((v for v in versions if str(v.pk) == wanted and v.pk != text.pk), None)
        if found is None:
            raise Http404("没有这一版本。")
        return found
    place = next(n for n, version in enumerate(versions) if version.pk == text.pk)
    return versions[place + 1] if place + 1 < len(versions) else None
