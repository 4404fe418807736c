"""``replay``: which past deadlines and conclusions would differ under another pack or calendar."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhuangjian.engines.calendar import Calendar, load_calendar

from .answer import Refusal, plain
from .loader import Pack, default_region, load_pack
from .lookup import pack_for

if TYPE_CHECKING:
    from .judge_principles import Principles


@dataclass(frozen=True)
class RuleSet:
    """The packs under one directory with one calendar. ``root`` is ``None`` for the packs shipped."""

    calendar: Calendar
    root: Path | None = None

    def pack(self, region: str) -> Pack:
        """The pack of this set for a region."""
        return pack_for(region, self.root)


@dataclass(frozen=True, slots=True)
class Case:
    """Stored facts of one past computation: ``rule`` names the function, ``args`` are its arguments.

    ``stored`` is what was answered then (the same keys as :func:`outcome` gives), where it is known.
    """

    id: str
    rule: str
    args: Mapping[str, Any]
    stored: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A case whose answer changes; ``changed`` names the keys that differ."""

    id: str
    rule: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """How many cases were recomputed, which change, and which no longer give what was stored at the time."""

    cases: int
    differences: tuple[Difference, ...]
    not_reproduced: tuple[Difference, ...]


def rules_from(pack_dir: Path | None = None, calendar: Path | None = None) -> RuleSet:
    """Packs of a directory and a calendar file, each defaulting to what is shipped; raises ``SourceError``."""
    if pack_dir is not None and not (pack_dir / "national" / "pack.yaml").is_file():
        raise Refusal(
            f"目录 {pack_dir} 不是法规包目录（应含 national/pack.yaml）", missing=["national/pack.yaml"]
        )
    if pack_dir is not None:
        load_pack("national", pack_dir)
    return RuleSet(load_calendar(calendar), pack_dir)


def replay(cases: Sequence[Case], before: RuleSet, after: RuleSet) -> Replay:
    """Recompute every case under both sets of rules. Refusals are answers too: one may appear or go away."""
    differences = []
    not_reproduced = []
    for case in cases:
        old, new = outcome(case, before), outcome(case, after)
        if old != new:
            differences.append(_difference(case, old, new))
        if case.stored is not None:
            then = dict(case.stored)
            now = {key: old.get(key) for key in then}
            if then != now:
                not_reproduced.append(_difference(case, then, now))
    return Replay(len(cases), tuple(differences), tuple(not_reproduced))


def outcome(case: Case, rules: RuleSet) -> dict[str, Any]:
    """What a case comes to under ``rules``, as JSON values: the answer's essentials, or ``{"refused": …}``."""
    compute = _RULES.get(case.rule)
    if compute is None:
        raise Refusal(f"案件 {case.id} 的规则“{case.rule}”不能重算。可用：{'、'.join(_RULES)}")
    try:
        return compute(dict(case.args), rules)
    except Refusal as refusal:
        return {"refused": refusal.message, "article": refusal.article}
    except _LacksFact as lack:
        raise Refusal(f"案件 {case.id} 缺少“{lack}”，不能重算", missing=[str(lack)]) from None
    except TypeError as error:
        raise Refusal(
            f"案件 {case.id} 的参数与规则“{case.rule}”不符：{error}", missing=["正确的参数"]
        ) from None


def read_cases(path: Path) -> list[Case]:
    """Cases from a JSON list of ``{"id", "rule", "args", "stored"?}``; refuses anything else, saying where."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise Refusal(f"文件 {path} 读不到，请检查路径", missing=["案件事实文件"]) from None
    except ValueError as error:
        raise Refusal(f"文件 {path} 不是合法的 JSON：{error}", missing=["合法的 JSON"]) from None
    if not isinstance(data, list):
        raise Refusal(f"文件 {path} 应是案件列表（JSON 数组）", missing=["案件列表"])
    return [_case(path, number, item) for number, item in enumerate(data, 1)]


def _case(path: Path, number: int, item: Any) -> Case:
    if not isinstance(item, dict) or not isinstance(item.get("args"), dict) or "rule" not in item:
        raise Refusal(
            f"文件 {path} 第 {number} 件应写成 {{id, rule, args}}，args 为对象", missing=["rule", "args"]
        )
    stored = item.get("stored")
    if stored is not None and not isinstance(stored, dict):
        raise Refusal(f"文件 {path} 第 {number} 件的 stored 应为对象", missing=["stored"])
    return Case(str(item.get("id", number)), str(item["rule"]), item["args"], stored)


def _difference(case: Case, old: Mapping[str, Any], new: Mapping[str, Any]) -> Difference:
    keys = tuple(key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key))
    return Difference(case.id, case.rule, old, new, keys)


class _LacksFact(Exception):
    """A stored case without a fact its rule needs; carries the fact's name."""


def _take(args: dict[str, Any], name: str) -> Any:
    if name not in args:
        raise _LacksFact(name)
    return args.pop(name)


def _region(args: dict[str, Any]) -> str:
    return str(args.pop("region", "") or default_region())


def _due(args: dict[str, Any], rules: RuleSet) -> dict[str, Any]:
    from .deadlines import due

    pack = rules.pack(_region(args))
    name, event = _take(args, "name"), _take(args, "event_date")
    value = due(name, event, pack=pack, calendar=rules.calendar, **args).value
    return {
        "due": value.due.isoformat(),
        "unit": value.unit,
        "days": value.days,
        "article": value.article,
        "provisional": value.provisional,
    }


def _forms(args: dict[str, Any], rules: RuleSet) -> dict[str, Any]:
    from .forms import forms_for

    pack = rules.pack(_region(args))
    value = forms_for(_take(args, "type"), _take(args, "parties"), pack=pack, **args).value
    return {"forms": [str(form) for form in value.forms]}


def _conclusions(args: dict[str, Any], rules: RuleSet) -> dict[str, Any]:
    from .forms import conclusions_for

    pack = rules.pack(_region(args))
    value = conclusions_for(_take(args, "type"), _take(args, "parties"), pack=pack, **args).value
    return {"lists": {entry.name: [str(c) for c in entry.conclusions] for entry in value}}


def _competent(args: dict[str, Any], rules: RuleSet) -> dict[str, Any]:
    from .competence import competent_authority

    region = _region(args)
    value = competent_authority(_take(args, "parties"), region, pack=rules.pack(region), **args).value
    return {"authorities": [{"kind": str(c.kind), "name": c.name} for c in value]}


def _judge(args: dict[str, Any], rules: RuleSet) -> dict[str, Any]:
    from .checklists import checklist, checklist_in_force
    from .judge import judge
    from .judge_input import parse_findings
    from .lookup import the_day

    kind, edition = _take(args, "type"), _take(args, "edition")
    on, wanted = the_day(_take(args, "on"), "适用日期"), args.pop("checklist", None)
    read = parse_findings(_take(args, "findings"), "案件")
    entry = checklist(wanted) if wanted else checklist_in_force(edition, on)
    pack = rules.pack(_region(args))
    value = judge(
        kind,
        edition,
        read.findings,
        on=on,
        obstruction=read.obstruction,
        false_data=read.false_data,
        scope=read.scope,
        checklist_id=entry.id,
        principles=_principles(rules.root.resolve(), entry.id, on) if rules.root else None,
        pack=pack,
        **args,
    ).value
    return {"conclusion": value.conclusion.label, "counts": plain(value.counts)}


def _principles(root: Path, checklist_id: str, on: date) -> Principles:
    from .checklists_load import in_force

    fitting = [row for row in _principles_in(root) if checklist_id in row.checklists]
    if not fitting:
        raise Refusal(f"法规包目录 {root} 没有检查要点 {checklist_id} 的判定原则")
    return next((row for row in fitting if in_force(row, on)), fitting[-1])


@lru_cache(maxsize=8)
def _principles_in(root: Path) -> tuple[Principles, ...]:
    from .checklists_load import read_rows
    from .judge_principles import Principles

    files = sorted((root / "national").glob("judgement*.yaml"))
    rows = [read_rows(file, Principles)[0] for file in files]
    return tuple(sorted(rows, key=lambda row: row.effective_from))


_RULES: Mapping[str, Callable[[dict[str, Any], RuleSet], dict[str, Any]]] = {
    "due": _due,
    "forms_for": _forms,
    "conclusions_for": _conclusions,
    "competent_authority": _competent,
    "judge": _judge,
}
