"""CQ 16: three closed lists that never mix."""

from __future__ import annotations

import pytest

from zhuangjian.engines.rules import conclusions_for
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import InspectionType, LicensingKind, PartyKind


def lists(kind: str, party: str) -> dict[str, list[str]]:
    return {entry.name: list(entry.labels) for entry in conclusions_for(kind, party).value}


@pytest.mark.parametrize("kind", ["licensing", "licensing_new", "licensing_extension", "licensing_change"])
def test_a_licensing_inspection_passes_is_rectified_or_fails(kind: str) -> None:
    assert lists(kind, "manufacturer") == {"licensing": ["现场核查通过", "整改后复查", "现场核查不通过"]}


def test_a_routine_production_inspection_speaks_of_the_quality_system() -> None:
    assert lists("routine", "filer") == {
        "production": [
            "检查未发现生产质量管理体系存在缺陷",
            "生产质量管理体系存在缺陷",
            "生产质量管理体系存在严重缺陷",
        ]
    }


@pytest.mark.parametrize(
    "party", ["distributor", "market_organiser", "fair_host", "platform", "salon", "hotel"]
)
def test_a_routine_operation_inspection_has_four_words(party: str) -> None:
    assert lists("routine", party) == {"operation": ["符合要求", "待整改后评定", "不符合要求", "其他"]}


@pytest.mark.parametrize("kind", ["for_cause", "other"])
@pytest.mark.parametrize("party", list(PartyKind))
def test_for_cause_and_other_inspections_have_no_fixed_words(kind: str, party: PartyKind) -> None:
    assert lists(kind, party.value) == {"none": []}


def test_one_who_makes_and_sells_gets_two_lists_each_for_its_side() -> None:
    answer = conclusions_for("routine", "manufacturer,distributor")
    assert [(e.name, e.parties) for e in answer.value] == [
        ("production", (PartyKind.MANUFACTURER,)),
        ("operation", (PartyKind.DISTRIBUTOR,)),
    ]
    assert any("不得混用" in r.text for r in answer.reasons)


def test_no_conclusion_stands_on_two_lists() -> None:
    seen: dict[str, str] = {}
    for kind in (*LicensingKind, InspectionType.ROUTINE):
        for party in PartyKind:
            try:
                found = conclusions_for(kind, [party]).value
            except Refusal:
                continue
            for entry in found:
                for conclusion in entry.conclusions:
                    assert seen.setdefault(conclusion.value, entry.name) == entry.name
    assert len(seen) == 10


def test_the_list_for_a_change_is_by_analogy_and_marked_so() -> None:
    assert conclusions_for("licensing_change", "manufacturer").basis == "to_be_confirmed"
    assert conclusions_for("licensing_new", "manufacturer").basis == "official"


def test_licensing_an_operator_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        conclusions_for("licensing", "hotel")
    assert caught.value.article == "CQ 23"
