"""The draw itself, and what may follow: substitutions and redraws, each a round of its own that stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhuangjian.engines.draw.encoding import digest
from zhuangjian.engines.draw.freezing import Document, rows_of, sealed
from zhuangjian.engines.draw.identity import clean
from zhuangjian.engines.draw.ranking import first, item_score
from zhuangjian.engines.draw.sources import committed, revealed, seed_entry
from zhuangjian.engines.draw.strata import Key, grouped, named
from zhuangjian.engines.draw.teams import Staffing, lacking_words, team_entry, teams_for
from zhuangjian.engines.rules.answer import Refusal

Entry = dict[str, Any]


@dataclass(slots=True)
class State:
    """Where the rounds have led: ``base`` is the round whose ranking counts, ``selected`` gives each item's stratum."""

    base: int = 0
    selected: dict[str, Key] = field(default_factory=dict)
    used: Counter[Key] = field(default_factory=Counter)
    teams: dict[str, Entry] = field(default_factory=dict)
    withdrawn: dict[str, set[str]] = field(default_factory=dict)

    def loads(self, but: str = "") -> Counter[str]:
        """Visits of each officer in the teams as they stand, without the visit to ``but``."""
        return Counter(one for item, team in self.teams.items() if item != but for one in team["members"])


def commit(document: Document, authority: str, value: str) -> Document:
    """The file with an authority's commitment (``sources.commitment``). Raises ``Refusal`` out of turn."""
    return sealed({**document, "commitments": committed(document, clean(authority), clean(value))})


def reveal(document: Document, authority: str, secret: str) -> Document:
    """The file with an authority's secret. Raises ``Refusal`` out of turn or when it is not the one committed to."""
    return sealed({**document, "reveals": revealed(document, clean(authority), clean(secret))})


def run(document: Document, value: str = "", *, again: str = "") -> Document:
    """The file with its first round, drawn with the seed that ``value`` gives; or, with a reason, one more round.

    Raises ``Refusal`` when the seed is not there yet, or when a draw has taken place and no reason is given.
    """
    reason, rounds = clean(again), document["rounds"]
    if not rounds:
        if reason:
            raise Refusal("还没有抽取过，不存在重抽；请直接抽取")
        document = {**document, "seed": seed_entry(document, value)}
    elif not reason:
        raise Refusal(
            f"已经抽取过 {len(rounds)} 轮，不能悄悄重抽；确需重抽请用 --again 写明理由，以前各轮都会保留"
        )
    elif clean(value):
        raise Refusal("重抽沿用原来的种子，只改变轮次；请不要另给种子")
    number = len(rounds) + 1
    frozen, seed = document["frozen"], document["seed"]["text"]
    score = item_score(seed, number)
    quotas = {tuple(entry["key"]): entry["quota"] for entry in frozen["strata"]["quotas"]}
    groups = grouped(frozen["items"], _places(frozen))
    selected = [
        _selected(found, key, place)
        for key in sorted(groups)
        for place, found in enumerate(first(groups[key], quotas[key], score), 1)
    ]
    ids = [entry["id"] for entry in sorted(selected, key=lambda entry: (entry["score"], entry["id"]))]
    teams = teams_for(frozen, rows_of(frozen, ids), seed, number, {})
    kind = "redraw" if reason else "draw"
    return _with_round(document, kind, number, reason, selected=selected, teams=teams)


def substitute(document: Document, item: str, reason: str, *, officer: str = "") -> Document:
    """The file with one more round, in which the next in rank takes the place of ``item`` — or of ``officer`` in its team.

    Raises ``Refusal`` without a reason, for an item or officer that is not in the current result, and when nobody is left.
    """
    item, reason, officer = clean(item), clean(reason), clean(officer)
    if not document["rounds"]:
        raise Refusal("还没有抽取，不能递补")
    if not reason:
        raise Refusal("递补没有写明理由；请用 --reason 写明", missing=["理由"])
    state = state_of(document["rounds"])
    if item not in state.selected:
        raise Refusal(f"“{item}”不在当前抽取结果中；请核对编号")
    if officer:
        return _substitute_officer(document, state, item, officer, reason)
    return _substitute_item(document, state, item, reason)


def state_of(rounds: Sequence[Mapping[str, Any]]) -> State:
    """What stands after ``rounds``."""
    state = State()
    for entry in rounds:
        if entry["kind"] in ("draw", "redraw"):
            state = State(base=entry["round"])
        elif entry["kind"] == "substitution":
            state.selected.pop(entry["withdrawn"], None)
            state.teams.pop(entry["withdrawn"], None)
        else:
            state.withdrawn.setdefault(entry["withdrawn"], set()).add(entry["officer"])
        for chosen in entry["selected"]:
            state.selected[chosen["id"]] = tuple(chosen["stratum"])
            state.used[tuple(chosen["stratum"])] += 1
        state.teams.update((team["id"], team) for team in entry["teams"])
    return state


def _substitute_item(document: Document, state: State, item: str, reason: str) -> Document:
    frozen, seed = document["frozen"], document["seed"]["text"]
    key = state.selected[item]
    ids = grouped(frozen["items"], _places(frozen))[key]
    place = state.used[key] + 1
    if place > len(ids):
        raise Refusal(f"层“{named(key)}”的 {len(ids)} 家都已抽过，没有可以递补的；请在重抽或下次抽取中处理")
    found = first(ids, place, item_score(seed, state.base))[-1]
    number = len(document["rounds"]) + 1
    teams = teams_for(frozen, rows_of(frozen, [found[1]]), seed, number, state.loads(but=item))
    return _with_round(
        document,
        "substitution",
        state.base,
        reason,
        item,
        selected=[_selected(found, key, place)],
        teams=teams,
    )


def _substitute_officer(document: Document, state: State, item: str, officer: str, reason: str) -> Document:
    frozen, seed = document["frozen"], document["seed"]["text"]
    if officer not in state.teams.get(item, {"members": []})["members"]:
        raise Refusal(f"“{officer}”不在“{item}”的检查组中；请核对人员编号")
    number = len(document["rounds"]) + 1
    (row,) = rows_of(frozen, [item])
    staffing = Staffing(frozen, state.loads(but=item))
    people = {p["id"]: p for p in frozen["officers"]}
    kept = [people[one] for one in state.teams[item]["members"] if one != officer]
    barred = {*state.teams[item]["members"], *state.withdrawn.get(item, ()), officer}
    pool = [p for p in staffing.available(row) if p["id"] not in barred and staffing.free(p)]
    needs = staffing.needs(row)
    for person in staffing.ordered(pool, seed, number, item):
        if not staffing.lacking([*kept, person], needs):
            team = team_entry(item, [*kept, person], [])
            return _with_round(
                document, "officer_substitution", state.base, reason, item, officer, selected=[], teams=[team]
            )
    lack = lacking_words(staffing.lacking([*kept, *pool], needs)) or "没有人能单独补足所缺条件"
    raise Refusal(f"“{item}”的检查组换下“{officer}”后无人可补：{lack}", article=frozen["team"]["article"])


def _with_round(
    document: Document,
    kind: str,
    ranked_in: int,
    reason: str,
    withdrawn: str = "",
    officer: str = "",
    *,
    selected: list[Entry],
    teams: list[Entry],
) -> Document:
    rounds = document["rounds"]
    body = {
        "round": len(rounds) + 1,
        "kind": kind,
        "ranked_in": ranked_in,
        "reason": reason,
        "withdrawn": withdrawn,
        "officer": officer,
        "selected": selected,
        "teams": teams,
        "previous": rounds[-1]["digest"] if rounds else _opening(document),
    }
    rounds = [*rounds, {**body, "digest": digest(body)}]
    return sealed({**document, "rounds": rounds, "result": _result(rounds)})


def _opening(document: Mapping[str, Any]) -> str:
    return digest({key: document[key] for key in ("frozen_digest", "commitments", "reveals", "seed")})


def _result(rounds: Sequence[Entry]) -> Entry:
    state = state_of(rounds)
    return {
        "round": len(rounds),
        "selected": sorted(state.selected),
        "teams": [state.teams[one] for one in sorted(state.teams)],
    }


def _places(frozen: Mapping[str, Any]) -> list[int]:
    return [frozen["columns"].index(name) for name in frozen["strata"]["by"]]


def _selected(found: tuple[bytes, str], key: Key, place: int) -> Entry:
    return {"id": found[1], "stratum": list(key), "rank": place, "score": found[0].hex()}
