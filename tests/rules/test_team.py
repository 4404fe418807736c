"""CQ 9 counts enforcement credentials, CQ 17 counts cosmetics inspectors; CQ 21 keeps interested people out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuangjian.engines.rules import review_faults, team_faults
from zhuangjian.engines.rules.people import Credential, Interest, InterestKind, Person
from zhuangjian.engines.rules.vocabulary import CredentialKind

DAY = date(2026, 11, 20)
PARTY = "91500000MA5U0000XX"


def credential(
    kind: CredentialKind, first: date = date(2025, 1, 1), last: date | None = date(2027, 1, 1)
) -> Credential:
    return Credential(kind, "证号", first, last)


ENFORCE = credential(CredentialKind.ENFORCEMENT)
INSPECT = credential(CredentialKind.INSPECTOR)
ANNA = Person("a", "安然", (ENFORCE,), leader=True)
BO = Person("b", "白波", (ENFORCE, INSPECT), frozenset({"微生物"}))
CHEN = Person("c", "陈晨", (INSPECT,))
DONG = Person("d", "董东", (INSPECT,))
EXPERT = Person("e", "方专家", (ENFORCE,), frozenset({"毒理"}), expert=True)


def codes(team: list[Person], **options: object) -> list[str]:
    return [f.code for f in team_faults(team, DAY, parties=[PARTY], **options).value]  # type: ignore[arg-type]


def test_two_officers_with_credentials_and_one_leader_may_go() -> None:
    answer = team_faults([ANNA, BO], DAY, parties=[PARTY])
    assert answer.value == ()
    assert answer.articles == ("CQ 9",)


def test_one_enforcement_credential_is_too_few() -> None:
    answer = team_faults([ANNA, CHEN], DAY)
    (fault,) = answer.value
    assert (fault.code, fault.article) == ("too_few_enforcement_credentials", "CQ 9")
    assert "只有1名" in fault.message


def test_inspector_certificates_do_not_count_as_enforcement_credentials() -> None:
    assert codes([replace(CHEN, leader=True), DONG]) == ["too_few_enforcement_credentials"]


def test_an_invited_expert_does_not_count_even_with_a_credential() -> None:
    assert codes([ANNA, EXPERT]) == ["too_few_enforcement_credentials"]


def test_the_same_person_twice_counts_once() -> None:
    assert codes([ANNA, ANNA]) == ["too_few_enforcement_credentials"]


def test_two_credentials_of_one_person_count_once() -> None:
    assert codes([replace(ANNA, credentials=(ENFORCE, ENFORCE))]) == ["too_few_enforcement_credentials"]


@pytest.mark.parametrize(
    ("first", "last", "enough"),
    [
        (date(2025, 1, 1), DAY, True),
        (date(2025, 1, 1), date(2026, 11, 19), False),
        (DAY, None, True),
        (date(2026, 11, 21), None, False),
    ],
)
def test_a_credential_counts_only_on_days_it_is_valid(first: date, last: date | None, enough: bool) -> None:
    bo = replace(BO, credentials=(credential(CredentialKind.ENFORCEMENT, first, last),))
    assert (codes([ANNA, bo]) == []) is enough


def test_a_lapsed_credential_is_named_in_the_message() -> None:
    bo = replace(BO, credentials=(credential(CredentialKind.ENFORCEMENT, last=date(2026, 11, 19)),))
    assert "白波的执法证当日不在有效期内" in team_faults([ANNA, bo], DAY).value[0].message


def test_a_team_has_exactly_one_leader() -> None:
    assert codes([replace(ANNA, leader=False), BO]) == ["no_leader"]
    assert codes([ANNA, replace(BO, leader=True)]) == ["several_leaders"]


def test_an_expert_does_not_lead() -> None:
    assert codes([replace(ANNA, leader=False), BO, replace(EXPERT, leader=True)]) == ["expert_leads"]


def test_expertise_the_task_needs_must_be_there_and_an_expert_may_bring_it() -> None:
    assert codes([ANNA, BO], expertise=["毒理"]) == ["expertise_missing"]
    assert codes([ANNA, BO, EXPERT], expertise=["毒理", "微生物"]) == []


@pytest.mark.parametrize("kind", ["same_employer", "past_employment", "relative", "shareholding"])
def test_nobody_with_an_interest_in_the_party_goes(kind: InterestKind) -> None:
    bo = replace(BO, interests=(Interest(kind, PARTY, "2019年"),))
    (fault,) = team_faults([ANNA, bo], DAY, parties=[PARTY]).value
    assert (fault.code, fault.article) == ("conflict_of_interest", "CQ 21")
    assert "白波" in fault.message


def test_an_interest_in_somebody_else_is_no_obstacle() -> None:
    assert codes([ANNA, replace(BO, interests=(Interest("relative", "另一家"),))]) == []


def test_an_expert_with_an_interest_does_not_go_either() -> None:
    expert = replace(EXPERT, interests=(Interest("shareholding", PARTY),))
    assert codes([ANNA, BO, expert]) == ["conflict_of_interest"]


def test_a_person_who_has_not_declared_is_named_as_missing() -> None:
    answer = team_faults([ANNA, replace(BO, interests=None)], DAY, parties=[PARTY])
    assert answer.missing == ("白波的利害关系申报",)


def test_an_empty_team_lacks_everything() -> None:
    assert codes([]) == ["no_leader", "too_few_enforcement_credentials"]


@given(st.integers(0, 4), st.integers(0, 4))
def test_only_enforcement_credentials_decide_whether_a_team_is_large_enough(
    officers: int, inspectors: int
) -> None:
    team = [Person(f"o{n}", f"执法{n}", (ENFORCE,), leader=n == 0) for n in range(officers)]
    team += [Person(f"i{n}", f"检查{n}", (INSPECT,)) for n in range(inspectors)]
    assert ("too_few_enforcement_credentials" in codes(team)) is (officers < 2)


def test_two_cosmetics_inspectors_may_review() -> None:
    assert review_faults([CHEN, DONG], DAY).value == ()


def test_two_enforcement_officers_may_not_review() -> None:
    (fault,) = review_faults([ANNA, replace(ANNA, id="z")], DAY).value
    assert (fault.code, fault.article) == ("too_few_inspectors", "CQ 17")


def test_one_cosmetics_inspector_and_one_lapsed_may_not_review() -> None:
    lapsed = replace(DONG, credentials=(credential(CredentialKind.INSPECTOR, last=date(2026, 11, 19)),))
    assert [f.code for f in review_faults([CHEN, lapsed], DAY).value] == ["too_few_inspectors"]
    assert review_faults([CHEN, lapsed], date(2026, 11, 19)).value == ()


def test_outside_chongqing_the_regulation_itself_asks_for_two_officers() -> None:
    (fault,) = team_faults([ANNA], DAY, region="liaoning").value
    assert fault.article == "条例 47"
