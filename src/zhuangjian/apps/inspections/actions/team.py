"""Composing the team (CQ 9, 21)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person, PersonRole
from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.facts import busy_elsewhere, team_answer
from zhuangjian.apps.inspections.joint import share_team
from zhuangjian.apps.inspections.models import Inspection, Stage, TeamMember
from zhuangjian.apps.inspections.models.inspection import Part
from zhuangjian.apps.inspections.step import Step, refuse_faults
from zhuangjian.apps.inspections.who import DISPATCHERS, at
from zhuangjian.apps.ledger.act import FEW, FOUND, Change, Fields, Options, Searched, Values
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import CredentialKind
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.area import sent_to
from zhuangjian.kernel.turns import Holder

# Leader, members and experts.
Chosen = tuple[Person, list[Person], list[Person]]


class ComposeTeam(Step[Chosen]):
    """Choose leader, inspectors and invited experts; who is in conflict cannot be chosen."""

    name = "inspections.team"
    title = "组建检查组"
    cites = "team"
    who = DISPATCHERS
    when = at(Stage.ASSIGNED, Stage.TEAMED)
    answers = (turns.TEAM, turns.PLAN)

    class Input(Fields):
        """The leader, the inspectors and the experts, each by the number of the person."""

        leader: int = Field(title="组长")
        members: list[int] = Field(default_factory=list, title="检查员")
        experts: list[int] = Field(
            default_factory=list, title="邀请的专家", description="专家不计入持执法证人数，也不能任组长"
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The unit's inspectors; experts also from the units around it."""
        return offered_team(person, case)

    @classmethod
    def found(
        cls, person: Person, case: Inspection, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[int, str]]:
        """Those of the same people whom the words mean."""
        return found_for_team(person, case, field, words, chosen)

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """The team as it stands; before there is one, whom a draw came to."""
        sent = sent_to(case.task) if case.task and not case.members().exists() else None
        if sent is not None:
            others = [pk for pk in sent.people if pk != sent.leader]
            return {"leader": sent.leader or "", "members": others, "experts": []}
        return {
            "leader": next((m.person_id for m in case.members() if m.part == "leader"), ""),
            "members": [m.person_id for m in case.members() if m.part == "member"],
            "experts": [m.person_id for m in case.members() if m.part == "expert"],
        }

    def check(self) -> Chosen:
        """Everything ``team_faults`` finds, on the first possible day of the task and on the last."""
        chosen = chosen_people(self.case, self.data.leader, self.data.members, self.data.experts)
        task = self.case.task
        day = max(self.today, task.window_from) if task else self.today
        check_team(self.case, *chosen, days=(day,))
        self._as_sent([chosen[0], *chosen[1]])
        return chosen

    def _as_sent(self, people: list[Person]) -> None:
        """Whom a draw came to goes: nobody is left at home, or preferred, without a reason on record."""
        sent = sent_to(self.case.task) if self.case.task else None
        absent = set(sent.people) - {person.pk for person in people} if sent else set()
        if absent:
            names = Person.objects.unrestricted().filter(pk__in=absent).order_by("pk")
            refuse_by_practice(
                "drawn_team_goes",
                self.at,
                "检查人员是随机抽取的，检查组须包括抽中的人员；不能参加的，先由组织单位在随机抽取中写明理由更换。",
                *(f"抽中的{person.name}" for person in names),
            )

    def do(self, found: Chosen) -> Change:
        """The team, and the leader's duty to write the plan."""
        replace_team(self.case, *found, at=self.at)
        share_team(self, self.case)
        self.owe(turns.PLAN, self.case, to=Holder(person=found[0]))
        leader, members, experts = found
        ids = {"members": [p.pk for p in members], "experts": [p.pk for p in experts]}
        return self.move(Stage.TEAMED, leader=leader.pk, **ids)


SHORT = {CredentialKind.ENFORCEMENT: "执法证", CredentialKind.INSPECTOR: "检查员证"}
# CQ 9 asks for enforcement credentials, not for a job: officers of enforcement may go along.
PARTS = {"leader": "leader", "members": "member", "experts": "expert"}
INSPECTING = ("inspector", "district_officer", "reviewer", "enforcement_officer")


def chosen_people(inspection: Inspection, leader: int, members: list[int], experts: list[int]) -> Chosen:
    """The persons behind the ids; a Refusal for who cannot be chosen or is named twice."""
    wanted = [leader, *members, *experts]
    if len(set(wanted)) != len(wanted):
        raise Refusal("同一人在检查组中出现了两次，请每人只选一项职责。", article=cite("team"))
    people = candidates(inspection).in_bulk(wanted)
    if not set(wanted) <= people.keys():
        raise Refusal(
            "所选人员中有不能派出的人，请从名单中选择。", article=cite("team"), missing=["可以派出的检查人员"]
        )
    if any(people[pk].authority_id != inspection.dispatching_unit_id for pk in (leader, *members)):
        raise Refusal("组长和检查员应当是检查单位的检查人员；其他人可以作为专家邀请。", article=cite("team"))
    return people[leader], [people[pk] for pk in members], [people[pk] for pk in experts]


def candidates(inspection: Inspection, part: str = "experts") -> QuerySet[Person]:
    """Who may go along: as leader or member the unit's inspectors, as experts those of the units around it too."""
    unit, organiser = inspection.dispatching_unit_id, inspection.organising_unit_id
    near = Q(authority=unit) | Q(authority=organiser) | Q(authority__parent=organiser)
    inspecting = PersonRole._base_manager.filter(person=OuterRef("pk"), role__in=INSPECTING)
    rows = Person.objects.unrestricted().filter(near, Exists(inspecting), is_active=True)
    return rows if part == "experts" else rows.filter(authority=unit)


def offered_team(person: Person, inspection: Inspection) -> dict[str, Sequence[tuple[object, str]]]:
    """The choices of the form; of more people than it can show, those who are in the team."""
    standing = dict(inspection.members().values_list("person_id", "part"))
    found: dict[str, Sequence[tuple[object, str]]] = {}
    for field, part in PARTS.items():
        rows = _offered(inspection, field, standing)
        if rows[FEW : FEW + 1]:
            chosen = [pk for pk, held in standing.items() if held == part]
            found[field] = Searched(
                _labelled(person, inspection, candidates(inspection).filter(pk__in=chosen))
            )
        else:
            found[field] = _labelled(person, inspection, rows)
    return found


def found_for_team(
    person: Person, inspection: Inspection, field: str, words: str, chosen: Sequence[str] = ()
) -> list[tuple[int, str]]:
    """A field's candidates that are chosen, and those whose name, sign-in name or unit has all the words."""
    if field not in PARTS:
        return []
    rows = _offered(inspection, field, dict(inspection.members().values_list("person_id", "part")))
    keys = [int(key) for key in chosen if key.isdecimal() and len(key) < 19]
    kept = _labelled(person, inspection, rows.filter(pk__in=keys)) if keys else []
    if not words.strip():
        return kept
    rows = rows.exclude(pk__in=keys)
    for word in words.split():
        by_name = Q(name__icontains=word) | Q(username__istartswith=word)
        rows = rows.filter(by_name | Q(authority__name__icontains=word) | Q(authority__short_name=word))
    exact = Case(When(name=(words.split() or [""])[0], then=0), default=1)
    return kept + _labelled(person, inspection, rows.order_by(exact, "authority", "name", "pk")[:FOUND])


def _offered(inspection: Inspection, field: str, standing: Mapping[int, str]) -> QuerySet[Person]:
    rows = candidates(inspection, field)
    if field == "experts":
        # The unit's own inspectors are not repeated among the experts.
        chosen = [pk for pk, held in standing.items() if held == "expert"]
        own = PersonRole._base_manager.filter(person=OuterRef("pk"), role="inspector")
        rows = rows.exclude(Exists(own), ~Q(pk__in=chosen), authority=inspection.dispatching_unit_id)
    return rows.order_by("authority", "name", "pk")


def _labelled(person: Person, inspection: Inspection, rows: QuerySet[Person]) -> list[tuple[int, str]]:
    """People, each with unit, credentials and what else they have on in the task's days."""
    people = list(rows.select_related("authority").prefetch_related("credentials", "expertise"))
    task = inspection.task
    busy = busy_elsewhere(person, people, task.window_from, task.window_to, inspection) if task else {}
    day = max(timezone.localdate(), task.window_from) if task else timezone.localdate()
    return [(p.pk, _label(p, busy, day)) for p in people]


def _label(person: Person, busy: dict[int, int], day: date) -> str:
    """Name and unit, then what CQ 9 and CQ 17 ask for on that day, and what else the person has on."""
    known = [credential_words(person, kind, day) for kind in CredentialKind]
    fields = "、".join(row.field for row in person.expertise.all())
    known.append(f"专长：{fields}" if fields else "")
    if person.pk in busy:
        known.append(f"任务期间另有{busy[person.pk]}项检查")
    return "　".join([f"{person.name} · {person.authority}", "；".join(filter(None, known))]).rstrip()


def credential_words(person: Person, kind: CredentialKind, day: date) -> str:
    """``执法证有效至2027年3月1日``, 已过期 or 尚未生效 with its date; 无执法证; nothing without inspector certificate."""
    word = SHORT[kind]
    rows = sorted((c for c in person.credentials.all() if c.kind == kind), key=lambda c: c.valid_to)
    if not rows:
        return "无执法证" if kind == CredentialKind.ENFORCEMENT else ""
    best = next((c for c in reversed(rows) if c.valid_on(day)), rows[-1])
    if best.valid_on(day):
        return f"{word}有效至{chinese_date(best.valid_to)}"
    if best.valid_from > day:
        return f"{word}{chinese_date(best.valid_from)}起有效"
    return f"{word}已于{chinese_date(best.valid_to)}过期"


def check_team(
    inspection: Inspection,
    leader: Person,
    members: list[Person],
    experts: list[Person],
    *,
    days: Iterable[date],
) -> None:
    """Refuse a team with faults on any of the days."""
    faults = {
        fault.message: fault
        for day in days
        for fault in team_answer(inspection, leader, members, experts, day).value
    }
    refuse_faults(faults.values(), "检查组不符合组成要求，请调整人员。")


def replace_team(
    inspection: Inspection, leader: Person, members: list[Person], experts: list[Person], *, at: datetime
) -> None:
    """Make the team exactly this one. Before it went anywhere nothing is kept; after that, who leaves keeps a row."""
    wanted = {leader.pk: "leader", **{p.pk: "member" for p in members}, **{p.pk: "expert" for p in experts}}
    drafted = inspection.stage in (Stage.ASSIGNED, Stage.TEAMED)
    for row in inspection.members():
        if row.part in (Part.PARTNER, Part.ASSISTANT) and row.person_id not in wanted:
            continue
        if wanted.get(row.person_id) == row.part:
            del wanted[row.person_id]
        elif drafted:
            row.delete()
        else:
            row.left_at = at
            row.save()
    TeamMember.objects.bulk_create(
        TeamMember(inspection=inspection, person_id=pk, part=part, joined_at=at)
        for pk, part in wanted.items()
    )
