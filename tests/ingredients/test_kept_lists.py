"""Lists of ingredients brought in with a date: which of them counts on a day, and the page that reads a label."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.ingredients.lists import HEADS, ROWS
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
EARLY, LATE = date(2021, 5, 1), date(2025, 7, 1)


def content(rows=ROWS, heads=HEADS):
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [heads, *rows]).encode()


def bring_in(person, name="目录.csv", data=None, **given):
    from zhuangjian.apps.intake.actions.ingredients import ImportIngredientList
    from zhuangjian.apps.ledger.action import Upload, perform

    given = {"file": Upload.of(name, data or content()), "effective_from": EARLY, **given}
    return perform(ImportIngredientList, person, None, given).object


def matched(day, text):
    from zhuangjian.apps.intake.ingredient_lists import catalogue_on
    from zhuangjian.engines.ingredients import parse_label

    return [name.matched for name in parse_label(text, catalogue_on(day))]


def test_the_latest_national_edition_counts_from_its_day_and_replaces_the_one_before(world):
    bring_in(world.programme_officer)
    bring_in(
        world.programme_officer, "新目录.csv", content([r for r in ROWS if r[0] != "3"]), effective_from=LATE
    )
    text = "成分：水、1,2-己二醇"
    assert matched(date(2021, 4, 30), text) == [None, None]
    assert matched(EARLY, text) == ["水", "1,2-己二醇"]
    assert matched(date(2025, 6, 30), text) == ["水", "1,2-己二醇"]
    assert matched(LATE, text) == ["水", None]


def test_foreign_lists_of_different_titles_count_side_by_side(world):
    heads = ("Reference Number", "Chemical name / INN")
    for title, name in (("附录二", "Alpha Acid"), ("附录三", "Beta Acid")):
        row = bring_in(world.head, "x.csv", content([("1", name)], heads), title=title)
        assert row.kind == "foreign"
    from zhuangjian.apps.intake.ingredient_lists import in_force

    assert {row.title for row in in_force(EARLY)} == {"附录二", "附录三"}


def test_the_same_list_twice_and_a_kind_that_is_none_are_refused(world):
    bring_in(world.programme_officer)
    with pytest.raises(Refusal, match="已经导入过"):
        bring_in(world.programme_officer)
    with pytest.raises(Refusal, match="没有“others”这种清单"):
        bring_in(world.programme_officer, kind="others")


def test_an_official_reads_a_pasted_label_against_the_lists_of_today(world):
    bring_in(world.programme_officer)
    client = Client()
    client.force_login(world.leader)
    page = client.post("/ingredients/", {"text": "成分：水、氢醌、没有的东西"}).content.decode()
    assert "读出 3 个名称，对上 2 个" in page
    assert "目录注明为禁用组分" in page
    assert "目录中没有" in page
    assert "没有读到成分表" in client.post("/ingredients/", {"text": "见包装"}).content.decode()
    assert "导入原料清单" not in client.get("/ingredients/").content.decode()


def test_the_page_is_for_officials(world):
    client = Client()
    client.force_login(world.contact)
    assert client.get("/ingredients/").status_code == 404
