"""A letter that came in is registered, handed on, decided, extended, answered: the receiver's side (CQ 41, 45 to 48)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, cast

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.cooperation import turns
from zhuangjian.apps.cooperation.actions.common import (
    TEXT,
    LetterAct,
    arrive,
    party_called,
    refuse_day,
    unit_of,
)
from zhuangjian.apps.cooperation.actions.send import (
    answered,
    copy_annex,
    copy_papers,
    extended,
    letter_number,
)
from zhuangjian.apps.cooperation.actions.write import Stated, refuse_term
from zhuangjian.apps.cooperation.law import OfLetter, kinds, limit_of, rule_of
from zhuangjian.apps.cooperation.models import Annex, Answer, Extension, Letter, LetterStage
from zhuangjian.apps.cooperation.papers import answer_papers
from zhuangjian.apps.cooperation.secrets import refuse_told
from zhuangjian.apps.cooperation.who import ARRANGERS, HANDLER, IN, WRITERS, at
from zhuangjian.apps.documents.printing import Paper, enter, print_out
from zhuangjian.apps.duties.turns import end_all
from zhuangjian.apps.inspections.models.series import take, upcoming
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.actions.placing import parties_meant
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import BodyKind
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import always, holds

DECIDES = holds(
    "由收文单位决定是否开展",
    lambda case: bool((rule := rule_of(case.kind)) and rule.decides),
    "这一种函件不需要决定是否开展检查。",
)
UNDECIDED = holds("还没有决定", lambda case: case.decision is None, "是否开展检查已经决定。")


class RegisterLetter(Act[None, Party | None]):
    """登记收到的函件；有函复期限的从收到之日起算。"""

    name = "cooperation.register"
    title = "登记来函"
    cites = "cross_region"
    article: ClassVar[str] = cast("str", OfLetter())
    model = Letter
    creates = True
    who = WRITERS
    when = always

    class Input(Stated):
        """From whom, when, about what."""

        body_name: str = Field(title="来文单位", min_length=2, max_length=120)
        body_kind: BodyKind = Field(BodyKind.PROVINCE, title="来文单位类别")
        number: str = Field("", title="文号", max_length=80)
        received_on: date = Field(title="收到日期")

    data: Input

    @classmethod
    def found(
        cls, person: Person, case: None, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """The parties in reach that the words mean."""
        return parties_meant(person, words) if field == "party" else ()

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The kinds that the law of the place knows."""
        return {"kind": kinds(direction_in=True)}

    def check(self) -> Party | None:
        """A kind that the place knows; a day that has come; each letter once."""
        data = self.data
        if data.kind.value not in {key for key, _ in kinds(direction_in=True)}:
            self.refuse(f"本地法规没有可以收到的“{data.kind.label}”。", article="")
        refuse_day(self, data.received_on, None, "收到日期")
        refuse_term(self, data.kind, data.urgency, data.own_term)
        known = Letter.objects.unrestricted().filter(
            direction="in",
            authority=self.actor.authority,
            body_name=data.body_name,
            number=data.number,
        )
        if data.number and known.exclude(stage=LetterStage.WITHDRAWN).exists():
            self.refuse(f"{data.body_name}的“{data.number}”已经登记，请在函件中查看。", article="")
        return party_called(self.person, data.party)

    def do(self, found: Party | None) -> Change:
        """Its limit runs; it is the unit's turn to answer."""
        unit = unit_of(self)
        fields = self.data.model_dump(exclude={"expected_version", "party"})
        letter = Letter.objects.create(
            direction="in",
            stage=LetterStage.RECEIVED,
            authority=unit,
            handler=unit,
            party=found,
            party_name=found.name if found else self.data.party,
            written_by=self.actor,
            written_at=self.at,
            **fields,
        )
        letter.due = limit_of(letter).due
        letter.save()
        arrive(self, letter)
        return Change(letter, {"kind": letter.kind, "received_on": letter.received_on})


class AssignLetter(LetterAct[Authority]):
    """把来函交给承办的单位；期限仍从收到之日起算。"""

    name = "cooperation.assign"
    title = "交办来函"
    who = ARRANGERS
    when = all_of(IN, at(LetterStage.RECEIVED))

    class Input(Fields):
        """The unit of this system that answers it."""

        to: int = Field(title="承办单位")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Letter) -> Options:
        """The units that the person's own one assigns to."""
        reach = person.scope.authorities if person.scope else frozenset()
        rows = Authority.objects.visible_to(person).filter(is_active=True, pk__in=reach)
        return {"to": [(row.pk, row.name) for row in rows.exclude(pk=case.handler_id)]}

    def check(self) -> Authority:
        """One of those."""
        if self.data.to not in {pk for pk, _ in self.choices(self.actor, self.case)["to"]}:
            self.refuse("请从列出的单位中选择承办单位。", "承办单位", article="")
        return Authority.objects.unrestricted().get(pk=self.data.to)

    def do(self, found: Authority) -> Change:
        """It is their turn."""
        self.change(handler=found)
        arrive(self, self.case)
        return Change(self.case, {"to": found.pk})


class DecideLetter(LetterAct):
    """来函由收文单位决定是否开展检查的，登记决定。"""

    name = "cooperation.decide"
    title = "决定是否开展检查"
    guards = (NO_INTEREST,)
    who = HANDLER
    when = all_of(IN, at(LetterStage.RECEIVED), DECIDES, UNDECIDED)

    class Input(Fields):
        """Whether it is done as asked, and the reason where not."""

        yes: bool = Field(False, title="决定开展检查")
        text: str = Field(title="理由和安排", min_length=2, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Decided; the answer tells it."""
        self.change(decision=self.data.yes, decision_text=self.data.text, decided_on=self.today)
        return Change(self.case, {"decision": self.data.yes})


class ExtendLetter(LetterAct):
    """需要延期的，在期限届满前告知请求的单位。"""

    name = "cooperation.extend"
    title = "告知延期"
    cites = "assistance_reply"
    article: ClassVar[str] = cast("str", Act.__dict__["article"])
    who = HANDLER
    when = all_of(
        IN,
        at(LetterStage.RECEIVED),
        holds("有函复期限", lambda case: case.due is not None, "这一函件没有函复期限，不需要延期。"),
    )

    class Input(Fields):
        """Until when, and why."""

        until: date = Field(title="延期至")
        reason: str = Field(title="延期的理由", min_length=2, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """Before the limit has run out, and for a later day."""
        due = cast("date", self.case.due)
        if self.today > due:
            self.refuse(
                f"期限已于{chinese_date(due)}届满，延期应当在期限届满前告知。请尽快函复。", "届满前的告知"
            )
        if self.data.until <= due:
            self.refuse(f"延期的日期应当晚于现在的期限（{chinese_date(due)}）。", article="")

    def do(self, found: None) -> Change:
        """The limit is the later day; the other side knows."""
        data, case = self.data, self.case
        Extension.objects.create(
            letter=case,
            body_name=self.unit.name,
            until=data.until,
            reason=data.reason,
            told_on=self.today,
            entered_at=self.at,
            entered_by=self.actor,
        )
        self.change(due=data.until)
        arrive(self, case)
        sender = _sender(case)
        if sender is not None and sender.stage == LetterStage.SENT:
            extended(self, sender, case.authority.name, data.until, data.reason, self.today)
            also(self, sender, until=data.until)
        return Change(case, {"until": data.until})


def _sender(case: Letter) -> Letter | None:
    return None if case.paired_id is None else Letter.objects.unrestricted().get(pk=case.paired_id)


class AnswerLetter(LetterAct):
    """函复来函，附件一并发出。"""

    name = "cooperation.answer"
    title = "函复"
    guards = (NO_INTEREST,)
    who = HANDLER
    when = all_of(IN, at(LetterStage.RECEIVED))
    answers = (turns.ASSIST, turns.REPLY)

    class Input(Fields):
        """What was found out or decided."""

        text: str = Field(title="复函内容", min_length=2, max_length=8000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """Where the receiver decides, that was decided."""
        if self.rule.decides and self.case.decision is None:
            self.refuse("请先决定是否开展检查，再函复。", "是否开展检查的决定")
        refuse_told(self.case, [self.data.text], of_answer=True)

    def prepare(self) -> None:
        """The answer, printed before the ledger is taken, under the number that is next now."""
        self.checked()
        self.printed = print_out(self.papers(letter_number(self, upcoming)))

    def papers(self, number: str) -> list[Paper]:
        """The answer as PDF and .docx."""
        return answer_papers(self.case, number, self.today, self.data.text, self.person)

    def do(self, found: None) -> Change:
        """Numbered; at once with the sender where both use this system."""
        case, number = self.case, letter_number(self, take)
        rows = enter(case, self.papers(number), self.printed, by=self.person, at=self.at)
        Answer.objects.create(
            letter=case,
            body_name=case.authority.name,
            number=number,
            answered_on=self.today,
            text=self.data.text,
            trusted=True,
            entered_at=self.at,
            entered_by=self.actor,
        )
        self.change(stage=LetterStage.ANSWERED, closed_at=self.at)
        sender = _sender(case)
        if sender is not None and sender.stage == LetterStage.SENT:
            answered(self, sender, case.authority.name, number, self.today, self.data.text, trusted=True)
            for annex in Annex.objects.unrestricted().filter(letter=case, of_answer=True).order_by("pk"):
                copy_annex(annex, sender)
            copy_papers(rows, sender)
            also(self, sender, answer=number)
        return Change(case, {"number": number, "documents": sorted(row.digest for row in rows)})


class CloseLetter(LetterAct):
    """来函撤回、错送或者无需答复的，写明情况办结。"""

    name = "cooperation.close"
    title = "不函复办结"
    who = ARRANGERS
    when = all_of(IN, at(LetterStage.RECEIVED))

    class Input(Fields):
        """Why it is not answered."""

        reason: str = Field(title="情况说明", min_length=2, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Nothing is left to do."""
        self.change(stage=LetterStage.CLOSED, closing=self.data.reason, closed_at=self.at)
        end_all(self, self.case)
        return Change(self.case)
