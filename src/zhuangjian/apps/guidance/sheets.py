"""What is shown of the committee, of guidance and of its ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhuangjian.apps.guidance.models import (
    Expert,
    ExpertField,
    Guidance,
    GuidanceStage,
    GuidanceVisit,
    Moment,
    Pairing,
    PairingList,
    PairingListStage,
    PairingStage,
)
from zhuangjian.engines.improvement.grouping import Group
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, officials

TAG = "精准指导"
TONES: dict[str, str] = {"draft": "wait", "planned": "wait", "running": "warn", "closed": "ok"}
GROUP_TONES: dict[str, str] = {"general": "ok", "focused": "wait", "intensive": "warn"}


def guidance_view(row: Guidance) -> tuple[str, str]:
    """The stage with its colour; what is still to be done past its day is late."""
    due = {"draft": row.due, "planned": row.ends_on, "running": row.ends_on}.get(row.stage)
    if due is not None and due < timezone.localdate():
        return "逾期", "bad"
    return row.get_stage_display(), TONES.get(row.stage, "wait")


def expert_view(row: Expert) -> tuple[str, str]:
    """Whether the term runs today."""
    today = timezone.localdate()
    if row.active_on(today):
        return "在任", "ok"
    return ("未到任期", "wait") if row.since > today else ("任期结束", "off")


def visit_view(row: GuidanceVisit) -> tuple[str, str]:
    """Whether the enterprise said what it made of it."""
    return ("企业已确认", "ok") if row.answered_at else ("待企业确认", "wait")


def list_view(row: PairingList) -> tuple[str, str]:
    """The stage of the year's list; past its day it is late."""
    if row.stage == PairingListStage.SETTLED:
        return row.get_stage_display(), "ok"
    return ("逾期", "bad") if row.settle_by < timezone.localdate() else (row.get_stage_display(), "wait")


def pairing_view(row: Pairing) -> tuple[str, str]:
    """Whether the enterprise is on the list."""
    return row.get_stage_display(), {"candidate": "wait", "listed": "ok", "left_out": "off"}[row.stage]


def _active(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    today = timezone.localdate()
    return rows.filter(since__lte=today, until__gte=today)


def _late(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    today = timezone.localdate()
    return rows.filter(
        Q(stage="draft", due__lt=today) | Q(stage__in=("planned", "running"), ends_on__lt=today)
    )


def _unanswered(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    return rows.filter(answered_at=None)


def _linked(key: str, title: str, value: Any, sort: str, /, **api: Datum) -> Column:
    return Column(
        key,
        title,
        value,
        sort=sort,
        link=lambda row: row.get_absolute_url(),
        api={"id": Datum(UUID, "public_id"), "version": Datum(int, "version"), **api},
    )


def _choice(name: str, title: str, **more: Any) -> Column:
    display = f"get_{name}_display"
    return Column(
        name,
        title,
        display,
        sort=name,
        fact=True,
        api={name: Datum(str, name), f"{name}_words": Datum(str, display)},
        **more,
    )


def _party(link: bool) -> Column:
    api = {"party_id": Datum(int, "party_id"), "party": Datum(str, "party.name")}
    if link:
        return _linked("party", "企业", "party.name", "party__pinyin", **api)
    return Column("party", "企业", "party.name", sort="party__pinyin", fact=True, api=api)


def _reading(path: str, schema: str, many: str, one: str, key: str, words: str) -> Reading:
    return Reading(
        path,
        TAG,
        f"{schema}Out",
        many,
        one,
        (f"zhuangjian_api_guidance_{key}s", f"zhuangjian_api_guidance_{key}"),
        one_schema=f"{schema}Detail",
        words=f"{words} that the person sees.",
        one_words=f"One of the {words[0].lower()}{words[1:]}.",
    )


EXPERTS = Sheet(
    "guidance_experts",
    "专家委员会",
    (
        _linked("name", "姓名", "name", "name", name=Datum(str, "name")),
        _choice("field", "方面"),
        Column("unit", "工作单位", "unit", sort="unit", fact=True, api=str),
        Column("expertise", "专长", "expertise", fact=True, api=str),
        Column("since", "任期起", "since", sort="since", css="text-nowrap", fact=True, api=date),
        Column("until", "任期止", "until", sort="until", css="text-nowrap", fact=True, api=date),
        Column(
            "state",
            "状态",
            lambda row: expert_view(row)[0],
            status=expert_view,
            api={"state": Datum(str, lambda row: expert_view(row)[0])},
        ),
        fact("ended_because", "提前结束的原因", "ended_because", left_out=True, api=str),
        fact("authority", "组建单位", "authority.name", api=str),
    ),
    (
        Filter("q", "姓名、单位、专长", contains("name", "unit", "expertise")),
        Filter("field", "方面", "field", "choice", lambda _: ExpertField.choices()),
        Filter("active", "只看在任", _active, "flag", typed=bool),
    ),
    sort="name",
    model=Expert,
    empty="还没有聘任专家。",
    empty_hint="由牵头单位的计划管理员或者负责人聘任骨干检查员、行业、执法办案、检验检测人员。",
    rows=lambda person: Expert.objects.visible_to(person).select_related("authority"),
    reading=_reading(
        "guidance-experts", "GuidanceExpert", "专家列表", "一位专家", "expert", "Members of the committee"
    ),
)
GUIDANCES = Sheet(
    "guidances",
    "企业指导",
    (
        _party(link=True),
        _choice("moment", "起因"),
        Column(
            "moment_on", "节点日期", "moment_on", sort="moment_on", css="text-nowrap", fact=True, api=date
        ),
        Column(
            "group",
            "分组",
            "get_group_display",
            sort="group",
            fact=True,
            status=lambda row: (row.get_group_display(), GROUP_TONES[row.group]),
            api={"group": Datum(str, "group"), "group_words": Datum(str, "get_group_display")},
        ),
        Column("authority", "指导单位", "authority.name", sort="authority__name", fact=True, api=str),
        Column(
            "ends_on", "完成期限", "ends_on", sort="ends_on", css="text-nowrap", fact=True, api=date | None
        ),
        Column(
            "stage",
            "状态",
            lambda row: guidance_view(row)[0],
            sort="stage",
            status=guidance_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
        ),
        fact("because", "依据", "because", api=str),
        fact(
            "computed",
            "按因素计算的分组",
            "get_computed_display",
            api={"computed": Datum(str, "computed"), "points": Datum(list[dict[str, Any]], "points")},
        ),
        fact("group_why", "调整分组的理由", "group_why", left_out=True, api=str),
        fact("emphasis", "重点", lambda row: "、".join(row.emphasis), left_out=True, api=str),
        fact("least_visits", "至少指导次数", "least_visits", api=int),
        fact("advisers", "指导专家", "advisers", left_out=True, api=str),
        fact("due", "制定方案的期限", "due", api=date),
        fact("starts_on", "开始", "starts_on", left_out=True, api=date | None),
        fact("aims", "要解决的问题", "aims", drawn=False, api=str),
        fact("measures", "指导措施", "measures", drawn=False, api=str),
        fact("opinion", "企业的意见", "opinion", left_out=True, api=str),
        fact("confirmed_at", "企业确认时间", "confirmed_at", left_out=True, api=datetime | None),
        fact(
            "before",
            "指导前后",
            lambda row: len(row.before),
            drawn=False,
            api={"before": Datum(list[list[str]], "before"), "after": Datum(list[list[str]], "after")},
        ),
        fact("outcome", "指导成效", "outcome", drawn=False, api=str),
        fact("closed_at", "完成时间", "closed_at", left_out=True, api=datetime | None),
    ),
    (
        Filter("q", "企业", contains("party__name")),
        Filter("moment", "起因", "moment", "choice", lambda _: Moment.choices()),
        Filter("group", "分组", "group", "choice", lambda _: Group.choices()),
        Filter("stage", "状态", "stage", "choice", lambda _: GuidanceStage.choices()),
        Filter("late", "只看逾期", _late, "flag", typed=bool),
    ),
    sort="-moment_on",
    model=Guidance,
    empty="没有列入指导的企业。",
    empty_hint="在企业档案里列入；首次许可、首次投产、许可延续由系统每天核对后自动列入。",
    rows=lambda person: Guidance.objects.visible_to(person).select_related("party", "authority"),
    reading=_reading("guidances", "Guidance", "企业指导列表", "一家企业的指导", "guidance", "Guidance"),
)
VISITS = Sheet(
    "guidance_visits",
    "指导台账",
    (
        _linked("held_on", "日期", "held_on", "held_on", held_on=Datum(date, "held_on")),
        _party(link=False),
        _choice("kind", "方式"),
        Column("people", "参加人员", "people", fact=True, api=str),
        Column(
            "state",
            "状态",
            lambda row: visit_view(row)[0],
            status=visit_view,
            api={
                "state": Datum(str, lambda row: visit_view(row)[0]),
                "answered_at": Datum(datetime | None, "answered_at"),
            },
        ),
        fact("found", "指导前的情况", "found", api=str),
        fact("advised", "指导意见", "advised", api=str),
        fact("improved", "指导后的情况", "improved", left_out=True, api=str),
        fact("entered_at", "登记时间", "entered_at", api=datetime),
    ),
    (
        Filter("q", "企业", contains("party__name"), seen_by=officials),
        Filter("open", "只看待企业确认", _unanswered, "flag", typed=bool),
    ),
    sort="-held_on",
    model=GuidanceVisit,
    empty="台账里还没有指导。",
    rows=lambda person: GuidanceVisit.objects.visible_to(person).select_related("party"),
    reading=_reading(
        "guidance-visits",
        "GuidanceVisit",
        "指导台账",
        "一次指导",
        "visit",
        "Entries of the ledger of guidance",
    ),
)
PAIRING_LISTS = Sheet(
    "pairing_lists",
    "帮扶年度名单",
    (
        _linked("year", "年度", lambda row: f"{row.year}年", "year", year=Datum(int, "year")),
        Column(
            "wishes_until",
            "申请截止",
            "wishes_until",
            sort="wishes_until",
            css="text-nowrap",
            fact=True,
            api=date,
        ),
        Column(
            "settle_by", "确定期限", "settle_by", sort="settle_by", css="text-nowrap", fact=True, api=date
        ),
        Column("authority", "牵头单位", "authority.name", sort="authority__name", fact=True, api=str),
        Column(
            "stage",
            "状态",
            lambda row: list_view(row)[0],
            sort="stage",
            status=list_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
        ),
        fact("settled_at", "确定时间", "settled_at", left_out=True, api=datetime | None),
        fact("note", "确定名单的说明", "note", left_out=True, api=str),
    ),
    (Filter("stage", "状态", "stage", "choice", lambda _: PairingListStage.choices()),),
    sort="-year",
    model=PairingList,
    empty="还没有开始年度帮扶名单。",
    empty_hint="由牵头单位的计划管理员或者负责人开始：系统按档案列出符合的在产企业，企业也可以申请。",
    rows=lambda person: PairingList.objects.visible_to(person).select_related("authority"),
    reading=_reading(
        "pairing-lists", "PairingList", "帮扶年度名单", "一个年度的帮扶名单", "pairing_list", "Yearly lists"
    ),
)
PAIRINGS = Sheet(
    "pairings",
    "结对帮扶",
    (
        _party(link=True),
        Column("year", "年度", "year", sort="year", fact=True, api=int),
        Column("weak", "薄弱的因素", "weak", sort="weak", fact=True, api=int),
        Column(
            "wished",
            "企业申请",
            lambda row: "已申请" if row.wished_at else "没有申请",
            fact=True,
            api={"wished_at": Datum(datetime | None, "wished_at"), "wish": Datum(str, "wish")},
        ),
        Column(
            "supporter",
            "结对帮扶人",
            lambda row: row.supporter.name if row.supporter else "",
            fact=True,
            left_out=True,
            api=str,
        ),
        Column(
            "stage",
            "状态",
            lambda row: pairing_view(row)[0],
            sort="stage",
            status=pairing_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
        ),
        fact(
            "points",
            "依据",
            lambda row: len(row.points),
            drawn=False,
            api={"points": Datum(list[dict[str, Any]], "points"), "computed": Datum(bool, "computed")},
        ),
        fact("reason", "理由", "reason", left_out=True, api=str),
        fact("decided_at", "确定时间", "decided_at", left_out=True, api=datetime | None),
    ),
    (
        Filter("q", "企业", contains("party__name"), seen_by=officials),
        Filter("stage", "状态", "stage", "choice", lambda _: PairingStage.choices()),
        Filter(
            "wished",
            "只看企业申请的",
            lambda rows, _: rows.filter(wished_at__isnull=False),
            "flag",
            typed=bool,
        ),
    ),
    sort="-year",
    model=Pairing,
    empty="没有结对帮扶的企业。",
    rows=lambda person: Pairing.objects.visible_to(person).select_related("party", "supporter"),
    reading=_reading("pairings", "Pairing", "结对帮扶列表", "一家企业的结对帮扶", "pairing", "Pairings"),
)
