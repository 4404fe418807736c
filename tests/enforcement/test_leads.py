"""A lead from the suspicion to the result reported back, step by step (CQ 37, 39, 40)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.enforcement import cases
from tests.inspections import course
from tests.rectification.cases import delivered, sign_in
from zhuangjian.apps.documents import store
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.enforcement.actions.bundle import FOLDER, receipt_of
from zhuangjian.apps.enforcement.models import Bundle, Feedback, Lead
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours, Upload, perform
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.review.models import Review, ReviewStage
from zhuangjian.engines import rules
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.citing import cited

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = date(2026, 6, 5)  # the Dragon Boat Festival is on Friday the 19th
PENALTY = {
    "penalised": True,
    "text": "罚款",
    "number": "罚〔2026〕1号",
    "violation": "违反新原料的规定",
    "kinds": ["fine"],
    "fine": "20000",
}
SAID = {"facts": "原料台账与投料记录不符，涉嫌使用禁用原料", "advice": "建议立案调查"}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


def do(name: str, person: Any, target: Any, on: date = FRIDAY, **data: Any) -> Any:
    found = perform(ACTIONS[f"enforcement.{name}"], person, target, data, at=noon(on)).object
    return type(found)._base_manager.get(pk=found.pk)


def suspected(w: Any, **more: Any) -> Inspection:
    return delivered(w, **{"deficiencies": 2, "suspected_violation": True} | more)


def reviewed(w: Any, row: Inspection) -> Inspection:
    """What an institution inspected is passed on after its review (CQ 17), whose own course has tests of its own."""
    Review.objects.create(
        inspection=row,
        stage=ReviewStage.DONE,
        appointed_at=noon(FRIDAY),
        appointed_by=w.institution_head,
        suspected=True,
        report=True,
        done_at=noon(FRIDAY),
    )
    return row


def reported(w: Any, row: Any = None, **more: Any) -> Lead:
    return do("report_lead", w.district_officer, row or suspected(w, **more), **SAID)


def assessed(w: Any, outcome: str = "transfer", row: Any = None, **more: Any) -> Lead:
    data = {"assessment": "涉及两批产品", "at_risk": True, "measures": "暂停两批产品的生产、经营"}
    return do("assess", w.district_officer, reported(w, row), outcome=outcome, **data | more)


def transferred(w: Any, row: Any = None) -> Lead:
    return do("transfer", w.district_officer, assessed(w, row=row), to=w.bureau.pk)


def received(w: Any, row: Any = None) -> Lead:
    return do("sign_for", w.enforcement_officer, transferred(w, row), verification="证据与原件核对一致")


def filed(w: Any, row: Any = None, on: date = FRIDAY) -> Lead:
    lead = received(w, row)
    return do(
        "decide_filing", w.enforcement_officer, lead, on, filed=True, decided_on=on, number="立〔2026〕1号"
    )


def decided(w: Any, row: Any = None) -> Lead:
    lead = filed(w, row)
    return do("decide_penalty", w.enforcement_officer, lead, decided_on=FRIDAY, **PENALTY)


def owed(case: Any) -> dict[str, Duty]:
    rows = Duty.objects.filter(target_model=case._meta.label_lower, target_id=case.pk, done_at=None)
    return {row.kind: row for row in rows}


def test_a_record_with_a_suspicion_makes_it_the_local_authoritys_turn_to_pass_it_on(world, region):
    row = suspected(world)
    duty = owed(row)["enforcement.report"]
    assert duty.authority == world.district
    assert duty.due is None
    assert duty.article == cited("transfer", region=region).article
    lead = reported(world, row)
    assert "enforcement.report" not in owed(row)
    assert owed(lead)["enforcement.assess"].authority == world.district
    assert lead.number.startswith(f"{world.district.short_name}线索〔2026〕1号")


def test_without_a_suspicion_nobody_is_asked_to_pass_anything_on(world):
    assert "enforcement.report" not in owed(delivered(world))


def test_an_inspection_handed_on_after_its_rectification_goes_on_as_a_lead(world):
    row = delivered(world)
    due = timezone.localdate() + timedelta(days=10)
    made = course.do("rectification.issue", world.district_officer, row, due_on=due, requirement="整改")
    course.do("rectification.escalate", world.district_officer, made, ground="violation", reason="涉嫌违法")
    assert "enforcement.report" in owed(row)
    assert reported(world, Inspection.objects.get(pk=row.pk)).stage == "reported"


def test_the_team_passes_it_on_from_the_site_at_once(world):
    row = course.on_site(world)
    lead = perform(ACTIONS["enforcement.report_lead"], world.inspector, row, SAID).object
    assert owed(lead)["enforcement.assess"].authority == row.local_authority
    with pytest.raises(NotNow, match="已经通报"):
        perform(ACTIONS["enforcement.report_lead"], world.leader, row, SAID)


def test_where_there_may_be_a_risk_a_decision_on_its_control_is_due(world, region):
    lead = reported(world)
    data = {"assessment": "涉及两批", "at_risk": True, "outcome": "transfer"}
    with pytest.raises(Refusal, match="风险控制决定") as caught:
        do("assess", world.district_officer, lead, **data)
    assert caught.value.article == cited("transfer", region=region).article
    done = do("assess", world.district_officer, lead, **data | {"measures": "暂停经营"})
    assert (done.stage, done.measures) == ("assessed", "暂停经营")
    assert "enforcement.transfer" in owed(done)


def test_that_it_is_no_lead_needs_a_reason_and_ends_it(world):
    with pytest.raises(Refusal, match="理由"):
        assessed(world, "none", at_risk=False)
    lead = Lead.objects.get()
    done = do(
        "assess", world.district_officer, lead, outcome="none", assessment="记录笔误", reason="已核实为笔误"
    )
    assert done.stage == "dropped"
    assert "已核实为笔误" in done.assessment
    assert owed(done) == {}


def test_the_local_authority_may_investigate_itself(world):
    lead = assessed(world, "self")
    assert (lead.stage, lead.receiver) == ("received", world.district)
    assert owed(lead)["enforcement.file"].authority == world.district
    assert do("decide_filing", world.district_head, lead, filed=True, decided_on=FRIDAY).stage == "filed"


def test_it_is_not_transferred_without_a_signed_record_but_everything_before_goes_on(world):
    row = course.on_site(world)
    lead = perform(ACTIONS["enforcement.report_lead"], world.leader, row, SAID).object
    data = {"assessment": "高", "at_risk": True, "measures": "暂停生产", "outcome": "transfer"}
    lead = perform(ACTIONS["enforcement.assess"], world.bureau_head, lead, data).object
    with pytest.raises(NotNow, match="还没有签字"):
        perform(ACTIONS["enforcement.transfer"], world.bureau_head, lead, {"to": world.district.pk})


def test_a_transfer_hands_over_the_bundle_and_the_receiver_signs_for_it(world):
    row = cases.delivered(world)
    lead = do("report_lead", world.leader, row, timezone.localdate(), **SAID)
    data = {"assessment": "高", "at_risk": True, "measures": "暂停生产", "outcome": "transfer"}
    lead = do("assess", world.bureau_head, lead, timezone.localdate(), **data)
    lead = do("transfer", world.bureau_head, lead, timezone.localdate(), to=world.other_district.pk)
    duty = owed(lead)["enforcement.sign_for"]
    assert (duty.authority, duty.role) == (world.other_district, "district_officer")
    assert lead.bundle.receipts > 10
    assert not Bundle.objects.visible_to(world.other_district_officer).exists()
    lead = do("sign_for", world.other_district_officer, lead, timezone.localdate())
    mine = Bundle.objects.visible_to(world.other_district_officer).get()
    assert (mine, mine.digest) == (lead.received_bundle, lead.bundle.digest)
    assert {file.stored for file in mine.files.all()} == {file.sha256 for file in mine.files.all()}
    assert owed(lead).keys() == {"enforcement.file"}
    # What the receiver has is the bundle: the inspection itself stays with those who saw it.
    assert not Inspection.objects.visible_to(world.other_district_officer).filter(pk=row.pk).exists()
    entries = Entry.objects.filter(object_model="enforcement.lead", object_id=lead.pk)
    assert list(entries.order_by("seq").values_list("action", flat=True)) == [
        f"enforcement.{name}" for name in ("report_lead", "assess", "transfer", "sign_for")
    ]


def test_a_bundle_that_was_changed_is_not_signed_for(world):
    lead = transferred(world)
    store.path_of(FOLDER, lead.bundle.digest).write_bytes(b"another")
    with pytest.raises(Refusal, match="与登记的摘要不符"):
        do("sign_for", world.enforcement_officer, lead)
    assert Lead.objects.get(pk=lead.pk).stage == "transferred"


def test_a_receipt_in_the_same_form_closes_the_duty_to_sign_for_it(world):
    import io

    lead = transferred(world)
    raw = store.get(FOLDER, lead.bundle.digest)
    theirs = course.do("enforcement.receive_bundle", world.reviewer, file=Upload.of("b.zip", raw))
    out = io.BytesIO()
    receipt_of(theirs, out)
    course.do("enforcement.receive_bundle", world.district_officer, file=Upload.of("r.zip", out.getvalue()))
    lead = Lead.objects.get(pk=lead.pk)
    assert (lead.stage, lead.received_bundle.kind) == ("received", "receipt")
    assert owed(lead).keys() == {"enforcement.file"}


def test_whether_to_file_has_no_limit_and_shows_how_long_it_waits(world, region, client):
    lead = received(world)
    duty = owed(lead)["enforcement.file"]
    assert duty.due is None
    assert duty.article == cited("filing", region=region).article
    sign_in(client, world.enforcement_officer)
    assert "已等待" in client.get("/leads/").content.decode()


def test_a_decision_on_friday_is_fed_back_by_the_next_friday(world, region):
    lead = filed(world)
    duty = owed(lead)["enforcement.filing_feedback"]
    assert duty.due == date(2026, 6, 12)
    assert duty.article == cited("filing", region=region).article
    assert duty.basis == ("official" if region == "chongqing" else "to_be_confirmed")
    assert owed(lead)["enforcement.penalty"].due == date(2026, 9, 3)


def test_the_result_is_fed_back_ten_working_days_after_the_decision_holidays_not_counted(world, region):
    lead = decided(world)
    assert owed(lead)["enforcement.result_feedback"].due == date(2026, 6, 22)
    limit = rules.due("penalty_feedback", FRIDAY, region=region).value
    assert (limit.days, limit.unit) == (10, "working_days")


def test_not_filing_needs_a_reason_which_is_fed_back_and_ends_it(world, region):
    lead = received(world)
    with pytest.raises(Refusal, match="不予立案的，应当说明理由") as caught:
        do("decide_filing", world.enforcement_officer, lead, filed=False, decided_on=FRIDAY)
    assert caught.value.article == cited("filing", region=region).article
    lead = do(
        "decide_filing", world.enforcement_officer, lead, filed=False, decided_on=FRIDAY, reason="证据不足"
    )
    assert owed(lead).keys() == {"enforcement.filing_feedback"}
    start = ACTIONS["enforcement.feed_back_filing"].initial(world.enforcement_officer, lead)
    assert "证据不足" in start["text"]
    lead = do("feed_back_filing", world.enforcement_officer, lead, **start)
    assert lead.stage == "closed"
    assert owed(lead) == {}


@pytest.mark.parametrize(("day", "refused"), [(-1, True), (0, False), (1, True)])
def test_a_decision_lies_between_the_receipt_and_today(world, day, refused):
    lead = received(world)
    data = {"filed": True, "decided_on": FRIDAY + timedelta(days=day)}
    if refused:
        with pytest.raises(Refusal, match="决定的日期"):
            do("decide_filing", world.enforcement_officer, lead, **data)
    else:
        assert do("decide_filing", world.enforcement_officer, lead, **data).stage == "filed"


def test_the_result_waits_for_the_feedback_on_the_filing_and_ends_the_lead(world):
    lead = decided(world)
    with pytest.raises(NotNow, match="请先反馈立案情况"):
        do("feed_back_result", world.enforcement_officer, lead, text="罚款")
    lead = do("feed_back_filing", world.enforcement_officer, lead, text="已立案")
    assert lead.stage == "decided"
    with pytest.raises(NotNow, match="已经反馈"):
        do("feed_back_filing", world.enforcement_officer, lead, text="已立案")
    lead = do("feed_back_result", world.enforcement_officer, lead, text="罚款")
    assert lead.stage == "closed"
    assert lead.closed_at is not None
    assert owed(lead) == {}


def told(lead: Lead) -> list[tuple[str, str]]:
    return list(Feedback.objects.filter(lead=lead).order_by("pk").values_list("kind", "to__short_name"))


def test_it_is_fed_back_to_the_dispatching_unit_alone_where_that_is_no_institution(world):
    lead = do("feed_back_filing", world.enforcement_officer, filed(world), text="已立案")
    assert told(lead) == [("filing", "检查一局")]
    assert Feedback.objects.get().due == date(2026, 6, 12)


def test_where_an_institution_dispatched_who_assigned_the_task_is_told_as_the_pack_says(world, region):
    row = reviewed(world, suspected(world, dispatching_unit=world.institution))
    lead = do("feed_back_filing", world.enforcement_officer, decided(world, row), text="已立案")
    lead = do("feed_back_result", world.enforcement_officer, lead, text="罚款")
    units = ["审评中心", "市局"] if region == "chongqing" else ["审评中心"]
    assert told(lead) == [(kind, unit) for kind in ("filing", "result") for unit in units]


@pytest.mark.parametrize(
    ("step", "make", "wrong"),
    [
        ("assess", reported, ["leader", "head", "enforcement_officer"]),
        ("transfer", assessed, ["leader", "head", "enforcement_officer"]),
        ("sign_for", transferred, ["district_officer", "leader", "head"]),
        ("decide_filing", received, ["district_officer", "leader", "head"]),
        ("feed_back_filing", filed, ["district_officer", "inspector", "head"]),
        ("decide_penalty", filed, ["district_officer", "inspector", "head"]),
        ("feed_back_result", decided, ["district_officer", "inspector", "head"]),
    ],
)
def test_each_step_is_its_units_alone_and_nobody_else_learns_where_it_stands(world, step, make, wrong):
    lead = make(world)
    for name in wrong:
        with pytest.raises(NotYours):
            do(step, getattr(world, name), lead)
    for name in ("contact", "other_district_officer", "auditor"):
        with pytest.raises((NotYours, Refusal)):
            do(step, getattr(world, name), lead)


def test_the_enterprise_and_outsiders_see_no_lead(world, client):
    lead = transferred(world)
    for name in (
        "contact",
        "other_contact",
        "other_district_officer",
        "reviewer",
        "auditor",
        "administrator",
    ):
        assert not Lead.objects.visible_to(getattr(world, name)).exists(), name
    for name in ("leader", "head", "district_officer", "enforcement_officer"):
        assert Lead.objects.visible_to(getattr(world, name)).exists(), name
    sign_in(client, world.contact)
    assert client.get("/leads/").status_code == 404
    assert client.get(f"/leads/{lead.public_id}/").status_code == 404
    party = client.get(f"/parties/{lead.party.pk}/").content.decode()
    assert lead.number not in party


def test_an_inspection_that_waited_for_its_lead_alone_ends_with_it(world):
    # Suspected, with nothing to rectify: it stays delivered until it is known what becomes of the lead.
    for outcome, stage in (("self", "escalated"), ("none", "closed")):
        row = suspected(world, deficiencies=2)
        row.deficiencies.update(status="withdrawn")
        assessed(world, outcome, row, reason="已核实")
        assert Inspection.objects.get(pk=row.pk).stage == stage
    row = suspected(world, deficiencies=2)
    row.deficiencies.update(status="withdrawn")
    transferred(world, row)
    assert Inspection.objects.get(pk=row.pk).stage == "escalated"
    row = suspected(world, deficiencies=2)
    transferred(world, row)
    assert Inspection.objects.get(pk=row.pk).stage == "delivered"


def test_pages_show_the_one_next_step_and_what_was_decided(world, client):
    lead = filed(world)
    sign_in(client, world.enforcement_officer)
    page = client.get(f"/leads/{lead.public_id}/").content.decode()
    for words in ("反馈立案情况", "2026年6月12日", "登记处罚决定", "暂停两批产品的生产、经营"):
        assert words in page
    assert "评估风险并决定" not in page
    assert f'href="{lead.party.get_absolute_url()}"' in page
    sign_in(client, world.leader)
    page = client.get(f"/leads/{lead.public_id}/").content.decode()
    assert f'href="{lead.inspection.get_absolute_url()}"' in page
    assert 'action="/do/enforcement.' not in page
    told = client.get(f"/api/leads/{lead.public_id}").json()
    assert (told["stage"], told["filing_on"], told["receiver"]) == ("filed", "2026-06-05", world.bureau.name)
    listed = client.get("/leads/").content.decode()
    assert lead.number in listed


def test_what_needs_a_test_is_sampled_and_sent_to_a_laboratory_and_its_result_is_waited_for(world):
    lead = reported(world)
    started = timezone.localdate(lead.inspection.started_at)
    on = max(FRIDAY, started)
    given = {"number": "抽2026-1", "taken_on": on, "sent_on": on, "subject": "焕采霜 批号20260101 2瓶"}
    given |= {"laboratory": "市检验检测院", "enclosed": "抽样单、生产记录复印件"}
    with pytest.raises(Refusal, match="先抽样后送检"):
        do("sample", world.district_officer, lead, on=on, **given | {"sent_on": on - timedelta(days=1)})
    lead = do("sample", world.district_officer, lead, on=on, **given)
    with pytest.raises(Refusal, match="已经登记"):
        do("sample", world.district_officer, lead, on=on, **given)
    duty = Duty.objects.get(kind="enforcement.sample_result", done_at=None)
    assert duty.authority == world.district
    found = {"sample": lead.samples.get().public_id, "report": "检2026-9", "result_on": on}
    lead = do("sample_result", world.district_officer, lead, on=on, **found)
    assert lead.samples.get().passed is False
    assert not Duty.objects.filter(kind="enforcement.sample_result", done_at=None).exists()
    with pytest.raises(NotNow, match="没有等待检验结果"):
        do("sample_result", world.district_officer, lead, on=on, **found)
