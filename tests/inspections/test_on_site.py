"""From arrival to the closing meeting (CQ 11, 12, 13, 15, 51)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.inspections import course
from zhuangjian.apps.authorities.models import Credential
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.actions.arrive import Arrive
from zhuangjian.apps.inspections.checkpoints import checkpoints_of
from zhuangjian.apps.inspections.contents import summary_of
from zhuangjian.apps.inspections.view import next_for
from zhuangjian.apps.ledger.action import Conflict, NotYours, perform
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do


def opening_duties(row):
    """The duties to hold this inspection's opening meeting."""
    model = "inspections.inspection"
    return Duty.objects.unrestricted().filter(kind__endswith="opening", target_model=model, target_id=row.pk)


def test_no_start_before_the_plan_is_approved(world):
    row = course.planned(world)
    with pytest.raises(Refusal) as refused:
        do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    assert "尚未经派出检查单位负责人批准" in refused.value.message
    row.refresh_from_db()
    assert (row.stage, row.started_at) == ("plan_submitted", None)


@pytest.mark.parametrize(("days", "good"), [(-1, False), (0, True), (1, True), (2, False)])
def test_the_team_arrives_on_the_days_of_the_plan(world, days, good):
    row = course.plan_approved(world)
    at = timezone.now() + timedelta(days=days)
    data = {"credentials": course.credentials_of(row)}
    if good:
        assert perform(Arrive, world.leader, row, data, at=at).object.stage == "on_site"
    else:
        with pytest.raises(Refusal, match="先申请变更"):
            perform(Arrive, world.leader, row, data, at=at)


def test_everybody_shows_a_credential_without_exception(world):
    row = course.plan_approved(world, experts=(world.expert,))
    shown = course.credentials_of(row)
    with pytest.raises(Refusal) as refused:
        do("inspections.arrive", world.leader, row, credentials=shown)
    assert refused.value.article == "CQ 11"
    assert refused.value.missing == (f"{world.expert.name}的证件",)
    with pytest.raises(Refusal, match="文件编号"):
        do("inspections.arrive", world.leader, row, credentials=shown, letters=[world.expert.pk])
    row = do(
        "inspections.arrive",
        world.leader,
        row,
        credentials=shown,
        letters=[world.expert.pk],
        letter_number="授〔2026〕1号",
    )
    assert row.credentials_shown.get(person=world.expert).kind == "授权证明文件"


def test_unannounced_arrival_needs_credentials_too(world):
    row = course.plan_approved(world)
    assert row.announced is False
    with pytest.raises(Refusal) as refused:
        do("inspections.arrive", world.leader, row)
    assert len(refused.value.missing) == 2


def test_somebody_elses_credential_is_not_shown(world):
    row = course.plan_approved(world)
    other = Credential.objects.filter(person=world.inspector2).first()
    with pytest.raises(Refusal, match="现有成员"):
        do("inspections.arrive", world.leader, row, credentials=[*course.credentials_of(row), other.pk])


def test_a_credential_that_lapsed_since_the_approval_stops_the_arrival(world):
    row = course.plan_approved(world)
    Credential.objects.filter(person=world.inspector, kind="enforcement").update(
        valid_to=course.today() - timedelta(days=1)
    )
    with pytest.raises(Refusal) as refused:
        do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    assert refused.value.article == "CQ 9"


def test_an_announced_inspection_tells_all_six_points(world):
    row = course.arrived(world, plan={"announced": True})
    for left_out in course.OPENING:
        points = [p for p in course.OPENING if p != left_out]
        with pytest.raises(Refusal) as refused:
            do(
                "inspections.opening",
                world.leader,
                row,
                points=points,
                party_attendee="王",
                notice_omitted_reason="x",
            )
        assert refused.value.article == "CQ 12"
    assert (
        do(
            "inspections.opening", world.leader, row, points=course.OPENING, party_attendee="王"
        ).meetings.count()
        == 1
    )


def test_an_announced_opening_names_who_was_there(world):
    row = course.arrived(world, plan={"announced": True})
    with pytest.raises(Refusal) as refused:
        do("inspections.opening", world.leader, row, points=course.OPENING)
    assert list(refused.value.missing) == ["被检查对象参加人"]


@pytest.mark.parametrize("told", [[], ["rights"], ["scope"], course.OPENING])
def test_nothing_is_demanded_of_the_opening_of_an_unannounced_inspection(world, told):
    row = do("inspections.opening", world.leader, course.arrived(world), points=told)
    assert row.meetings.get().points == told
    with pytest.raises(Refusal, match="已有记录"):
        do("inspections.opening", world.leader, row, points=course.OPENING, party_attendee="王")


def test_an_unannounced_inspection_goes_to_its_end_without_an_opening_meeting(world):
    row = course.arrived(world)
    assert not opening_duties(row)
    row = do("inspections.findings", world.inspector, row, rows=course.rows(row))
    row = do(
        "inspections.closing",
        world.leader,
        row,
        points=["result_told", "right_to_state"],
        party_attendee="王经理",
        position="no_objection",
    )
    row = do("inspections.record", world.leader, do("inspections.conclude", world.leader, row))
    assert row.stage == "recorded"


def test_the_page_of_an_unannounced_inspection_leads_to_the_checklist_and_offers_the_opening(world):
    row = course.arrived(world)
    step = next_for(world.leader, row)
    assert step.url.endswith("/checklist/")
    assert "inspections.opening" in step.aside


def test_the_page_of_an_announced_inspection_asks_for_the_opening_first(world):
    row = course.arrived(world, plan={"announced": True})
    assert next_for(world.leader, row).action == "inspections.opening"


def test_no_result_before_the_opening_meeting_of_an_announced_inspection(world):
    row = course.arrived(world, plan={"announced": True})
    assert opening_duties(row)
    with pytest.raises(Refusal) as refused:
        do("inspections.findings", world.inspector, row, rows=[{"item": "1", "result": "conforming"}])
    assert refused.value.article == "CQ 12"


def test_results_stay_inside_the_plans_scope_and_inside_the_closed_list(world):
    row = course.on_site(world, plan={"scope": ["25", "30"]})
    with pytest.raises(Refusal, match="方案范围"):
        do("inspections.findings", world.inspector, row, rows=[{"item": "26", "result": "conforming"}])
    with pytest.raises(Refusal, match="填写有误"):
        do("inspections.findings", world.inspector, row, rows=[{"item": "25", "result": "Conforming"}])
    with pytest.raises(Refusal, match="两次"):
        do("inspections.findings", world.inspector, row, rows=[{"item": "25", "result": "conforming"}] * 2)
    assert row.findings.count() == 0


@pytest.mark.parametrize("result", ["nonconforming", "minor_flaw"])
def test_a_shortfall_says_what_was_found(world, result):
    row = course.on_site(world)
    with pytest.raises(Refusal, match="写明检查发现"):
        do("inspections.findings", world.inspector, row, rows=[{"item": "25", "result": result}])


def test_experts_and_outsiders_record_no_results(world):
    row = course.plan_approved(world, experts=(world.expert,))
    shown = course.credentials_of(row)
    row = do(
        "inspections.arrive",
        world.leader,
        row,
        credentials=shown,
        letters=[world.expert.pk],
        letter_number="1",
    )
    row = do("inspections.opening", world.leader, row, points=course.OPENING, party_attendee="王")
    for who in (world.expert, world.inspector2, world.bureau_head, world.head):
        with pytest.raises(Refusal):
            do("inspections.findings", who, row, rows=[{"item": "1", "result": "conforming"}])


def save(world, who, row, result, known=None, text="", known_text="", item="25"):
    given = {"item": item, "result": result, "text": text}
    if known is not None:
        given |= {"known_result": known, "known_text": known_text}
    return do("inspections.findings", who, row, rows=[given])


def test_two_people_on_different_items_never_collide(world):
    row = course.on_site(world)
    save(world, world.inspector, row, "conforming", known="", item="25")
    row = save(world, world.leader, row, "conforming", known="", item="26")
    assert row.findings.count() == 2


def test_the_second_on_the_same_item_gets_a_conflict_and_overwrites_nothing(world):
    row = course.on_site(world)
    save(world, world.inspector, row, "nonconforming", known="", text="无记录")
    with pytest.raises(Conflict) as conflict:
        save(world, world.leader, row, "conforming", known="")
    assert world.inspector.name in conflict.value.missing[0]
    assert row.findings.get(item="25").result == "nonconforming"
    save(world, world.leader, row, "conforming", known="nonconforming", known_text="无记录")
    assert row.findings.get(item="25").found_by == world.leader


def test_the_same_result_twice_is_no_conflict(world):
    row = course.on_site(world)
    save(world, world.inspector, row, "conforming", known="")
    save(world, world.leader, row, "conforming", known="")
    assert row.findings.get(item="25").found_by == world.inspector


def test_one_clash_in_a_batch_stores_nothing_of_it(world):
    row = course.on_site(world)
    save(world, world.inspector, row, "conforming", known="")
    with pytest.raises(Conflict):
        do(
            "inspections.findings",
            world.leader,
            row,
            rows=[
                {"item": "26", "result": "conforming", "known_result": ""},
                {"item": "25", "result": "not_applicable", "known_result": ""},
            ],
        )
    assert not row.findings.filter(item="26").exists()


def test_a_deficiency_is_tied_to_a_checkpoint_with_a_shortfall(world):
    row = course.on_site(world)
    with pytest.raises(Refusal, match="还没有检查结果"):
        do("inspections.deficiency", world.inspector, row, item="25", text="x")
    save(world, world.inspector, row, "conforming")
    with pytest.raises(Refusal, match="不能列缺陷"):
        do("inspections.deficiency", world.inspector, row, item="25", text="x")
    save(world, world.inspector, row, "nonconforming", text="无记录")
    row = do("inspections.deficiency", world.inspector, row, item="25", text="无温湿度记录")
    assert row.deficiencies.get().finding.item == "25"
    with pytest.raises(Refusal, match="成立的缺陷"):
        save(world, world.inspector, row, "conforming")
    row = do(
        "inspections.amend_deficiency",
        world.inspector,
        row,
        deficiency=row.deficiencies.get().public_id,
        withdraw=True,
        reason="补看了记录",
    )
    assert [v.status for v in row.deficiency_versions.all()] == ["standing", "withdrawn"]
    save(world, world.inspector, row, "conforming")


def closing(world, row, **more):
    data = {
        "points": ["result_told", "right_to_state"],
        "party_attendee": "王",
        "position": "no_objection",
        **more,
    }
    return do("inspections.closing", world.leader, row, **data)


def left_out(world, row, *left):
    """The results of all items but these; item 25 does not conform."""
    rows = [
        {"item": p.no, "result": "nonconforming" if p.no == "25" else "conforming", "text": "无记录"}
        for p in checkpoints_of(row)
        if p.no not in left
    ]
    do("inspections.findings", world.inspector, row, rows=rows)
    do("inspections.deficiency", world.inspector, row, item="25", text="无记录")


def test_items_left_out_need_a_reason_which_the_record_prints_and_are_judged_as_nothing(world, region):
    row = course.on_site(world)
    general = [p.no for p in checkpoints_of(row) if p.item_class == "general"][:2]
    left_out(world, row, *general)
    with pytest.raises(Refusal) as refused:
        closing(world, row)
    assert refused.value.missing == tuple(f"第{no}项" for no in general)
    assert "不作符合处理" in str(refused.value)
    row = closing(world, row, uninspected_reason="该车间当日停产")
    row = do("inspections.conclude", world.leader, row)
    counts = row.conclusion_answer["value"]["counts"]
    results = ("conforming", "nonconforming", "minor_flaw", "not_applicable")
    assert sum(n for name, c in counts.items() if name != "sums" for r, n in c.items() if r in results) == 79
    assert "检查 79 项（共 81 项）" in row.conclusion_answer["reasons"][0]["text"]
    assert "未检查2项" in summary_of(row)[0]
    assert "该车间当日停产" in summary_of(row)[0]


def test_the_focus_cannot_be_left_out_and_the_leader_is_shown_the_way(world):
    row = course.on_site(world)
    critical = next(p.no for p in checkpoints_of(row) if p.item_class == "critical")
    left_out(world, row, critical)
    with pytest.raises(Refusal) as refused:
        closing(world, row, uninspected_reason="该车间当日停产")
    assert (refused.value.article, refused.value.missing) == ("良好做法", (f"第{critical}项",))
    assert "inspections.closing" not in next_for(world.leader, row).aside
    save(world, world.inspector, row, "conforming", item=critical)
    row.findings.filter(item_class="general").last().delete()
    assert "inspections.closing" in next_for(world.leader, row).aside


def test_an_inspection_for_a_new_licence_leaves_nothing_out(world):
    row = course.on_site(world, inspection_type="licensing")
    left_out(world, row, "81")
    with pytest.raises(Refusal) as refused:
        closing(world, row, uninspected_reason="该车间当日停产")
    assert (refused.value.article, refused.value.missing) == ("CQ 24", ("第81项",))


def test_the_closing_meeting_waits_for_every_checkpoint_and_every_deficiency(world):
    row = course.on_site(world)
    rows = [{"item": p.no, "result": "conforming"} for p in checkpoints_of(row) if p.no not in ("25", "30")]
    do("inspections.findings", world.inspector, row, rows=rows)
    save(world, world.inspector, row, "nonconforming", text="无记录")
    with pytest.raises(Refusal) as refused:
        closing(world, row)
    assert refused.value.missing == ("第30项",)
    save(world, world.inspector, row, "not_applicable", item="30")
    with pytest.raises(Refusal, match="没有列出缺陷"):
        closing(world, row)
    row = do("inspections.deficiency", world.inspector, row, item="25", text="无记录")
    with pytest.raises(Refusal) as refused:
        closing(world, row, points=["result_told"])
    assert refused.value.article == "CQ 15"
    with pytest.raises(NotYours):
        do("inspections.closing", world.inspector, row, points=[], party_attendee="x", position="states")
    assert closing(world, row).stage == "closing"


def statement(world, **more):
    row = course.closed_meeting(world, bad={"i25": "nonconforming"}, position="states", **more)
    row = do(
        "inspections.statement",
        world.inspector,
        row,
        deficiency=row.deficiencies.get().public_id,
        text="有记录",
        made_by="王经理",
    )
    return row, row.statements.get().public_id


def answer(world, row, pk, **more):
    return do("inspections.answer", world.leader, row, statement=pk, verification="已核对原件", **more)


def test_a_statement_is_verified_and_answered_before_the_conclusion(world):
    row, pk = statement(world)
    with pytest.raises(Refusal) as refused:
        do("inspections.conclude", world.leader, row)
    assert refused.value.article == "CQ 15"
    with pytest.raises(Refusal, match="填写有误"):
        do("inspections.answer", world.leader, row, statement=pk, answer="rejected")
    row = answer(world, row, pk, answer="rejected")
    assert row.deficiencies.get().status == "standing"
    with pytest.raises(Refusal, match="已经答复"):
        answer(world, row, pk, answer="rejected")
    assert do("inspections.conclude", world.leader, row).conclusion == "production_deficient"


def test_a_party_that_wants_to_state_must_be_written_down(world):
    row = course.closed_meeting(world, position="states")
    with pytest.raises(Refusal, match="如实记录"):
        do("inspections.conclude", world.leader, row)


def test_an_accepted_defence_changes_the_list_and_the_conclusion_and_keeps_the_history(world):
    row, pk = statement(world)
    with pytest.raises(Refusal, match="怎样修改"):
        answer(world, row, pk, answer="accepted")
    row = answer(world, row, pk, answer="accepted", withdraw=True)
    assert row.findings.get(item="25").result == "conforming"
    version = row.deficiency_versions.last()
    assert (version.status, version.statement.public_id) == ("withdrawn", pk)
    assert do("inspections.conclude", world.leader, row).conclusion == "production_clean"


def test_a_partly_accepted_defence_amends_wording_and_result(world):
    row, pk = statement(world)
    with pytest.raises(Refusal, match="还有成立的缺陷"):
        answer(world, row, pk, answer="partly", new_result="conforming")
    row = answer(world, row, pk, answer="partly", new_text="两日缺记录", new_result="minor_flaw")
    assert (row.deficiencies.get().status, row.deficiencies.get().text) == ("amended", "两日缺记录")
    assert row.findings.get(item="25").result == "minor_flaw"


def test_a_rejected_defence_changes_nothing(world):
    row, pk = statement(world)
    with pytest.raises(Refusal, match="不予采纳"):
        answer(world, row, pk, answer="rejected", withdraw=True)


def test_obstruction_is_recorded_and_decides_the_conclusion_without_the_remaining_checkpoints(world):
    row = course.arrived(world)
    row = do("inspections.obstruction", world.leader, row, form="entry", note="锁闭车间大门")
    row = do("inspections.conclude", world.leader, row)
    assert row.conclusion == "production_serious"
    row = do("inspections.record", world.leader, row)
    assert row.stage == "recorded"


def test_without_obstruction_there_is_no_conclusion_from_the_site(world):
    row = course.arrived(world)
    with pytest.raises(Refusal, match="末次会议"):
        do("inspections.conclude", world.leader, row)
