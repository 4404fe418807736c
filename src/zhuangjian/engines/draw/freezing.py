"""Before the draw: everything that decides is fixed, and its digest with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhuangjian.engines.draw.encoding import digest
from zhuangjian.engines.draw.identity import clean
from zhuangjian.engines.draw.lists import Exclusion, Row, Sheet, split, tidy
from zhuangjian.engines.draw.officers import Officer, TeamRules, officer_entries
from zhuangjian.engines.draw.sources import Source
from zhuangjian.engines.draw.strata import Key, plan
from zhuangjian.engines.draw.teams import Staffing, lacking_words
from zhuangjian.engines.draw.words import FORMAT, RULES, VERSION
from zhuangjian.engines.rules.answer import Refusal

Document = dict[str, Any]


def freeze(
    listing: Sheet,
    count: int | None = None,
    *,
    title: str = "",
    exclusions: Sequence[Exclusion] = (),
    strata: Sequence[str] = (),
    quotas: Mapping[Key, int] | None = None,
    source: Source | None = None,
    officers: Sequence[Officer] = (),
    team: TeamRules | None = None,
) -> Document:
    """The file of a draw that has not taken place: list, exclusions, quotas, seed source and people, with their digest.

    The order of rows, of exclusions and of officers does not matter. ``count`` may be left out when ``quotas`` (by
    stratum key) are given. Raises ``Refusal`` for anything that cannot be drawn from as it is; see ``lists``,
    ``strata``, ``sources`` and ``officers``.
    """
    rows = tidy(listing)
    columns = [clean(name) for name in listing.columns]
    if not all(columns):
        raise Refusal("有一列没有列名；请补上列名或删去该列")
    items, excluded = split(rows, exclusions)
    by = [clean(name) for name in strata]
    if len(set(by)) != len(by):
        raise Refusal(f"分层的列写重了：{'、'.join(by)}；每列只写一次")
    planned = plan(columns, items, by, count, quotas)
    frozen: Document = {
        "title": clean(title),
        "columns": columns,
        "items": items,
        "excluded": excluded,
        "strata": planned,
        "count": sum(entry["quota"] for entry in planned["quotas"]),
        "source": (source or Source()).entry(),
        "team": None if team is None else team.entry(columns),
        "officers": officer_entries(officers),
    }
    _refuse_staff(frozen)
    return sealed(
        {
            "format": FORMAT,
            "version": VERSION,
            "rules": list(RULES),
            "frozen": frozen,
            "frozen_digest": digest(frozen),
            "commitments": [],
            "reveals": [],
            "seed": None,
            "rounds": [],
            "result": None,
        }
    )


def sealed(document: Mapping[str, Any]) -> Document:
    """``document`` with its seal: the digest of everything but the frozen part, for which its own digest stands."""
    body = {key: value for key, value in document.items() if key != "seal"}
    return {**body, "seal": digest({key: value for key, value in body.items() if key != "frozen"})}


def rows_of(frozen: Mapping[str, Any], ids: Sequence[str]) -> list[Row]:
    """The list's rows of ``ids``, in the order of ``ids``."""
    wanted = set(ids)
    found = {row[0]: row for row in frozen["items"] if row[0] in wanted}
    return [found[one] for one in ids]


def _refuse_staff(frozen: Mapping[str, Any]) -> None:
    """Raise ``Refusal`` when no draw could give every visit a team, whoever is drawn."""
    rules, people = frozen["team"], frozen["officers"]
    if rules is None:
        if people:
            raise Refusal("给出了人员名单，却没有写明组队条件（检查日期等）；请补充", missing=["组队条件"])
        return
    if not people:
        raise Refusal(
            "要求抽取检查人员，却没有人员名单；请补充", article=rules["article"], missing=["人员名单"]
        )
    staffing = Staffing(frozen, {})
    declared = [p for p in people if p["interests"] is not None]
    lack = staffing.lacking(declared, rules["expertise"])
    if lack:
        raise Refusal(
            f"按现有人员名单组不成检查组：{lacking_words(lack)}；请补充人员（未申报利害关系的人员不能派）",
            article=rules["article"],
        )
    limits = [
        max(p["limit"] - p["load"], 0)
        for p in declared
        if p["id"] in staffing.enforcers and p["limit"] is not None
    ]
    if len(limits) == sum(p["id"] in staffing.enforcers for p in declared):
        needed = frozen["count"] * rules["enforcement"]
        room = sum(min(one, frozen["count"]) for one in limits)
        if room < needed:
            raise Refusal(
                f"要查 {frozen['count']} 家，每家至少 {rules['enforcement']} 名执法人员，共需 {needed} 人次，"
                f"而全部执法人员在次数上限内只有 {room} 人次；请增加人员、提高上限或减少数量",
                article=rules["article"],
            )
