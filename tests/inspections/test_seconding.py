"""People of the place's own authority who assist with a superior's inspection (CQ 20), told nothing before it begins (CQ 34)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.inspections import course
from tests.rectification.cases import sign_in
from zhuangjian.apps.authorities.models import Interest
from zhuangjian.apps.casefile.facts import check_inspection
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.actions.seconding import units_below
from zhuangjian.apps.inspections.models import Inspection, Seconding
from zhuangjian.apps.ledger.action import NotNow, NotYours
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do
GATHER = "明日9时，渝中局门口集中"


def asked(w: Any, row: Inspection, **more: Any) -> Seconding:
    data = {"unit": w.district.pk, "count": 1, "text": "熟悉仓储检查，协助取证", "gathering": GATHER}
    return do("inspections.ask_assistants", w.bureau_head, row, **data | {"due_on": course.today()} | more)


def named(w: Any, case: Seconding, *people: Any) -> Seconding:
    chosen = [one.pk for one in people or (w.district_officer,)]
    return do("inspections.name_assistants", w.district_head, case, people=chosen)


def owed(case: Seconding) -> list[tuple[str, Any]]:
    rows = Duty.objects.filter(target_model="inspections.seconding", target_id=case.pk, done_at=None)
    return [(row.kind, row.person or row.authority) for row in rows]


def test_the_superior_asks_the_place_names_and_the_assistant_is_on_the_team_under_one_arrangement(world):
    row = course.plan_approved(world)
    assert units_below(row) == [world.district]
    with pytest.raises(Refusal, match="被检查对象") as refused:
        asked(world, row, text=f"到{world.maker.name}取证")
    assert refused.value.article == "CQ 22"
    case = asked(world, row)
    assert owed(case) == [("inspections.name_assistants", world.district)]
    with pytest.raises(NotYours):
        do("inspections.name_assistants", world.bureau_head, case, people=[world.inspector2.pk])
    with pytest.raises(Refusal, match="本单位"):
        do("inspections.name_assistants", world.district_head, case, people=[world.inspector2.pk])
    case = named(world, case)
    assert owed(case) == [("inspections.take_assistants", world.bureau)]
    case = do("inspections.take_assistants", world.bureau_head, case, people=[world.district_officer.pk])
    row.refresh_from_db()
    (member,) = row.members().filter(person=world.district_officer)
    assert (member.get_part_display(), case.stage) == ("协助人员", "taken")
    assert owed(case) == [("inspections.note_arrangement", world.district_officer)]
    do("inspections.note_arrangement", world.district_officer, case)
    assert owed(case) == []
    acts = Entry.objects.filter(object_model="inspections.seconding").values_list("article", flat=True)
    assert set(acts) == {"CQ 20"}


def test_an_assistant_signs_the_record_and_is_no_inspector(world):
    row = course.plan_approved(world)
    case = named(world, asked(world, row))
    do("inspections.take_assistants", world.bureau_head, case, people=[world.district_officer.pk])
    shown = {"credentials": course.credentials_of(row)}
    with pytest.raises(Refusal) as refused:
        do("inspections.arrive", world.leader, row, **shown)
    assert refused.value.article == "CQ 11"
    shown |= {"letters": [world.district_officer.pk], "letter_number": "渝检授〔2026〕1号"}
    row = do("inspections.arrive", world.leader, row, **shown)
    with pytest.raises(NotYours):
        do("inspections.findings", world.district_officer, row, rows=course.rows(row))
    assert do("evidence.add", world.district_officer, row, file=course.photo())
    row = do("inspections.findings", world.inspector, row, rows=course.rows(row))
    told = {"points": ["result_told", "right_to_state"], "party_attendee": "王经理"}
    row = do("inspections.closing", world.leader, row, position="no_objection", **told)
    row = do("inspections.record", world.leader, do("inspections.conclude", world.leader, row))
    assert Duty.objects.filter(kind="inspections.sign", person=world.district_officer).exists()
    row = do("inspections.deliver", world.leader, course.sign_all(world, row), delivered_to="王经理")
    checked = check_inspection(row, world.head).checks
    assert {one.name: one.verdict.value for one in checked}["team_composed"] == "met"


def test_who_has_an_interest_is_not_taken_and_the_request_ends_with_a_reason(world):
    row = course.teamed(world)
    Interest.objects.create(
        person=world.district_officer,
        credit_code=world.maker.credit_code,
        relation="shareholding",
        detail="持股",
        declared_at=course.today(),
    )
    case = named(world, asked(world, row))
    with pytest.raises(Refusal) as refused:
        do("inspections.take_assistants", world.bureau_head, case, people=[world.district_officer.pk])
    assert refused.value.article == "CQ 21"
    case = do("inspections.withdraw_assistants", world.bureau_head, case, reason="另行安排")
    assert (case.stage, owed(case)) == ("withdrawn", [])
    other = asked(world, row)
    with pytest.raises(Refusal, match="写明理由"):
        do("inspections.name_assistants", world.district_head, other)
    other = do("inspections.name_assistants", world.district_head, other, answer="人员均在执行专项任务")
    assert (other.stage, owed(other)) == ("declined", [])


def test_of_an_inspection_for_cause_the_place_learns_nothing_before_it_begins(world, client):
    row = course.plan_approved(world, inspection_type="for_cause", focus="核查投诉所称的批次")
    case = named(world, asked(world, row))
    told = {"people": [world.district_officer.pk], "letter_number": "渝检授〔2026〕1号"}
    with pytest.raises(NotNow, match="有因检查开始以前"):
        do("inspections.take_assistants", world.bureau_head, case, **told)
    sign_in(client, world.district_head)
    for address in (case.get_absolute_url(), "/assistants/", f"/api/assistants/{case.public_id}"):
        page = client.get(address)
        assert page.status_code == 200
        said = page.content.decode()
        assert all(one not in said for one in (world.maker.name, str(row.public_id), "投诉", "有因"))
    assert not Inspection.objects.visible_to(world.district_officer).filter(pk=row.pk).exists()
    assert not Seconding.objects.visible_to(world.district_officer).exists()
    row = do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    with pytest.raises(Refusal, match="授权证明文件编号"):
        do("inspections.take_assistants", world.bureau_head, case, people=told["people"])
    do("inspections.take_assistants", world.bureau_head, case, **told)
    assert Inspection.objects.visible_to(world.district_officer).filter(pk=row.pk).exists()
    assert row.credentials_shown.filter(person=world.district_officer, number="渝检授〔2026〕1号").exists()
