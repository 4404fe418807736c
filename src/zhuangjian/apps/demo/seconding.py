"""A superior asks the district for people to assist: one request that waits for an answer, one that was answered (CQ 20)."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from zhuangjian.apps.demo.course import Course
from zhuangjian.apps.inspections.actions.seconding import may_send, units_below


def told(course: Course, answered: bool) -> bool:
    """Ask the home district about this inspection; whether it is the district of the place at all."""
    home = course.cast.authorities["home"]
    if home not in units_below(course.inspection):
        return False
    row = course.do(
        "inspections.ask_assistants",
        course.head,
        course.inspection,
        unit=home.pk,
        count=1,
        text="熟悉辖区情况，协助现场取证和维持秩序",
        gathering="检查当日9时，在派出检查单位集中",
        due_on=timezone.localtime(course.latest).date() + timedelta(days=2),
    )
    if answered:
        people = [may_send(home).first().pk]
        course.do("inspections.name_assistants", course.cast.quzhang, row, people=people)
    return True
