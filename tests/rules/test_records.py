"""CQ 14: what an on-site record must hold, and who signs it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhuangjian.engines.rules import record_faults
from zhuangjian.engines.rules.records import FIELDS, OnSiteRecord
from zhuangjian.engines.rules.vocabulary import Form

WHOLE = OnSiteRecord(
    party_name="某化妆品有限公司",
    party_address="渝中区某路1号",
    credit_code="91500000MA5U0000XX",
    cause="年度常规检查",
    basis="化妆品监督管理条例",
    content="检查要点实际生产版",
    time="2026年11月20日9时至17时",
    inspectors=("安然", "白波"),
    findings=("第25项：留样记录不全",),
    statement_heard=True,
    signed_by=("白波", "安然"),
    party_signed=True,
    copies_given=True,
    form=Form.INSPECTION_REPORT,
)


def codes(record: OnSiteRecord, **options: object) -> list[str]:
    return [f.code for f in record_faults(record, **options).value]  # type: ignore[arg-type]


def test_a_whole_record_has_no_faults() -> None:
    assert record_faults(WHOLE).value == ()


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_of_the_article_is_asked_for(name: str) -> None:
    (fault,) = record_faults(replace(WHOLE, **{name: " "})).value
    assert fault.code == f"{name}_missing"
    assert FIELDS[name] in fault.message
    assert fault.article == "CQ 14"


def test_an_empty_record_lacks_every_field_and_every_signature() -> None:
    found = codes(OnSiteRecord())
    assert {f"{name}_missing" for name in FIELDS} <= set(found)
    assert {"inspectors_missing", "findings_missing", "party_signature_missing", "copies_missing"} <= set(
        found
    )


def test_that_nothing_was_found_must_be_stated() -> None:
    assert codes(replace(WHOLE, findings=())) == ["findings_missing"]
    assert codes(replace(WHOLE, findings=(), none_found=True)) == []
    assert codes(replace(WHOLE, none_found=True)) == ["findings_contradict"]


@pytest.mark.parametrize("flag", ["risk_control", "suspected_violation", "transfer"])
def test_an_opinion_is_required_where_risk_control_violation_or_transfer_is_involved(flag: str) -> None:
    assert codes(replace(WHOLE, **{flag: True})) == ["opinion_missing"]
    assert codes(replace(WHOLE, **{flag: True}, opinion="建议移交稽查")) == []


def test_an_opinion_is_not_required_otherwise() -> None:
    assert codes(replace(WHOLE, opinion="")) == []


def test_the_whole_team_signs() -> None:
    (fault,) = record_faults(replace(WHOLE, signed_by=("安然",))).value
    assert fault.code == "team_signature_missing"
    assert "白波" in fault.message


def test_the_partys_seal_does_instead_of_its_heads_signature() -> None:
    assert codes(replace(WHOLE, party_signed=False, party_sealed=True)) == []


def test_without_signature_or_seal_a_refusal_must_be_noted_and_that_is_enough() -> None:
    bare = replace(WHOLE, party_signed=False)
    assert codes(bare) == ["party_signature_missing"]
    assert codes(replace(bare, party_refused=True)) == []


def test_a_signature_and_a_refusal_contradict_each_other() -> None:
    assert codes(replace(WHOLE, party_refused=True)) == ["refusal_contradicts"]


def test_the_party_is_heard_before_anybody_signs() -> None:
    assert codes(replace(WHOLE, statement_heard=False)) == ["statement_not_heard"]


def test_both_sides_get_a_copy() -> None:
    assert codes(replace(WHOLE, copies_given=False)) == ["copies_missing"]


def test_before_signing_only_the_contents_are_asked_for() -> None:
    draft = replace(WHOLE, signed_by=(), party_signed=False, copies_given=False, statement_heard=False)
    assert codes(draft, signing=False) == []
    assert codes(draft) != []


def test_a_form_that_the_article_does_not_allow_is_a_fault() -> None:
    options = {"inspection_type": "routine", "parties": "manufacturer"}
    assert codes(WHOLE, **options) == []
    assert codes(replace(WHOLE, form=Form.RECORD_FORM), **options) == ["form_wrong"]
    assert codes(replace(WHOLE, form=None), **options) == ["form_missing"]
    assert codes(replace(WHOLE, form=Form.RECORD_FORM), inspection_type="routine", parties="salon") == []
