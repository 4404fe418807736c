"""Composing the team (CQ 9, 21)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.facts import busy_elsewhere, team_answer
from zhuangjian.apps.inspections.models import Inspection, Stage, TeamMember
from zhuangjian.apps.inspections.step import Step, refuse_faults
from zhuangjian.apps.inspections.who import DISPATCHERS, at
from zhuangjian.apps.ledger.act import Change, Fields, Options, Values
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import CredentialKind
from zhuangjian.engines.rules.words import chinese_date
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
    def initial(cls, person: Person, case: Inspection) -> Values:
        """The team as it stands."""
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
        return chosen

    def do(self, found: Chosen) -> Change:
        """The team, and the leader's duty to write the plan."""
        replace_team(self.case, *found, at=self.at)
        self.owe(turns.PLAN, self.case, to=Holder(person=found[0]))
        leader, members, experts = found
        ids = {"members": [p.pk for p in members], "experts": [p.pk for p in experts]}
        return self.move(Stage.TEAMED, leader=leader.pk, **ids)


SHORT = {CredentialKind.ENFORCEMENT: "执法证", CredentialKind.INSPECTOR: "检查员证"}
# CQ 9 asks for enforcement credentials, not for a job: officers of enforcement may go along.
INSPECTING = ("inspector", "district_officer", "reviewer", "enforcement_officer")


def chosen_people(inspection: Inspection, leader: int, members: list[int], experts: list[int]) -> Chosen:
    """The persons behind the ids; a Refusal for who cannot be chosen or is named twice."""
    allowed = team_choices(None, inspection)
    wanted = [leader, *members, *experts]
    if len(set(wanted)) != len(wanted):
        raise Refusal("同一人在检查组中出现了两次，请每人只选一项职责。", article=cite("team"))
    offered = {pk for rows in allowed.values() for pk, _ in rows}
    if not set(wanted) <= offered:
        raise Refusal(
            "所选人员中有不能派出的人，请从名单中选择。", article=cite("team"), missing=["可以派出的检查人员"]
        )
    if not {leader, *members} <= {pk for pk, _ in allowed["leader"]}:
        raise Refusal("组长和检查员应当是检查单位的检查人员；其他人可以作为专家邀请。", article=cite("team"))
    people = {p.pk: p for p in Person.objects.unrestricted().filter(pk__in=wanted)}
    return people[leader], [people[pk] for pk in members], [people[pk] for pk in experts]


def team_choices(person: Person | None, inspection: Inspection) -> dict[str, list[tuple[int, str]]]:
    """Options for leader, members, experts, each with unit and what else the person has on in the task's days."""
    unit, organiser = inspection.dispatching_unit, inspection.organising_unit
    near = Q(authority=unit) | Q(authority=organiser) | Q(authority__parent=organiser)
    people = list(
        Person.objects.unrestricted()
        .filter(near, is_active=True, role_rows__role__in=INSPECTING)
        .distinct()
        .select_related("authority")
        .prefetch_related("credentials", "expertise")
        .order_by("authority", "name")
    )
    task = inspection.task
    busy = busy_elsewhere(person, people, task.window_from, task.window_to, inspection) if task else {}
    day = max(timezone.localdate(), task.window_from) if task else timezone.localdate()
    labels = {p.pk: _label(p, busy, day) for p in people}
    inspectors = [p for p in people if p.authority_id == unit.pk]
    return {
        "leader": [(p.pk, labels[p.pk]) for p in inspectors],
        "members": [(p.pk, labels[p.pk]) for p in inspectors],
        "experts": [(p.pk, labels[p.pk]) for p in people],
    }


def offered_team(person: Person, inspection: Inspection) -> dict[str, list[tuple[int, str]]]:
    """``team_choices`` as the form shows them: the unit's own inspectors are not repeated among the experts."""
    choices = team_choices(person, inspection)
    chosen = {m.person_id for m in inspection.members() if m.part == "expert"}
    own = set(
        Person.objects.unrestricted()
        .filter(authority=inspection.dispatching_unit, role_rows__role="inspector")
        .values_list("pk", flat=True)
    )
    return choices | {"experts": [row for row in choices["experts"] if row[0] not in own - chosen]}


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
