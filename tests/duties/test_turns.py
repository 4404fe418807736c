"""A turn is declared once, owed by one call, ended by the act that answers it."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

import zhuangjian.apps
from tests.rectification.cases import Step, delivered, noon
from zhuangjian.apps.disclosure import hooks as of_publication
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.duties.turns import begin, legal_limit, settle_owed
from zhuangjian.apps.inspections import turns as of_inspections
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.turns import FINDINGS, PLAN
from zhuangjian.apps.inspections.who import LEADER
from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.programme import turns as of_programmes
from zhuangjian.apps.rectification import turns as of_rectifications
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.apps.rectification.turns import ISSUE
from zhuangjian.kernel import turns
from zhuangjian.kernel.states import always
from zhuangjian.kernel.turns import Holder, Owed, refuse_loose, turn

OLD = {
    "inspections.team", "inspections.plan", "inspections.approve", "inspections.arrive", "inspections.opening",
    "inspections.closing", "inspections.findings", "inspections.answer", "inspections.conclude",
    "inspections.record", "inspections.sign", "inspections.party_sign", "inspections.deliver",
    "inspections.decide_change", "rectification.issue", "rectification.report", "rectification.follow_up",
    "rectification.recheck", "rectification.accept_plan", "rectification.close", "rectification.decide", "rectification.propose_revocation",
    "disclosure.publish", "programme.open", "programme.merge", "programme.approve", "programme.approve_task", "house.ledger_audit",
    "programme.consider_joint", "programme.consent_joint", "programme.acknowledge",
    "house.account_review", "house.altered",
    "outside.see", "outside.fix", "outside.handle", "outside.order", "outside.notify", "outside.close",
    "outside.limit", "outside.result",
    "urgent.handle", "urgent.direct", "urgent.note", "draws.announce", "draws.run", "draws.place",
    "risk.changed", "risk.answer", "risk.take", "risk.assess", "risk.follow",
    "improvement.finish", "improvement.report", "improvement.approve_report",
    "improvement.solve", "improvement.sign_reasons",
    "review.appoint", "review.review", "review.sign", "review.issue", "review.answer", "review.confirm",
    "enforcement.assess", "enforcement.file", "enforcement.filing_feedback", "enforcement.penalty",
    "cooperation.assist", "cooperation.await", "cooperation.decide_sending", "cooperation.dispute",
    "cooperation.reply", "cooperation.send", "cooperation.together",
    "enforcement.report", "enforcement.sample_result", "enforcement.result_feedback", "enforcement.sign_for", "enforcement.transfer",
    "measures.assess_lifting", "measures.commit", "measures.decide_lifting", "measures.effect",
    "measures.follow_recall", "measures.frequency", "measures.handle", "measures.hold", "measures.obstruction",
    "measures.obstruction_result", "measures.report_recall", "measures.verify", "measures.watch",
    "disclosure.publish_lifting", "disclosure.publish_obstruction", "disclosure.take_back", "disclosure.publish_penalty", "disclosure.take_down",
    "warning.hold", "warning.close", "warning.measure", "warning.send", "warning.receipt", "warning.answer", "warning.assess", "warning.order_check",
    "standards.answer", "standards.approve", "standards.read", "standards.settle", "standards.reply", "standards.issue",
    "standards.check", "standards.close_mock", "standards.decide",
    "concern.take", "concern.answer", "cogovernance.approve", "cogovernance.report",
    "benchmark.apply", "benchmark.invite", "benchmark.declare", "benchmark.score", "benchmark.publish", "benchmark.decide",
    "benchmark.renew", "benchmark.check_practice", "benchmark.rewrite_practice", "benchmark.hold", "benchmark.support",
    "benchmark.national",
    "outing.bring",
    "guidance.plan", "guidance.confirm", "guidance.guide", "guidance.answer",
    "guidance.settle_pairing", "guidance.open_pairing",
    "training.hours", "training.settle", "training.approve_item", "training.open_exam",
    "inspections.tell", "inspections.hand_in", "inspections.judge_material", "inspections.session",
    "inspections.name_assistants", "inspections.take_assistants", "inspections.note_arrangement",
    "inspections.assess_off_site", "inspections.evaluate", "inspections.submit_record", "programme.arrange", "rectification.answer_revocation",
}  # fmt: skip


@pytest.fixture
def declared(monkeypatch):
    """What a test declares is forgotten after it."""
    monkeypatch.setattr(turns, "TURNS", dict(turns.TURNS))
    return turns.TURNS


def test_the_kinds_are_those_that_stored_duties_have():
    assert set(turns.TURNS) == OLD


def test_two_turns_of_one_name_are_refused_with_what_to_do(declared):
    with pytest.raises(
        TypeError, match="轮次 inspections.plan（另一个）已经声明为“编制检查方案”：每个轮次只声明一次"
    ):
        turn("inspections.plan", "另一个", on=Inspection)
    assert declared["inspections.plan"] is PLAN


def test_a_turn_that_no_act_answers_and_no_state_ends_stops_the_program(declared):
    loose = turn("wrong.loose", "无人办结", on=Inspection)
    with pytest.raises(
        TypeError, match=r"轮次 wrong.loose（无人办结）没有事项可以办结：.*answers = .*while_ ="
    ):
        refuse_loose()
    refuse_loose([replace(loose, while_=always)])


def test_an_act_that_answers_what_is_no_turn_is_refused():
    with pytest.raises(TypeError, match="answers 中的 'inspections.plan' 不是轮次：请写 answers = "):

        class Wrong(Act[Inspection]):
            name, title, model, who, when = "wrong.answers", "错误的事项", Inspection, LEADER, always
            answers = ("inspections.plan",)

    assert "wrong.answers" not in ACTIONS


def test_an_act_on_one_thing_cannot_answer_a_turn_of_another():
    with pytest.raises(TypeError, match="不能办结轮次 inspections.plan：它属于 Inspection"):

        class Wrong(Act[Rectification]):
            name, title, model, who, when = "wrong.other", "错误的事项", Rectification, LEADER, always
            answers = (PLAN,)

    assert "wrong.other" not in ACTIONS


def test_every_turn_is_owed_somewhere():
    owed: set[str] = set()
    for path in Path(zhuangjian.apps.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and call.args and _last(call.func) in {"owe", "Owed"}:
                owed.add(_last(call.args[0]))
    declared = {
        name
        for module in (of_publication, of_inspections, of_programmes, of_rectifications)
        for name, value in vars(module).items()
        if isinstance(value, turns.Turn)
    }
    assert len(declared) > 20
    assert declared - owed == set()


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


@pytest.fixture
def one(world):
    return delivered(world, 1, hooks=False)


def owe(world, case, *args, **more):
    step = Step(world.leader, timezone.now())
    step.owe(*args, case, **more)
    settle_owed(step)
    return Duty.objects.filter(target_id=case.pk, kind=args[0].kind).order_by("pk")


def test_owing_it_twice_to_one_holder_is_one_duty_and_to_two_holders_two(world, one):
    for person in (world.leader, world.leader, world.bureau_head):
        found = owe(world, one, FINDINGS, to=Holder(person=person))
    assert [d.person for d in found] == [world.leader, world.bureau_head]
    assert {d.title for d in found} == {f"逐项检查并记录结果：{one.party.name}"}


def test_owing_it_again_ends_what_was_open_and_begins_with_the_new_day(world, one):
    to = Holder(person=world.leader)
    owe(world, one, FINDINGS, to=to, due=date(2026, 11, 2))
    first, second = owe(world, one, FINDINGS, to=to, due=date(2026, 11, 9), again=True)
    assert (first.open, second.open) == (False, True)
    assert second.due == date(2026, 11, 9)


def test_a_method_in_what_is_shown_stands_for_what_it_says(declared):
    made = turn("test.say", "办理", on=Inspection, shown="{title}{case.get_stage_display}：{case.reason}")
    assert made.said(Inspection(stage="on_site", reason="举报")) == "办理现场检查中：举报"


@pytest.mark.parametrize(
    "holder", [Holder(), Holder(authority="x"), Holder(person="x", party="y")], ids=("none", "no role", "two")
)
def test_a_turn_has_exactly_one_holder(world, one, holder):
    with pytest.raises(ValueError, match="a turn has one holder"):
        begin(Owed(FINDINGS, one, holder), at=timezone.now())


def test_a_limit_of_the_law_is_counted_by_the_pack_and_the_duty_says_how(world, one, declared):
    made = turn(
        "test.feedback", "反馈备案情况", on=Inspection,
        whose=lambda case: Holder(authority=case.local_authority, role="head"),
        limit=lambda case, at: legal_limit("filing_feedback", timezone.localdate(at)),
    )  # fmt: skip
    friday = noon(date(2026, 11, 27))
    duty = begin(Owed(made, one), at=friday, article="CQ 39")
    assert (duty.due, duty.unit, duty.days) == (date(2026, 12, 4), "working_days", 5)
    assert duty.pack


def test_the_duty_names_the_act_that_answered_it_and_finds_its_entry(world):
    inspection = delivered(world, 1)
    due = timezone.localdate() + timedelta(days=30)
    data = {"due_on": due, "requirement": "请整改"}
    outcome = perform(ACTIONS["rectification.issue"], world.district_officer, inspection, data)
    duty = Duty.objects.get(kind=ISSUE.kind, target_id=inspection.pk)
    assert (duty.outcome, duty.done_with, duty.done_by) == (
        "done",
        "rectification.issue",
        world.district_officer,
    )
    assert duty.entry == outcome.entry


def test_a_duty_done_before_acts_were_named_has_no_entry(world, one):
    (duty,) = owe(world, one, FINDINGS, to=Holder(person=world.leader))
    Duty.objects.filter(pk=duty.pk).update(done_at=timezone.now(), done_by=world.leader, outcome="done")
    duty.refresh_from_db()
    assert duty.entry is None
