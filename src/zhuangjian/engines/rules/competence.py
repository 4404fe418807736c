"""``competent_authority``: who inspects a party of these kinds at this place (CQ 2, 4, 53)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .answer import Answer, Reason, Refusal
from .bases import weakest
from .citing import cited
from .loader import Pack, region_names
from .lookup import Place, place_for, place_in, the_day
from .lookup import table as table_on
from .models import Row
from .tables import find_row
from .vocabulary import AuthorityKind, PartyKind
from .words import joined, read_parties, read_term


@dataclass(frozen=True, slots=True)
class Competent:
    """One competent authority, the capacities it is competent for, and why.

    ``carried_out_by`` are the bodies that may do the inspecting for it; ``division`` is empty when the place was
    not given that exactly.
    """

    kind: AuthorityKind
    label: str
    name: str
    parties: tuple[PartyKind, ...]
    carried_out_by: tuple[AuthorityKind, ...]
    division_code: str
    division: str
    article: str
    reason: str


def competent_authority(
    parties: str | Sequence[str | PartyKind],
    region: str,
    *,
    on: date | str | None = None,
    pack: Pack | None = None,
) -> Answer[tuple[Competent, ...]]:
    """Every competent authority for a party of these kinds; several kinds can have several, each with its reason.

    ``region`` is a pack name, a Chinese name or a division code. Refuses a place without a pack and kinds that
    are not on the list. When an operator's district is unknown, ``missing`` says so.
    """
    kinds = read_parties(parties)
    place = place_in(pack, region) if pack else place_for(region)
    rules = pack or place.pack
    if "competence" not in rules.tables:
        known = "、".join(region_names())
        raise Refusal(f"法规包 {rules.label} 没有管辖规则，请写明省级地区：{known}", missing=["地区"])
    day = the_day(on, "适用日期") if on is not None else rules.tables["competence"][-1].effective_from
    table = table_on(rules, "competence", day)
    groups: dict[int, list[PartyKind]] = {}
    rows: dict[int, Row] = {}
    for kind in kinds:
        row = find_row(table, {"party": kind.value})
        groups.setdefault(id(row), []).append(kind)
        rows[id(row)] = row
    found = tuple(_competent(place, rules, rows[key], tuple(members)) for key, members in groups.items())
    lacks_place = any(c.kind is AuthorityKind.DISTRICT and not c.division for c in found)
    basis = weakest(row.basis or table.basis for row in rows.values())
    facts = {"parties": [k.value for k in kinds], "region": region, "division": place.code}
    reasons = [Reason(c.article, f"{joined(c.parties)}：{c.reason}", facts) for c in found]
    if place.division:
        reasons.insert(
            0,
            Reason(
                cited("scope", pack=rules, on=day).article,
                f"被检查对象在{rules.head.title}{place.division}辖区内",
                facts,
            ),
        )
    return Answer(
        value=found,
        articles=tuple(dict.fromkeys(r.article for r in reasons if r.article)),
        reasons=tuple(reasons),
        pack=rules.label,
        basis=basis,
        facts=facts,
        missing=("被检查对象所在地的区划代码",) if lacks_place else (),
    )


def _competent(place: Place, pack: Pack, row: Row, parties: tuple[PartyKind, ...]) -> Competent:
    kind = read_term(AuthorityKind, row.then["authority"], "部门种类")
    district = kind is AuthorityKind.DISTRICT
    title = pack.head.title
    name = (place.authority or f"{title}各{kind.label}") if district else pack.head.authority
    return Competent(
        kind=kind,
        label=kind.label,
        name=name,
        parties=parties,
        carried_out_by=tuple(
            read_term(AuthorityKind, code, "部门种类") for code in row.then["carried_out_by"]
        ),
        division_code=place.code if district else f"{pack.head.division_prefix}0000",
        division=place.division if district else title,
        article=row.article,
        reason=row.reason,
    )
