"""The two ends of a rectification: closed, or handed on (CQ 19)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.inspections.models.inspection import Stage
from zhuangjian.apps.inspections.settling import settle
from zhuangjian.apps.ledger.act import Change, Fields, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.rectification import turns
from zhuangjian.apps.rectification.actions.common import RectificationAct
from zhuangjian.apps.rectification.models import Ground, ProblemState, Rectification, RectificationStage
from zhuangjian.apps.rectification.who import at
from zhuangjian.engines.rules.words import chinese_date

AREA: dict[str, Any] = {"widget": "textarea", "rows": 3}
OPEN_STAGES = tuple(
    stage
    for stage in RectificationStage
    if stage not in (RectificationStage.CLOSED, RectificationStage.ESCALATED)
)


class _Finish(RectificationAct[None]):
    """What both ends have in common: the inspection ends with the rectification."""

    def end(self, stage: RectificationStage, inspection_stage: Stage, **fields: object) -> Rectification:
        """Store the end here and on the inspection, end every turn, tell the apps above."""
        moved = self.move(stage, next_due=None, ended_at=self.at, ended_by=self.person, **fields)
        inspection = moved.inspection
        settle(self, inspection, inspection_stage)
        also(self, inspection, rectification=moved.public_id)
        return moved


class CloseRectification(_Finish):
    """复查符合要求后办结整改，检查随之办结。"""

    name = "rectification.close"
    title = "办结整改"
    when = at(RectificationStage.PASSED)
    answers = turns.ALL

    class Input(Fields):
        """A remark on how the rectification was closed, which need not be given."""

        note: str = Field("", title="办结说明", max_length=2000, json_schema_extra=AREA)

    data: Input

    def do(self, found: None) -> Change:
        """The rectification is closed, and the inspection with it."""
        return Change(self.end(RectificationStage.CLOSED, Stage.CLOSED, end_note=self.data.note))


class EscalateRectification(_Finish):
    """未按要求整改或者涉嫌违法的，移交立案调查。"""

    name = "rectification.escalate"
    title = "移交立案调查"
    when = at(*OPEN_STAGES)
    answers = turns.ALL

    class Input(Fields):
        """Which of the law's cases, and what happened."""

        ground: Ground = Field(title="移交原因")
        reason: str = Field(title="具体情况", min_length=1, max_length=2000, json_schema_extra=AREA)

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Rectification) -> Values:
        """The ground that the stage shows."""
        if case.stage == RectificationStage.FAILED:
            return {"ground": Ground.FAILED.value}
        if case.overdue_on(timezone.localdate()):
            return {"ground": Ground.NOT_REPORTED.value}
        return {}

    def check(self) -> None:
        """The ground has to be what the file shows: overdue only after the limit, failed only after a re-check."""
        case, ground = self.case, self.data.ground
        if ground == Ground.NOT_REPORTED and not case.overdue_on(self.today):
            if case.with_party:
                self.refuse(
                    f"整改期限（{chinese_date(case.limit)}）当日及以前不能以逾期未报送为由移交。",
                    "已经过去的整改期限",
                )
            self.refuse("企业已经报送，不能以逾期未报送为由移交。")
        failed = case.problems.filter(state=ProblemState.FAILED) or case.rechecks.filter(passed=False)
        if ground == Ground.FAILED and not failed:
            self.refuse("没有不符合要求的复查结果，不能以此为由移交。", "不符合要求的复查结果")

    def do(self, found: None) -> Change:
        """Handed on, with the inspection."""
        ground = self.data.ground.value
        ended = self.end(
            RectificationStage.ESCALATED, Stage.ESCALATED, ground=ground, end_note=self.data.reason
        )
        return Change(ended, {"ground": ground})
