"""Scenarios of articles that no other test walks from end to end, each named by what the article demands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cooperation import letters
from tests.cooperation import test_assisted as assisted
from tests.enforcement import cases
from tests.enforcement import test_leads as leads
from tests.inspections import course
from tests.inspections import test_off_site as off_site
from tests.measures import cases as after
from tests.rectification.cases import sign_in
from zhuangjian.apps.authorities.models import Interest
from zhuangjian.apps.authorities.powers import powers_of
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.actions.arrive import forms_of_obstruction
from zhuangjian.apps.inspections.actions.open import usual_basis
from zhuangjian.apps.inspections.outline import outline
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.measures.law import basis_of_handling, basis_of_lifting
from zhuangjian.apps.measures.models import Obstruction
from zhuangjian.apps.measures.models.obstruction import Handling
from zhuangjian.apps.programme.law import kinds_of
from zhuangjian.apps.programme.origins import law_of, stated
from zhuangjian.apps.rectification import notice
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.apps.registry.models import PartyKindRow, Product
from zhuangjian.engines.rules import competent_authority
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.vocabulary import InspectionType

pytestmark = pytest.mark.django_db


def article_of(act: str) -> str:
    """Under which article the last such act was entered in the ledger."""
    return Entry.objects.filter(action=act).latest("seq").article


def test_an_inspection_names_the_regulation_and_the_rules_of_its_place_as_its_basis(world: Any) -> None:
    row = course.opened(world, usual_basis=True)
    assert "《化妆品监督管理条例》" in row.legal_basis
    assert "重庆市化妆品检查管理实施细则" in row.legal_basis


def test_the_same_findings_come_to_the_same_conclusion_and_nobody_with_an_interest_takes_part(
    world: Any,
) -> None:
    Interest.objects.create(
        person=world.inspector2,
        credit_code=world.maker.credit_code,
        relation="shareholding",
        detail="持股",
        declared_at=timezone.localdate(),
    )
    row = course.opened(world)
    members = {"leader": world.leader.pk, "members": [world.inspector2.pk], "experts": []}
    with pytest.raises(Refusal) as refused:
        course.do("inspections.team", world.bureau_head, row, **members)
    assert refused.value.article == "CQ 21"
    row = course.do("inspections.team", world.bureau_head, row, **members | {"members": [world.inspector.pk]})
    assert article_of("inspections.team") == "CQ 9"
    row = course.do("inspections.plan", world.leader, row, **course.plan_data())
    row = course.do("inspections.approve_plan", world.bureau_head, row)
    row = course.do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    row = course.do(
        "inspections.opening",
        world.leader,
        row,
        points=course.OPENING,
        party_attendee="王经理",
        party_attendee_post="厂长",
    )
    row = course.do("inspections.findings", world.inspector, row, rows=course.rows(row, i25="nonconforming"))
    row = course.do("inspections.deficiency", world.inspector, row, item="25", text="批记录不完整")
    row = course.do(
        "inspections.closing",
        world.leader,
        row,
        points=["result_told", "right_to_state"],
        party_attendee="王经理",
        position="no_objection",
    )
    with pytest.raises(Refusal, match="组长不能另作结论"):
        course.do(
            "inspections.conclude",
            world.leader,
            row,
            conclusion="production_serious",
            reasons="印象不好，从严处理",
        )
    row = course.do("inspections.conclude", world.leader, row)
    assert row.conclusion == row.computed_conclusion == "production_deficient"
    assert article_of("inspections.conclude") == "CQ 16"


STEPS = {
    "inspections.team": "CQ 9",
    "inspections.plan": "CQ 10",
    "inspections.approve_plan": "CQ 10",
    "inspections.arrive": "CQ 11",
    "inspections.opening": "CQ 12",
    "inspections.deficiency": "CQ 14",
    "inspections.closing": "CQ 15",
    "inspections.conclude": "CQ 16",
    "inspections.record": "CQ 14",
    "inspections.sign": "CQ 14",
    "inspections.party_sign": "CQ 14",
    "inspections.deliver": "CQ 14",
    "evidence.add": "CQ 38",
}


def test_each_step_of_an_inspection_is_entered_under_its_own_article(world: Any) -> None:
    cases.delivered(world)
    assert {act: article_of(act) for act in STEPS} == STEPS


def test_a_lead_goes_to_its_end_with_each_step_and_duty_under_its_own_article(world: Any) -> None:
    lead = leads.decided(world)
    lead = leads.do("feed_back_filing", world.enforcement_officer, lead, text="已立案")
    leads.do("feed_back_result", world.enforcement_officer, lead, text="处罚决定已作出")
    steps = {
        "enforcement.report_lead": "CQ 37",
        "enforcement.assess": "CQ 37",
        "enforcement.transfer": "CQ 37",
        "enforcement.decide_filing": "CQ 39",
        "enforcement.feed_back_filing": "CQ 39",
        "enforcement.decide_penalty": "CQ 40",
        "enforcement.feed_back_result": "CQ 40",
    }
    assert {act: article_of(act) for act in steps} == steps


def test_refusing_an_inspection_is_one_of_the_five_forms_and_is_dealt_with_under_the_regulation(
    world: Any,
) -> None:
    row = course.on_site(world)
    course.do("inspections.obstruction", world.leader, row, form="entry", note="门卫拒绝检查组进入车间")
    assert article_of("inspections.obstruction") == "CQ 51"
    case = Obstruction.objects.get(inspection=row)
    with pytest.raises(Refusal) as refused:
        course.do("measures.handle_obstruction", world.bureau_head, case, handling="other", text="移送处理")
    assert refused.value.article == "CQ 51"
    assert "第五十一条" in basis_of_handling(Handling.OTHER, course.today())


def test_items_are_inspected_by_the_official_checkpoints_and_never_without_them(world: Any) -> None:
    row = course.teamed(world)
    with pytest.raises(Refusal) as refused:
        course.do("inspections.plan", world.leader, row, **course.plan_data(checkpoints=False))
    assert refused.value.article == "CQ 16"


def test_a_party_within_the_municipality_is_the_municipalitys_to_inspect() -> None:
    answer = competent_authority("manufacturer", "500103")
    assert answer.value[0].kind == "municipal"
    assert answer.reasons[0].article == "CQ 2"


def test_a_problem_outside_the_task_is_reported_with_its_evidence_under_its_article(world: Any) -> None:
    row = course.on_site(world)
    photo = course.do("evidence.add", world.inspector, row, file=course.photo())
    case = course.do("outside.report", world.leader, row, **PROBLEM)
    course.do("outside.fix", world.leader, case, evidence=[photo.public_id])
    assert article_of("outside.report") == article_of("outside.fix") == "CQ 18"


PROBLEM = {
    "text": "仓库中有未备案的面膜两箱",
    "products": "某面膜 批号20260101",
    "assessment": "涉及一批产品，已经售出",
    "advice": "责令暂停经营，抽样送检",
}


def articles_of(*acts: str) -> dict[str, str]:
    return {act: article_of(act) for act in acts}


def test_what_follows_an_inspection_is_entered_under_the_article_of_each_step(world: Any) -> None:
    row, day = after.inspected(world), after.DAY + timedelta(days=9)
    after.do("rectification.issue", world.district_officer, row, due_on=day, requirement="逐项整改")
    after.lifted(world, after.assessed(world, row=after.applied(world, after.suspended(world))))
    credit = {"ground": "result", "facts": "两批产品检出禁用物质"}
    after.do("record_credit", world.district_officer, after.inspected(world), **credit)
    assert articles_of("rectification.issue", "measures.suspend", "measures.record_credit") == {
        "rectification.issue": "CQ 19",
        "measures.suspend": "CQ 49",
        "measures.record_credit": "CQ 49",
    }
    assert set(
        articles_of("measures.apply_lifting", "measures.assess_lifting", "measures.decide_lifting").values()
    ) == {"CQ 50"}
    assert "第五十条" in basis_of_lifting(after.DAY)


@pytest.mark.parametrize(
    ("kind", "article"), [("extended", "CQ 43"), ("delegated", "CQ 46"), ("joint", "CQ 47")]
)
def test_a_letter_for_an_inspection_elsewhere_is_written_under_its_own_article(
    world: Any, kind: str, article: str
) -> None:
    letters.sent(world, kind=kind, subject="异地仓库")
    assert article_of("cooperation.write") == article_of("cooperation.send") == article


def test_a_dispute_over_competence_goes_to_the_national_authority_after_a_joint_look_and_not_before(
    world: Any,
) -> None:
    with pytest.raises(Refusal) as refused:
        letters.sent(world, kind="dispute", subject="管辖争议", to="国家药品监督管理局", to_kind="national")
    assert refused.value.article == "CQ 47"


def test_a_request_for_assistance_is_owed_an_answer_under_the_article_with_the_limit(world: Any) -> None:
    row = letters.registered(world)
    assert Duty.objects.get(kind="cooperation.assist", target_id=row.pk).article == "CQ 48"


def test_licensing_rests_on_its_articles_from_the_application_to_the_evaluation(world: Any) -> None:
    row = course.submitted(world, usual_basis=True)
    assert "第二十三条至第二十六条" in row.legal_basis
    assert article_of("programme.register_application") == "CQ 23"
    assert article_of("inspections.submit_record") == "CQ 26"


def test_an_inspection_for_cause_rests_on_its_own_articles(world: Any) -> None:
    row = course.opened(world, usual_basis=True, inspection_type="for_cause", focus="核查投诉所称的批次")
    assert "第三十二条至第三十五条" in row.legal_basis


def test_a_programme_is_made_under_the_article_of_programmes(world: Any) -> None:
    course.approved(world, course.task(world).programme)
    assert article_of("programme.create") == article_of("programme.approve") == "CQ 28"


def test_evidence_is_confirmed_by_the_party_under_its_article(world: Any) -> None:
    row = course.on_site(world)
    photo = course.do("evidence.add", world.inspector, row, file=course.photo())
    photo = course.do("evidence.confirm", world.inspector, photo, confirmed_by="王经理")
    assert photo.confirmed_by == "王经理"
    assert article_of("evidence.confirm") == "CQ 38"


def test_a_result_is_published_under_the_article_of_disclosure(world: Any) -> None:
    row = course.delivered(world)
    course.do("disclosure.publish", world.head, row)
    assert article_of("disclosure.publish") == "CQ 52"


def test_before_they_were_issued_the_municipality_had_no_rules_of_its_own() -> None:
    assert cited("team", region="chongqing", on=date(2025, 12, 23)).article == "CQ 9"
    assert cited("team", region="chongqing", on=date(2025, 12, 22)).article == "条例 47"


def test_an_off_site_inspection_begins_under_the_article_of_its_mode(world: Any) -> None:
    row = off_site.begun(world)
    assert row.stage == "off_site"
    assert article_of("inspections.begin_off_site") == "CQ 7"


def test_what_is_not_put_right_or_may_be_a_violation_is_handed_on_for_filing(world: Any) -> None:
    row, day = after.inspected(world), after.DAY + timedelta(days=9)
    after.do("rectification.issue", world.district_officer, row, due_on=day, requirement="逐项整改")
    case = Rectification.objects.get(inspection=row)
    reason = "整改中发现涉嫌使用禁用原料"
    case = after.do("rectification.escalate", world.district_officer, case, ground="violation", reason=reason)
    assert case.stage == "escalated"
    assert article_of("rectification.escalate") == "CQ 19"


def test_an_interest_is_declared_under_the_article_that_keeps_its_holder_away(world: Any) -> None:
    interest = {"credit_code": world.maker.credit_code, "relation": "shareholding", "detail": "持股"}
    course.do("authorities.declare_interest", world.leader, world.leader, **interest)
    assert article_of("authorities.declare_interest") == "CQ 21"


def test_other_inspections_rest_on_the_article_that_names_them(world: Any) -> None:
    row = course.opened(world, usual_basis=True, inspection_type="other")
    assert row.legal_basis.endswith("第六条")


def test_a_task_of_ones_own_is_started_under_the_article_of_competence(world: Any) -> None:
    course.task(world, inspection_type="for_cause", focus="核查投诉所称的批次")
    assert article_of("programme.start") == "CQ 4"


def test_a_problem_outside_the_task_can_lead_to_an_inspection_that_says_what_was_found(world: Any) -> None:
    found = {"kind": "finding", "inspection_type": "other", "party": world.maker.credit_code}
    days = {"window_from": course.today(), "window_to": course.today() + timedelta(days=5)}
    with pytest.raises(Refusal) as refused:
        course.do("programme.start", world.programme_officer, **found, **days)
    assert refused.value.article == "CQ 18"


def test_a_problem_whose_evidence_can_no_longer_be_taken_ends_with_the_reason(world: Any) -> None:
    row = course.on_site(world)
    case = course.do("outside.report", world.leader, row, **PROBLEM)
    course.do("outside.handle", world.bureau_head, case, answer="责令下架，另行核查")
    with pytest.raises(Refusal, match="固定的证据"):
        course.do("outside.close", world.bureau_head, case, closing="已下架", no_evidence="现场没有拍照")
    row.refresh_from_db()
    type(row).objects.filter(pk=row.pk).update(stage="recorded")
    with pytest.raises(Refusal, match="请写明没有固定证据的原因") as refused:
        course.do("outside.close", world.bureau_head, case, closing="已下架")
    assert refused.value.article == "CQ 18"
    case = course.do("outside.close", world.bureau_head, case, closing="已下架", no_evidence="现场没有拍照")
    assert (case.stage, "现场没有拍照" in case.closing) == ("closed", True)
    assert not Duty.objects.filter(kind="outside.fix", done_at=None).exists()


def test_the_notice_to_put_right_names_the_article_that_asks_for_it(world: Any) -> None:
    row, day = after.inspected(world), after.DAY + timedelta(days=9)
    after.do("rectification.issue", world.district_officer, row, due_on=day, requirement="逐项整改")
    basis = notice.context_of(Rectification.objects.get(inspection=row)).basis
    assert basis.endswith("《重庆市化妆品检查管理实施细则》第十九条")


def test_a_trade_secret_is_noted_under_the_article_of_confidentiality(world: Any) -> None:
    row = course.on_site(world)
    course.do("evidence.note_secret", world.leader, row, title="焕采霜配方", words="烟酰胺4.5%")
    assert article_of("evidence.note_secret") == "CQ 22"


def test_letters_between_bodies_rest_on_the_article_of_inspections_across_regions(
    world: Any, client: Any
) -> None:
    sign_in(client, world.head)
    assert ">CQ 43</a>" in client.get("/letters/").content.decode()


def test_a_warehouse_of_an_enterprise_elsewhere_is_supervised_until_it_is_ended_with_a_reason(
    world: Any,
) -> None:
    row = assisted.registered(world)
    noted = {"day": course.today(), "people": "张一、李二", "noted": "仓库温湿度记录完整。"}
    row = course.do("cooperation.note_assisted", world.bureau_head, row, **noted)
    assert [one.noted for one in row.entries.all()] == ["仓库温湿度记录完整。"]
    ended = {"ended_on": course.today(), "reason": "仓库停用"}
    row = course.do("cooperation.end_assisted", world.bureau_head, row, **ended)
    assert row.ended_on == course.today()
    acts = ("register_assisted", "note_assisted", "end_assisted")
    assert set(articles_of(*(f"cooperation.{one}" for one in acts)).values()) == {"CQ 45"}


def test_a_dispute_is_the_national_authoritys_to_settle_as_the_list_of_authorities_says() -> None:
    assert powers_of("national")[0][0] == "CQ 47"


def test_whoever_is_inspected_is_of_a_kind_that_the_article_names(world: Any) -> None:
    PartyKindRow.objects.filter(party=world.maker).delete()
    with pytest.raises(Refusal) as refused:
        kinds_of(world.maker)
    assert refused.value.article == "CQ 53"


def test_inspections_around_a_filing_say_which_of_the_four_they_are_about(world: Any) -> None:
    given = {"kind": "registration", "inspection_type": "other", "party": world.maker.credit_code}
    given |= {"window_from": course.today(), "window_to": course.today() + timedelta(days=5)}
    given |= {"reference": "渝G妆网备字2026000001", "words": "核实备案资料载明的技术要求"}
    with pytest.raises(Refusal, match="化妆品、化妆品新原料、牙膏、牙膏新原料") as refused:
        course.do("programme.start", world.programme_officer, **given)
    assert refused.value.article == "CQ 54"
    task = course.do("programme.start", world.programme_officer, support="toothpaste_ingredient", **given)
    assert ("所涉类别", "牙膏新原料") in stated(task.origin)
    assert cited(law_of(task), region="chongqing").article == "CQ 54"


def test_toothpaste_runs_through_the_same_course_and_its_record_says_by_which_article(world: Any) -> None:
    assert "第五十五条" not in usual_basis(InspectionType.ROUTINE, world.maker)
    Product.objects.create(
        party=world.maker, number="渝国牙膏网备字2026000001", name="薄荷牙膏", is_toothpaste=True
    )
    row = course.delivered(world, usual_basis=True)
    assert row.legal_basis.endswith("第五十五条")
    assert (row.edition, row.record_form, row.conclusion) == (
        "actual",
        "inspection_report",
        "production_clean",
    )


def test_obstruction_is_one_of_the_forms_that_the_pack_lists() -> None:
    said = forms_of_obstruction(date(2026, 6, 1))
    assert [str(one) for one in said] == [
        "entry",
        "materials",
        "evidence",
        "deception",
        "other",
        "destruction",
    ]


def test_a_plan_for_cause_begins_with_the_cause_and_never_loses_it(world: Any) -> None:
    row = course.teamed(world, inspection_type="for_cause", focus="核查投诉所称的批次")
    first = ACTIONS["inspections.plan"].initial(world.leader, row)
    assert first["items"].splitlines()[0] == "核查所指的问题：核查投诉所称的批次"
    assert "投字2026-8" in first["items"]
    assert first["items"].splitlines()[-1] == "核查有无违反化妆品监督管理法律法规的行为"
    row = course.do("inspections.plan", world.leader, row, **course.plan_data(focus=""))
    assert row.plans.get().focus == "核查投诉所称的批次"


def test_the_focus_of_a_routine_plan_is_what_fits_who_is_inspected(world: Any, client: Any) -> None:
    last = after.inspected(world)
    since = {"registered_on": course.today(), "party": world.maker}
    Product.objects.create(number="渝G妆网备字2026000009", name="新上市面霜", **since)
    row = course.teamed(world)
    focus = ACTIONS["inspections.plan"].initial(world.leader, row)["focus"]
    assert f"前一次检查（{last}）所列2项缺陷的整改情况" in focus
    assert "未接受过检查的产品与注册备案信息是否一致：新上市面霜" in focus
    course.do("inspections.plan", world.leader, row, **course.plan_data(focus=focus))
    sign_in(client, world.bureau_head)
    assert ">CQ 29</a>" in client.get(f"{row.get_absolute_url()}plan/").content.decode()
    of_year = {"made": row.task.programme, "party": world.shop}
    shop = course.opened(world, unit=world.district, by=world.district_head, **of_year)
    assert outline(world.district_head, shop)["focus"] == "按检查目的确定：年度计划"
    PartyKindRow.objects.filter(party=world.maker).delete()
    PartyKindRow.objects.create(party=world.maker, kind="domestic_responsible_person")
    assert "境内责任人的义务" in outline(world.leader, row)["focus"]
