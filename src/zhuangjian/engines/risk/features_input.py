"""Signal, party and as-of tables as people's files hold them, brought to what `features` reads; each fault said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhuangjian.engines.risk.features_spec import KINDS
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.tables import Session, require_columns

if TYPE_CHECKING:
    import ibis

HEADERS = {
    "企业": "party",
    "产品": "product",
    "来源类别": "kind",
    "发生日期": "occurred_on",
    "知悉日期": "known_on",
    "严重程度": "severity",
    "可归责": "attributable",
    "来源记录键": "source_key",
    "评价日": "as_of",
}
YES, NO = ("true", "1", "是", "y", "yes"), ("false", "0", "否", "n", "no")
DATES = ("occurred_on", "known_on", "as_of")


def signal_rows(session: Session, table: ibis.Table) -> ibis.Table:
    """The signals with code names for columns and kinds, dates as dates, true or false as such, whole severities.

    Refused, with examples: missing columns, kinds nobody knows, dates or flags that cannot be read, severities
    outside 1 to 5.
    """
    table = _named(table)
    require_columns(table, ("party", "kind", "occurred_on", "attributable"), "信号表")
    table = _dated(session, table, "信号表")
    words = {word: code for code, word in KINDS.items()}
    kind = table.kind.cast("string").strip()
    table = table.mutate(kind=kind.cases(*words.items(), else_=kind))
    _refuse_others(
        session, table, "kind", table.kind.isin(tuple(KINDS)), f"可用：{'、'.join(KINDS)}，或相应的中文"
    )
    table = _flagged(session, table)
    if "severity" in table.columns:
        _refuse_others(session, table, "severity", _between(table.severity), "须是 1 至 5 的整数")
        table = table.mutate(severity=table.severity.cast("int32"))
    return session.view(table)


def once_per_source(session: Session, signals: ibis.Table) -> tuple[ibis.Table, int]:
    """The signals with each source record once — the one known first — and how many rows that left out.

    A record repeated later can so never displace what was known before. Rows without a ``source_key`` all stay.
    """
    import ibis

    if "source_key" not in signals.columns:
        return signals, 0
    known = signals.source_key.count()
    counted = session.arrow(
        signals.aggregate(rows=known, different=signals.source_key.nunique())
    ).to_pylist()[0]
    repeated = int(counted["rows"]) - int(counted["different"])
    if not repeated:
        return signals, 0
    known_on = signals["known_on"] if "known_on" in signals.columns else signals.occurred_on
    ordered = signals.mutate(first_known=known_on.coalesce(signals.occurred_on))
    order = ["first_known", *(name for name in signals.columns if name != "source_key")]
    rank = ibis.row_number().over(ibis.window(group_by="source_key", order_by=order))
    ranked = ordered.mutate(place=rank).drop("first_known")
    # As a view of its own: ibis loses the name of a table when it folds a renamed one with a window into a join.
    once = ranked.filter((ranked.place == 0) | ranked.source_key.isnull()).drop("place")
    return session.view(once), repeated


def party_rows(session: Session, table: ibis.Table) -> ibis.Table:
    """The parties, with the as-of days where the file has a column for them; refused without a party column."""
    table = _named(table)
    require_columns(table, ("party",), "企业表")
    return _dated(session, table, "企业表")


def alike(signals: ibis.Table, parties: ibis.Table) -> tuple[ibis.Table, ibis.Table]:
    """Both tables with party numbers of one type: as they are when alike, else as text."""
    if signals.party.type().is_string() == parties.party.type().is_string():
        return signals, parties
    return (
        signals.mutate(party=signals.party.cast("string")),
        parties.mutate(party=parties.party.cast("string")),
    )


def _named(table: ibis.Table) -> ibis.Table:
    return table.rename(
        {code: word for word, code in HEADERS.items() if word in table.columns and code not in table.columns}
    )


def _dated(session: Session, table: ibis.Table, source: str) -> ibis.Table:
    for name in DATES:
        if name not in table.columns:
            continue
        if table[name].type().is_timestamp():
            table = table.mutate(**{name: table[name].date()})
        elif not table[name].type().is_date():
            rows = session.arrow(table.filter(table[name].notnull()).select(name).limit(1)).to_pylist()
            if rows:
                raise Refusal(
                    f"{source}的 {name} 列读不出日期，例如“{rows[0][name]}”。请一律写成 YYYY-MM-DD。"
                )
            table = table.mutate(**{name: table[name].cast("string").cast("date")})
    return table


def _flagged(session: Session, table: ibis.Table) -> ibis.Table:
    if table.attributable.type().is_boolean():
        return table
    word = table.attributable.cast("string").strip().lower()
    _refuse_others(session, table, "attributable", word.isin((*YES, *NO)), "请写成 true/false、1/0 或 是/否")
    return table.mutate(attributable=word.isin(YES))


def _between(severity: Any) -> Any:
    if severity.type().is_floating():
        # Whole numbers beside a gap arrive as 3.0.
        return severity.between(1, 5) & (severity == severity.floor())
    if not severity.type().is_integer():
        return severity.isnull()
    return severity.between(1, 5)


def _refuse_others(session: Session, table: ibis.Table, name: str, good: Any, advice: str) -> None:
    bad = table.filter(table[name].notnull() & ~good)
    rows = session.arrow(bad.select(value=bad[name].cast("string")).distinct().order_by("value").limit(4))
    if values := rows["value"].to_pylist():
        raise Refusal(f"信号表的 {name} 列有不认识的值：{'、'.join(values)}。{advice}。")
