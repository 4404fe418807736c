"""When an extension post-check ends so that the licence should be revoked (CQ 16)."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.rectification.models import Ground, Rectification, RevocationGround
from zhuangjian.apps.rectification.turns import PROPOSE
from zhuangjian.engines.rules.vocabulary import Conclusion, LicensingKind
from zhuangjian.kernel.turns import Owing


def revocation_ground(inspection: Inspection, today: date) -> RevocationGround | None:
    """Which of CQ 16's three cases holds on ``today``; None for every other inspection."""
    if inspection.licensing_kind != LicensingKind.EXTENSION:
        return None
    if inspection.conclusion == Conclusion.LICENSING_FAIL:
        return RevocationGround.NOT_PASSED
    rectification = Rectification.objects.unrestricted().filter(inspection=inspection).first()
    if inspection.conclusion != Conclusion.LICENSING_RECTIFY or rectification is None:
        return None
    if rectification.rechecks.filter(passed=False).exists():
        return RevocationGround.FAILED
    reported_late = rectification.reports.filter(kind="report", late=True).exists()
    given_up = rectification.ground == Ground.NOT_REPORTED
    if reported_late or given_up or rectification.overdue_on(today):
        return RevocationGround.NOT_REPORTED
    return None


def owe_revocation(step: Owing, inspection: Inspection) -> None:
    """Put the opinion on the list of the organising unit's head as soon as one of the cases holds."""
    ground = revocation_ground(inspection, timezone.localdate(step.at))
    if ground is None or hasattr(inspection, "revocation_opinion"):
        return
    step.owe(PROPOSE, inspection, event=ground.label)
