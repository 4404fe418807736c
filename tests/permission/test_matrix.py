"""The exact matrix: act × row × person × state, and the next step of a page, against the table ``matrix.txt``."""

from __future__ import annotations

from django.test import Client

from tests.permission import matrix
from tests.permission.expectations import CAST
from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.public_ids import id_of
from zhuangjian.apps.inspections.actions.plan import ApprovePlan
from zhuangjian.apps.inspections.who import MEMBERS
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours


def faults(expected: dict[str, set[str]], got: dict[str, set[str]]) -> list[str]:
    """Every line that the code answers otherwise, in the table's own form; and every act without a line."""
    wrong = [
        f"{name}: no line in tests/permission/matrix.txt" for name in sorted(got) if name not in expected
    ]
    for name in sorted({*expected, *got}):
        wrong += [
            f"expected, not so: {line}" for line in sorted(expected.get(name, set()) - got.get(name, set()))
        ]
        wrong += [
            f"so, not expected: {line}" for line in sorted(got.get(name, set()) - expected.get(name, set()))
        ]
    return wrong


def test_every_act_is_offered_to_whom_the_table_says_and_at_the_stages_it_says(province):
    expected = matrix.expected()
    expected.pop("next")
    assert not (wrong := faults(expected, matrix.answered(province))), "\n".join(wrong)


def test_the_next_step_of_an_inspections_page_is_the_tables(province):
    expected = {"next": matrix.expected()["next"]}
    assert not (wrong := faults(expected, matrix.steps_of(province))), "\n".join(wrong)


def one_act(province, action) -> dict[str, set[str]]:
    return {action.name: matrix.lines_of(province, action, dict(province.people))}


def test_a_heads_approval_offered_to_an_inspector_is_found(province, monkeypatch):
    expected = {ApprovePlan.name: matrix.expected()[ApprovePlan.name]}
    assert not faults(expected, one_act(province, ApprovePlan))
    monkeypatch.setattr(ApprovePlan, "who", MEMBERS)
    assert any("leader,inspector" in line for line in faults(expected, one_act(province, ApprovePlan)))


def test_an_act_shown_to_whom_it_then_refuses_is_found(province, monkeypatch):
    expected = {ApprovePlan.name: matrix.expected()[ApprovePlan.name]}
    monkeypatch.setattr(ApprovePlan, "allowed", classmethod(lambda cls, person, target: True))
    assert any("offered and yet refused" in line for line in faults(expected, one_act(province, ApprovePlan)))


def test_an_act_without_a_line_is_found(province):
    name = "registry.answer_interest"
    expected = {k: v for k, v in matrix.expected().items() if k not in {name, "next"}}
    got = {k: v for k, v in matrix.expected().items() if k != "next"}
    assert faults(expected, got)[0] == f"{name}: no line in tests/permission/matrix.txt"


def test_no_line_is_about_an_act_that_is_gone():
    assert set(matrix.expected()) - {"next"} == set(ACTIONS)


def test_at_any_other_time_an_act_is_refused_with_one_status_and_to_others_with_another(province):
    """Not theirs is 403 and not now is 409, through the API, before any input is read."""
    client, asked = Client(raise_request_exception=False), set()
    people = {p.username: p for p in Person.objects.filter(username__in=CAST)}
    for name, action in sorted(ACTIONS.items()):
        for story, row in list(matrix.rows_of(province, action).items())[:2]:
            for who in matrix.seeing(people, row, story):
                refusal = action.why_not(people[who], row)
                assert action.allowed(people[who], row) == (refusal is None), (name, story, who)
                status = {NotYours: 403, NotNow: 409}.get(type(refusal)) if refusal else None
                if status is None or (name, status) in asked:
                    continue
                asked.add((name, status))
                client.force_login(people[who])
                address = f"/api/do/{name}" + (f"/{id_of(row)}" if row is not None else "")
                answer = client.post(address, '{"nonsense": 1}', "application/json")
                assert answer.status_code == status, (name, story, who, answer.content.decode())
                assert answer.json()["error"]["message"] == refusal.message
    assert len({name for name, status in asked if status == 409}) > 30


def test_who_may_is_listed_as_it_is_asked(province):
    people = {p.username: p for p in Person.objects.all()}
    for name, action in sorted(ACTIONS.items()):
        for story, row in list(matrix.rows_of(province, action).items())[:2]:
            asked = {
                who for who, person in people.items() if person.is_active and action.who.yes(person, row)
            }
            listed = set(action.who.people(row).values_list("username", flat=True))
            assert listed == asked, (name, story)
