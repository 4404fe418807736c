"""The one place where declared interests are read against an enterprise (CQ 21); everybody who acts on one asks here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.authorities.models import Interest, Person
from zhuangjian.apps.conduct.practice import practised
from zhuangjian.apps.registry.models import InterestAnswer, Party, PartyName
from zhuangjian.engines.rules.answer import Answer
from zhuangjian.engines.rules.bases import HOUSE
from zhuangjian.engines.rules.interests import Fault, Inspected, interest_faults
from zhuangjian.engines.rules.interests import Interest as Declared
from zhuangjian.kernel.asking import Asked, No
from zhuangjian.kernel.questions import Question

INTERESTS_OF = Question(lambda pk: Interest.objects.unrestricted().filter(person_id=pk).order_by("pk"))
ANSWERED = Question(
    lambda person, party: (
        InterestAnswer.objects.unrestricted()
        .filter(interest__person_id=person, party_id=party)
        .order_by("pk")
        .values_list("interest_id", "same")
    ),
    keys=2,
)
NAMES_OF = Question(lambda pk: PartyName._base_manager.filter(party_id=pk).values_list("name", flat=True))


def inspected(party: Party) -> Inspected:
    """The party as the rule wants it: its code, and every name it has or had."""
    names = dict.fromkeys((party.name, *NAMES_OF(party.pk)))
    return Inspected(party.credit_code or "", tuple(names))


def declared(person: Person, party: Party | None) -> tuple[Declared, ...]:
    """A person's interests, with what was answered about this party; nothing is, about one that is not in the register."""
    rows = INTERESTS_OF(person.pk)
    answers = dict(ANSWERED(person.pk, party.pk)) if rows and party else {}
    return tuple(
        Declared(
            cast("Any", row.relation),
            row.credit_code,
            row.detail,
            row.party_name,
            row.ended_on,
            answers.get(row.pk),
        )
        for row in rows
    )


def conflicts(people: Iterable[Person], party: Party | str, day: date) -> Answer[tuple[Fault, ...]]:
    """Interests of these people that stand against the party on that day, and those that somebody has to answer.

    ``party`` is a name alone where an enterprise elsewhere is not in the register.
    """
    known = None if isinstance(party, str) else party
    found = [(person.name, one) for person in people for one in declared(person, known)]
    about = inspected(known) if known else Inspected("", (str(party),))
    return interest_faults(found, [about], day, region=settings.REGION)


@dataclass(frozen=True)
class NoInterest(Asked[Any]):
    """Guard of an act on a party or on a case with one: who does it has no interest in the party; the system itself has none.

    With ``practice`` the refusal is the house's: the law speaks of inspectors, this person is none.
    """

    practice: str = ""

    def why_not(self, person: Any, case: Any, at: datetime | None = None) -> No | None:
        """The first interest that stands against the party on that day, with its article; the others are missing."""
        if person is None or (self.practice and practised(self.practice, at) is None):
            return None
        party = case if isinstance(case, Party) else case.party or getattr(case, "party_name", "")
        if not party:
            return None
        faults = conflicts([person], party, timezone.localdate(at)).value
        if not faults:
            return None
        first, *others = faults
        article = HOUSE if self.practice else first.article
        return No(first.message, article=article, missing=tuple(fault.message for fault in others))

    def words(self, case: Any = None) -> str:
        """What is asked of the person, in Chinese."""
        return "与被检查对象没有利害关系"


NO_INTEREST = NoInterest()
APPROVER_WITHOUT_INTEREST = NoInterest(practice="approver_without_interest")


def named_like(interest: Interest, party: Party) -> bool:
    """Whether the enterprise that a declaration names without a code may be this party."""
    alone = Declared("other", "", "", interest.party_name)
    day = timezone.localdate()
    found = interest_faults([("", alone)], [inspected(party)], day, region=settings.REGION).value
    return not interest.credit_code and bool(found)
