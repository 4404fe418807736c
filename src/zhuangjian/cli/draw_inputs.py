"""What ``freeze`` and ``run --list`` are told on the command line, as inputs of the engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from zhuangjian.engines.draw import Document, Source, TeamRules, freeze
from zhuangjian.engines.draw.forms import exclusions, officers, quotas
from zhuangjian.engines.draw.tables import listing, read_table
from zhuangjian.engines.rules.answer import Refusal


@dataclass(frozen=True, slots=True)
class TeamWords:
    """The options about people, as written."""

    officers: Path | None
    size: str
    day: str
    last_day: str
    expertise: str
    expertise_by: str
    conflict_by: str
    region: str | None


@dataclass(frozen=True, slots=True)
class ListWords:
    """The options about the list, as written."""

    list: Path
    id: str
    count: int | None
    strata: str
    quotas: Path | None
    exclude: Path | None
    keep: str
    title: str


def frozen(words: ListWords, team: TeamWords, source: Source) -> Document:
    """The frozen file. Raises ``Refusal`` for anything the engine cannot draw from."""
    if not words.id.strip():
        raise Refusal("没有写明编号在哪一列；请用 --id 写明列名", missing=["--id"])
    strata = names(words.strata)
    rules = team_rules(team)
    used = [team.expertise_by.strip(), *names(team.conflict_by)] if rules else []
    columns = list(dict.fromkeys([words.id.strip(), *strata, *names(words.keep), *filter(None, used)]))
    return freeze(
        listing(read_table(words.list, columns), words.id, columns),
        words.count,
        title=words.title,
        exclusions=exclusions(read_table(words.exclude), words.id) if words.exclude else (),
        strata=strata,
        quotas=quotas(read_table(words.quotas), strata) if words.quotas else None,
        source=source,
        officers=officers(read_table(team.officers)) if team.officers else (),
        team=rules,
    )


def team_rules(words: TeamWords) -> TeamRules | None:
    """The conditions of a team, the number of enforcement officers from the rule pack; ``None`` without people."""
    if words.officers is None:
        if words.day or words.last_day or words.expertise or words.expertise_by or words.conflict_by:
            raise Refusal("写明了组队条件，却没有人员名单；请用 --officers 给出", missing=["--officers"])
        return None
    if not words.day:
        raise Refusal(
            "抽取检查人员须写明检查日期，以核对执法证是否有效；请用 --day YYYY-MM-DD", missing=["--day"]
        )
    from zhuangjian.engines.rules.lookup import number, pack_for, the_day

    match = re.fullmatch(r"\s*(\d{1,2})\s*(?:-\s*(\d{1,2})\s*)?", words.size)
    if not match:
        raise Refusal(f"检查组人数“{words.size}”应写作 2 或 2-3")
    least, found = number(pack_for(words.region), "team_enforcement_min", the_day(words.day, "检查日期"))
    return TeamRules(
        (words.day, words.last_day or words.day),
        least,
        found.article,
        (int(match[1]), int(match[2] or match[1])),
        tuple(names(words.expertise)),
        words.expertise_by.strip(),
        tuple(names(words.conflict_by)),
    )


def names(text: str) -> list[str]:
    """Names separated by commas."""
    return [one.strip() for one in re.split("[,，]", text) if one.strip()]
