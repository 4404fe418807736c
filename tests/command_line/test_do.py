"""``zhuangjian do``: every act at the machine, with the same checks and words; ``list`` and ``show`` beside it."""

from __future__ import annotations

import json
import sys

import pytest
from django.test import Client
from django.utils import timezone

from tests.inspections import course
from zhuangjian.apps.authorities.models import SignInEvent
from zhuangjian.apps.conduct import reads
from zhuangjian.apps.inspections.actions.plan import ApprovePlan
from zhuangjian.apps.inspections.models import Stage
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.cli import do as doing
from zhuangjian.cli import main


@pytest.fixture
def call(monkeypatch, capsys, db):
    monkeypatch.setattr(doing, "_ready", lambda: None)

    def calling(*words):
        monkeypatch.setattr(sys, "argv", ["zhuangjian", *(str(w) for w in words), "--format", "json"])
        with pytest.raises(SystemExit) as end:
            main.run()
        return end.value.code, json.loads(capsys.readouterr().out)

    return calling


@pytest.fixture
def case(world):
    return course.planned(world)


def test_every_act_is_listed_with_law_model_who_when_and_fields(call):
    code, acts = call("do", "--list")
    assert code == 0
    assert {one["name"] for one in acts} == set(ACTIONS)
    assert all(one["title"] and one["model"] and one["who"] and one["when"] for one in acts)
    approve = next(one for one in acts if one["name"] == ApprovePlan.name)
    assert approve["who"] == "派出检查单位负责人（本方案编制人除外）"
    assert approve["stages"] == ["plan_submitted"]
    assert approve["fields"][-1] == {"name": "note", "title": "意见", "required": False, "type": "str"}


def test_an_act_is_done_in_a_persons_name_and_they_can_see_that_it_was(world, case, call):
    words = ("do", "inspections.approve_plan", case.public_id, "--note", "同意", "--as", "bureau_head")
    code, done = call(*words)
    case.refresh_from_db()
    assert code == 0, done
    assert case.stage == Stage.PLAN_APPROVED
    assert case.plan().note == "同意"
    assert Entry.objects.get(seq=done["entry"]).action == "inspections.approve_plan"
    seen = SignInEvent.objects.visible_to(world.bureau_head).filter(person=world.bureau_head)
    assert "zhuangjian do" in seen.first().agent


@pytest.mark.parametrize(
    ("person", "said"),
    [("leader", "由派出检查单位负责人"), ("bureau_head", "只有在“待组队”、“待编制方案”时才能办理")],
)
def test_who_may_not_and_what_is_not_due_is_refused_as_on_the_page(world, case, call, person, said):
    act = "inspections.approve_plan" if person == "leader" else "inspections.team"
    before = Entry.objects.count()
    code, answer = call("do", act, case.public_id, "--as", person)
    assert code == 1
    assert said in answer["error"]["message"]
    assert Entry.objects.count() == before


def test_an_invisible_object_is_answered_as_none(world, case, call):
    code, answer = call("do", "inspections.approve_plan", case.public_id, "--as", "other_district_officer")
    assert code == 1
    assert answer["error"]["message"] == "找不到这一对象，或您无权查看。"


def test_an_unknown_field_a_lacking_value_and_a_word_are_each_said(world, case, call):
    start = ("do", "inspections.approve_plan", case.public_id, "--as", "bureau_head")
    assert "没有字段“nonsense”" in call(*start, "--nonsense", "1")[1]["error"]["message"]
    assert "--note 后面没有值" in call(*start, "--note")[1]["error"]["message"]
    assert "没有名为“x.y”" in call("do", "x.y", "--as", "leader")[1]["error"]["message"]
    assert "--as" in call("do", "inspections.approve_plan", case.public_id)[1]["error"]["message"]


def test_what_only_a_signed_in_person_does_is_not_done_for_them(world, call):
    act = next(name for name, one in sorted(ACTIONS.items()) if one.in_person)
    code, answer = call("do", act, world.leader.pk, "--as", "leader")
    assert code == 1
    assert "须由本人登录后" in answer["error"]["message"]


def test_many_values_numbers_days_and_json_are_read_by_the_acts_own_fields(world, call):
    data = {"year": 2027, "requirements": "按计划检查"}
    code, made = call("do", "programme.create", "--json", json.dumps(data), "--as", "programme_officer")
    assert code in (0, 1)
    assert made.get("object", "") == "programme.programme" or made["error"]["missing"]
    from zhuangjian.apps.inspections.actions.team import ComposeTeam

    read = doing._from_words(
        ComposeTeam, ["--leader=3", "--members", "4", "--members", "5", "--experts", "[6,7]"]
    )
    assert ComposeTeam.Input.model_validate(read).model_dump(exclude={"expected_version"}) == {
        "leader": 3,
        "members": [4, 5],
        "experts": [6, 7],
    }


def test_the_same_key_twice_is_one_act(world, case, call):
    words = ("do", "inspections.approve_plan", case.public_id, "--as", "bureau_head", "--key", "k1")
    first, again = call(*words)[1], call(*words)[1]
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert first["entry"] == again["entry"]


def test_rows_are_listed_and_shown_as_far_as_the_person_sees_them(world, case, call):
    assert call("list", "inspections.inspection", "--as", "other_district_officer")[1]["total"] == 0
    code, found = call("list", "inspections.inspection", "--as", "bureau_head")
    assert code == 0
    assert [row["id"] for row in found["rows"]] == [str(case.public_id)]
    acts = {
        one["name"]: one
        for one in call("show", "inspections.inspection", case.public_id, "--as", "bureau_head")[1]["acts"]
    }
    assert acts["inspections.approve_plan"]["now"] is True
    assert acts["inspections.arrive"]["why_not"] == "“到达现场、出示证件”由检查组组长办理。"
    assert call("show", "inspections.inspection", case.public_id, "--as", "contact")[0] == 1
    assert "对象类别" in call("list", "nosuch.model", "--as", "bureau_head")[1]["error"]["message"]
    kinds = {one["model"] for one in call("list")[1]}
    assert {"inspections.inspection", "programme.task", "duties.duty", "authorities.person"} <= kinds


def test_what_is_listed_and_shown_is_what_the_api_says_with_its_filters(world, case, call):
    client = Client()
    client.force_login(world.bureau_head)
    route = f"/api/inspections/{case.public_id}"
    shown = call("show", "inspections.inspection", case.public_id, "--as", "bureau_head")[1]
    api = client.get(route).json()
    assert {name: shown[name] for name in api} == api
    listed = ("list", "inspections.inspection", "--as", "bureau_head")
    assert call(*listed)[1]["rows"] == client.get("/api/inspections").json()["items"]
    assert call(*listed, "--filter", f"stage={case.stage}")[1]["total"] == 1
    assert call(*listed, "--filter", "stage=closed")[1]["total"] == 0
    assert "没有“nonsense”" in call(*listed, "--filter", "stage=nonsense")[1]["error"]["message"]
    assert "--filter" in call(*listed, "--filter", "nonsense=1")[1]["error"]["message"]
    parts = ("list", "inspections.finding", "--as", "bureau_head")
    assert call(*parts, "--of", case.public_id)[1] == {"total": 0, "rows": []}
    assert call(*parts)[0] == 1


def test_what_is_listed_for_people_stands_in_a_table_and_the_read_is_written_down(
    world, case, monkeypatch, capsys
):
    monkeypatch.setattr(doing, "_ready", lambda: None)
    words = ["zhuangjian", "list", "inspections.inspection", "--as", "bureau_head"]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as end:
        main.run()
    said = capsys.readouterr().out
    assert (end.value.code, "共 1 条" in said, "派出检" in said) == (0, True, True)
    (read,) = [read for path in reads.files() for read in reads.lines_of(path) if read.door == "命令行"]
    assert read.ids == (str(case.public_id),)


@pytest.mark.parametrize("name", ["programme_officer", "district_officer", "contact", "auditor"])
def test_parties_are_searched_and_jobs_listed_as_the_person_sees_them(call, world, name):
    from zhuangjian.apps.jobs.models import Job
    from zhuangjian.apps.registry.models import Party

    person = world.people[name]
    seen = set(Party.objects.visible_to(person).filter(name__contains="测试").values_list("pk", flat=True))
    code, told = call("party", "search", "测试", "--as", name)
    assert (code, {row["id"] for row in told["parties"]}, told["total"]) == (0, seen, len(seen))
    Job.objects.create(person=world.leader, action="intake.load", title="导入", made_at=timezone.now())
    assert call("jobs", "list", "--as", name) == (0, [])
    assert len(call("jobs", "list", "--as", "leader")[1]) == 1


@pytest.mark.parametrize(
    "words", [("user", "list"), ("ledger", "show"), ("party", "show", "1"), ("jobs", "list")]
)
def test_no_command_lists_in_nobodys_name(call, world, words):
    code, told = call(*words)
    assert (code, list(told)) == (1, ["error"])
