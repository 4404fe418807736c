"""Whose turn it can be in a programme and in its tasks (CQ 4, 8, 28)."""

from __future__ import annotations

from zhuangjian.apps.programme.models import Programme, Task
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
