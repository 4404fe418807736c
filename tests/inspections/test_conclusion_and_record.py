"""Conclusion (CQ 16) and record (CQ 14)."""

from dataclasses import replace

import pytest

from tests.inspections import course
from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.actions import conclude
from zhuangjian.apps.inspections.actions.conclude import closed_list
from zhuangjian.apps.inspections.contents import printed_signature
from zhuangjian.apps.ledger.action import ACTIONS, NotYours
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.judge import judge

pytestmark = pytest.mark.django_db
do = course.do


def test_the_conclusion_is_the_engines_on_the_bound_edition(world):
    row = course.concluded(world, bad={"i25": "nonconforming", "i30": "minor_flaw"})
    engine = judge(
        "routine",
        "actual",
        [_finding("25", "nonconforming"), _finding("30", "minor_flaw")],
        on=row.bound_on,
    )
    assert row.conclusion == engine.value.conclusion
    assert row.conclusion_answer["value"]["counts"] == engine.to_dict()["value"]["counts"]


def _finding(no, result):
    from zhuangjian.engines.rules.judge_settle import Finding

    return Finding(no, result)


def test_a_critical_item_not_conforming_is_serious(world):
    row = course.found(world)
    critical = next(f.item for f in row.findings.all() if f.item_class == "critical")
    do(
        "inspections.findings",
        world.inspector,
        row,
        rows=[{"item": critical, "result": "nonconforming", "text": "x"}],
    )
    row = do("inspections.deficiency", world.inspector, row, item=critical, text="x")
    row = do(
        "inspections.closing",
        world.leader,
        row,
        points=["result_told", "right_to_state"],
        party_attendee="王",
        position="no_objection",
    )
    assert do("inspections.conclude", world.leader, row).conclusion == "production_serious"


WHY = "本次检查的项目编排与判定规则所依据的版本不同"


def test_the_leader_does_not_overturn_what_was_computed(world):
    row = course.closed_meeting(world, bad={"i25": "nonconforming"})
    with pytest.raises(Refusal, match="组长不能另作结论"):
        do("inspections.conclude", world.leader, row, conclusion="production_serious", reasons=WHY)
    row = do("inspections.conclude", world.leader, row)
    assert (row.conclusion, row.override_reason) == ("production_deficient", "")


def test_the_head_settles_another_one_while_the_rule_is_not_official_and_both_stay_visible(world):
    row = course.concluded(world, bad={"i25": "nonconforming"})
    assert row.conclusion_answer["basis"] != "official"
    with pytest.raises(Refusal) as refused:
        do(
            "inspections.replace_conclusion",
            world.bureau_head,
            row,
            conclusion="production_serious",
            reasons="屡次",
        )
    assert any("理由" in fault for fault in refused.value.missing)
    row = do(
        "inspections.replace_conclusion", world.bureau_head, row, conclusion="production_serious", reasons=WHY
    )
    assert (row.computed_conclusion, row.conclusion) == ("production_deficient", "production_serious")
    assert row.override_reason == WHY
    with pytest.raises(Refusal, match="负责人改定"):
        do("inspections.conclude", world.leader, row)
    row = do(
        "inspections.replace_conclusion",
        world.bureau_head,
        row,
        conclusion="production_deficient",
        reasons=WHY,
    )
    assert row.override_reason == ""


def test_a_conclusion_computed_by_official_rules_is_replaced_by_nobody(region, world, monkeypatch):
    row = course.closed_meeting(world, bad={"i25": "nonconforming"})
    official = replace(conclude.computed(row), basis="official")
    monkeypatch.setattr(conclude, "computed", lambda case: official)
    with pytest.raises(Refusal, match="请更正检查结果") as refused:
        do("inspections.conclude", world.leader, row, conclusion="production_serious", reasons=WHY)
    assert refused.value.article == cite("conclusion")
    assert do("inspections.conclude", world.leader, row).conclusion == "production_deficient"


def test_nobody_replaces_what_an_official_rule_computed(world):
    row = course.concluded(world, bad={"i25": "nonconforming"})
    act = ACTIONS["inspections.replace_conclusion"]
    assert act.why_not(world.bureau_head, row) is None
    row.conclusion_answer["basis"] = "official"
    assert "不能改定" in act.why_not(world.bureau_head, row).message


def test_the_leader_cannot_settle_it(world):
    row = course.concluded(world, bad={"i25": "nonconforming"})
    with pytest.raises(NotYours):
        do("inspections.replace_conclusion", world.leader, row, conclusion="production_serious", reasons=WHY)


@pytest.mark.parametrize("other", ["operation_conforming", "licensing_pass"])
def test_the_closed_lists_never_mix(world, other):
    row = course.closed_meeting(world)
    with pytest.raises(Refusal, match="不是这类检查的结论"):
        do("inspections.conclude", world.leader, row, conclusion=other, reasons="x")
    assert {c.value for c in closed_list(row)} == {
        "production_clean",
        "production_deficient",
        "production_serious",
    }


@pytest.mark.parametrize("flag", ["involves_risk_control", "suspected_violation"])
def test_risk_control_or_suspected_violation_needs_an_opinion_on_handling(world, flag):
    row = course.closed_meeting(world)
    with pytest.raises(Refusal) as refused:
        do("inspections.conclude", world.leader, row, **{flag: True})
    assert refused.value.article == "CQ 14"
    row = do("inspections.conclude", world.leader, row, handling_opinion="建议立案", **{flag: True})
    assert row.stage == "concluded"


def test_the_inspection_stays_on_the_edition_it_was_bound_to(world, monkeypatch):
    from zhuangjian.apps.inspections import checkpoints
    from zhuangjian.engines.rules.checklists import checklist

    row = course.closed_meeting(world)
    newer = checklist("gmp-2022-commissioned")
    monkeypatch.setattr(checkpoints, "checklist_in_force", lambda edition, on: newer)
    assert checkpoints.checklist_on(row, course.today()) is newer
    assert len(checkpoints.checkpoints_of(row)) == 81
    assert (
        do("inspections.conclude", world.leader, row).conclusion_answer["value"]["checklist"] == row.checklist
    )


def test_a_licensing_inspection_concludes_in_its_own_words(world):
    row = course.concluded(world, inspection_type="licensing")
    assert row.conclusion == "licensing_pass"
    assert row.plan().scope == []


def test_a_routine_report_comes_as_report_and_list_in_both_formats(world):
    row = course.recorded(world, bad={"i25": "nonconforming"})
    made = Document.objects.filter(target_model="inspections.inspection", target_id=row.pk)
    assert (
        sorted(made.values_list("kind", flat=True)) == ["inspection_report"] * 2 + ["nonconformity_list"] * 2
    )
    for paper in made:
        head = store.get("documents", paper.digest)[:4]
        assert head == (b"%PDF" if paper.media_type == "application/pdf" else b"PK\x03\x04")
    assert not made.filter(for_party=True).exists()
    assert len(row.record_digest) == 64


def test_the_report_says_what_the_record_must_say(world):
    from io import BytesIO

    from pypdf import PdfReader

    row = course.recorded(world, bad={"i25": "nonconforming"})
    paper = Document.objects.get(kind="inspection_report", media_type="application/pdf", target_id=row.pk)
    text = "".join(
        page.extract_text() for page in PdfReader(BytesIO(store.get("documents", paper.digest))).pages
    )
    text = text.replace("\n", "")
    assert "CQ 16" not in text
    for needed in (
        "《重庆市化妆品检查管理实施细则》第十六条",
        world.maker.name,
        world.maker.credit_code,
        "年度计划",
        "化妆品监督管理条例",
        world.leader.name,
        world.inspector.name,
        "25",
        "不合要求",
        "生产质量管理体系存在缺陷",
    ):
        assert needed in text, needed
    assert "待确认" not in text


def test_the_form_is_not_free(world):
    row = course.concluded(world)
    with pytest.raises(Refusal) as refused:
        do("inspections.record", world.leader, row, form="interview_transcript")
    assert refused.value.article == "CQ 14"
    assert Document.objects.filter(target_id=row.pk).count() == 0


def test_a_for_cause_record_takes_one_of_three_forms(world):
    row = course.concluded(
        world,
        inspection_type="for_cause",
        focus="投诉线索",
        conclusion={"reasons": "未发现所投诉的问题", "handling_opinion": "建议结案"},
    )
    assert row.conclusion == ""
    with pytest.raises(Refusal, match="记录的形式"):
        do("inspections.record", world.leader, row)
    assert do("inspections.record", world.leader, row, form="interview_transcript").stage == "recorded"


def test_a_for_cause_conclusion_still_needs_its_reasons(world):
    row = course.closed_meeting(world, inspection_type="for_cause", focus="投诉线索")
    with pytest.raises(Refusal, match="理由"):
        do("inspections.conclude", world.leader, row)


def test_a_record_without_address_or_credit_code_is_not_made(world):
    row = course.concluded(world)
    row.party.credit_code = None
    row.party.save()
    with pytest.raises(Refusal, match="统一社会信用代码"):
        do("inspections.record", world.leader, row)


def test_every_member_signs_with_the_own_sign_in_and_nobody_twice(world):
    row = course.recorded(world)
    row = do("inspections.sign", world.leader, row, record_digest=row.record_digest)
    with pytest.raises(Refusal, match="已经签署"):
        do("inspections.sign", world.leader, row)
    with pytest.raises(NotYours):
        do("inspections.sign", world.bureau_head, row)
    row = do("inspections.party_sign", world.leader, row, kind="sealed", signer_name="公章")
    with pytest.raises(Refusal) as refused:
        do("inspections.deliver", world.leader, row, delivered_to="王")
    assert "签字还不齐全" in refused.value.message
    assert Duty.objects.filter(kind="inspections.sign", done_at=None).get().person == world.inspector
    assert do("inspections.sign", world.inspector, row).stage == "signed"


@pytest.mark.parametrize(("given", "printed"), [("", "未说明"), ("不认可第1条", "不认可第1条")])
def test_a_refusal_to_sign_is_noted_whether_or_not_a_reason_was_given(region, world, given, printed):
    row = course.recorded(world)
    for member in row.members():
        row = do("inspections.sign", member.person, row)
    row = do("inspections.party_sign", world.leader, row, kind="refused", signer_name="王法定", reason=given)
    assert row.stage == "signed"
    (signature,) = row.signatures.filter(side="party")
    assert printed_signature(signature, row).refusal == printed


def test_a_signature_has_no_reason_of_refusal_and_a_refusal_may_have_a_witness(world):
    row = course.recorded(world)
    for member in row.members():
        row = do("inspections.sign", member.person, row)
    row = do(
        "inspections.party_sign",
        world.leader,
        row,
        kind="refused",
        signer_name="王法定",
        reason="不认可第1条",
        witness="李社区",
    )
    assert row.stage == "signed"
    with pytest.raises(Refusal, match="不应填写"):
        do("inspections.party_sign", world.leader, _back(row), kind="signed", signer_name="王", reason="x")


def _back(row):
    """The same row as if nobody of the party had signed."""
    row.signatures.filter(side="party").delete()
    type(row).objects.filter(pk=row.pk).update(stage="recorded")
    row.refresh_from_db()
    return row


def test_a_withdrawn_record_voids_the_signatures_over_it(world):
    row = course.recorded(world)
    row = do("inspections.sign", world.leader, row)
    old = row.record_digest
    row = do("inspections.withdraw_record", world.leader, row, reason="地址有误")
    row = do("inspections.conclude", world.leader, row, handling_opinion="加强自查")
    row = do("inspections.record", world.leader, row)
    assert row.record_digest != old
    with pytest.raises(Refusal, match="重做"):
        do("inspections.sign", world.inspector, row, record_digest=old)
    row = do("inspections.sign", world.inspector, row)
    row = do("inspections.party_sign", world.leader, row, kind="signed", signer_name="王")
    assert row.stage == "recorded"
    row = do("inspections.sign", world.leader, row)
    assert row.stage == "signed"
    assert row.signatures.count() == 4


def test_both_sides_get_a_copy_and_the_party_only_its_own(world):
    row = course.delivered(world, bad={"i25": "nonconforming"})
    assert (row.stage, row.delivered_to) == ("delivered", "王经理")
    mine = Document.objects.visible_to(world.contact).filter(
        target_id=row.pk, target_model="inspections.inspection"
    )
    assert {d.for_party for d in mine} == {True}
    assert mine.count() == 3
    assert Document.objects.visible_to(world.other_contact).count() == 0
    assert Duty.objects.filter(kind__startswith="rectification", done_at=None).exists()


def test_obstruction_is_followed_up_even_without_deficiencies(world):
    row = course.arrived(world)
    row = do("inspections.obstruction", world.leader, row, form="materials", note="拒绝提供批记录")
    row = do("inspections.conclude", world.leader, row)
    row = do("inspections.record", world.leader, row)
    for member in row.members():
        row = do("inspections.sign", member.person, row)
    row = do("inspections.party_sign", world.leader, row, kind="refused", signer_name="王", reason="拒绝配合")
    assert do("inspections.deliver", world.leader, row, delivered_to="留置送达").stage == "delivered"


def test_a_listed_conclusion_stands_in_the_record_with_its_handling_advice(world):
    row = course.concluded(world, bad={"i25": "nonconforming"})
    assert row.handling_opinion == "责令限期整改，报送整改报告，由辖区监管部门复查。"
    row = do("inspections.conclude", world.leader, row, handling_opinion="限七日内整改。")
    assert row.handling_opinion == "限七日内整改。"


def test_where_nothing_is_usually_advised_the_advice_is_written(world, monkeypatch):
    monkeypatch.setattr(conclude, "usual_advice", lambda chosen: "")
    row = course.closed_meeting(world)
    with pytest.raises(Refusal, match="处理建议都应当列入"):
        do("inspections.conclude", world.leader, row)
    assert do("inspections.conclude", world.leader, row, handling_opinion="归档。").conclusion


def test_nobody_chooses_a_clean_conclusion_while_a_problem_stands(world):
    row = course.concluded(world, bad={"i25": "nonconforming"})
    with pytest.raises(Refusal, match="1项成立的缺陷") as refused:
        do(
            "inspections.replace_conclusion",
            world.bureau_head,
            row,
            conclusion="production_clean",
            reasons=WHY,
        )
    assert refused.value.article == "良好做法"


@pytest.mark.parametrize("conclusion", list(conclude.Conclusion))
def test_every_listed_conclusion_but_the_open_one_has_its_usual_advice(region, conclusion):
    listed = conclude.usual_advice(conclusion)
    assert bool(listed) is (conclusion.value != "operation_other")
