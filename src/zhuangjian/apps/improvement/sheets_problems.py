"""What is shown of common problems: analyses, the list, surveys with counted answers."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhuangjian.apps.improvement.models import (
    Analysis,
    Problem,
    ProblemStage,
    ProblemStep,
    Survey,
    SurveyAnswer,
)
from zhuangjian.apps.improvement.sheets import PLAN, TAG, late
from zhuangjian.engines.rules.checklists import checklist_in_force
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import (
    Column,
    Datum,
    Filter,
    Reading,
    Sheet,
    contains,
    fact,
    officials,
    rows_of,
)
from zhuangjian.kernel.usual import named, stage_column

TONES = {
    ProblemStage.OPEN: "wait",
    ProblemStage.ASKED: "warn",
    ProblemStage.FIGURES: "ok",
    ProblemStage.REASONS: "off",
}
OPEN = (ProblemStage.OPEN, ProblemStage.ASKED)


def problem_view(row: Problem) -> tuple[str, str]:
    """The stage with its colour; open past its day is late."""
    if late(row, row.stage in OPEN):
        return f"逾期，{row.get_stage_display()}", "bad"
    return row.get_stage_display(), TONES[ProblemStage(row.stage)]


def survey_view(row: Survey) -> tuple[str, str]:
    """Whether it takes answers."""
    return ("进行中", "wait") if row.open_on(timezone.localdate()) else ("已结束", "off")


def topic_of(row: Problem) -> str:
    """The checkpoint in words."""
    found = checklist_in_force(row.edition, row.measured_on).get(row.item)
    return f"{row.item} {found.topic}" if found else row.item


def theme_of(row: Problem) -> str:
    """The theme in words."""
    return next((one.title for one in row.plan.text.themes if one.key == row.theme), "其他")


def rows_for(row: Analysis, person: Any) -> list[dict[str, Any]]:
    """The counts; wordings from files of inspections are told where those of all units may be seen."""
    if row.plan.authority_id in person.scope.authorities:
        return list(row.rows)
    return [one | {"texts": []} for one in row.rows]


def _is_late(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    return rows.filter(stage__in=OPEN, due__lt=timezone.localdate())


ANALYSES = Sheet(
    "common_analyses",
    "共性问题分析",
    (
        named("分析", lambda row: str(row), ("last", "pk")),
        Column("inspections", "检查次数", "inspections", sort="inspections", fact=True, api=int),
        Column("looks", "检查要点次数", "looks", sort="looks", fact=True, api=int),
        Column("made_at", "分析时间", "made_at", sort="made_at", css="text-nowrap", fact=True, api=datetime),
        fact("first", "起", "first", api=date),
        fact("last", "止", "last", api=date),
        fact("unadjusted", "没有扣除检查尺度的原因", "unadjusted", left_out=True, api=str),
        PLAN,
        fact(
            "rows", "要点", "looks", drawn=False, api={"rows": Datum(list[dict[str, Any]], ToldTo(rows_for))}
        ),
        fact("signals", "其他来源", "signals", drawn=False, api=list[dict[str, Any]]),
    ),
    sort="-made_at",
    model=Analysis,
    empty="还没有分析过。",
    empty_hint="由牵头单位的计划管理员、负责人提交，在后台进行。",
    rows=lambda person: Analysis.objects.visible_to(person).select_related("plan"),
    reading=Reading(
        "common-analyses",
        TAG,
        "CommonAnalysisOut",
        "共性问题分析列表",
        "一次共性问题分析",
        ("zhuangjian_api_improvement_analyses", "zhuangjian_api_improvement_analysis"),
        one_schema="CommonAnalysisDetail",
        words="Analyses of common problems.",
        one_words="One analysis with its counts by checkpoint and theme.",
    ),
)
PROBLEMS = Sheet(
    "common_problems",
    "共性问题清单",
    (
        named("问题", "title", "title"),
        Column("theme", "方面", theme_of, sort="theme", fact=True, api={"theme": Datum(str, "theme")}),
        Column("unit", "责任单位", "unit.name", sort="unit__name", fact=True, api=str),
        Column("due", "完成期限", "due", sort="due", css="text-nowrap", fact=True, api=date),
        stage_column(problem_view),
        fact(
            "checkpoint",
            "检查要点",
            topic_of,
            api={"edition": Datum(str, "edition"), "item": Datum(str, "item")},
        ),
        fact("text", "表现和原因", "text", left_out=True, api=str),
        fact("measures", "解决措施", "measures", api=str),
        fact("measured_on", "措施开始", "measured_on", api=date),
        fact(
            "before",
            "此前",
            lambda row: f"{row.before_n} 次检查发现 {row.before_hits} 次",
            api={"before_hits": Datum(int, "before_hits"), "before_n": Datum(int, "before_n")},
        ),
        fact(
            "after",
            "销号时",
            lambda row: "" if row.after_n is None else f"{row.after_n} 次检查发现 {row.after_hits} 次",
            left_out=True,
            api={"after_hits": Datum(int | None, "after_hits"), "after_n": Datum(int | None, "after_n")},
        ),
        fact("reasons", "销号理由", "reasons", left_out=True, api=str),
        fact("closed_at", "销号时间", "closed_at", left_out=True, api=datetime | None),
        fact("closed_by", "销号人", lambda row: str(row.closed_by or ""), left_out=True, api=str),
        PLAN,
        fact(
            "steps",
            "进展",
            lambda row: row.steps.count(),
            drawn=False,
            api={
                "steps": rows_of(
                    ProblemStep, "problem", "CommonProblemStepOut", text=str, entered_at=datetime
                )
            },
        ),
    ),
    (
        Filter("q", "问题或者措施", contains("title", "measures")),
        Filter("stage", "状态", "stage", "choice", lambda _: ProblemStage.choices()),
        Filter("late", "只看逾期", _is_late, "flag", typed=bool),
    ),
    sort="due",
    model=Problem,
    empty="共性问题清单还是空的。",
    empty_hint="先分析近几年的数据，再从分析结果中选列。",
    rows=lambda person: Problem.objects.visible_to(person).select_related("plan", "unit", "closed_by"),
    reading=Reading(
        "common-problems",
        TAG,
        "CommonProblemOut",
        "共性问题清单",
        "一项共性问题",
        ("zhuangjian_api_improvement_problems", "zhuangjian_api_improvement_problem"),
        one_schema="CommonProblemDetail",
        words="The list of common problems; closed by figures and closed by reasons are two stages.",
        one_words="One common problem with its counts before and at closing.",
    ),
)


def counted(row: Survey, person: Any) -> list[dict[str, Any]]:
    """Each question with how often each option was chosen, or the words, as far as the person sees the answers."""
    answers = list(
        SurveyAnswer.objects.visible_to(person).filter(survey=row).values_list("answers", flat=True)
    )
    found = []
    for place, question in enumerate(row.questions):
        given = [one[place] for one in answers if place < len(one) and one[place]]
        times = Counter(given)
        found.append(
            {
                "title": question["title"],
                "answered": len(given),
                "options": [{"title": one, "count": times[one]} for one in question["options"]],
                "words": [] if question["options"] else given,
            }
        )
    return found


def _answers(row: Survey, person: Any) -> int:
    return SurveyAnswer.objects.visible_to(person).filter(survey=row).count()


SURVEYS = Sheet(
    "surveys",
    "企业调研",
    (
        named("调研", "title", "title"),
        Column(
            "closes_on", "截止日期", "closes_on", sort="closes_on", css="text-nowrap", fact=True, api=date
        ),
        Column(
            "stage",
            "状态",
            lambda row: survey_view(row)[0],
            status=survey_view,
            api={"open": Datum(bool, lambda row: row.open_on(timezone.localdate()))},
        ),
        Column("answers", "已回答", ToldTo(_answers), fact=True, api=int),
        fact("text", "说明", "text", left_out=True, api=str),
        fact(
            "plan",
            "行动方案",
            "plan.title",
            seen_by=officials,
            api={"plan_id": Datum(UUID, "plan.public_id")},
        ),
        fact(
            "questions",
            "题目",
            lambda row: len(row.questions),
            drawn=False,
            api={"questions": Datum(list[dict[str, Any]], "questions")},
        ),
        fact(
            "counts",
            "回答的汇总",
            "title",
            drawn=False,
            seen_by=officials,
            api={"counts": Datum(list[dict[str, Any]], ToldTo(counted))},
        ),
    ),
    sort="-closes_on",
    model=Survey,
    empty="没有调研。",
    rows=lambda person: Survey.objects.visible_to(person).select_related("plan"),
    reading=Reading(
        "surveys",
        TAG,
        "SurveyOut",
        "企业调研列表",
        "一次企业调研",
        ("zhuangjian_api_improvement_surveys", "zhuangjian_api_improvement_survey"),
        one_schema="SurveyDetail",
        words="Surveys of enterprises; an enterprise sees them and its own answer.",
        one_words="One survey with its questions; for officials with the counted answers.",
    ),
)
