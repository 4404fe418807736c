"""What is shown of opinions, comments, arrangements, mock cases and proposals."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.standards.models import (
    Arrangement,
    ArrangementStage,
    Comment,
    DocumentKind,
    MockCase,
    Opinion,
    OpinionStage,
    Proposal,
    ProposalStage,
    Theme,
)
from zhuangjian.apps.standards.sheets import name, reading, stage
from zhuangjian.kernel.sheets import Column, Datum, Filter, Sheet, contains, fact
from zhuangjian.kernel.usual import termed

TONES: dict[str, str] = {
    "drafting": "wait",
    "consulting": "warn",
    "settling": "wait",
    "issued": "ok",
    "withdrawn": "off",
    "declared": "wait",
    "confirmed": "ok",
    "returned": "bad",
    "ended": "off",
    "open": "wait",
    "closed": "ok",
    "adopted": "ok",
    "rejected": "off",
}


def view(row: Any) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES.get(row.stage, "off")


def document_view(row: Opinion) -> tuple[str, str]:
    """The stage of a document with its colour; replaced is what a newer version holds in the place of."""
    if row.stage == OpinionStage.ISSUED and row.ended_on is not None and row.ended_on <= timezone.localdate():
        return "已被新版替代", "off"
    return view(row)


def comment_view(row: Comment) -> tuple[str, str]:
    """What was made of a comment, with its colour."""
    return (row.get_outcome_display(), "ok") if row.outcome else ("待答复", "wait")


def _open(rows: Any, value: Any) -> Any:
    return rows.filter(~Q(outcome="") if value == "answered" else Q(outcome=""))


def _theme() -> Column:
    return Column(
        "theme",
        "事项",
        "get_theme_display",
        sort="theme",
        fact=True,
        api={"theme": Datum(str, "theme"), "theme_words": Datum(str, "get_theme_display")},
    )


OPINIONS = Sheet(
    "production_opinions",
    "标准、指南和执行意见",
    (
        name("标题", "title", "title"),
        termed("kind", "种类", fact=True),
        _theme(),
        Column("no", "第几版", "no", sort="no", fact=True, api=int),
        Column("number", "文号", "number", sort="number", fact=True, api=str),
        Column("closes_on", "征求意见截止", "closes_on", sort="closes_on", fact=True, api=date | None),
        Column("effective_on", "施行日期", "effective_on", sort="effective_on", fact=True, api=date | None),
        Column(
            "stage",
            "状态",
            lambda row: document_view(row)[0],
            sort="stage",
            status=document_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, lambda row: document_view(row)[0])},
        ),
        fact("ended_on", "被新版替代日期", "ended_on", left_out=True, api=date | None),
        fact(
            "replaces",
            "替代",
            lambda row: str(row.replaces or ""),
            left_out=True,
            api={
                "replaces": Datum(UUID | None, lambda row: row.replaces.public_id if row.replaces else None)
            },
        ),
        fact("authority", "起草单位", "authority.name", api=str),
        fact("issued_on", "印发日期", "issued_on", left_out=True, api=date | None),
        fact("text", "正文", "text", drawn=False, api=str),
        fact(
            "lines",
            "检查要求",
            lambda row: len(row.lines),
            drawn=False,
            api={"lines": Datum(list[dict[str, str]], "lines")},
        ),
        fact(
            "texts",
            "第几稿",
            lambda row: len(row.texts),
            api={"text_no": Datum(int, lambda row: len(row.texts))},
        ),
        fact("reason", "停用的原因", "reason", left_out=True, api=str),
    ),
    (
        Filter("q", "标题、正文", contains("title", "text")),
        Filter("kind", "种类", "kind", "choice", lambda _: DocumentKind.choices()),
        Filter("theme", "事项", "theme", "choice", lambda _: Theme.choices()),
        Filter("stage", "状态", "stage", "choice", lambda _: OpinionStage.choices()),
    ),
    sort="-effective_on",
    model=Opinion,
    empty="还没有标准、指南和执行意见。",
    empty_hint="由省级监管部门起草，公开征求企业和各单位的意见，逐条答复后由负责人签发。",
    rows=lambda person: Opinion.objects.visible_to(person).select_related("authority", "replaces"),
    reading=reading(
        "production-opinions",
        "ProductionOpinion",
        "标准、指南和执行意见列表",
        "一份标准、指南或者执行意见",
        "opinion",
        "Opinions",
    ),
)
COMMENTS = Sheet(
    "production_opinion_comments",
    "对草稿的意见",
    (
        name("意见", "text", "text"),
        Column(
            "by",
            "提出",
            "source",
            fact=True,
            api={"by": Datum(str, "source")},
        ),
        Column("made_at", "提出时间", "made_at", sort="made_at", fact=True, api=datetime),
        Column(
            "outcome",
            "处理",
            lambda row: comment_view(row)[0],
            status=comment_view,
            api={
                "outcome": Datum(str, "outcome"),
                "outcome_words": Datum(str, lambda row: comment_view(row)[0]),
            },
        ),
        fact(
            "opinion",
            "文件",
            lambda row: str(row.opinion or ""),
            api={"opinion": Datum(str, lambda row: str(row.opinion or ""))},
        ),
        fact("reply", "答复", "reply", left_out=True, api=str),
        fact(
            "listed",
            "在公开页面列出",
            lambda row: "是" if row.listed else "否",
            api={"listed": Datum(bool, "listed")},
        ),
        fact("answered_at", "答复时间", "answered_at", left_out=True, api=datetime | None),
    ),
    (
        Filter("q", "意见", contains("text")),
        Filter("open", "处理", _open, "choice", lambda _: [("open", "待答复"), ("answered", "已答复")]),
    ),
    sort="made_at",
    model=Comment,
    empty="没有意见。",
    rows=lambda person: Comment.objects.visible_to(person).select_related("opinion", "party", "unit"),
    reading=reading(
        "production-opinion-comments",
        "OpinionComment",
        "对草稿的意见列表",
        "一条意见",
        "comment",
        "Comments",
    ),
)
ARRANGEMENTS = Sheet(
    "arrangements",
    "共用和外设事项",
    (
        name("场所或者系统", "place", "place"),
        Column(
            "party",
            "企业",
            "party.name",
            sort="party__pinyin",
            fact=True,
            api={"party_id": Datum(int, "party_id"), "party": Datum(str, "party.name")},
        ),
        _theme(),
        Column("agreement", "协议", "agreement", fact=True, api=str),
        Column("valid_to", "协议到期", "valid_to", sort="valid_to", fact=True, api=date | None),
        stage(view),
        fact("partner", "共用或者出租的一方", "partner", left_out=True, api=str),
        fact("site", "登记的场所", lambda row: str(row.site or ""), left_out=True, api=str),
        fact("agreed_on", "协议日期", "agreed_on", api=date),
        fact("facts", "质量管理体系怎样覆盖", "facts", api=str),
        fact("authority", "核对单位", "authority.name", api=str),
        fact("note", "核对情况", "note", left_out=True, api=str),
        fact("ended_on", "终止日期", "ended_on", left_out=True, api=date | None),
    ),
    (
        Filter("q", "场所、协议", contains("place", "agreement")),
        Filter("theme", "事项", "theme", "choice", lambda _: Theme.choices()),
        Filter("stage", "状态", "stage", "choice", lambda _: ArrangementStage.choices()),
    ),
    sort="-valid_to",
    model=Arrangement,
    empty="没有登记共用实验室、外设仓库和数字化生产。",
    empty_hint="由企业联系人在一企一档里登记，属地监管单位核对。",
    rows=lambda person: Arrangement.objects.visible_to(person).select_related("party", "site", "authority"),
    reading=reading(
        "arrangements",
        "Arrangement",
        "共用和外设事项列表",
        "一个共用或者外设事项",
        "arrangement",
        "Arrangements",
    ),
)
MOCKS = Sheet(
    "mock_cases",
    "尺度比对",
    (
        name("标题", "title", "title"),
        Column(
            "items",
            "检查要点",
            lambda row: "、".join(row.items),
            fact=True,
            api={"edition": Datum(str, "edition"), "items": Datum(list[str], "items")},
        ),
        Column("until", "截止日期", "until", sort="until", fact=True, api=date),
        stage(view),
        fact("text", "案情和证据", "text", drawn=False, api=str),
        fact("authority", "组织单位", "authority.name", api=str),
    ),
    (Filter("q", "标题", contains("title")),),
    sort="-until",
    model=MockCase,
    empty="还没有尺度比对。",
    empty_hint="由省级监管部门写出隐去名称的案情，检查员各自判定，结束后看每条要点的一致程度。",
    rows=lambda person: MockCase.objects.visible_to(person).select_related("authority"),
    reading=reading("mock-cases", "MockCase", "尺度比对列表", "一次尺度比对", "mock", "Mock cases"),
)
PROPOSALS = Sheet(
    "rule_proposals",
    "修改规定的建议",
    (
        name("标题", "title", "title"),
        Column("rule", "所涉规定", "rule", sort="rule", fact=True, api=str),
        Column("unit", "提出单位", "unit.name", sort="unit__name", fact=True, api=str),
        Column("opened_at", "提出时间", "opened_at", sort="opened_at", fact=True, api=datetime),
        stage(view),
        fact("authority", "决定单位", "authority.name", api=str),
        fact("now", "现在的规定", "now", drawn=False, api=str),
        fact("wanted", "建议改成", "wanted", drawn=False, api=str),
        fact("evidence", "依据的情况和数据", "evidence", drawn=False, api=str),
        fact(
            "links",
            "证明材料",
            lambda row: len(row.links),
            drawn=False,
            api={"links": Datum(list[str], "links")},
        ),
        fact("decision", "决定的理由", "decision", left_out=True, api=str),
        fact("follow_up", "后续办理", "follow_up", left_out=True, api=str),
        fact("decided_at", "决定时间", "decided_at", left_out=True, api=datetime | None),
    ),
    (
        Filter("q", "标题、规定", contains("title", "rule")),
        Filter("stage", "状态", "stage", "choice", lambda _: ProposalStage.choices()),
    ),
    sort="-opened_at",
    model=Proposal,
    empty="没有修改规定的建议。",
    empty_hint="由各单位的计划管理员、负责人提出，附依据的情况和数据，省级监管部门负责人决定。",
    rows=lambda person: Proposal.objects.visible_to(person).select_related("unit", "authority"),
    reading=reading(
        "rule-proposals", "RuleProposal", "修改规定的建议列表", "一项修改规定的建议", "proposal", "Proposals"
    ),
)
