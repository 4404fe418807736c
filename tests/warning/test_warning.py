"""Consultations recur, measures are answered, letters reach a frozen group that answers or is seen not to (LN 2(4))."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.rectification.cases import sign_in
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import ACTIONS, Conflict, NotYours, perform
from zhuangjian.apps.registry.models import PartyKindRow
from zhuangjian.apps.warning.actions.answers import read_answers
from zhuangjian.apps.warning.actions.consultations import months_after
from zhuangjian.apps.warning.effect import in_words, interval_words
from zhuangjian.apps.warning.models import Alert, Consultation, Recipient
from zhuangjian.engines.improvement.shares import Share
from zhuangjian.engines.rules.answer import Refusal

HELD = {
    "attendees": "监管处、稽查处",
    "minutes": "逐项研判信号，议定措施。",
    "direct_cause": "没有核对检验报告",
    "system_cause": "制度没有规定复核人",
    "evidence": "两次检查记录",
}


def do(name: str, person: Any, target: Any = None, /, **data: Any) -> Any:
    found = perform(ACTIONS[f"warning.{name}"], person, target, data).object
    return type(found)._base_manager.get(pk=found.pk)


def owed(row: Any) -> set[str]:
    rows = Duty.objects.unrestricted().filter(
        target_model=row._meta.label_lower, target_id=row.pk, done_at=None
    )
    return set(rows.values_list("kind", flat=True))


@pytest.mark.django_db
def test_closing_a_consultation_makes_the_next_one_due_and_its_measure_is_the_units(world):
    today = timezone.localdate()
    row = do("call", world.programme_officer, months=2, due=today + timedelta(days=9))
    assert owed(row) == {"warning.hold"}
    with pytest.raises(Refusal, match="还没有办结"):
        do("call", world.head, months=1, due=today)
    with pytest.raises(Refusal, match="请先起草议程"):
        do("hold", world.programme_officer, row, held_on=today, **HELD)
    row = do("draft_agenda", world.programme_officer, row, extra="通报抽检情况\n\n")
    assert row.agenda[-1]["text"] == "通报抽检情况"
    row = do("hold", world.programme_officer, row, held_on=today, **HELD)
    with pytest.raises(Refusal, match="请写明理由"):
        do("close", world.programme_officer, row, months=2)
    measure = do(
        "add_measure", world.programme_officer, row, title="专项检查", unit=world.bureau.pk, due=today
    )
    with pytest.raises(NotYours):
        do("finish_measure", world.head, measure, note="已经检查", proof="1号")
    row = do("close", world.programme_officer, row, months=2)
    following = Consultation.objects.unrestricted().get(authority=row.authority, no=2)
    assert (following.due, owed(following)) == (months_after(today, 2), {"warning.hold"})
    assert owed(row) == set()
    assert owed(measure) == {"warning.measure"}
    measure = do("finish_measure", world.bureau_head, measure, note="已经检查", proof="1号")
    assert owed(measure) == set()


@pytest.mark.django_db
def test_a_letter_goes_to_its_frozen_group_and_who_does_not_answer_is_seen(world, client: Client):
    until = timezone.localdate() + timedelta(days=10)
    kind = PartyKindRow.objects.unrestricted().filter(party=world.maker).values_list("kind", flat=True)[0]
    words = {"kind": "alert", "title": "关于放行的提示", "text": "近期放行问题多发，请对照自查。"}
    with pytest.raises(Refusal, match="至少填写一项条件"):
        do("draft_alert", world.programme_officer, **words)
    with pytest.raises(Refusal, match="清单和报送期限都要填写"):
        do("draft_alert", world.programme_officer, kinds=[kind], lines="放行", **words)
    row = do(
        "draft_alert", world.programme_officer, kinds=[kind], lines="放行\n留样", answer_by=until, **words
    )
    mine = Recipient.objects.unrestricted().get(alert=row, party=world.maker)
    assert not Recipient.objects.visible_to(world.contact).filter(pk=mine.pk).exists()
    with pytest.raises(NotYours):
        do("send_alert", world.programme_officer, row)
    # A party that becomes one of the kind after the draft is not written to.
    PartyKindRow.objects.create(party=world.shop, kind=kind)
    row = do("send_alert", world.head, row)
    assert not Recipient.objects.unrestricted().filter(alert=row, party=world.shop).exists()
    mine.refresh_from_db()
    assert owed(mine) == {"warning.receipt", "warning.answer"}
    assert not Alert.objects.visible_to(world.contact).exists()
    sign_in(client, world.contact)
    page = client.get(mine.get_absolute_url()).content.decode()
    assert "关于放行的提示" in page
    assert "确认收悉" in page
    sign_in(client, world.head)
    assert "没有报送或待补充" in client.get(row.get_absolute_url()).content.decode()
    mine = do("confirm", world.contact, mine)
    assert owed(mine) == {"warning.answer"}
    with pytest.raises(Refusal, match="清单共 2 项"):
        do("answer_check", world.contact, mine, answers="已审核 | 记录")
    mine = do("answer_check", world.contact, mine, answers="已审核 | 放行单\n已留样｜留样台账")
    assert mine.answers[1] == {"text": "已留样", "proof": "留样台账"}
    assessor = {"district": "district_officer", "inspection_bureau": "leader"}.get(
        mine.authority.kind, "programme_officer"
    )
    mine = do("assess", getattr(world, assessor), mine, again=True, assessment="请补充照片")
    assert owed(mine) == {"warning.answer"}
    mine = do("answer_check", world.contact, mine, answers="已审核 | 照片\n已留样 | 照片")
    mine = do("assess", getattr(world, assessor), mine, assessment="符合要求")
    assert (mine.stage, owed(mine)) == ("closed", set())
    with pytest.raises(Conflict):
        do("answer_check", world.contact, mine, answers="已审核 | 照片\n已留样 | 照片")


def test_the_effect_is_said_with_its_interval_and_never_of_nothing():
    assert "看不出变化" in in_words(Share(5, 10), Share(4, 10))
    assert "下降" in in_words(Share(60, 80), Share(10, 80))
    assert "上升" in in_words(Share(10, 80), Share(60, 80))
    assert in_words(Share(0, 0), Share(1, 2)).startswith("发出以前")
    assert in_words(Share(1, 2), Share(0, 0)).startswith("发出以后")
    assert "95% 区间 23.7%—76.3%" in interval_words(Share(5, 10))
    with pytest.raises(ValueError, match="第 2 行"):
        read_answers("甲 | 乙\n丙", 2)
