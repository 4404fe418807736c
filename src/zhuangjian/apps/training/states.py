"""At which stage a course, a session or an examination is."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.training.models import (
    CourseStage,
    ExamStage,
    SessionStage,
    SittingStage,
    VersionStage,
)
from zhuangjian.kernel.states import At


def _shown(kind: Any) -> Any:
    return lambda person, case: (kind(case.stage), kind(case.stage).label)


def at_course(*stages: CourseStage, early: str = "") -> At:
    """While the course is at one of the stages."""
    return At(stages, "课程", _shown(CourseStage), early=early)


def at_session(*stages: SessionStage) -> At:
    """While the session is at one of the stages."""
    return At(stages, "班次", _shown(SessionStage))


def at_version(*stages: VersionStage) -> At:
    """While the version of a question is at one of the stages."""
    return At(stages, "题目", _shown(VersionStage))


def at_exam(*stages: ExamStage, early: str = "") -> At:
    """While the examination is at one of the stages."""
    return At(stages, "考试", _shown(ExamStage), early=early)


def at_sitting(*stages: SittingStage) -> At:
    """While the sitting is at one of the stages."""
    return At(stages, "应考", _shown(SittingStage))
