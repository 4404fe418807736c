"""The shared list: filters, order, pages and export show exactly the same rows."""

from __future__ import annotations

import csv
import io
import random
from itertools import chain

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(world):
    """120 parties of the district, every third a hotel."""
    from zhuangjian.apps.registry.models import Jurisdiction, Party, PartyKindRow, PartyName

    for n in range(120):
        party = Party.objects.create(name=f"=试验{n:03}号", pinyin=f"shiyan{n:03}", region_code="500103")
        PartyName.objects.create(party=party, name=party.name)
        PartyKindRow.objects.create(party=party, kind="distributor" if n % 3 else "hotel")
        Jurisdiction.objects.create(party=party, authority=world.district, article="CQ 4", reason="x")
    return world


def rows_of(client, query):
    response = client.get(f"/parties/{query}")
    assert response.status_code == 200
    return [row.name for row, _ in response.context["listing"].rows]


@pytest.fixture
def district(client, many):
    client.force_login(many.district_officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_pages_divide_the_list_without_loss_or_overlap(district):
    seen, query = [], "?size=50"
    while query:
        listing = district.get(f"/parties/{query}").context["listing"]
        assert listing.total == 121
        seen.append([row.name for row, _ in listing.rows])
        query = listing.next_url
    assert [len(names) for names in seen] == [50, 50, 21]
    assert [*chain(*seen)] == rows_of(
        district, "?size=200"
    )  # the 120 and the beauty salon of the small world


def test_back_is_the_way_one_came_and_the_first_page_is_whole(district):
    first = district.get("/parties/?size=50").context["listing"]
    second = district.get(f"/parties/{first.next_url}").context["listing"]
    third = district.get(f"/parties/{second.next_url}").context["listing"]
    assert (first.previous_url, first.first_url, third.next_url) == ("", "", "")
    assert rows_of(district, third.previous_url) == [row.name for row, _ in second.rows]
    back = rows_of(district, second.previous_url)
    assert back == rows_of(district, second.first_url) == [row.name for row, _ in first.rows]


def test_the_address_of_a_page_of_another_order_or_by_hand_leads_to_the_first_and_says_so(district):
    after = district.get("/parties/?size=25").context["listing"].page.next
    for query in (f"?size=25&sort=-name&after={after}", "?size=25&after=x", f"?size=25&before={after[:-2]}"):
        page = district.get(f"/parties/{query}")
        assert "翻页的位置已经失效" in page.content.decode(), query
        assert page.context["listing"].first_url == ""
        assert len(list(page.context["listing"].rows)) == 25
    assert "翻页的位置已经失效" in district.get(f"/api/parties?sort=-name&after={after}").json()["faults"][0]


def test_a_filter_or_an_order_begins_at_the_first_page(district):
    listing = district.get("/parties/?size=25").context["listing"]
    listing = district.get(f"/parties/{listing.next_url}").context["listing"]
    assert all("after=" not in head.href for head in listing.heads)
    assert "after=" not in listing.csv_url


@pytest.mark.parametrize("sort", ["name", "-name", "expires_on", "-expires_on", "credit_code", ""])
@pytest.mark.parametrize("door", ["page", "api"])
def test_walking_all_pages_while_rows_come_gives_every_row_once(district, many, sort, door):
    from zhuangjian.apps.registry.models import Jurisdiction, Licence, Party

    drawn = random.Random(sort + door)
    own = Party.objects.unrestricted().filter(pinyin__startswith="shiyan")
    for party in drawn.sample(list(own), 60):
        day = f"2027-01-{drawn.randrange(1, 9):02}"
        Licence.objects.create(party=party, number=f"渝妆{party.pk}", issued_on="2022-01-01", expires_on=day)
    for party in drawn.sample(list(own), 60):
        Party.objects.unrestricted().filter(pk=party.pk).update(
            pinyin="shiyan", credit_code=None if drawn.random() < 0.5 else f"X{party.pk:017}"
        )

    def added() -> None:
        made = Party.objects.create(
            name="后来", pinyin=drawn.choice(["a", "shiyan", "z"]), region_code="500103"
        )
        Jurisdiction.objects.create(party=made, authority=many.district, article="CQ 4", reason="x")

    def whole() -> list[int]:
        export = district.get(f"/parties/?sort={sort}&size=200").context["listing"]
        return [row.pk for row, _ in export.rows]

    there, seen, given = whole(), [], {"sort": sort}
    while given:
        if door == "page":
            listing = district.get("/parties/", given | {"size": 25}).context["listing"]
            part, after = [row.pk for row, _ in listing.rows], listing.page.next
        else:
            answer = district.get("/api/parties", given | {"page_size": 17}).json()
            part, after = [row["id"] for row in answer["items"]], answer["next"]
        seen += part
        given = {"sort": sort, "after": after} if after else {}
        added()
    assert len(seen) == len(set(seen))
    assert [pk for pk in seen if pk in set(there)] == there
    now = whole()
    assert seen == [pk for pk in now if pk in set(seen)], "in the order of the whole list"


def test_a_long_list_is_counted_only_so_far_and_says_so(district, monkeypatch):
    from zhuangjian.kernel import paging

    monkeypatch.setattr(paging, "COUNTED", 120)
    assert "共 120 条以上" in district.get("/parties/").content.decode()
    monkeypatch.setattr(paging, "COUNTED", 121)
    assert "共 121 条<" in district.get("/parties/").content.decode()


def test_a_header_sorts_both_ways(district):
    upwards = rows_of(district, "?sort=name&size=200")
    assert upwards == rows_of(district, "?sort=-name&size=200")[::-1]


def test_an_unknown_sort_or_size_falls_back(district):
    assert rows_of(district, "?sort=colour&size=7") == rows_of(district, "")


def test_filters_combine_and_stay_in_the_links(district):
    response = district.get("/parties/?kind=hotel&q=试验00&sort=-name")
    listing = response.context["listing"]
    assert [row.name for row, _ in listing.rows] == ["=试验009号", "=试验006号", "=试验003号", "=试验000号"]
    assert "kind=hotel" in listing.csv_url
    assert "sort=-name" in listing.csv_url


@pytest.mark.parametrize("query", ["?kind=ghost", "?region=1", "?authority=x", "?expiring=9"])
def test_a_value_that_is_no_choice_is_said_and_not_used(district, query):
    response = district.get(f"/parties/{query}")
    assert response.context["listing"].total == 121
    assert "未按它筛选" in response.content.decode()


def test_a_filter_offers_only_what_the_person_may_see(district, many):
    views = {v.filter.name: v.options for v in district.get("/parties/").context["listing"].filters}
    assert [value for value, _ in views["authority"]] == [many.district.pk]


def test_csv_and_workbook_hold_exactly_the_filtered_rows_of_all_pages(district):
    shown = rows_of(district, "?kind=distributor&size=200")
    assert len(shown) == 80
    text = b"".join(district.get("/parties/?kind=distributor&export=csv").streaming_content).decode(
        "utf-8-sig"
    )
    table = list(csv.reader(io.StringIO(text)))
    assert table[0][0] == "名称"
    assert [row[0] for row in table[1:]] == [f"'{name}" for name in shown]
    content = b"".join(district.get("/parties/?kind=distributor&export=xlsx").streaming_content)
    sheet = load_workbook(io.BytesIO(content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == shown
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_query_count_does_not_grow_with_the_rows(district, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as few:
        rows_of(district, "?size=25")
    with django_assert_max_num_queries(12) as many_rows:
        rows_of(district, "?size=100")
    assert len(few) == len(many_rows)


def test_an_empty_list_says_what_to_do(client, world):
    client.force_login(world.other_district_officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/parties/").content.decode()
    assert "没有符合条件的企业" in page
    assert "数据导入" in page
    assert "intake load" not in page


@pytest.mark.parametrize(
    ("region", "own", "other"), [("chongqing", "渝中区", "沈河区"), ("liaoning", "沈河区", "渝中区")]
)
def test_the_divisions_to_filter_by_are_those_of_the_region(world, client, settings, region, own, other):
    settings.REGION = region
    client.force_login(world.programme_officer)
    page = client.get("/parties/").content.decode()
    assert f">{own}</option>" in page
    assert f">{other}</option>" not in page
