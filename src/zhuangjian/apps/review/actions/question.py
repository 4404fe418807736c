"""What is unclear is asked in writing: of the team, and of the party, which confirms it (CQ 17)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zhuangjian.apps.documents.printing import digests, enter, print_out
from zhuangjian.apps.ledger.act import Act, Change, Fields, R
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.apps.review import turns
from zhuangjian.apps.review.models import Addressee, Confirmation, Question, Review, ReviewStage
from zhuangjian.apps.review.papers import question_papers
from zhuangjian.apps.review.who import ANSWERING_TEAM, PARTY, REVIEWERS, asked, at
from zhuangjian.kernel.asking import any_of
from zhuangjian.kernel.states import holds

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}


class Ask(Act[Review]):
    """书面询问检查组；检查记录的内容需要进一步明确的，书面提供被检查对象确认。"""

    name = "review.ask"
    title = "书面询问"
    cites = "review"
    who = REVIEWERS
    when = at(ReviewStage.REVIEWING)
    guards = (NO_INTEREST,)

    class Input(Fields):
        """Whom the reviewers ask in writing, and what of the record is unclear."""

        addressee: Addressee = Field(title="询问对象")
        text: str = Field(
            title="需要明确的内容",
            min_length=1,
            max_length=4000,
            json_schema_extra=TEXT,
            description="给被检查对象的，写明记录中哪一处需要明确、请其确认什么",
        )

    data: Input

    def prepare(self) -> None:
        """The paper for the party, printed before the ledger is taken."""
        self.checked()
        self.printed = print_out(self._papers())

    def _papers(self) -> list[Any]:
        if self.data.addressee != Addressee.PARTY:
            return []
        return question_papers(self.case, self._no(), self.data.text, self.at)

    def _no(self) -> int:
        return self.case.questions.count() + 1

    def do(self, found: None) -> Change:
        """The question, the paper, and whose turn it is to answer."""
        papers = self._papers()
        question = Question.objects.create(
            inspection=self.case.inspection,
            review=self.case,
            no=self._no(),
            addressee=self.data.addressee,
            text=self.data.text,
            asked_at=self.at,
            asked_by=self.actor,
        )
        facts: dict[str, Any] = {
            "addressee": self.data.addressee.value,
            "inspection": self.case.inspection.public_id,
        }
        if papers:
            rows = enter(self.case.inspection, papers, self.printed, by=self.actor, at=self.at)
            facts["documents"] = digests(rows)
            also(self, self.case.inspection, documents=facts["documents"])
        self.owe(turns.CONFIRM if papers else turns.ANSWER, question)
        return Change(question, facts)


class _OnQuestion(Act[Question, R]):
    """One step of a question."""

    cites = "review"

    def close(self, **fields: object) -> Change:
        """Answered or withdrawn."""
        for name, value in fields.items():
            setattr(self.case, name, value)
        self.case.save()
        return Change(self.case, {"inspection": self.case.inspection.public_id})


class AnswerQuestion(_OnQuestion):
    """检查组书面答复审核人员的询问。"""

    name = "review.answer"
    title = "书面答复"
    who = ANSWERING_TEAM
    when = asked("team", "检查组")
    guards = (NO_INTEREST,)
    answers = (turns.ANSWER,)

    class Input(Fields):
        """What the team answers in writing to the reviewers."""

        answer: str = Field(title="答复", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """The answer is with the reviewers."""
        return self.close(answer=self.data.answer, answered_at=self.at, answered_by=self.actor)


class ConfirmQuestion(_OnQuestion):
    """被检查对象确认检查机构书面提出的内容；书面材料上的确认或者拒绝由审核人员登记。"""

    name = "review.confirm"
    title = "登记被检查对象确认"
    who = any_of(PARTY, REVIEWERS)
    when = asked("party", "被检查对象")
    answers = (turns.CONFIRM,)

    class Input(Fields):
        """What the party says to it, and how it confirmed that."""

        answer: str = Field(title="说明", min_length=1, max_length=4000, json_schema_extra=TEXT)
        confirmation: Confirmation = Field(title="确认方式")
        confirmed_by: str = Field(title="确认人姓名、职务", min_length=1, max_length=60)

    data: Input

    def do(self, found: None) -> Change:
        """The party's word, with who gave it and how."""
        return self.close(
            answer=self.data.answer,
            confirmation=self.data.confirmation.value,
            confirmed_by=self.data.confirmed_by,
            answered_at=self.at,
            answered_by=self.actor,
        )


class WithdrawQuestion(_OnQuestion):
    """不再需要明确的询问，写明理由撤回。"""

    name = "review.withdraw"
    title = "撤回询问"
    who = REVIEWERS
    guards = (NO_INTEREST,)
    when = holds("询问还没有答复", lambda case: case.open, "这项询问已经答复或者撤回。")
    answers = (turns.ANSWER, turns.CONFIRM)

    class Input(Fields):
        """Why the question is no longer asked, which stays on record."""

        reason: str = Field(title="撤回理由", min_length=1, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Asked no longer; it stays on record."""
        return self.close(withdrawn_at=self.at, withdrawn_because=self.data.reason)


def open_questions(review: Review) -> Any:
    """Those that wait for an answer."""
    return review.questions.filter(answered_at=None, withdrawn_at=None)
