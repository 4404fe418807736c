"""Who is never joined: holders of the same filler, and the shops of one market."""

from __future__ import annotations

import pyarrow as pa
import pytest

from zhuangjian.engines.matching.codes import read_codes
from zhuangjian.engines.matching.link import link
from zhuangjian.engines.matching.link_fields import Fields
from zhuangjian.engines.matching.link_text import read_name, read_person, read_phone

HEADS = ("编号", "名称", "地址", "电话", "负责人", "许可证")


def clusters(*rows):
    """Sets of ids that were joined."""
    filled = [[str(n), *row, *[""] * (5 - len(row))] for n, row in enumerate(rows)]
    table = pa.table({head: [row[place] for row in filled] for place, head in enumerate(HEADS)})
    found = link(table, Fields("编号", "名称", "地址", phone="电话", person="负责人", numbers=("许可证",)))
    groups: dict[int, set[str]] = {}
    for one, cluster in zip(
        found.clusters["id"].to_pylist(), found.clusters["cluster"].to_pylist(), strict=True
    ):
        groups.setdefault(cluster, set()).add(one)
    return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)


MARKET = "重庆市江津区试验路9号试验商城{}区{}号铺"
SHOPS = [
    ("江津区秀颜美容院", MARKET.format("A", 101), "023-61230000"),
    ("重庆江津小莉日化经营部", MARKET.format("B", 102), "023-61230000"),
    ("江津区佳人坊化妆品店", MARKET.format("C", 103), "023-61230000"),
    ("重庆云秀莉日化有限公司", MARKET.format("D", 104), "023-61230000"),
    ("重庆云佳妍美容有限公司", MARKET.format("D", 105), "023-61230000"),
]


def test_shops_of_one_market_with_one_telephone_stay_apart():
    assert clusters(*SHOPS) == []


def test_shops_of_one_address_and_telephone_with_other_names_are_for_a_clerk():
    same = [(name, "重庆市江津区试验路9号", "023-61230000") for name, _, _ in SHOPS]
    assert clusters(*same) == []


def test_a_shop_without_a_name_does_not_bridge_two_strangers():
    assert all(
        len({"0", "1"} & set(group)) < 2 for group in clusters(*SHOPS[:2], ("", SHOPS[0][1], SHOPS[0][2]))
    )


def test_the_same_shop_written_twice_is_one():
    again = ("江津区秀颜美容院", "江津区试验路9号试验商城A区101号", "023-61230000")
    assert clusters(*SHOPS, again) == [("0", "5")]


def test_a_new_name_at_the_same_place_with_the_same_person_is_one_party():
    place = MARKET.format("A", 101)
    assert clusters(
        ("江津区秀颜美容院", place, "023-61230000", "李试验"),
        ("江津区新妆阁", place, "023-61230000", "李试验"),
    ) == [("0", "1")]
    elsewhere = MARKET.format("D", 118)
    assert (
        clusters(
            ("江津区秀颜美容院", place, "023-61230000", "李试验"),
            ("江津区新妆阁", elsewhere, "023-61230000", "李试验"),
        )
        == []
    )


@pytest.mark.parametrize(
    "filler",
    [
        "正在办理中，未取得",
        "待办理证件中",
        "00000000",
        "12345678",
        "87654321",
        "#N/A",
        "NULL",
        "详见附件说明",
        "1111",
        "无此证件",
    ],
)
def test_a_filler_in_an_identifier_column_joins_nobody(filler):
    assert read_codes("", [filler]).numbers == ()
    rows = [
        ("重庆秀颜化妆品有限公司", "重庆市渝中区一路1号", "", "", filler),
        ("重庆佳人日化有限公司", "重庆市江北区二路2号", "", "", filler),
    ]
    assert clusters(*rows) == []


def test_a_licence_number_still_joins():
    assert read_codes("", ["渝妆20210001"]).numbers == ("number:渝妆20210001",)


def test_fillers_are_no_name_no_person_and_no_telephone():
    assert read_name("#N/A").full == read_name("同上").full == ""
    assert read_person("NULL") == read_person("待定") == ""
    assert read_phone("12345678") == ""
    assert read_phone("023-61230000") == "02361230000"


def test_look_alike_radicals_are_the_same_name_and_road():
    assert clusters(
        ("重庆青山日用化工有限公司", "重庆市渝北区长生路18号"),
        ("重庆⻘⼭⽇⽤化⼯有限公司", "重庆市渝北区⻓⽣路18号"),
        ("重庆玉龙日用化工有限公司", "重庆市江北区石马路7号"),
    ) == [("0", "1")]


def test_one_name_at_one_address_is_one_party_however_rare_copies_are():
    shops = [
        (f"重庆{a}{b}{a}日化有限公司", f"重庆市渝中区{b}{a}路{n}号")
        for n, (a, b) in enumerate(
            zip("秀颜佳妍莉芳雅芸蕊姿" * 8, "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳" * 5, strict=True), 1
        )
    ]
    assert ("80", "81") in clusters(
        *shops,
        ("重庆青山日用化工有限公司", "重庆市渝北区长生路18号"),
        ("重庆⻘⼭⽇⽤化⼯有限公司", "重庆市渝北区⻓⽣路18号"),
    )
