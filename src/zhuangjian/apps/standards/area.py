"""Judging alike: what this area shows through the doors, beside each checkpoint, and in the dossier."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import EVERY_DUTY
from zhuangjian.apps.standards.beside import beside_point, over_list
from zhuangjian.apps.standards.panel import context_of
from zhuangjian.apps.standards.sheets import GUIDES, QUESTIONS, WORDINGS
from zhuangjian.apps.standards.sheets_public import PUBLIC_DOCUMENTS, PUBLIC_GUIDES
from zhuangjian.apps.standards.sheets_rules import ARRANGEMENTS, COMMENTS, MOCKS, OPINIONS, PROPOSALS
from zhuangjian.kernel.area import Area, Beside, Panel, Place

AREA = Area(
    "统一检查标准",
    places=(Place(450, "/standards/", "检查标准", "books", EVERY_DUTY),),
    sheets=(
        GUIDES,
        QUESTIONS,
        WORDINGS,
        OPINIONS,
        COMMENTS,
        ARRANGEMENTS,
        MOCKS,
        PROPOSALS,
        PUBLIC_DOCUMENTS,
        PUBLIC_GUIDES,
    ),
    panels=(Panel("arrangements", "共用和外设事项", 47, "standards/panel.html", context_of),),
    beside=(
        Beside("standards/point.html", beside_point),
        Beside("standards/over.html", over_list, whole=True),
    ),
    pages=True,
    offers=("standards.comment_publicly",),
)
