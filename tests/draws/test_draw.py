"""A draw from the frozen list to the tasks: digest first, seed afterwards, officers by rule, substitutions with reasons."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from tests.draws import making
from tests.inspections import course
from zhuangjian.apps.authorities.models import Interest
from zhuangjian.apps.draws import verify_draw
from zhuangjian.apps.draws.files import latest
from zhuangjian.apps.draws.models import Draw, FileKind
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import Conflict, NotYours
from zhuangjian.apps.programme.models import Task
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db


def verified(draw, kind):
    """What the one-file verifier finds wrong with the file as it stands, against the digest frozen first."""
    digest = draw.list_digest if kind == FileKind.LIST else draw.staff_digest
    return verify_draw.check(latest(draw, kind).content.encode(), [digest])[1]


def test_a_draw_from_the_frozen_list_to_the_tasks_of_the_programme(world):
    out, *_ = making.makers(world)
    kept_away = world.inspector
    for party in making.Party.objects.filter(jurisdictions__authority=world.bureau):
        Interest.objects.create(
            person=kept_away,
            credit_code=party.credit_code,
            relation="relative",
            declared_at=course.today(),
        )
    officer = world.programme_officer
    draw = making.frozen(world, by_hand=f"{out.credit_code} 已经停产，现场核实过")
    assert (draw.listed, draw.excluded, draw.stage) == (6, 1, "frozen")
    with pytest.raises(Conflict, match="冻结摘要还没有公布"):
        making.at("draws.run", officer, draw, days=1, seed="1")
    assert Client().get(f"/public/draws/{draw.public_id}/").status_code == 404
    draw = making.at("draws.announce", officer, draw)
    public = Client().get(f"/public/draws/{draw.public_id}/")
    assert draw.list_digest in public.content.decode()
    assert out.name not in public.content.decode()
    with pytest.raises(Refusal, match="请等到那一天"):
        making.at("draws.run", officer, draw, seed="1")
    draw = making.at("draws.run", officer, draw, days=1, seed=making.SEED)
    assert draw.drawn.count() == 3
    assert not draw.drawn.filter(party=out).exists()
    # CQ 21: an interest in each of the parties keeps the officer from all of them; CQ 9 is met by the others.
    teams = [{o.person.username for o in row.officers.all()} for row in draw.drawn.all()]
    assert all(len(team) == 2 and kept_away.username not in team for team in teams)
    assert verified(draw, FileKind.LIST) == verified(draw, FileKind.STAFF) == []

    draw = making.at("draws.place", officer, draw, days=1)
    tasks = Task.objects.filter(programme=draw.programme)
    assert {t.party_id for t in tasks} == set(draw.drawn.values_list("party_id", flat=True))
    assert {t.origin.words for t in tasks} == {f"随机抽取：{draw.title}"}
    with pytest.raises(Refusal, match="提前告知"):
        making.at("draws.open", officer, draw, days=1)
    left = draw.drawn.first()
    draw = making.at(
        "draws.substitute", officer, draw, days=1, drawn=left.public_id, reason="现场核实已经注销"
    )
    left.refresh_from_db()
    assert left.task.status == "cancelled"
    assert draw.drawn.filter(left_at=None, task__status="planned").count() == 3
    assert verified(draw, FileKind.LIST) == verified(draw, FileKind.STAFF) == []
    assert not Duty.objects.filter(kind__startswith="draws.", done_at=None).exists()

    draw = making.at("draws.open", officer, draw, days=1, reason="公开抽取，邀请公众监督")
    page = Client().get(f"/public/draws/{draw.public_id}/").content.decode()
    assert all(row.party.name in page for row in draw.drawn.filter(left_at=None))
    text = Client().get(f"/public/draws/{draw.public_id}/draw.json").content
    assert verify_draw.check(text, [draw.list_digest])[1] == []
    # CQ 22: the public file names no officer, whose interests stand in the other one.
    assert json.loads(text)["frozen"]["officers"] == []
    assert kept_away.username not in text.decode()


def test_an_officer_who_cannot_go_is_replaced_by_rule_and_the_drawn_team_goes(world):
    making.makers(world)
    for username in ("inspector2", "enforcement_officer"):
        world.people[username].credentials.create(
            kind="enforcement", number=f"X{username}", valid_from="2024-01-01", valid_to="2029-12-31"
        )
    officer = world.programme_officer
    draw = making.at("draws.place", officer, making.drawn(world), days=1)
    row = draw.drawn.first()
    ill = row.officers.get(leads=True)
    draw = making.at("draws.replace_officer", officer, draw, days=1, officer=ill.public_id, reason="住院")
    now = {o.person_id: o.leads for o in row.officers.filter(left_at=None)}
    assert len(now) == 2
    assert ill.person_id not in now
    assert sum(now.values()) == 1
    assert verified(draw, FileKind.STAFF) == []

    course.approved(world, draw.programme)
    task = Task.objects.get(pk=row.task_id)
    given = {"assigned_to": world.bureau.pk, "information": "档案", "requirements": "全项"}
    task = course.do("programme.assign", officer, task, **given)
    inspection = course.do("inspections.open", world.bureau_head, task, reason="年度计划", legal_basis="依法")
    others = [world.leader, world.inspector, world.inspector2, world.enforcement_officer]
    wrong = [p.pk for p in others if p.pk not in now][:2]
    with pytest.raises(Refusal, match="随机抽取") as refused:
        course.do("inspections.team", world.bureau_head, inspection, leader=wrong[0], members=wrong[1:])
    assert len(refused.value.missing) == 2
    from zhuangjian.apps.inspections.actions.team import ComposeTeam

    offered = ComposeTeam.initial(world.bureau_head, inspection)
    assert {offered["leader"], *offered["members"]} == set(now)
    course.do("inspections.team", world.bureau_head, inspection, **offered)


def test_the_seed_is_named_before_it_can_be_known_and_a_void_draw_stays_seen(world):
    making.makers(world)
    today = course.today()
    programme = course.programme(world)
    with pytest.raises(Refusal, match="将来的公开数值"):
        making.frozen(world, programme, seed_on=today)
    with pytest.raises(Refusal, match="没有写理由"):
        making.frozen(world, programme, by_hand=world.maker.credit_code)
    with pytest.raises(Refusal, match="不在名单中"):
        making.frozen(world, programme, by_hand="91500103MA5U0TEST9 停业")
    with pytest.raises(NotYours):
        making.at("draws.freeze", world.licensing_officer, programme, unit=world.bureau.pk)
    draw = making.frozen(world, programme)
    with pytest.raises(Refusal, match="不能证明名单没有换过"):
        making.at("draws.announce", world.programme_officer, draw, days=1)
    draw = making.at("draws.announce", world.programme_officer, draw)
    making.at("draws.void", world.programme_officer, draw, reason="名单核对有误")
    assert "名单核对有误" in Client().get(f"/public/draws/{draw.public_id}/").content.decode()
    assert Client().get(f"/public/draws/{draw.public_id}/draw.json").status_code == 404
    assert Draw.objects.visible_to(world.bureau_head).exists()
    assert not Draw.objects.visible_to(world.inspector).exists()
    assert not Draw.objects.visible_to(world.contact).exists()
    assert draw.window_to == today + timedelta(days=40)
