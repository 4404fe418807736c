"""What can be decided after an inspection, and what follows until it ends (CQ 49)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.measures.cases import DAY, FACTS, do, inspected, owed, suspended
from tests.rectification.cases import delivered
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.enforcement.models import Lead
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import NotNow, NotYours
from zhuangjian.apps.measures.models import Measure
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=10)


def risky(w, **more):
    """Delivered without a deficiency, with risk control on record."""
    return delivered(w, deficiencies=0, stage="delivered", involves_risk_control=True, **more)


def recalled(w, **more):
    data = {"ground": "result", "facts": FACTS, "scope": "焕采霜 20260301 批", "due_on": LATER}
    return do("recall", w.district_officer, inspected(w), **data | more)


def summoned(w, **more):
    data = {
        "ground": "result",
        "facts": "隐患没有及时消除",
        "scope": "消除隐患的情况",
        "meet_on": LATER,
        "summons": "上午9时，法定代表人",
        "place": "区局会议室",
    }
    return do("summon", w.district_officer, inspected(w), **data | more)


def held(w, **more):
    data = {"held_on": LATER, "attendees": "区局王某、企业李某", "record": "说明了情况"}
    return do("hold_interview", w.district_officer, summoned(w), LATER, **data | more)


def promised(w):
    return held(w, commitments="一个月内更换供应商", commit_by=LATER + timedelta(days=30))


def test_a_suspension_names_its_basis_is_served_and_watched(world, region):
    row = suspended(world)
    assert row.stage == "in_force"
    assert "《化妆品监督管理条例》第五十四条" in row.basis
    assert ("《重庆市化妆品检查管理实施细则》第四十九条" in row.basis) is (region == "chongqing")
    papers = Document.objects.filter(target_model="measures.measure", target_id=row.pk)
    assert papers.count() == 2
    assert all(one.for_party and one.number == row.number for one in papers)
    assert owed(row)["watch"].authority == world.district


def test_the_party_sees_what_it_was_served_with_and_not_that_a_case_is_filed(world):
    row = suspended(world)
    filed = do(
        "file_case", world.district_officer, row.inspection, ground="result", facts=FACTS, advice="立案"
    )
    seen = Measure.objects.visible_to(world.contact)
    assert row in seen
    assert filed not in seen


def test_filing_a_case_makes_a_lead_whose_risk_is_judged(world):
    row = inspected(world)
    do("file_case", world.district_officer, row, ground="result", facts=FACTS, advice="立案调查")
    lead = Lead.objects.get(inspection=row)
    assert (lead.facts, lead.stage) == (FACTS, "reported")
    assert Duty.objects.filter(kind="enforcement.assess", target_id=lead.pk, done_at=None).exists()


@pytest.mark.parametrize(
    ("ground", "said"),
    [("rectification", "没有不符合要求的复查"), ("obstruction", "没有拒绝、逃避、阻碍检查的记录")],
)
def test_a_ground_that_the_file_does_not_show_is_refused(world, ground, said):
    with pytest.raises(Refusal, match=said):
        suspended(world, ground=ground)


def test_before_the_conclusion_there_is_no_result_but_a_risk_can_be_controlled(world):
    row = inspected(world, hooks=False, stage="on_site", concluded_at=None, delivered_at=None, conclusion="")
    with pytest.raises(Refusal, match="检查结论还没有作出"):
        suspended(world, row)
    assert suspended(world, row, ground="risk").stage == "in_force"


def test_a_failed_recheck_is_a_ground_to_suspend(world):
    from tests.rectification.test_course import recheck, report
    from tests.rectification.test_issue import issue

    row = inspected(world)
    one = issue(world.district_officer, row)
    report(world, one)
    recheck(world, one, result="failed")
    assert suspended(world, row, ground="rectification").ground == "rectification"


def test_an_inspection_that_waits_for_its_risk_control_alone_ends_with_the_decision(world, region):
    row = risky(world)
    assert "handle" in owed(row)
    suspended(world, row, ground="risk")
    assert Inspection.objects.get(pk=row.pk).stage == "closed"


def test_that_nothing_is_done_is_a_decision_with_a_reason(world):
    row = risky(world)
    with pytest.raises(Refusal):
        do("none", world.district_officer, row, reason=" ")
    do("none", world.district_officer, row, reason="风险已由企业自行消除")
    assert Inspection.objects.get(pk=row.pk).stage == "closed"
    with pytest.raises(NotNow):
        do("none", world.district_officer, row, reason="再来一次")


def test_a_suspension_that_is_not_observed_becomes_a_lead_and_stays_watched(world):
    row = suspended(world)
    do("check", world.district_officer, row, observed=False, text="仍在生产")
    assert Lead.objects.get(inspection=row.inspection).facts.endswith("仍在生产")
    assert "watch" in owed(row)
    do("check", world.district_officer, row, observed=True, text="已停产")
    assert "watch" not in owed(row)


def test_a_recall_goes_from_progress_to_its_effect(world, region):
    row = recalled(world)
    assert owed(row)["report_recall"].due == LATER
    with pytest.raises(Refusal, match="还没有报告"):
        do("assess_recall", world.district_officer, row, sufficient=True, text="好")
    amounts = {"sold": 100, "recalled": 60, "disposed": 60, "text": "已通知经营者"}
    again = LATER + timedelta(days=7)
    do("report_recall", world.contact, row, LATER, next_on=again, **amounts)
    assert owed(row)["report_recall"].due == again
    do(
        "report_recall",
        world.contact,
        row,
        again,
        finished=True,
        **amounts | {"recalled": 99, "disposed": 99},
    )
    assert set(owed(row)) == {"effect"}
    row = do(
        "assess_recall", world.district_officer, row, again, sufficient=True, text="除消费者自用外全部召回"
    )
    assert row.stage == "ended"
    assert not owed(row)


def test_no_more_is_recalled_than_sold_nor_disposed_of_than_recalled(world):
    row = recalled(world)
    for amounts, said in (((10, 11, 0), "多于已售出"), ((10, 9, 10), "多于已召回")):
        sold, back, gone = amounts
        with pytest.raises(Refusal, match=said):
            do(
                "report_recall",
                world.contact,
                row,
                sold=sold,
                recalled=back,
                disposed=gone,
                finished=True,
                text="x",
            )


def test_an_interview_with_a_promise_is_verified_and_both_enter_the_credit_record(world, region):
    row = promised(world)
    due = LATER + timedelta(days=30)
    assert {kind: duty.due for kind, duty in owed(row).items()} == {"commit": due, "verify": due}
    do("report_commitment", world.contact, row, due, text="已更换")
    row = do("verify_commitments", world.district_officer, row, due, kept=True, text="合同已核对")
    assert row.stage == "ended"
    credit = Measure.objects.get(kind="credit")
    assert "承诺已经履行" in credit.facts
    assert "一个月内更换供应商" in credit.facts
    assert set(owed(credit)) == {"frequency"}
    do("note_frequency", world.district_head, credit, due, text="下一年度检查两次")
    assert not owed(credit)


def test_who_does_not_come_is_on_the_credit_record_at_once(world):
    row = held(world, absent=True, attendees="", record="通知后没有到场")
    assert row.stage == "ended"
    assert "没有到场" in Measure.objects.get(kind="credit").facts


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"attendees": ""}, "到场人员"),
        ({"commitments": "整改"}, "完成日期"),
        ({"commit_by": LATER}, "完成日期"),
        ({"commitments": "整改", "commit_by": LATER - timedelta(days=1)}, "早于约谈"),
        ({"absent": True, "commitments": "整改", "commit_by": LATER}, "没有到场"),
    ],
)
def test_an_interview_says_who_came_and_a_promise_has_its_day(world, given, said):
    with pytest.raises(Refusal, match=said):
        held(world, **given)


def test_a_decision_that_was_wrong_is_withdrawn_with_its_reason_and_kept(world):
    row = do("withdraw", world.district_officer, suspended(world), reason="对象有误")
    assert (row.stage, row.end_note) == ("withdrawn", "对象有误")
    assert not owed(row)


def test_another_authority_decides_nothing(world):
    with pytest.raises(NotYours):
        do("suspend", world.bureau_head, inspected(world), ground="result", facts=FACTS, scope="x")


def test_what_the_pack_does_not_list_cannot_be_decided(world, monkeypatch):
    from zhuangjian.apps.measures import law

    listed = law.parameter

    def without(pack, name, on):
        found = listed(pack, name, on)
        return found.model_copy(update={"value": ("限期整改",)}) if name == "result_measures" else found

    monkeypatch.setattr(law, "parameter", without)
    with pytest.raises(Refusal, match="没有列出“责令暂停生产经营”"):
        suspended(world)
    assert not Measure.objects.exists()
