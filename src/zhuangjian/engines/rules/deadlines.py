"""``due``: the last day of a limit, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuangjian.engines.calendar import Calendar, Counted, add_natural_days, add_working_days, load_calendar

from .answer import Answer, Reason, Refusal
from .bases import HOUSE, note_of
from .loader import Pack, in_force
from .lookup import pack_for, the_day, value_on
from .models import Deadline
from .words import chinese_date as _said

UNITS = {"working_days": "个工作日", "natural_days": "日", "requested_term": "日（协查请求所列期限）"}


@dataclass(frozen=True, slots=True)
class Due:
    """A computed limit. ``days`` counts ``unit``; for ``requested_term`` it counts natural days to that date."""

    name: str
    title: str
    due: date
    unit: str
    days: int
    article: str
    provisional: bool
    event: str
    event_date: date
    holder: str
    to: tuple[str, ...]
    calendar: str


def due(
    name: str,
    event_date: date | str,
    *,
    region: str | None = None,
    on: date | str | None = None,
    urgent: bool = False,
    requested_until: date | str | None = None,
    pack: Pack | None = None,
    calendar: Calendar | None = None,
) -> Answer[Due]:
    """The last day of the limit called ``name`` that ``event_date`` starts (e.g. CQ 39, 40, 48, 50).

    The value in force on ``on`` (default: the day of the event) is applied; the day of the event is not counted.
    ``urgent`` selects the urgent variant where the law has one; ``requested_until`` is the date that an urgent
    request itself names (CQ 48). Raises :class:`Refusal` for an unknown name, a bad date, a day on which the
    rule is not in force, and for obligations to which the law sets no number of days.
    """
    rules = pack or pack_for(region)
    event = the_day(event_date, "起算日期")
    day = the_day(on, "适用日期") if on is not None else event
    _refuse_open_ended(rules, name, day)
    limit = value_on(rules, rules.deadlines, name, day, "期限")
    if urgent and limit.urgent_name:
        name = limit.urgent_name
        limit = value_on(rules, rules.deadlines, name, day, "期限")
    elif urgent and not limit.requested_term:
        raise Refusal(f"{limit.article} 没有为“{limit.title}”规定紧急情况下的期限", article=limit.article)
    table = calendar or load_calendar()
    if requested_until is not None:
        return _requested(rules, name, limit, event, the_day(requested_until, "请求期限"), table)
    counted = _count(limit, event, table)
    value = Due(
        name,
        limit.title,
        counted.day,
        limit.unit,
        limit.days,
        limit.article,
        counted.provisional,
        limit.event,
        event,
        limit.holder,
        limit.to,
        table.version,
    )
    return _answer(rules, limit, value, _reasons(limit, event, counted, table))


def deadline_names(region: str | None = None, *, pack: Pack | None = None) -> dict[str, str]:
    """Every limit known for the region: name → Chinese title."""
    rules = pack or pack_for(region)
    return {name: series[-1].title for name, series in sorted(rules.deadlines.items())}


def _count(limit: Deadline, event: date, table: Calendar) -> Counted:
    sign = -1 if limit.direction == "before" else 1
    if limit.unit == "working_days":
        return add_working_days(event, sign * limit.days, table)
    return add_natural_days(event, sign * limit.days, table)


def _refuse_open_ended(pack: Pack, name: str, day: date) -> None:
    series = pack.open_ended.get(name)
    entry = in_force(series, day) if series else None
    if entry is not None:
        raise Refusal(
            f"{entry.meaning}（{entry.article}），不能计算到期日", article=entry.article, missing=["法定天数"]
        )


def _requested(
    pack: Pack, name: str, limit: Deadline, event: date, until: date, table: Calendar
) -> Answer[Due]:
    if not limit.requested_term:
        raise Refusal(
            f"“{limit.title}”按{limit.days}{UNITS[limit.unit]}计算，请求中另写期限只适用于紧急协查",
            article=limit.article,
        )
    if until < event:
        raise Refusal(
            f"请求期限（{_said(until)}）早于{limit.event}（{_said(event)}），请核对",
            article=HOUSE,
            missing=["有效的请求期限"],
        )
    value = Due(
        name,
        limit.title,
        until,
        "requested_term",
        (until - event).days,
        limit.article,
        False,
        limit.event,
        event,
        limit.holder,
        limit.to,
        table.version,
    )
    text = f"协查请求写明的期限为{_said(until)}，紧急协查可以按请求的期限完成并函复"
    facts = {"event_date": event, "requested_until": until}
    return _answer(pack, limit, value, [Reason(limit.article, text, facts)])


def _reasons(limit: Deadline, event: date, counted: Counted, table: Calendar) -> list[Reason]:
    way = "前" if limit.direction == "before" else "后"
    basis = "" if limit.basis == "official" else f"（{note_of(limit.basis)}）"
    first = (
        f"{limit.meaning}{basis}。{limit.event}为{_said(event)}，当日不计，"
        f"{way}推{limit.days}{UNITS[limit.unit]}，到{_said(counted.day)}"
    )
    reasons = [Reason(limit.article, first, {"event_date": event, "days": limit.days, "unit": limit.unit})]
    if counted.skipped or counted.made_up:
        reasons.append(_calendar_reason(counted, table))
    if counted.moved_from:
        text = f"最后一日{_said(counted.moved_from)}为休息日，顺延到其后第一个工作日{_said(counted.day)}"
        reasons.append(Reason(limit.article, text, {"moved_from": counted.moved_from}))
    if counted.provisional:
        text = "期间涉及的年份尚未公布（或本系统日历未收录）放假调休安排，暂只按周末推算（元旦、劳动节、国庆节的法定日期不计为工作日），公布后应重新计算"
        reasons.append(Reason("", text, {"calendar": table.version}))
    if limit.extension:
        reasons.append(Reason(limit.article, limit.extension))
    return reasons


def _calendar_reason(counted: Counted, table: Calendar) -> Reason:
    parts = []
    if counted.skipped:
        names = dict.fromkeys(table.rest.get(day) or table.fixed_by_law(day) for day in counted.skipped)
        parts.append(f"{'、'.join(names)}放假，其间{len(counted.skipped)}个平日不计入")
    if counted.made_up:
        parts.append(f"{'、'.join(_said(day) for day in counted.made_up)}为调休上班日，计入")
    years = sorted({day.year for day in (*counted.skipped, *counted.made_up)})
    notices = "、".join(filter(None, (table.notice(year) for year in years)))
    facts: dict[str, Any] = {"skipped": counted.skipped, "made_up": counted.made_up, "notice": notices}
    source = f"（{notices}）" if notices else "（日期由法定节假日办法固定，当年安排未公布）"
    return Reason("", f"{'；'.join(parts)}{source}", facts)


def _answer(pack: Pack, limit: Deadline, value: Due, reasons: list[Reason]) -> Answer[Due]:
    return Answer(
        value=value,
        articles=(limit.article,),
        reasons=tuple(reasons),
        pack=pack.label,
        basis=limit.basis,
        facts={"event_date": value.event_date, "calendar": value.calendar, "provisional": value.provisional},
    )
