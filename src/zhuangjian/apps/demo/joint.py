"""The demo's visits of two authorities: one agreed and ready to go, one proposal that waits for its answer (CQ 8)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from zhuangjian.apps.demo.course import BASIS, BUREAU1, DISTRICT, Course
from zhuangjian.apps.demo.places import land
from zhuangjian.apps.programme.models import TaskStatus
from zhuangjian.apps.registry.models import Party

OPEN = (TaskStatus.PLANNED, TaskStatus.ASSIGNED, TaskStatus.UNDER_WAY)
OPERATING = ("distributor", "salon")


def told(teller: Any) -> None:
    """On a party that makes and sells both go together; on a shop the district is asked."""
    free = Party.objects.unrestricted().filter(is_synthetic=True, region_code=land().home)
    free = (
        free.filter(kind_rows__kind__in=OPERATING).exclude(tasks__status__in=OPEN).exclude(pk=teller.own.pk)
    )
    both = free.filter(kind_rows__kind="manufacturer").distinct().order_by("pk").first()
    if both is not None:
        making, selling = _tasks(teller, both)
        _agreed(teller, making, selling)
    shop = free.exclude(kind_rows__kind="manufacturer").distinct().order_by("-pk").first()
    if shop is not None:
        making, _ = _tasks(teller, shop)
        _propose(teller, making)


def _tasks(teller: Any, party: Party) -> tuple[Course, Course]:
    making, selling = teller.course(BUREAU1, party, 5), teller.course(DISTRICT, party, 5)
    for course, who, number in ((making, making.cast.jihua, "1"), (selling, selling.cast.quzhang, "2")):
        course.task = course.do(
            "programme.start",
            who,
            inspection_type="routine",
            kind="order",
            body="国家药品监督管理局",
            reference=f"专项部署{teller.day.year}-{number}",
            received_on=teller.day - timedelta(days=9),
            party=party.credit_code,
            focus="儿童化妆品专项检查",
            window_from=teller.day,
            window_to=teller.day + timedelta(days=15),
        )
    return making, selling


def _propose(teller: Any, making: Course) -> Any:
    return making.do(
        "programme.propose_joint",
        making.cast.jihua,
        making.task,
        unit=teller.cast.authorities["home"].pk,
        window_from=teller.day,
        window_to=teller.day + timedelta(days=15),
        words="同一企业两项专项检查，建议同日到场，各查各的环节。",
    )


def _agreed(teller: Any, making: Course, selling: Course) -> None:
    visit = _propose(teller, making)
    selling.now = making.now
    selling.do(
        "programme.answer_joint", selling.cast.quzhang, visit, agreed=True, task=selling.task.public_id
    )
    making.now = selling.now
    for course, who in ((making, making.cast.jihua), (selling, selling.cast.quzhang)):
        course.task = type(course.task).objects.unrestricted().get(pk=course.task.pk)
        course.task = course.do(
            "programme.assign",
            who,
            course.task,
            assigned_to=teller.cast.authorities[course.team.unit].pk,
            information=f"{course.party.name}，{course.party.address}",
            requirements="联合检查：同日到场，分别记录、分别作结论。",
        )
        course.inspection = course.do(
            "inspections.open", course.head, course.task, reason="专项检查", legal_basis=BASIS
        )
    for step, options in (
        ("teamed", {}),
        ("plan", {"days": 3, "start_on": teller.day + timedelta(days=2), "announced": False}),
        ("approved", {}),
    ):
        for course in (making, selling):
            course.inspection = course.fresh()
            getattr(course, step)(**options)
