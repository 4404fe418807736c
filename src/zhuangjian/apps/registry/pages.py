"""Pages of the registry: list, dossier, own party, map, search."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.pages.files import attachment
from zhuangjian.apps.registry import search
from zhuangjian.apps.registry.actions.contacts import FOLDER
from zhuangjian.apps.registry.clusters import clusters
from zhuangjian.apps.registry.dossier import dossier, region_name, signals_of
from zhuangjian.apps.registry.models import Contact, Party, Site
from zhuangjian.apps.registry.places import map_file
from zhuangjian.apps.registry.sheets import PARTIES, SIGNALS, kinds_of
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.paging import count_words, counted, paged
from zhuangjian.kernel.requests import PersonRequest


def _official_or_404(request: PersonRequest) -> Any:
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    return request.person


def parties(request: PersonRequest) -> HttpResponse:
    """All parties the person may see."""
    _official_or_404(request)
    listing = PARTIES.of(request)
    if listing.export:
        return listing.export  # type: ignore[return-value]
    return render(request, "registry/parties.html", {"listing": listing})


def party(request: PersonRequest, pk: int) -> HttpResponse:
    """The dossier; a contact is taken to its own page."""
    found = visible_or_404(Party, request.person, pk)
    if not request.person.scope.official:
        return redirect("registry-my-party")
    return render(
        request, "registry/dossier.html", dossier(request.person, found) | signals_of(request.person, found)
    )


def my_party(request: PersonRequest) -> HttpResponse:
    """An enterprise contact's own party (or parties): its facts and duties, no signals."""
    if not request.person.scope.parties:
        raise Http404("您的账号没有关联企业。请联系辖区监管部门办理。")
    own = list(Party.objects.visible_to(request.person))
    wanted = request.GET.get("party", "")
    chosen = next((p for p in own if str(p.pk) == wanted), own[0])
    return render(
        request, "registry/dossier.html", dossier(request.person, chosen) | {"own": own, "is_own": True}
    )


def letter(request: PersonRequest, pk: int) -> HttpResponse:
    """The letter by which a party confirmed its contact, checked against its digest."""
    tie = visible_or_404(Contact, request.person, pk)
    if not tie.letter_digest:
        raise Http404("这一联系人没有留存的授权书。")
    try:
        content = store.get(FOLDER, tie.letter_digest)
    except Refusal as refusal:
        return render(request, "web/refusal_page.html", {"refusal": refusal}, status=409)
    return attachment(content, tie.letter_name, "application/octet-stream", tie.letter_digest)


def signals(request: PersonRequest) -> HttpResponse:
    """All signals the person may see, as a list to filter and export."""
    _official_or_404(request)
    listing = SIGNALS.of(request)
    if listing.export:
        return listing.export  # type: ignore[return-value]
    return render(request, "registry/signals.html", {"listing": listing})


def search_page(request: PersonRequest) -> HttpResponse:
    """Parties by any name, pinyin or number."""
    query = request.GET.get("q", "").strip()
    mine = Party.objects.visible_to(request.person)
    found = search.find(mine, query).prefetch_related("kind_rows", "names")
    page = paged(found, 25, request.GET, f"search.{query}")
    count = counted(found)
    if count == 1 and page.rows and getattr(page.rows[0], "rank", 3) < 2:
        return redirect(page.rows[0].get_absolute_url())
    rows = [(row, kinds_of(row), region_name(row.region_code), _former(row)) for row in page.rows]
    asked = f"?q={quote(query)}"
    context = {
        "query": query,
        "rows": rows,
        "count": count_words(count, "家"),
        "listing": {
            "first_url": asked if page.previous else "",
            "previous_url": f"{asked}&before={quote(page.previous)}" if page.previous else "",
            "next_url": f"{asked}&after={quote(page.next)}" if page.next else "",
        },
    }
    return render(request, "registry/search.html", context)


def _former(row: Party) -> str:
    return "、".join(n.name for n in row.names.all() if n.name != row.name)


def map_page(request: PersonRequest) -> HttpResponse:
    """The map of all sites the person may see."""
    person = _official_or_404(request)
    sites = Site.objects.visible_to(person).filter(seen_to__isnull=True)
    context = {
        "total": sites.count(),
        "outside": sites.filter(outside_province=True).count(),
        "placed": sites.filter(longitude__isnull=False).count(),
    }
    return render(request, "registry/map.html", context)


def map_boundary(request: PersonRequest) -> FileResponse:
    """The boundaries that maps are drawn on, as GeoJSON; 404 where a named file is not there."""
    path = map_file()
    if not path.is_file():
        raise Http404("没有地图文件，请检查 ZHUANGJIAN_MAP 指向的文件，或运行 make assets。")
    return FileResponse(path.open("rb"), content_type="application/geo+json")


def map_data(request: PersonRequest) -> HttpResponse:
    """Circles and points for the map's present view, as JSON."""
    person = _official_or_404(request)
    try:
        zoom = int(request.GET.get("zoom", "8"))
        box = tuple(float(v) for v in request.GET["box"].split(",")) if "box" in request.GET else None
    except ValueError:
        return HttpResponseBadRequest("地图范围有误。")
    if box is not None and (len(box) != 4 or not all(-1000 < v < 1000 for v in box)):
        return HttpResponseBadRequest("地图范围有误。")
    sites = Site.objects.visible_to(person).filter(seen_to__isnull=True, outside_province=False)
    kind = request.GET.get("kind", "")
    if kind:
        sites = sites.filter(kind=kind)
    return JsonResponse({"points": clusters(sites, zoom, box)})  # type: ignore[arg-type]
