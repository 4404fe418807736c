"""CQ 22 keeps, CQ 34 hides, CQ 52 publishes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuangjian.engines.rules import disclosable, may_disclose
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.disclosure import Audience, Matter, Stage, require_disclosable
from zhuangjian.engines.rules.vocabulary import InspectionType

BEFORE_CONCLUSION = [Stage.PLANNED, Stage.UNDER_WAY, Stage.CLOSED_ON_SITE]


def seen(who: str, kind: str, state: Stage, **options: bool) -> set[str]:
    return {m.value for m in disclosable(who, inspection_type=kind, state=state, **options)}


@pytest.mark.parametrize("notified", [True, False])
def test_a_for_cause_inspection_does_not_exist_for_the_party_until_it_begins(notified: bool) -> None:
    assert seen("party", "for_cause", Stage.PLANNED, notified=notified, consent=True) == set()
    assert "existence" in seen("party", "for_cause", Stage.UNDER_WAY)


def test_hiding_a_for_cause_inspection_names_article_34() -> None:
    answer = may_disclose("party", "existence", inspection_type="for_cause", state="planned")
    assert not answer.value.allowed
    assert answer.articles == ("CQ 34",)
    with pytest.raises(Refusal) as caught:
        require_disclosable(answer)
    assert caught.value.article == "CQ 34"


@pytest.mark.parametrize("state", list(Stage))
def test_progress_and_leads_of_a_for_cause_inspection_never_reach_the_party(state: Stage) -> None:
    assert not {"progress", "leads"} & seen("party", "for_cause", state, notified=True)


def test_an_unannounced_routine_inspection_is_hidden_and_an_announced_one_is_shown() -> None:
    assert seen("party", "routine", Stage.PLANNED) == set()
    assert {"existence", "schedule", "team"} <= seen("party", "routine", Stage.PLANNED, notified=True)


def test_the_party_learns_the_result_at_the_closing_meeting_not_before() -> None:
    assert "result" not in seen("party", "routine", Stage.UNDER_WAY)
    assert {"result", "record", "deficiencies"} <= seen("party", "routine", Stage.CLOSED_ON_SITE)


@pytest.mark.parametrize(
    ("what", "state", "notified", "article"),
    [
        # CQ 12 exempts unannounced inspections; credentials (CQ 11) are shown in every one.
        ("content", Stage.UNDER_WAY, True, "CQ 12"),
        ("content", Stage.UNDER_WAY, False, "CQ 11"),
        # The record and what it finds go to both sides (CQ 14); what was found is told at the end (CQ 15).
        ("record", Stage.CLOSED_ON_SITE, True, "CQ 14"),
        ("deficiencies", Stage.CONCLUDED, False, "CQ 14"),
        ("result", Stage.CLOSED_ON_SITE, True, "CQ 15"),
        # The party knows the conclusion from its own copy (CQ 16), not from publication (CQ 52).
        ("result", Stage.CONCLUDED, True, "CQ 16"),
        ("schedule", Stage.PLANNED, True, "CQ 7"),
        ("schedule", Stage.PLANNED, False, "CQ 7"),
    ],
)
def test_each_answer_to_the_party_cites_the_article_that_says_so(
    what: str, state: Stage, notified: bool, article: str
) -> None:
    answer = may_disclose("party", what, inspection_type="routine", state=state, notified=notified)
    assert answer.articles == (article,)
    assert answer.value.allowed == (state is not Stage.PLANNED or notified)


@pytest.mark.parametrize("kind", list(InspectionType))
def test_the_public_sees_party_basis_and_result_and_nothing_else(kind: InspectionType) -> None:
    assert seen("public", kind, Stage.CONCLUDED) == {"existence", "party_info", "basis", "result", "penalty"}


@pytest.mark.parametrize("kind", list(InspectionType))
@pytest.mark.parametrize("state", BEFORE_CONCLUSION)
def test_the_public_sees_nothing_before_the_conclusion(kind: InspectionType, state: Stage) -> None:
    assert seen("public", kind, state, notified=True, consent=True) == set()


def test_a_trade_secret_is_never_disclosed_without_consent() -> None:
    for who, kind, state in itertools.product(("public", "other_officer"), InspectionType, Stage):
        assert "trade_secret" not in seen(who, kind, state)


def test_with_the_partys_consent_a_trade_secret_may_be_disclosed_once_concluded() -> None:
    assert "trade_secret" in seen("public", "routine", Stage.CONCLUDED, consent=True)


@pytest.mark.parametrize("kind", list(InspectionType))
@pytest.mark.parametrize("state", list(Stage))
def test_team_and_organisers_see_all_of_it(kind: InspectionType, state: Stage) -> None:
    assert seen("team", kind, state) == seen("organiser", kind, state) == {m.value for m in Matter}


@pytest.mark.parametrize("state", BEFORE_CONCLUSION)
def test_an_officer_not_on_the_inspection_does_not_know_of_it(state: Stage) -> None:
    assert seen("other_officer", "for_cause", state) == set()


@given(
    st.sampled_from(list(Audience)),
    st.sampled_from(list(Matter)),
    st.sampled_from(list(InspectionType)),
    st.sampled_from(list(Stage)),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["chongqing", "liaoning"]),
)
def test_every_question_has_one_answer_with_an_article(
    who: Audience,
    what: Matter,
    kind: InspectionType,
    state: Stage,
    notified: bool,
    consent: bool,
    region: str,
) -> None:
    answer = may_disclose(
        who, what, inspection_type=kind, state=state, notified=notified, consent=consent, region=region
    )
    assert answer.articles[0]
    assert answer.reasons[0].text


@given(st.sampled_from(list(Matter)), st.sampled_from(list(InspectionType)), st.booleans())
def test_what_the_party_may_see_never_shrinks_as_the_inspection_goes_on(
    what: Matter, kind: InspectionType, notified: bool
) -> None:
    shown = [
        may_disclose("party", what, inspection_type=kind, state=s, notified=notified).value.allowed
        for s in Stage
    ]
    assert shown == sorted(shown)


def test_words_outside_the_lists_are_refused() -> None:
    with pytest.raises(Refusal, match="public（社会公众）"):
        may_disclose("journalist", "result", inspection_type="routine", state="concluded")
