"""Plans of action and common problems: what this area shows through the doors, and what it listens to."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.cooperation.events import LetterSettled
from zhuangjian.apps.improvement.actions.reports import after_letter
from zhuangjian.apps.improvement.drafting import on_agenda
from zhuangjian.apps.improvement.sheets import FUNDS, ITEMS, MEETINGS, PLANS, REPORTS
from zhuangjian.apps.improvement.sheets_problems import ANALYSES, PROBLEMS, SURVEYS
from zhuangjian.kernel.area import Area, Place
from zhuangjian.kernel.events import Listens

AREA = Area(
    "提升行动",
    places=(
        Place(410, "/improvement/", "提升行动", "target", OFFICIALS),
        Place(420, "/improvement/problems/", "共性问题", "list-check", OFFICIALS),
        Place(430, "/improvement/surveys/", "企业调研", "forms", frozenset({"enterprise_contact"})),
    ),
    sheets=(PLANS, ITEMS, MEETINGS, REPORTS, FUNDS, ANALYSES, PROBLEMS, SURVEYS),
    agenda=(on_agenda,),
    pages=True,
)

listens: Listens = {LetterSettled: after_letter}
