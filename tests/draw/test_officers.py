"""Teams keep every condition; where none can be made, the file says what is lacking."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.helpers import TEAM, VALID, chi_square, chi_square_limit, ids, officers, plain_list
from zhuangjian.engines.draw import Document, Officer, Sheet, TeamRules, freeze, run, substitute
from zhuangjian.engines.draw.identity import lookalike
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.people import Credential, Interest, Person, team_faults
from zhuangjian.engines.rules.vocabulary import CredentialKind

FIRST, LAST = TEAM.days
PERIODS = st.sampled_from(
    [
        (),
        VALID,
        (("2026-12-01", "2026-12-03"),),
        (("2026-12-02", ""),),
        (("2020-01-01", "2026-12-02"),),
        (("2020-01-01", ""),),
    ]
)
PEOPLE = st.builds(
    Officer,
    st.just(""),
    st.just(""),
    PERIODS,
    st.booleans(),
    st.sampled_from([False, False, True]),
    st.frozensets(st.sampled_from(["微生物", "标签"])),
    st.none()
    | st.lists(
        st.tuples(st.sampled_from([*ids(6), "p000002", "信用3"]), st.just("relative")), max_size=2
    ).map(tuple),
    st.integers(0, 2),
    st.none() | st.integers(0, 5),
)


def drawn(
    people: list[Officer], count: int = 3, seed: str = "s", team: TeamRules = TEAM, size: int = 6
) -> Document:
    return run(freeze(plain_list(size), count, officers=people, team=team), seed)


def as_person(officer: Officer, leader: str) -> Person:
    credentials = tuple(
        Credential(
            CredentialKind.ENFORCEMENT, "号", date.fromisoformat(a), date.fromisoformat(b) if b else None
        )
        for a, b in officer.enforcement
    )
    interests = (
        None
        if officer.interests is None
        else tuple(Interest("relative", lookalike(p)) for p, _ in officer.interests)
    )
    return Person(
        officer.id,
        officer.name,
        credentials,
        officer.expertise,
        interests,
        officer.id == leader,
        officer.expert,
    )


@given(st.lists(PEOPLE, min_size=2, max_size=9), st.integers(2, 3), st.text("abc", min_size=1, max_size=3))
def test_no_team_ever_breaks_a_rule_and_none_is_left_out_that_could_be_made(
    people: list[Officer], most: int, seed: str
) -> None:
    people = [replace(one, id=f"O{n}") for n, one in enumerate(people)]
    rows = [[one, "微生物、标签" if n == 1 else "", f"信用{n}"] for n, one in enumerate(ids(6))]
    rules = replace(TEAM, size=(2, most), expertise_by="专长", conflict_by=("信用",))
    try:
        document = freeze(Sheet(["编号", "专长", "信用"], rows), 4, officers=people, team=rules)
    except Refusal:
        assert not staffed(people)
        return
    document = run(document, seed)
    by_id, cells = {one.id: one for one in people}, {row[0]: row for row in rows}
    teams = document["result"]["teams"]
    visits = Counter(one for team in teams for one in team["members"])
    for team in teams:
        members = [by_id[one] for one in team["members"]]
        row = cells[team["id"]]
        needs = {"微生物", "标签"} if row[1] else set()
        if members:
            assert team["lacking"] == []
            for day in (FIRST, LAST):
                persons = [as_person(one, team["leader"]) for one in members]
                parties = [lookalike(row[0]), lookalike(row[2])]
                assert (
                    team_faults(persons, day, parties=parties, expertise=needs, on="2026-12-01").value == ()
                )
            assert 2 <= len(members) <= most
            assert by_id[team["leader"]].lead
            assert all(one.interests is not None for one in members)
        else:
            assert team["lacking"]
            assert not possible(people, row, needs, most, visits)
            unlimited = [replace(one, limit=None) for one in people]
            assert possible(unlimited, row, needs, most, visits) == ("limit" in team["lacking"])
    for one in people:
        assert one.limit is None or visits[one.id] == 0 or one.load + visits[one.id] <= one.limit


def staffed(people: list[Officer]) -> bool:
    """Whether the declared people have what every team of four visits needs, limits counted roughly."""
    declared = [o for o in people if o.interests is not None]
    holders = [
        o
        for o in declared
        if not o.expert and any(a <= FIRST and (not b or b >= LAST) for a, b in o.enforcement)
    ]
    room = sum(4 if o.limit is None else min(max(o.limit - o.load, 0), 4) for o in holders)
    unlimited = any(o.limit is None for o in holders)
    return len(holders) >= 2 and any(o.lead and not o.expert for o in declared) and (unlimited or room >= 8)


def possible(people: list[Officer], row: list[str], needs: set[str], most: int, visits: Counter[str]) -> bool:
    """Whether any team at all could go, by trying them all."""
    parties = {lookalike(row[0]), lookalike(row[2])}

    def fits(team: tuple[Officer, ...]) -> bool:
        holders = [
            o
            for o in team
            if not o.expert and any(a <= FIRST and (not b or b >= LAST) for a, b in o.enforcement)
        ]
        clean = all(
            o.interests is not None and not {lookalike(p) for p, _ in o.interests} & parties for o in team
        )
        room = all(o.limit is None or o.load + visits[o.id] < o.limit for o in team)
        led = any(o.lead and not o.expert for o in team)
        return (
            len(holders) >= 2
            and clean
            and room
            and led
            and needs <= set().union(*(o.expertise for o in team))
        )

    return any(fits(team) for size in range(2, most + 1) for team in combinations(people, size))


def test_every_pair_of_officers_comes_equally_often() -> None:
    runs, people = 3000, officers(5)
    document = freeze(plain_list(1), 1, officers=people, team=TEAM)
    pairs = Counter(
        tuple(sorted(run(document, f"s{n}")["result"]["teams"][0]["members"])) for n in range(runs)
    )
    assert len(pairs) == 10
    assert chi_square(list(pairs.values()), runs / 10) < chi_square_limit(9)


def test_load_is_spread_evenly() -> None:
    document = drawn(officers(5), 20, size=30)
    visits = Counter(one for team in document["result"]["teams"] for one in team["members"])
    assert sum(visits.values()) == 40
    assert max(visits.values()) - min(visits.values()) <= 1


def test_those_with_more_visits_already_come_later() -> None:
    people = [replace(one, load=3 if one.id < "O003" else 0) for one in officers(6)]
    (team,) = drawn(people, 1)["result"]["teams"]
    assert min(team["members"]) >= "O003"


@pytest.mark.parametrize(("last", "fine"), [("2026-12-02", False), ("2026-12-03", True)])
def test_a_credential_counts_when_it_is_valid_on_the_last_day(last: str, fine: bool) -> None:
    people = [*officers(1), replace(officers(2)[1], enforcement=(("2025-01-01", last),))]
    if fine:
        assert drawn(people)["result"]["teams"][0]["members"]
    else:
        with pytest.raises(Refusal, match="只有1名，需要2名"):
            drawn(people)


def test_an_expert_never_counts_and_never_leads() -> None:
    with pytest.raises(Refusal, match="只有1名，需要2名"):
        drawn([*officers(1), replace(officers(2)[1], expert=True)])
    with pytest.raises(Refusal, match="没有可任组长的人员"):
        drawn([replace(one, lead=False) for one in officers(3)])


def test_who_has_not_declared_is_not_drawn() -> None:
    people = [*officers(3), Officer("X", "未申报", VALID, lead=True, interests=None)]
    assert all(
        "X" not in team["members"] for n in range(20) for team in drawn(people, 6, f"s{n}")["result"]["teams"]
    )


def test_an_interest_in_one_party_keeps_from_that_visit_only() -> None:
    people = [
        replace(one, interests=(("ｐ000001", "shareholding"),)) if one.id == "O000" else one
        for one in officers(3)
    ]
    seen = {
        team["id"]
        for n in range(30)
        for team in drawn(people, 3, f"s{n}", size=3)["result"]["teams"]
        if "O000" in team["members"]
    }
    assert seen == {"P000000", "P000002"}


def test_what_is_lacking_is_written_into_the_file() -> None:
    people = [
        replace(one, interests=(("P000001", "relative"),)) if one.id != "O000" else one for one in officers(3)
    ]
    teams = {team["id"]: team for team in drawn(people, 3, size=3)["result"]["teams"]}
    assert teams["P000001"] == {"id": "P000001", "members": [], "leader": "", "lacking": ["enforcement:1/2"]}
    assert teams["P000000"]["members"]


def test_a_full_limit_is_told_from_a_rule_that_cannot_be_kept() -> None:
    limited = [*officers(2, limit=1), *[replace(o, id=f"E{o.id}", enforcement=()) for o in officers(2)]]
    with pytest.raises(Refusal, match="共需 4 人次，而全部执法人员在次数上限内只有 2 人次"):
        drawn(limited, 2)
    one_unlimited = [replace(limited[0], limit=None), limited[1]]
    lacking = sorted(team["lacking"] for team in drawn(one_unlimited, 2)["result"]["teams"])
    assert lacking == [[], ["limit", "enforcement:1/2"]]


def test_limits_that_are_just_enough_are_enough() -> None:
    assert all(team["members"] for team in drawn(officers(2, limit=2), 2)["result"]["teams"])
    with pytest.raises(Refusal, match="共需 6 人次，而全部执法人员在次数上限内只有 4 人次"):
        drawn(officers(2, limit=2), 3)


def test_a_team_grows_only_when_it_must() -> None:
    people = [*officers(4), Officer("专", "专家", (), expert=True, expertise=frozenset({"毒理"}))]
    rules = replace(TEAM, size=(2, 3), expertise=("毒理",))
    assert {len(team["members"]) for team in drawn(people, 3, team=rules)["result"]["teams"]} == {3}
    assert {
        team["lacking"][0] for team in drawn(people, 3, team=replace(rules, size=(2, 2)))["result"]["teams"]
    } == {"size"}
    assert {
        len(team["members"]) for team in drawn(people, 3, team=replace(TEAM, size=(2, 3)))["result"]["teams"]
    } == {2}


@pytest.mark.parametrize(("size", "fine"), [((1, 2), False), ((2, 2), True), ((3, 2), False), ((2, 4), True)])
def test_a_team_has_room_for_its_enforcement_officers(size: tuple[int, int], fine: bool) -> None:
    rules = replace(TEAM, size=size)
    if fine:
        assert drawn(officers(4), team=rules)["result"]["teams"][0]["members"]
    else:
        with pytest.raises(Refusal, match="不相容"):
            drawn(officers(4), team=rules)


@pytest.mark.parametrize(
    ("people", "team", "words"),
    [
        ([], TEAM, "没有人员名单"),
        (officers(2), None, "没有写明组队条件"),
        ([*officers(1), *officers(1)], TEAM, "重复"),
        ([*officers(2), Officer("o000", "小写", VALID)], TEAM, "大小写不同"),
        ([Officer("A", "", (("2026-13-01", ""),))], TEAM, "不是 YYYY-MM-DD"),
        ([Officer("A", "", (("2026-12-01", "2026-11-30"),))], TEAM, "终止日早于起始日"),
        ([Officer("A", load=-1)], TEAM, "小于 0"),
        ([Officer(" ")], TEAM, "没有编号"),
        (officers(2), replace(TEAM, days=("2026-12-03", "2026-12-01")), "早于第一日"),
        (officers(2), replace(TEAM, conflict_by=("信用",)), "没有“信用”这一列"),
        (officers(2), replace(TEAM, expertise=("毒理",)), "没有人具备“毒理”专长"),
    ],
)
def test_people_and_conditions_that_cannot_be_used_are_refused(
    people: list[Officer], team: Any, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        freeze(plain_list(3), 1, officers=people, team=team)


def test_the_order_of_the_people_does_not_matter() -> None:
    assert drawn(officers(6), 4) == drawn(officers(6)[::-1], 4)


def test_an_officer_of_the_rules_becomes_one_of_the_draw() -> None:
    person = Person(
        "a",
        "安然",
        (
            Credential(CredentialKind.ENFORCEMENT, "1", date(2025, 1, 1), date(2026, 1, 1)),
            Credential(CredentialKind.INSPECTOR, "2", date(2025, 1, 1)),
        ),
        frozenset({"标签"}),
        (Interest("relative", "P1"),),
        leader=True,
    )
    assert Officer.of(person, load=2, limit=5) == Officer(
        "a",
        "安然",
        (("2025-01-01", "2026-01-01"),),
        True,
        False,
        frozenset({"标签"}),
        (("P1", "relative"),),
        2,
        5,
    )


def test_a_replaced_officer_gives_way_to_the_next_and_the_others_stay() -> None:
    before = drawn(officers(6), 3)
    team = before["result"]["teams"][0]
    after = substitute(before, team["id"], "生病", officer=team["members"][0])
    (new,) = after["rounds"][1]["teams"]
    assert new["members"][0] == team["members"][1]
    assert new["members"][1] not in team["members"]
    assert new["leader"] in new["members"]
    assert after["result"]["teams"][1:] == before["result"]["teams"][1:]
    again = substitute(after, team["id"], "临时任务", officer=new["members"][1])
    assert team["members"][0] not in again["result"]["teams"][0]["members"]


def test_nobody_is_sent_when_nobody_can_replace() -> None:
    document = drawn(officers(2), 1)
    team = document["result"]["teams"][0]
    with pytest.raises(Refusal, match="无人可补：执法证有效且可派的执法人员只有1名，需要2名"):
        substitute(document, team["id"], "生病", officer="O000")
    with pytest.raises(Refusal, match="不在“.*”的检查组中"):
        substitute(document, team["id"], "生病", officer="O009")
