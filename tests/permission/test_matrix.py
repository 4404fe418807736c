"""The exact matrix: act × row × person × state, and the next step of a page, against the table ``matrix.txt``."""

from __future__ import annotations

from tests.permission import matrix
from zhuangjian.apps.inspections.actions.plan import ApprovePlan
from zhuangjian.apps.ledger.action import ACTIONS


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
    monkeypatch.setattr(ApprovePlan, "by", "member")
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
