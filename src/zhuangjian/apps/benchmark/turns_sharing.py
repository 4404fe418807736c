"""Whose turn it can be with practices, events, measures in support and the way to the national level."""

from __future__ import annotations

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.benchmark.models import (
    Candidacy,
    Event,
    EventStage,
    Practice,
    PracticeStage,
    Support,
)
from zhuangjian.apps.benchmark.who import RECOMMENDED, UNDONE, event_at, practice_at
from zhuangjian.apps.duties.holders import OFFICE, role_in
from zhuangjian.apps.improvement.who import WORKERS
from zhuangjian.kernel.turns import Holder, Limit, turn

CHECK = turn(
    "benchmark.check_practice",
    "审核优秀实践",
    on=Practice,
    shown="审核优秀实践：{case.title}",
    cites="benchmark",
    event="报送优秀实践",
    whose=lambda case: Holder(authority=case.authority, role=str(Role.HEAD)),
    while_=practice_at(PracticeStage.ASKED),
    practice=True,
)
REWRITE = turn(
    "benchmark.rewrite_practice",
    "修改优秀实践",
    on=Practice,
    shown="按审核意见修改优秀实践：{case.title}",
    cites="benchmark",
    event="退回修改",
    whose=lambda case: Holder(party=case.party),
    while_=practice_at(PracticeStage.RETURNED),
    practice=True,
)
HOLD = turn(
    "benchmark.hold",
    "举办活动并登记",
    on=Event,
    shown="举办并登记：{case.title}",
    cites="benchmark",
    event="安排活动",
    whose=lambda case: Holder(authority=case.authority, role=role_in(case.authority, OFFICE)),
    limit=lambda case, moment: Limit(case.held_on, basis="house"),
    while_=event_at(EventStage.PLANNED),
    practice=True,
)
SUPPORT = turn(
    "benchmark.support",
    "落实支持措施",
    on=Support,
    shown="落实支持措施：{case.title}",
    cites="benchmark",
    event="登记支持措施",
    whose=lambda case: Holder(authority=case.owner, role=role_in(case.owner, WORKERS)),
    limit=lambda case, moment: Limit(case.due, basis="house"),
    while_=UNDONE,
    practice=True,
)
NATIONAL = turn(
    "benchmark.national",
    "登记国家级示范的推荐结果",
    on=Candidacy,
    shown="登记国家级示范的推荐结果：{case.name}",
    cites="benchmark",
    event="推荐国家级示范",
    whose=lambda case: Holder(authority=case.authority, role=role_in(case.authority, OFFICE)),
    while_=RECOMMENDED,
    practice=True,
)
