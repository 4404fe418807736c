"""What is shown of draws: to their offices, and of those announced to everybody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from zhuangjian.apps.draws.models import Draw, Drawn, DrawStage
from zhuangjian.apps.draws.queries import announced
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, nobody, rows_of

TONES = {
    DrawStage.FROZEN: "warn",
    DrawStage.ANNOUNCED: "wait",
    DrawStage.DRAWN: "wait",
    DrawStage.PLACED: "ok",
    DrawStage.VOID: "off",
}


def stage_view(row: Draw) -> tuple[str, str]:
    """The stage's word and tone."""
    return row.get_stage_display(), TONES[DrawStage(row.stage)]


def public_stage(row: Draw) -> tuple[str, str]:
    """As everybody is told it: whether what was drawn is in a programme is the office's own affair."""
    if row.stage == DrawStage.PLACED:
        return "已抽取", "ok"
    return row.get_stage_display(), TONES[DrawStage(row.stage)]


def rows(person: Any) -> Any:
    """Draws that the person sees."""
    return Draw.objects.visible_to(person).select_related(
        "programme", "authority", "unit", "frozen_by", "drawn_by"
    )


LIST = Column("listed", "可抽", "listed", sort="listed", fact=True, api=int)
OUT = Column("excluded", "排除", "excluded", sort="excluded", fact=True, api=int)
COUNT = Column("count", "抽取", "count", sort="count", fact=True, api=int)
STRATA = fact("strata", "分层", "get_strata_display", api={"strata": Datum(str, "strata")})
SOURCE = fact("source", "种子来源", "source", api=str)
SEED_ON = Column("seed_on", "种子产生日期", "seed_on", sort="seed_on", fact=True, api=date)
SEED = fact("seed", "种子", "seed", left_out=True, api=str)
DIGEST = fact("list_digest", "冻结摘要", "list_digest", css="zj-mono zj-break", api=str)
STAFF = fact("staff_digest", "人员冻结摘要", "staff_digest", css="zj-mono zj-break", left_out=True, api=str)
UNIT = Column("unit", "检查单位", "unit.name", sort="unit__name", fact=True, api=str)


def _moment(name: str, title: str) -> Column:
    return fact(name, title, name, left_out=True, api={name: Datum(datetime | None, name)})


DRAWS = Sheet(
    "draws",
    "随机抽取",
    (
        Column("title", "名称", "title", sort="title", link=lambda r: r.get_absolute_url(), api=str),
        UNIT,
        Column(
            "stage",
            "状态",
            lambda r: stage_view(r)[0],
            sort="stage",
            status=stage_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, lambda r: stage_view(r)[0])},
        ),
        LIST,
        OUT,
        COUNT,
        STRATA,
        SOURCE,
        SEED_ON,
        SEED,
        fact(
            "programme",
            "年度计划",
            "programme.title",
            link=lambda r: r.programme.get_absolute_url(),
            left_out=True,
            api=str | None,
        ),
        fact(
            "window",
            "检查时间",
            lambda r: f"{r.window_from}—{r.window_to}",
            api={"window_from": Datum(date, "window_from"), "window_to": Datum(date, "window_to")},
        ),
        fact(
            "mode",
            "检查方式",
            lambda r: f"{r.get_mode_display()}，{'预先告知' if r.announced else '不预先告知'}",
            api={"mode": Datum(str, "mode"), "announced": Datum(bool, "announced")},
        ),
        Column("focus", "检查重点", "focus", listed=nobody, fact=True, left_out=True, api=str),
        fact("team_size", "每组检查人员", "team_size", api=int),
        _moment("frozen_at", "冻结"),
        _moment("announced_at", "公布摘要"),
        _moment("drawn_at", "抽取"),
        _moment("placed_at", "列入计划"),
        _moment("opened_at", "公布文件"),
        fact("opened_reason", "提前公布的理由", "opened_reason", left_out=True, api=str),
        fact("void_reason", "作废原因", "void_reason", left_out=True, api=str),
        DIGEST,
        STAFF,
        fact(
            "drawn",
            "抽中的企业",
            lambda r: r.drawn.count(),
            drawn=False,
            api={
                "drawn": rows_of(
                    Drawn,
                    "draw",
                    "DrawnOut",
                    "pk",
                    party=Datum(str, "party.name"),
                    stratum=str,
                    rank=int,
                    left_reason=str,
                    lacking=str,
                    officers=Datum(
                        list[str], lambda row: [str(o.person) for o in row.officers.filter(left_at=None)]
                    ),
                )
            },
        ),
    ),
    (
        Filter("q", "名称", contains("title", "source")),
        Filter("stage", "状态", "stage", "choice", DrawStage.choices()),
    ),
    sort="-seed_on",
    model=Draw,
    empty="还没有随机抽取。",
    empty_hint="在年度计划的页面上冻结名单开始一次抽取。",
    rows=rows,
    also={"id": Datum(UUID, "public_id"), "version": Datum(int, "version")},
    reading=Reading(
        "draws",
        "随机抽取",
        "DrawOut",
        "随机抽取列表",
        "一次随机抽取",
        ("zhuangjian_api_draws", "zhuangjian_api_draw"),
        one_schema="DrawDetail",
        words="Random draws that the person's office organises or carries out.",
        one_words="One random draw with whom it came to.",
    ),
)

PUBLIC_DRAWS = Sheet(
    "public_draws",
    "随机抽取公开",
    (
        Column("title", "名称", "title", sort="title", link=lambda r: f"/public/draws/{r.public_id}/"),
        Column("authority", "组织单位", "authority.name", sort="authority__name", fact=True, covered="unit"),
        UNIT,
        Column("stage", "状态", lambda r: public_stage(r)[0], status=public_stage),
        LIST,
        OUT,
        COUNT,
        STRATA,
        SOURCE,
        SEED_ON,
        SEED,
        DIGEST,
        STAFF,
    ),
    (Filter("q", "名称或单位", contains("title", "unit__name", "authority__name")),),
    sort="-seed_on",
    model=Draw,
    empty="还没有公布的随机抽取。",
    empty_hint="抽取之前先在这里公布冻结摘要和种子来源。",
    rows=lambda person: announced().select_related("authority", "unit"),
    within=DRAWS,
)
