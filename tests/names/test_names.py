"""Parties, shops, institutions and results out of the cells of a sampling notice."""

import csv
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import shared_path
from zhuangjian.engines.identifiers import NumberKind, parse_number
from zhuangjian.engines.names import (
    Finding,
    PartyRole,
    normalise_name,
    parse_institutions,
    parse_parties,
    parse_result,
    parse_sampled_unit,
)

R = PartyRole


def shape(text, **settings):
    return [(party.roles, party.name) for party in parse_parties(text, **settings)]


def test_a_bare_name_has_no_stated_role():
    assert shape("甲（重庆）化妆品有限公司") == [((R.UNSTATED,), "甲（重庆）化妆品有限公司")]
    assert shape("") == shape("/") == []


@pytest.mark.parametrize(
    ("label", "roles"),
    [
        ("备案人", (R.FILER,)),
        ("备案人/生产企业", (R.FILER, R.MANUFACTURER)),
        ("备案人生产企业", (R.FILER, R.MANUFACTURER)),
        ("注册人、生产企业", (R.REGISTRANT, R.MANUFACTURER)),
        ("注册/备案人", (R.HOLDER,)),
        ("注册人/备案人/生产企业", (R.HOLDER, R.MANUFACTURER)),
        ("实际生产企业", (R.MANUFACTURER,)),
        ("受托生产企业", (R.CONTRACT_MANUFACTURER,)),
        ("境内责任人", (R.DOMESTIC_RESPONSIBLE_PERSON,)),
        ("总经销", (R.DISTRIBUTOR,)),
        ("总经销商", (R.DISTRIBUTOR,)),
        ("经销商", (R.DISTRIBUTOR,)),
        ("销售方", (R.DISTRIBUTOR,)),
        ("品牌方", (R.BRAND_OWNER,)),
    ],
)
def test_each_label_is_understood_whole(label, roles):
    (party,) = parse_parties(f"{label}：甲公司")
    assert party.roles == roles
    assert (party.name, party.label, party.unknown) == ("甲公司", label, ())


def test_three_roles_in_one_cell_are_three_parties():
    assert shape("备案人：甲公司，生产企业：乙厂;总经销:丙公司") == [
        ((R.FILER,), "甲公司"),
        ((R.MANUFACTURER,), "乙厂"),
        ((R.DISTRIBUTOR,), "丙公司"),
    ]


def test_what_the_product_is_settles_registrant_or_filer():
    assert shape("注册/备案人：甲公司", special=True) == [((R.REGISTRANT,), "甲公司")]
    assert shape("注册/备案人：甲公司", special=False) == [((R.FILER,), "甲公司")]
    assert shape("备案人：甲公司", special=True) == [((R.FILER,), "甲公司")]


def test_an_unknown_role_is_told_and_the_known_ones_are_kept():
    (party,) = parse_parties("出品方/生产企业：甲公司")
    assert (party.roles, party.unknown) == ((R.MANUFACTURER,), ("出品方",))
    (party,) = parse_parties("策划人：甲公司")
    assert (party.roles, party.unknown) == ((), ("策划人",))


def test_a_colon_inside_brackets_belongs_to_the_name():
    assert shape("甲公司（曾用名：乙公司）") == [((R.UNSTATED,), "甲公司（曾用名:乙公司）")]


def test_two_bare_companies_are_two_but_a_comma_in_a_foreign_name_is_not_a_border():
    assert [name for _, name in shape("甲公司，乙厂")] == ["甲公司", "乙厂"]
    assert [name for _, name in shape("生产企业：COSMO Labs, Inc.")] == ["COSMO Labs, Inc."]


def test_a_name_has_one_spelling():
    assert normalise_name(" 甲 (重庆)\u3000化妆品 有限公司\u200b") == "甲（重庆）化妆品有限公司"
    assert normalise_name("ＡＢＣ  Ltd") == "ABC Ltd"
    assert normalise_name("让•巴蒂斯特・喆堃昇镕鎓") == "让·巴蒂斯特·喆堃昇镕鎓"


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text):
    assert normalise_name(normalise_name(text)) == normalise_name(text)


@given(st.text(alphabet="备案人生产企业：，甲公司/（）:; ", max_size=40))
def test_no_cell_breaks_the_readers(text):
    for party in parse_parties(text):
        assert party.name
    parse_sampled_unit(text)
    parse_institutions(text)
    assert parse_result(text).findings


def test_a_shop_is_told_apart_from_its_seller_and_its_platform():
    unit = parse_sampled_unit("甲商行（个体工商户），网店商铺名称：阿里巴巴（1688）甲商行")
    assert (unit.name, unit.shop, unit.platform) == ("甲商行（个体工商户）", "甲商行", "阿里巴巴（1688）")
    assert unit.sole_trader
    plain = parse_sampled_unit("甲商行，电话：不详")
    assert (plain.name, plain.shop, plain.unknown) == ("甲商行", None, ("电话",))


def test_first_and_second_institution_are_told_apart():
    assert parse_institutions("甲研究院").initial == "甲研究院"
    both = parse_institutions("初检机构：甲研究院（乙所），复检机构：丙所")
    assert (both.initial, both.retest) == ("甲研究院（乙所）", "丙所")


@pytest.mark.parametrize(
    ("text", "value", "unit", "restored"),
    [
        ("7.9×104CFU/g", "79000", "CFU/g", True),
        ("7.4×106CFU/g", "7400000", "CFU/g", True),
        ("2.1x10-3%", "0.0021", "%", True),
        ("7.9×10⁴CFU/g", "79000", "CFU/g", False),
        ("7.9×10^4CFU/g", "79000", "CFU/g", False),
        ("5×10CFU/ml", "50", "CFU/ml", False),
        ("14000CFU/g", "14000", "CFU/g", False),
        ("104CFU/g", "104", "CFU/g", False),
        ("0.0020%", "0.0020", "%", False),
        ("7.8", "7.8", "", False),
        ("28.5 mg/kg", "28.5", "mg/kg", False),
    ],
)
def test_a_measured_value_is_exact_and_a_restored_exponent_is_flagged(text, value, unit, restored):
    found = parse_result(text).measurement
    assert found.value == Decimal(value)
    assert (found.unit, found.exponent_restored) == (unit, restored)


def test_below_and_above_are_kept_with_the_value():
    assert parse_result("＜0.05mg/kg").measurement.sign == "<"
    assert parse_result("大于100CFU/g").measurement.sign == ">"
    assert parse_result("0.05mg/kg").measurement.sign == ""


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("均检出，低于最低定量浓度", (Finding.BELOW_QUANTITATION,)),
        ("未检出标示的防晒剂", (Finding.LABELLED_NOT_FOUND,)),
        ("检出未标示的防晒剂；未检出标示的防晒剂", (Finding.FOUND_UNLABELLED, Finding.LABELLED_NOT_FOUND)),
        ("低于注册资料要求", (Finding.BELOW_REGISTERED,)),
        ("检出", (Finding.DETECTED,)),
        ("未检出", (Finding.NOT_DETECTED,)),
        ("气味异常", (Finding.OTHER,)),
    ],
)
def test_findings_in_words_have_codes(text, findings):
    result = parse_result(text)
    assert result.findings == findings
    assert result.measurement is None
    assert result.text == text


def test_substances_item_counts_and_retests_are_read():
    named = parse_result("检出未标示的染发剂：2-甲基间苯二酚、对苯二胺（复检结果）")
    assert named.substances == ("2-甲基间苯二酚", "对苯二胺")
    assert named.retest
    assert parse_result("标签与注册资料不一致等5项").item_count == 5
    assert parse_result("5.3×104CFU/g（复检结果）").measurement.value == 53000


def notice_rows():
    path = shared_path("data/sampling/failed_batches_notice_2026-04.tsv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_company_cell_of_a_real_notice_comes_apart():
    shapes = Counter()
    for row in notice_rows():
        kind = parse_number(row["registration_no"]).kind
        special = kind in (NumberKind.SPECIAL_DOMESTIC, NumberKind.SPECIAL_IMPORTED)
        parties = parse_parties(row["company_names"], special=special)
        assert not any(party.unknown for party in parties)
        assert not any("：" in party.name or ":" in party.name for party in parties)
        shapes[tuple(party.roles for party in parties)] += 1
    assert shapes == {
        ((R.UNSTATED,),): 21,
        ((R.REGISTRANT, R.MANUFACTURER), (R.DISTRIBUTOR,)): 5,
        ((R.REGISTRANT,), (R.MANUFACTURER,)): 5,
        ((R.FILER, R.MANUFACTURER), (R.DISTRIBUTOR,)): 3,
        ((R.FILER, R.MANUFACTURER),): 2,
        ((R.REGISTRANT, R.MANUFACTURER),): 1,
        ((R.FILER, R.MANUFACTURER), (R.BRAND_OWNER,)): 1,
        ((R.FILER,), (R.MANUFACTURER,)): 1,
        ((R.DOMESTIC_RESPONSIBLE_PERSON,), (R.DISTRIBUTOR,), (R.REGISTRANT,), (R.MANUFACTURER,)): 1,
    }


def test_every_other_cell_of_a_real_notice_is_understood():
    rows = notice_rows()
    units = [parse_sampled_unit(row["sample_unit"]) for row in rows]
    assert Counter(unit.platform for unit in units if unit.shop) == {
        "美团": 4,
        "阿里巴巴（1688）": 3,
        "天猫": 3,
        "京东": 1,
        "拼多多": 1,
    }
    assert sum(unit.sole_trader for unit in units) == 5
    institutions = [parse_institutions(row["institution"]) for row in rows]
    assert sum(item.retest is not None for item in institutions) == 3
    assert all(item.initial and not item.unknown for item in institutions)
    results = [parse_result(row["result"]) for row in rows]
    assert Finding.OTHER not in {finding for result in results for finding in result.findings}
    measured = [result.measurement for result in results if result.measurement]
    assert len(measured) == 17
    assert [item.value for item in measured if item.exponent_restored] == [79000, 53000, 7400000]
    assert sum(result.retest for result in results) == 3
