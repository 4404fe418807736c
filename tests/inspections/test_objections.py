"""The record can be objected to before it is signed (CQ 14, 15), and a wrong result is put right at its item (CQ 16)."""

import pytest

from tests.inspections import course
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.contents import context_of
from zhuangjian.apps.ledger.action import ACTIONS, NotYours
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do


def objected(world, row, deficiency=None, text="检查地址应为二号厂房，记录写成一号厂房。"):
    about = {"deficiency": deficiency.public_id} if deficiency else {}
    row = do("inspections.statement", world.inspector, row, text=text, made_by="王质量", **about)
    return row, row.statements.latest("pk")


def answer(world, row, statement, **more):
    data = {"statement": statement.public_id, "verification": "与现场照片核对", "answer": "rejected"} | more
    return do("inspections.answer", world.inspector, row, **data)


def open_turns(row):
    rows = Duty.objects.unrestricted().filter(target_model="inspections.inspection", target_id=row.pk)
    return set(rows.filter(done_at=None).values_list("kind", flat=True))


def test_an_objection_to_the_record_holds_up_signing_until_it_is_verified(world):
    row, statement = objected(world, course.recorded(world))
    assert (statement.edition, row.stage) == (1, "recorded")
    assert "inspections.answer" in open_turns(row)
    for name, person, data in (
        ("inspections.sign", world.leader, {}),
        ("inspections.party_sign", world.leader, {"kind": "signed", "signer_name": "王"}),
    ):
        with pytest.raises(Refusal, match="异议还没有核实"):
            do(name, person, row, **data)


def test_a_rejected_objection_leaves_the_record_and_stands_in_it(world):
    row, statement = objected(world, course.recorded(world))
    digest = row.record_digest
    row = answer(world, row, statement)
    assert (row.stage, row.record_digest) == ("recorded", digest)
    row = do("inspections.sign", world.leader, row)
    assert row.signatures.filter(side="team").count() == 1
    printed = context_of("inspection_report", row, row.recorded_at).statements
    assert any("对第1稿记录的异议" in s.text and s.answer == "不予采纳" for s in printed)


def test_an_accepted_objection_makes_a_new_edition_and_both_are_kept(world):
    row, statement = objected(world, course.recorded(world))
    first = row.record_digest
    row = answer(world, row, statement, answer="accepted")
    assert (row.stage, row.record_digest, row.conclusion) == ("concluded", "", "production_clean")
    assert open_turns(row) == {"inspections.record"}
    row = do("inspections.record", world.leader, row)
    assert row.record_digest != first
    editions = Document.objects.unrestricted().filter(
        target_model="inspections.inspection", target_id=row.pk, kind="inspection_report"
    )
    assert sorted(set(editions.values_list("edition", flat=True))) == [1, 2]
    _, second = objected(world, row, text="又有异议")
    assert second.edition == 2


def test_an_accepted_objection_to_a_deficiency_has_the_conclusion_made_anew(world):
    row = course.recorded(world, bad={"i25": "nonconforming"})
    assert row.conclusion == "production_deficient"
    row, statement = objected(world, row, row.deficiencies.get(), text="现场已有记录，补交在案。")
    row = answer(world, row, statement, answer="accepted", withdraw=True)
    assert (row.stage, row.conclusion, row.computed_conclusion, row.concluded_at) == ("closing", "", "", None)
    assert open_turns(row) == {"inspections.conclude"}
    row = do("inspections.conclude", world.leader, row)
    assert row.conclusion == "production_clean"
    assert do("inspections.record", world.leader, row).stage == "recorded"
    assert not [fault for fault in verify().faults if fault.where.startswith("检查")]


def test_two_objections_answered_one_after_the_other_are_both_answered_before_a_new_record(world):
    row, first = objected(world, course.recorded(world))
    row, second = objected(world, row, text="时间也写错了。")
    row = answer(world, row, first, answer="accepted")
    with pytest.raises(Refusal, match="1条陈述申辩没有核实"):
        do("inspections.record", world.leader, row)
    row = answer(world, row, second)
    assert do("inspections.record", world.leader, row).stage == "recorded"


def test_after_the_party_has_closed_the_record_no_objection_is_taken(world):
    row = course.recorded(world)
    row = do(
        "inspections.party_sign", world.leader, row, kind="signed", signer_name="王", signer_post="负责人"
    )
    with pytest.raises(Refusal, match="已经登记"):
        objected(world, row)


@pytest.mark.parametrize("stage", ["on_site", "concluded"])
def test_there_is_no_statement_where_nothing_was_told_or_shown(world, stage):
    row = course.on_site(world) if stage == "on_site" else course.concluded(world)
    with pytest.raises(Refusal):
        objected(world, row)


def correct(world, row, **more):
    data = {"item": "25", "result": "conforming", "reason": "把相邻项目看错了"} | more
    return do("inspections.correct_finding", world.inspector, row, **data)


def test_a_wrong_result_is_corrected_at_its_item_and_concluded_anew(world):
    row = course.concluded(world, bad={"i25": "nonconforming"})
    row = correct(world, row)
    assert (row.stage, row.conclusion) == ("closing", "")
    assert row.findings.get(item="25").result == "conforming"
    gone = row.deficiencies.get()
    assert gone.status == "withdrawn"
    assert [v.reason for v in gone.versions.all()][-1] == "更正检查结果：把相邻项目看错了"
    assert do("inspections.conclude", world.leader, row).conclusion == "production_clean"


def test_a_shortfall_found_late_needs_its_deficiency_in_words(world):
    row = course.closed_meeting(world)
    for given in ({"text": ""}, {"text": "无批记录"}):
        with pytest.raises(Refusal):
            correct(world, row, result="nonconforming", **given)
    row = correct(world, row, result="nonconforming", text="无批记录", deficiency="未保存批记录")
    assert row.deficiencies.get().text == "未保存批记录"
    assert do("inspections.conclude", world.leader, row).conclusion == "production_deficient"


def test_a_correction_takes_back_what_the_head_had_settled(world):
    row = course.concluded(world, bad={"i25": "nonconforming"})
    why = "本次检查的项目编排与判定规则所依据的版本不同"
    row = do(
        "inspections.replace_conclusion",
        world.bureau_head,
        row,
        conclusion="production_serious",
        reasons=why,
    )
    row = correct(world, row)
    assert row.override_reason == ""
    assert do("inspections.conclude", world.leader, row).conclusion == "production_clean"


def test_nothing_is_corrected_before_the_closing_meeting_nor_by_outsiders(world):
    on_site = course.found(world)
    with pytest.raises(Refusal, match="检查表"):
        correct(world, on_site)
    with pytest.raises(NotYours):
        do(
            "inspections.correct_finding",
            world.bureau_head,
            on_site,
            item="25",
            result="conforming",
            reason="x",
        )


def test_a_record_made_is_taken_back_before_an_item_is_corrected(world):
    row = course.recorded(world)
    assert ACTIONS["inspections.correct_finding"].why_not(world.inspector, row) is not None


def test_a_correction_that_changes_nothing_is_refused(world):
    row = course.concluded(world)
    with pytest.raises(Refusal, match="没有需要更正"):
        correct(world, row, text=row.findings.get(item="25").text)
