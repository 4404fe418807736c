"""A plan of action runs: opened as data, items of units, meetings followed up, reports sent, what is late seen (LN 1, 3, 4)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.improvement.board import board_of, goals_of
from zhuangjian.apps.improvement.models import ActionPlan, Item, Report
from zhuangjian.apps.ledger.action import ACTIONS, NotYours, Upload, perform
from zhuangjian.engines.improvement.shares import Share, change
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.improvement import plan_from, plans_of_action
from zhuangjian.engines.rules.lookup import pack_for

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 5, 12, 1, tzinfo=UTC)
OWN = """plans:
  - key: own-2026
    title: 本市质量体系提升专项行动
    effective_from: 2026-01-01
    effective_to: 2026-12-31
    article: 良好做法
    basis: house
    meaning: 本市自行安排的行动
    group: {title: 专项工作组, office: 化妆品监管处, article: 良好做法, meaning: 由分管领导牵头}
    reports: {article: 良好做法, to: 某市人民政府, meaning: 按季报送}
    goals: [{key: system, title: 体系运行效能提升, article: 良好做法, figures: [inspections_passed]}]
    tasks: [{number: 1, article: 良好做法, title: 共性问题, meaning: 梳理并解决共性问题, lead: [化妆品监管处]}]
    phases: [{year: 2026, title: 全年工作, article: 良好做法, deliverables: [{key: list, title: 列出共性问题, task: 1, owner: lead}]}]
"""


def do(name: str, person: Any, target: Any = None, at: datetime = OPENED, /, **data: Any) -> Any:
    found = perform(ACTIONS[name], person, target, data, at=at).object
    return type(found)._base_manager.get(pk=found.pk)


def opened(w: Any, region: str) -> ActionPlan:
    """The plan of the place; where its law has none, the authority's own."""
    own = {} if plans_of_action(region) else {"file": Upload.of("plan.yaml", OWN.encode(), "text/yaml")}
    return do("improvement.open", w.programme_officer, **own)  # type: ignore[no-any-return]


def owed(row: Any) -> list[tuple[str, str]]:
    rows = Duty.objects.filter(target_model=row._meta.label_lower, target_id=row.pk, done_at=None)
    return [(one.kind, one.role) for one in rows]


def test_the_plan_of_the_place_has_its_twelve_tasks_with_the_units_as_the_text_ends_each():
    (plan,) = plans_of_action("liaoning")
    assert [one.number for one in plan.tasks] == list(range(1, 13))
    assert plan.task(3).units == "化妆品监管处牵头；各稽查处负责；省药检院、省保化协会配合"
    assert plan.task(11).lead == ("化妆品监管处", "科技信息处")
    assert plan.task(5).responsible == ()
    assert [phase.year for phase in plan.phases] == [2026, 2027, 2028]
    assert set(plan.articles()) >= {f"LN {one}" for one in ("2(1)", "2(12)", "3(1)", "3(3)", "4(1)", "4(4)")}
    assert {theme.key for theme in plan.themes} == {
        "documents", "consistency", "ingredients", "posts", "self_inspection", "commissioned", "release"
    }  # fmt: skip
    assert plans_of_action(pack=pack_for("chongqing")) == ()


def test_a_place_without_a_plan_says_so_and_takes_the_authoritys_own(world, region):
    if region == "chongqing":
        with pytest.raises(Refusal, match="没有施行中的行动方案"):
            do("improvement.open", world.programme_officer)
    plan = opened(world, region)
    assert plan.own == (region == "chongqing")
    assert Item.objects.filter(plan=plan).count() == (12 if region == "liaoning" else 1)
    with pytest.raises(Refusal, match="已经启动"):
        opened(world, region)
    for text, said in (
        (OWN.replace("inspections_passed", "happiness"), "没有名为 happiness 的指标"),
        (OWN.replace("task: 1", "task: 9"), "没有第 9 项任务"),
        (OWN.replace("basis: house", "basis: official"), "第 2 行|出处|核对"),
    ):
        with pytest.raises(Refusal, match=said):
            plan_from(text)


def test_an_item_is_its_units_turn_until_it_is_done_with_a_proof_or_dropped_and_late_ones_are_seen(
    world, region
):
    plan = opened(world, region)
    given = {"title": "报送调研情况", "due": "2026-06-20", "units": [world.bureau.pk]}
    held = {"title": "部署会", "held_on": "2026-05-11", "attendees": "各单位", "minutes": "部署工作"}
    meeting = do("improvement.record_meeting", world.programme_officer, plan, **held)
    do("improvement.add_decision", world.programme_officer, meeting, **given)
    row = Item.objects.get(meeting=meeting)
    assert owed(row) == [("improvement.finish", "inspector")]
    assert row in board_of(plan, world.head)["late_items"]
    with pytest.raises(Refusal, match="证明材料"):
        do("improvement.finish_item", world.bureau_head, row, note="已调研")
    with pytest.raises(NotYours):
        do("improvement.finish_item", world.head, row, note="已调研", proof="一号")
    row = do("improvement.finish_item", world.leader, row, note="已调研", proof="调研报告1号")
    assert (row.stage, owed(row), row in board_of(plan, world.head)["late_items"]) == ("done", [], False)
    told = {"kind": "exchange", "title": "通报进展", "units": [world.bureau.pk, world.institution.pk]}
    do("improvement.add_item", world.head, plan, **told)
    rows = Item.objects.filter(kind="exchange").order_by("pk")
    assert [one.unit for one in rows] == [world.bureau, world.institution]
    row = do("improvement.drop_item", world.head, rows[1], reason="单位没有相关工作")
    assert (row.stage, owed(row)) == ("dropped", [])
    with pytest.raises(Refusal, match="没有办结"):
        do("improvement.close", world.head, plan, summary="三年行动取得成效，固化经验做法。")


def test_a_report_is_drafted_from_the_data_approved_sent_as_a_letter_and_the_next_period_begins(
    world, region
):
    plan = opened(world, region)
    rows = {one.unit: one for one in Report.objects.filter(plan=plan)}
    assert set(rows) == {world.bureau, world.municipal}
    row = rows[world.bureau]
    assert (row.first, row.last, row.due) == (date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 10))
    july = datetime(2026, 7, 8, 1, tzinfo=UTC)
    first = ACTIONS["improvement.draft_report"].initial(world.leader, row)
    row = do("improvement.draft_report", world.leader, row, july, **first)
    assert [one["figure"] for one in row.figures] == [
        name for goal in plan.text.goals for name in goal.figures
    ]
    with pytest.raises(Refusal, match="结束后再审签"):
        do("improvement.approve_report", world.bureau_head, row, OPENED)
    row = do("improvement.approve_report", world.bureau_head, row, july)
    do("cooperation.send", world.leader, row.letter, july)
    row.refresh_from_db()
    assert (row.stage, owed(row)) == ("sent", [])
    theirs = Letter.objects.get(paired=row.letter)
    assert (theirs.authority, theirs.kind, theirs.stage) == (world.municipal, "progress", "closed")
    following = Report.objects.get(plan=plan, unit=world.bureau, stage="due")
    assert (following.first, owed(following)) == (date(2026, 7, 1), [("improvement.report", "inspector")])


def test_money_is_never_used_beyond_its_line(world, region):
    plan = opened(world, region)
    given = {"year": 2026, "title": "培训", "amount": "1000"}
    do("improvement.add_budget", world.programme_officer, plan, **given)
    use = {"budget": plan.budgets.get().public_id, "spent_on": "2026-05-11", "text": "教材"}
    do("improvement.spend", world.programme_officer, plan, amount="999.99", **use)
    with pytest.raises(Refusal, match="还剩 0.01 元"):
        do("improvement.spend", world.programme_officer, plan, amount="0.02", **use)


def test_a_goal_says_better_or_worse_only_where_the_change_is_no_chance(world, region):
    plan = opened(world, region)
    measures = [one for _, found in goals_of(plan) for one in found]
    assert {one.said[0] for one in measures} == {"数据不足"}
    # Newcombe (1998), table II, method 10: 56/70 against 48/80.
    found = change(Share(48, 80), Share(56, 70))
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    assert found.rose
    assert not change(Share(9, 10), Share(3, 10)).rose
    assert change(Share(0, 0), Share(1, 2)) is None
