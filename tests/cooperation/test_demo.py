"""The demo's letters: at every stage, with open duties for whoever has to act, in both regions."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import timezone

from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.demo import letters
from zhuangjian.apps.duties.models import Duty

pytestmark = pytest.mark.django_db


def test_the_demo_has_letters_at_every_stage_and_duties_for_who_must_act(world, region):
    cast = SimpleNamespace(
        jicha=world.enforcement_officer,
        jihua=world.programme_officer,
        juzhang=world.head,
        qujian=world.district_officer,
        zuzhang=world.leader,
        authorities={"institution": world.institution, "home": world.district},
    )
    letters.told(cast, timezone.localdate())
    stages = set(Letter.objects.values_list("direction", "stage"))
    assert {("out", "sent"), ("out", "answered"), ("in", "received"), ("in", "answered")} <= stages
    assert (("out", "closed") in stages) == (region == "chongqing")
    waiting = Duty.objects.filter(target_model="cooperation.letter", done_at=None)
    assert set(waiting.values_list("kind", flat=True)) == {
        "cooperation.assist",
        "cooperation.await",
        "cooperation.reply",
    }
    assert any(one.title.startswith("办理工作联系函并函复") for one in waiting)
    assert not [one.title for one in waiting if "<" in one.title]
    assert {one.authority for one in waiting if one.authority} == {
        world.municipal,
        world.district,
        world.institution,
    }
