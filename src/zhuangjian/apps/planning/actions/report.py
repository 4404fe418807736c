"""The report on a year's programme, made by who keeps the programme."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zhuangjian.apps.documents.printing import enter, print_out
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.planning.yearend import report_papers
from zhuangjian.apps.programme.models import Programme, ProgrammeStatus
from zhuangjian.apps.programme.who import OFFICERS, drafted

LONG: dict[str, Any] = {"widget": "textarea", "rows": 4}


class ReportProgramme(Act[Programme]):
    """Put down what the programme came to, as PDF and as .docx; each one is kept."""

    name = "planning.report"
    title = "制作计划执行情况报告"
    cites = "programme"
    who = OFFICERS
    when = drafted(ProgrammeStatus.APPROVED)

    class Input(Fields):
        """What figures do not say."""

        problems: str = Field(
            "",
            title="存在的困难和问题",
            max_length=4000,
            description="不填则不列这一部分",
            json_schema_extra=LONG,
        )
        following: str = Field(
            "", title="下一步安排", max_length=4000, description="不填则不列这一部分", json_schema_extra=LONG
        )

    data: Input

    def prepare(self) -> None:
        """Counted and printed before the ledger is taken: the report says of which day it is."""
        self.papers = report_papers(self.case, self.today, self.data.problems, self.data.following)
        self.printed = print_out(self.papers)

    def do(self, found: None) -> Change:
        """Kept with the programme."""
        rows = enter(self.case, self.papers, self.printed, by=self.person, at=self.at)
        return Change(self.case, {"documents": [row.digest for row in rows]})
