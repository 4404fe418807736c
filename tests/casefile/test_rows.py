"""The rows of an inspection are read as the facts of its file: a file made by the acts alone is clean, a fault in a row is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.casefile import course as files
from tests.inspections import course
from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.casefile.facts import check_inspection
from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.programme.models import Programme, Task
from zhuangjian.apps.rectification.models import Recheck, Rectification, Report
from zhuangjian.apps.registry.models import PartyKindRow
from zhuangjian.engines.casefile import Verdict

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def found(row: Inspection, person: Any = None) -> dict[str, tuple[str, ...]]:
    """Checks violated, by name, with their evidence."""
    fresh = Inspection.objects.get(pk=row.pk)
    seer = person or Person.objects.get(username="head")
    return {one.name: one.evidence for one in check_inspection(fresh, seer).of(Verdict.VIOLATED)}


def change(row: Inspection, **values: Any) -> None:
    Inspection.objects.filter(pk=row.pk).update(**values)


def plans(row: Inspection, **values: Any) -> None:
    row.plans.filter(status="approved").update(**values)


def task(row: Inspection, **values: Any) -> None:
    Task.objects.filter(pk=row.task_id).update(**values)


def matter(row: Inspection, **values: Any) -> None:
    Rectification.objects.filter(inspection=row).update(**values)


def again(row: Inspection, w: Any, **values: Any) -> None:
    """Another task on the party, sent out on the day before the first began."""
    first = Task.objects.get(pk=row.task_id)
    given = {
        "authority": first.authority,
        "programme": first.programme,
        "party": first.party,
        "inspection_type": "routine",
        "window_from": first.window_to + 30 * DAY,
        "window_to": first.window_to + 40 * DAY,
        "assigned_to": first.assigned_to,
        "assigned_at": row.started_at - DAY,
        "status": "assigned",
    }
    Task.objects.create(**given | values)


Plant = Callable[[Inspection, Any], object]
ROWS: dict[str, tuple[Plant, str]] = {
    "不是有权的单位派出": (lambda r, w: change(r, dispatching_unit=w.district), "competent_unit"),
    "没有检查事由": (lambda r, w: change(r, reason=""), "started_with_cause"),
    "没有列入计划": (lambda r, w: change(r, task=None), "on_programme"),
    "计划没有批准": (lambda r, w: Programme.objects.update(status="draft"), "on_programme"),
    "增补没有批准": (lambda r, w: task(r, approval_waits=True), "on_programme"),
    "只有一名执法人员": (
        lambda r, w: w.inspector.credentials.filter(kind="enforcement").delete(),
        "team_composed",
    ),
    "执法证已过期": (
        lambda r, w: w.inspector.credentials.update(valid_to=course.today() - DAY),
        "team_composed",
    ),
    "没有组长": (lambda r, w: r.team.filter(part="leader").update(part="member"), "team_composed"),
    "缺少专长": (lambda r, w: task(r, expertise="防晒"), "team_composed"),
    "方案没有事项": (lambda r, w: plans(r, items=""), "plan_complete"),
    "方案没有批准": (lambda r, w: plans(r, status="submitted"), "plan_approved"),
    "批准人不是负责人": (lambda r, w: plans(r, decided_by=w.inspector2), "plan_approved"),
    "批准之前开始": (lambda r, w: plans(r, decided_at=r.started_at + HOUR), "plan_approved_before_start"),
    "本人批准": (lambda r, w: plans(r, decided_by=w.leader), "plan_by_another"),
    "方案日期之外": (lambda r, w: change(r, started_at=r.started_at - DAY), "begun_within_plan"),
    "变更没有决定": (
        lambda r, w: r.changes.create(
            kind="schedule", reason="延期", requested_by=w.leader, requested_at=r.started_at
        ),
        "changes_consented",
    ),
    "批准后换人": (lambda r, w: r.team.filter(part="member").update(joined_at=r.started_at), "team_kept"),
    "没有出示证件": (lambda r, w: r.credentials_shown.all()[0].delete(), "credentials_shown"),
    "检查之后出示证件": (
        lambda r, w: r.credentials_shown.update(shown_at=r.started_at + HOUR),
        "credentials_shown_first",
    ),
    "没有首次会议": (lambda r, w: r.meetings.filter(kind="opening").delete(), "opening_held"),
    "首次会议没有告知权利": (
        lambda r, w: r.meetings.filter(kind="opening").update(points=["scope"]),
        "opening_held",
    ),
    "首次会议在检查之后": (
        lambda r, w: r.meetings.filter(kind="opening").update(held_at=r.started_at + HOUR),
        "opening_first",
    ),
    "一项没有结果": (lambda r, w: r.findings.filter(item="26").delete(), "items_inspected"),
    "缺陷没有描述": (lambda r, w: r.deficiencies.update(text=" "), "problems_written"),
    "缺陷所在项目符合": (
        lambda r, w: r.findings.filter(item="25").update(result="conforming"),
        "problems_written",
    ),
    "没有末次会议": (lambda r, w: r.meetings.filter(kind="closing").delete(), "closing_held"),
    "没有告知结果": (
        lambda r, w: r.meetings.filter(kind="closing").update(points=["right_to_state"]),
        "closing_held",
    ),
    "告知之后增加结果": (
        lambda r, w: r.findings.filter(item="26").update(found_at=r.concluded_at),
        "closing_last",
    ),
    "陈述申辩没有记录": (lambda r, w: r.statements.all().delete(), "statements_recorded"),
    "陈述申辩没有答复": (
        lambda r, w: r.statements.update(answered_at=None, answer=""),
        "statements_verified",
    ),
    "陈述申辩没有核实": (lambda r, w: r.statements.update(verification=""), "statements_verified"),
    "撤销缺陷没有原因": (
        lambda r, w: r.deficiencies.update(status="withdrawn"),
        "problems_changed_with_reason",
    ),
    "证据没有确认": (lambda r, w: Evidence.objects.update(confirmed_by=""), "evidence_confirmed"),
    "证据早于检查": (
        lambda r, w: Evidence.objects.update(captured_at=r.started_at - 2 * DAY),
        "evidence_times",
    ),
    "阻碍检查没有经过": (
        lambda r, w: change(r, obstruction=True, obstruction_note=""),
        "obstruction_described",
    ),
    "结论不在规定之中": (lambda r, w: change(r, conclusion="licensing_fail"), "conclusion_listed"),
    "结论与判定不一致": (lambda r, w: change(r, conclusion="production_clean"), "conclusion_as_computed"),
    "结论没有处理意见": (lambda r, w: change(r, handling_opinion=""), "handling_with_conclusion"),
    "涉嫌违法没有处理意见": (
        lambda r, w: change(r, suspected_violation=True, handling_opinion=""),
        "handling_of_violation",
    ),
    "涉嫌违法没有移交": (lambda r, w: change(r, suspected_violation=True), "not_rectified_filed"),
    "先结论后听取": (
        lambda r, w: r.meetings.filter(kind="closing").update(held_at=r.concluded_at + HOUR),
        "concluded_after_hearing",
    ),
    "没有记录": (lambda r, w: change(r, recorded_at=None), "record_made"),
    "记录没有依据": (lambda r, w: change(r, legal_basis=""), "record_contents"),
    "记录形式不对": (lambda r, w: change(r, record_form="interview_transcript"), "record_form"),
    "一名检查员没有签字": (lambda r, w: r.signatures.filter(person=w.inspector).delete(), "team_signed"),
    "签的是另一份记录": (
        lambda r, w: r.signatures.filter(person=w.inspector).update(record_digest="0" * 64),
        "team_signed",
    ),
    "被检查对象没有签字": (lambda r, w: r.signatures.filter(side="party").delete(), "party_signed"),
    "记录制作之前签字": (
        lambda r, w: r.signatures.update(signed_at=r.recorded_at - HOUR),
        "signed_after_made",
    ),
    "没有接收人": (lambda r, w: change(r, delivered_to=""), "copies_given"),
    "没有交付": (lambda r, w: change(r, delivered_at=None), "copies_given"),
    "没有责令整改": (lambda r, w: _without(r), "rectification_ordered"),
    "整改期限早于通知": (lambda r, w: matter(r, due_on=course.today() - DAY), "rectification_ordered"),
    "没有整改报告": (
        lambda r, w: (Recheck.objects.all().delete(), Report.objects.all().delete()),
        "rectification_reported",
    ),
    "整改报告缺一部分": (lambda r, w: Report.objects.update(effect=""), "report_parts"),
    "没有复查": (lambda r, w: Recheck.objects.all().delete(), "rectification_rechecked"),
    "复查不符合仍办结": (lambda r, w: Recheck.objects.update(passed=False), "not_rectified_filed"),
    "交付之前公开": (lambda r, w: Publication.objects.update(published_at=r.started_at), "published"),
    "撤回没有原因": (lambda r, w: Publication.objects.update(withdrawn_at=r.closed_at), "published"),
}
CITY_ONLY: dict[str, tuple[Plant, str]] = {
    "三十日内没有合并": (again, "tasks_merged"),
    "没有编号": (lambda r, w: change(r, number=""), "archived"),
}


def _without(row: Inspection) -> None:
    Recheck.objects.all().delete()
    Report.objects.all().delete()
    Rectification.objects.all().delete()


def test_a_file_made_by_the_acts_is_clean_and_each_fault_planted_in_its_rows_is_found(
    region: str, world: Any
) -> None:
    row = files.ended(world)
    checked = check_inspection(row, world.head)
    assert checked.verdict is Verdict.MET, [
        (c.name, c.verdict, c.evidence) for c in checked.checks if c.verdict in ("violated", "cannot_tell")
    ]
    planted = ROWS | (CITY_ONLY if region == "chongqing" else {})
    assert len(planted) >= 50
    missed = {}
    for said, (plant, check) in planted.items():
        with transaction.atomic():
            plant(row, world)
            names = set(found(row))
            transaction.set_rollback(True)
        if check not in names:
            missed[said] = names
    assert missed == {}
    assert found(row) == {}


@pytest.mark.parametrize("apart", [29, 30, 31])
def test_tasks_apart_by_the_limit_are_to_be_merged_and_by_a_day_more_not(world: Any, apart: int) -> None:
    row = files.delivered(world)
    first = Task.objects.get(pk=row.task_id)
    start = first.window_to + apart * DAY
    again(row, world, window_from=start, window_to=start + DAY)
    assert ("tasks_merged" in found(row)) is (apart <= 30)


@pytest.mark.parametrize(
    "ways",
    [
        {"separately": "企业要求"},
        {"status": "cancelled"},
        {"status": "merged"},
        {"assigned_at": None},
    ],
)
def test_a_task_with_a_reason_or_that_is_none_any_more_is_no_fault(world: Any, ways: dict[str, Any]) -> None:
    row = files.delivered(world)
    again(row, world, **ways)
    assert "tasks_merged" not in found(row)


def test_a_task_sent_out_after_the_inspection_began_is_no_fault(world: Any) -> None:
    row = files.delivered(world)
    again(row, world, assigned_at=row.started_at + HOUR)
    assert "tasks_merged" not in found(row)


def test_the_check_tells_nobody_of_a_task_that_they_may_not_know(world: Any) -> None:
    row = files.delivered(world)
    again(row, world, inspection_type="for_cause")
    assert "tasks_merged" in found(row, world.head)
    for person in (world.leader, world.inspector):
        assert Inspection.objects.visible_to(person).filter(pk=row.pk).exists()
        assert "tasks_merged" not in found(row, person)


def test_a_party_of_no_kind_leaves_checks_open_and_raises_nothing(world: Any) -> None:
    row = files.concluded(world)
    PartyKindRow.objects.filter(party=row.party).delete()
    checked = check_inspection(Inspection.objects.get(pk=row.pk), world.head)
    left = {one.name for one in checked.of(Verdict.CANNOT_TELL)}
    assert {"competent_unit", "conclusion_listed"} <= left


STAGES = ("opened", "teamed", "planned", "plan_approved", "arrived", "on_site", "found", "closed_meeting")


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_is_violated_in_a_file_that_is_under_way(region: str, world: Any, stage: str) -> None:
    row = getattr(course, stage)(world)
    assert found(row, world.head) == {}


def test_before_the_record_the_missing_advice_is_found(world: Any) -> None:
    row = files.bare(world)
    assert set(found(row, world.leader)) == {"handling_with_conclusion"}


def test_a_change_that_another_than_the_head_consented_to_is_found(world: Any) -> None:
    row = course.plan_approved(world)
    row = course.do(
        "inspections.request_change", world.leader, row, kind="content", reason="增加", items="全部项目\n标签"
    )
    change_row = row.changes.get()
    row = course.do(
        "inspections.decide_change", world.bureau_head, row, change=change_row.public_id, consented=True
    )
    assert found(row, world.head) == {}
    row.changes.update(decided_by=world.inspector2)
    assert "changes_consented" in found(row, world.head)


def test_without_a_pack_in_force_nothing_can_be_told(world: Any) -> None:
    row = files.concluded(world)
    change(row, bound_on=course.today().replace(year=2001, month=1, day=1))
    checked = check_inspection(Inspection.objects.get(pk=row.pk), world.head)
    assert (checked.verdict, checked.checks) == (Verdict.CANNOT_TELL, ())
    assert "尚不适用" in checked.note
