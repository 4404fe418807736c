"""Typed shape of ``courses.yaml``: the steps of a matter as data of the law of a place."""

from __future__ import annotations

from pydantic import Field

from .models import Dated, Model
from .vocabulary import InspectionType, LicensingKind, Mode, Must, PartyKind

STAYS = "stays"


class LeftOut(Model):
    """What may be left out of a step, in which cases, and by which citation.

    ``when`` names facts of the case and the value each must have; all of them hold together.
    """

    act: str = Field(min_length=3)
    when: dict[str, bool | str] = Field(min_length=1)
    cites: str = Field(min_length=2)
    reason: str = Field(min_length=4)


class Way(Model):
    """What an act may do at a step: the outcomes it can say, each with the step it leads to (or ``stays``)."""

    to: dict[str, str] = Field(min_length=1)
    whose: str = Field(min_length=2)
    cites: str = Field(min_length=2)
    must: bool = False


class Step(Model):
    """One step: the stage a case has at it, its word in the line of progress, and the acts that can be done there."""

    stage: str = Field(min_length=2)
    line: str = Field(min_length=2)
    acts: dict[str, Way] = Field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    # Only matters of these types have the step (none named: all).
    types: tuple[InspectionType, ...] = ()
    ends: bool = False


class Covering(Model):
    """Which items must have been inspected before a conclusion, for these types and licences (none named: all others).

    ``practice`` names the house rule that asks it; without one it is the law's, as ``cites`` says. Items of the plan
    that were left out beyond that need a reason.
    """

    types: tuple[InspectionType, ...] = ()
    licensing: tuple[LicensingKind, ...] = ()
    must: Must
    cites: str = Field(min_length=2)
    practice: str = ""
    reason: str = Field(min_length=4)

    def fits(self, kind: InspectionType, licensing: LicensingKind | None) -> bool:
        """Whether it is the one for this type, and this kind of licence where there is one."""
        return (not self.types or kind in self.types) and (not self.licensing or licensing in self.licensing)


class Course(Dated):
    """The steps of one kind of matter in order, for these types, modes and kinds of party (none named: all)."""

    title: str = Field(min_length=2)
    types: tuple[InspectionType, ...] = ()
    modes: tuple[Mode, ...] = ()
    parties: tuple[PartyKind, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict)
    starts: str = Field(min_length=2)
    coverage: tuple[Covering, ...] = ()
    steps: dict[str, Step] = Field(min_length=2)

    def fits(self, kind: InspectionType, mode: Mode, party: PartyKind) -> bool:
        """Whether the course is the one of this combination."""
        return (
            (not self.types or kind in self.types)
            and (not self.modes or mode in self.modes)
            and (not self.parties or party in self.parties)
        )

    def narrowed(self, kind: InspectionType) -> Course:
        """The course as matters of one type have it: without the steps of other types, and without the ways to them."""
        kept = {key: step for key, step in self.steps.items() if not step.types or kind in step.types}
        if len(kept) == len(self.steps):
            return self
        steps = {}
        for key, step in kept.items():
            ways = {
                act: way.model_copy(
                    update={"to": {o: to for o, to in way.to.items() if to == STAYS or to in kept}}
                )
                for act, way in step.acts.items()
            }
            steps[key] = step.model_copy(update={"acts": {act: way for act, way in ways.items() if way.to}})
        return self.model_copy(update={"steps": steps})

    def at(self, stage: str) -> tuple[str, Step] | None:
        """Key and step of a stage; None for a stage that the course does not have."""
        return next(((key, step) for key, step in self.steps.items() if step.stage == stage), None)

    def following(self, key: str) -> set[str]:
        """The steps that some act leads to from a step, itself not counted."""
        ways = self.steps[key].acts.values()
        return {to for way in ways for to in way.to.values() if to not in (STAYS, key)}


class CourseFile(Model):
    """``courses.yaml``: each course has its dated editions, oldest first."""

    courses: dict[str, tuple[Course, ...]]
