"""What is shown of texts for the public and of events, to officials and to everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from zhuangjian.apps.cogovernance.law import occasions
from zhuangjian.apps.cogovernance.models import Event, EventStage, Piece, PieceKind, PieceStage
from zhuangjian.apps.cogovernance.queries import public_events, published_pieces
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact
from zhuangjian.kernel.usual import named, stage_column, termed

TAG = "社会共治"
TONES: dict[str, str] = {
    "draft": "wait",
    "published": "ok",
    "replaced": "off",
    "withdrawn": "off",
    "planned": "wait",
    "reported": "ok",
    "cancelled": "off",
}


def view(row: Any) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES.get(row.stage, "off")


def _reading(path: str, schema: str, many: str, one: str, *, public: bool = False) -> Reading:
    key = path.replace("-", "_")
    return Reading(
        path,
        TAG,
        f"{schema}Out",
        many,
        one,
        (f"zhuangjian_api_{key}", f"zhuangjian_api_{key}_one"),
        one_schema=f"{schema}Detail",
        words=f"{many}。",
        one_words=f"{one}。",
        public=public,
    )


def _titled(title: str, place: str) -> Column:
    return Column(
        "title",
        title,
        "title",
        sort="title",
        link=lambda row: f"/public/{place}/{row.public_id}/",
        api={"id": Datum(UUID, "public_id"), "title": Datum(str, "title")},
    )


SHOWN = (
    termed("kind", "种类", fact=True),
    Column("no", "第几版", "no", sort="no", fact=True, api=int),
    Column("approved_at", "发布时间", "approved_at", sort="approved_at", fact=True, api=datetime | None),
    fact("authority", "发布单位", "authority.name", api=str),
    fact("text", "内容", "text", drawn=False, api=str),
    fact("source", "依据或者出处", "source", api=str),
)
BY_KIND = Filter("kind", "种类", "kind", "choice", lambda _: PieceKind.choices())
PIECES = Sheet(
    "public_texts",
    "科普和案例",
    (
        named("标题"),
        *SHOWN,
        stage_column(view),
        fact("consent", "当事人同意的情况", "consent", left_out=True, api=str),
        fact("written_by", "起草人", lambda row: str(row.written_by), api=str),
        fact("approved_by", "审定人", lambda row: str(row.approved_by or ""), left_out=True, api=str),
        fact("reason", "撤下的原因", "reason", left_out=True, api=str),
    ),
    (
        Filter("q", "标题、内容", contains("title", "text")),
        BY_KIND,
        Filter("stage", "状态", "stage", "choice", lambda _: PieceStage.choices()),
    ),
    sort="-approved_at",
    model=Piece,
    empty="还没有科普文章和典型案例。",
    empty_hint="由各单位起草，本单位另一名负责人审定后在公开页面发布。",
    rows=lambda person: Piece.objects.visible_to(person).select_related(
        "authority", "written_by", "approved_by"
    ),
    reading=_reading("public-texts", "PublicText", "科普和案例列表", "一篇科普文章或者典型案例"),
)
PUBLIC_PIECES = replace(
    PIECES,
    name="education",
    title="化妆品科普和典型案例",
    columns=(_titled("标题", "education"), *SHOWN),
    filters=(PIECES.filters[0], BY_KIND),
    empty_hint="",
    rows=lambda person: published_pieces().select_related("authority"),
    reading=_reading(
        "public-education", "Education", "公开的科普和案例", "一篇公开的科普或者案例", public=True
    ),
)
HELD = (
    Column("occasion", "活动", "occasion", sort="occasion", fact=True, api=str),
    Column("on", "日期", "on", sort="on", fact=True, api=date),
    Column("place", "地点", "place", sort="place", fact=True, api=str),
    Column("participants", "参加人数", "participants", sort="participants", fact=True, left_out=True,
           api=int | None),
    stage_column(view),
    fact("authority", "主办单位", "authority.name", api=str),
    fact("partners", "协办单位", "partners", left_out=True, api=str),
    fact("text", "内容", "text", drawn=False, api=str),
    fact("materials", "宣传材料", "materials", drawn=False, api=str),
    fact("report", "总结", "report", drawn=False, api=str),
)  # fmt: skip
BY_OCCASION = Filter("occasion", "活动", "occasion", "choice", lambda _: [(one, one) for one in occasions()])
EVENTS = Sheet(
    "public_events",
    "科普活动",
    (
        named("名称"),
        *HELD,
        fact("reason", "取消的原因", "reason", left_out=True, api=str),
    ),
    (
        Filter("q", "名称、地点", contains("title", "place")),
        BY_OCCASION,
        Filter("stage", "状态", "stage", "choice", lambda _: EventStage.choices()),
    ),
    sort="-on",
    model=Event,
    empty="还没有科普活动。",
    empty_hint="安排活动后在公开页面预告，举行后写总结。",
    rows=lambda person: Event.objects.visible_to(person).select_related("authority"),
    reading=_reading("education-events", "EducationEvent", "科普活动列表", "一次科普活动"),
)
PUBLIC_EVENTS = replace(
    EVENTS,
    name="events",
    columns=(_titled("名称", "events"), *HELD),
    filters=EVENTS.filters[:2],
    empty_hint="",
    rows=lambda person: public_events().select_related("authority"),
    reading=_reading("public-events", "Event", "公开的科普活动", "一次公开的科普活动", public=True),
)
