"""Whether a published file follows from what it says, every step done again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from zhuangjian.engines.draw.encoding import chunks, digest, dumps
from zhuangjian.engines.draw.freezing import Document, freeze, sealed
from zhuangjian.engines.draw.lists import Exclusion, Sheet
from zhuangjian.engines.draw.officers import Officer, TeamRules
from zhuangjian.engines.draw.rounds import commit, reveal, run, state_of, substitute
from zhuangjian.engines.draw.shape import misshapen
from zhuangjian.engines.draw.sources import Source
from zhuangjian.engines.draw.teams import lacking_words
from zhuangjian.engines.draw.words import FORMAT, RULES, VERSION
from zhuangjian.engines.rules.answer import Refusal

_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


@dataclass(slots=True)
class Report:
    """What was checked, what is wrong (nothing: ``ok``), and what a reader should know beside it; all in Chinese."""

    checked: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether no problem was found."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """``{"ok", "checked", "problems", "notes"}``."""
        return {"ok": self.ok, "checked": self.checked, "problems": self.problems, "notes": self.notes}


def parse(data: bytes) -> Any:
    """The value of a published file's bytes. Raises ``Refusal`` for what is not one plain JSON value, repeated keys included."""
    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_constant)
        if _SURROGATE.search(data):
            dumps(value).encode()
        return value
    except UnicodeEncodeError:
        raise Refusal("文件里有不完整的字符（孤立的代理码位）") from None
    except UnicodeDecodeError:
        raise Refusal("文件不是 UTF-8 编码，不是公布的抽取文件") from None
    except (ValueError, RecursionError) as error:
        raise Refusal(f"文件不是完好的 JSON：{error}") from None


def is_canonical(data: bytes, document: Document) -> bool:
    """Whether ``data`` is the canonical writing of ``document`` with one line end."""
    start = 0
    for piece in chunks(document):
        if data[start : start + len(piece)] != piece:
            return False
        start += len(piece)
    return data[start:] == b"\n"


def verify_bytes(data: bytes, digests: Sequence[str] = ()) -> Report:
    """``verify`` of a file as it was downloaded."""
    try:
        document = parse(data)
    except Refusal as refusal:
        return Report(problems=[refusal.message])
    report = verify(document, digests)
    if report.ok and not is_canonical(data, document):
        report.notes.append("文件的排版不是规范写法（内容不受影响）")
    return report


def verify(document: Any, digests: Sequence[str] = ()) -> Report:
    """Every step of ``document`` done again and compared.

    ``digests`` were published or handed out earlier (of the frozen part, of a round, or a seal): each must occur in the
    file. Without the one published before the seed was known, nobody can tell a file made anew from the original.
    """
    report = Report()
    wrong = misshapen(document)
    if wrong:
        report.problems.append(f"结构不符合格式：{wrong}")
        return report
    report.checked.append("结构：各部分齐全，没有多余内容")
    try:
        _check_all(document, digests, report)
    except UnicodeEncodeError:
        report.problems.append("文件里有不完整的字符（孤立的代理码位）")
    return report


def _check_all(document: Document, digests: Sequence[str], report: Report) -> None:
    _check_head(document, report)
    again = _check_frozen(document, report)
    if again is not None:
        again = _check_seed(document, again, report)
    if again is not None:
        _check_rounds(document, again, report)
    seal = sealed(document)["seal"]
    _say(
        report,
        document["seal"] == seal,
        "封条：除名单外的全部内容与封条一致",
        "封条与内容不一致，文件被改动过",
    )
    known = {document["frozen_digest"], document["seal"], *(entry["digest"] for entry in document["rounds"])}
    for one in digests:
        text = f"此前公布的摘要 {one}"
        _say(
            report,
            one.strip().lower() in known,
            f"{text} 与文件相符",
            f"{text} 在文件中找不到，名单或过程与公布时不同",
        )
    _add_notes(document, report)


def _check_head(document: Document, report: Report) -> None:
    if (document["format"], document["version"]) != (FORMAT, VERSION):
        report.problems.append(f"格式或版本不是 {FORMAT} {VERSION}")
    same = document["rules"] == list(RULES)
    _say(report, same, "规则：与本版本的规则逐字一致", "规则说明与本版本不一致")


def _check_frozen(document: Document, report: Report) -> Document | None:
    frozen = document["frozen"]
    same = digest(frozen) == document["frozen_digest"]
    words = (
        f"冻结：可抽 {len(frozen['items'])} 家、排除 {len(frozen['excluded'])} 家（均有理由）、"
        f"{len(frozen['strata']['quotas'])} 层、人员 {len(frozen['officers'])} 名，与冻结摘要一致"
    )
    _say(report, same, words, "名单、排除、名额、种子来源或人员与冻结摘要不一致，冻结内容被改动过")
    try:
        again = _frozen_again(frozen)
    except Refusal as refusal:
        report.problems.append(f"冻结内容不成立：{refusal.message}")
        return None
    except (ValueError, IndexError) as error:
        report.problems.append(f"冻结内容不成立：{error}")
        return None
    found = (
        list(_differences(frozen, again["frozen"], "frozen"))
        if again["frozen_digest"] != digest(frozen)
        else []
    )
    _say(
        report, not found, "名额与次序：按规则重算一致", f"冻结内容与按规则重算的不同：{'；'.join(found[:3])}"
    )
    return None if found else again


def _frozen_again(frozen: Document) -> Document:
    rows = [*frozen["items"], *(entry["row"] for entry in frozen["excluded"])]
    strata, team, source = frozen["strata"], frozen["team"], frozen["source"]
    quotas = {tuple(entry["key"]): entry["quota"] for entry in strata["quotas"]}
    return freeze(
        Sheet(frozen["columns"], rows),
        frozen["count"],
        title=frozen["title"],
        exclusions=[Exclusion(entry["row"][0], entry["reason"]) for entry in frozen["excluded"]],
        strata=strata["by"],
        quotas=quotas if strata["method"] == "explicit" else None,
        source=Source(source["kind"], source["description"], tuple(source["authorities"]), source["dice"]),
        officers=[_officer(entry) for entry in frozen["officers"]],
        team=team and TeamRules(**{key: _tuple(value) for key, value in team.items()}),
    )


def _officer(entry: Document) -> Officer:
    interests = entry["interests"]
    return Officer(
        entry["id"],
        entry["name"],
        tuple((first, last) for first, last in entry["enforcement"]),
        entry["lead"],
        entry["expert"],
        frozenset(entry["expertise"]),
        None if interests is None else tuple((i["party"], i["kind"]) for i in interests),
        entry["load"],
        entry["limit"],
    )


def _check_seed(document: Document, again: Document, report: Report) -> Document | None:
    try:
        for entry in document["commitments"]:
            again = commit(again, entry["authority"], entry["commitment"])
        for entry in document["reveals"]:
            again = reveal(again, entry["authority"], entry["secret"])
    except Refusal as refusal:
        report.problems.append(f"承诺或揭示不成立：{refusal.message}")
        return None
    parts = ("commitments", "reveals")
    found = [text for part in parts for text in _differences(document[part], again[part], part)]
    if document["commitments"] or found:
        words = (
            f"承诺与揭示：{len(document['commitments'])} 个承诺、{len(document['reveals'])} 个揭示，逐一相符"
        )
        _say(report, not found, words, f"承诺或揭示与规则不符：{'；'.join(found[:3])}")
    return again


def _check_rounds(document: Document, again: Document, report: Report) -> None:
    if not document["rounds"]:
        if document["seed"] is not None or document["result"] is not None:
            report.problems.append("没有任何一轮抽取，却有种子或结果")
        return
    for place, entry in enumerate(document["rounds"]):
        step = _step(document, entry, first=place == 0)
        try:
            again = step(again)
        except Refusal as refusal:
            report.problems.append(f"第 {place + 1} 轮不成立：{refusal.message}")
            return
        if place == 0:
            found = list(_differences(document["seed"], again["seed"], "seed"))
            _say(report, not found, "种子：按公布的来源重算一致", f"种子不符：{'；'.join(found)}")
        found = list(_differences(entry, again["rounds"][-1], f"第 {place + 1} 轮"))
        words = f"第 {place + 1} 轮：重新排序，选出的 {len(entry['selected'])} 家、检查组 {len(entry['teams'])} 个逐一相同"
        _say(report, not found, words, f"与重算结果不同：{'；'.join(found[:3])}")
        if found:
            return
    found = list(_differences(document["result"], again["result"], "result"))
    _say(report, not found, "结果：与各轮推出的一致", f"结果与各轮推出的不同：{'；'.join(found[:3])}")


def _step(document: Document, entry: Document, *, first: bool) -> Callable[[Document], Document]:
    if entry["kind"] in ("substitution", "officer_substitution"):
        return lambda so_far: substitute(
            so_far, entry["withdrawn"], entry["reason"], officer=entry["officer"]
        )
    value = (document["seed"] or {"value": ""})["value"] if first else ""
    return lambda so_far: run(so_far, value, again=entry["reason"])


def _add_notes(document: Document, report: Report) -> None:
    frozen, rounds = document["frozen"], document["rounds"]
    if not rounds:
        report.notes.append("尚未抽取")
    if frozen["source"]["kind"] == "stated":
        report.notes.append("种子由操作人给出，没有事先指定的公开来源；不能排除种子是挑选过的")
    if sum(entry["kind"] == "redraw" for entry in rounds):
        report.notes.append("有过重抽，理由和以前各轮见 rounds")
    report.notes += empty_strata(frozen)
    if report.ok:
        report.notes += unstaffed(rounds)


def empty_strata(frozen: Document) -> list[str]:
    """A sentence about strata of which nothing can be drawn, if there are any."""
    names = ["·".join(entry["key"]) for entry in frozen["strata"]["quotas"] if not entry["quota"]]
    if not names:
        return []
    more = f"等 {len(names)} 层" if len(names) > 5 else ""
    return [f"名额为 0 的层：{'、'.join(names[:5])}{more}，其中的对象本次不会被抽到"]


def unstaffed(rounds: Sequence[Document]) -> list[str]:
    """A sentence for each visit that has no team as things stand, with what is lacking."""
    teams = state_of(rounds).teams
    return [
        f"“{team['id']}”未能组成检查组：{lacking_words(team['lacking'])}"
        for _, team in sorted(teams.items())
        if team["lacking"]
    ]


def _say(report: Report, fine: bool, good: str, bad: str) -> None:
    (report.checked if fine else report.problems).append(good if fine else bad)


def _differences(given: Any, right: Any, place: str) -> Iterator[str]:
    """Where ``given`` differs from ``right``, deepest places first named."""
    if isinstance(given, dict) and isinstance(right, dict) and set(given) == set(right):
        for key in given:
            yield from _differences(given[key], right[key], f"{place}.{key}")
    elif isinstance(given, (list, tuple)) and isinstance(right, (list, tuple)) and len(given) == len(right):
        for number, (one, other) in enumerate(zip(given, right, strict=True)):
            yield from _differences(one, other, f"{place}[{number}]")
    elif dumps(given) != dumps(right):
        yield f"{place} 是 {_short(given)}，应为 {_short(right)}"


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _short(value: Any) -> str:
    text = dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("同一对象里有重复的键")
    return found


def _constant(name: str) -> Any:
    raise ValueError(f"{name} 不是 JSON 的数")
