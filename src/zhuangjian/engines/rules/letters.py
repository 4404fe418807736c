"""Letters between bodies: which kinds the law of a place knows, what each must say, by when it is answered (CQ 41 to 48).

The packs hold the kinds (``letters.yaml``); what is not in them does not exist there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from .answer import Answer, Reason
from .deadlines import due
from .loader import Pack, in_force
from .lookup import pack_for, the_day
from .models import LetterRule
from .people import Fault
from .vocabulary import BodyKind, LetterKind


@dataclass(frozen=True, slots=True)
class Written:
    """What a letter says: ``said`` maps the names of what can be stated to the words given; ``to``: who it goes to.

    ``public``: that it asks for what a public register shows; ``public_reason``: why nevertheless. ``unlicensed``: that
    it is about business without a licence, found by who writes. ``together``: what was found out together before.
    """

    kind: LetterKind
    to: tuple[BodyKind, ...]
    said: Mapping[str, object]
    annexes: int = 0
    public: str = ""
    public_reason: str = ""
    unlicensed: bool = False
    together: bool = False


def letters_of(
    *, region: str | None = None, on: date | str | None = None, pack: Pack | None = None
) -> dict[LetterKind, LetterRule]:
    """The kinds of letter that the law of the place knows on the day, in the packs' order."""
    rules, day = pack or pack_for(region), the_day(on) if on is not None else None
    found = {}
    for name, editions in rules.letters.items():
        rule = editions[-1] if day is None else in_force(editions, day)
        if rule is not None:
            found[LetterKind(name)] = cast(LetterRule, rule)
    return found


def letter_faults(
    written: Written, *, region: str | None = None, on: date | str | None = None, pack: Pack | None = None
) -> Answer[tuple[Fault, ...]]:
    """What a letter lacks before it can go out."""
    rules = pack or pack_for(region)
    known = letters_of(on=on, pack=rules)
    rule, facts = known.get(written.kind), {"kind": written.kind.value}
    if rule is None:
        words = "、".join(one.title for one in known.values())
        fault = Fault("letter_unknown", "", f"本地法规没有“{written.kind.label}”，可用：{words}。")
        return Answer((fault,), (), (Reason("", fault.message, facts),), rules.label, "official", facts)
    found = tuple(_faults(rule, written))
    reasons = tuple(Reason(one.article, one.message, facts) for one in found) or (
        Reason(rule.article, f"“{rule.title}”应写明的都已写明", facts),
    )
    return Answer(found, (rule.article,), reasons, rules.label, rule.basis, facts)


def _faults(rule: LetterRule, written: Written) -> list[Fault]:
    found = [
        Fault(f"{name}_missing", rule.article, f"“{rule.title}”应当写明{words}。")
        for name, words in rule.needs.items()
        if not written.said.get(name)
    ]
    if wrong := [one.label for one in dict.fromkeys(written.to) if one not in rule.to]:
        right = "、".join(one.label for one in rule.to)
        found.append(
            Fault("wrong_body", rule.article, f"“{rule.title}”发给{right}，不能发给{'、'.join(wrong)}。")
        )
    if rule.annexes and not written.annexes:
        found.append(
            Fault("annexes_missing", rule.article, f"“{rule.title}”应当附协查必需的资料，请先添加。")
        )
    if rule.public and written.public and not written.public_reason:
        text = f"{written.public}可以从公开渠道查询，应当自行固定证据，原则上不协查；确需协查的，请写明理由。"
        found.append(Fault("public_register", rule.article, text))
    if rule.finder_handles and written.unlicensed:
        text = "未经许可违法违规生产经营的，谁发现、谁办理，不移送其他单位。"
        found.append(Fault("finder_handles", rule.article, text))
    if rule.begins_together and not written.together:
        text = "管辖权等尚不确定的，联合检查组应当先行共同开展调查、取证，请先在联合检查联系函中登记共同调查的情况。"
        found.append(Fault("together_first", rule.article, text))
    return found


def reply_due(
    kind: LetterKind,
    received_on: date,
    *,
    region: str | None = None,
    urgent: bool = False,
    requested_until: date | None = None,
    pack: Pack | None = None,
) -> Answer[object] | None:
    """By when a letter received that day is answered; None where the law sets no limit for its kind."""
    rules = pack or pack_for(region)
    rule = letters_of(on=received_on, pack=rules).get(kind)
    if rule is None or not rule.reply:
        return None
    term = requested_until if urgent else None
    return cast(
        "Answer[object]", due(rule.reply, received_on, urgent=urgent, requested_until=term, pack=rules)
    )


def leader_side(
    kind: LetterKind, decided_here: bool, *, region: str | None = None, pack: Pack | None = None
) -> str | None:
    """``ours`` or ``theirs``: whose person leads a joint team (who decided on it); None where no law says."""
    rule = letters_of(pack=pack or pack_for(region)).get(kind)
    if rule is None or rule.leader != "decider":
        return None
    return "ours" if decided_here else "theirs"
