"""What is shown of answers, cases and guides, and of questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from zhuangjian.apps.standards.models import Guide, GuideKind, GuideStage, Question, QuestionStage, Wording
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, officials

TAG = "统一检查标准"
TONES: dict[str, str] = {
    "draft": "wait",
    "published": "ok",
    "replaced": "off",
    "withdrawn": "off",
    "asked": "wait",
    "drafted": "wait",
    "answered": "warn",
    "read": "ok",
}


def view(row: Any) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES[row.stage]


def stage(told: Any = view) -> Column:
    """The stage as a column."""
    return Column(
        "stage",
        "状态",
        lambda row: told(row)[0],
        sort="stage",
        status=told,
        api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
    )


def name(title: str, value: Any, sort: str) -> Column:
    """What a row is called, with its page."""
    return Column(
        "title",
        title,
        value,
        sort=sort,
        link=lambda row: row.get_absolute_url(),
        api={"id": Datum(UUID, "public_id"), "title": Datum(str, value), "version": Datum(int, "version")},
    )


def point() -> Column:
    """The checkpoint as a column."""
    return Column(
        "item",
        "检查要点",
        "point",
        sort="item",
        fact=True,
        api={"edition": Datum(str, "edition"), "item": Datum(str, "item")},
    )


def reading(path: str, schema: str, many: str, one: str, key: str, words: str) -> Reading:
    """How a sheet is read over the API."""
    return Reading(
        path,
        TAG,
        f"{schema}Out",
        many,
        one,
        (f"zhuangjian_api_standards_{key}s", f"zhuangjian_api_standards_{key}"),
        one_schema=f"{schema}Detail",
        words=f"{words} that the person sees.",
        one_words=f"One of the {words[0].lower()}{words[1:]}.",
    )


GUIDES = Sheet(
    "checkpoint_guides",
    "检查要点释义",
    (
        name("标题", "title", "title"),
        Column(
            "kind",
            "种类",
            "get_kind_display",
            sort="kind",
            fact=True,
            api={"kind": Datum(str, "kind"), "kind_words": Datum(str, "get_kind_display")},
        ),
        point(),
        Column("no", "第几版", "no", sort="no", fact=True, api=int),
        Column("approved_at", "审定时间", "approved_at", sort="approved_at", fact=True, api=datetime | None),
        stage(),
        fact("authority", "发布单位", "authority.name", api=str),
        fact("text", "内容", "text", drawn=False, api=str),
        fact("grounds", "依据", "grounds", api=str),
        fact("for_parties", "向企业公开", lambda row: "是" if row.for_parties else "否",
             api={"for_parties": Datum(bool, "for_parties")}),
        fact("for_public", "在公开页面公布", lambda row: "是" if row.for_public else "否",
             api={"for_public": Datum(bool, "for_public")}),
        fact("written_by", "起草人", lambda row: str(row.written_by), seen_by=officials, api=str | None),
        fact("approved_by", "审定人", lambda row: str(row.approved_by or ""), seen_by=officials, left_out=True,
             api=str | None),
        fact("reason", "停用的原因", "reason", left_out=True, api=str),
    ),
    (
        Filter("q", "标题、内容", contains("title", "text")),
        Filter("item", "检查要点编号", "item"),
        Filter("kind", "种类", "kind", "choice", lambda _: GuideKind.choices()),
        Filter("stage", "状态", "stage", "choice", lambda _: GuideStage.choices()),
    ),
    sort="item",
    model=Guide,
    empty="还没有检查要点的问答、案例和指引。",
    empty_hint="由省级监管部门起草，负责人审定后发布；现场的提问得到答复，也成为这里的一条。",
    rows=lambda person: Guide.objects.visible_to(person).select_related(
        "authority", "written_by", "approved_by"
    ),
    reading=reading(
        "checkpoint-guides", "CheckpointGuide", "检查要点释义列表", "一条检查要点释义", "guide", "Guides"
    ),
)  # fmt: skip
QUESTIONS = Sheet(
    "checkpoint_questions",
    "检查要点的提问",
    (
        name("问题", "text", "text"),
        point(),
        Column("asked_at", "提问时间", "asked_at", sort="asked_at", fact=True, api=datetime),
        stage(),
        fact("asked_by", "提问人", lambda row: str(row.asked_by), api=str),
        fact("authority", "答复单位", "authority.name", api=str),
        fact("answered_at", "答复时间", "answered_at", left_out=True, api=datetime | None),
        fact(
            "answer",
            "答复",
            lambda row: str(row.answer or ""),
            left_out=True,
            api={"answer": Datum(UUID | None, lambda row: row.answer.public_id if row.answer else None)},
        ),
    ),
    (
        Filter("q", "问题", contains("text")),
        Filter("stage", "状态", "stage", "choice", lambda _: QuestionStage.choices()),
    ),
    sort="-asked_at",
    model=Question,
    empty="没有提问。",
    empty_hint="检查人员在检查清单的要点处提问，也可以在这里提问。",
    rows=lambda person: Question.objects.visible_to(person).select_related("asked_by", "authority", "answer"),
    reading=reading(
        "checkpoint-questions",
        "CheckpointQuestion",
        "检查要点的提问列表",
        "一个检查要点的提问",
        "question",
        "Questions",
    ),
)
WORDINGS = Sheet(
    "published_wordings",
    "公开的缺陷表述",
    (
        name("表述", "text", "text"),
        point(),
        Column("source", "出处", "source", sort="source", api=str),
        Column("added_at", "登记时间", "added_at", sort="added_at", api=datetime),
    ),
    (Filter("q", "表述", contains("text")), Filter("item", "检查要点编号", "item")),
    sort="item",
    model=Wording,
    empty="还没有登记公开的缺陷表述。",
    empty_hint="由省级监管部门从公开的通告登记，名称、编号、日期和数字换成空白；建议要点和起草缺陷都只用这里的表述。",
    rows=lambda person: Wording.objects.visible_to(person),
    reading=reading(
        "published-wordings",
        "PublishedWording",
        "公开的缺陷表述列表",
        "一条公开的缺陷表述",
        "wording",
        "Wordings",
    ),
)
