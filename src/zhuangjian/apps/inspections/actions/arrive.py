"""Arrival with credentials shown (CQ 11), opening meeting (CQ 12), obstruction (CQ 51)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Credential, Person
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.actions.plan import check_current_team, refuse_outside_plan
from zhuangjian.apps.inspections.events import ObstructionRecorded
from zhuangjian.apps.inspections.joint import OWN
from zhuangjian.apps.inspections.models import CredentialShown, Inspection, Meeting, Stage
from zhuangjian.apps.inspections.models.course import MeetingKind, Obstruction, OpeningPoint
from zhuangjian.apps.inspections.models.inspection import EXAMINING
from zhuangjian.apps.inspections.step import TEXT, Step
from zhuangjian.apps.inspections.who import LEADER, MEMBERS, NOT_BEGUN, THERE, at
from zhuangjian.apps.ledger.act import Change, Fields, Options, Values
from zhuangjian.apps.programme.exchanging import tell_begun
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder


class Arrive(Step[list[Credential]]):
    """The team is on the spot and has shown who it is; the inspection begins."""

    name = "inspections.arrive"
    title = "到达现场、出示证件"
    cites = "arrival"
    who = LEADER
    when = all_of(at(Stage.PLAN_APPROVED, early="检查方案尚未经派出检查单位负责人批准，不能开始检查"), THERE)
    answers = (turns.ARRIVE,)

    class Input(Fields):
        """Which credentials, or which letters of authorisation."""

        credentials: list[int] = Field(default_factory=list, title="出示的证件")
        letters: list[int] = Field(
            default_factory=list, title="出示授权证明文件的人员", description="没有证件的人员（如专家）用"
        )
        letter_number: str = Field("", title="授权证明文件编号", max_length=40)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The credentials of the present members, and the members themselves."""
        people = [m.person for m in case.members()]
        rows = Credential.objects.unrestricted().filter(person__in=people).select_related("person")
        return {
            "credentials": [(c.pk, f"{c.person} · {c} · 有效期至{chinese_date(c.valid_to)}") for c in rows],
            "letters": [(p.pk, p.name) for p in people],
        }

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """Nothing ticked: what was shown is what somebody says was shown."""
        return {"credentials": [], "letters": []}

    def check(self) -> list[Credential]:
        """On the plan's days, with a valid team, everybody identified."""
        refuse_outside_plan(self)
        check_current_team(self.case, self.today)
        members = {m.person_id: m.person for m in self.case.members()}
        shown = list(
            Credential.objects.unrestricted().filter(pk__in=self.data.credentials, person__in=list(members))
        )
        self._all_identified(members, shown)
        return shown

    def _all_identified(self, members: Mapping[int, Person], shown: list[Credential]) -> None:
        if len(shown) != len(set(self.data.credentials)) or not set(self.data.letters) <= set(members):
            self.refuse("所选证件不是检查组现有成员的，请重新选择。", "检查组成员的证件")
        day = self.today
        lapsed = [f"{c.person.name}的{c}" for c in shown if not c.valid_on(day)]
        if lapsed:
            self.refuse("出示的证件今天不在有效期内。", *lapsed)
        if self.data.letters and not self.data.letter_number:
            self.refuse("出示授权证明文件的，请写明文件编号。", "授权证明文件编号")
        known = {c.person_id for c in shown} | set(self.data.letters)
        lacking = [p.name for pk, p in members.items() if pk not in known]
        if lacking:
            self.refuse(
                "到达检查场所后，每名检查人员都应当出示证件或者授权证明文件，没有例外。",
                *(f"{name}的证件" for name in lacking),
            )

    def do(self, found: list[Credential]) -> Change:
        """What each showed, and the next steps for the team."""
        for credential in found:
            self._show(credential.person_id, credential.get_kind_display(), credential.number)
        for pk in self.data.letters:
            self._show(pk, "授权证明文件", self.data.letter_number)
        self.case.started_at = self.at
        tell_begun(self, self.case.task)
        end = self.case.plan().end_on
        if self.case.announced:
            self.owe(turns.OPENING, self.case, due=self.today)
        self.owe(turns.CLOSING, self.case, due=end)
        for member in self.case.members():
            if member.part in OWN:
                self.owe(turns.FINDINGS, self.case, to=Holder(person=member.person), due=end)
        return self.move(
            Stage.ON_SITE, credentials=sorted(c.pk for c in found), letters=sorted(self.data.letters)
        )

    def _show(self, person_id: int, kind: str, number: str) -> None:
        CredentialShown.objects.create(
            inspection=self.case, person_id=person_id, kind=kind, number=number, shown_at=self.at
        )


class HoldOpening(Step):
    """The opening meeting is held: the scope is confirmed, and discipline, integrity, cautions, rights and duties are told."""

    name = "inspections.opening"
    title = "首次会议"
    cites = "opening"
    who = MEMBERS
    when = all_of(
        at(Stage.ON_SITE, early=NOT_BEGUN),
        holds(
            "首次会议还没有记录",
            lambda case: not has_meeting(case, MeetingKind.OPENING),
            "首次会议已有记录。",
        ),
    )
    answers = (turns.OPENING,)

    class Input(Fields):
        """Which points were confirmed or told, each by itself, and to whom."""

        points: list[OpeningPoint] = Field(default_factory=list, title="确认和告知的事项")
        party_attendee: str = Field(
            "", title="被检查对象参加人", max_length=60, description="预先告知的检查必填"
        )
        party_attendee_post: str = Field("", title="职务", max_length=60)
        notice_omitted_reason: str = Field(
            "",
            title="省略告知的说明",
            max_length=200,
            description="不预先告知的检查不要求首次会议；开了的，如实记录，说明可以不写",
        )
        notes: str = Field("", title="记录", json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """All six points to somebody; of an unannounced inspection nothing is demanded (CQ 12)."""
        if not self.case.announced:
            return
        lacking = [p.label for p in OpeningPoint if p not in self.data.points]
        if not self.data.party_attendee.strip():
            lacking.append("被检查对象参加人")
        if lacking:
            self.refuse("预先告知的检查，检查范围应当确认，下列事项都应当告知并记明参加人。", *lacking)

    def do(self, found: None) -> Change:
        """The meeting is kept with its points and who attended it."""
        Meeting.objects.create(
            inspection=self.case,
            kind=MeetingKind.OPENING,
            held_at=self.at,
            points=[p.value for p in OpeningPoint if p in self.data.points],
            notice_omitted_reason=self.data.notice_omitted_reason,
            party_attendee=self.data.party_attendee,
            party_attendee_post=self.data.party_attendee_post,
            notes=self.data.notes,
            kept_by=self.actor,
        )
        return self.move(Stage.ON_SITE, points=[p.value for p in self.data.points])


class RecordObstruction(Step):
    """The party refuses, evades or obstructs: it goes on record and decides the conclusion."""

    name = "inspections.obstruction"
    title = "记录拒绝、逃避、阻碍检查"
    cites = "obstruction"
    who = LEADER
    when = at(*EXAMINING, Stage.CLOSING, early=NOT_BEGUN)

    class Input(Fields):
        """Which form, and what happened."""

        form: Obstruction = Field(title="情形")
        note: str = Field(title="经过", min_length=1, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The forms that the pack lists, and what the article names beside them."""
        return {"form": [(one.value, one.label) for one in forms_of_obstruction(timezone.localdate())]}

    def check(self) -> None:
        """One of them."""
        if self.data.form not in forms_of_obstruction(self.today):
            self.refuse(f"本地法规没有列出“{self.data.form.label}”，请选择列出的情形。", "情形")

    def do(self, found: None) -> Change:
        """Kept; the leader can conclude without having seen every checkpoint."""
        line = f"{self.data.form.label}：{self.data.note}"
        self.case.obstruction = True
        self.case.obstruction_note = "\n".join(filter(None, (self.case.obstruction_note, line)))
        self.owe(turns.CONCLUDE, self.case)
        self.tells(ObstructionRecorded(self, self.case, self.data.form))
        return self.move(Stage(self.case.stage), form=self.data.form)


def forms_of_obstruction(on: date) -> list[Obstruction]:
    """What counts as refusing, evading or obstructing on that day (CQ 51): the pack's list, and dealing with evidence so."""
    listed = parameter(pack_for(settings.REGION), "obstruction_forms", on).value
    return [one for one in Obstruction if one in listed or one is Obstruction.DESTRUCTION]  # type: ignore[operator]


def opening_lacks(inspection: Inspection) -> bool:
    """Whether the opening meeting is demanded and not held: an unannounced inspection is exempt from it entirely."""
    there = not inspection.off_site
    return there and inspection.announced and not has_meeting(inspection, MeetingKind.OPENING)


def has_meeting(inspection: Inspection, kind: MeetingKind) -> bool:
    """Whether that meeting was held."""
    return inspection.meetings.filter(kind=kind).exists()
