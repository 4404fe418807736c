"""Whose turn it can be in a programme and in its tasks (CQ 4, 8, 28)."""

from __future__ import annotations

from zhuangjian.apps.programme.models import Exchange, Programme, Task, TaskStatus, Visit
from zhuangjian.apps.programme.who import at
from zhuangjian.kernel.turns import Holder, turn

APPROVE = turn(
    "programme.approve",
    "批准年度检查计划",
    on=Programme,
    shown="批准{case.title}",
    event="计划编制",
    whose=lambda case: Holder(authority=case.authority, role="head"),
)
APPROVE_TASK = turn(
    "programme.approve_task",
    "批准增补的检查任务",
    on=Task,
    shown="{title}：{case.party.name}",
    event="任务增补",
    whose=lambda case: Holder(authority=case.authority, role="head"),
)
# An application waits for the inspection that the licensing department asked for.
ARRANGE = turn(
    "programme.arrange",
    "安排许可检查",
    on=Task,
    shown="{title}：{case.party.name}",
    event="登记许可申请",
    cites="licensing",
    whose=lambda case: Holder(authority=case.authority, role="programme_officer"),
)
# Answered above, where the inspection is opened.
OPEN = turn(
    "programme.open",
    "组织检查",
    on=Task,
    shown=lambda case: f"组织检查：{case.party.name}（{case.get_inspection_type_display()}）",
    event="任务交办",
    cites="team",
    whose=lambda case: Holder(authority=case.assigned_to, role="head"),
)
MERGE = turn(
    "programme.merge",
    "合并检查任务",
    on=Task,
    shown="{title}：{case.party.name}",
    event="任务交办",
    cites="merging",
)
# A hidden task is proposed to be joined only to who organises it; nobody else learns that it is there (CQ 34).
CONSIDER = turn(
    "programme.consider_joint",
    "考虑与其他单位的检查任务联合开展",
    on=Task,
    shown="{title}：{case.party.name}",
    event="其他单位交办任务",
    cites="merging",
    whose=lambda case: Holder(authority=case.authority, role="programme_officer"),
    while_=at(TaskStatus.PLANNED),
    practice=True,
)
CONSENT = turn(
    "programme.consent_joint",
    "答复联合检查的提议",
    on=Visit,
    shown="{title}：{case.party.name}",
    event="提出联合检查",
    cites="merging",
)
ACKNOWLEDGE = turn(
    "programme.acknowledge",
    "签收检查信息通报",
    on=Exchange,
    shown="{title}：{case.party.name}",
    event="检查信息通报",
    cites="merging",
    practice=True,
)
