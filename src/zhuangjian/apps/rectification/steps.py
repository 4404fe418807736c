"""Whose turn it is: the duties that each step of a rectification closes and opens (CQ 19)."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.duties.book import close_duties, open_duty
from zhuangjian.apps.duties.holders import LOCAL, role_in
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.rectification.models import Rectification

ISSUE = "rectification.issue"
REPORT = "rectification.report"
FOLLOW_UP = "rectification.follow_up"
RECHECK = "rectification.recheck"
CLOSE = "rectification.close"
DECIDE = "rectification.decide"
WITH_AUTHORITY = (FOLLOW_UP, RECHECK, CLOSE, DECIDE)


def ask_to_issue(step: Any, inspection: Inspection) -> None:
    """The local authority has to send the notice; no law says within how many days."""
    open_duty(
        ISSUE,
        f"向{inspection.party}发出整改通知",
        article=cite("rectification", at=step.at),
        target=inspection,
        url=f"/rectifications/new/{inspection.public_id}/",
        event="检查记录交付",
        at=step.at,
        authority=inspection.local_authority,
        role=role_in(inspection.local_authority, LOCAL),
        party=inspection.party,
    )


def ask_party(step: Any, rectification: Rectification, title: str, event: str, due: date) -> None:
    """The enterprise has to hand something in by ``due``; the local authority sees to it until then."""
    _close(step, rectification, REPORT, *WITH_AUTHORITY)
    open_duty(
        REPORT,
        title,
        article=cite("rectification", at=step.at),
        target=rectification,
        url=rectification.get_absolute_url(),
        event=event,
        at=step.at,
        holder_party=rectification.party,
        party=rectification.party,
        due=due,
    )
    _ask_authority(step, rectification, FOLLOW_UP, f"督促{rectification.party}按期整改", event, due)


def ask_recheck(step: Any, rectification: Rectification) -> None:
    """A report came in: the local authority re-checks; no law says within how many days."""
    _close(step, rectification, REPORT, *WITH_AUTHORITY)
    _ask_authority(step, rectification, RECHECK, f"复查{rectification.party}的整改情况", "收到整改报告")


def ask_close(step: Any, rectification: Rectification) -> None:
    """The re-check was passed: the rectification can be closed."""
    _close(step, rectification, REPORT, *WITH_AUTHORITY)
    _ask_authority(step, rectification, CLOSE, f"办结{rectification.party}的整改", "复查符合要求")


def ask_decision(step: Any, rectification: Rectification) -> None:
    """The re-check was failed: hand the case on, or have it put right once more."""
    _close(step, rectification, REPORT, *WITH_AUTHORITY)
    title = f"对{rectification.party}复查不符合要求作出处理"
    _ask_authority(step, rectification, DECIDE, title, "复查不符合要求")


def finish(step: Any, rectification: Rectification) -> None:
    """Nothing is left to do in this rectification."""
    _close(step, rectification)


def _close(step: Any, rectification: Rectification, *kinds: str) -> None:
    close_duties(rectification, *kinds, by=step.person, at=step.at)


def _ask_authority(
    step: Any, rectification: Rectification, kind: str, title: str, event: str, due: date | None = None
) -> None:
    open_duty(
        kind,
        title,
        article=cite("rectification", at=step.at),
        target=rectification,
        url=rectification.get_absolute_url(),
        event=event,
        at=step.at,
        authority=rectification.authority,
        role=role_in(rectification.authority, LOCAL),
        party=rectification.party,
        due=due,
    )
