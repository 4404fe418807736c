"""The shared list: filters, order, pages and export show exactly the same rows."""

from __future__ import annotations

import csv
import io

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
    seen = [name for page in (1, 2, 3) for name in rows_of(district, f"?page={page}")]
    assert len(seen) == len(set(seen)) == 121  # the 120 and the beauty salon of the small world


def test_a_page_beyond_the_end_is_the_last_page_and_nonsense_the_first(district):
    assert rows_of(district, "?page=99") == rows_of(district, "?page=3")
    assert rows_of(district, "?page=x") == rows_of(district, "")


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
