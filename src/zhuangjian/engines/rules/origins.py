"""Why there is a task: which origins the law of a place knows, what each must name, and the causes of CQ 32.

The packs hold the lists (``origins.yaml``); what is not in them does not exist there. An origin names the types of
inspection it can lead to and the things it must state; a for-cause inspection needs a cause besides, whatever it came
from, and a cause names what it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from .answer import Answer, Reason
from .bases import weakest
from .loader import Pack, in_force
from .lookup import pack_for, the_day
from .models import Cause, CauseList, OriginRule, SupportList
from .people import Fault
from .vocabulary import InspectionType, OriginKind

FOR_CAUSE = "for_cause"


@dataclass(frozen=True, slots=True)
class Given:
    """What a person states of an origin: ``said`` maps the names of what can be stated to the words or days given."""

    kind: OriginKind
    inspection_type: InspectionType
    cause: str = ""
    support: str = ""
    said: Mapping[str, object] | None = None


def origins_of(
    *, region: str | None = None, on: date | str | None = None, pack: Pack | None = None
) -> dict[OriginKind, OriginRule]:
    """The origins that the law of the place knows on the day, in the packs' order."""
    rules, day = pack or pack_for(region), the_day(on) if on is not None else None
    found = {}
    for name, editions in rules.origins.items():
        rule = editions[-1] if day is None else in_force(editions, day)
        if rule is not None:
            found[OriginKind(name)] = cast(OriginRule, rule)
    return found


def causes_of(
    *, region: str | None = None, on: date | str | None = None, pack: Pack | None = None
) -> CauseList | None:
    """The causes of a for-cause inspection by the law of the place; None where it lists none."""
    editions = (pack or pack_for(region)).causes.get(FOR_CAUSE, ())
    if not editions:
        return None
    return cast("CauseList | None", editions[-1] if on is None else in_force(editions, the_day(on)))


def supports_of(
    *, region: str | None = None, on: date | str | None = None, pack: Pack | None = None
) -> SupportList:
    """What causes can rest on, by the law of the place as it is read."""
    editions = (pack or pack_for(region)).supports[FOR_CAUSE]
    found = editions[-1] if on is None else in_force(editions, the_day(on))
    return cast(SupportList, found or editions[0])


def cause_named(key: str, *, region: str | None = None, pack: Pack | None = None) -> Cause | None:
    """A cause by its key, also one that a later edition no longer lists."""
    editions = (pack or pack_for(region)).causes.get(FOR_CAUSE, ())
    return next((c for entry in reversed(editions) for c in entry.causes if c.key == key), None)


def support_words(key: str, *, region: str | None = None, pack: Pack | None = None) -> str:
    """What a cause can rest on, or what an inspection is about, in words."""
    rules = pack or pack_for(region)
    editions = rules.supports.get(FOR_CAUSE, ())
    found = next((e.supports[key].title for e in reversed(editions) if key in e.supports), "")
    return found or next((o.subjects[key] for o in origins_of(pack=rules).values() if key in o.subjects), "")


def origin_faults(
    given: Given,
    *,
    region: str | None = None,
    on: date | str | None = None,
    pack: Pack | None = None,
) -> Answer[tuple[Fault, ...]]:
    """What an origin lacks: a place in the law, a type that it can lead to, what it must state, a cause and its support."""
    rules = pack or pack_for(region)
    known = origins_of(on=on, pack=rules)
    rule, said = known.get(given.kind), dict(given.said or {})
    facts = {"kind": given.kind.value, "type": given.inspection_type.value, "cause": given.cause}
    if rule is None:
        words = "、".join(one.title for one in known.values())
        fault = Fault("origin_unknown", "", f"本地法规没有“{given.kind.label}”这一检查来源，可用：{words}。")
        return Answer((fault,), (), (Reason("", fault.message, facts),), rules.label, "official", facts)
    faults = []
    if given.inspection_type not in rule.types:
        types = "、".join(one.label for one in rule.types)
        text = f"“{rule.title}”不能启动{given.inspection_type.label}，只能启动{types}。"
        faults.append(Fault("origin_type", rule.article, text))
    faults += _lacking(rule.title, rule.needs, said, rule.article)
    for kind, further in rule.further.items():
        if said.get("licensing_kind") == kind:
            faults += _lacking(kind.label, further.needs, said, further.article)
    laws = [(rule.article, rule.basis)]
    if given.inspection_type is InspectionType.FOR_CAUSE:
        listed = causes_of(on=on, pack=rules)
        if listed is not None:
            resting = supports_of(on=on, pack=rules)
            laws += [(listed.article, listed.basis), (resting.article, resting.basis)]
            faults += _of_cause(given, listed, resting, said)
    elif rule.subjects:
        faults += _of_subject(given, rule)
    elif given.cause or given.support:
        faults.append(Fault("cause_needless", rule.article, "只有有因检查才写启动原因和所依据的材料。"))
    found = tuple({fault.message: fault for fault in faults}.values())
    articles = tuple(dict.fromkeys(article for article, _ in laws))
    reasons = tuple(Reason(fault.article, fault.message, facts) for fault in found) or (
        Reason(rule.article, f"检查来源为“{rule.title}”，应写明的都已写明", facts),
    )
    return Answer(found, articles, reasons, rules.label, weakest([basis for _, basis in laws]), facts)


def _of_cause(
    given: Given, listed: CauseList, resting: SupportList, said: Mapping[str, object]
) -> list[Fault]:
    cause = next((one for one in listed.causes if one.key == given.cause), None)
    if cause is None:
        choices = "；".join(one.title for one in listed.causes)
        return [
            Fault("cause_missing", listed.article, f"有因检查应当有下列情形之一：{choices}。请选择启动原因。")
        ]
    if given.support not in cause.rests_on:
        words = "、".join(resting.supports[key].title for key in cause.rests_on)
        text = f"“{cause.title}”应当写明依据的材料，可以是：{words}。"
        return [Fault("support_missing", resting.article, text)]
    support = resting.supports[given.support]
    own = _lacking(cause.title, {"words": "具体情形"} if cause.open else {}, said, listed.article)
    return [*own, *_lacking(support.title, support.needs, said, resting.article)]


def _of_subject(given: Given, rule: OriginRule) -> list[Fault]:
    if given.support in rule.subjects and not given.cause:
        return []
    words = "、".join(rule.subjects.values())
    return [Fault("subject_missing", rule.article, f"“{rule.title}”应当写明所涉的类别：{words}。")]


def _lacking(title: str, needs: Mapping[str, str], said: Mapping[str, object], article: str) -> list[Fault]:
    return [
        Fault(f"{name}_missing", article, f"“{title}”应当写明{words}。")
        for name, words in needs.items()
        if not said.get(name)
    ]
