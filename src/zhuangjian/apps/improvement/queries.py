"""Who sees a plan of action and what belongs to it: the leading authority's officials and those of the units below it."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import (
    NOTHING,
    Scope,
    references,
    sees_target,
    visibility,
    visible_ids,
)


@visibility("improvement.actionplan")
def plans(scope: Scope) -> Q:
    """Whoever works in the authority that leads it, above it, or in a unit below it; never an enterprise."""
    if not scope.official:
        return NOTHING
    from zhuangjian.apps.authorities.models import Authority

    above = Authority._base_manager.filter(children__in=[scope.authority_id]).values("pk")
    return Q(authority_id__in=scope.authorities) | Q(authority_id__in=above)


def _of_plan(scope: Scope) -> Q:
    return Q(plan_id__in=visible_ids("improvement.actionplan", scope)) if scope.official else NOTHING


for _part in ("goal", "member", "budget", "meeting", "item", "report", "analysis", "problem"):
    visibility(f"improvement.{_part}")(_of_plan)


@visibility("improvement.spending")
def spendings(scope: Scope) -> Q:
    """Through the budget line."""
    return Q(budget_id__in=visible_ids("improvement.budget", scope)) if scope.official else NOTHING


references("improvement.report", "letter")
references("improvement.item", "meeting")
references("improvement.problem", "analysis")
# An enterprise sees what it is asked, not the plan behind it.
references("improvement.survey", "plan")


@visibility("improvement.problemstep")
def steps(scope: Scope) -> Q:
    """Through the problem."""
    return Q(problem_id__in=visible_ids("improvement.problem", scope)) if scope.official else NOTHING


@visibility("improvement.survey")
def surveys(scope: Scope) -> Q:
    """Who sees the plan; and enterprises, who are asked."""
    return _of_plan(scope) if scope.official else Q() if scope.parties else NOTHING


@visibility("improvement.surveyanswer")
def answers(scope: Scope) -> Q:
    """The leading authority, which asked, as far as it sees the enterprise; and each enterprise its own."""
    if not scope.official:
        return Q(party_id__in=scope.parties) if scope.parties else NOTHING
    led = Q(survey__plan__authority_id__in=scope.authorities)
    known = Q(survey_id__in=visible_ids("improvement.survey", scope))
    return led & known & sees_target("registry.party", scope, "party_id")
