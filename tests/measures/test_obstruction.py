"""A refused, evaded or obstructed inspection is handled, handed over or interviewed, and made public in time (CQ 51)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.inspections import course
from tests.measures.cases import do, owed
from tests.rectification.cases import sign_in, text
from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.disclosure.models import Notice
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.enforcement.models import Lead
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.course import Obstruction as Form
from zhuangjian.apps.ledger.action import NotNow, NotYours
from zhuangjian.apps.measures.models import Measure, Obstruction
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
OTHER = {
    "handling": "other",
    "to_department": "渝中区消防救援大队",
    "text": "移送处理",
    "no_evidence": "被阻止拍照",
}


def obstructed(w, form="entry", **more):
    """An inspection in which the leader recorded one form, on site."""
    row = course.on_site(w, **more)
    course.do("inspections.obstruction", w.leader, row, form=form, note="门卫拒绝检查组进入车间")
    return Obstruction.objects.get(inspection=row)


def local(w, row):
    """Who handles it: an officer of the local authority."""
    return {w.municipal: w.head, w.bureau: w.bureau_head, w.district: w.district_officer}[row.authority]


def today():
    return course.today()


def handled(w, row=None, **more):
    row = row or obstructed(w)
    return do("handle_obstruction", local(w, row), row, today(), **OTHER | more)


def delivered(w, row):
    """The obstructed inspection, concluded from where it was stopped and handed over."""
    inspection = Inspection.objects.get(pk=row.inspection_id)
    course.do("inspections.conclude", w.leader, inspection, handling_opinion="依法处理")
    inspection = course.do("inspections.record", w.leader, Inspection.objects.get(pk=inspection.pk))
    inspection = course.sign_all(w, inspection)
    return course.do("inspections.deliver", w.leader, inspection, delivered_to="王经理")


@pytest.mark.parametrize("form", list(Form))
def test_each_form_is_the_local_authoritys_to_handle_at_once(world, form):
    row = obstructed(world, form.value)
    assert [one["form"] for one in row.forms] == [form.value]
    duty = owed(row)["obstruction"]
    assert duty.authority == row.authority == row.inspection.local_authority
    assert duty.article == cite("obstruction")


def test_a_second_form_joins_the_same_matter(world):
    row = obstructed(world)
    course.do("inspections.obstruction", world.leader, row.inspection, form="evidence", note="抢夺相机")
    row.refresh_from_db()
    assert [one["form"] for one in row.forms] == ["entry", "evidence"]


def test_it_is_handled_with_evidence_or_the_reason_why_there_is_none(world):
    row = obstructed(world)
    with pytest.raises(Refusal, match="没有证据材料的，写明原因"):
        handled(world, row, no_evidence="")
    shot = course.do("evidence.add", world.inspector, row.inspection, file=course.photo())
    with pytest.raises(Refusal, match="没有证据材料的，写明原因"):
        handled(world, row, evidence=[shot.public_id])
    row = handled(world, row, evidence=[shot.public_id], no_evidence="")
    assert [one["sha256"] for one in row.evidence] == [Evidence.objects.get().sha256]


def test_evidence_of_another_inspection_proves_nothing(world):
    row = obstructed(world)
    with pytest.raises(Refusal, match="不在本次检查的证据之中"):
        handled(world, row, evidence=[uuid4()], no_evidence="")


def test_a_hand_over_names_to_whom_has_its_letter_and_ends_with_the_result(world, region):
    row = obstructed(world)
    with pytest.raises(Refusal, match="移送的部门"):
        handled(world, row, to_department="")
    row = handled(world, row)
    assert row.stage == "handed_over"
    assert "《化妆品监督管理条例》第七十四条" in row.basis
    papers = Document.objects.filter(target_model="measures.obstruction", target_id=row.pk)
    assert papers.count() == 2
    assert not any(one.for_party for one in papers)
    assert set(owed(row)) >= {"obstruction_result"}
    row = do("obstruction_result", local(world, row), row, today(), result="已给予处罚")
    assert (row.stage, row.result) == ("ended", "已给予处罚")


def test_an_interview_is_for_what_is_regarded_as_a_risk(world, region):
    row = obstructed(world)
    meeting = {
        "handling": "interview",
        "meet_on": today() + timedelta(days=5),
        "summons": "上午9时，法定代表人",
        "place": "会议室",
    }
    with pytest.raises(Refusal, match="是否视为存在安全隐患") as said:
        handled(world, row, **meeting)
    assert said.value.article == "条例 57"
    with pytest.raises(Refusal, match="写明判断"):
        handled(world, row, at_risk=True, **meeting)
    row = handled(world, row, at_risk=True, risk="无法核实产品安全", **meeting)
    summons = Measure.objects.get(pk=row.measure_id)
    assert (row.stage, summons.kind, summons.ground) == ("interview", "interview", "obstruction")
    assert "《化妆品监督管理条例》第五十七条" in row.basis
    on = meeting["meet_on"]
    do("hold_interview", local(world, row), summons, on, held_on=on, attendees="双方", record="认识到错误")
    row.refresh_from_db()
    assert row.stage == "ended"


def test_when_its_interview_is_withdrawn_it_is_to_be_handled_anew(world):
    on = today() + timedelta(days=5)
    row = handled(
        world,
        at_risk=True,
        risk="无法核实",
        handling="interview",
        meet_on=on,
        summons="上午9时",
        place="会议室",
    )
    do("withdraw", local(world, row), row.measure, today(), reason="改为移送")
    row.refresh_from_db()
    assert row.stage == "open"
    assert "obstruction" in owed(row)


def test_as_a_violation_it_becomes_a_lead(world):
    row = handled(world, handling="lead", to_department="")
    assert row.stage == "lead"
    assert Lead.objects.get(inspection_id=row.inspection_id).stage == "reported"


def test_it_is_handled_once_and_by_the_local_authority_alone(world):
    row = obstructed(world)
    with pytest.raises(Refusal, match="无权查看"):
        do("handle_obstruction", world.contact, row, today(), **OTHER)
    with pytest.raises(NotYours):
        do("handle_obstruction", world.programme_officer, row, today(), **OTHER)
    handled(world, row)
    with pytest.raises(NotNow):
        handled(world, row)


def test_the_party_never_learns_what_is_done_about_it(world, client):
    row = handled(world)
    assert not Obstruction.objects.visible_to(world.contact).exists()
    assert sign_in(client, world.contact).get(row.get_absolute_url()).status_code == 404


def test_an_inspection_obstructed_and_handled_ends_and_is_published_in_time(world, client, region):
    row = handled(world)
    assert not Duty.objects.filter(kind="disclosure.publish_obstruction", done_at=None).exists()
    inspection = delivered(world, row)
    assert inspection.stage == "closed"
    duty = Duty.objects.get(kind="disclosure.publish_obstruction", done_at=None)
    assert duty.authority == inspection.organising_unit
    with pytest.raises(Refusal, match="逐项核对"):
        do("disclosure.publish_obstruction", world.head, row, today())
    notice = do("disclosure.publish_obstruction", world.head, row, today(), looked=True)
    assert not Duty.objects.filter(kind="disclosure.publish_obstruction", done_at=None).exists()
    body = text(client.get(f"/public/measures/{notice.public_id}/"))
    assert Form.ENTRY.label in body
    for hidden in ("门卫", "消防救援", "被阻止拍照", row.number):
        assert hidden not in body


def test_one_handled_after_the_delivery_ends_the_inspection_then(world):
    row = obstructed(world)
    assert delivered(world, row).stage == "delivered"
    handled(world, row)
    assert Inspection.objects.get(pk=row.inspection_id).stage == "closed"
    assert Duty.objects.filter(kind="disclosure.publish_obstruction", done_at=None).count() == 1


def test_before_the_conclusion_nothing_of_it_is_published(world):
    row = handled(world)
    with pytest.raises(Refusal):
        do("disclosure.publish_obstruction", world.head, row, today(), looked=True)
    assert not Notice.objects.exists()
