"""The dossier, the map and the API: who sees what, and what each part says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhuangjian.engines.rules.vocabulary import PartyKind

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def signalled(world):
    """The maker with a signal that counts and one that does not."""
    from zhuangjian.apps.registry.models import Signal

    facts = {"party": world.maker, "kind": "sampling", "occurred_on": date(2026, 4, 30)}
    Signal.objects.create(**facts, title="抽检不合格甲", source_key="a")
    Signal.objects.create(
        **facts, title="抽检不合格乙", source_key="b", attributable=False, attribution_note="异议成立"
    )
    return world


def get(client, person, path):
    client.force_login(person, backend=BACKEND)
    return client.get(path)


PAGES = ("/parties/", "/signals/", "/map/", "/map/data/")
MAKERS = ("programme_officer", "head", "bureau_head", "leader", "enforcement_officer")
OTHERS = (
    "district_officer",
    "other_district_officer",
    "auditor",
    "administrator",
    "contact",
    "other_contact",
)


@pytest.mark.parametrize("name", MAKERS)
def test_the_competent_open_the_dossier_with_its_signals(client, signalled, name):
    response = get(client, signalled.people[name], f"/parties/{signalled.maker.pk}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "抽检不合格甲" in page
    assert "不可归责" in page
    assert "可归责 1 条" in page


@pytest.mark.parametrize("name", OTHERS)
def test_others_cannot_tell_that_the_dossier_exists(client, signalled, name):
    response = get(client, signalled.people[name], f"/parties/{signalled.maker.pk}/")
    assert response.status_code == (302 if name == "contact" else 404)
    if name == "contact":
        assert response["Location"] == "/my-party/"


@pytest.mark.parametrize("path", [*PAGES, "/my-party/", "/search/?q=测试", "/intake/", "/intake/quarantine/"])
def test_a_visitor_is_sent_to_sign_in(client, world, path):
    assert client.get(path)["Location"].startswith("/login/")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", ["contact", "auditor", "administrator"])
def test_lists_of_parties_are_for_officials(client, world, path, name):
    assert get(client, world.people[name], path).status_code == 404


@pytest.mark.parametrize("path", ["/intake/", "/intake/quarantine/", "/intake/mappings/licences/"])
def test_the_intake_is_for_those_who_keep_the_provinces_registry(client, world, path):
    for name, person in world.people.items():
        # A register covers the whole province: a bureau's or a district's head does not keep it.
        allowed = name in {"programme_officer", "head"}
        assert get(client, person, path).status_code == (200 if allowed else 404), name


def test_a_contact_sees_its_own_party_without_signals(client, signalled):
    page = get(client, signalled.contact, "/my-party/").content.decode()
    assert signalled.maker.name in page
    assert "抽检不合格" not in page
    assert "风险信号" not in page
    assert signalled.shop.name not in page
    assert (
        get(client, signalled.contact, f"/my-party/?party={signalled.shop.pk}").context["party"]
        == signalled.maker
    )


def test_somebody_without_a_party_has_no_own_party_page(client, world):
    assert get(client, world.leader, "/my-party/").status_code == 404


def test_the_api_shows_the_same_rows_as_the_pages(client, signalled):
    maker = signalled.maker.pk
    expected = {
        "programme_officer": ({signalled.maker.name, signalled.shop.name}, 200, 2),
        "leader": ({signalled.maker.name}, 200, 2),
        "district_officer": ({signalled.shop.name}, 404, 0),
        "contact": ({signalled.maker.name}, 200, 0),
        "auditor": (set(), 404, 0),
        "administrator": (set(), 404, 0),
    }
    for name, (names, status, signals) in expected.items():
        client.force_login(signalled.people[name], backend=BACKEND)
        assert {row["name"] for row in client.get("/api/parties").json()["items"]} == names, name
        assert {row["name"] for row in client.get("/api/parties/search?q=测试").json()["items"]} == names, (
            name
        )
        assert client.get(f"/api/parties/{maker}").status_code == status, name
        assert client.get("/api/parties/signals").json()["count"] == signals, name
        licences = client.get("/api/parties/licences").json()["count"]
        assert licences == (1 if signalled.maker.name in names else 0), name


def test_the_api_without_a_person_is_closed(client, world):
    for path in ("", "/search?q=测试", "/signals", "/licences", f"/{world.maker.pk}"):
        assert client.get(f"/api/parties{path}").status_code == 401


def test_the_api_filters_and_says_what_it_could_not_use(client, world):
    client.force_login(world.programme_officer, backend=BACKEND)
    answer = client.get("/api/parties?kind=salon").json()
    assert [row["name"] for row in answer["items"]] == [world.shop.name]
    assert client.get("/api/parties?kind=ghost").json()["faults"] == ["“类别”没有“ghost”这一项，未按它筛选"]


@pytest.mark.parametrize("days, tone", [(-1, "bad"), (0, "warn"), (180, "warn"), (181, "ok")])
def test_days_left_change_their_tone_at_the_edges(days, tone):
    from zhuangjian.apps.registry.dossier import expiry_of

    today = date(2026, 11, 21)
    found = expiry_of(date.fromordinal(today.toordinal() + days), today)
    assert (found.days, found.tone) == (days, tone)


def test_the_map_gathers_many_sites_and_tells_single_ones_apart(client, world):
    from zhuangjian.apps.registry.models import Site

    points = [
        Site(party=world.maker, kind="production", address=str(n), longitude=106.5 + n / 1e4, latitude=29.5)
        for n in range(100)
    ]
    Site.objects.bulk_create(points)
    client.force_login(world.programme_officer, backend=BACKEND)
    found = client.get("/map/data/?zoom=8&box=105,28,111,33").json()["points"]
    assert sum(p["n"] for p in found if p["exact"]) == 100
    assert len([p for p in found if p["exact"]]) < 5
    near = client.get("/map/data/?zoom=14&box=106.4999,29.4,106.5015,29.6").json()["points"]
    assert [p["n"] for p in near if p["exact"]] == [1] * 16
    client.force_login(world.district_officer, backend=BACKEND)
    assert client.get("/map/data/?zoom=8").json()["points"] == []


@pytest.mark.parametrize("query", ["zoom=x", "box=1,2,3", "box=a,b,c,d", "box=nan,1,2,3", "box=1e9,0,0,0"])
def test_a_wrong_view_is_refused(client, world, query):
    assert get(client, world.programme_officer, f"/map/data/?{query}").status_code == 400


def test_a_site_that_has_only_its_district_stands_in_its_middle(client, world):
    found = get(client, world.programme_officer, "/map/data/?zoom=8").json()["points"]
    assert [(p["n"], p["exact"]) for p in found] == [(1, False)]


def test_the_dossier_needs_a_fixed_number_of_queries(client, world, django_assert_max_num_queries):
    from zhuangjian.apps.registry.models import Product

    client.force_login(world.programme_officer, backend=BACKEND)
    path = f"/parties/{world.maker.pk}/"
    client.get(path)
    with django_assert_max_num_queries(49) as before:
        client.get(path)
    Product.objects.bulk_create(Product(party=world.maker, number=f"n{n}", name=f"{n}") for n in range(50))
    with django_assert_max_num_queries(49) as after:
        client.get(path)
    assert len(before) == len(after)


def test_a_section_that_has_nothing_for_this_person_is_left_out(client, world, monkeypatch):
    from zhuangjian.kernel.area import Panel, areas

    nothing = Panel("samples", "样本", 65, "registry/panels/measures.html", lambda person, party: None)
    some = replace(nothing, name="shown", context=lambda person, party: {"rows": [], "total": 0})
    area = replace(areas()["intake"], panels=(nothing, some, replace(some, name="inner", for_party=False)))
    monkeypatch.setitem(areas(), "intake", area)
    page = get(client, world.programme_officer, f"/parties/{world.maker.pk}/").content.decode()
    found = [
        name for name in ("inspections", "samples", "shown", "inner", "documents") if f'"#{name}"' in page
    ]
    assert found == ["inspections", "shown", "inner", "documents"]
    own = get(client, world.contact, "/my-party/").content.decode()
    assert ('"#shown"' in own, '"#inner"' in own) == (True, False)


def test_search_leads_straight_to_the_only_exact_match(client, world):
    response = get(client, world.programme_officer, f"/search/?q={world.maker.name}")
    assert response["Location"] == f"/parties/{world.maker.pk}/"
    assert get(client, world.programme_officer, "/search/?q=测试").status_code == 200


def test_kinds_offered_are_those_of_article_53():
    from zhuangjian.apps.registry.sheets import PARTIES

    offered = next(f for f in PARTIES.filters if f.name == "kind").options(None)
    assert [code for code, _ in offered] == [kind.value for kind in PartyKind]
