"""CQ 2, 4, 53: who is competent for a party at a place."""

from __future__ import annotations

import pytest

from zhuangjian.engines.rules import competent_authority
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import OPERATOR_KINDS, AuthorityKind, PartyKind


@pytest.mark.parametrize(
    "party",
    ["registrant", "filer", "manufacturer", "contract_manufacturer", "domestic_responsible_person"],
)
def test_the_production_side_belongs_to_the_municipal_authority(party: str) -> None:
    (found,) = competent_authority(party, "500103").value
    assert found.kind is AuthorityKind.MUNICIPAL
    assert found.name == "重庆市药品监督管理局"
    assert set(found.carried_out_by) == {
        AuthorityKind.INSPECTION_BUREAU,
        AuthorityKind.INSPECTION_INSTITUTION,
    }


@pytest.mark.parametrize("party", sorted(OPERATOR_KINDS))
def test_operators_belong_to_their_district(party: PartyKind) -> None:
    (found,) = competent_authority([party], "500103").value
    assert found.kind is AuthorityKind.DISTRICT
    assert found.name == "渝中区市场监督管理局"
    assert found.article in ("CQ 4", "CQ 53")


def test_one_who_makes_and_sells_has_two_authorities_each_with_its_reason() -> None:
    answer = competent_authority("manufacturer,salon", "500103")
    assert [c.kind for c in answer.value] == [AuthorityKind.MUNICIPAL, AuthorityKind.DISTRICT]
    assert len({c.reason for c in answer.value}) == 2
    assert answer.articles == ("CQ 2", "CQ 4", "CQ 53")


def test_two_kinds_of_the_same_authority_are_one_answer() -> None:
    (found,) = competent_authority("registrant,manufacturer", "500103").value
    assert found.parties == (PartyKind.REGISTRANT, PartyKind.MANUFACTURER)


def test_an_operator_without_a_district_names_the_missing_fact() -> None:
    answer = competent_authority("distributor", "chongqing")
    assert answer.missing
    assert not competent_authority("distributor", "500103").missing
    assert not competent_authority("manufacturer", "chongqing").missing


def test_a_county_is_found_by_code_and_by_name() -> None:
    by_code = competent_authority("hotel", "500243").value[0]
    assert by_code.name == "彭水苗族土家族自治县市场监督管理局"
    assert competent_authority("hotel", "彭水苗族土家族自治县").value[0] == by_code


def test_a_code_that_does_not_exist_in_the_municipality_is_refused() -> None:
    with pytest.raises(Refusal, match="请核对代码"):
        competent_authority("hotel", "500199")


def test_another_province_is_refused_with_the_regions_that_have_rules() -> None:
    with pytest.raises(Refusal, match="chongqing（重庆市）"):
        competent_authority("manufacturer", "440100")


def test_a_liaoning_maker_belongs_to_the_provincial_authority_to_be_confirmed() -> None:
    answer = competent_authority("manufacturer", "210102")
    assert answer.value[0].name == "辽宁省药品监督管理局"
    assert answer.basis == "to_be_confirmed"


def test_all_districts_of_chongqing_are_known() -> None:
    from zhuangjian.engines.rules import load_pack

    divisions = load_pack("chongqing").head.divisions
    assert len(divisions) == 38
    assert all(code.startswith("50") and len(code) == 6 for code in divisions)
