"""Nothing is drawn again in silence: every later round has its reason and stays in the file."""

from __future__ import annotations

import pytest

from tests.draw.helpers import TEAM, drawn, ids, officers, plain_list, second_problems
from zhuangjian.engines.draw import Exclusion, Sheet, freeze, run, substitute, verify
from zhuangjian.engines.draw.ranking import first, item_score
from zhuangjian.engines.rules.answer import Refusal


def order(count: int, seed: str, number: int = 1) -> list[str]:
    return [one for _, one in first(ids(count), count, item_score(seed, number))]


def test_the_next_in_rank_takes_the_place() -> None:
    ranking = order(10, "s")
    document = run(freeze(plain_list(10), 3), "s")
    one = substitute(document, ranking[0], "已停业")
    two = substitute(one, ranking[3], "已注销")
    assert one["result"]["selected"] == sorted(ranking[1:4])
    assert two["result"]["selected"] == sorted([ranking[1], ranking[2], ranking[4]])
    assert [(e["round"], e["kind"], e["reason"], e["withdrawn"]) for e in two["rounds"]] == [
        (1, "draw", "", ""),
        (2, "substitution", "已停业", ranking[0]),
        (3, "substitution", "已注销", ranking[3]),
    ]
    assert two["rounds"][0] == document["rounds"][0]
    assert verify(two).ok


def test_the_substitute_comes_from_the_same_stratum() -> None:
    rows = Sheet(["编号", "区"], [[one, "甲" if n < 5 else "乙"] for n, one in enumerate(ids(10))])
    document = run(freeze(rows, 4, strata=["区"]), "s")
    gone = document["result"]["selected"][0]
    assert gone < "P000005"
    (chosen,) = substitute(document, gone, "停业")["rounds"][1]["selected"]
    assert (chosen["stratum"], chosen["rank"]) == (["甲"], 3)


def test_nobody_comes_back_and_an_empty_stratum_says_so() -> None:
    document = run(freeze(plain_list(3), 2), "s")
    ranking = order(3, "s")
    document = substitute(document, ranking[0], "停业")
    with pytest.raises(Refusal, match="3 家都已抽过"):
        substitute(document, ranking[1], "停业")
    with pytest.raises(Refusal, match="不在当前抽取结果中"):
        substitute(document, ranking[0], "停业")


def test_an_excluded_item_is_no_substitute() -> None:
    ranking = order(6, "s")
    document = run(freeze(plain_list(6), 2, exclusions=[Exclusion(ranking[2], "近期已检查")]), "s")
    assert substitute(document, ranking[0], "停业")["result"]["selected"] == sorted([ranking[1], ranking[3]])


def test_a_substitution_needs_a_reason_and_a_draw() -> None:
    document = freeze(plain_list(5), 2)
    with pytest.raises(Refusal, match="还没有抽取"):
        substitute(document, "P000000", "停业")
    with pytest.raises(Refusal, match="没有写明理由"):
        substitute(run(document, "s"), order(5, "s")[0], " ")


def test_a_second_draw_needs_a_reason_and_keeps_the_first() -> None:
    document = run(freeze(plain_list(30), 5), "s")
    with pytest.raises(Refusal, match="不能悄悄重抽"):
        run(document)
    with pytest.raises(Refusal, match="不要另给种子"):
        run(document, "t", again="名单有误")
    again = run(document, again="名单有误")
    assert again["result"]["selected"] == sorted(order(30, "s", 2)[:5])
    assert [(e["kind"], e["reason"]) for e in again["rounds"]] == [("draw", ""), ("redraw", "名单有误")]
    assert again["rounds"][0] == document["rounds"][0]
    assert "有过重抽，理由和以前各轮见 rounds" in verify(again).notes


def test_a_first_draw_takes_no_reason() -> None:
    with pytest.raises(Refusal, match="还没有抽取过"):
        run(freeze(plain_list(5), 2), "s", again="重来")


def test_after_a_redraw_substitutes_follow_the_new_ranking() -> None:
    document = run(run(freeze(plain_list(10), 2), "s"), again="名单有误")
    ranking = order(10, "s", 2)
    document = substitute(document, ranking[0], "停业")
    assert document["rounds"][2]["ranked_in"] == 2
    assert document["result"]["selected"] == sorted(ranking[1:3])


def test_a_substitute_gets_a_team_and_the_old_one_is_released() -> None:
    people = officers(4, limit=3)
    document = run(freeze(plain_list(10), 6, officers=people, team=TEAM), "s")
    after = substitute(document, document["result"]["selected"][0], "停业")
    assert len(after["result"]["teams"]) == 6
    assert [team["id"] for team in after["result"]["teams"]] == after["result"]["selected"]
    assert all(team["members"] for team in after["result"]["teams"])
    assert verify(after).ok
    assert second_problems(after) == []


def test_the_steps_leave_the_file_they_were_given_alone() -> None:
    document = freeze(plain_list(10), 3)
    before = repr(document)
    run(document, "s")
    assert repr(document) == before
    first_round = run(document, "s")
    before = repr(first_round)
    substitute(first_round, first_round["result"]["selected"][0], "停业")
    assert repr(first_round) == before
    assert drawn(plain_list(10), 3, "s") == first_round["result"]["selected"]
