"""The names on a label: cut apart where the list means it, matched where one line of a list is meant."""

from __future__ import annotations

import pytest

from tests.ingredients.lists import catalogue, foreign
from zhuangjian.engines.ingredients import Catalogue, Kind, Named, Part, Verdict, parse_label, read_list

LISTS = catalogue()


def parsed(text: str, lists: Catalogue = LISTS) -> list[Named]:
    return parse_label(text, lists)


def matched(text: str) -> list[str | None]:
    return [name.matched for name in parsed(text)]


@pytest.mark.parametrize(
    "text",
    [
        "成分：水、甘油、1,2-己二醇、香精",
        "全成分表:水,甘油,1,2-己二醇,香精",
        "【成份】水，甘油，１，２－己二醇，香精。",
        "成分\n水、甘油、1,2-己\n二醇、香精",
        "本品不含酒精，温和保湿。\n全成分：水；甘油；1，2-己二醇；香精\n净含量：50ml",
        "水 甘油 1,2-己二醇 香精",
        "成分：水、甘油（植物来源）、1,2-己二醇、香精。使用方法：取适量涂抹",
        "成分：水<br>甘油<br/>1, 2-己二醇<br>香精",
        "水、甘油、1,2-已二醇、香精",
    ],
)
def test_a_list_is_cut_into_its_names_however_it_is_written(text: str) -> None:
    assert matched(text) == ["水", "甘油", "1,2-己二醇", "香精"]


def test_a_comma_between_positions_divides_no_name_and_another_does() -> None:
    assert matched("水,1,2-己二醇,2,6-二羧基吡啶") == ["水", "1,2-己二醇", "2,6-二羧基吡啶"]
    assert matched("Water,1,2-Hexanediol, Glycerin") == ["WATER", "1,2-HEXANEDIOL", "GLYCERIN"]


def test_the_name_is_told_in_the_writing_of_the_label() -> None:
    first, second = parsed("Aqua, 生育酚")[0], parsed("水、生育酚")[1]
    assert (first.matched, first.hit and first.hit.entry.chinese) == ("水", "水") or first.matched == "WATER"
    assert (second.matched, second.hit and second.hit.how) == ("生育酚（维生素E）", "brackets")


def test_brackets_hold_an_everyday_word_an_amount_or_names() -> None:
    assert matched(
        "Water, Vitis Vinifera Seed Oil, Grape Seed Oil, Vitis Vinifera (Organic Grape) Seed Oil"
    ) == [
        "WATER",
        *["VITIS VINIFERA (GRAPE) SEED OIL"] * 3,
    ]
    assert matched("Water (60%), Glycerin 5%, Butylene Glycol (CAS 107-88-0)") == [
        "WATER",
        "GLYCERIN",
        "BUTYLENE GLYCOL",
    ]
    assert [n.text for n in parsed("Water, Moist Complex (Glycerin, Butylene Glycol), Parfum")] == [
        "Water",
        "Moist Complex",
        "Glycerin",
        "Butylene Glycol",
        "Parfum",
    ]


def test_a_name_said_twice_is_one_and_two_substances_with_a_stroke_are_none() -> None:
    assert matched("Water/Aqua/Eau, Parfum/Fragrance, CI 77891/Titanium Dioxide") == [
        "WATER",
        "PARFUM",
        "CI 77891",
    ]
    assert matched("Water, Glycerin, Dimethicone/Vinyl Dimthicone Crosspolymer") == [
        "WATER",
        "GLYCERIN",
        None,
    ]


def test_a_slip_of_one_letter_is_mended_where_no_other_word_is_meant() -> None:
    slip, other = parsed("Water, Phenoxyethanl, Sodium Palmate")[1:]
    assert (slip.matched, slip.hit and slip.hit.how) == ("PHENOXYETHANOL", "spelling")
    assert "写法有出入" in slip.remark
    assert other.matched is None


def test_a_letter_that_makes_another_compound_is_no_slip() -> None:
    heads = ["中文名称", "INCI名称"]
    sulfite = read_list([dict(zip(heads, ("焦亚硫酸钠", "SODIUM METABISULFITE"), strict=True))], heads, "x")
    lists = catalogue(sulfite)
    assert [n.matched for n in parsed("Water, Sodium Metabisulfte, Sodium Metabisulfate", lists)] == [
        "WATER",
        "SODIUM METABISULFITE",
        None,
    ]


def test_two_letters_are_not_mended() -> None:
    assert matched("Water, Glycerin, Phenoxyethnl") == ["WATER", "GLYCERIN", None]


def test_letters_and_digits_that_look_alike_are_read_for_one_another() -> None:
    assert matched("WATER, GLYCER1N, PEG-4O HYDROGENATED CASTOR OIL") == [
        "WATER",
        "GLYCERIN",
        "PEG-40 HYDROGENATED CASTOR OIL",
    ]


def test_a_name_that_two_lines_share_without_their_brackets_is_neither() -> None:
    assert matched("水、甘油、忍冬花提取物") == ["水", "甘油", None]


def test_parts_of_the_list_are_kept_apart() -> None:
    told = parsed("成分：水、甘油\n其他微量成分：苯氧乙醇\n可能含有（+/-）：CI 77891")
    assert [(n.text, n.part) for n in told] == [
        ("水", Part.LISTED),
        ("甘油", Part.LISTED),
        ("苯氧乙醇", Part.TRACE),
        ("CI 77891", Part.MAY_CONTAIN),
    ]
    assert parsed("Water, Glycerin [+/- Titanium Dioxide]")[-1].part is Part.MAY_CONTAIN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Visit the boutique",
        "不含酒精，不含香精",
        "-Rose Water: soothes.\n\n-Caffeine-infused",
        "No Info",
        "见包装",
    ],
)
def test_a_text_that_is_no_list_has_no_names(text: str) -> None:
    assert parsed(text) == []


def test_claims_before_and_after_a_list_are_no_names() -> None:
    text = "-Grape: firms the skin for a younger look.\n\nWater, Glycerin, Parfum.\n\nFree of sulfates and silicones."
    assert [n.text for n in parsed(text)] == ["Water", "Glycerin", "Parfum"]


def test_the_catalogues_remark_decides_the_verdict() -> None:
    told = parsed("水、氢醌、某胺、苯氧乙醇、番茄（SOLANUM LYCOPERSICUM）提取物、没有的东西")
    assert [n.verdict for n in told] == [
        Verdict.USED,
        Verdict.PROHIBITED,
        Verdict.TO_BE_PROHIBITED,
        Verdict.RESTRICTED,
        Verdict.FORMER_NAME,
        Verdict.UNKNOWN,
    ]
    assert told[1].remark == "《化妆品安全技术规范》禁用组分"
    assert "最高历史使用量：驻留类 97.9%" in told[0].remark
    assert told[-1].matched is None


def test_a_name_on_a_list_from_abroad_is_to_be_looked_at_and_never_prohibited() -> None:
    zinc, quinone, water = parsed("氧化锌、氢醌、水", catalogue(foreign()))
    assert zinc.verdict is Verdict.LOOK
    assert "须人工核对" in zinc.remark
    assert quinone.verdict is Verdict.PROHIBITED  # by the national catalogue's own words
    assert water.verdict is Verdict.USED
    alone = Catalogue([foreign()])
    assert {n.verdict for n in parse_label("成分：Zinc Oxide, Hydroquinone", alone)} == {Verdict.LOOK}


def test_a_national_list_of_prohibited_names_prohibits() -> None:
    banned = read_list([{"序号": "3", "中文名称": "甘油"}], ["序号", "中文名称"], "禁用", Kind.PROHIBITED)
    glycerin = parsed("水、Glycerin", catalogue(banned))[1]
    assert glycerin.verdict is Verdict.PROHIBITED
    assert "第 3 项" in glycerin.remark


def test_historical_maxima_of_a_list_of_their_own_come_before_the_catalogues() -> None:
    heads = ["中文名称", "淋洗类产品最高历史使用量（%）", "驻留类产品最高历史使用量（%）"]
    newer = read_list([dict(zip(heads, ("甘油", "12", ""), strict=True))], heads, "更新", Kind.MAXIMA)
    assert "淋洗类 12%" in parsed("水、甘油", catalogue(newer))[1].remark
    assert "驻留类" not in parsed("水、甘油", catalogue(newer))[1].remark


def test_an_international_name_outside_the_national_catalogue_is_said_to_be_so() -> None:
    names = read_list([{"inci_name": "XYLITYL NONSENSATE"}], ["cosing_ref_no", "inci_name"], "国际命名")
    assert names.kind is Kind.NAMES
    told = parsed("Water, Glycerin, Xylityl Nonsensate", catalogue(names))[2]
    assert (told.matched, told.verdict) == ("XYLITYL NONSENSATE", Verdict.NAMED)


def test_without_a_catalogue_names_are_cut_and_nothing_is_said_of_them() -> None:
    told = parse_label("成分：水、1,2-己二醇、香精", Catalogue([]))
    assert [(n.text, n.matched, n.verdict) for n in told] == [
        (text, None, Verdict.UNCHECKED) for text in ("水", "1,2-己二醇", "香精")
    ]
