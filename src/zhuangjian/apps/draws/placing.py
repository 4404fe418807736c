"""What a draw came to, as rows and as tasks of the programme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.draws.models import Draw, Drawn, DrawnOfficer
from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.actions.placing import Place, make_task
from zhuangjian.apps.programme.models import ProgrammeStatus, Task
from zhuangjian.apps.programme.turns import APPROVE_TASK
from zhuangjian.apps.registry.models import Party, Site
from zhuangjian.engines.draw import Document
from zhuangjian.engines.draw.teams import lacking_words
from zhuangjian.engines.rules.vocabulary import InspectionType, OriginKind


def seat_all(draw: Draw, listed: Document, staff: Document | None) -> None:
    """The rows of a first round."""
    teams = {one["id"]: one for one in staff["result"]["teams"]} if staff else {}
    for chosen in listed["rounds"][0]["selected"]:
        seat(draw, chosen, teams.get(chosen["id"]))


def seat(draw: Draw, chosen: Mapping[str, Any], team: Mapping[str, Any] | None) -> Drawn:
    """One party that was drawn, with its team."""
    made = Drawn.objects.create(
        draw=draw,
        party=Party.objects.unrestricted().get(credit_code=chosen["id"]),
        stratum="·".join(chosen["stratum"]),
        rank=chosen["rank"],
        lacking=lacking_words(team["lacking"]) if team and team["lacking"] else "",
    )
    if team:
        man(made, team)
    return made


def man(drawn: Drawn, team: Mapping[str, Any]) -> None:
    """The officers that the team names and who are not there yet."""
    there = set(drawn.officers.filter(left_at=None).values_list("person__username", flat=True))
    people = {p.username: p for p in Person.objects.unrestricted().filter(username__in=team["members"])}
    drawn.officers.filter(left_at=None).exclude(person__username=team["leader"]).update(leads=False)
    drawn.officers.filter(left_at=None, person__username=team["leader"]).update(leads=True)
    DrawnOfficer.objects.bulk_create(
        DrawnOfficer(draw=drawn.draw, drawn=drawn, person=people[one], leads=one == team["leader"])
        for one in team["members"]
        if one not in there
    )


def place_all(act: Act[Any, Any], draw: Draw) -> int:
    """A task for every party that stands; how many."""
    rows = list(draw.drawn.filter(left_at=None).select_related("party").order_by("pk"))
    for row in rows:
        place(act, draw, row)
    return len(rows)


def place(act: Act[Any, Any], draw: Draw, row: Drawn) -> Task:
    """The task for one party, with the draw as its origin's words."""
    sites = Site.objects.unrestricted().filter(party=row.party, seen_to=None)
    waits = draw.programme.status == ProgrammeStatus.APPROVED
    task = make_task(
        act,
        Place(row.party, sites.filter(kind="production").first() or sites.first()),
        draw.authority,
        {"kind": OriginKind.PROGRAMME, "words": f"随机抽取：{draw.title}"},
        draw.programme,
        inspection_type=InspectionType.ROUTINE,
        mode=draw.mode,
        announced=draw.announced,
        window_from=draw.window_from,
        window_to=draw.window_to,
        focus=draw.focus,
        approval_waits=waits,
    )
    also(act, task)
    row.task = task
    row.save()
    if waits:
        act.owe(APPROVE_TASK, task)
    return task
