"""The demo's measures: a suspension whose lifting was applied for, a recall, an interview to come, an obstruction."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from zhuangjian.apps.demo.course import Course
from zhuangjian.apps.demo.endings import PARTS, local_officer

FACTS = "检查发现两批膏霜的微生物指标失控，原因没有查明，继续生产存在安全风险。"


def suspended(course: Course) -> None:
    """Production of one unit is suspended, and the party has asked to have that lifted."""
    row = course.do(
        "measures.suspend",
        local_officer(course),
        course.fresh(),
        hours=5,
        ground="result",
        facts=FACTS,
        scope="暂停膏霜乳液单元的生产。",
        requirement="查明原因，封存所涉产品和原料。",
    )
    course.do(
        "measures.check",
        local_officer(course),
        row,
        hours=30,
        observed=True,
        text="该单元已停产，产品已封存。",
    )
    course.do("disclosure.publish_measure", course.head, row, hours=2, looked=True)
    count = str(course.inspection.deficiencies.count())
    parts = {name: text.replace("{n}", count) for name, text in PARTS.items()}
    course.do("measures.apply_lifting", course.speaker(), row, hours=60, **parts)


def recalled(course: Course) -> None:
    """Two batches are called back; the head is asked to come."""
    day = timezone.localtime(course.after(6)).date()
    course.do(
        "measures.recall",
        local_officer(course),
        course.fresh(),
        hours=6,
        ground="result",
        facts=FACTS,
        scope="所涉两批膏霜，已售出部分。",
        due_on=day + timedelta(days=20),
    )
    course.do(
        "measures.summon",
        local_officer(course),
        course.fresh(),
        hours=2,
        ground="result",
        facts="安全隐患没有及时采取措施消除。",
        scope="消除隐患、落实主体责任的情况。",
        meet_on=day + timedelta(days=25),
        summons="上午9时，法定代表人",
        place="本局会议室",
    )


def obstructed(course: Course) -> None:
    """The team was kept out of one workshop: how that is handled is still to be decided."""
    course.do(
        "inspections.obstruction",
        course.leader,
        course.fresh(),
        hours=1,
        form="entry",
        note="陪同人员拒绝打开原料仓库，称钥匙不在现场。",
    )
