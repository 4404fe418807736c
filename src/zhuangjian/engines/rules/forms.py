"""``forms_for`` (CQ 14) and ``conclusions_for`` (CQ 16): closed choices by type of inspection and kind of party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .answer import Answer, Reason, Refusal
from .bases import weakest
from .loader import Pack
from .lookup import pack_for, parameter, the_day
from .lookup import table as table_on
from .models import Row, Table
from .tables import find_row
from .vocabulary import Conclusion, Form, InspectionType, LicensingKind, PartyKind
from .words import joined, read_parties, read_term, read_type


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms the record may take. ``mandatory`` when only one is left; ``by_party`` is each capacity's own choice."""

    forms: tuple[Form, ...]
    mandatory: bool
    by_party: dict[str, tuple[Form, ...]]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConclusionList:
    """One closed list and the capacities it is for; ``conclusions`` is empty when the law fixes no words."""

    name: str
    parties: tuple[PartyKind, ...]
    conclusions: tuple[Conclusion, ...]
    labels: tuple[str, ...]


def forms_for(
    inspection_type: str | InspectionType,
    parties: str | Sequence[str | PartyKind],
    *,
    checkpoints: bool = False,
    region: str | None = None,
    on: date | str | None = None,
    pack: Pack | None = None,
) -> Answer[Forms]:
    """The forms that CQ 14 allows for the record of an on-site inspection.

    A party of several kinds gets one record: where one capacity prescribes the inspection report that form is
    the only one; otherwise the record takes a form allowed for every capacity. Licensing concerns the capacity
    of manufacturer alone and is refused for a party without it. ``checkpoints`` says whether the inspection is
    run on the GMP checkpoints, which decides for "other" inspections of producers.
    """
    rules = pack or pack_for(region)
    kind, _ = read_type(inspection_type)
    kinds = read_parties(parties)
    table = table_on(rules, "forms", _day(rules, "forms", on))
    rows = _rows(
        table, kinds, lambda p: {"type": kind.value, "party": p.value, "checkpoints": checkpoints}, kind
    )
    choices = {
        p: tuple(read_term(Form, code, "记录形式") for code in row.then["forms"]) for p, row in rows.items()
    }
    forms = _common(tuple(choices.values()))
    value = Forms(
        forms, len(forms) == 1, {p.value: c for p, c in choices.items()}, tuple(f.label for f in forms)
    )
    facts = {"type": kind.value, "parties": [p.value for p in kinds], "checkpoints": checkpoints}
    reasons = _reasons(rows, facts)
    if len({frozenset(c) for c in choices.values()}) > 1:
        text = f"对象兼有多种身份，一份记录须对每种身份都符合规定，因此可用：{'、'.join(value.labels)}"
        reasons.append(Reason(table.article, text, facts))
    return _answer(rules, table, list(rows.values()), value, reasons, facts)


def conclusions_for(
    inspection_type: str | InspectionType | LicensingKind,
    parties: str | Sequence[str | PartyKind],
    *,
    licensing: str | LicensingKind | None = None,
    region: str | None = None,
    on: date | str | None = None,
    pack: Pack | None = None,
) -> Answer[tuple[ConclusionList, ...]]:
    """The closed lists of CQ 16 that apply, one for each side (production, operation) of the party.

    Lists never mix: a party that both makes and sells gets two lists, each for its own capacity. A list without
    conclusions (for-cause and other inspections) means that the law fixes no words.
    """
    rules = pack or pack_for(region)
    kind, named = read_type(inspection_type)
    if licensing is not None:
        named = read_term(LicensingKind, licensing, "许可检查种类")
    kinds = read_parties(parties)
    day = _day(rules, "conclusions", on)
    table = table_on(rules, "conclusions", day)
    column = (named or LicensingKind.NEW).value if kind is InspectionType.LICENSING else kind.value
    rows = _rows(table, kinds, lambda p: {"type": column, "party": p.value}, kind)
    groups: dict[str, list[PartyKind]] = {}
    for party, row in rows.items():
        groups.setdefault(row.then["list"], []).append(party)
    value = tuple(_list(rules, name, tuple(members), day) for name, members in groups.items())
    facts = {"type": column, "parties": [p.value for p in kinds]}
    reasons = _reasons(rows, facts)
    if len(groups) > 1:
        reasons.append(Reason(table.article, "对象兼有生产与经营身份，两组结论分别作出，不得混用", facts))
    return _answer(rules, table, list(rows.values()), value, reasons, facts)


def _day(pack: Pack, name: str, on: date | str | None) -> date:
    if on is not None:
        return the_day(on, "适用日期")
    series = pack.tables.get(name)
    return series[-1].effective_from if series else pack.head.effective_from


def _rows(table: Table, kinds: Sequence[PartyKind], case: Any, kind: InspectionType) -> dict[PartyKind, Row]:
    rows = {party: find_row(table, case(party)) for party in kinds}
    open_rows = {party: row for party, row in rows.items() if not row.then.get("refuse")}
    if not open_rows:
        row = next(iter(rows.values()))
        raise Refusal(
            f"不能对{joined(kinds)}开展{kind.label}：{row.reason}。请改选检查类型，或核对对象种类",
            article=row.article,
            missing=["适用的对象种类"],
        )
    return open_rows


def _common(choices: Sequence[tuple[Form, ...]]) -> tuple[Form, ...]:
    only = next((c for c in choices if len(c) == 1), None)
    if only is not None:
        return only
    return tuple(form for form in choices[0] if all(form in other for other in choices))


def _list(pack: Pack, name: str, parties: tuple[PartyKind, ...], day: date) -> ConclusionList:
    if name == "none":
        return ConclusionList(name, parties, (), ())
    value = parameter(pack, f"conclusions_{name}", day).value
    codes = value if isinstance(value, tuple) else ()
    found = tuple(read_term(Conclusion, code, "结论") for code in codes)
    return ConclusionList(name, parties, found, tuple(c.label for c in found))


def _reasons(rows: dict[PartyKind, Row], facts: dict[str, Any]) -> list[Reason]:
    grouped: dict[tuple[str, str], list[PartyKind]] = {}
    for party, row in rows.items():
        grouped.setdefault((row.article, row.reason), []).append(party)
    return [
        Reason(article, f"{joined(parties)}：{text}", facts) for (article, text), parties in grouped.items()
    ]


def _answer(
    pack: Pack, table: Table, rows: list[Row], value: Any, reasons: list[Reason], facts: dict[str, Any]
) -> Answer[Any]:
    basis = weakest(row.basis or table.basis for row in rows)
    articles = tuple(dict.fromkeys([table.article, *(row.article for row in rows)]))
    return Answer(value, articles, tuple(reasons), pack.label, basis, facts)
