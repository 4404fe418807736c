"""Conclusion of a production inspection, computed from its checkpoints (CQ 16; national judgement principles)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuangjian.engines.rules.answer import Answer, Refusal
from zhuangjian.engines.rules.bases import weakest
from zhuangjian.engines.rules.checklists import Checklist, checklist, checklist_in_force
from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.judge_principles import OutcomeRow, Principles, principles_for
from zhuangjian.engines.rules.judge_reasons import explain
from zhuangjian.engines.rules.judge_settle import Contribution, Finding, Settled, Tally, by_code, settle
from zhuangjian.engines.rules.judge_unclassified import judged_both_ways, unclassified
from zhuangjian.engines.rules.loader import Pack
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.vocabulary import (
    Conclusion,
    Edition,
    InspectionType,
    LicensingKind,
)

__all__ = ["Contribution", "Finding", "Judgement", "SumMet", "judge"]

KINDS: Mapping[str, str] = {
    InspectionType.ROUTINE.value: InspectionType.ROUTINE.label,
    **{kind.value: kind.label for kind in LicensingKind},
}
WHOLE_LIST = frozenset({LicensingKind.NEW.value, LicensingKind.EXTENSION.value})


@dataclass(frozen=True, slots=True)
class SumMet:
    """One sum of the principles: its value, the number from which it fails the inspection, the items in it."""

    id: str
    label: str
    value: int
    at_least: int
    items: tuple[str, ...]

    @property
    def met(self) -> bool:
        """Whether the sum reached its threshold."""
        return self.value >= self.at_least

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {
            "id": self.id,
            "label": self.label,
            "value": self.value,
            "at_least": self.at_least,
            "met": self.met,
            "items": list(self.items),
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """A computed conclusion with all that went into it.

    ``counts`` is class code (or ``unclassified``) × result code → number of items; ``items`` holds every item that
    is not conforming, with the ids of the sums it entered; ``direct`` the Chinese names of facts that failed the
    inspection by themselves.
    """

    conclusion: Conclusion
    kind: str
    edition: str
    checklist: str
    counts: Tally
    sums: tuple[SumMet, ...]
    items: tuple[Contribution, ...]
    direct: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form: ``conclusion`` is the Chinese term, ``code`` its code."""
        sums = {entry.id: entry.value for entry in self.sums}
        return {
            "conclusion": self.conclusion.label,
            "code": self.conclusion.value,
            "type": self.kind,
            "edition": self.edition,
            "checklist": self.checklist,
            "counts": {**{name: dict(row) for name, row in self.counts.items()}, "sums": sums},
            "sums": [entry.to_dict() for entry in self.sums],
            "items": [entry.to_dict() for entry in self.items],
            "direct": list(self.direct),
        }


def judge(
    kind: str,
    edition: Edition | str,
    findings: Iterable[Finding],
    *,
    on: date,
    obstruction: bool = False,
    false_data: bool = False,
    scope: Iterable[str | int] | None = None,
    checklist_id: str | None = None,
    principles: Principles | None = None,
    region: str | None = None,
    pack: Pack | None = None,
) -> Answer[Judgement]:
    """The conclusion of an inspection on the GMP checkpoints.

    ``kind`` is ``routine`` or a LicensingKind code. Items not named in ``findings`` are conforming; ``scope`` limits
    the items inspected (a routine inspection, or a change under CQ 25). ``on`` is the day the plan was approved: it
    selects checklist and principles, unless ``checklist_id`` binds the inspection to one; ``principles`` stands in for
    those of the pack when an inspection is replayed under other rules. ``region`` (or ``pack``) says whose articles
    are cited: the principles are national, conclusion words and scope the region's. A conclusion for a change
    (CQ 25) uses the licensing list of CQ 16, which names no list of its own for changes. Defects on items whose class
    nobody gives (2015 list) count as defects; the answer is then to be confirmed, and refused when class decides.

    Raises Refusal: unknown kind, edition, item or result; an item named twice differently; a licensing inspection
    on anything but the whole actual-production edition (CQ 24); no edition in force on the day.
    """
    law = pack or pack_for(region)
    kind, edition = _kind(kind, law), _edition(edition, law)
    if kind != InspectionType.ROUTINE and edition is not Edition.ACTUAL:
        raise Refusal(
            f"{KINDS[kind]}只能使用检查要点（实际生产版），不能使用{edition.label}。请改用 actual。",
            article=cited("licensing_whole", pack=law).article,
        )
    entry = _checklist(edition, on, checklist_id)
    principles = principles or principles_for(entry, on, law)
    given, inside = tuple(findings), None if scope is None else tuple(scope)
    rules = principles

    def conclude(these: Sequence[Finding]) -> Answer[Judgement]:
        settled = settle(these, entry, rules, inside, law)
        if kind in WHOLE_LIST and settled.out_of_scope:
            raise Refusal(
                f"{KINDS[kind]}必须检查实际生产版的全部 {len(entry.items)} 项，现缺 {len(settled.out_of_scope)} 项。",
                article=cited("licensing_whole", pack=law).article,
                missing=[f"第 {no} 项" for no in settled.out_of_scope],
            )
        return _conclude(kind, edition, entry, rules, settled, on, obstruction, false_data, law)

    unknown = unclassified(given, entry)
    return judged_both_ways(given, unknown, entry, conclude, law) if unknown else conclude(given)


def _conclude(
    kind: str,
    edition: Edition,
    entry: Checklist,
    principles: Principles,
    settled: Settled,
    on: date,
    obstruction: bool,
    false_data: bool,
    law: Pack,
) -> Answer[Judgement]:
    facts = {"obstruction": obstruction, "false_data": false_data}
    direct = [row for row in principles.direct if facts[row.fact]]
    rules = principles.checklists[entry.id]
    sums = []
    for row in rules.sums:
        inside = tuple(c.no for c in settled.contributions if row.id in c.sums)
        sums.append(SumMet(row.id, row.label, len(inside), row.at_least, inside))
    short = [
        c
        for c in settled.contributions
        if c.item_class and c.result in rules.clean_forbids.get(c.item_class, ())
    ]
    words: OutcomeRow = (
        principles.conclusions.routine if kind == InspectionType.ROUTINE else principles.conclusions.licensing
    )
    if direct or any(entry_.met for entry_ in sums):
        conclusion = words.fail
    else:
        conclusion = words.between if short else words.clean
    judgement = Judgement(
        conclusion,
        kind,
        edition.value,
        entry.key,
        settled.counts,
        tuple(sums),
        settled.contributions,
        tuple(row.label for row in direct),
    )
    basis = weakest((rules.basis or principles.basis, entry.basis, *(row.basis for row in direct)))
    articles = [cited("conclusion", pack=law).article]
    if kind != InspectionType.ROUTINE:
        key = "licensing_change" if kind == LicensingKind.CHANGE else "licensing_whole"
        articles.append(cited(key, pack=law).article)
    return Answer(
        value=judgement,
        articles=tuple(dict.fromkeys(filter(None, articles))),
        reasons=explain(judgement, entry, principles, settled, direct, words, on, law),
        pack=f"{entry.key}+{principles.key}",
        basis=basis,
        facts={"type": kind, "edition": edition, "on": on, "checklist": entry.key, **facts},
    )


def _kind(kind: str, law: Pack) -> str:
    if str(kind) not in KINDS:
        known = "、".join(f"{code}（{label}）" for code, label in KINDS.items())
        raise Refusal(
            f"检查类型“{kind}”没有可计算的结论。请从下列选取：{known}。",
            article=cited("conclusion", pack=law).article,
        )
    return str(kind)


def _edition(edition: Edition | str, law: Pack) -> Edition:
    found = by_code(Edition, edition)
    if found is None:
        known = "、".join(f"{code}（{label}）" for code, label in Edition.choices())
        raise Refusal(
            f"检查要点版本“{edition}”不能用于判定。请从下列选取：{known}。",
            article=cited("conclusion", pack=law).article,
        )
    return found


def _checklist(edition: Edition, on: date, checklist_id: str | None) -> Checklist:
    if checklist_id is None:
        return checklist_in_force(edition, on)
    entry = checklist(checklist_id)
    if entry.edition != edition.value:
        raise Refusal(f"《{entry.title}》不是{edition.label}，请核对检查要点编号与版本。")
    return entry
