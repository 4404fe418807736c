"""A letter goes out, is received, extended, answered, or withdrawn: the sender's side (CQ 42, 44, 48)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.cooperation import turns
from zhuangjian.apps.cooperation.actions.common import TEXT, LetterAct, arrive, refuse_day
from zhuangjian.apps.cooperation.events import LetterSettled
from zhuangjian.apps.cooperation.law import faults_of, kind_of_unit, limit_of
from zhuangjian.apps.cooperation.models import Addressee, Annex, Answer, Extension, Letter, LetterStage
from zhuangjian.apps.cooperation.papers import letter_papers
from zhuangjian.apps.cooperation.secrets import refuse_told
from zhuangjian.apps.cooperation.who import OUT, OWN, at, waited_for
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.documents.printing import enter, print_out
from zhuangjian.apps.duties.turns import end_all, end_one
from zhuangjian.apps.inspections.models.series import take, upcoming
from zhuangjian.apps.ledger.act import Change, Fields, Options
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.outside.turns import NOTIFY
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import LetterKind
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.turns import NEEDLESS, Holder

HEAD = holders("单位负责人", "head", unit=lambda case: case.authority_id)
COPIED = (
    "kind",
    "subject",
    "party",
    "party_name",
    "reasons",
    "matters",
    "contact_name",
    "contact_way",
    "public_info",
    "public_reason",
    "urgency",
    "own_term",
)


def _sends(person: Any, case: Letter) -> bool:
    from zhuangjian.apps.cooperation.law import rule_of

    rule = rule_of(case.kind) if case is not None else None
    return HEAD.includes(person, case) if rule and rule.head else OWN.includes(person, case)


SENDERS = Those(
    "登记函件的单位的承办人员；依法由负责人决定的，由负责人",
    lambda person, case: person is not None and _sends(person, case),
)


class SendLetter(LetterAct):
    """发出函件：编文号；收文单位在本系统内的，同时登记为对方的来函。"""

    name = "cooperation.send"
    title = "发出函件"
    guards = (NO_INTEREST,)
    who = SENDERS
    when = all_of(OUT, at(LetterStage.DRAFT))
    answers = (turns.SEND, turns.DECIDE_SENDING)

    class Input(Fields):
        """Nothing to fill in: what was written goes out."""

    data: Input

    def check(self) -> None:
        """Everything that the law of the place wants such a letter to say."""
        case = self.case
        refuse_told(case, [case.subject, case.reasons, case.matters, case.public_reason], of_answer=False)
        faults = faults_of(case, self.today).value
        if faults:
            raise Refusal(
                faults[0].message if len(faults) == 1 else "函件没有写明应当写明的内容，请补充后再发出。",
                article="、".join(dict.fromkeys(one.article for one in faults if one.article)),
                missing=[one.message for one in faults],
            )

    def prepare(self) -> None:
        """The letter, printed before the ledger is taken, under the number that is next now."""
        self.checked()
        self.printed = print_out(letter_papers(self.case, self.number(upcoming), self.today))

    def number(self, given: Callable[[str], int]) -> str:
        """The letter's number in its authority's series of the year."""
        return letter_number(self, given)

    def do(self, found: None) -> Change:
        """Numbered; every addressee of this system has it at once; of the others an answer is waited for."""
        answered, number = self.rule.answered, self.number(take)
        papers = letter_papers(self.case, number, self.today)
        self.change(
            number=number,
            stage=LetterStage.SENT if answered else LetterStage.CLOSED,
            sent_at=self.at,
            sent_by=self.actor,
            closed_at=None if answered else self.at,
        )
        rows = enter(self.case, papers, self.printed, by=self.person, at=self.at)
        for one in self.case.addressees.select_related("unit").order_by("pk"):
            if one.unit is not None:
                self._deliver(one, one.unit, rows)
            if answered and not one.second:
                self.owe(turns.AWAIT, self.case, to=Holder(outside=one.name))
        earlier = self.case.earlier
        if earlier is not None and self.case.kind == LetterKind.DISPUTE:
            end_one(self, earlier, turns.DISPUTE)
        if self.case.problem is not None:
            end_one(self, self.case.problem, NOTIFY)
        self.tells(LetterSettled(self, self.case))
        return Change(
            self.case, {"number": self.case.number, "documents": sorted(row.digest for row in rows)}
        )

    def _deliver(self, one: Addressee, unit: Authority, papers: Sequence[Document]) -> None:
        """The same letter as the other unit's."""
        one.received_on = self.today
        one.save()
        theirs = Letter.objects.create(
            direction="in",
            stage=LetterStage.RECEIVED if self.rule.answered and not one.second else LetterStage.CLOSED,
            number=self.case.number,
            authority=unit,
            handler=unit,
            body_name=self.case.authority.name,
            body_kind=kind_of_unit(self.case.authority),
            theirs=self.case.public_id,
            trusted=True,
            paired=self.case,
            received_on=self.today,
            written_by=self.actor,
            written_at=self.at,
            **{name: getattr(self.case, name) for name in COPIED},
        )
        theirs.due = limit_of(theirs).due
        theirs.save()
        for annex in self.case.annexes.order_by("pk"):
            copy_annex(annex, theirs)
        copy_papers(papers, theirs)
        also(self, theirs, letter=self.case.public_id)
        if theirs.stage == LetterStage.RECEIVED:
            arrive(self, theirs)


def letter_number(act: LetterAct[Any], given: Callable[[str], int]) -> str:
    """A number in the series of the year of the authority in whose name the letter goes."""
    stem = f"{act.case.authority.short_name}函〔{act.today.year}〕"
    return f"{stem}{given(stem)}号"


def copy_papers(rows: Sequence[Document], to: Letter) -> None:
    """The same papers with the other side's letter."""
    for row in rows:
        Document.objects.create(
            target_model=to._meta.label_lower,
            target_id=to.pk,
            **{
                name: getattr(row, name)
                for name in (
                    "kind",
                    "title",
                    "number",
                    "media_type",
                    "digest",
                    "size",
                    "made_at",
                    "made_by",
                )
            },
        )


def copy_annex(annex: Annex, to: Letter) -> None:
    """The same file with the other side's letter."""
    Annex.objects.create(
        letter=to,
        **{
            name: getattr(annex, name)
            for name in (
                "of_answer",
                "body_name",
                "title",
                "media_type",
                "size",
                "sha256",
                "entered_at",
                "entered_by",
            )
        },
    )


def expect(act: Any, letter: Letter, name: str, received_on: date) -> None:
    """The other side has the letter since that day: from now on its limit runs."""
    row = letter.addressees.get(name=name)
    row.received_on = received_on
    row.save()
    probe = Letter(
        kind=letter.kind, urgency=letter.urgency, own_term=letter.own_term, received_on=received_on
    )
    due = limit_of(probe).due
    letter.due = due
    letter.save()
    if name in waited_for(letter):
        end_one(act, letter, turns.AWAIT, outside=name)
        act.owe(turns.AWAIT, letter, to=Holder(outside=name), due=due, event="对方收到函件")


class _OfAddressee(LetterAct):
    """What is known of one addressee outside the system."""

    who = OWN
    when = all_of(OUT, at(LetterStage.SENT, early="函件还没有发出"))

    @classmethod
    def choices(cls, person: Person, case: Letter) -> Options:
        """The addressees outside that have not answered."""
        waiting = set(waited_for(case))
        rows = case.addressees.filter(unit=None).order_by("pk")
        return {"body": [(one.name, one.name) for one in rows if one.name in waiting]}

    def refuse_body(self, name: str) -> None:
        """One of those."""
        if name not in {key for key, _ in self.choices(self.actor, self.case)["body"]}:
            self.refuse("请从还没有复函的系统外单位中选择。", "复函单位", article="")


class NoteReceipt(_OfAddressee):
    """登记对方收到函件的日期；有期限的从这一天起算。"""

    name = "cooperation.note_receipt"
    title = "登记对方收到"

    class Input(Fields):
        """Who has it since when."""

        body: str = Field(title="收文单位", max_length=120)
        received_on: date = Field(title="对方收到日期")

    data: Input

    def check(self) -> None:
        """Not before it went out, nor ahead."""
        self.refuse_body(self.data.body)
        refuse_day(self, self.data.received_on, sent_day(self.case), "对方收到日期")

    def do(self, found: None) -> Change:
        """Their limit runs."""
        expect(self, self.case, self.data.body, self.data.received_on)
        return Change(self.case, {"received_on": self.data.received_on})


def sent_day(letter: Letter) -> date | None:
    """The local day on which a letter went out."""
    from django.utils import timezone

    return timezone.localdate(letter.sent_at) if letter.sent_at else None


class TakeExtension(_OfAddressee):
    """登记对方告知的延期。"""

    name = "cooperation.take_extension"
    title = "登记对方延期"

    class Input(Fields):
        """Until when, and why."""

        body: str = Field(title="告知单位", max_length=120)
        until: date = Field(title="延期至")
        told_on: date = Field(title="告知日期")
        reason: str = Field("", title="延期的理由", max_length=2000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """A day that can be."""
        self.refuse_body(self.data.body)
        refuse_day(self, self.data.told_on, sent_day(self.case), "告知日期")
        if self.data.until < self.data.told_on:
            self.refuse("延期的日期早于告知日期，请改正。", "有效的延期日期", article="")

    def do(self, found: None) -> Change:
        """The answer is waited for until then."""
        data = self.data
        extended(self, self.case, data.body, data.until, data.reason, data.told_on)
        return Change(self.case, {"until": data.until})


def extended(act: Any, letter: Letter, body: str, until: date, reason: str, told_on: date) -> None:
    """Their extension, on the sender's letter."""
    Extension.objects.create(
        letter=letter,
        body_name=body,
        until=until,
        reason=reason,
        told_on=told_on,
        entered_at=act.at,
        entered_by=act.actor,
    )
    letter.due = until
    letter.save()
    end_one(act, letter, turns.AWAIT, outside=body)
    act.owe(turns.AWAIT, letter, to=Holder(outside=body), due=until, event="告知延期")


class TakeAnswer(_OfAddressee):
    """登记系统外单位的复函。"""

    name = "cooperation.take_answer"
    title = "登记复函"

    class Input(Fields):
        """What was answered, when it came, and its files."""

        body: str = Field(title="复函单位", max_length=120)
        number: str = Field("", title="复函文号", max_length=80)
        answered_on: date = Field(title="复函日期")
        text: str = Field(title="复函内容", min_length=1, max_length=8000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """A day that can be."""
        self.refuse_body(self.data.body)
        refuse_day(self, self.data.answered_on, sent_day(self.case), "复函日期")

    def do(self, found: None) -> Change:
        """Nobody is waited for any more, or the others."""
        data = self.data
        answered(self, self.case, data.body, data.number, data.answered_on, data.text)
        return Change(self.case, {"answered_on": data.answered_on})


def answered(
    act: Any, letter: Letter, body: str, number: str, day: date, text: str, *, trusted: bool = False
) -> Answer:
    """Their answer, on the sender's letter; with the last one nothing is waited for."""
    row = Answer.objects.create(
        letter=letter,
        body_name=body,
        number=number,
        answered_on=day,
        text=text,
        trusted=trusted,
        entered_at=act.at,
        entered_by=act.actor,
    )
    end_one(act, letter, turns.AWAIT, outside=body)
    if not waited_for(letter):
        letter.stage, letter.closed_at = LetterStage.ANSWERED, act.at
    letter.save()
    return row


class WithdrawLetter(LetterAct):
    """撤回还没有复函的去函；决定不发出的，同样写明理由。"""

    name = "cooperation.withdraw"
    title = "撤回函件"
    who = SENDERS
    when = all_of(OUT, at(LetterStage.DRAFT, LetterStage.SENT))

    class Input(Fields):
        """Why the letter is taken back."""

        reason: str = Field(title="理由", min_length=2, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Nothing more is asked of anybody, here or at the other side."""
        self.change(stage=LetterStage.WITHDRAWN, closing=self.data.reason, closed_at=self.at)
        end_all(self, self.case, outcome=NEEDLESS)
        for theirs in Letter.objects.unrestricted().filter(paired=self.case, stage=LetterStage.RECEIVED):
            theirs.stage, theirs.closing, theirs.closed_at = (
                LetterStage.WITHDRAWN,
                f"来文单位撤回：{self.data.reason}",
                self.at,
            )
            theirs.save()
            end_all(self, theirs, outcome=NEEDLESS)
            also(self, theirs, letter=self.case.public_id)
        self.tells(LetterSettled(self, self.case))
        return Change(self.case)
