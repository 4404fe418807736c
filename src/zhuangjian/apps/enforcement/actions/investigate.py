"""Who received a lead signs for it, decides whether to file, and reports back (CQ 37–40)."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.documents import store
from zhuangjian.apps.duties.turns import legal_limit
from zhuangjian.apps.enforcement import turns
from zhuangjian.apps.enforcement.actions.bundle import FOLDER, enter_received, stored_files
from zhuangjian.apps.enforcement.actions.report import TEXT, LeadAct
from zhuangjian.apps.enforcement.law import addressees
from zhuangjian.apps.enforcement.models import Feedback, FeedbackKind, LeadStage
from zhuangjian.apps.enforcement.who import RECEIVER, at
from zhuangjian.apps.ledger import keys
from zhuangjian.apps.ledger.act import Change, Fields, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.engines import bundle
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds


class SignForLead(LeadAct):
    """核对移送包后签收；其中的文件按摘要存为证据，回执可以下载。"""

    name = "enforcement.sign_for"
    title = "签收线索"
    who = RECEIVER
    when = at(LeadStage.TRANSFERRED)
    answers = (turns.SIGN_FOR,)

    class Input(Fields):
        """What was made sure of about the evidence, where that was needed."""

        verification: str = Field(
            "", title="证据查证确认", max_length=4000, description="必要时填写", json_schema_extra=TEXT
        )

    data: Input

    def prepare(self) -> None:
        """The bundle is checked byte by byte and its files kept before the ledger is taken."""
        raw = BytesIO(store.get(FOLDER, self.case.bundle.digest))
        self.read = bundle.read(raw, keys.public_key_hex())
        stored_files(raw, self.read)
        self.size = len(raw.getvalue())

    def do(self, found: None) -> Change:
        """Signed for: the files are the receiver's, who now decides whether to file."""
        kept = enter_received(self.read, self.size, self.actor, self.at)
        also(self, kept, sha256=kept.digest, lead=self.case.public_id)
        self.move(
            LeadStage.RECEIVED,
            received_bundle=kept,
            received_at=self.at,
            received_by=self.actor,
            verification=self.data.verification,
        )
        self.owe(turns.FILE, self.case)
        return Change(self.case, {"sha256": kept.digest})


def refuse_day(act: LeadAct[Any], day: date, first: date | None, after: str) -> None:
    """A decision lies not before what it follows, and not ahead."""
    if first is not None and day < first:
        act.refuse(
            f"决定的日期（{chinese_date(day)}）早于{after}（{chinese_date(first)}），请核对。",
            "不早于前一步的日期",
        )
    if day > act.today:
        act.refuse(f"决定的日期（{chinese_date(day)}）晚于今天，请核对。", "不晚于今天的日期")


class DecideFiling(LeadAct):
    """依法决定是否立案；条款没有规定决定的期限，只显示已经等待多久。"""

    name = "enforcement.decide_filing"
    title = "决定是否立案"
    cites = "filing"
    who = RECEIVER
    when = at(LeadStage.RECEIVED, early="线索还没有签收")
    answers = (turns.FILE,)

    class Input(Fields):
        """The decision, its day, and why."""

        filed: bool = Field(False, title="立案")
        decided_on: date = Field(title="决定之日")
        number: str = Field("", title="立案文号", max_length=60, description="立案的填写")
        reason: str = Field(
            "", title="理由", max_length=4000, description="不予立案的必填", json_schema_extra=TEXT
        )

    data: Input

    def check(self) -> None:
        """A reason where none is filed (CQ 39); a day that can be."""
        if not self.data.filed and not self.data.reason:
            self.refuse("不予立案的，应当说明理由。", "不予立案的理由")
        refuse_day(self, self.data.decided_on, timezone.localdate(self.case.received_at), "接受线索之日")

    def do(self, found: None) -> Change:
        """The limit of the feedback counts from this decision."""
        filed = self.data.filed
        self.move(
            LeadStage.FILED if filed else LeadStage.NOT_FILED,
            filing_on=self.data.decided_on,
            filing_number=self.data.number if filed else "",
            filing_reason=self.data.reason,
            filing_by=self.actor,
        )
        self.owe(turns.FILING_FEEDBACK, self.case)
        if filed:
            self.owe(turns.PENALTY, self.case)
        return Change(self.case, {"filed": filed, "decided_on": self.data.decided_on})


class _Telling(LeadAct):
    """What is written back, to everybody whom the law names."""

    who = RECEIVER

    class Input(Fields):
        """What is written back to those whom the law names."""

        text: str = Field(title="反馈内容", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def tell(self, kind: FeedbackKind, key: str, day: date | None) -> list[int]:
        """One row for each addressee; their keys."""
        assert day is not None
        limit = legal_limit(key, day).due
        to = addressees(self.case, key, day)
        for unit in to:
            Feedback.objects.create(
                lead=self.case,
                kind=kind.value,
                to=unit,
                text=self.data.text,
                due=limit,
                sent_at=self.at,
                sent_by=self.actor,
            )
        return [unit.pk for unit in to]


def told_of_filing(lead: Any) -> bool:
    """Whether the decision on filing was reported back."""
    return bool(Feedback.objects.unrestricted().filter(lead=lead, kind=FeedbackKind.FILING).exists())


class FeedBackFiling(_Telling):
    """把立案情况书面反馈派出检查单位；派出的是检查机构的，同时反馈交办任务的部门。"""

    name = "enforcement.feed_back_filing"
    title = "反馈立案情况"
    cites = "filing"
    when = all_of(
        at(LeadStage.FILED, LeadStage.NOT_FILED, LeadStage.DECIDED, early="还没有决定是否立案"),
        holds("还没有反馈", lambda case: not told_of_filing(case), "立案情况已经反馈。"),
    )
    answers = (turns.FILING_FEEDBACK,)
    data: _Telling.Input

    @classmethod
    def initial(cls, person: Any, case: Any) -> Values:
        """The decision in words."""
        if case.stage == LeadStage.NOT_FILED:
            return {"text": f"不予立案。理由：{case.filing_reason}"}
        return {"text": f"已立案。{case.filing_number}".strip()}

    def do(self, found: None) -> Change:
        """Where none was filed, the lead ends with it."""
        to = self.tell(FeedbackKind.FILING, "filing_feedback", self.case.filing_on)
        if self.case.stage == LeadStage.NOT_FILED:
            self.move(LeadStage.CLOSED, closed_at=self.at)
        return Change(self.case, {"addressees": to})


class FeedBackResult(_Telling):
    """把处理结果反馈派出检查单位；派出的是检查机构的，同时反馈交办任务的部门。"""

    name = "enforcement.feed_back_result"
    title = "反馈处理结果"
    cites = "penalty"
    when = all_of(
        at(LeadStage.DECIDED, early="还没有作出是否处罚的决定"),
        holds("立案情况已经反馈", told_of_filing, "立案情况还没有反馈，请先反馈立案情况。"),
    )
    answers = (turns.RESULT_FEEDBACK,)
    data: _Telling.Input

    @classmethod
    def initial(cls, person: Any, case: Any) -> Values:
        """The result in words."""
        return {"text": case.penalty_text}

    def do(self, found: None) -> Change:
        """The lead ends with it."""
        to = self.tell(FeedbackKind.RESULT, "penalty_feedback", self.case.penalty_on)
        self.move(LeadStage.CLOSED, closed_at=self.at)
        return Change(self.case, {"addressees": to})
