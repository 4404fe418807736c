"""What the party hands in on a request: received with a number, judged, asked for again, or given up (CQ 7)."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person, Role
from zhuangjian.apps.documents.handed_in import entered, taken_in
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.actions.begin_off_site import refuse_past
from zhuangjian.apps.inspections.models import MaterialRequest, Submission
from zhuangjian.apps.inspections.models.off_site import AskKind, AskStage
from zhuangjian.apps.inspections.models.series import take
from zhuangjian.apps.inspections.step import TEXT
from zhuangjian.apps.inspections.who import LEADER, MEMBERS
from zhuangjian.apps.ledger.act import Act, Change, Fields, R, Values
from zhuangjian.apps.ledger.action import Upload
from zhuangjian.engines.rules.vocabulary import Term
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import any_of
from zhuangjian.kernel.people import Those
from zhuangjian.kernel.states import At


def _speaks_for(person: Any, case: Any) -> bool:
    return (
        person is not None and person.has(Role.ENTERPRISE_CONTACT) and case.party_id in person.scope.parties
    )


PARTY = Those("被检查对象的联系人", _speaks_for)
TEAM_OF = Those("检查组的检查人员", lambda person, case: MEMBERS.includes(person, case.inspection))
LEADER_OF = Those("检查组组长", lambda person, case: LEADER.includes(person, case.inspection))


def at(*stages: AskStage) -> At:
    """At these stages of what was asked for."""
    return At(stages, "这一要求", lambda _, case: (AskStage(case.stage), case.get_stage_display()))


class MaterialAct(Act[MaterialRequest, R]):
    """One step of something that was asked for."""

    cites = "off_site_way"

    def move(self, stage: AskStage, **fields: object) -> MaterialRequest:
        """Set the stage and further columns, and store the row."""
        for name, value in (fields | {"stage": stage.value}).items():
            setattr(self.case, name, value)
        self.case.save()
        return self.case


class HandIn(MaterialAct):
    """提交要求的材料或者书面说明，当场得到回执编号；企业交来纸质材料的，由检查人员登记。"""

    name = "inspections.hand_in"
    title = "提交材料"
    who = any_of(PARTY, TEAM_OF)
    when = at(AskStage.WAITING)
    answers = (turns.HAND_IN,)
    prepares_input = True

    class Input(Fields):
        """Words, files, or both; who handed them in, where an official enters it."""

        text: str = Field("", title="说明", max_length=8000, json_schema_extra=TEXT)
        files: list[Upload] = Field(
            default=[],
            title="文件",
            max_length=20,
            description="PDF、图片、Word、Excel，可选多个，每个不超过 20 MB",
        )
        handed_in_by: str = Field("", title="提交人", max_length=60, description="企业派来递交的人的姓名")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: MaterialRequest) -> Values:
        """A contact hands in for itself."""
        return {"handed_in_by": person.name} if PARTY.includes(person, case) else {}

    def prepare(self) -> None:
        """The files: looked into and stored before the ledger is taken."""
        self.check()
        self.taken = taken_in(self.data.files)

    def check(self) -> None:
        """Something is handed in, by somebody; a question is answered in words."""
        if self.case.kind == AskKind.QUESTION and not self.data.text.strip():
            self.refuse("要求书面说明的，请填写说明。", "说明")
        if not self.data.text.strip() and not self.data.files:
            self.refuse("请填写说明或者选择文件。", "说明或者文件")
        if not self.data.handed_in_by.strip():
            self.refuse("请写明提交人。", "提交人")

    def do(self, found: None) -> Change:
        """Kept with its receipt; it is the team's turn."""
        last = self.case.submissions.order_by("-no").values_list("no", flat=True).first() or 0
        stem = f"{self.case.inspection.dispatching_unit.short_name}收〔{self.today.year}〕"
        what = f"第{self.case.no}项第{last + 1}次提交"
        row = Submission.objects.create(
            request=self.case,
            no=last + 1,
            receipt=f"{stem}{take(stem)}号",
            text=self.data.text,
            files=entered(self.case, "off_site_material", what, self.taken, by=self.person, at=self.at),
            handed_in_by=self.data.handed_in_by,
            entered_by=self.actor,
            received_at=self.at,
            late=self.today > self.case.due_on,
        )
        moved = self.move(AskStage.HANDED_IN)
        self.owe(turns.JUDGE, moved)
        return Change(moved, {"receipt": row.receipt, "files": row.files, "late": row.late})


class JudgeMaterial(MaterialAct):
    """Judge whether what was handed in is complete; what is not is asked for again with a new day."""

    name = "inspections.judge_material"
    title = "审核材料"
    who = TEAM_OF
    when = at(AskStage.HANDED_IN)
    answers = (turns.JUDGE,)

    class Input(Fields):
        """Enough or not; what is lacking, and by when it is handed in."""

        sufficient: bool = Field(False, title="符合要求", description="不勾选的，退回补充")
        verdict: str = Field(
            "", title="审核意见", max_length=4000, json_schema_extra=TEXT, description="退回补充的必填"
        )
        due_on: date | None = Field(None, title="新的提交期限", description="退回补充的必填")

    data: Input

    def check(self) -> None:
        """What is sent back says what is lacking, and by when."""
        if self.data.sufficient:
            return
        lacking = [
            word
            for word, given in (("审核意见", self.data.verdict.strip()), ("新的提交期限", self.data.due_on))
            if not given
        ]
        if lacking:
            self.refuse("退回补充的，请写明缺什么、什么时候前补齐。", *lacking)
        if self.data.due_on is not None:
            refuse_past(self, self.data.due_on)

    def do(self, found: None) -> Change:
        """The verdict stands with the attempt; the party hands in again where it was not enough."""
        row = self.case.submissions.latest("no")
        row.sufficient, row.verdict = self.data.sufficient, self.data.verdict
        row.judged_by, row.judged_at = self.actor, self.at
        row.save()
        if self.data.sufficient:
            return Change(self.move(AskStage.SUFFICIENT), {"receipt": row.receipt, "sufficient": True})
        moved = self.move(AskStage.WAITING, due_on=self.data.due_on)
        self.owe(turns.HAND_IN, moved, due=self.data.due_on, again=True)
        return Change(moved, {"receipt": row.receipt, "sufficient": False, "due": self.data.due_on})


class Ending(Term):
    """Why nothing more is waited for."""

    LAPSED = "lapsed", "逾期未提交"
    WITHDRAWN = "withdrawn", "不再要求"


class EndRequest(MaterialAct):
    """Nothing more is waited for: the day has passed without anything, or it is not needed any more."""

    name = "inspections.end_request"
    title = "结束等待"
    who = LEADER_OF
    when = at(AskStage.WAITING)
    answers = (turns.HAND_IN,)

    class Input(Fields):
        """Why nothing more is waited for, and what was done to get it."""

        way: Ending = Field(title="原因")
        note: str = Field(title="说明", min_length=1, max_length=300, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """It has lapsed only once its day has passed."""
        if self.data.way == Ending.LAPSED and self.today <= self.case.due_on:
            self.refuse(
                f"提交期限（{chinese_date(self.case.due_on)}）还没有过，不能记为逾期未提交。",
                "已经过去的期限",
            )

    def do(self, found: None) -> Change:
        """It stands as not handed in, or as taken back."""
        return Change(self.move(AskStage(self.data.way.value), note=self.data.note), {"way": self.data.way})
