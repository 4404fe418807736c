"""What was handed over to enforcement is part of the file: late and missing feedback is found, by the limits of the packs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.casefile import course as files
from zhuangjian.apps.casefile.facts import check_inspection
from zhuangjian.apps.enforcement.models import Bundle, Lead
from zhuangjian.apps.enforcement.models.lead import Feedback
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.engines.casefile.facts import CHINA

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 6, 11, 9, tzinfo=CHINA)


def verdicts(row: Inspection, person: Any) -> dict[str, str]:
    """Verdicts of the checks on the hand-over."""
    checked = check_inspection(Inspection.objects.get(pk=row.pk), person, date(2026, 9, 1))
    names = ("handed_over_whole", "filing_told", "outcome_told")
    return {one.name: one.verdict.value for one in checked.checks if one.name in names}


@pytest.mark.parametrize(
    ("told", "result", "wanted"),
    [
        (date(2026, 6, 29), date(2026, 8, 3), ("met", "met")),
        (date(2026, 6, 30), date(2026, 8, 3), ("violated", "met")),
        (date(2026, 6, 29), date(2026, 8, 4), ("met", "violated")),
        (None, None, ("violated", "violated")),
    ],
)
def test_feedback_on_the_last_day_is_in_time_and_a_day_later_is_not(
    world: Any, told: date | None, result: date | None, wanted: tuple[str, str]
) -> None:
    row = files.delivered(world)
    lead = Lead.objects.create(
        number="线索1号",
        inspection=row,
        party=row.party,
        local_authority=row.local_authority,
        receiver=world.district,
        stage="closed",
        facts="涉嫌违法",
        reported_at=SENT,
        transferred_at=SENT,
        filing_on=date(2026, 6, 22),
        filing_number="立案1号",
        penalty_on=date(2026, 7, 20),
    )
    for kind, day in (("filing", told), ("result", result)):
        if day is not None:
            at = datetime(day.year, day.month, day.day, 17, tzinfo=CHINA)
            Feedback.objects.create(
                lead=lead,
                kind=kind,
                to=row.dispatching_unit,
                text="反馈",
                sent_at=at,
                sent_by=world.district_officer,
            )
    found = verdicts(row, world.head)
    assert (found["filing_told"], found["outcome_told"]) == wanted
    assert found["handed_over_whole"] == "violated"  # nothing went with it
    assert Bundle.objects.count() == 0
    Lead.objects.filter(pk=lead.pk).update(filing_on=None, filing_number="", penalty_on=None)
    assert set(verdicts(row, world.head).values()) == {"violated", "not_applicable"}


def test_without_a_lead_nothing_is_asked(world: Any) -> None:
    row = files.delivered(world)
    assert set(verdicts(row, world.head).values()) == {"not_applicable"}
