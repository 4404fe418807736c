"""Check a year's files at once, as a job: who asked gets every file's faults and a score per authority."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.casefile.reviewing import REVIEWERS
from zhuangjian.apps.casefile.yearly import by_authority, review
from zhuangjian.apps.jobs.store import of_pieces
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.kernel.states import always

SAYING: ContextVar[Callable[[int, int], None]] = ContextVar("saying", default=lambda done, total: None)


class ReviewYear(Act[None, Authority]):
    """Check every file of a year that the person sees; the result is theirs alone and kept with their job."""

    name = "casefile.review_year"
    title = "评查一年的案卷"
    cites = "archives"
    model = Authority
    creates = True
    in_job = True
    who = REVIEWERS
    when = always

    class Input(Fields):
        """The year in which the inspections began."""

        year: int = Field(title="检查开始的年份", ge=2000, le=2100)

    data: Input

    @classmethod
    def initial(cls, person: Person, case: None) -> Values:
        """The running year is offered first."""
        return {"year": timezone.localdate().year}

    def prepare(self) -> None:
        """Every file, checked outside the lock; the result lies in the store by its digest."""
        files = review(self.actor, self.data.year, "页面", SAYING.get())
        self.told: dict[str, Any] = {
            "year": self.data.year,
            "authorities": by_authority(files),
            "files": [one.to_dict() for one in files],
        }
        text = json.dumps(self.told, ensure_ascii=False, sort_keys=True).encode()
        self.kept = of_pieces(f"{self.data.year}.json", [text], "application/json").digest

    def check(self) -> Authority:
        """Whose files they are reviewed for."""
        if self.actor.authority is None:
            self.refuse("您没有所属单位，不能评查案卷。", "所属单位")
        return self.actor.authority

    def do(self, found: Authority) -> Change:
        """What was reviewed is entered: the year, how many files, and the digest of the result."""
        facts = {"year": self.data.year, "files": len(self.told["files"]), "digest": self.kept}
        return Change(found, facts)
