"""Problems outside the task: both authorities in one step, evidence, urgent order, provinces on the label (CQ 18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.inspections import course
from tests.rectification.cases import sign_in
from zhuangjian.apps.casefile.facts import check_inspection
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours, perform
from zhuangjian.apps.outside.models import OutsideProblem
from zhuangjian.engines.rules import due
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.citing import cited

pytestmark = pytest.mark.django_db
do = course.do
SAID = {
    "text": "仓库中有未备案的面膜两箱，消费者使用后面部红肿",
    "products": "某面膜 批号20260101",
    "assessment": "涉及一批产品，已经售出",
    "advice": "责令暂停经营，抽样送检",
}


def owed(case: Any) -> dict[str, Duty]:
    rows = Duty.objects.filter(target_model=case._meta.label_lower, target_id=case.pk, done_at=None)
    return {row.kind: row for row in rows}


def photo(w: Any, row: Inspection) -> Evidence:
    return do("evidence.add", w.inspector, row, file=course.photo())


def reported(w: Any, row: Inspection | None = None, **more: Any) -> OutsideProblem:
    return do("outside.report", w.leader, row or course.on_site(w), **SAID | more)


def local(w: Any, case: OutsideProblem) -> Any:
    """An officer of the local authority."""
    return {w.district.pk: w.district_officer, w.bureau.pk: w.bureau_head, w.municipal.pk: w.head}[
        case.local_authority_id
    ]


def ordered(w: Any, case: OutsideProblem, **more: Any) -> OutsideProblem:
    data = {"what": "责令暂停生产、经营", "facts": "多名消费者使用后面部红肿", "scope": "某面膜"}
    return do("measures.urgent", local(w, case), case, **data | more)


def test_a_problem_outside_the_task_goes_to_both_authorities_in_one_step(world, region):
    row = course.on_site(world)
    case = reported(world, row, evidence=[photo(world, row).public_id], at_risk=True)
    duties = owed(case)
    assert duties.keys() == {"outside.see", "outside.handle"}
    assert duties["outside.see"].authority == row.dispatching_unit
    assert duties["outside.handle"].authority == row.local_authority
    assert {one.due for one in duties.values()} == {None}
    assert {one.article for one in duties.values()} == {cited("outside", region=region).article}
    case = do("outside.see", world.bureau_head, case)
    case = do("outside.handle", local(world, case), case, answer="抽样送检")
    assert (case.stage, case.seen_by) == ("handled", world.bureau_head)
    assert owed(case).keys() == {"outside.close"}
    assert do("outside.close", local(world, case), case, closing="检验合格").stage == "closed"


def test_before_arrival_nothing_is_reported_and_only_by_the_team(world):
    with pytest.raises(NotNow, match="尚未到达"):
        reported(world, course.plan_approved(world))
    row = Inspection.objects.get()
    row = do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    with pytest.raises(NotYours):
        do("outside.report", world.bureau_head, row, **SAID)
    assert reported(world, row).no == 1


@pytest.mark.parametrize("lacking", ["assessment", "advice", "text"])
def test_risk_assessment_and_advice_go_with_it(world, lacking):
    row = course.on_site(world)
    with pytest.raises(Refusal):
        reported(world, row, **{lacking: ""})


def test_it_is_reported_at_once_and_the_evidence_is_owed_until_it_is_fixed(world):
    row = course.on_site(world)
    case = reported(world, row)
    assert owed(case)["outside.fix"].person == world.leader
    do("outside.handle", local(world, case), case, answer="立即核查")
    case = OutsideProblem.objects.get()
    with pytest.raises(Refusal, match="固定的证据"):
        do("outside.close", local(world, case), case, closing="完毕")
    case = do("outside.fix", world.inspector, case, evidence=[photo(world, row).public_id])
    assert "outside.fix" not in owed(case)
    assert do("outside.close", local(world, case), case, closing="完毕").stage == "closed"


def test_harm_makes_an_urgent_order_due_at_once(world, region):
    row = course.on_site(world)
    with pytest.raises(Refusal, match="涉及的产品和批次"):
        reported(world, row, harm=True, products="")
    case = reported(world, row, harm=True, evidence=[photo(world, row).public_id])
    assert case.at_risk
    assert owed(case)["outside.order"].authority == row.local_authority
    # The checks of a file on it are the municipality's own: no national text of them was read.
    own = region == "chongqing"
    verdict = _verdicts(world, row)
    assert verdict.get("outside_problems_reported") == ("met" if own else None)
    assert verdict.get("harm_controlled") == ("violated" if own else None)
    case = do("outside.handle", local(world, case), case, answer="立即控制")
    with pytest.raises(Refusal, match="紧急控制措施"):
        do("outside.close", local(world, case), case, closing="完毕")
    with pytest.raises(Refusal, match="控制措施"):
        ordered(world, case, what="口头提醒")
    case = ordered(world, case)
    assert "outside.order" not in owed(case)
    assert _verdicts(world, row).get("harm_controlled") == ("met" if own else None)
    with pytest.raises(NotNow, match="已经责令暂停"):
        ordered(world, case)


def _verdicts(w: Any, row: Inspection) -> dict[str, str]:
    checked = check_inspection(Inspection.objects.get(pk=row.pk), w.head)
    return {one.name: one.verdict.value for one in checked.checks}


def test_evidence_that_is_not_fixed_is_found_in_the_file(world):
    row = course.on_site(world)
    reported(world, row)
    assert _verdicts(world, row)["outside_problems_reported"] == "violated"


def test_what_concerns_the_whole_country_is_told_to_the_provinces_by_the_provincial_authority(world):
    case = ordered(world, reported(world, harm=True), nationwide=True)
    assert case.provincial == world.municipal
    assert owed(case)["outside.notify"].authority == world.municipal
    told = {
        "province": "示例省药品监督管理局",
        "holder": "filer",
        "holder_name": "示例公司",
        "matters": "请控制",
    }
    with pytest.raises(NotYours):
        do("cooperation.notify_label", world.leader, case, **told)
    case = do("cooperation.notify_label", world.head, case, **told)
    letter = case.letters.get()
    assert (letter.kind, letter.get_kind_display(), letter.stage) == (
        "label_notice",
        "风险控制通报函",
        "draft",
    )
    assert "outside.notify" in owed(case)
    assert do("outside.handle", local(world, case), case, answer="已责令暂停").stage == "handled"
    case = OutsideProblem.objects.get()
    with pytest.raises(Refusal, match="对产品标签标示省份的通报"):
        do("outside.close", local(world, case), case, closing="完毕")
    letter = do("cooperation.send", world.head, letter)
    assert (letter.stage, letter.number != "") == ("closed", True)
    assert "outside.notify" not in owed(case)
    with pytest.raises(Refusal, match="已经拟写"):
        do("cooperation.notify_label", world.head, case, **told)
    assert do("cooperation.notify_label", world.head, case, **told | {"province": "另一省药品监督管理局"})


def test_the_general_form_does_not_write_to_provinces_on_a_label(world):
    with pytest.raises(Refusal, match="任务外问题的页面"):
        do("cooperation.write", world.head, kind="label_notice", subject="通报", to="示例省药品监督管理局")


def test_an_urgent_order_is_a_measure_that_is_served_followed_and_can_be_lifted(world, region):
    case = ordered(world, reported(world, harm=True))
    measure = case.measures.get()
    assert (measure.kind, measure.stage, measure.ground) == ("suspend", "in_force", "risk")
    assert "第五十四条" in measure.basis
    assert ("第十八条" in measure.basis) == (region == "chongqing")
    assert owed(measure).keys() == {"measures.watch"}
    assert {one.kind for one in Document.objects.filter(target_id=measure.pk)} == {"measure_suspend"}
    assert "某面膜" in measure.scope
    do("measures.withdraw", local(world, case), measure, reason="批号有误")
    case = OutsideProblem.objects.get()
    assert case.ordered_at is None
    assert "outside.order" in owed(case)


def test_without_that_no_province_is_told(world):
    case = ordered(world, reported(world, harm=True))
    assert "outside.notify" not in owed(case)
    assert case.provincial is None


def entered(w: Any, case: OutsideProblem, kind: str, **more: Any) -> OutsideProblem:
    data = {"number": f"{kind}〔2026〕1号", "on": course.today(), "subject": "面膜3盒", "whom": "市检验院"}
    return do("outside.measure", local(w, case), case, kind=kind, **data | more)


def after(days: int) -> Any:
    return timezone.now() + timedelta(days=days)


def later(days: int, name: str, person: Any, case: OutsideProblem, **data: Any) -> OutsideProblem:
    """An act some days from now."""
    perform(ACTIONS[name], person, OutsideProblem.objects.get(pk=case.pk), data, at=after(days))
    return OutsideProblem.objects.get(pk=case.pk)


def test_sampling_sealing_and_detention_are_on_record_with_document_and_limit(world):
    case = entered(world, entered(world, reported(world), "sampling"), "sealing")
    found = {one.kind: one.until for one in case.handlings.all()}
    assert found == {"sampling": None, "sealing": course.today() + timedelta(days=30)}
    for wrong in (course.today() + timedelta(days=1), course.today() - timedelta(days=1)):
        with pytest.raises(Refusal, match="日期"):
            entered(world, case, "detention", on=wrong)


def head(w: Any, case: OutsideProblem) -> Any:
    """The head of the local authority."""
    return {w.district.pk: w.district_head, w.bureau.pk: w.bureau_head, w.municipal.pk: w.head}[
        case.local_authority_id
    ]


def test_a_seizure_is_extended_by_the_head_before_its_limit_or_lifted(world, region):
    case = entered(world, reported(world), "sealing")
    limit = course.today() + timedelta(days=30)
    assert owed(case)["outside.limit"].due == limit
    given = {
        "handling": case.handlings.get().public_id,
        "number": "延〔2026〕1号",
        "reason": "检验尚未出具报告",
    }
    last = limit + timedelta(days=30)
    for wrong in (limit, last + timedelta(days=1)):
        with pytest.raises(Refusal, match="最长到"):
            do("outside.extend", head(world, case), case, until=wrong, **given)
    with pytest.raises(Refusal, match="届满"):
        later(31, "outside.extend", head(world, case), case, until=last, **given)
    case = later(30, "outside.extend", head(world, case), case, until=last, **given)
    assert owed(case)["outside.limit"].due == last
    with pytest.raises(Refusal, match="从列出的文书"):
        later(30, "outside.extend", head(world, case), case, until=last, **given)
    ended = {
        "handling": given["handling"],
        "on": course.today(),
        "ending": "returned",
        "text": "解〔2026〕1号",
    }
    case = do("outside.release", local(world, case), case, **ended)
    assert "outside.limit" not in owed(case)
    with pytest.raises(NotNow, match="没有正在执行的查封"):
        do("outside.release", local(world, case), case, **ended)


def test_the_earliest_of_several_seizures_is_due_first(world):
    case = entered(world, reported(world), "sealing")
    perform(
        ACTIONS["outside.measure"],
        local(world, case),
        OutsideProblem.objects.get(),
        {
            "kind": "detention",
            "number": "扣1",
            "on": course.today() + timedelta(days=2),
            "subject": "x",
            "whom": "仓库",
        },
        at=after(2),
    )
    first = course.today() + timedelta(days=30)
    assert owed(case)["outside.limit"].due == first
    sealed = case.handlings.get(kind="sealing")
    ended = {"handling": sealed.public_id, "on": course.today(), "ending": "case", "text": "随案"}
    later(3, "outside.release", local(world, case), case, **ended)
    assert owed(case)["outside.limit"].due > first


def test_a_failed_sample_is_told_the_party_which_may_ask_for_another_test_within_its_days(world, region):
    case = entered(world, reported(world, evidence=[]), "sampling")
    officer, row = local(world, case), case.handlings.get()
    assert "outside.result" in owed(case)
    result = {"handling": row.public_id, "report": "检2026-1", "on": course.today()}
    with pytest.raises(Refusal, match="送达企业"):
        do("outside.result", officer, case, passed=False, **result)
    case = do("outside.result", officer, case, passed=False, told_on=course.today(), **result)
    row.refresh_from_db()
    assert row.reinspect_until == due("reinspection_application", course.today(), region=region).value.due
    assert "outside.result" not in owed(case)
    days = (row.reinspect_until - course.today()).days
    asked = {"handling": row.public_id, "at": "国家检验院"}
    with pytest.raises(Refusal, match="逾期的不予受理"):
        later(
            days + 1,
            "outside.reinspect",
            officer,
            case,
            on=course.today() + timedelta(days=days + 1),
            **asked,
        )
    case = later(days, "outside.reinspect", officer, case, on=row.reinspect_until, **asked)
    assert "登记复检结果" in owed(case)["outside.result"].title
    case = later(
        days,
        "outside.result",
        officer,
        case,
        **result | {"report": "复1", "on": row.reinspect_until, "passed": True},
    )
    row.refresh_from_db()
    assert (row.passed, row.final_passed, row.final_report) == (False, True, "复1")
    assert "outside.result" not in owed(case)


def test_nothing_is_ended_while_a_seizure_a_sample_or_the_days_for_another_test_run(world):
    row = course.on_site(world)
    case = reported(world, row, evidence=[photo(world, row).public_id])
    case = entered(world, entered(world, case, "sampling"), "detention")
    officer = local(world, case)
    case = do("outside.handle", officer, case, answer="抽样、扣押")
    with pytest.raises(Refusal) as refused:
        do("outside.close", officer, case, closing="完毕")
    assert refused.value.missing == ("查封、扣押的解除或者处理", "检验结果")
    held, sample = case.handlings.get(kind="detention"), case.handlings.get(kind="sampling")
    ended = {"handling": held.public_id, "on": course.today(), "ending": "case", "text": "随案"}
    case = do("outside.release", officer, case, **ended)
    result = {"handling": sample.public_id, "report": "检1", "on": course.today(), "told_on": course.today()}
    case = do("outside.result", officer, case, passed=False, **result)
    with pytest.raises(Refusal, match="企业申请复检的期限"):
        do("outside.close", officer, case, closing="完毕")
    sample.refresh_from_db()
    days = (sample.reinspect_until - course.today()).days
    with pytest.raises(Refusal, match="企业申请复检的期限"):
        later(days, "outside.close", officer, case, closing="完毕")
    assert later(days + 1, "outside.close", officer, case, closing="完毕").stage == "closed"


def test_the_party_learns_nothing_of_it_and_the_pages_show_it_to_officials(world, client):
    case = reported(world, harm=True)
    assert not OutsideProblem.objects.visible_to(world.contact).exists()
    sign_in(client, world.leader)
    page = client.get(f"/inspections/{case.inspection.public_id}/outside/").content.decode()
    assert "未备案的面膜" in page
    assert "责令暂停生产、经营" in client.get(case.get_absolute_url()).content.decode()
    assert "未备案的面膜" in client.get("/outside/").content.decode()
    client.logout()
    sign_in(client, world.contact)
    assert client.get(case.get_absolute_url()).status_code == 404
