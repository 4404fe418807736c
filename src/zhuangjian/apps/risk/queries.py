"""Who sees grades, objections and signals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import JSONField, Q, Value

from zhuangjian.apps.conduct.visibility import (
    NOTHING,
    Scope,
    references,
    sees_target,
    veil,
    visibility,
    visible_ids,
)


@visibility("risk.run")
def runs(scope: Scope) -> Q:
    """Officials: it names no party."""
    return Q() if scope.official else NOTHING


@visibility("risk.warningrun")
def warning_runs(scope: Scope) -> Q:
    """Officials: how good the model is names no party."""
    return Q() if scope.official else NOTHING


@visibility("risk.warningscore")
def warnings(scope: Scope) -> Q:
    """Officials who see the party, once somebody answers for the model: an aid for planning, told to no enterprise."""
    if not scope.official:
        return NOTHING
    return Q(run__stage="promoted") & sees_target("registry.party", scope, "party_id")


@visibility("risk.partygrade")
@visibility("risk.gradechange")
@visibility("risk.objection")
def of_party(scope: Scope) -> Q:
    """Who sees the party, and the party itself: the method is published and the sheet is the party's to read (LN 2(9))."""
    return sees_target("registry.party", scope, "party_id")


@veil("risk.partygrade")
def without_reports(scope: Scope) -> dict[str, Any]:
    """Single complaints, reports and opinions are told to officials alone (CQ 22)."""
    return {} if scope.official else {"internal": Value({}, output_field=JSONField())}


@visibility("risk.signalcase")
def signals(scope: Scope) -> Q:
    """Officials of the unit that assesses it, and of those above."""
    return Q(authority_id__in=scope.authorities) if scope.official else NOTHING


@visibility("risk.signalevidence")
def evidence(scope: Scope) -> Q:
    """Through the signal, as far as the record itself is theirs to see."""
    seen = Q(case_id__in=visible_ids("risk.signalcase", scope))
    return seen & sees_target("registry.signal", scope, "signal_id") if scope.official else NOTHING


@visibility("risk.signalstep")
def steps(scope: Scope) -> Q:
    """Through the signal; that a for-cause inspection is to come, only heads and programme officers (CQ 34)."""
    if not scope.official:
        return NOTHING
    seen = Q(case_id__in=visible_ids("risk.signalcase", scope))
    return seen if scope.has("head", "programme_officer") else seen & ~Q(kind="for_cause")


references("risk.partygrade", "run")
references("risk.gradechange", "of", "run")
references("risk.objection", "of")
references("risk.signalcase", "party", "run")


def grades_of(parties: list[int]) -> dict[int, tuple[float, str, str, float]]:
    """For the yearly draft: of each party that is graded its points (at most 100), grade, why, and visits advised."""
    from zhuangjian.apps.risk.models import PartyGrade

    wanted = set(parties)
    rows = PartyGrade._base_manager.order_by("pk").values_list("party_id", "total", "grade", "why", "visits")
    # Narrowed in Python: a province's keys are more than a statement can carry.
    return {
        party: (min(float(total), 100.0), grade, why, float(visits))
        for party, total, grade, why, visits in rows
        if party in wanted
    }


# A risk that somebody has confirmed weighs as much as the gravest single record.
CONFIRMED = 5


def monitored(parties: list[int], on: date) -> dict[int, tuple[int, str]]:
    """For the yearly draft: the risks that monitoring of a year has found and an official has confirmed (CQ 28)."""
    from zhuangjian.apps.risk.models import SignalCase, SignalStage

    wanted = set(parties)
    # Only a confirmed one goes anywhere: one that was closed as refuted has no step.
    rows = (
        SignalCase._base_manager.filter(
            Q(stage=SignalStage.CONFIRMED) | Q(stage=SignalStage.CLOSED, steps__isnull=False),
            party__isnull=False,
            found_on__gt=on - timedelta(days=365),
            found_on__lte=on,
        )
        .distinct()
        .order_by("found_on", "pk")
    )
    found: dict[int, list[str]] = {}
    for party, subject, event in rows.values_list("party_id", "subject", "event"):
        if party in wanted:
            found.setdefault(party, []).append(f"{subject}：{event}")
    return {party: (CONFIRMED * len(words), "；".join(words)) for party, words in found.items()}
