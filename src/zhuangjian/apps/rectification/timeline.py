"""What happened in a rectification, in order, as this person may read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhuangjian.apps.rectification.models import ENDED, Rectification, RectificationStage
from zhuangjian.apps.rectification.problems import spelled
from zhuangjian.engines.rules.words import chinese_date


@dataclass(frozen=True)
class Event:
    """One thing that happened. ``texts`` are (heading, text) pairs; ``tone`` good, bad or nothing."""

    at: datetime
    title: str
    who: str
    tone: str = ""
    note: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    files: list[str] = field(default_factory=list)


def events_of(rectification: Rectification, person: Any) -> list[Event]:
    """Oldest first. Why a case was handed on is not for the enterprise (CQ 22)."""
    found = [
        *_issue(rectification),
        *(
            event
            for report in rectification.reports.select_related("submitted_by")
            for event in _report(report)
        ),
        *(_return(row) for row in rectification.returns.select_related("returned_by", "report")),
        *(_recheck(row) for row in rectification.rechecks.select_related("checked_by")),
        *_end(rectification, person),
    ]
    return sorted(found, key=lambda event: event.at)


def _issue(row: Rectification) -> Iterator[Event]:
    yield Event(
        row.issued_at,
        "发出整改通知",
        f"{row.authority} {row.issued_by}",
        note=f"整改期限 {chinese_date(row.due_on)}",
    )


def _report(report: Any) -> Iterator[Event]:
    texts = [
        ("存在的主要问题", report.main_problems),
        ("问题调查分析与风险评估", report.investigation),
        ("风险控制措施", report.risk_control),
        ("整改后效果", report.effect),
        ("整改计划", report.plan_steps),
    ]
    about = spelled(report.covers) if report.covers else ""
    note = "，".join(filter(None, (about and f"关于{about}", "逾期报送" if report.late else "")))
    if report.kind == "plan":
        note = f"{about}计划于{chinese_date(report.plan_until)}前完成"
    yield Event(
        report.submitted_at,
        f"报送{report.get_kind_display()}（第{report.no}次）",
        str(report.submitted_by),
        "bad" if report.late else "",
        note,
        tuple((head, text) for head, text in texts if text),
        [item["name"] for item in report.attachments],
    )


def _return(row: Any) -> Event:
    about = f"{spelled(row.covers)}" if row.covers else ""
    note = f"{about}请在{chinese_date(row.supplement_by)}前补充后重新报送"
    return Event(row.returned_at, "退回补充", str(row.returned_by), "bad", note, (("理由", row.reason),))


def _recheck(row: Any) -> Event:
    way = "现场复查" if row.on_site else "资料复查"
    result = "符合要求" if row.passed else "不符合要求"
    tone = "good" if row.passed else "bad"
    note = f"{spelled(row.unmet)}仍不符合要求" if row.unmet and row.unmet != row.covers else ""
    texts = (("复查情况", row.text),)
    return Event(row.checked_at, f"{way}：{result}", str(row.checked_by), tone, note, texts)


def _end(row: Rectification, person: Any) -> Iterator[Event]:
    if row.ended_at is None:
        return
    if not person.scope.official:
        yield Event(row.ended_at, "整改程序结束", str(row.authority))
    elif row.stage == RectificationStage.CLOSED:
        texts = (("说明", row.end_note),) if row.end_note else ()
        yield Event(row.ended_at, "办结整改", str(row.ended_by or ""), "good", texts=texts)
    else:
        texts = (("具体情况", row.end_note),)
        yield Event(
            row.ended_at, "移交立案调查", str(row.ended_by or ""), "bad", row.get_ground_display(), texts
        )


def stage_words(rectification: Rectification, person: Any) -> tuple[str, str]:
    """(words, tone) of the stage; the enterprise is told of its end alike, however it ended."""
    tones = {
        RectificationStage.CLOSED: "ok",
        RectificationStage.PASSED: "ok",
        RectificationStage.FAILED: "bad",
        RectificationStage.ESCALATED: "bad",
        RectificationStage.RETURNED: "warn",
    }
    if not person.scope.official and rectification.stage in ENDED:
        return "已结束", "off"
    stage = RectificationStage(rectification.stage)
    return stage.label, tones.get(stage, "wait")
