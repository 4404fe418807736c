"""What a plan of action is made of, and what becomes of it."""

from zhuangjian.apps.improvement.models.plan import (
    ActionPlan,
    Budget,
    Goal,
    Member,
    Part,
    PlanStage,
    Spending,
)
from zhuangjian.apps.improvement.models.problems import (
    Analysis,
    Problem,
    ProblemStage,
    ProblemStep,
    Survey,
    SurveyAnswer,
)
from zhuangjian.apps.improvement.models.work import Item, ItemKind, ItemStage, Meeting, Report, ReportStage

__all__ = [
    "ActionPlan",
    "Analysis",
    "Budget",
    "Goal",
    "Item",
    "ItemKind",
    "ItemStage",
    "Meeting",
    "Member",
    "Part",
    "PlanStage",
    "Problem",
    "ProblemStage",
    "ProblemStep",
    "Report",
    "ReportStage",
    "Spending",
    "Survey",
    "SurveyAnswer",
]
