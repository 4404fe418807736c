"""Delegated, joint and extended inspections; the other province decides about its enterprise; disputes (CQ 43, 45 to 47)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.cooperation.letters import ELSEWHERE, do, registered, sent, written
from tests.cooperation.test_assistance import duty, open_duties
from tests.inspections import course
from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, perform
from zhuangjian.apps.programme.models import Task
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.letters import leader_side, letters_of
from zhuangjian.engines.rules.vocabulary import LetterKind

pytestmark = pytest.mark.django_db
NATIONAL = "国家药品监督管理局"


def kinds(region: str) -> set[str]:
    return {one.value for one in letters_of(region=region)}


def test_a_place_knows_the_kinds_of_letter_that_its_pack_has_and_no_other(world, region):
    here = {
        "assistance",
        "delegated",
        "joint",
        "lead_notice",
        "lead_transfer",
        "police",
        "contact",
        "label_notice",
        "progress",
    }
    more = {"extended", "outside", "dispute", "risk"}
    assert kinds(region) == (here | more if region == "chongqing" else here)
    for kind in sorted(more):
        to = {"to": NATIONAL, "to_kind": "national"} if kind in ("dispute", "risk") else {}
        if region == "chongqing":
            assert written(world, kind=kind, **to).kind == kind
        else:
            with pytest.raises(Refusal, match="本地法规没有"):
                written(world, kind=kind, **to)


@pytest.mark.parametrize("kind", ["delegated", "joint", "extended"])
def test_a_letter_asks_the_other_province_for_an_inspection_and_is_answered(world, kind):
    row = sent(world, kind=kind, subject="异地仓库")
    assert duty("await", row).outside == ELSEWHERE
    with pytest.raises(Refusal, match="不能发给公安机关"):
        sent(world, kind=kind, to="某公安局", to_kind="police")


@pytest.mark.parametrize("kind", ["delegated", "joint", "extended", "outside"])
def test_a_letter_that_came_in_is_decided_answered_and_leads_to_a_task_of_that_origin(world, kind):
    row = registered(world, kind=kind, party=world.maker.credit_code)
    with pytest.raises(Refusal, match="先决定是否开展"):
        do("answer", world.programme_officer, row, text="收悉")
    with pytest.raises(NotNow, match="决定不开展"):
        started(world, row)
    row = do("decide", world.programme_officer, row, yes=True, text="派检查一局两人")
    row = started(world, row)
    task = Task.objects.get(pk=row.task_id)
    assert (task.origin.kind, task.origin.body, task.origin.reference) == ("letter", ELSEWHERE, row.number)
    assert task.inspection_type == "other"
    with pytest.raises(NotNow, match="已经登记"):
        started(world, row)
    assert do("answer", world.programme_officer, row, text="已安排").stage == "answered"


def started(world, row):
    day = timezone.localdate()
    data = {
        "party": world.maker.credit_code,
        "inspection_type": "other",
        "window_from": day + timedelta(days=5),
        "window_to": day + timedelta(days=20),
    }
    found = perform(ACTIONS["cooperation.start_task"], world.programme_officer, row, data).object
    return Letter.objects.get(pk=found.pk)


def test_a_task_for_cause_by_letter_has_a_cause_and_hides_the_letter(world, region):
    row = registered(world, kind="lead_notice", party=world.maker.credit_code)
    day = timezone.localdate()
    data = {
        "party": world.maker.credit_code,
        "inspection_type": "for_cause",
        "window_from": day,
        "window_to": day + timedelta(days=5),
    }
    with pytest.raises(Refusal):
        perform(ACTIONS["cooperation.start_task"], world.programme_officer, row, data)
    cause = course.cause()
    data |= {"cause": cause["cause"], "support": "lead", "words": "通报的线索", "focus": "核对原料台账"}
    Letter.objects.filter(pk=row.pk).update(handler=world.municipal)
    perform(ACTIONS["cooperation.start_task"], world.programme_officer, row, data)
    assert Letter.objects.visible_to(world.programme_officer).filter(pk=row.pk).exists()
    assert not Letter.objects.visible_to(world.licensing_officer).filter(pk=row.pk).exists()


def test_the_other_province_decides_about_its_enterprise_and_may_decide_against(world):
    row = registered(world, kind="outside", party="", matters="标签标注的注册人地址与登记不符")
    row = do("decide", world.programme_officer, row, yes=False, text="不属于本市企业")
    with pytest.raises(NotNow, match="决定不开展"):
        started(world, row)
    assert (
        do("answer", world.programme_officer, row, text="经查不属于本市企业，不开展检查。").stage
        == "answered"
    )


def test_who_decided_on_a_joint_inspection_appoints_the_leader(world):
    theirs = {"side": "theirs", "name": "赵某", "unit_name": ELSEWHERE}
    ours = sent(world, kind="joint")
    with pytest.raises(Refusal, match="组长由本单位选派") as refused:
        do("send_person", world.enforcement_officer, ours, leader=True, **theirs)
    assert refused.value.article == "CQ 47"
    ours = do("send_person", world.enforcement_officer, ours, side="ours", person="leader", leader=True)
    assert ours.delegates.get(leader=True).person == world.leader
    with pytest.raises(Refusal, match="已有组长"):
        do("send_person", world.enforcement_officer, ours, side="ours", person="inspector", leader=True)
    came = registered(world, kind="joint")
    with pytest.raises(Refusal, match="组长由对方选派"):
        do("send_person", world.programme_officer, came, side="ours", person="leader", leader=True)
    came = do("send_person", world.programme_officer, came, leader=True, **theirs)
    assert came.delegates.get(leader=True).name == "赵某"


def test_where_no_article_says_who_leads_nobody_is_refused():
    assert leader_side(LetterKind.JOINT, True, region="chongqing") == "ours"
    assert leader_side(LetterKind.JOINT, False, region="chongqing") == "theirs"
    assert leader_side(LetterKind.JOINT, True, region="liaoning") is None


def test_what_is_unclear_is_first_looked_into_together_and_a_dispute_goes_to_the_national_authority(world):
    joint = sent(world, kind="joint")
    dispute = {
        "kind": "dispute",
        "to": NATIONAL,
        "to_kind": "national",
        "earlier": joint.number,
        "subject": "请指定管辖",
    }
    with pytest.raises(Refusal, match="先行共同开展调查") as refused:
        sent(world, **dispute)
    assert refused.value.article == "CQ 47"
    joint = do(
        "mark_unclear", world.enforcement_officer, joint, unclear="both", text="生产地与仓库地都主张管辖"
    )
    assert duty("together", joint).article == "CQ 47"
    joint = do("record_together", world.enforcement_officer, joint, text="已共同封存样品", disputed=True)
    assert open_duties(joint) == {"await", "dispute"}
    asked = sent(world, **dispute)
    assert open_duties(joint) == {"await"}
    assert duty("await", asked).outside == NATIONAL


def test_without_a_dispute_nothing_is_reported(world):
    joint = sent(world, kind="joint")
    joint = do("mark_unclear", world.enforcement_officer, joint, unclear="violation", text="是否添加禁用原料")
    joint = do("record_together", world.enforcement_officer, joint, text="检出，由本市查处")
    assert open_duties(joint) == {"await"}


def test_a_systemic_or_regional_risk_is_reported_and_nothing_is_waited_for(world):
    row = sent(
        world,
        kind="risk",
        to=NATIONAL,
        to_kind="national",
        matters="三省四家受托生产企业使用同一批问题原料",
    )
    assert (row.stage, open_duties(row), row.sent_at is not None) == ("closed", set(), True)
    with pytest.raises(Refusal, match="不能发给省级"):
        sent(world, kind="risk")
    assert isinstance(row.written_at.date(), date)


@pytest.mark.parametrize("named", [True, False], ids=["registered", "by_name"])
def test_who_has_an_interest_in_the_enterprise_neither_answers_nor_goes(world, region, named):
    about = {"party": world.maker.credit_code} if named else {"party": "邻省某化妆品厂"}
    row = registered(world, kind="joint", subject="联合检查", **about)
    do("send_person", world.programme_officer, row, side="ours", person=world.inspector.username)
    facts = {"credit_code": world.maker.credit_code} if named else {"party_name": "邻省某化妆品厂"}
    for person in (world.inspector2, world.programme_officer):
        perform(ACTIONS["authorities.declare_interest"], person, person, {"relation": "relative"} | facts)
    with pytest.raises(Refusal) as refused:
        do("send_person", world.head, row, side="ours", person=world.inspector2.username)
    assert "利害关系" in refused.value.message
    with pytest.raises(Refusal, match="利害关系") as refused:
        do("decide", world.programme_officer, row, yes=True, text="同意")
    assert refused.value.article == cited("interests", region=region).article
