"""What a person may not know of a row they see is told nowhere: states that differ only in it are answered alike.

Each state is set on the same row of the same province, so that every answer must be the same byte for byte: every page,
list, filter, order, count, export, API answer, and the refusal of every act (CQ 15, 22, 34).
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client

from tests.permission.crawling import attempts, crawl, differences
from tests.permission.filling import MOMENT
from tests.permission.province import story_of
from zhuangjian.apps.ledger.action import ACTIONS

SERIOUS = {
    "conclusion": "production_serious",
    "computed_conclusion": "production_serious",
    "concluded_at": MOMENT,
    "conclusion_answer": {"value": {"counts": {}}},
    "handling_opinion": "内部意见",
    "override_reason": "内部理由",
    "suspected_violation": True,
    "involves_risk_control": True,
    "version": 9,
}
# Told alike, by what the party may know: a check under way, however far it is and however it will end …
UNDER_WAY = (
    {"stage": "on_site"},
    {"stage": "concluded", **SERIOUS},
    {
        "stage": "recorded",
        **SERIOUS,
        "record_digest": "1" * 64,
        "recorded_at": MOMENT,
        "record_form": "other",
    },
)
# … a record it holds, whose case is ended here or handed on …
TOLD = {"conclusion": "production_serious", "concluded_at": MOMENT, "closed_at": MOMENT}
ENDED = ({"stage": "closed", **TOLD}, {"stage": "escalated", **SERIOUS, **TOLD})
# … and a rectification that ended, well or as a case.
OVER = (
    {"stage": "closed", "ended_at": MOMENT, "end_note": "复查合格", "ground": ""},
    {"stage": "escalated", "ended_at": MOMENT, "end_note": "两次督促未报", "ground": "violation"},
)
CASES = (
    ("contact", "inspections.inspection", "routine", UNDER_WAY),
    ("contact", "inspections.inspection", "delivered", ENDED),
    ("contact", "rectification.rectification", "delivered", OVER),
)


@contextmanager
def undone():
    """Whatever is done inside leaves nothing behind."""
    hold = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(hold)


def signed_in(province, name):
    """The person's browser."""
    client = Client(raise_request_exception=False)
    client.force_login(province.people[name])
    return client


def answers(client, province, name, row, state):
    """What the person finds everywhere, and how they are refused, while the row is in that state."""
    with undone():
        type(row)._base_manager.filter(pk=row.pk).update(**state)
        stories = {story_of(province, row), story_of(province, row.party)}
        return crawl(client, province, name, stories) | attempts(client, ACTIONS.values(), row, undone)


@pytest.mark.parametrize(("name", "label", "story", "states"), CASES, ids=["under_way", "ended", "over"])
def test_states_that_a_party_may_not_tell_apart_are_answered_alike(province, name, label, story, states):
    row = province.of(label, story)
    client = signed_in(province, name)
    first, *others = [answers(client, province, name, row, state) for state in states]
    told = [line for other in others for line in differences(first, other)]
    assert not told, "\n".join(sorted(set(told)))


@pytest.mark.parametrize(("name", "label", "story", "states"), CASES, ids=["under_way", "ended", "over"])
def test_the_same_states_are_told_apart_by_who_may_know_them(province, name, label, story, states):
    row = province.of(label, story)
    shown = []
    client = signed_in(province, "head")
    for state in states[:1] + states[-1:]:
        with undone():
            type(row)._base_manager.filter(pk=row.pk).update(**state)
            shown.append(client.get(row.get_absolute_url()).content)
    assert shown[0] != shown[1]


def test_a_routine_task_merged_into_a_hidden_one_looks_like_any_cancelled_task(province):
    row = province.of("programme.task", "routine")
    secret = province.of("programme.task", "for_cause_planned")
    client = signed_in(province, "inspector2")
    first = answers(
        client, province, "inspector2", row, {"status": "cancelled", "cancel_reason": "年度计划调整"}
    )
    other = answers(
        client, province, "inspector2", row, {"status": "merged", "merged_into": secret, "cancel_reason": ""}
    )
    assert not differences(first, other)


def test_a_head_who_sees_the_hidden_task_is_told_where_the_routine_one_went(province):
    row = province.of("programme.task", "routine")
    secret = province.of("programme.task", "for_cause_planned")
    type(row)._base_manager.filter(pk=row.pk).update(status="merged", merged_into=secret)
    client = signed_in(province, "bureau_head")
    assert "已合并" in client.get(row.get_absolute_url()).content.decode()
    assert client.get(f"/api/programme/tasks/{row.public_id}").json()["merged_into_id"] == str(
        secret.public_id
    )


def test_what_somebody_is_shown_in_place_of_the_truth_cannot_be_stored(province):
    model = type(province.of("inspections.inspection", "delivered"))
    model._base_manager.filter(stage="delivered").update(stage="escalated")
    row = model.objects.visible_to(province.people["contact"]).get(stage="escalated")
    assert row.stage == "closed"
    with pytest.raises(RuntimeError, match="stage"):
        row.save()
