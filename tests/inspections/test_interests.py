"""CQ 21 for everybody who acts on a party: one answer, whichever act, whichever way the interest was recorded."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest

import zhuangjian
from tests.inspections import course
from tests.inspections.course import do
from tests.rectification.cases import delivered
from tests.rectification.test_course import recheck, report
from tests.rectification.test_revocation import extension
from zhuangjian.apps.authorities.models import Interest
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.registry.conflicts import NoInterest
from zhuangjian.apps.registry.models import InterestAnswer
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.bases import HOUSE

pytestmark = pytest.mark.django_db
NOTICE = {"requirement": "请逐项整改"}


def declare(person, party=None, name="", relation="relative", ended=None):
    return Interest.objects.create(
        person=person,
        credit_code=party.credit_code if party else "",
        party_name=name,
        relation=relation,
        declared_at=course.today() - timedelta(days=30),
        ended_on=ended,
    )


def notice(w, row):
    return do(
        "rectification.issue", w.district_officer, row, due_on=course.today() + timedelta(days=9), **NOTICE
    )


def team_of(w):
    row = course.opened(w)
    data = {"leader": w.leader.pk, "members": [w.inspector.pk]}
    return w.inspector, "CQ 21", lambda: do("inspections.team", w.bureau_head, row, **data)


def change_of_team(w):
    row = course.plan_approved(w)
    data = {
        "kind": "team",
        "reason": "换人",
        "leader": w.leader.pk,
        "members": [w.inspector.pk, w.inspector2.pk],
    }
    return w.inspector2, "CQ 21", lambda: do("inspections.request_change", w.leader, row, **data)


def invited_expert(w):
    row = course.opened(w)
    data = {"leader": w.leader.pk, "members": [w.inspector.pk], "experts": [w.expert.pk]}
    return w.expert, "CQ 21", lambda: do("inspections.team", w.bureau_head, row, **data)


def plan(w):
    row = course.teamed(w)
    return w.leader, "CQ 21", lambda: do("inspections.plan", w.leader, row, **course.plan_data())


def approval(w):
    row = course.planned(w)
    return w.bureau_head, HOUSE, lambda: do("inspections.approve_plan", w.bureau_head, row)


def consent_to_a_change(w):
    row = course.plan_approved(w)
    row = do("inspections.request_change", w.leader, row, kind="content", reason="x", items="y")
    data = {"change": row.changes.get().public_id, "consented": True}
    return w.bureau_head, HOUSE, lambda: do("inspections.decide_change", w.bureau_head, row, **data)


def arrival(w):
    row = course.plan_approved(w)
    shown = course.credentials_of(row)
    return w.inspector, "CQ 21", lambda: do("inspections.arrive", w.leader, row, credentials=shown)


def conclusion(w):
    row = course.closed_meeting(w)
    return w.leader, "CQ 21", lambda: do("inspections.conclude", w.leader, row)


def rectification_notice(w):
    row = delivered(w)
    return w.district_officer, "CQ 21", lambda: notice(w, row)


def sending_back(w):
    one = notice(w, delivered(w))
    report(w, one)
    data = {"reason": "不完整", "supplement_by": course.today() + timedelta(days=3)}
    return w.district_officer, "CQ 21", lambda: do("rectification.return", w.district_officer, one, **data)


def re_check(w):
    one = notice(w, delivered(w))
    report(w, one)
    return w.district_officer, "CQ 21", lambda: recheck(w, one)


def closing(w):
    one = notice(w, delivered(w))
    report(w, one)
    recheck(w, one)
    return w.district_officer, "CQ 21", lambda: do("rectification.close", w.district_officer, one)


def handing_on(w):
    one = notice(w, delivered(w))
    data = {"ground": "violation", "reason": "涉嫌违法"}
    return w.district_officer, "CQ 21", lambda: do("rectification.escalate", w.district_officer, one, **data)


def revocation_opinion(w):
    row = extension(w, conclusion="licensing_fail")
    data = {"text": "建议撤销其化妆品生产许可"}
    return w.head, "CQ 21", lambda: do("rectification.propose_revocation", w.head, row, **data)


ACTS = (
    team_of, change_of_team, invited_expert, plan, approval, consent_to_a_change, arrival, conclusion,
    rectification_notice, sending_back, re_check, closing, handing_on, revocation_opinion,
)  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_one_answer_for_every_act(world, act):
    person, article, go = act(world)
    yesterday = course.today() - timedelta(days=1)

    standing = declare(person, world.maker)
    told = refused(go)
    assert (told.article, person.name in f"{told.message}{told.missing}") == (article, True)
    standing.ended_on = course.today()
    standing.save()
    refused(go)
    standing.ended_on, standing.relation = yesterday, "past_employment"
    standing.save()
    refused(go)
    standing.delete()

    # By name only, and a former employment: somebody has to say whether it is the same enterprise.
    named = declare(person, name=world.maker.name, relation="past_employment", ended=yesterday)
    assert "是否同一单位" in f"{refused(go).message}"
    do("registry.answer_interest", person, named, credit_code=world.maker.credit_code, same="yes")
    refused(go)
    do("registry.answer_interest", person, named, credit_code=world.maker.credit_code, same="no", note="重名")

    # Neither a holding that ended yesterday nor an interest in somebody else keeps anybody away.
    declare(person, world.maker, relation="shareholding", ended=yesterday)
    declare(person, world.shop)
    go()


def refused(go) -> Refusal:
    with pytest.raises(Refusal) as error:
        go()
    return error.value


def test_the_answer_is_kept_with_who_and_when_and_entered_in_the_ledger(world):
    named = declare(world.inspector, name=world.maker.name)
    do(
        "registry.answer_interest",
        world.bureau_head,
        named,
        credit_code=world.maker.credit_code,
        same="no",
        note="n",
    )
    kept = InterestAnswer.objects.get()
    assert (kept.party, kept.same, kept.answered_by, kept.note) == (
        world.maker,
        False,
        world.bureau_head,
        "n",
    )
    entry = Entry.objects.order_by("seq").last()
    assert (entry.action, entry.object_id) == ("registry.answer_interest", named.pk)


def test_only_the_person_and_their_head_answer_and_only_where_no_code_tells(world):
    named = declare(world.inspector, name=world.maker.name)
    coded = declare(world.inspector, world.maker)
    data = {"credit_code": world.maker.credit_code, "same": "no"}
    for person, interest in ((world.leader, named), (world.district_head, named), (world.inspector, coded)):
        with pytest.raises(Refusal):
            do("registry.answer_interest", person, interest, **data)
    assert InterestAnswer.objects.count() == 0


def test_an_enterprise_of_another_name_needs_no_answer(world):
    named = declare(world.bureau_head, name="毫不相干的日化厂")
    with pytest.raises(Refusal, match="没有找到名称"):
        do(
            "registry.answer_interest",
            world.bureau_head,
            named,
            credit_code=world.maker.credit_code,
            same="no",
        )


def test_an_interest_can_be_declared_by_name_alone_but_not_without_both(world):
    do("authorities.declare_interest", world.leader, world.leader, party_name="某日化厂", relation="relative")
    assert Interest.objects.get().credit_code == ""
    with pytest.raises(Refusal, match="不必重复"):
        do(
            "authorities.declare_interest",
            world.leader,
            world.leader,
            party_name="某日化厂",
            relation="relative",
        )
    with pytest.raises(Refusal, match="信用代码"):
        do("authorities.declare_interest", world.leader, world.leader, relation="relative")


# Where declarations are made, kept, shown and decided. The rule itself is decided in registry/conflicts.py alone.
READERS = {
    "authorities/actions/interests.py", "authorities/pages.py",
    "authorities/pages_account.py", "authorities/sheets.py", "registry/conflicts.py", "registry/models/interest_answer.py",
    "registry/actions/answer_interest.py", "demo/cast.py",
}  # fmt: skip


def test_no_second_place_reads_declared_interests():
    apps = Path(zhuangjian.__file__).parent / "apps"
    found = set()
    for file in apps.rglob("*.py"):
        if "migrations" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            imported = isinstance(node, ast.ImportFrom) and any(
                name.name in ("Interest", "InterestAnswer") for name in node.names
            )
            followed = isinstance(node, ast.Attribute) and node.attr == "interests"
            if (imported and "engines" not in (node.module or "")) or followed:
                found.add(file.relative_to(apps).as_posix())
    assert found - {"registry/models/__init__.py"} == READERS


def test_the_acts_that_are_refused_to_those_with_an_interest():
    """Said by the act itself; teams, plans and arrivals are judged for the whole team instead."""
    guarded = {name for name, act in ACTIONS.items() if any(isinstance(g, NoInterest) for g in act.guards)}
    assert guarded == {
        "inspections.conclude", "inspections.approve_plan", "inspections.decide_change", "rectification.issue",
        "rectification.return", "rectification.recheck", "rectification.close", "rectification.escalate",
        "rectification.propose_revocation", "registry.correct_party",
        "inspections.replace_conclusion", "inspections.evaluate", "inspections.submit_record",
        "inspections.assess_off_site",
        "rectification.accept_plan", "enforcement.report_lead", "enforcement.assess", "enforcement.transfer", "enforcement.sample", "enforcement.sample_result",
        "enforcement.sign_for", "enforcement.decide_filing", "enforcement.decide_penalty", "enforcement.change_penalty",
        "enforcement.feed_back_filing", "enforcement.feed_back_result",
        "urgent.report", "urgent.handle", "urgent.direct", "urgent.adjust", "outside.report", "outside.handle", "outside.measure", "outside.close",
        "outside.extend", "outside.release", "outside.result", "outside.reinspect",
        "measures.urgent", "cooperation.notify_label", "evidence.permit_secret",
        "review.ask", "review.answer", "review.withdraw", "review.conclude", "review.sign", "review.issue",
        "review.send_back",
        "measures.suspend", "measures.control", "measures.recall", "measures.summon",
        "measures.record_credit", "measures.file_case", "measures.none", "measures.check",
        "measures.assess_recall", "measures.hold_interview", "measures.verify_commitments", "measures.note_frequency",
        "measures.withdraw", "measures.enter_lifting", "measures.assess_lifting", "measures.decide_lifting",
        "measures.handle_obstruction", "measures.obstruction_result",
        "cooperation.send", "cooperation.decide", "cooperation.answer", "cooperation.record_together",
        "cooperation.start_task", "cooperation.note_assisted",
        "risk.answer_objection", "risk.set_grade", "risk.end_manual",
    }  # fmt: skip
