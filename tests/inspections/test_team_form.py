"""What the team's form says of every candidate, and whom it offers as expert."""

from datetime import timedelta

import pytest

from tests.inspections import course
from zhuangjian.apps.authorities.models import Credential, Expertise
from zhuangjian.apps.inspections.actions.team import ComposeTeam

pytestmark = pytest.mark.django_db


def offered(world, row, part="members"):
    return dict(ComposeTeam.choices(world.bureau_head, row)[part])


def test_every_candidate_shows_credentials_and_expertise(world):
    row = course.opened(world)
    mine = Credential.objects.filter(person=world.inspector, kind="enforcement")
    today = course.today()
    Expertise.objects.create(person=world.inspector, field="微生物")
    mine.update(valid_from=today - timedelta(days=9), valid_to=today)
    label = offered(world, row)[world.inspector.pk]
    assert f"执法证有效至{today.year}年{today.month}月{today.day}日" in label
    assert "专长：微生物" in label
    day = today - timedelta(days=1)
    mine.update(valid_to=day)
    assert f"执法证已于{day.year}年{day.month}月{day.day}日过期" in offered(world, row)[world.inspector.pk]
    Credential.objects.create(
        person=world.inspector, kind="inspector", number="J-77", valid_from=today, valid_to=today
    )
    mine.delete()
    label = offered(world, row)[world.inspector.pk]
    assert "无执法证" in label
    assert "检查员证有效至" in label


def test_the_units_own_inspectors_are_not_repeated_among_the_experts_unless_chosen(world):
    row = course.opened(world)
    experts = offered(world, row, "experts")
    assert world.expert.pk in experts
    assert world.inspector2.pk not in experts
    row = course.do(
        "inspections.team",
        world.bureau_head,
        row,
        leader=world.leader.pk,
        members=[world.inspector.pk],
        experts=[world.inspector2.pk],
    )
    assert world.inspector2.pk in offered(world, row, "experts")
