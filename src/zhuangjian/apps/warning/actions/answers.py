"""An enterprise confirms that it has a letter and answers the self-inspection; the local unit assesses, asks again or closes."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.warning import turns
from zhuangjian.apps.warning.actions.alerts import LONG
from zhuangjian.apps.warning.actions.consultations import TEXT
from zhuangjian.apps.warning.models import Recipient, RecipientStage
from zhuangjian.apps.warning.who import LOCAL, PARTY, recipient_at

ASKED = (RecipientStage.SENT, RecipientStage.RECEIVED, RecipientStage.AGAIN)


def read_answers(text: str, lines: int) -> list[dict[str, str]]:
    """One answer a line, ``情况 | 证据``, as many as the checklist has. ValueError says which line lacks what."""
    given = [line.strip() for line in text.replace("｜", "|").splitlines() if line.strip()]
    if len(given) != lines:
        raise ValueError(f"清单共 {lines} 项，您填写了 {len(given)} 行，请逐行对应")
    found = []
    for number, line in enumerate(given, 1):
        words, _, proof = (part.strip() for part in line.partition("|"))
        if not words or not proof:
            raise ValueError(f"第 {number} 行没有写明情况或者证据，请写成“情况 | 证据”")
        found.append({"text": words, "proof": proof})
    return found


class Confirm(Act[Recipient]):
    """企业确认收悉提示函或者通报。"""

    name = "warning.confirm"
    title = "确认收悉"
    cites = "risk_warning"
    who = PARTY
    when = recipient_at(RecipientStage.SENT)
    answers = (turns.RECEIPT,)

    def do(self, found: None) -> Change:
        """Received; where nothing more is asked, that is all."""
        row = self.case
        row.stage = RecipientStage.RECEIVED if row.asked else RecipientStage.CLOSED
        row.received_at, row.received_by = self.at, self.actor
        row.save()
        return Change(row)


class AnswerCheck(Act[Recipient, list[dict[str, str]]]):
    """企业按清单逐项报送自查情况和证据；要求补充的，重新报送。"""

    name = "warning.answer_check"
    title = "报送自查情况"
    cites = "risk_warning"
    who = PARTY
    when = recipient_at(*ASKED)
    answers = (turns.RECEIPT, turns.ANSWER)

    class Input(Fields):
        """Each line of the checklist with its evidence."""

        answers: str = Field(
            title="自查情况",
            min_length=2,
            max_length=40_000,
            json_schema_extra=LONG,
            description="每行回答一项，与清单的顺序相同：情况 | 证据（记录名称、编号或者照片说明）",
        )

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Recipient) -> dict[str, Any]:
        """What was answered before."""
        return {"answers": "\n".join(f"{one['text']} | {one['proof']}" for one in case.answers)}

    def check(self) -> list[dict[str, str]]:
        """As many as were asked, each with evidence."""
        if not self.case.asked:
            self.refuse("这一函件没有要求自查，确认收悉即可。", "自查情况")
        try:
            return read_answers(self.data.answers, len(self.case.lines))
        except ValueError as error:
            self.refuse(f"{error}。", "自查情况")

    def do(self, found: list[dict[str, str]]) -> Change:
        """To be assessed by the local unit; the receipt too where it was not confirmed."""
        row = self.case
        if row.received_at is None:
            row.received_at, row.received_by = self.at, self.actor
        row.stage, row.answers = RecipientStage.ANSWERED, found
        row.answered_at, row.answered_by = self.at, self.actor
        row.save()
        self.owe(turns.ASSESS, row)
        return Change(row, {"late": row.answer_by is not None and row.answer_by < self.today})


class Assess(Act[Recipient]):
    """评估企业的自查情况：符合要求的办结；不完整、没有证据的要求补充。"""

    name = "warning.assess"
    title = "评估自查情况"
    cites = "risk_warning"
    who = LOCAL
    when = recipient_at(RecipientStage.ANSWERED)
    answers = (turns.ASSESS,)

    class Input(Fields):
        """Whether it will do, and what of it."""

        again: bool = Field(False, title="要求补充")
        assessment: str = Field(title="评估意见", min_length=4, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Closed, or the enterprise's turn again."""
        row = self.case
        row.stage = RecipientStage.AGAIN if self.data.again else RecipientStage.CLOSED
        row.assessment, row.assessed_at, row.assessed_by = self.data.assessment, self.at, self.actor
        row.save()
        if self.data.again:
            self.owe(turns.ANSWER, row)
        return Change(row, {"again": self.data.again})
