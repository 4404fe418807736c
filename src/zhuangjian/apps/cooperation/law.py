"""What the packs say of a letter: its kind's rule, its article, its limit."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.cooperation.models import Letter, Urgency
from zhuangjian.engines.rules.letters import Written, leader_side, letter_faults, letters_of, reply_due
from zhuangjian.engines.rules.models import LetterRule
from zhuangjian.engines.rules.vocabulary import AuthorityKind, BodyKind, LetterKind
from zhuangjian.kernel.turns import Limit

KINDS = {
    AuthorityKind.MUNICIPAL: BodyKind.PROVINCE,
    AuthorityKind.NATIONAL: BodyKind.NATIONAL,
    AuthorityKind.INSPECTION_INSTITUTION: BodyKind.OTHER,
}


def rule_of(kind: str, on: date | None = None) -> LetterRule | None:
    """The rule for a kind of letter, on the day or as the pack has it last."""
    found = letters_of(region=settings.REGION, on=on)
    return found.get(LetterKind(kind)) if kind else None


def kinds(direction_in: bool = False) -> list[tuple[object, str]]:
    """The kinds of letter that the law of the place knows, for a form; a province reports, it is not reported to."""
    found = letters_of(region=settings.REGION)
    return [
        (key.value, rule.title)
        for key, rule in found.items()
        if not (direction_in and set(rule.to) <= {BodyKind.NATIONAL, BodyKind.POLICE})
        and (direction_in or not rule.chain)
    ]


def kind_of_unit(unit: Authority) -> BodyKind:
    """What a unit of this system is as the other side of a letter."""
    return KINDS.get(AuthorityKind(unit.kind), BodyKind.LOCAL)


def article_of(kind: str, day: date) -> str:
    """The article behind a kind of letter."""
    rule = rule_of(kind, day) or rule_of(kind)
    return rule.article if rule else ""


def limit_of(letter: Letter) -> Limit:
    """By when a letter that came in is answered: as extended, else as the pack counts; no day where no law sets one."""
    if letter.received_on is None:
        return Limit(None)
    answer = reply_due(
        LetterKind(letter.kind),
        letter.received_on,
        region=settings.REGION,
        urgent=letter.urgency == Urgency.URGENT,
        requested_until=letter.own_term,
    )
    if answer is None:
        return Limit(letter.due)
    found = cast("Any", answer).value
    if letter.due is not None and letter.due != found.due:
        return Limit(letter.due, basis=answer.basis, pack=answer.pack)
    return Limit(found.due, found.unit, found.days, found.provisional, answer.basis, answer.pack)


def faults_of(letter: Letter, day: date) -> Any:
    """What the letter lacks before it can go out."""
    rows = letter.addressees.filter(second=False)
    said = {
        name: getattr(letter, name)
        for name in ("reasons", "matters", "contact_name", "contact_way")
        if getattr(letter, name)
    }
    earlier = letter.earlier
    written = Written(
        LetterKind(letter.kind),
        tuple(BodyKind(one.kind) for one in rows),
        said,
        letter.annexes.count(),
        letter.public_info,
        letter.public_reason,
        letter.unlicensed,
        earlier is not None and bool(earlier.together),
    )
    return letter_faults(written, region=settings.REGION, on=day)


def leads(letter: Letter) -> str | None:
    """Which side's person leads the joint team that a letter is about (CQ 47)."""
    return leader_side(LetterKind(letter.kind), letter.direction == "out", region=settings.REGION)


class OfLetter:
    """The article of an act on a letter: that of the letter's kind; of the class, what it ``cites``."""

    def __get__(self, act: Any, owner: Any) -> str:
        if act is not None:
            case, data = act.case, getattr(act, "data", None)
            kind = case.kind if case is not None else getattr(data, "kind", "")
            if kind and (found := article_of(str(kind), timezone.localdate(act.at))):
                return found
        return cite(owner.cites, at=act.at if act is not None else None)
