"""Licensing (CQ 23 to 26): applications, who may apply, the record submitted, evaluated by the dispatching unit, the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.inspections import course
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours, perform
from zhuangjian.apps.programme.models import Task
from zhuangjian.apps.rectification.models import RevocationOpinion
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do, today = course.do, course.today
FAIL = {f"i{no}": "nonconforming" for no in range(20, 60)}


def owed(kind):
    return list(Duty.objects.filter(kind=kind, done_at=None))


@pytest.mark.parametrize("name", ["reference", "applied_on", "acceptance", "received_on"])
def test_an_application_has_numbers_and_dates_of_application_and_acceptance(world, region, name):
    with pytest.raises(Refusal, match="应当写明"):
        course.application(world, **{name: None if name.endswith("_on") else ""})
    made = course.application(world)
    assert (made.origin.kind, made.inspection_type, made.programme) == ("application", "licensing", None)


def test_an_application_is_not_accepted_before_it_was_made_nor_after_today(world):
    day = today()
    for applied, accepted in ((day, day - timedelta(days=1)), (day, day + timedelta(days=1))):
        with pytest.raises(Refusal, match="不能晚于"):
            course.application(world, applied_on=applied, received_on=accepted)
    assert course.application(world, applied_on=day, received_on=day)


def test_only_the_licensing_department_registers_applications_and_each_once(world):
    for who in (world.head, world.programme_officer, world.bureau_head):
        with pytest.raises(NotYours):
            do("programme.register_application", who, licensing_kind="licensing_new")
    row = course.application(world)
    with pytest.raises(Refusal, match="已经登记"):
        course.application(world)
    do("programme.cancel_task", world.programme_officer, row, reason="申请人撤回")
    assert course.application(world)


def test_a_registrant_that_is_not_the_maker_is_not_opened_for_licensing(world, region):
    world.maker.kind_rows.filter(kind="manufacturer").delete()
    world.maker.kind_rows.filter(kind="filer").update(kind="registrant")
    with pytest.raises(Refusal, match="不是生产企业"):
        course.application(world)
    assert not Task.objects.exists()


def test_a_change_says_what_changes_and_why_it_needs_a_visit(world):
    with pytest.raises(Refusal, match="需要现场核查的理由") as refused:
        course.application(world, licensing_kind="licensing_change")
    assert refused.value.article == "CQ 25"
    made = course.application(world, licensing_kind="licensing_change", words="增加膏霜单元，新增车间")
    assert made.origin.licensing_kind == "licensing_change"


def test_a_change_can_be_decided_on_without_a_visit_and_a_new_licence_cannot(world, region):
    made = course.application(world, licensing_kind="licensing_change", words="变更法定代表人，核对材料")
    with pytest.raises(NotYours):
        do("programme.no_visit", world.programme_officer, made, reason="只变更登记事项")
    row = do("programme.no_visit", world.licensing_officer, made, reason="只变更登记事项")
    assert (row.status, row.cancel_reason) == ("cancelled", "不需要现场核查：只变更登记事项")
    assert not owed("programme.arrange")
    other = course.application(world, reference="申2026-2", acceptance="受2026-2")
    with pytest.raises(NotNow, match="新办和延续许可"):
        do("programme.no_visit", world.licensing_officer, other, reason="只变更登记事项")


def test_an_application_waits_on_the_programme_officers_list_until_it_is_assigned(world, region):
    row = course.application(world)
    (duty,) = owed("programme.arrange")
    assert (duty.authority, duty.role, duty.target_id) == (world.municipal, "programme_officer", row.pk)
    course.do(
        "programme.assign",
        world.programme_officer,
        row,
        assigned_to=world.bureau.pk,
        information="申请人情况",
        requirements="全部项目",
    )
    assert not owed("programme.arrange")


def test_an_inspection_is_of_the_kind_that_was_applied_for(world):
    row = course.assigned(world, inspection_type="licensing", licensing_kind="licensing_extension")
    told = {"reason": "许可申请", "legal_basis": "条例"}
    with pytest.raises(Refusal, match="延续许可后现场核查"):
        do("inspections.open", world.bureau_head, row, licensing_kind="licensing_new", **told)
    assert do("inspections.open", world.bureau_head, row, **told).licensing_kind == "licensing_extension"


def test_the_record_goes_to_the_dispatching_unit_which_alone_issues_the_conclusion(world, region):
    row = course.delivered(world, inspection_type="licensing")
    assert row.stage == "to_submit"
    (duty,) = owed("inspections.submit_record")
    assert duty.person == world.leader
    with pytest.raises(NotNow):
        do("inspections.evaluate", world.bureau_head, row, reasons="符合")
    row = do("inspections.submit_record", world.leader, row, materials="现场照片")
    assert row.stage == "evaluating"
    (duty,) = owed("inspections.evaluate")
    assert (duty.authority, duty.role) == (world.bureau, "head")
    for who in (world.leader, world.head):
        with pytest.raises(NotYours):
            do("inspections.evaluate", who, row, reasons="符合")
    row = do("inspections.evaluate", world.bureau_head, row, reasons="全部项目符合要求")
    assert (row.stage, row.conclusion) == ("closed", "licensing_pass")
    made = row.evaluations.get()
    assert (made.on_site, made.conclusion) == ("licensing_pass", "licensing_pass")
    assert made.decided_by == world.bureau_head
    assert not owed("inspections.evaluate")


def test_a_routine_inspection_is_not_evaluated(world):
    assert course.delivered(world).stage == "closed"


def test_what_is_lacking_is_sent_back_and_handed_in_again_and_both_are_kept(world, region):
    row = course.submitted(world)
    row = do("inspections.return_submission", world.bureau_head, row, reason="缺少平面图")
    assert row.stage == "to_submit"
    row = do("inspections.submit_record", world.leader, row, materials="补充平面图")
    row = do("inspections.evaluate", world.bureau_head, row, reasons="资料齐全，符合要求")
    assert [(e.no, e.returned_because, bool(e.conclusion)) for e in row.evaluations.order_by("no")] == [
        (1, "缺少平面图", False),
        (2, "", True),
    ]


def test_the_evaluation_has_the_three_conclusions_of_the_pack_and_no_other(world, region):
    row = course.submitted(world)
    offered = [
        value for value, _ in ACTIONS["inspections.evaluate"].choices(world.bureau_head, row)["conclusion"]
    ]
    assert offered == ["licensing_pass", "licensing_rectify", "licensing_fail"]
    with pytest.raises(Refusal, match="不是这类检查的结论"):
        do(
            "inspections.evaluate",
            world.bureau_head,
            row,
            conclusion="production_clean",
            reasons="一二三四五六七八九十",
        )


def test_another_conclusion_than_the_computed_one_needs_ten_words_of_reason(world, region):
    row = course.submitted(world)
    other = {"conclusion": "licensing_rectify"}
    if row.conclusion_answer["basis"] == "official":
        with pytest.raises(Refusal, match="不能另作结论"):
            do("inspections.evaluate", world.bureau_head, row, reasons="一二三四五六七八九十", **other)
        return
    with pytest.raises(Refusal, match="至少10个字"):
        do("inspections.evaluate", world.bureau_head, row, reasons="一二三四五六七八九", **other)
    row = do("inspections.evaluate", world.bureau_head, row, reasons="一二三四五六七八九十", **other)
    assert (row.conclusion, row.computed_conclusion) == ("licensing_rectify", "licensing_pass")
    assert row.override_reason


def test_what_is_to_be_put_right_goes_to_the_local_authority_only_after_the_evaluation(world, region):
    row = course.submitted(world, bad={"i25": "nonconforming"})
    assert not owed("rectification.issue")
    row = do("inspections.evaluate", world.bureau_head, row, reasons="存在缺陷，整改后复查")
    assert row.stage == "delivered"
    assert len(owed("rectification.issue")) == 1


def test_the_applicant_learns_of_the_evaluation_no_earlier_than_of_its_end(world):
    from zhuangjian.apps.conduct.visibility import as_shown
    from zhuangjian.apps.inspections.models import Evaluation, Inspection

    row = course.submitted(world)
    assert not Evaluation.objects.visible_to(world.contact).exists()
    assert Evaluation.objects.visible_to(world.licensing_officer).exists()
    seen = as_shown(world.contact, Inspection.objects.visible_to(world.contact).get(pk=row.pk))
    assert seen.stage == "delivered"


def test_the_api_and_the_page_say_the_same_of_the_evaluation(world, client):
    row = course.submitted(world)
    do("inspections.evaluate", world.bureau_head, row, reasons="全部项目符合要求")
    client.force_login(world.bureau_head, backend="django.contrib.auth.backends.ModelBackend")
    (told,) = client.get(f"/api/inspections/{row.public_id}").json()["evaluations"]
    page = client.get(f"/inspections/{row.public_id}/conclusion/").content.decode()
    for words in (told["materials"], told["reasons"], told["conclusion_words"], told["decided_by"]):
        assert words
        assert words in page


def test_an_extension_that_is_not_passed_ends_in_an_opinion_that_the_licensing_department_answers(
    world, region
):
    row = course.submitted(world, licensing_kind="licensing_extension", bad=FAIL)
    row = do("inspections.evaluate", world.bureau_head, row, reasons="关键项目不符合，不通过")
    assert row.conclusion == "licensing_fail"
    (duty,) = owed("rectification.propose_revocation")
    assert duty.authority == world.municipal
    opinion = do("rectification.propose_revocation", world.head, row, text="建议撤销其化妆品生产许可")
    assert isinstance(opinion, RevocationOpinion)
    (duty,) = owed("rectification.answer_revocation")
    assert (duty.authority, duty.role) == (world.municipal, "licensing_officer")
    told = {"decision": "revoked", "answer": "已撤销", "number": "许撤〔2026〕1号"}
    for who in (world.head, world.bureau_head, world.leader):
        with pytest.raises(NotYours):
            do("rectification.answer_revocation", who, opinion, **told)
    with pytest.raises(Refusal, match="填写有误"):
        do("rectification.answer_revocation", world.licensing_officer, opinion, **(told | {"number": ""}))
    opinion = do("rectification.answer_revocation", world.licensing_officer, opinion, **told)
    assert (opinion.decision, opinion.answered_by) == ("revoked", world.licensing_officer)
    assert not owed("rectification.answer_revocation")
    with pytest.raises(NotNow):
        do("rectification.answer_revocation", world.licensing_officer, opinion, **told)


def test_a_new_applicant_who_does_not_pass_has_nothing_to_put_right(world, region):
    row = course.submitted(world, bad=FAIL)
    row = do("inspections.evaluate", world.bureau_head, row, reasons="关键项目不符合，不通过")
    assert (row.conclusion, row.stage) == ("licensing_fail", "closed")
    assert not owed("rectification.issue")


CODE = "91500103MA5U0A1B7C"


def entered(world, **more):
    given = {
        "name": "测试新申请化妆品有限公司",
        "credit_code": CODE,
        "address": f"{world.maker.address}旁",
        "kinds": ["manufacturer"],
        "reason": "首次申请生产许可",
        "rests_on": "营业执照和许可申请书",
    }
    who = more.pop("who", world.licensing_officer)
    return perform(ACTIONS["registry.enter_party"], who, None, given | more).object


def test_an_applicant_that_no_register_shows_is_entered_inspected_and_later_the_registers(world, region):
    from zhuangjian.apps.registry.taking import Taking

    with pytest.raises(Refusal, match="没有找到"):
        course.application(world, party=CODE)
    party = entered(world)
    assert (party.register_seen, party.corrections.get().rests_on) == (None, "营业执照和许可申请书")
    assert course.application(world, party=party.credit_code).party == party
    with pytest.raises(Refusal, match="已在名录中"):
        entered(world)
    taking = Taking("许可名录", today())
    taking.fetch(codes=[party.credit_code])
    assert taking.by_code[party.credit_code].pk == party.pk


def test_an_applicant_is_entered_with_a_code_that_can_be_right_and_by_officials_only(world):
    with pytest.raises(Refusal, match="不正确"):
        entered(world, credit_code="91500103MA5U0A1B2")
    with pytest.raises(NotYours):
        entered(world, who=world.inspector)
