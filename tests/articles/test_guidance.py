"""LN 2(2): the committee, groups and plans, enterprises of emphasis, key moments; each by what the text asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.rectification.cases import delivered, sign_in
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.guidance.actions.opening import OpenMoment
from zhuangjian.apps.guidance.models import Expert, Guidance, Moment
from zhuangjian.apps.guidance.moments import detected, find_moments
from zhuangjian.apps.ledger.action import ACTIONS, NotYours, perform
from zhuangjian.apps.registry.models import Jurisdiction, Licence
from zhuangjian.engines.improvement.grouping import Facts, Group, Limits, grouped
from zhuangjian.engines.rules.answer import Refusal

LIMITS = Limits(30, 3, 5, ("C", "D"), (1, 2, 3), 1)
BIG = Facts(31, 0, 0, 0, 4, 0, False, "A", 0)


def do(name: str, person: Any, target: Any = None, /, **data: Any) -> Any:
    found = perform(ACTIONS[f"guidance.{name}"], person, target, data).object
    return type(found)._base_manager.get(pk=found.pk)


def owed(row: Any) -> set[str]:
    rows = Duty.objects.unrestricted().filter(
        target_model=row._meta.label_lower, target_id=row.pk, done_at=None
    )
    return set(rows.values_list("kind", flat=True))


@pytest.fixture
def liaoning(settings: Any) -> None:
    settings.REGION = "liaoning"


def appointed(world: Any, **more: Any) -> Expert:
    today = timezone.localdate()
    given = {"name": "王工", "unit": "行业协会", "field": "trade", "expertise": "质量体系", "since": today}
    made: Expert = do(
        "appoint", world.programme_officer, **(given | {"until": today + timedelta(days=365)} | more)
    )
    return made


def plan(expert: Expert, **more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    given = {"aims": "批记录不完整", "measures": "上门辅导", "expert": expert.pk, "starts_on": today}
    return given | {"ends_on": today + timedelta(days=60)} | more


@pytest.mark.django_db
def test_committee_members_have_a_term_and_stay_away_from_enterprises_they_are_tied_to(
    world: Any, liaoning: None
) -> None:
    with pytest.raises(Refusal, match="须是本系统的检查员"):
        appointed(world, field="inspector")
    own = appointed(world, field="inspector", account="leader")
    assert own.name == world.leader.name
    outside = appointed(world)
    assert outside.active_on(outside.since)
    assert outside.active_on(outside.until)
    assert not outside.active_on(outside.since - timedelta(days=1))
    assert not outside.active_on(outside.until + timedelta(days=1))
    with pytest.raises(Refusal, match="已经是专家委员会成员"):
        appointed(world)
    with pytest.raises(NotYours):
        do("end_term", world.leader, outside, until=outside.since, because="调离")
    do("declare_conflict", world.programme_officer, outside, party=world.maker.name, reason="担任顾问")
    row = do("open", world.bureau_head, world.maker, because="日常监管需要")
    choices = {key for key, _ in ACTIONS["guidance.make_plan"].choices(world.bureau_head, row)["expert"]}
    assert choices == {own.pk}
    with pytest.raises(Refusal, match="应当回避"):
        do("make_plan", world.bureau_head, row, **plan(outside))


@pytest.mark.django_db
def test_an_enterprise_has_a_group_with_grounds_a_plan_it_confirms_and_a_ledger_before_and_after(
    world: Any, liaoning: None, client: Client
) -> None:
    delivered(world, 5, hooks=False, edition="actual")
    with pytest.raises(NotYours):
        do("open", world.district_officer, world.maker, because="日常监管需要")
    row = do("open", world.bureau_head, world.maker, because="日常监管需要")
    assert [one["factor"] for one in row.points] == ["企业规模", "体系运行效能", "风险防控能力"]
    assert [one["weak"] for one in row.points] == [True, True, None]
    assert (row.computed, owed(row)) == (Group.INTENSIVE, {"guidance.plan"})
    assert not Guidance.objects.visible_to(world.contact).exists()
    row = do("set_group", world.bureau_head, row, group="focused", reason="已经聘请专职人员")
    assert (row.computed, row.group) == (Group.INTENSIVE, Group.FOCUSED)
    row = do("make_plan", world.bureau_head, row, **plan(appointed(world)))
    assert row.least_visits == 3
    assert owed(row) == {"guidance.confirm", "guidance.guide"}
    row = do("confirm", world.contact, row, opinion="希望讲解放行制度")
    today = timezone.localdate()
    advice = {"kind": "on_site", "people": "王工", "found": "批记录不完整", "advised": "逐批复核"}
    visit = do("enter_visit", world.bureau_head, row, held_on=today, **advice)
    assert owed(visit) == {"guidance.answer"}
    visit = do("answer_visit", world.contact, visit, improved="已逐批复核")
    assert owed(visit) == set()
    with pytest.raises(Refusal, match="至少指导 3 次，已登记 1 次"):
        do("close", world.bureau_head, row, outcome="记录完整")
    row = do("close", world.bureau_head, row, outcome="记录完整", why_fewer="企业已经达到要求")
    assert owed(row) == set()
    assert dict(row.before)["缺陷"] == "5 项"
    assert len(row.after) == len(row.before)
    for person in (world.contact, world.bureau_head):
        sign_in(client, person)
        page = client.get(row.get_absolute_url()).content.decode()
        assert "不免除任何程序" in page
        assert "已逐批复核" in client.get(visit.get_absolute_url()).content.decode()


def test_children_special_and_small_enterprises_are_guided_more_often() -> None:
    assert (grouped(BIG, LIMITS).group, grouped(BIG, LIMITS).visits) == (Group.GENERAL, 1)
    for one in (replace(BIG, children=1), replace(BIG, special=1)):
        assert (grouped(one, LIMITS).group, grouped(one, LIMITS).visits) == (Group.GENERAL, 2)
    small = grouped(replace(BIG, products=30), LIMITS)
    assert (small.group, small.visits) == (Group.FOCUSED, 3)
    assert grouped(replace(BIG, products=30, principals=4), LIMITS).group == Group.GENERAL
    assert grouped(replace(BIG, deficiencies=5), LIMITS).group == Group.FOCUSED
    assert grouped(replace(BIG, serious=True), LIMITS).group == Group.FOCUSED
    assert grouped(replace(BIG, deficiencies=5, grade="C"), LIMITS).group == Group.INTENSIVE
    assert grouped(replace(BIG, grade="B"), LIMITS).group == Group.GENERAL
    assert grouped(replace(BIG, grade="", late=1), LIMITS).group == Group.FOCUSED
    unknown = grouped(replace(BIG, deficiencies=None, grade=""), LIMITS)
    assert (unknown.group, [one.weak for one in unknown.points]) == (Group.GENERAL, [False, None, None])


@pytest.mark.django_db
def test_a_renewal_opens_guidance_by_itself_once_and_a_long_stop_when_it_is_reported(
    world: Any, settings: Any
) -> None:
    today = timezone.localdate()
    Licence.objects.filter(party=world.maker).update(
        issued_on=date(2021, 12, 1), expires_on=today + timedelta(days=30)
    )
    assert find_moments() == 0
    settings.REGION = "liaoning"
    assert find_moments() == 1
    assert find_moments() == 0
    row = Guidance.objects.unrestricted().get(moment=Moment.RENEWAL)
    assert (row.party, row.moment_on, owed(row)) == (
        world.maker,
        today + timedelta(days=30),
        {"guidance.plan"},
    )
    Licence.objects.filter(party=world.maker).update(
        issued_on=today - timedelta(days=90), expires_on=today + timedelta(days=1700)
    )
    assert [one.moment for one in detected(today)] == [Moment.FIRST_LICENCE]
    Licence.objects.filter(party=world.maker).update(issued_on=today - timedelta(days=91))
    assert list(detected(today)) == []
    with pytest.raises(NotYours):
        perform(
            OpenMoment, world.head, world.maker, {"moment": "renewal", "moment_on": today, "because": "届满"}
        )
    stopped = {"restarted_on": date(2026, 10, 1), "checked": "已逐项自查"}
    with pytest.raises(Refusal, match="停产不足 1 年"):
        do("report_restart", world.contact, world.maker, stopped_on=date(2025, 10, 2), **stopped)
    row = do("report_restart", world.contact, world.maker, stopped_on=date(2025, 10, 1), **stopped)
    assert (row.moment, owed(row)) == (Moment.RESTART, {"guidance.plan"})
    Jurisdiction.objects.filter(party=world.maker).delete()
    stopped["restarted_on"] = date(2026, 10, 2)
    with pytest.raises(Refusal, match="还没有登记由哪个单位监管"):
        do("report_restart", world.contact, world.maker, stopped_on=date(2025, 10, 1), **stopped)
