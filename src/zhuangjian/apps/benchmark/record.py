"""What the record of an enterprise says against a title, with its grounds."""

from __future__ import annotations

from datetime import date

from zhuangjian.apps.benchmark.law import NONE_HERE, clean_since, criteria_here
from zhuangjian.apps.enforcement.models import Lead, LeadStage
from zhuangjian.apps.measures.models import Kind, Measure
from zhuangjian.apps.measures.models.measure import OPEN, SERVED
from zhuangjian.apps.rectification.models import ENDED, Rectification
from zhuangjian.apps.registry.models import Signal
from zhuangjian.apps.registry.models.signal import SignalKind
from zhuangjian.engines.improvement.benchmark import Record, excluded

UNDECIDED = (
    LeadStage.REPORTED,
    LeadStage.ASSESSED,
    LeadStage.TRANSFERRED,
    LeadStage.RECEIVED,
    LeadStage.FILED,
)


def grounds(party_id: int, on: date, *, whole: bool) -> tuple[str, ...]:
    """What excludes the enterprise on that day; ``whole``: leads and open cases too, of which it is not told (CQ 34)."""
    if not criteria_here(on):
        return (NONE_HERE,)
    leads = Lead.objects.unrestricted().filter(party_id=party_id)
    imposed = leads.filter(penalised=True, penalty_on__lte=on).values_list("penalty_on", flat=True)
    entered = Signal.objects.unrestricted().filter(
        party_id=party_id, kind=SignalKind.PENALTY, attributable=True, occurred_on__lte=on
    )
    # The same penalty may stand in a case and in what was read in from elsewhere.
    penalties = {day for day in imposed if day} | set(entered.values_list("occurred_on", flat=True))
    measures = Measure.objects.unrestricted().filter(
        party_id=party_id,
        stage__in=[str(one) for one in OPEN],
        kind__in=[str(one) for one in SERVED if one != Kind.CREDIT],
    )
    late = Rectification.objects.unrestricted().filter(inspection__party_id=party_id)
    record = Record(
        tuple(sorted(penalties)),
        measures.count(),
        late.exclude(stage__in=[str(one) for one in ENDED]).count(),
        leads.filter(stage__in=[str(one) for one in UNDECIDED]).count() if whole else 0,
    )
    return excluded(record, clean_since(on))
