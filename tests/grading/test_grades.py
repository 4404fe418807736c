"""Grades of parties: computed by the published method, read by the party, changed only with reasons (LN 2(9), CQ 27)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.inspections import course
from tests.rectification.cases import sign_in
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.apps.planning.facts import facts_of
from zhuangjian.apps.registry.models import Signal
from zhuangjian.apps.risk.facts import known_of
from zhuangjian.apps.risk.jobs import grade_parties
from zhuangjian.apps.risk.law import frequency, method_on
from zhuangjian.apps.risk.models import GradeChange, PartyGrade, Run
from zhuangjian.engines.risk.grade import grade
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do
SECRET = "顾客王某来电：使用后面部灼痛"


def graded(w: Any, before: int = 0) -> Run:
    day = course.today() - timedelta(days=before)
    return grade_parties(w.programme_officer, {"as_of": day}, lambda done, total: None)


def signal(
    party: Any, kind: str = "penalty", severity: int = 5, title: str = "行政处罚", days: int = 5
) -> Signal:
    return Signal.objects.create(
        party=party,
        kind=kind,
        severity=severity,
        title=title,
        occurred_on=course.today() - timedelta(days=days),
        source_key=f"test/{party.pk}/{Signal.objects.count()}",
    )


def of(party: Any) -> PartyGrade:
    return PartyGrade.objects.get(party=party)


def test_a_grade_is_the_engines_own_and_its_sheet_adds_up_by_hand(world):
    signal(world.maker)
    run = graded(world)
    row = of(world.maker)
    known = known_of([world.maker], run.as_of)[0]
    same = grade(known.facts, known.signals, run.as_of, method_on(run.as_of))
    assert (row.grade, row.total, row.method) == (same.grade.value, same.total, same.pack)
    by_hand = sum(one["points"] for one in row.sheet["factors"]) + row.sheet["together"]["points"]
    assert round(by_hand, 2) == row.total
    penalty = next(one for one in row.sheet["factors"] if one["factor"] == "penalty")
    assert penalty["points"] == round(penalty["evidence"][0]["base"] * penalty["evidence"][0]["share"], 2) > 0
    assert row.authority == world.bureau
    assert of(world.shop).authority == world.district
    assert sum(run.summary["grades"].values()) == run.total == 2
    assert len(run.digest) == 64


def test_a_change_of_grade_is_the_turn_of_the_responsible_unit_and_says_why(world):
    graded(world, before=60)
    assert not GradeChange.objects.exists()
    signal(world.shop)
    signal(world.shop, "sampling", title="抽检不合格")
    run = graded(world)
    change = GradeChange.objects.get()
    assert (change.party, change.run, change.rose) == (world.shop, run, True)
    assert run.summary["moves"]["rose"] == 1
    assert "分" in change.why
    duty = Duty.objects.get(kind="risk.changed", done_at=None)
    assert (duty.authority, duty.basis) == (world.district, "house")
    with pytest.raises(NotYours):
        do("risk.note_change", world.licensing_officer, change, noted="列入本季度检查")
    do("risk.note_change", world.district_officer, change, noted="列入本季度检查")
    assert not Duty.objects.filter(kind="risk.changed", done_at=None).exists()


def test_a_stopped_run_goes_on_where_it_stopped_and_an_earlier_day_is_refused(world, monkeypatch):
    monkeypatch.setattr("zhuangjian.apps.risk.grading.PART", 1)
    heard = []

    def stop(done: int, total: int) -> None:
        heard.append(done)
        if done == 1:
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        grade_parties(world.programme_officer, {"as_of": course.today()}, stop)
    first = PartyGrade.objects.get()
    run = graded(world)
    assert Run.objects.count() == 1
    assert run.finished_at
    assert PartyGrade.objects.count() == 2
    assert PartyGrade.objects.get(pk=first.pk).version == first.version
    with pytest.raises(Refusal, match="更早的日期"):
        graded(world, before=3)


def test_a_head_sets_a_grade_with_reasons_for_a_time_and_it_ends_by_itself(world):
    graded(world, before=40)
    row, until = of(world.shop), course.today() + timedelta(days=30)
    said = {"grade": "D", "until": until, "why": "群众反映集中，正在核实多起使用不适的情况"}
    with pytest.raises(NotYours):
        do("risk.set_grade", world.district_officer, row, **said)
    with pytest.raises(Refusal, match="最长 365 天"):
        do("risk.set_grade", world.district_head, row, **said | {"until": until + timedelta(days=400)})
    row = do("risk.set_grade", world.district_head, row, **said)
    assert (row.grade, row.computed, row.visits) == ("D", "A", 3)
    graded(world)
    assert of(world.shop).grade == "D", "a run does not undo what a person decided"
    PartyGrade.objects.filter(pk=row.pk).update(manual_until=course.today() - timedelta(days=1))
    graded(world)
    assert (of(world.shop).grade, of(world.shop).manual) == ("A", "")


def test_the_party_reads_its_sheet_and_objects_and_is_answered_with_reasons(world, client):
    told = signal(world.maker, title="处罚决定：未建立进货查验记录")
    signal(world.maker, "complaint", title=SECRET)
    graded(world)
    row = of(world.maker)
    sign_in(client, world.contact)
    page = client.get(row.get_absolute_url()).content.decode()
    assert told.title in page
    assert "对风险等级提出异议" in page
    official = Client()
    sign_in(official, world.leader)
    assert SECRET in official.get(row.get_absolute_url()).content.decode()
    for address in (
        row.get_absolute_url(),
        f"{row.get_absolute_url()}?export=csv",
        f"/api/grades/{row.public_id}",
    ):
        assert SECRET not in client.get(address).getvalue().decode(), address
    other = Client()
    sign_in(other, world.other_contact)
    assert other.get(row.get_absolute_url()).status_code == 404

    case = do("risk.object", world.contact, row, text="处罚决定已被撤销，请核对。")
    duty = Duty.objects.get(kind="risk.answer", done_at=None)
    assert (duty.authority, duty.basis, duty.days) == (world.bureau, "house", 30)
    with pytest.raises(Refusal, match="已有异议"):
        do("risk.object", world.contact, row, text="再次提出异议")
    told.delete()
    case = do(
        "risk.answer_objection",
        world.leader,
        case,
        outcome="anew",
        answer="经核实该处罚决定已撤销，记录已更正。",
    )
    assert (case.stage, case.outcome, case.after) == ("answered", "anew", of(world.maker).grade)
    assert of(world.maker).total < row.total
    assert not Duty.objects.filter(kind="risk.answer", done_at=None).exists()


def test_a_hidden_inspection_for_cause_changes_no_grade_and_no_list(world, client):
    graded(world)
    before = of(world.maker)
    hidden = course.opened(world, inspection_type="for_cause", focus="投诉反映的违法添加")
    graded(world)
    after = of(world.maker)
    assert (after.total, after.sheet) == (before.total, before.sheet)
    assert str(hidden.public_id) not in json.dumps(after.sheet) + json.dumps(after.internal)


def test_no_grade_goes_below_the_frequency_that_the_law_asks(world, monkeypatch):
    day = course.today()
    assert frequency(0.5, "两年一次", day).per_year == 0.5
    monkeypatch.setattr("zhuangjian.apps.risk.law.least_visits", lambda on: 1)
    assert frequency(0.5, "两年一次", day).per_year == 1
    assert frequency(2, "每半年一次", day).per_year == 2


def test_the_method_is_public_and_the_overview_counts_what_one_sees(world, client):
    graded(world)
    page = Client().get("/public/risk-method/").content.decode()
    assert "行政处罚" in page
    assert "异议" in page
    assert "second_hand" not in page
    sign_in(client, world.head)
    assert "渝中" in client.get("/risk/").content.decode() or "沈阳" in client.get("/risk/").content.decode()
    assert client.get("/risk/?export=csv").status_code == 200
    sign_in(client, world.contact)
    assert client.get("/risk/").status_code == 404


def test_the_yearly_draft_weighs_a_party_by_its_grade_and_says_so(world):
    signal(world.maker)
    graded(world)
    grade = of(world.maker)
    (facts,) = facts_of([world.maker], timezone.localdate())
    assert (facts.risk, facts.grade) == (min(grade.total, 100), grade.grade)
    assert any(one.startswith(f"风险等级{grade.grade}") for one in facts.reasons)
