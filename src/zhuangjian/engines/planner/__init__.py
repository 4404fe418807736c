"""A year's inspections chosen, merged, staffed and scheduled, with a bound on how far from the best the plan can be."""

from .example import example
from .plan import Collision, ObjectiveTerm, Plan, Trip, Unmet, Visit
from .problem import Problem
from .reading import problem_from, read_problem
from .solve import Progress, solve
from .verify import Violation, verify

__all__ = [
    "Collision",
    "ObjectiveTerm",
    "Plan",
    "Problem",
    "Progress",
    "Trip",
    "Unmet",
    "Violation",
    "Visit",
    "example",
    "problem_from",
    "read_problem",
    "solve",
    "verify",
]
