"""The parts that people have in an inspection, as values, and when a step of it is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import as_shown
from zhuangjian.apps.inspections.models import Inspection, Stage, TeamMember
from zhuangjian.apps.inspections.models.seconding import SecondingStage
from zhuangjian.kernel.asking import Actor, Included, any_of
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.questions import Question
from zhuangjian.kernel.states import At, holds


@dataclass(frozen=True)
class OnTeam(Included[Inspection]):
    """Those who have one of the parts on the team now."""

    said: str
    parts: tuple[str, ...]

    def includes(self, person: Actor | None, case: Inspection) -> bool:
        """The part, and not left."""
        return (
            person is not None
            and person.is_active
            and any(part in self.parts for part in PARTS_OF(case.pk, person.pk))
        )

    def listed(self, case: Inspection) -> Q:
        """The team of now."""
        return Q(is_active=True, pk__in=self._rows(case).values("person_id"))

    def words(self, case: Inspection | None = None) -> str:
        """The part in Chinese."""
        return self.said

    def _rows(self, case: Inspection) -> Any:
        rows = TeamMember.objects.unrestricted()
        return rows.filter(inspection=case, left_at=None, part__in=self.parts)


def _unit(case: Inspection) -> int | None:
    return case.dispatching_unit_id


PARTS_OF = Question(
    lambda case, person: (
        TeamMember.objects.unrestricted()
        .filter(inspection_id=case, person_id=person, left_at=None)
        .values_list("part", flat=True)
    ),
    keys=2,
)
LEADER = OnTeam("检查组组长", ("leader",))
MEMBERS = OnTeam("检查组的检查人员", ("leader", "member", "partner"))
TEAM = OnTeam("检查组成员", ("leader", "member", "expert", "partner", "assistant"))
HEAD = holders("派出检查单位负责人", "head", unit=_unit)
ORGANISERS = holders(
    "组织检查的单位的负责人或者计划管理员",
    "head",
    "programme_officer",
    unit=lambda case: case.organising_unit_id,
)
DISPATCHERS = holders("派出检查单位的负责人或者计划管理员", "head", "programme_officer", unit=_unit)

ASKERS = any_of(ORGANISERS, DISPATCHERS)
UNIT_ASKED = holders(
    "被要求派员的单位的负责人或者计划管理员",
    "head",
    "programme_officer",
    unit=lambda case: case.unit_id,
    named=lambda case: f"{case.unit}的负责人或者计划管理员",
)
NAMED = Those("编入检查组的协助人员", lambda person, case: person is not None and person.pk in case.taken)


NOT_BEGUN = "检查还没有开始"
AFAR = holds("检查方式为非现场", lambda case: case.off_site, "本次检查为现场检查。")
THERE = holds(
    "检查方式为现场",
    lambda case: not case.off_site,
    "本次检查为非现场检查，不到现场。请要求提交材料或者约定远程检查。",
)


def at(*stages: Stage, early: str = "") -> At:
    """At these stages of an inspection; ``early`` says what is missing when they are not reached yet."""
    return At(stages, "本次检查", _shown, early=early)


def seconding_at(*stages: SecondingStage) -> At:
    """At these stages of a request for people to assist."""
    return At(stages, "这一要求", lambda _, case: (SecondingStage(case.stage), case.get_stage_display()))


def _shown(person: Any, case: Inspection) -> tuple[Stage, str]:
    # Whoever may not know the stage is told it no more exactly than on the page.
    stage = Stage(as_shown(person, case).stage)
    return stage, stage.label
