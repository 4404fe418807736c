"""The first draft of a report: what the database says of its period, as figures and as sentences (LN 4(2))."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.improvement.figures import FIGURES, measured
from zhuangjian.apps.improvement.models import Item, ItemKind, ItemStage, Problem, ProblemStage, Report
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.days import begins, ends


def figures_of(report: Report) -> list[dict[str, Any]]:
    """Each figure of the plan's goals for the report's unit and period."""
    plan, found = report.plan.text, []
    for name in dict.fromkeys(one for goal in plan.goals for one in goal.figures):
        share = measured(plan, report.unit, report.first, report.last, name)
        title = FIGURES[name].title if name in FIGURES else name
        found.append({"figure": name, "title": title, "hits": share.hits, "n": share.n})
    return found


def said(figures: list[dict[str, Any]]) -> list[str]:
    """The figures as lines of a letter."""
    return [
        f"{one['title']}：{one['n']}项中{one['hits']}项（{100 * one['hits'] / one['n']:.1f}%）"
        if one["n"]
        else f"{one['title']}：本期没有数据"
        for one in figures
    ]


def first_words(report: Report) -> dict[str, str]:
    """What the form starts with: what was done in the period, what is late, what comes next."""
    if report.stage != "due":
        return {name: getattr(report, name) for name in ("progress", "issues", "following")}
    rows = _items(report)
    done = rows.filter(done_at__gte=begins(report.first), done_at__lt=ends(report.last), stage=ItemStage.DONE)
    late = rows.filter(stage=ItemStage.OPEN, due__lte=report.last)
    coming = rows.filter(stage=ItemStage.OPEN, due__gt=report.last)
    return {
        "progress": _lines("本期办结", done) or "本期没有办结的事项。",
        "issues": _lines("逾期未办结", late) or "没有逾期的事项。",
        "following": _lines("接下来办理", coming) or "没有待办的事项。",
    }


def letter_text(report: Report) -> str:
    """The report as the text of its letter."""
    parts = (
        ("一、数据", "\n".join(said(report.figures))),
        ("二、工作进展", report.progress),
        ("三、问题和困难", report.issues),
        ("四、下一步打算", report.following),
    )
    return "\n".join(f"{heading}\n{text}" for heading, text in parts if text)


def _items(report: Report) -> Any:
    rows = Item.objects.unrestricted().filter(
        plan=report.plan, kind__in=(ItemKind.DELIVERABLE, ItemKind.DECISION)
    )
    # Who leads tells of everybody's, a unit of its own.
    return rows if report.unit_id == report.plan.authority_id else rows.filter(unit=report.unit)


def _lines(heading: str, rows: Any) -> str:
    found = [
        f"{one.title}（{one.unit}{f'，期限{chinese_date(one.due)}' if one.due else ''}）"
        for one in rows.select_related("unit")[:20]
    ]
    return f"{heading}：{'；'.join(found)}。" if found else ""


def on_agenda(authority: Any, person: Any) -> list[tuple[str, str]]:
    """The open common problems, for the agenda of a consultation on risk."""
    rows = Problem.objects.visible_to(person).filter(stage__in=(ProblemStage.OPEN, ProblemStage.ASKED))
    return [
        (f"{one.title}（{one.unit}，{chinese_date(one.due)}前）", one.get_absolute_url())
        for one in rows.filter(plan__authority__in=authority.realm()).select_related("unit")
    ]
