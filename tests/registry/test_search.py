"""A party is found by any name it ever had, by sound, and by its numbers; two characters are enough."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(world):
    from zhuangjian.apps.registry.models import Party
    from zhuangjian.apps.registry.search import find

    return lambda query, person=None: [
        p.name for p in find(Party.objects.visible_to(person or world.programme_officer), query)
    ]


def party(name, *former, **facts):
    from zhuangjian.apps.registry.models import Party, PartyName
    from zhuangjian.apps.registry.spelling import spell

    made = Party(name=name, **facts)
    spell(made, name)
    made.save()
    for each in (name, *former):
        PartyName.objects.create(party=made, name=each)
    return made


@pytest.mark.parametrize(
    "query",
    [
        "丽妆",
        "妆生",
        "丽妆生物",
        "测试丽妆生物科技有限公司",
        "丽妆 科技",
        "lizhuang",
        "lizh",
        "LiZhuang",
        "ceshi lizhuang",
        "lzsw",
        "cslz",
        "91500103MA5U0TEST1",
        "91500103ma5u0",
        "渝妆20210001",
        " 渝妆 20210001 ",
        "20210001",
        "ｌｉｚｈｕａｎｇ",
    ],
)
def test_the_maker_is_found(find, world, query):
    assert world.maker.name in find(query)


@pytest.mark.parametrize(
    "query", ["", "  ", "美丽", "丽生", "妆丽", "zzzz", "\x00", "%", "_", "'\"*:^()", "渝妆20210002"]
)
def test_what_it_is_not_called_does_not_find_it(find, world, query):
    assert world.maker.name not in find(query)


def test_a_former_name_finds_it_and_the_present_name_is_shown(find, world):
    party("现名化妆品有限公司", "旧时名称日化厂")
    assert find("旧时名称") == ["现名化妆品有限公司"]
    assert find("jiushi") == ["现名化妆品有限公司"]


def test_the_exact_name_comes_first(find, world):
    party("长长的前缀雅丽化妆品有限公司")
    party("雅丽")
    party("雅丽化妆品厂")
    assert find("雅丽") == ["雅丽", "雅丽化妆品厂", "长长的前缀雅丽化妆品有限公司"]


def test_pairs_from_different_places_of_a_name_are_not_taken_for_the_word(find, world):
    party("花都都市美容店")
    party("花都市美容店")
    assert find("花都市") == ["花都市美容店"]


def test_a_single_character_finds_names_that_have_it_anywhere(find, world):
    party("堃")
    party("甲堃乙")
    party("甲乙堃")
    assert set(find("堃")) == {"堃", "甲堃乙", "甲乙堃"}


def test_rare_characters_beyond_the_first_plane_are_found(find, world):
    party("𬭎鑫化妆品厂")
    assert find("𬭎鑫") == ["𬭎鑫化妆品厂"]


def test_a_filing_number_finds_the_holder(find, world):
    from zhuangjian.apps.registry.models import Product

    Product.objects.create(party=world.maker, number="渝G妆网备字2024000001", name="霜")
    assert find("渝G妆网备字2024000001") == [world.maker.name]


def test_only_what_a_person_may_see_is_found(find, world):
    assert find("测试", world.district_officer) == [world.shop.name]
    assert find("测试", world.leader) == [world.maker.name]
    assert find("测试", world.contact) == [world.maker.name]
    assert find("测试", world.auditor) == find("测试", world.administrator) == []


def test_a_name_that_is_no_more_finds_nothing(find, world):
    made = party("将要删去的名称", "另一旧名")
    made.names.get(name="另一旧名").delete()
    assert find("另一旧名") == []
    assert find("将要删去") == ["将要删去的名称"]
    made.delete()
    assert find("将要删去") == []


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.text("丽妆美容化学品有限公司甲乙AB1（）· ", min_size=2, max_size=12), st.data())
def test_every_two_neighbouring_characters_of_a_name_find_it(world, name, data):
    from zhuangjian.apps.registry.models import Party
    from zhuangjian.apps.registry.search import find
    from zhuangjian.engines.names import normalise_name

    name = normalise_name(name)
    chinese = [
        i
        for i in range(len(name) - 1)
        if not name[i : i + 2].isascii() and not set(name[i : i + 2]) & set("（）· AB1")
    ]
    if not chinese:
        return
    made = party(name, first_seen=date(2026, 1, 1))
    start = data.draw(st.sampled_from(chinese))
    assert made in find(Party.objects.all(), name[start : start + 2])
    made.delete()


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=30))
def test_no_query_breaks_the_search(world, query):
    from zhuangjian.apps.registry.models import Party
    from zhuangjian.apps.registry.search import find

    assert set(find(Party.objects.all(), query)) <= set(Party.objects.all())
