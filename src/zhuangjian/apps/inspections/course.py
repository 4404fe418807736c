"""The course that an inspection follows, by the law of the place: where an act may lead it, and its line of progress."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.inspections.facts import kinds_inspected
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.courses import course_for, step_at
from zhuangjian.engines.rules.courses_models import STAYS, Course
from zhuangjian.engines.rules.lookup import pack_in_force
from zhuangjian.engines.rules.vocabulary import Mode


def course_of(inspection: Inspection) -> Course:
    """The course of this inspection: by its type, its mode, its party, and the rules that it is bound to.

    Before a plan is approved those are the rules of the day on which it was opened.
    """
    day = inspection.bound_on or timezone.localdate(inspection.created_at)
    pack = pack_in_force(settings.REGION, day)
    kind = kinds_inspected(inspection)[0]
    return course_for(inspection.inspection_type, _way(inspection), kind, on=day, pack=pack).value


def _way(inspection: Inspection) -> Mode:
    """Its mode; one that began with credentials shown at a place goes on in the course of those on site."""
    mode = Mode(inspection.mode)
    arrived = mode != Mode.ON_SITE and inspection.begun and inspection.credentials_shown.exists()
    return Mode.ON_SITE if arrived else mode


def leads_to(inspection: Inspection, act: str, stage: Stage) -> bool:
    """Whether the inspection's course has a way from where it is to ``stage`` by this act."""
    course = course_of(inspection)
    way = step_at(course, inspection.stage).acts.get(act)
    return way is not None and any(course.steps[to].stage == stage for to in way.to.values() if to != STAYS)


def refuse_astray(inspection: Inspection, act: str, stage: Stage) -> None:
    """Raise Refusal unless the course leads from the inspection's stage to ``stage`` by this act."""
    course = course_of(inspection)
    step = step_at(course, inspection.stage)
    way = step.acts.get(act)
    after = (
        {step.stage if to == STAYS else course.steps[to].stage for to in way.to.values()} if way else set()
    )
    if stage not in after:
        raise Refusal(
            f"按“{course.title}”程序，检查在“{step.line}”步骤办理这一事项后不能成为“{Stage(stage).label}”。"
            "请刷新页面，按现在的步骤办理。",
            article=course.article,
        )


def line_of(course: Course) -> list[tuple[str, tuple[str, ...]]]:
    """The words of the line of progress in order, each with its stages; steps of one word stand together."""
    line: dict[str, list[str]] = {}
    for step in course.steps.values():
        line.setdefault(step.line, []).append(step.stage)
    return [(word, tuple(stages)) for word, stages in line.items()]
