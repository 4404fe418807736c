"""What everybody reads without signing in: documents that are consulted on or issued, answers, cases and guides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from zhuangjian.apps.standards.models import DocumentKind, Guide, GuideKind, Opinion
from zhuangjian.apps.standards.queries import published_documents, published_guides
from zhuangjian.apps.standards.sheets import TAG, point
from zhuangjian.apps.standards.sheets_rules import document_view
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact
from zhuangjian.kernel.usual import termed


def _titled(place: str) -> Column:
    return Column(
        "title",
        "标题",
        "title",
        sort="title",
        link=lambda row: f"/public/{place}/{row.public_id}/",
        api={"id": Datum(UUID, "public_id"), "title": Datum(str, "title")},
    )


def _reading(path: str, schema: str, many: str, one: str, words: str) -> Reading:
    return Reading(
        path,
        TAG,
        f"{schema}Out",
        many,
        one,
        (f"zhuangjian_api_{path.replace('-', '_')}", f"zhuangjian_api_{path.replace('-', '_')}_one"),
        one_schema=f"{schema}Detail",
        words=f"{words} that everybody may read.",
        one_words=f"One of the {words[0].lower()}{words[1:]}.",
        public=True,
    )


def _state(row: Any) -> str:
    return document_view(row)[0]


PUBLIC_DOCUMENTS = Sheet(
    "public_documents",
    "标准、指南和执行意见",
    (
        _titled("documents"),
        termed("kind", "种类", fact=True),
        Column("number", "文号", "number", sort="number", fact=True, left_out=True, api=str),
        Column("no", "第几版", "no", sort="no", fact=True, api=int),
        Column(
            "issued_on", "印发日期", "issued_on", sort="issued_on", fact=True, left_out=True, api=date | None
        ),
        Column(
            "effective_on",
            "施行日期",
            "effective_on",
            sort="effective_on",
            fact=True,
            left_out=True,
            api=date | None,
        ),
        Column(
            "closes_on",
            "征求意见截止",
            "closes_on",
            sort="closes_on",
            fact=True,
            left_out=True,
            api=date | None,
        ),
        Column(
            "stage",
            "状态",
            _state,
            sort="stage",
            status=document_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, _state)},
        ),
        fact("ended_on", "被新版替代日期", "ended_on", left_out=True, api=date | None),
        fact("authority", "印发单位", "authority.name", api=str),
        fact("text", "正文", "text", drawn=False, api=str),
        fact("reason", "停用的原因", "reason", left_out=True, api=str),
    ),
    (
        Filter("q", "标题、正文", contains("title", "text")),
        Filter("kind", "种类", "kind", "choice", lambda _: DocumentKind.choices()),
    ),
    sort="-issued_on",
    model=Opinion,
    empty="还没有公布的文件。",
    empty_hint="征求意见的草稿和印发的文件列在这里。",
    rows=lambda person: published_documents().select_related("authority"),
    reading=_reading(
        "public-documents", "PublicDocument", "公布的标准、指南和执行意见", "一份公布的文件", "Documents"
    ),
)
PUBLIC_GUIDES = Sheet(
    "public_guides",
    "政策问答、典型案例和合规指引",
    (
        _titled("guides"),
        termed("kind", "种类", fact=True),
        point(),
        Column("no", "第几版", "no", sort="no", fact=True, api=int),
        Column("approved_at", "公布时间", "approved_at", sort="approved_at", fact=True, api=datetime | None),
        fact("authority", "发布单位", "authority.name", api=str),
        fact("text", "内容", "text", drawn=False, api=str),
        fact("grounds", "依据", "grounds", api=str),
    ),
    (
        Filter("q", "标题、内容", contains("title", "text")),
        Filter("kind", "种类", "kind", "choice", lambda _: GuideKind.choices()),
    ),
    sort="-approved_at",
    model=Guide,
    empty="还没有公布的问答、案例和指引。",
    rows=lambda person: published_guides().select_related("authority"),
    reading=_reading(
        "public-guides", "PublicGuide", "公布的问答、案例和指引", "一条公布的问答、案例或者指引", "Guides"
    ),
)
