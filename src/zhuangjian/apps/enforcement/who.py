"""The parts that people have with bundles, as values."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import CASE_ROLES
from zhuangjian.kernel.people import Those, holders

# Whoever sees the inspection as an official sees its record and its evidence: the whole of what goes into a bundle.
WHOLE_FILE = Those(
    "可以查看全案的监管人员",
    lambda person, case: person is not None and person.is_active and person.scope.official,
)
OFFICIALS = holders("监管人员", *sorted(CASE_ROLES))
