"""``course_for``, ``ways_on``, ``moved``: what is next in a matter, for whom, why not, and where an outcome leads.

A course is no line. At a step several acts can be due at once, some lead back, some end the matter at once; an act says
its outcome and the course says which step follows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .answer import Answer, Basis, Reason, Refusal, plain
from .bases import weakest
from .citing import Cited, cited
from .courses_load import courses_of
from .courses_models import STAYS, Course, Step, Way
from .loader import Pack, in_force
from .lookup import pack_for, the_day
from .vocabulary import InspectionType, Mode, PartyKind
from .words import read_term

DONE = "done"


@dataclass(frozen=True, slots=True)
class Next:
    """An act that can be done at a step: by whom, where it leads, and whether the step cannot be left without it.

    ``left_out`` says by what it need not be done in this case; empty where it must be, or may be at will.
    """

    act: str
    whose: str
    article: str
    leads_to: tuple[str, ...]
    must: bool = False
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """The step that an outcome leads to, and the stage that a case has there."""

    step: str
    stage: str
    ended: bool


def course_for(
    kind: InspectionType | str,
    mode: Mode | str,
    party: PartyKind | str,
    *,
    region: str | None = None,
    on: date | str | None = None,
    pack: Pack | None = None,
) -> Answer[Course]:
    """The course of a matter of this type, mode and kind of party in the law of a place on a day.

    Without a day the last edition. Raises Refusal where the law of the place has no course for the combination.
    """
    rules = pack or pack_for(region)
    of = (
        read_term(InspectionType, kind, "检查类型"),
        read_term(Mode, mode, "检查方式"),
        read_term(PartyKind, party, "对象种类"),
    )
    for name, editions in courses_of(rules).items():
        found = editions[-1] if on is None else in_force(editions, the_day(on))
        if isinstance(found, Course) and found.fits(*of):
            words = "、".join(term.label for term in of)
            facts = {"course": name, "since": found.effective_from}
            reason = Reason(found.article, f"{words}适用“{found.title}”程序", facts)
            course = found.narrowed(of[0])
            return Answer(course, (found.article,), (reason,), rules.label, found.basis, facts)
    raise Refusal(
        f"法规包 {rules.label} 没有适用于{'、'.join(term.label for term in of)}的检查程序",
        missing=["检查程序"],
    )


def told(answer: Answer[Course], *, region: str | None = None) -> dict[str, Any]:
    """A course as plain JSON: its steps in order, their acts with article and where they lead, what may be left out."""
    rules, course = pack_for(region), answer.value
    steps = []
    for key, step in course.steps.items():
        ways = ways_on(course, step.stage, pack=rules).value
        waived = [
            {
                "act": one.act,
                "when": dict(one.when),
                "article": cited(one.cites, pack=rules).article,
                "reason": one.reason,
            }
            for one in step.left_out
        ]
        shown = {"step": key, "stage": step.stage, "line": step.line, "ends": step.ends}
        steps.append({**shown, "acts": plain(ways), "left_out": waived})
    return {
        "title": course.title,
        "pack": answer.pack,
        "basis": answer.basis,
        "starts": course.starts,
        "facts": dict(course.facts),
        "lines": {key: step.line for key, step in course.steps.items()},
        "steps": steps,
    }


def step_at(course: Course, stage: str) -> Step:
    """The step of a stage. Raises Refusal for a stage that the course does not have."""
    found = course.at(stage)
    if found is None:
        raise Refusal(f"“{course.title}”程序没有状态 {stage}", article=course.article)
    return found[1]


def ways_on(
    course: Course,
    stage: str,
    facts: Mapping[str, bool | str] | None = None,
    *,
    region: str | None = None,
    pack: Pack | None = None,
) -> Answer[tuple[Next, ...]]:
    """Everything that can be done at a stage, in the course's order, with what may be left out in this case and why.

    ``missing`` names the facts that would have decided whether something may be left out.
    """
    rules = pack or pack_for(region)
    step, given = step_at(course, stage), dict(facts or {})
    unknown = sorted({fact for one in step.left_out for fact in one.when} - set(given))
    found, reasons, laws = [], [], []
    for act, way in step.acts.items():
        law = cited(way.cites, pack=rules)
        waived = _waived(step, act, given, rules)
        laws.append(law)
        if waived:
            reasons.append(Reason(waived[0].article, waived[1], given))
            laws.append(waived[0])
        found.append(_next(act, way, law, waived[1] if waived else ""))
    articles = tuple(dict.fromkeys(law.article for law in laws if law.article))
    basis: Basis = weakest([course.basis, *(law.basis for law in laws)])
    missing = tuple(course.facts[fact] for fact in unknown)
    if not reasons:
        reasons = [Reason(course.article, f"“{course.title}”程序的“{step.line}”步骤", given)]
    return Answer(tuple(found), articles, tuple(reasons), rules.label, basis, given, missing)


def moved(
    course: Course,
    stage: str,
    act: str,
    outcome: str = DONE,
    *,
    did: Collection[str] = (),
    facts: Mapping[str, bool | str] | None = None,
    region: str | None = None,
    pack: Pack | None = None,
) -> Answer[Following]:
    """Where a matter stands after ``act`` ended with ``outcome`` at a stage; ``did`` are the acts done at it before.

    Raises Refusal when the course has no such act there, knows no such outcome, or the step cannot be left yet: an act
    that must be done at it was neither done nor may be left out.
    """
    rules = pack or pack_for(region)
    step = step_at(course, stage)
    way = step.acts.get(act)
    if way is None:
        raise Refusal(f"“{course.title}”程序在“{step.line}”步骤没有这一事项：{act}", article=course.article)
    law = cited(way.cites, pack=rules)
    if outcome not in way.to:
        raise Refusal(
            f"{act} 没有“{outcome}”这一结果，可以是：{'、'.join(way.to)}",
            article=law.article,
            missing=["结果"],
        )
    to = way.to[outcome]
    if to != STAYS and not course.steps[to].ends:
        _complete(step, act, did, dict(facts or {}), rules)
    key = step.stage if to == STAYS else course.steps[to].stage
    name, target = course.at(key) or ("", step)
    reason = Reason(law.article, f"{act}（{outcome}）之后为“{target.line}”步骤", {"from": stage, "to": key})
    return Answer(
        Following(name, key, target.ends),
        (law.article,),
        (reason,),
        rules.label,
        weakest([course.basis, law.basis]),
    )


def _complete(
    step: Step, act: str, did: Collection[str], facts: Mapping[str, bool | str], rules: Pack
) -> None:
    for other, way in step.acts.items():
        if way.must and other != act and other not in did and not _waived(step, other, facts, rules):
            law = cited(way.cites, pack=rules)
            raise Refusal(
                f"“{step.line}”步骤还有应当办理的事项：{other}", article=law.article, missing=[other]
            )


def _waived(step: Step, act: str, facts: Mapping[str, bool | str], rules: Pack) -> tuple[Cited, str] | None:
    for one in step.left_out:
        if one.act == act and all(facts.get(fact) == value for fact, value in one.when.items()):
            return cited(one.cites, pack=rules), one.reason
    return None


def _next(act: str, way: Way, law: Cited, left_out: str) -> Next:
    leads = tuple(dict.fromkeys(to for to in way.to.values() if to != STAYS))
    return Next(act, way.whose, law.article, leads, way.must, left_out)
