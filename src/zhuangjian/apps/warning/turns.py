"""Whose turn it can be: holding a consultation, its measures, letters and their answers. The days are those a person set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhuangjian.apps.duties.holders import LOCAL, role_in
from zhuangjian.apps.duties.holders import OFFICE as OFFICE_ROLES
from zhuangjian.apps.risk.models import SignalCase, SignalStage
from zhuangjian.apps.risk.who import signal_at
from zhuangjian.apps.warning.models import (
    Alert,
    AlertStage,
    Consultation,
    ConsultationStage,
    Measure,
    MeasureStage,
    Recipient,
    RecipientStage,
)
from zhuangjian.apps.warning.who import WORKERS, alert_at, at, measure_at, recipient_at
from zhuangjian.kernel.turns import Holder, Limit, turn


def _office(case: Any) -> Holder:
    return Holder(authority=case.authority, role=role_in(case.authority, OFFICE_ROLES))


def _due(case: Any, moment: datetime) -> Limit:
    return Limit(case.due, basis="house")


HOLD = turn(
    "warning.hold",
    "召开风险会商",
    on=Consultation,
    shown="召开{case}",
    cites="risk_warning",
    event="安排风险会商",
    whose=_office,
    limit=_due,
    while_=at(ConsultationStage.PLANNED),
    practice=True,
)
CLOSE = turn(
    "warning.close",
    "办结风险会商",
    on=Consultation,
    shown="列出措施并办结{case}",
    cites="risk_warning",
    event="召开风险会商",
    whose=_office,
    while_=at(ConsultationStage.HELD),
    practice=True,
)
MEASURE = turn(
    "warning.measure",
    "落实风险防控措施",
    on=Measure,
    shown="落实风险防控措施：{case.title}",
    cites="risk_warning",
    event="风险会商议定",
    whose=lambda case: Holder(authority=case.unit, role=role_in(case.unit, WORKERS)),
    limit=_due,
    while_=measure_at(MeasureStage.OPEN),
    practice=True,
)
SEND = turn(
    "warning.send",
    "审签提示函或者通报",
    on=Alert,
    shown="审签{case.get_kind_display}：{case.title}",
    cites="risk_warning",
    event="起草",
    whose=lambda case: Holder(authority=case.authority, role="head"),
    while_=alert_at(AlertStage.DRAFT),
    practice=True,
)
RECEIPT = turn(
    "warning.receipt",
    "确认收悉",
    on=Recipient,
    shown="确认收悉{case.get_kind_display}：{case.title}",
    cites="risk_warning",
    event="发出函件",
    whose=lambda case: Holder(party=case.party),
    while_=recipient_at(RecipientStage.SENT),
    practice=True,
)
ANSWER = turn(
    "warning.answer",
    "报送自查情况",
    on=Recipient,
    shown="报送自查情况：{case.title}",
    cites="risk_warning",
    event="要求自查",
    whose=lambda case: Holder(party=case.party),
    limit=lambda case, moment: Limit(case.answer_by, basis="house"),
    while_=recipient_at(RecipientStage.SENT, RecipientStage.RECEIVED, RecipientStage.AGAIN),
    practice=True,
)
ASSESS = turn(
    "warning.assess",
    "评估企业自查情况",
    on=Recipient,
    shown="评估{case.party}的自查情况：{case.title}",
    cites="risk_warning",
    event="企业报送自查情况",
    whose=lambda case: Holder(authority=case.authority, role=role_in(case.authority, LOCAL)),
    while_=recipient_at(RecipientStage.ANSWERED),
    practice=True,
)
ORDER = turn(
    "warning.order_check",
    "督促企业全面自查",
    on=SignalCase,
    shown="督促{case.party}立即全面自查：{case.event}",
    cites="full_check",
    event="确认存在风险",
    whose=_office,
    while_=signal_at(SignalStage.CONFIRMED),
    practice=True,
)
