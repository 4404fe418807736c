"""Input that contradicts itself: which rules collide, and for whom. Planning goes on with the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

from .board import Board, people_of
from .demands import YEAR_DAYS, horizon, visits_a_year
from .plan import Collision
from .problem import Problem
from .unmet import cannot_ever


def collisions(board: Board, served: Collection[int] = ()) -> tuple[Collision, ...]:
    """Every contradiction found before planning, in the order inspectors, parties, wishes.

    Wishes ``served`` by a visit stand in nobody's way and are not looked at.
    """
    return (*_inspectors(board), *_parties(board), *_wishes(board, served))


def _inspectors(board: Board) -> Iterator[Collision]:
    problem = board.problem
    bases = {b.id for b in problem.bases}
    first, last = horizon(problem)
    for person in problem.inspectors:
        if person.base not in bases:
            yield Collision(
                ("驻地",),
                "inspector",
                person.id,
                f"{person.name} 的驻地“{person.base}”不在驻地表中，未参加排程",
            )
        for away in person.away:
            if away.start > away.end:
                yield Collision(
                    ("请假外出",),
                    "inspector",
                    person.id,
                    f"{person.name} 的请假起 {away.start} 晚于止 {away.end}",
                )
    for n, person in enumerate(people_of(problem)):
        if not person.expert and not board.enforcing[n].any():
            yield Collision(
                ("执法证有效期", "计划期"),
                "inspector",
                person.id,
                f"{person.name} 在 {first} 至 {last} 没有有效的行政执法证，不能计入两名执法人员",
            )
        elif not board.fair[n]:
            yield Collision(
                ("每周可用天数", "请假培训"),
                "inspector",
                person.id,
                f"{person.name} 在计划期内没有可用的日子",
            )


def _parties(board: Board) -> Iterator[Collision]:
    problem = board.problem
    merge = problem.rules.merge_days
    assert merge
    known = {p.id for p in problem.parties}
    for key in problem.random_share:
        if key not in known:
            yield Collision(("随机抽取", "对象名单"), "party", key, f"抽中的对象 {key} 不在名单中")
    for n, party in enumerate(problem.parties):
        rule = visits_a_year(problem, party)
        if rule is None:
            continue
        cap = board.cap[n]
        if rule.per_year > cap and not (party.off_site and _off_site_is_free(problem)):
            yield Collision(
                (f"检查频次（{rule.article or '未写明依据'}）", f"年度上限（{problem.cap.article}）"),
                "party",
                party.id,
                f"{party.name} 按频次每年 {rule.per_year:g} 次，年度上限 {cap} 次；以上限为准，其余列为未满足",
            )
        if rule.per_year and YEAR_DAYS / rule.per_year <= merge.value:
            yield Collision(
                (f"检查频次（{rule.article or '未写明依据'}）", f"合并间隔（{merge.article}）"),
                "party",
                party.id,
                f"{party.name} 按频次约每 {YEAR_DAYS / rule.per_year:.0f} 日一次，而 {merge.value} 日内的检查应当合并",
            )


def _off_site_is_free(problem: Problem) -> bool:
    return any(e.on and e.what == "off_site" for e in problem.cap.exemptions)


def _wishes(board: Board, served: Collection[int]) -> Iterator[Collision]:
    problem = board.problem
    known = {p.id for p in problem.parties}
    merge = problem.rules.merge_days
    assert merge
    for wish in problem.wishes:
        if wish.party not in known:
            yield Collision(
                ("单列任务", "对象名单"), "wish", wish.id, f"任务 {wish.id} 的对象 {wish.party} 不在名单中"
            )
    for n, demand in enumerate(board.wished):
        if n in served:
            continue
        if demand.earliest > demand.latest:
            yield Collision(
                ("最早日期", "最晚日期"),
                "wish",
                demand.id,
                f"任务 {demand.id} 最早 {demand.earliest}，最晚 {demand.latest}，其间没有日子",
            )
        elif board.low[n] > board.high[n]:
            past = list(problem.parties[board.party[n]].past_visits)
            recent = max(past, default=None)
            if recent is not None and recent + timedelta(days=merge.value) >= demand.earliest:
                yield Collision(
                    (f"合并间隔（{merge.article}）", "任务窗口"),
                    "wish",
                    demand.id,
                    f"任务 {demand.id} 须在 {demand.latest} 前完成，而该对象 {recent} 刚检查过，{merge.value} 日内不能再查",
                )
        else:
            found = cannot_ever(board, n)
            if found:
                yield Collision(
                    ("任务要求", found[1] or "当日工时"), "wish", demand.id, f"任务 {demand.id}：{found[2]}"
                )
