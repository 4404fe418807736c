"""Scope, kinds, closed lists and commencement, as the Chongqing articles enumerate them."""

from __future__ import annotations

from datetime import date

import pytest

from zhuangjian.engines.rules import load_pack, pack_in_force
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.lookup import number, parameter, place_for
from zhuangjian.engines.rules.vocabulary import OPERATOR, InspectionType, LicensingKind, Mode, PartyKind
from zhuangjian.engines.rules.words import read_parties, read_type

CHONGQING = load_pack("chongqing")
LIAONING = load_pack("liaoning")
TODAY = date(2026, 11, 21)


def test_the_laws_that_article_1_rests_on_are_registered() -> None:
    titles = " ".join(document.title for document in CHONGQING.documents.values())
    for law in (
        "化妆品监督管理条例",
        "注册备案管理办法",
        "生产经营监督管理办法",
        "检查管理办法",
        "规范涉企行政检查办法",
    ):
        assert law in titles


def test_the_rules_reach_as_far_as_the_municipality() -> None:
    assert place_for("500103").pack.label == CHONGQING.label
    with pytest.raises(Refusal):
        place_for("510100")


def test_there_are_four_types_of_inspection() -> None:
    assert [t.label for t in InspectionType] == ["许可检查", "常规检查", "有因检查", "其他检查"]
    assert read_type("有因检查") == (InspectionType.FOR_CAUSE, None)


def test_an_inspection_is_on_site_written_or_remote() -> None:
    assert [m.value for m in Mode] == ["on_site", "off_site_written", "off_site_remote"]


def test_there_are_three_licensing_inspections() -> None:
    assert [k.label for k in LicensingKind] == ["生产许可现场核查", "延续许可后现场核查", "变更现场核查"]
    assert read_type("变更现场核查") == (InspectionType.LICENSING, LicensingKind.CHANGE)


@pytest.mark.parametrize(
    "kind",
    [
        "注册人",
        "备案人",
        "受托生产企业",
        "境内责任人",
        "销售经营者",
        "集中交易市场开办者",
        "展销会举办者",
        "电子商务平台经营者",
        "美容美发机构",
        "宾馆",
    ],
)
def test_every_party_that_article_53_names_is_a_kind(kind: str) -> None:
    (found,) = read_parties(kind)
    assert found.label == kind


def test_the_umbrella_word_and_the_kind_have_two_names() -> None:
    assert OPERATOR == "经营者"
    assert OPERATOR not in {kind.label for kind in PartyKind}
    assert read_parties(OPERATOR) == (PartyKind.DISTRIBUTOR,)


def test_a_party_named_twice_is_one_kind_and_commas_of_either_width_work() -> None:
    assert read_parties("注册人，备案人, 注册人") == (PartyKind.REGISTRANT, PartyKind.FILER)


@pytest.mark.parametrize(
    ("name", "count", "article"),
    [
        ("urgent_report_situations", 7, "CQ 35"),
        ("obstruction_forms", 5, "CQ 51"),
        ("rectification_report_parts", 4, "CQ 19"),
        ("result_measures", 6, "CQ 49"),
    ],
)
def test_each_closed_list_has_as_many_members_as_its_article(name: str, count: int, article: str) -> None:
    found = parameter(CHONGQING, name, TODAY)
    assert isinstance(found.value, tuple)
    assert (len(found.value), found.article) == (count, article)
    assert len(set(found.value)) == count


@pytest.mark.parametrize(
    ("name", "value"),
    [("merge_interval_days", 30), ("team_enforcement_min", 2), ("review_inspectors_min", 2)],
)
def test_each_number_is_the_articles(name: str, value: int) -> None:
    assert number(CHONGQING, name, TODAY)[0] == value


def test_liaoning_asks_for_twenty_hours_from_2026_to_2028() -> None:
    assert number(LIAONING, "training_hours_min", date(2026, 1, 1))[0] == 20
    assert number(LIAONING, "training_hours_min", date(2028, 12, 31))[0] == 20
    with pytest.raises(Refusal, match="停止施行"):
        number(LIAONING, "training_hours_min", date(2029, 1, 1))


def test_liaoning_integrates_seven_kinds_of_data() -> None:
    value = parameter(LIAONING, "data_kinds", TODAY).value
    assert isinstance(value, tuple)
    assert len(value) == 7


def test_the_rules_apply_from_the_day_they_were_issued() -> None:
    assert pack_in_force("chongqing", date(2025, 12, 23)).label == CHONGQING.label
    assert pack_in_force("chongqing", date(2025, 12, 22)).name == "national"


def test_an_unknown_parameter_or_region_is_refused() -> None:
    with pytest.raises(Refusal, match="没有名为"):
        parameter(CHONGQING, "weather", TODAY)
    with pytest.raises(Refusal, match="法规包"):
        place_for("")


def test_a_number_that_is_not_a_number_is_refused() -> None:
    with pytest.raises(Refusal, match="应为整数"):
        number(CHONGQING, "result_measures", TODAY)
