"""The law as data with a date, read by pure functions that answer with their reasons.

Names are imported when first used, so that a program pays only for the rules it asks for::

    from zhuangjian.engines.rules import due
    due("filing_feedback", "2026-09-28").value.due   # date(2026, 10, 10)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .answer import Answer as Answer
    from .answer import Reason as Reason
    from .answer import Refusal as Refusal
    from .articles import coverage as coverage
    from .competence import competent_authority as competent_authority
    from .courses import course_for as course_for
    from .courses import moved as moved
    from .courses import ways_on as ways_on
    from .deadlines import deadline_names as deadline_names
    from .deadlines import due as due
    from .disclosure import disclosable as disclosable
    from .disclosure import may_disclose as may_disclose
    from .forms import conclusions_for as conclusions_for
    from .forms import forms_for as forms_for
    from .loader import load_pack as load_pack
    from .lookup import pack_for as pack_for
    from .lookup import pack_in_force as pack_in_force
    from .merging import must_merge as must_merge
    from .people import review_faults as review_faults
    from .people import team_faults as team_faults
    from .plans import plan_faults as plan_faults
    from .records import record_faults as record_faults
    from .replaying import replay as replay

_HOMES = {
    "Answer": "answer",
    "Reason": "answer",
    "Refusal": "answer",
    "competent_authority": "competence",
    "conclusions_for": "forms",
    "course_for": "courses",
    "coverage": "articles",
    "deadline_names": "deadlines",
    "disclosable": "disclosure",
    "due": "deadlines",
    "forms_for": "forms",
    "load_pack": "loader",
    "may_disclose": "disclosure",
    "moved": "courses",
    "must_merge": "merging",
    "pack_for": "lookup",
    "pack_in_force": "lookup",
    "plan_faults": "plans",
    "record_faults": "records",
    "replay": "replaying",
    "review_faults": "people",
    "team_faults": "people",
    "ways_on": "courses",
}

__all__ = [
    "Answer",
    "Reason",
    "Refusal",
    "competent_authority",
    "conclusions_for",
    "course_for",
    "coverage",
    "deadline_names",
    "disclosable",
    "due",
    "forms_for",
    "load_pack",
    "may_disclose",
    "moved",
    "must_merge",
    "pack_for",
    "pack_in_force",
    "plan_faults",
    "record_faults",
    "replay",
    "review_faults",
    "team_faults",
    "ways_on",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
