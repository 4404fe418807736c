"""What the officer takes of a draft becomes tasks of the programme; the rest of the way is the programme's own."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.planning.kept import told_of
from zhuangjian.apps.programme.actions.placing import Place, make_task
from zhuangjian.apps.programme.models import Programme, ProgrammeStatus, Task, TaskStatus
from zhuangjian.apps.programme.turns import APPROVE_TASK
from zhuangjian.apps.programme.who import OFFICERS
from zhuangjian.apps.registry.models import Party, Site
from zhuangjian.engines.rules.vocabulary import InspectionType, Mode, OriginKind
from zhuangjian.kernel.states import always

HIDDEN: dict[str, Any] = {"widget": "hidden"}
GONE = (TaskStatus.CANCELLED, TaskStatus.MERGED)
MOST = 500


@dataclass(frozen=True)
class Taken:
    """One item of the draft with its party."""

    party: Party
    item: dict[str, Any]


class TakeDraft(Act[Programme, list[Taken]]):
    """Put items of a draft into the programme, each as a task with the reasons as its origin."""

    name = "planning.take"
    title = "把草案列入年度计划"
    cites = "programme"
    who = OFFICERS
    when = always

    class Input(Fields):
        """The draft, and which of its items."""

        draft: UUID = Field(title="草案", json_schema_extra=HIDDEN)
        items: list[int] = Field(title="列入的项目", min_length=1, max_length=MOST)

    data: Input

    def check(self) -> list[Taken]:
        """The person's own draft of this programme, and parties that are not in it already."""
        told = told_of(self.actor, self.data.draft)
        if told is None or told["programme"] != str(self.case.public_id):
            self.refuse("没有找到这份草案，请重新起草。", "草案")
        found = told["items"]
        if any(not 0 <= number < len(found) for number in self.data.items):
            self.refuse("所选的项目不在草案中，请刷新页面。", "列入的项目")
        chosen = [found[number] for number in dict.fromkeys(self.data.items)]
        parties = Party.objects.visible_to(self.actor).in_bulk([int(item["key"]) for item in chosen])
        absent = [item["party"] for item in chosen if int(item["key"]) not in parties]
        there = set(
            Task.objects.unrestricted()
            .filter(programme=self.case, party__in=parties, inspection_type=InspectionType.ROUTINE)
            .exclude(status__in=GONE)
            .values_list("party__name", flat=True)
        )
        if absent or there:
            names = "、".join(sorted({*absent, *there})[:5])
            self.refuse(
                f"{names}等{len(absent) + len(there)}家已经在计划中，或者已不在您的管辖范围，请去掉后再列入。",
                "还没有列入计划的企业",
            )
        return [Taken(parties[int(item["key"])], item) for item in chosen]

    def do(self, found: list[Taken]) -> Change:
        """The tasks, each within the month that the draft planned it in."""
        waits = self.case.status == ProgrammeStatus.APPROVED
        for one in found:
            task = make_task(
                self,
                Place(one.party, _site(one.party)),
                self.case.authority,
                {"kind": OriginKind.PROGRAMME, "words": "；".join(one.item["reasons"])},
                self.case,
                inspection_type=InspectionType.ROUTINE,
                mode=Mode.ON_SITE,
                focus=self.case.focus,
                approval_waits=waits,
                **month_of(date.fromisoformat(one.item["day"]), self.today),
            )
            also(self, task)
            if waits:
                self.owe(APPROVE_TASK, task)
        return Change(self.case, {"draft": str(self.data.draft), "tasks": len(found)})


def month_of(day: date, today: date) -> dict[str, date]:
    """The task's window: the month of the planned day, from today on."""
    last = calendar.monthrange(day.year, day.month)[1]
    return {"window_from": max(day.replace(day=1), min(today, day)), "window_to": day.replace(day=last)}


def _site(party: Party) -> Site | None:
    sites = Site.objects.unrestricted().filter(party=party, seen_to=None)
    return sites.filter(kind="production").first() or sites.first()
