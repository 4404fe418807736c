"""Urgent reports of a for-cause inspection: one step, both authorities, answered; directions to the team (CQ 35)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.inspections import course
from tests.rectification.cases import sign_in
from zhuangjian.apps.casefile.facts import check_inspection
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.urgent.models import Direction, UrgentReport
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.citing import cited

pytestmark = pytest.mark.django_db
do = course.do
FOR_CAUSE = {"inspection_type": "for_cause", "focus": "投诉反映的违法添加"}
SAID = {"situation": "需要跨区域协查", "text": "涉及外省仓库，请求联系当地"}


def begun(w: Any) -> Inspection:
    return course.arrived(w, **FOR_CAUSE)


def reported(w: Any, row: Inspection | None = None, **more: Any) -> UrgentReport:
    return do("urgent.report", w.leader, row or begun(w), **SAID | more)


def local(w: Any, case: UrgentReport) -> Any:
    """An officer of the local authority."""
    return {w.district.pk: w.district_officer, w.bureau.pk: w.bureau_head, w.municipal.pk: w.head}[
        case.local_authority_id
    ]


def owed(case: Any) -> dict[str, Duty]:
    rows = Duty.objects.filter(target_model=case._meta.label_lower, target_id=case.pk, done_at=None)
    return {row.kind: row for row in rows}


def test_an_urgent_report_goes_to_both_authorities_in_one_step_and_ends_when_both_have_answered(
    world, region
):
    case = reported(world)
    duties = owed(case)
    assert {kind: one.authority for kind, one in duties.items()} == {
        "urgent.handle": case.inspection.local_authority,
        "urgent.direct": case.inspection.organising_unit,
    }
    assert {one.due for one in duties.values()} == {None}
    own = {"chongqing": "CQ 35"}.get(region) or cited("urgent", region=region).article
    assert {one.article for one in duties.values()} == {own}
    case = do("urgent.handle", local(world, case), case, handling="已联系外省部门协查")
    assert (case.stage, owed(case).keys()) == ("reported", {"urgent.direct"})
    case = do("urgent.direct", world.head, case, kind="coordination", text="与外省部门商定同时检查")
    assert (case.stage, owed(case).keys()) == ("answered", set())
    with pytest.raises(NotNow, match="已经登记处置"):
        do("urgent.handle", local(world, case), case, handling="再来一次")


def test_the_pack_lists_seven_situations_and_no_other_is_taken(world, region):
    row = begun(world)
    offered = ACTIONS["urgent.report"].choices(world.leader, row)["situation"]
    assert len(offered) == 7
    with pytest.raises(Refusal, match="列出的情形"):
        reported(world, row, situation="想早点回家")
    assert reported(world, row, situation=offered[-1][0]).no == 1


def test_an_authority_that_is_both_answers_once(world):
    row = begun(world)
    Inspection.objects.filter(pk=row.pk).update(local_authority=row.organising_unit)
    case = reported(world, row.__class__.objects.get(pk=row.pk))
    assert owed(case).keys() == {"urgent.handle"}
    assert do("urgent.handle", world.head, case, handling="立即立案").stage == "answered"


def test_only_the_team_reports_only_of_a_begun_for_cause_inspection(world):
    with pytest.raises(NotNow, match="还没有开始"):
        reported(world, course.plan_approved(world, **FOR_CAUSE))
    row = Inspection.objects.get()
    row = do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    with pytest.raises(NotYours):
        do("urgent.report", world.bureau_head, row, **SAID)
    assert reported(world, row).inspection == row


def test_a_routine_inspection_has_no_urgent_reports(world, client):
    row = course.on_site(world)
    with pytest.raises(NotNow, match="用于有因检查"):
        reported(world, row)
    sign_in(client, world.leader)
    assert client.get(f"/inspections/{row.public_id}/urgent/").status_code == 404
    assert "紧急报告" not in client.get(f"/inspections/{row.public_id}/").content.decode().split("<main")[1]


def test_strategy_coordination_people_and_reinforcements_are_on_record_and_told_the_leader(world):
    row = begun(world)
    with pytest.raises(Refusal, match="派出的人员"):
        do("urgent.adjust", world.head, row, kind="reinforcement", text="增派两人")
    with pytest.raises(NotYours):
        do("urgent.adjust", world.bureau_head, row, kind="strategy", text="先查仓库")
    made = do(
        "urgent.adjust", world.head, row, kind="reinforcement", text="增派两人", people="检查二局 甲、乙"
    )
    assert owed(made)["urgent.note"].person == world.leader
    made = do("urgent.note", world.leader, made)
    assert (owed(made), made.noted_by) == ({}, world.leader)
    case = reported(world, row)
    do("urgent.direct", world.head, case, kind="strategy", text="先查仓库")
    assert owed(case.directions.get()).keys() == {"urgent.note"}


def test_a_direction_that_answers_a_report_has_an_entry_of_its_own(world):
    case = reported(world)
    do("urgent.direct", world.head, case, kind="strategy", text="先查仓库")
    made = case.directions.get()
    assert Entry.objects.filter(object_model="urgent.direction", object_id=made.pk).count() == 1


def test_what_is_not_answered_is_found_by_the_check_of_the_file(world, region):
    case = reported(world)
    # The checks of a file on it are the municipality's own: no national text of them was read.
    own = region == "chongqing"
    Inspection.objects.filter(pk=case.inspection_id).update(closed_at=case.reported_at)
    assert _verdict(world, case) == ("violated" if own else None)
    do("urgent.handle", local(world, case), case, handling="立即处置")
    Inspection.objects.filter(pk=case.inspection_id).update(closed_at=case.reported_at)
    assert _verdict(world, case) == ("met" if own else None)


def _verdict(w: Any, case: UrgentReport) -> str | None:
    checked = check_inspection(Inspection.objects.get(pk=case.inspection_id), w.head)
    return {one.name: one.verdict.value for one in checked.checks}.get("urgent_reports_answered")


def test_it_is_told_to_nobody_who_may_not_see_the_inspection_and_never_to_the_party(world, client):
    case = reported(world)
    direction = do("urgent.adjust", world.head, case.inspection, kind="strategy", text="先查仓库")
    for stranger in (world.contact, world.institution_head, world.auditor, world.administrator):
        assert not UrgentReport.objects.visible_to(stranger).exists()
        assert not Direction.objects.visible_to(stranger).exists()
        sign_in(client, stranger)
        assert client.get(case.get_absolute_url()).status_code == 404
        assert client.get(direction.get_absolute_url()).status_code == 404
        client.logout()
    sign_in(client, world.leader)
    for address in (case.get_absolute_url(), direction.get_absolute_url(), "/urgent/"):
        assert SAID["situation"] in client.get(address).content.decode()
