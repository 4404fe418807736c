"""Delivered inspections built row by row. They have no ledger entries of their own: `ledger verify` isn't claimed for them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from zhuangjian.apps.duties.turns import settle_owed
from zhuangjian.apps.inspections.events import InspectionEnded, RecordDelivered
from zhuangjian.apps.inspections.models import Deficiency, Finding, Inspection
from zhuangjian.kernel.turns import Owing

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Step(Owing):
    """Stands for the deliver action where only its person and time matter."""

    def __init__(self, person: Any, at: datetime) -> None:
        super().__init__()
        self.person = person
        self.at = at


def noon(day: Any) -> datetime:
    """Noon in Shanghai."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


def delivered(world: Any, deficiencies: int = 2, *, hooks: bool = True, **fields: Any) -> Inspection:
    """An inspection of the manufacturer whose record was handed over; the district is the local authority."""
    now = timezone.now()
    values = {
        "number": f"T-{Inspection.objects.count() + 1:04}",
        "party": world.maker,
        "site": world.site,
        "inspection_type": "routine",
        "organising_unit": world.municipal,
        "dispatching_unit": world.bureau,
        "local_authority": world.district,
        "reason": "年度计划",
        "legal_basis": "《化妆品监督管理条例》",
        "stage": "delivered" if deficiencies else "closed",
        "conclusion": "production_deficient" if deficiencies else "production_clean",
        "started_at": now - timedelta(days=3),
        "ended_at": now - timedelta(days=3),
        "concluded_at": now - timedelta(days=2),
        "delivered_at": now - timedelta(days=1),
        "created_at": now - timedelta(days=20),
    }
    inspection = Inspection.objects.create(**values | fields)
    for no in range(1, deficiencies + 1):
        finding = Finding.objects.create(
            inspection=inspection,
            item=str(20 + no),
            item_class="general",
            result="nonconforming",
            text=f"检查发现{no}",
            found_by=world.leader,
            found_at=now,
        )
        Deficiency.objects.create(inspection=inspection, finding=finding, no=no, text=f"缺陷描述{no}")
    if hooks:
        step = Step(world.leader, now)
        step.tells((RecordDelivered if deficiencies else InspectionEnded)(step, inspection))
        settle_owed(step)
    return inspection


PARTS = {
    "main_problems": "批生产记录填写不完整",
    "investigation": "培训不足，涉及两批产品，风险较低",
    "risk_control": "两批产品暂停放行",
    "effect": "已补充培训，抽查十批记录均完整",
}


def text(response: Any) -> str:
    """A response's words: streams read, JSON unescaped."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type", "").startswith("application/json"):
        return json.dumps(json.loads(body), ensure_ascii=False)
    return body.decode()


def sign_in(client: Any, person: Any) -> Any:
    """The client, signed in as the person."""
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
