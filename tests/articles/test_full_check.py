"""LN 2(6): where tests or monitoring show a risk, the enterprise checks its whole system at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.grading.test_signals import found, outbreak
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours, perform
from zhuangjian.apps.warning.models import Recipient
from zhuangjian.engines.rules.answer import Refusal


def do(name: str, person: Any, target: Any = None, /, **data: Any) -> Any:
    made = perform(ACTIONS[name], person, target, data).object
    return type(made)._base_manager.get(pk=made.pk)


def owed(row: Any) -> set[str]:
    rows = Duty.objects.unrestricted().filter(target_model=row._meta.label_lower, target_id=row.pk)
    return set(rows.filter(done_at=None).values_list("kind", flat=True))


def confirmed(world: Any, person: Any) -> Any:
    outbreak(world)
    case = found(world)
    do("risk.take_signal", person, case)
    words = "逐条核对，没有重复，反应一致。"
    return do("risk.assess_signal", person, case, outcome="confirmed", text=words)


@pytest.mark.django_db
def test_a_confirmed_risk_has_the_enterprise_check_its_whole_system_and_close_it_out(
    world: Any, settings: Any
) -> None:
    settings.REGION = "liaoning"
    head, today = world.district_head, timezone.localdate()
    case = confirmed(world, head)
    assert owed(case) == {"risk.follow", "warning.order_check"}
    lines = ACTIONS["warning.order_check"].initial(head, case)["lines"]
    assert len(lines.splitlines()) == 7
    asked = {"text": "多份报告称使用后灼痛，请立即全面自查。", "answer_by": today + timedelta(days=1)}
    with pytest.raises(NotYours):
        do("warning.order_check", world.head, case, lines=lines, **asked)
    with pytest.raises(Refusal, match="全面自查还缺：产品销售"):
        do("warning.order_check", head, case, lines="\n".join(lines.splitlines()[:6]), **asked)
    with pytest.raises(Refusal, match="应晚于今天"):
        do("warning.order_check", head, case, lines=lines, **(asked | {"answer_by": today}))
    alert = do("warning.order_check", head, case, lines=lines, **asked)
    assert (owed(case), owed(alert)) == ({"risk.follow"}, {"warning.send"})
    do("warning.send_alert", head, alert)
    one = Recipient.objects.unrestricted().get()
    assert (one.party, owed(one)) == (case.party, {"warning.receipt", "warning.answer"})
    closed = do("risk.close_signal", head, case, text="企业全面自查，已经整改。")
    with pytest.raises(NotNow):
        do("warning.order_check", head, closed, lines=lines, **asked)


@pytest.mark.django_db
def test_where_the_place_does_not_ask_it_no_check_is_owed(world: Any) -> None:
    assert owed(confirmed(world, world.district_head)) == {"risk.follow"}
