"""许可申请: the licensing department has an application inspected on the spot (CQ 23 to 25)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.duties.turns import end_all
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.programme.actions.placing import (
    Place,
    TaskFields,
    make_task,
    parties_meant,
    placed,
    refuse_origin,
)
from zhuangjian.apps.programme.actions.programmes import TEXT
from zhuangjian.apps.programme.actions.starting import refuse_far_days
from zhuangjian.apps.programme.models import Origin, Task, TaskStatus
from zhuangjian.apps.programme.turns import ARRANGE
from zhuangjian.apps.programme.who import LICENSING, at
from zhuangjian.engines.rules.origins import origins_of
from zhuangjian.engines.rules.vocabulary import InspectionType, LicensingKind, Mode, OriginKind
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import always, holds
from zhuangjian.kernel.turns import NEEDLESS


class RegisterApplication(Act[None, Place]):
    """Register an application for a production licence that was accepted, and ask for the inspection on the spot."""

    name = "programme.register_application"
    title = "登记许可申请"
    cites = "licensing"
    model = Task
    creates = True
    who = LICENSING
    when = always

    class Input(TaskFields):
        """Which application, of whom, and when the inspection is to be made."""

        licensing_kind: LicensingKind = Field(title="许可检查种类")
        reference: str = Field("", title="申请编号", max_length=120)
        applied_on: date | None = Field(None, title="申请日期")
        acceptance: str = Field("", title="受理编号", max_length=120)
        received_on: date | None = Field(None, title="受理日期")
        words: str = Field(
            "",
            title="申请事项",
            json_schema_extra=TEXT,
            description="变更的，写明变更的事项和需要现场核查的理由",
        )
        announced: bool = Field(True, title="预先告知申请人")

    data: Input

    @classmethod
    def found(
        cls, person: Person, case: None, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """The parties in reach that the words mean."""
        return parties_meant(person, words) if field == "party" else ()

    def check(self) -> Place:
        """Numbers and dates of application and acceptance; an applicant who makes; on the spot; each application once."""
        data = self.data
        refuse_origin(
            self,
            OriginKind.APPLICATION,
            InspectionType.LICENSING,
            **data.model_dump(
                include={"licensing_kind", "reference", "applied_on", "acceptance", "received_on", "words"}
            ),
        )
        if data.mode != Mode.ON_SITE:
            self.refuse("许可检查是现场核查，检查方式应为现场检查。", "现场检查")
        applied, accepted = cast("date", data.applied_on), cast("date", data.received_on)
        if not applied <= accepted <= self.today:
            refuse_by_practice(
                "plausible_dates",
                self.at,
                "申请日期不能晚于受理日期，受理日期不能晚于今天，请改正。",
                "有效的申请、受理日期",
            )
        refuse_far_days(self, data.window_from, data.window_to)
        known = Origin.objects.unrestricted().filter(
            kind=OriginKind.APPLICATION, acceptance=data.acceptance, task__authority=self.actor.authority
        )
        if known.exclude(task__status=TaskStatus.CANCELLED).exists():
            self.refuse(f"受理编号“{data.acceptance}”的申请已经登记，请在检查任务中查看。", article="")
        return placed(self, data, InspectionType.LICENSING)

    def do(self, found: Place) -> Change:
        """The task, and the turn of whoever hands tasks to units."""
        data = self.data
        origin = {"kind": OriginKind.APPLICATION} | data.model_dump(
            include={"licensing_kind", "reference", "applied_on", "acceptance", "received_on", "words"}
        )
        task = make_task(
            self,
            found,
            cast("Authority", self.actor.authority),
            origin,
            inspection_type=InspectionType.LICENSING,
            **data.model_dump(
                include={"mode", "announced", "window_from", "window_to", "focus", "expertise"}
            ),
        )
        self.owe(ARRANGE, task, due=data.window_from)
        return Change(task, {"origin": "application", "licensing_kind": str(data.licensing_kind)})


class DecideNoVisit(Act[Task]):
    """申请变更许可的，认为不需要现场核查，写明理由；新办和延续许可不能免。"""

    name = "programme.no_visit"
    title = "决定不开展现场核查"
    cites = "licensing_change"
    who = LICENSING
    when = all_of(
        at(TaskStatus.PLANNED, TaskStatus.ASSIGNED),
        holds(
            "申请的是变更许可",
            lambda case: (
                getattr(case, "origin", None) is not None
                and case.origin.licensing_kind == LicensingKind.CHANGE
            ),
            "不是变更许可的申请：新办和延续许可应当开展全部项目的现场核查。",
            cites=("licensing_whole",),
        ),
    )

    class Input(Fields):
        """Why what changes can be judged without going there."""

        reason: str = Field(
            title="不需要现场核查的理由", min_length=4, max_length=280, json_schema_extra=TEXT
        )

    data: Input

    def do(self, found: None) -> Change:
        """No inspection; nobody has to arrange or open one, and the decision stays with the task."""
        self.case.status = TaskStatus.CANCELLED
        self.case.cancel_reason = f"不需要现场核查：{self.data.reason}"
        self.case.save()
        end_all(self, self.case, outcome=NEEDLESS)
        return Change(self.case)


def finder_handles(task: Task) -> bool:
    """Whether whoever found it carries the task out, whatever is said of competence (CQ 36)."""
    found = getattr(task, "origin", None)
    rule = origins_of(region=settings.REGION).get(OriginKind(found.kind)) if found else None
    return rule is not None and rule.finder_handles
