"""The demo's inspection that is out on a telephone: somebody has to bring it home."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.demo.course import Course


def told(course: Course) -> Any:
    """The leader took the inspection along this morning."""
    moment = course.after(0)
    return course.do(
        "outing.take",
        course.leader,
        course.inspection,
        device="demo-telephone-1",
        device_name=f"{course.leader.name}的手机",
        device_clock=moment,
    )
