"""CQ 14: the form of the record follows type of inspection, kind of party, and use of the checkpoints."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuangjian.engines.rules import forms_for
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import (
    OPERATOR_KINDS,
    PRODUCTION_KINDS,
    Form,
    InspectionType,
    PartyKind,
)

REPORT = (Form.INSPECTION_REPORT,)
PRODUCER_CHOICE = (Form.INSPECTION_REPORT, Form.INTERVIEW_TRANSCRIPT, Form.OTHER)
OPERATOR_CHOICE = (Form.RECORD_FORM, Form.INTERVIEW_TRANSCRIPT, Form.OTHER)
MAKERS = {PartyKind.MANUFACTURER, PartyKind.CONTRACT_MANUFACTURER}


def forms(kind: str, party: str, checkpoints: bool = False) -> tuple[Form, ...]:
    return forms_for(kind, party, checkpoints=checkpoints).value.forms


def naive(kind: InspectionType, party: PartyKind, checkpoints: bool) -> tuple[Form, ...] | None:
    """The five paragraphs read once more, one after the other; None is a refusal."""
    if kind is InspectionType.LICENSING:
        return REPORT if party in MAKERS else None
    if kind is InspectionType.ROUTINE and party in PRODUCTION_KINDS:
        return REPORT
    if kind is InspectionType.OTHER and party in PRODUCTION_KINDS and checkpoints:
        return REPORT
    if party in PRODUCTION_KINDS or party is PartyKind.SUPPLIER:
        return PRODUCER_CHOICE
    return OPERATOR_CHOICE


@pytest.mark.parametrize(
    ("kind", "party", "checkpoints"), list(itertools.product(InspectionType, PartyKind, (True, False)))
)
def test_every_case_agrees_with_a_naive_reading_of_the_five_paragraphs(
    kind: InspectionType, party: PartyKind, checkpoints: bool
) -> None:
    expected = naive(kind, party, checkpoints)
    if expected is None:
        with pytest.raises(Refusal):
            forms_for(kind, [party], checkpoints=checkpoints)
    else:
        answer = forms_for(kind, [party], checkpoints=checkpoints)
        assert answer.value.forms == expected
        assert answer.value.mandatory is (len(expected) == 1)
        assert answer.reasons[0].article in ("CQ 14", "CQ 54")


@pytest.mark.parametrize("party", ["registrant", "filer", "manufacturer", "contract_manufacturer"])
def test_a_routine_inspection_of_the_production_side_must_be_a_report(party: str) -> None:
    assert forms("routine", party) == REPORT


def test_an_other_inspection_of_a_producer_on_the_checkpoints_must_be_a_report() -> None:
    assert forms("other", "manufacturer", checkpoints=True) == REPORT
    assert forms("other", "manufacturer", checkpoints=False) == PRODUCER_CHOICE


def test_a_for_cause_inspection_of_a_producer_may_choose_even_on_the_checkpoints() -> None:
    assert forms("for_cause", "manufacturer", checkpoints=True) == PRODUCER_CHOICE


@pytest.mark.parametrize("kind", ["routine", "for_cause", "other"])
def test_a_responsible_person_and_an_operator_are_recorded_on_form_or_transcript(kind: str) -> None:
    assert forms(kind, "domestic_responsible_person") == OPERATOR_CHOICE
    assert forms(kind, "distributor", checkpoints=True) == OPERATOR_CHOICE


@pytest.mark.parametrize("party", ["registrant", "domestic_responsible_person", "salon"])
def test_licensing_somebody_who_does_not_make_anything_is_refused(party: str) -> None:
    with pytest.raises(Refusal, match="生产许可的申请人") as caught:
        forms_for("licensing", party)
    assert caught.value.article == "CQ 23"


def test_licensing_a_registrant_who_also_makes_is_a_report() -> None:
    assert forms("licensing", "registrant,manufacturer") == REPORT


def test_a_party_that_makes_and_sells_gets_the_report_for_a_routine_inspection() -> None:
    answer = forms_for("routine", "manufacturer,distributor")
    assert answer.value.forms == REPORT
    assert answer.value.by_party["distributor"] == OPERATOR_CHOICE


def test_a_for_cause_record_of_one_who_makes_and_sells_suits_both() -> None:
    assert forms("for_cause", "manufacturer,distributor") == (Form.INTERVIEW_TRANSCRIPT, Form.OTHER)


def test_a_suppliers_form_is_by_analogy_and_marked_so() -> None:
    answer = forms_for("other", "supplier")
    assert answer.basis == "to_be_confirmed"
    assert "CQ 54" in answer.articles


@given(
    st.sampled_from([t for t in InspectionType if t is not InspectionType.LICENSING]),
    st.lists(st.sampled_from(list(PartyKind)), min_size=1, max_size=5),
    st.booleans(),
)
def test_several_kinds_never_get_a_form_that_a_mandatory_paragraph_forbids(
    kind: InspectionType, parties: list[PartyKind], checkpoints: bool
) -> None:
    value = forms_for(kind, parties, checkpoints=checkpoints).value
    singles = [forms_for(kind, [p], checkpoints=checkpoints).value for p in parties]
    assert value.forms
    assert value.mandatory is any(s.mandatory for s in singles)
    if value.mandatory:
        assert value.forms == REPORT
    else:
        assert all(set(value.forms) <= set(s.forms) for s in singles)


@pytest.mark.parametrize(
    ("given_as", "kind"),
    [("operator", "distributor"), ("经营者", "distributor"), ("宾馆", "hotel"), ("Beauty-Salon", "salon")],
)
def test_party_kinds_may_be_given_as_people_say_them(given_as: str, kind: str) -> None:
    assert list(forms_for("routine", given_as).value.by_party) == [kind]


def test_every_operator_kind_is_treated_as_an_operator() -> None:
    assert {forms("routine", kind.value) for kind in OPERATOR_KINDS} == {OPERATOR_CHOICE}


@pytest.mark.parametrize("bad", ["", "shop", "manufacturer,shop"])
def test_an_unknown_party_kind_lists_the_valid_ones(bad: str) -> None:
    with pytest.raises(Refusal, match="registrant（注册人）"):
        forms_for("routine", bad)


def test_an_unknown_type_lists_the_valid_ones() -> None:
    with pytest.raises(Refusal, match="for_cause（有因检查）"):
        forms_for("surprise", "manufacturer")
