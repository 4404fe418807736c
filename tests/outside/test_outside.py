"""Problems outside the task: both authorities in one step, evidence, urgent order, provinces on the label (CQ 18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.inspections import course
from tests.rectification.cases import sign_in
from zhuangjian.apps.casefile.facts import check_inspection
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import NotNow, NotYours
from zhuangjian.apps.outside.models import OutsideProblem
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
    data = {
        "what": "责令暂停生产、经营",
        "number": "控〔2026〕1号",
        "on": course.today(),
        "subject": "某面膜",
    }
    return do("outside.order", local(w, case), case, **data | more)


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
        "number": "函〔2026〕3号",
        "on": course.today(),
        "text": "请对所涉批次采取风险控制措施",
    }
    with pytest.raises(NotYours):
        do("outside.notify", world.leader, case, **told)
    case = do("outside.notify", world.head, case, **told)
    assert case.handlings.filter(kind="notice").get().whom == "示例省药品监督管理局"
    assert "outside.notify" not in owed(case)


def test_without_that_no_province_is_told(world):
    case = ordered(world, reported(world, harm=True))
    assert "outside.notify" not in owed(case)
    assert case.provincial is None


def test_sampling_sealing_and_detention_are_on_record_with_document_and_limit(world):
    case = reported(world)
    data = {"number": "抽〔2026〕1号", "on": course.today(), "subject": "面膜3盒", "whom": "市检验院"}
    officer = local(world, case)
    do("outside.measure", officer, case, kind="sampling", **data)
    do("outside.measure", officer, OutsideProblem.objects.get(), kind="sealing", **data)
    found = {one.kind: one.until for one in case.handlings.all()}
    assert found == {"sampling": None, "sealing": course.today() + timedelta(days=30)}
    for wrong in (course.today() + timedelta(days=1), course.today() - timedelta(days=1)):
        with pytest.raises(Refusal, match="日期"):
            do(
                "outside.measure",
                officer,
                OutsideProblem.objects.get(),
                kind="detention",
                **data | {"on": wrong},
            )


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
