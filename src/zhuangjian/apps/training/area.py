"""Training: what this area shows through the doors, and what the worker does for it."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import EVERY_DUTY
from zhuangjian.apps.training.chores import hand_in, tell_short
from zhuangjian.apps.training.panel import context_of
from zhuangjian.apps.training.sheets import COURSES, ENROLMENTS, SESSIONS
from zhuangjian.apps.training.sheets_exams import CERTIFICATES, EXAMS, ITEMS, SITTINGS
from zhuangjian.apps.training.sheets_hours import HOURS, KEY_POSTS
from zhuangjian.kernel.area import Area, Panel, Place

AREA = Area(
    "培训考核",
    places=(Place(440, "/training/", "培训考核", "school", EVERY_DUTY),),
    sheets=(COURSES, SESSIONS, ENROLMENTS, HOURS, ITEMS, EXAMS, SITTINGS, CERTIFICATES, KEY_POSTS),
    panels=(Panel("key-posts", "关键岗位人员", 45, "training/panel.html", context_of),),
    chores=(hand_in, tell_short),
    pages=True,
    offers=("training.remind_hours", "training.answer"),
)
