"""Tables of parties and of signals as facts; a cell that cannot be read is refused with its row and what to write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from zhuangjian.engines.calendar.beijing import beijing_day
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import Conclusion, PartyKind, Term

from .grade_facts import PartyFacts, RiskSignal
from .grade_walk import Standing
from .grade_words import CountFact, Credit, DirectEvent, RiskGrade, SignalKind

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T", bound=Term)
_TRUE = {"true", "1", "是", "t", "yes"}
_FALSE = {"false", "0", "否", "f", "no"}
_DETAILS = ("conclusion", "event", "rectify_due", "rectified_on")


# The Chinese words for the columns, as tables made by hand have them.
HEADERS = {
    "企业": "party",
    "主体": "party",
    "信号": "signal",
    "信号编号": "signal",
    "来源类别": "kind",
    "类别": "kind",
    "发生日期": "occurred_on",
    "知悉日期": "known_on",
    "严重程度": "severity",
    "可归责": "attributable",
    "摘要": "title",
    "内容": "detail",
    "结论": "conclusion",
    "事件": "event",
    "整改期限": "rectify_due",
    "整改完成日": "rectified_on",
    "名称": "name",
    "企业名称": "name",
    "主体类型": "kinds",
    "信用": "credit",
}


def parties_from(table: pa.Table) -> list[PartyFacts]:
    """Facts of each row, sorted by party. Column ``party`` is needed; ``name``, ``kinds`` (codes or Chinese terms,
    comma separated), ``credit`` and the numbers of ``CountFact`` are read where present."""
    rows = _rows(table, "主体表", ("party",))
    found: dict[str, PartyFacts] = {}
    for where, row in rows:
        party = _needed(row, "party", where)
        if party in found:
            raise Refusal(f"{where}：主体 {party} 重复出现，请每个主体只保留一行")
        found[party] = PartyFacts(
            party=party,
            name=_text(row.get("name")),
            kinds=_kinds(row.get("kinds"), where),
            counts=_counts(row, where),
            credit=_term(Credit, row.get("credit"), where, "credit"),
        )
    return [found[party] for party in sorted(found)]


def signals_from(table: pa.Table) -> tuple[list[RiskSignal], int]:
    """The signals about parties, in the table's order, and how many rows name no party.

    Columns ``signal``, ``party``, ``kind`` and ``occurred_on`` are needed; ``known_on``, ``severity``,
    ``attributable``, ``title`` and, as columns or inside a JSON column ``detail``, ``conclusion``, ``event``,
    ``rectify_due`` and ``rectified_on`` are read where present.
    """
    found: list[RiskSignal] = []
    nobody = 0
    seen: set[str] = set()
    for where, row in _rows(table, "信号表", ("signal", "party", "kind", "occurred_on")):
        if not _text(row.get("party")):
            nobody += 1
            continue
        signal = _signal({**_detail(row.get("detail"), where), **_given(row)}, where)
        if signal.signal in seen:
            raise Refusal(f"{where}：信号编号 {signal.signal} 重复，同一信号只能计一次，请去掉重复的行")
        seen.add(signal.signal)
        found.append(signal)
    return found, nobody


def standings_from(document: Any) -> dict[str, Standing]:
    """Standings by party from the JSON that an earlier grading wrote (``{"grades": […]}``)."""
    rows = document.get("grades") if isinstance(document, Mapping) else None
    if not isinstance(rows, list):
        raise Refusal("上次结果里没有 grades，请用本命令 --out 写出的文件作为 --previous", missing=["grades"])
    found: dict[str, Standing] = {}
    for number, row in enumerate(rows, 1):
        try:
            found[row["party"]] = Standing(
                RiskGrade(row["grade"]),
                date.fromisoformat(row["as_of"]),
                date.fromisoformat(row["since"]),
                {RiskGrade(g): date.fromisoformat(d) for g, d in row["below"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Refusal(f"上次结果第 {number} 个主体读不出来（{error}），请用原样的文件") from None
    return found


def _signal(row: Mapping[str, Any], where: str) -> RiskSignal:
    occurred = _date(row.get("occurred_on"), where, "occurred_on")
    if occurred is None:
        raise Refusal(f"{where}：缺少发生日期 occurred_on，请写成 YYYY-MM-DD", missing=["occurred_on"])
    kind = _term(SignalKind, row.get("kind"), where, "kind")
    if kind is None:
        raise Refusal(f"{where}：缺少来源类别 kind，请从列表中选择", missing=["kind"])
    return RiskSignal(
        signal=_needed(row, "signal", where),
        party=_needed(row, "party", where),
        kind=kind,
        occurred_on=occurred,
        known_on=_date(row.get("known_on"), where, "known_on"),
        severity=_severity(row.get("severity"), where),
        attributable=_flag(row.get("attributable"), where),
        conclusion=_term(Conclusion, row.get("conclusion"), where, "conclusion"),
        event=_term(DirectEvent, row.get("event"), where, "event"),
        rectify_due=_date(row.get("rectify_due"), where, "rectify_due"),
        rectified_on=_date(row.get("rectified_on"), where, "rectified_on"),
        title=_text(row.get("title")),
    )


def _rows(table: pa.Table, what: str, needed: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    table = table.rename_columns([HEADERS.get(name, name) for name in table.column_names])
    if twice := sorted({n for n in table.column_names if table.column_names.count(n) > 1}):
        raise Refusal(f"{what}有两列都是 {'、'.join(twice)}（中英文列名各一），请只留一列", missing=twice)
    lacking = [name for name in needed if name not in table.column_names]
    if lacking:
        raise Refusal(
            f"{what}缺少列 {'、'.join(lacking)}。现有的列：{'、'.join(table.column_names) or '没有'}",
            missing=lacking,
        )
    if table.num_rows == 0:
        raise Refusal(f"{what}没有一行数据，请换用有内容的文件")
    number = 0
    for batch in table.to_batches():
        for row in batch.to_pylist():
            number += 1
            yield f"{what}第 {number} 行", row


def _given(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None and value != ""}


def _detail(value: Any, where: str) -> dict[str, Any]:
    if value is None or value == "":
        return {}
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise Refusal(f"{where}：detail 不是合法的 JSON，请改正或者留空") from None
    if not isinstance(value, Mapping):
        raise Refusal(f"{where}：detail 应为一个 JSON 对象，请改正或者留空")
    return {name: value[name] for name in _DETAILS if value.get(name)}


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # whole numbers with gaps arrive as 12.0
    return "" if value is None else str(value).strip()


def _needed(row: Mapping[str, Any], name: str, where: str) -> str:
    text = _text(row.get(name))
    if not text:
        raise Refusal(f"{where}：缺少 {name}，请补上", missing=[name])
    return text


def _date(value: Any, where: str, name: str) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return beijing_day(value)
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        return (
            beijing_day(datetime.fromisoformat(text.replace("/", "-")))
            if len(text) > 10
            else _plain_date(text)
        )
    except ValueError:
        raise Refusal(f"{where}：{name} 的“{value}”不是日期，请写成 YYYY-MM-DD") from None


def _plain_date(text: str) -> date:
    year, month, day = text.replace("/", "-").split("-")
    return date(int(year), int(month), int(day))


def _severity(value: Any, where: str) -> int:
    if value is None or value == "":
        return 1
    number = _whole(value)
    if number is None or not 1 <= number <= 5:
        raise Refusal(f"{where}：severity 的“{value}”不是 1 至 5 的整数，请改正")
    return number


def _whole(value: Any) -> int | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else None


def _flag(value: Any, where: str) -> bool:
    if value is None or value == "":
        return True
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in _TRUE | _FALSE:
        return text in _TRUE
    raise Refusal(f"{where}：attributable 的“{value}”看不出是或否，请写 true 或 false")


def _term(kind: type[T], value: Any, where: str, name: str) -> T | None:
    text = _text(value)
    if not text:
        return None
    found = _terms(kind).get(text)
    if found is None:
        told = "、".join(f"{term.value}（{term.label}）" for term in kind)
        raise Refusal(f"{where}：{name} 的“{text}”不在列表中，可用：{told}")
    return found


def _terms(kind: type[T]) -> Mapping[str, T]:
    return {word: term for term in kind for word in (term.value, term.label)}


def _kinds(value: Any, where: str) -> frozenset[PartyKind] | None:
    words: list[str] = (
        [str(v) for v in value]
        if isinstance(value, (list, tuple))
        else _text(value).replace("，", ",").replace("、", ",").replace(";", ",").split(",")
    )
    found = [_term(PartyKind, word, where, "kinds") for word in words]
    return frozenset(kind for kind in found if kind is not None) or None


def _counts(row: Mapping[str, Any], where: str) -> dict[CountFact, int]:
    found: dict[CountFact, int] = {}
    for fact in CountFact:
        value = row.get(fact.value)
        if value is None or value == "":
            continue
        number = _whole(value)
        if number is None or number < 0:
            raise Refusal(f"{where}：{fact.value}（{fact.label}）的“{value}”不是非负整数，请改正或者留空")
        found[fact] = number
    return found
