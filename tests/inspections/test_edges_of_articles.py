"""Articles of the first two chapters and of the results, each at its edge, as somebody who holds them to the letter would try."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest

import zhuangjian
from tests.inspections import course
from zhuangjian.apps.authorities.models import Credential
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do
SOURCE = Path(zhuangjian.__file__).parent
FOLDERS = ("apps", "web", "kernel", "engines/rules", "engines/calendar")

PASSING = {"reasons": "针对线索核查，未见异常", "handling_opinion": "建议不作处理"}


def test_a_leader_without_enforcement_credential_leads_two_who_have_one(world, region):
    # CQ 9 counts two in the team; that the leader is one of them it does not say.
    Credential.objects.filter(person=world.leader, kind="enforcement").delete()
    row = course.teamed(world, members=[world.inspector, world.inspector2])
    assert row.stage == "teamed"


def test_a_credential_withdrawn_after_the_approval_stops_the_start(world, region):
    row = course.plan_approved(world)
    shown = course.credentials_of(row)
    Credential.objects.filter(person=world.inspector, kind="enforcement").update(
        valid_to=course.today() - timedelta(days=1)
    )
    with pytest.raises(Refusal):
        do("inspections.arrive", world.leader, row, credentials=shown)


def test_the_head_of_another_unit_approves_no_plan(world, region):
    row = course.planned(world)
    with pytest.raises(NotYours):
        do("inspections.approve_plan", world.head, row)


def test_each_inspector_shows_a_credential_and_one_of_a_colleague_is_nobody_elses(world, region):
    row = course.plan_approved(world)
    one, *_ = course.credentials_of(row)
    with pytest.raises(Refusal, match="每名检查人员都应当出示"):
        do("inspections.arrive", world.leader, row, credentials=[one])


def test_whoever_has_no_credential_shows_a_letter_with_its_number(world, region):
    row = course.plan_approved(world, experts=[world.expert])
    shown = course.credentials_of(row)
    with pytest.raises(Refusal, match="授权证明文件"):
        do("inspections.arrive", world.leader, row, credentials=shown)
    row = do(
        "inspections.arrive",
        world.leader,
        row,
        credentials=shown,
        letters=[world.expert.pk],
        letter_number="授〔2026〕1号",
    )
    assert row.stage == "on_site"


def test_dates_in_a_refusal_are_said_as_everywhere_else(world, region):
    row = course.planned(
        world,
        plan={"start_on": course.today() + timedelta(days=2), "end_on": course.today() + timedelta(days=3)},
    )
    row = do("inspections.approve_plan", world.bureau_head, row)
    with pytest.raises(Refusal, match="年") as refused:
        do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    assert course.today().isoformat() not in refused.value.message


def test_no_sentence_for_people_writes_a_day_as_machines_do():
    """2026-11-27 stands in files and in the API; a sentence writes 2026年11月27日."""
    found = []
    for path in (path for folder in FOLDERS for path in sorted((SOURCE / folder).rglob("*.py"))):
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(text, ast.JoinedStr) and "isoformat()" in (told := ast.unparse(text)):
                found += [f"{path.name}:{text.lineno}"] if re.search("[\u4e00-\u9fff]", told) else []
    assert found == []


def delivered_for_cause(world, **more):
    kind = {"inspection_type": "for_cause", "focus": "投诉反映的违法添加", "form": "interview_transcript"}
    return course.delivered(world, conclusion=PASSING, **kind, **more)


def test_a_for_cause_inspection_without_a_closed_conclusion_is_published_too(world, region):
    # CQ 52: what a department organised is made public; no article leaves out those without a closed list.
    row = delivered_for_cause(world)
    assert row.conclusion == ""
    made = do("disclosure.publish", world.programme_officer, row)
    assert made.result == "检查未发现缺陷和问题"
    assert made.party_name == row.party.name


def test_the_result_of_one_without_a_closed_conclusion_says_whether_deficiencies_were_found(world, region):
    row = delivered_for_cause(world, bad={"i25": "nonconforming"})
    assert not Duty.objects.filter(kind="disclosure.publish").exists()  # it waits for what is put right
    made = do("disclosure.publish", world.programme_officer, row)
    assert (made.result, made.handling) == ("检查发现存在缺陷和问题", "")


def test_the_organising_unit_owes_the_publication_of_one_without_a_closed_conclusion(world, region):
    row = delivered_for_cause(world)
    assert Duty.objects.get(kind="disclosure.publish", done_at=None).target_id == row.pk


def test_what_obstructs_is_recorded_in_words_of_the_article_and_needs_no_result_for_every_item(world, region):
    row = course.arrived(world)
    row = do("inspections.obstruction", world.leader, row, form="entry", note="不让进入车间")
    row = do("inspections.conclude", world.leader, row, reasons="拒绝检查", handling_opinion="移交处理")
    assert row.stage == "concluded"


def test_evidence_that_was_hidden_or_forged_can_be_recorded_as_such(world, region):
    # CQ 51 ¶1 names it beside the five forms of ¶2.
    row = course.arrived(world)
    row = do("inspections.obstruction", world.leader, row, form="destruction", note="现场撕毁批记录")
    assert row.obstruction_note == "伪造、销毁、隐匿证据：现场撕毁批记录"


def test_a_statement_unanswered_holds_up_the_conclusion_and_one_answered_changes_the_deficiency(
    world, region
):
    row = course.closed_meeting(world, position="states", bad={"i25": "nonconforming"})
    deficiency = row.deficiencies.get()
    row = do(
        "inspections.statement",
        world.leader,
        row,
        deficiency=deficiency.public_id,
        text="当时已更正",
        made_by="王经理",
    )
    with pytest.raises(Refusal, match="没有核实答复"):
        do("inspections.conclude", world.leader, row)
    said = row.statements.get()
    row = do(
        "inspections.answer",
        world.leader,
        row,
        statement=said.public_id,
        verification="核对原始记录，属实",
        answer="accepted",
        withdraw=True,
    )
    deficiency.refresh_from_db()
    assert deficiency.status == "withdrawn"
    assert deficiency.versions.exists()


def test_the_unit_that_did_not_organise_publishes_nothing_and_nobody_before_the_copy_is_handed_over(
    world, region
):
    row = course.signed(world)
    with pytest.raises(Refusal):
        do("disclosure.publish", world.programme_officer, row)
    row = do("inspections.deliver", world.leader, row, delivered_to="王经理")
    with pytest.raises(NotYours):
        do("disclosure.publish", world.bureau_head, row)


def test_evidence_comes_into_the_file_until_the_record_and_not_after(world, region):
    row = course.recorded(world)
    with pytest.raises(Refusal):
        do("evidence.add", world.leader, row, file=course.photo())


def test_opened_by_whom_the_task_went_to_and_by_nobody_else(world, region):
    task = course.assigned(world)
    # Who does not see the task is told that there is none.
    with pytest.raises(Refusal, match="找不到"):
        do("inspections.open", world.institution_head, task, reason="年度计划", legal_basis="条例")
    assert not Inspection.objects.exists()
