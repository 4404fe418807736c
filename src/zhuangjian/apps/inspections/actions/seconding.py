"""The superior asks the place's own authority for people; they are named, checked, and assist under one arrangement (CQ 20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person, PersonRole
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.actions.team import INSPECTING
from zhuangjian.apps.inspections.models import CredentialShown, Inspection, Seconding, Stage, TeamMember
from zhuangjian.apps.inspections.models.inspection import Part
from zhuangjian.apps.inspections.models.seconding import SecondingStage
from zhuangjian.apps.inspections.step import TEXT, Adding, refuse_faults
from zhuangjian.apps.inspections.who import ASKERS, DISPATCHERS, NAMED, UNIT_ASKED, seconding_at
from zhuangjian.apps.inspections.who import at as inspection_at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, R, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.conflicts import conflicts
from zhuangjian.apps.registry.models import Jurisdiction
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.vocabulary import InspectionType
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.people import Those
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder

OPEN = (
    Stage.ASSIGNED,
    Stage.TEAMED,
    Stage.PLAN_SUBMITTED,
    Stage.PLAN_APPROVED,
    Stage.ON_SITE,
    Stage.OFF_SITE,
)


def units_below(inspection: Inspection) -> list[Authority]:
    """The subordinate authorities of the place of who is inspected, of the kinds that the pack names."""
    rules = pack_for(settings.REGION)
    if "seconding_units" not in rules.parameters:
        return []
    kinds = parameter(rules, "seconding_units", timezone.localdate()).value
    place = inspection.site or inspection.party
    competent = Jurisdiction.objects.unrestricted().filter(party=inspection.party).values("authority_id")
    below = Authority.objects.unrestricted().filter(
        parent=inspection.organising_unit_id, is_active=True, kind__in=kinds
    )
    rows = below.filter(region_code=place.region_code) | below.filter(pk__in=competent)
    return list(rows.exclude(pk=inspection.dispatching_unit_id).order_by("pk"))


def may_send(unit: Authority) -> Any:
    """The unit's own people who inspect."""
    inspecting = PersonRole._base_manager.filter(person=OuterRef("pk"), role__in=INSPECTING)
    rows = Person.objects.unrestricted().filter(Exists(inspecting), authority=unit, is_active=True)
    return rows.order_by("name", "pk")


class AskSeconding(Act[Inspection, Authority]):
    """组织检查的单位要求被检查对象所在地的下级监管部门安排人员协助检查。要求中不写被检查对象。"""

    name = "inspections.ask_assistants"
    title = "要求下级派员协助"
    cites = "seconding"
    who = ASKERS
    when = all_of(
        inspection_at(*OPEN),
        holds(
            "所在地有可以派员的下级监管部门",
            lambda case: bool(units_below(case)),
            "本地法规没有写明可以派员的下级监管部门，或者被检查对象所在地没有。",
        ),
    )

    class Input(Adding):
        """Which unit, how many, for what, where they gather, and by when the unit answers."""

        unit: int = Field(title="派员单位")
        count: int = Field(1, title="需要的人数", ge=1, le=50)
        text: str = Field(
            title="协助的工作和对人员的要求",
            min_length=2,
            max_length=2000,
            description="不写被检查对象和检查内容",
            json_schema_extra=TEXT,
        )
        gathering: str = Field(title="集中的时间和地点", min_length=2, max_length=300)
        due_on: date = Field(title="请在何日以前答复")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The place's authorities below."""
        return {"unit": [(one.pk, one.name) for one in units_below(case)]}

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """Tomorrow: the text sets no number of days, the superior names the day."""
        return {"due_on": timezone.localdate() + timedelta(days=1)}

    def check(self) -> Authority:
        """A unit of the place; a day to come; nothing that gives away who is inspected."""
        found = next((one for one in units_below(self.case) if one.pk == self.data.unit), None)
        if found is None:
            self.refuse("请从列出的单位中选择：被检查对象所在地的下级监管部门。", "派员单位")
        if self.data.due_on < self.today:
            refuse_by_practice("plausible_dates", self.at, "答复日期早于今天，请改正。", "有效的答复日期")
        said = f"{self.data.text}\n{self.data.gathering}"
        party = self.case.party
        if any(word and word in said for word in (party.name, party.credit_code)):
            self.refuse(
                "要求中不能写明被检查对象，请删去名称和代码。",
                "不写明被检查对象的要求",
                article=self.cite("confidentiality"),
            )
        return found

    def do(self, found: Authority) -> Change:
        """The request; it is the unit's turn."""
        unit = self.actor.authority or self.case.organising_unit
        row = Seconding.objects.create(
            inspection=self.case,
            no=self.case.secondings.count() + 1,
            unit=found,
            asked_from=unit,
            asked_at=self.at,
            asked_by=self.actor,
            **self.data.model_dump(include={"count", "text", "gathering", "due_on"}),
        )
        self.owe(turns.NAME_ASSISTANTS, row, due=self.data.due_on)
        return Change(row, {"unit": found.pk, "count": self.data.count})


class _OfSeconding(Act[Seconding, R]):
    """One step of a request."""

    cites = "seconding"

    def change(self, **fields: object) -> Change:
        """Set columns and store the row."""
        for name, value in fields.items():
            setattr(self.case, name, value)
        self.case.save()
        return Change(self.case, {"stage": str(self.case.stage)})


class NameAssistants(_OfSeconding[list[int]]):
    """下级监管部门安排协助人员；不能安排的，写明理由。"""

    name = "inspections.name_assistants"
    title = "安排协助人员"
    who = UNIT_ASKED
    when = seconding_at(SecondingStage.ASKED)
    answers = (turns.NAME_ASSISTANTS,)

    class Input(Fields):
        """Whom, or why nobody."""

        people: list[int] = Field(default_factory=list, title="安排的人员")
        answer: str = Field("", title="说明", max_length=1000, description="不能安排的，写明理由")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Seconding) -> Options:
        """The unit's own people."""
        return {"people": [(one.pk, one.name) for one in may_send(case.unit)]}

    def check(self) -> list[int]:
        """People of the unit, or a reason."""
        known = set(may_send(self.case.unit).values_list("pk", flat=True))
        if not set(self.data.people) <= known:
            self.refuse("请从本单位的检查、执法人员中选择。", "本单位的人员")
        if not self.data.people and not self.data.answer:
            self.refuse("请选择安排的人员；不能安排的，请写明理由。", "安排的人员或者理由")
        return list(dict.fromkeys(self.data.people))

    def do(self, found: list[int]) -> Change:
        """Named, or declined; the asker goes on."""
        stage = SecondingStage.NAMED if found else SecondingStage.DECLINED
        if found:
            self.owe(turns.TAKE_ASSISTANTS, self.case)
        return self.change(
            stage=stage.value,
            people=found,
            answer=self.data.answer,
            answered_at=self.at,
            answered_by=self.actor,
        )


class TakeAssistants(_OfSeconding[list[Person]]):
    """核对利害关系后，把安排的人员作为协助人员编入检查组，服从检查工作统一安排。有因检查开始以后再编入。"""

    name = "inspections.take_assistants"
    title = "编入检查组"
    who = Those(
        "派出检查单位的负责人或者计划管理员",
        lambda person, case: (row := case.known()) is not None and DISPATCHERS.includes(person, row),
    )
    when = all_of(
        seconding_at(SecondingStage.NAMED),
        holds(
            "检查组已经组成，检查还没有结束",
            lambda case: (row := case.known()) is None or row.stage in OPEN[1:],
            "检查组还没有组成，或者检查已经结束，不能编入。",
        ),
        holds(
            "有因检查已经开始",
            lambda case: (
                (row := case.known()) is None or row.begun or row.inspection_type != InspectionType.FOR_CAUSE
            ),
            "有因检查开始以前，不告知协助人员检查对象和内容；请在指定地点集中、检查开始后编入检查组。",
        ),
    )
    answers = (turns.TAKE_ASSISTANTS,)

    class Input(Fields):
        """Whom of those named, and by which letter they show who they are."""

        people: list[int] = Field(title="编入的人员", min_length=1)
        letter_number: str = Field(
            "", title="授权证明文件编号", max_length=40, description="检查已经开始的填写，由其到场出示"
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Seconding) -> Options:
        """Those whom the unit named."""
        return {"people": [(one.pk, one.name) for one in named(case)]}

    def check(self) -> list[Person]:
        """Of those named; in the team once; without an interest in who is inspected; identified where it has begun."""
        case = self.case.inspection
        chosen = [one for one in named(self.case) if one.pk in self.data.people]
        if len(chosen) != len(set(self.data.people)):
            self.refuse("请从派员单位安排的人员中选择。", "安排的人员")
        inside = set(case.members().values_list("person_id", flat=True))
        if again := [one.name for one in chosen if one.pk in inside]:
            self.refuse(f"{'、'.join(again)}已经在检查组中。")
        refuse_faults(conflicts(chosen, case.party, self.today).value, "协助人员有利害关系，不能编入检查组。")
        if case.begun and not self.data.letter_number:
            self.refuse(
                "检查已经开始，协助人员到场也应当出示证明，请填写授权证明文件编号。",
                "授权证明文件编号",
                article=self.cite("arrival"),
            )
        return chosen

    def do(self, found: Sequence[Person]) -> Change:
        """Members of the team in a part of their own; each is told."""
        case = self.case.inspection
        for one in found:
            TeamMember.objects.create(inspection=case, person=one, part=Part.ASSISTANT, joined_at=self.at)
            if case.begun:
                CredentialShown.objects.create(
                    inspection=case,
                    person=one,
                    kind="授权证明文件",
                    number=self.data.letter_number,
                    shown_at=self.at,
                )
        case.save()
        also(self, case, assistants=[one.pk for one in found])
        for one in found:
            self.owe(turns.NOTE_ARRANGEMENT, self.case, to=Holder(person=one))
        return self.change(
            stage=SecondingStage.TAKEN.value,
            taken=[one.pk for one in found],
            taken_at=self.at,
            taken_by=self.actor,
        )


class NoteArrangement(_OfSeconding[None]):
    """协助人员收悉安排，服从检查工作统一安排。"""

    name = "inspections.note_arrangement"
    title = "收悉协助安排"
    who = NAMED
    when = all_of(
        seconding_at(SecondingStage.TAKEN),
        holds("还有人员没有收悉", lambda case: set(case.taken) - set(case.noted) != set(), "已经收悉。"),
    )
    answers = (turns.NOTE_ARRANGEMENT,)

    def check(self) -> None:
        """Each once."""
        if self.actor.pk in self.case.noted:
            self.refuse("您已经收悉。")

    def do(self, found: None) -> Change:
        """Noted by this one of them."""
        return self.change(noted=[*self.case.noted, self.actor.pk])


class WithdrawSeconding(_OfSeconding[None]):
    """不再需要，或者安排的人员不宜参加的，写明理由撤回要求。"""

    name = "inspections.withdraw_assistants"
    title = "撤回派员要求"
    who = Those(
        "组织检查的单位或者派出检查单位的负责人、计划管理员",
        lambda person, case: (row := case.known()) is not None and ASKERS.yes(person, row),
    )
    when = seconding_at(SecondingStage.ASKED, SecondingStage.NAMED)
    answers = (turns.NAME_ASSISTANTS, turns.TAKE_ASSISTANTS)

    class Input(Fields):
        """Why, without a word on who is inspected."""

        reason: str = Field(title="理由", min_length=2, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Over; the unit sees it."""
        answer = "\n".join(filter(None, (self.case.answer, f"撤回：{self.data.reason}")))
        return self.change(stage=SecondingStage.WITHDRAWN.value, answer=answer)


def named(case: Seconding) -> list[Person]:
    """The people whom the unit named, as the ledger has them."""
    return list(Person.objects.unrestricted().filter(pk__in=case.people, is_active=True).order_by("pk"))
