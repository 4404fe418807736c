"""The agenda as the data draft it: open signals, grades that rose, common problems that areas above know of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.risk.models import GradeChange, SignalCase, SignalStage
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.area import areas

# So many sentences of each kind: an agenda is read in a meeting. What is left out is counted.
MOST = 12
OPEN = (SignalStage.NEW, SignalStage.ASSESSING, SignalStage.CONFIRMED)


def drafted(authority: Authority, person: Any, on: date, months: int) -> list[dict[str, str]]:
    """What stands on the agenda, each with its kind, sentence and page, as far as the person who drafts it sees it."""
    found = _some("风险信号", _signals(person, on))
    found += _some("等级上升", _risen(person, on - timedelta(days=31 * months), on))
    for area in areas().values():
        for told in area.agenda:
            found += _some("共性问题", told(authority, person))
    return found


def _some(kind: str, rows: list[tuple[str, str]]) -> list[dict[str, str]]:
    shown = [{"kind": kind, "text": text, "url": url} for text, url in rows[:MOST]]
    if len(rows) > MOST:
        shown.append({"kind": kind, "text": f"另有 {len(rows) - MOST} 项，见各自的列表", "url": ""})
    return shown


def _signals(person: Any, on: date) -> list[tuple[str, str]]:
    rows = SignalCase.objects.visible_to(person).filter(stage__in=OPEN, found_on__lte=on)
    return [
        (f"{one}（{one.reports} 份报告，{one.get_stage_display()}）", one.get_absolute_url()) for one in rows
    ]


def _risen(person: Any, since: date, on: date) -> list[tuple[str, str]]:
    rows = (
        GradeChange.objects.visible_to(person)
        .filter(changed_on__gte=since, changed_on__lte=on)
        .select_related("party")
    )
    return [
        (
            f"{one.party.name}由{one.before}级升为{one.after}级（{chinese_date(one.changed_on)}）",
            one.get_absolute_url(),
        )
        for one in rows
        if one.rose
    ]
