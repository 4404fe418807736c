"""A question asked in the field reaches who may answer, and comes back as an entry of its checkpoint."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.naming import named_in
from zhuangjian.apps.standards import turns
from zhuangjian.apps.standards.actions.guides import (
    LONG,
    TEXT,
    checkpoint,
    editions,
    nobody_named,
    written,
)
from zhuangjian.apps.standards.models import Guide, GuideKind, GuideStage, Question, QuestionStage
from zhuangjian.apps.standards.who import ANSWERERS, ASKER, ASKERS, at_question, top_of
from zhuangjian.kernel.states import always


class Ask(Act[None, tuple[str, str]]):
    """就一条检查要点提问，由省级监管部门答复；不写企业和检查，提问本身也不记属于哪次检查。"""

    name = "standards.ask"
    title = "提问"
    cites = "consistency"
    model = Question
    creates = True
    prepares_input = True
    who = ASKERS
    when = always

    class Input(Fields):
        """Of which checkpoint, and what is asked."""

        edition: str = Field(title="检查要点版本", max_length=40)
        item: str = Field(title="检查要点", max_length=10, description="编号，如 43")
        text: str = Field(
            title="问题",
            min_length=4,
            max_length=2000,
            json_schema_extra=TEXT,
            description="不写企业名称、代码和检查编号",
        )

    data: Input
    named = ""

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The editions."""
        return {"edition": editions()}

    def prepare(self) -> None:
        """Names are looked for outside of the ledger."""
        self.named = named_in(self.data.text)

    def check(self) -> tuple[str, str]:
        """A checkpoint that exists; nobody named."""
        nobody_named(self, self.named)
        return checkpoint(self, self.data.edition, self.data.item)

    def do(self, found: tuple[str, str]) -> Change:
        """Asked of the authority over all units."""
        unit = self.actor.authority
        assert unit is not None
        row = Question.objects.create(
            authority=top_of(unit),
            edition=found[0],
            item=found[1],
            text=self.data.text,
            asked_at=self.at,
            asked_by=self.actor,
        )
        self.owe(turns.ANSWER, row)
        return Change(row, {"edition": row.edition, "item": row.item})


class AnswerQuestion(Act[Question, Guide | None]):
    """答复提问：指明已发布的释义，或者起草一条问答，审定后提问人得到答复。"""

    name = "standards.answer"
    title = "答复"
    cites = "consistency"
    who = ANSWERERS
    when = at_question(QuestionStage.ASKED)
    answers = (turns.ANSWER,)

    class Input(Fields):
        """What says it already, or a new answer."""

        existing: UUID | None = Field(None, title="已发布的释义", description="已经说明的，选这一条即可")
        title: str = Field("", title="问题", max_length=160, description="改写成可以公开的一句话")
        text: str = Field("", title="答复", max_length=8000, json_schema_extra=LONG)
        grounds: str = Field("", title="依据", max_length=300)
        for_parties: bool = Field(False, title="向企业公开")
        for_public: bool = Field(False, title="在公开页面公布")

    data: Input
    named = ""

    @classmethod
    def choices(cls, person: Person, case: Question) -> Options:
        """What is published of the same checkpoint."""
        return {"existing": [(one.public_id, str(one)) for one in _published(case)]}

    @classmethod
    def initial(cls, person: Person, case: Question) -> Values:
        """As it was asked."""
        return {"title": case.text[:160]}

    def prepare(self) -> None:
        """Names are looked for outside of the ledger."""
        self.named = named_in(self.data.title, self.data.text)

    def check(self) -> Guide | None:
        """An entry of this checkpoint, or all of a new one."""
        if self.data.existing is not None:
            found = _published(self.case).filter(public_id=self.data.existing).first()
            if found is None:
                self.refuse("没有这一条已发布的释义，请从列表中选择。", "已发布的释义")
            return found
        nobody_named(self, self.named)
        lacking = [
            name
            for name, value in (
                ("问题", self.data.title),
                ("答复", self.data.text),
                ("依据", self.data.grounds),
            )
            if not value
        ]
        if lacking:
            self.refuse("请选择已发布的释义，或者写明问题、答复和依据。", *lacking)
        return None

    def do(self, found: Guide | None) -> Change:
        """Answered by what is published, or by a draft that is to be approved."""
        row = self.case
        if found is not None:
            row.answer = found
            row.stage, row.answered_at = QuestionStage.ANSWERED, self.at
            row.save()
            self.owe(turns.READ, row)
            return Change(row, {"answer": found.public_id})
        made = written(self, row.authority, GuideKind.ANSWER.value, (row.edition, row.item))
        also(self, made, question=row.public_id)
        row.answer, row.stage = made, QuestionStage.DRAFTED
        row.save()
        return Change(row, {"answer": made.public_id})


def _published(case: Question) -> QuerySet[Guide]:
    return Guide.objects.unrestricted().filter(
        edition=case.edition, item=case.item, stage=GuideStage.PUBLISHED
    )


class ReadAnswer(Act[Question]):
    """提问人看过答复。"""

    name = "standards.read"
    title = "已看答复"
    cites = "consistency"
    who = ASKER
    when = at_question(QuestionStage.ANSWERED)
    answers = (turns.READ,)

    def do(self, found: None) -> Change:
        """Nothing more to do."""
        self.case.stage = QuestionStage.READ
        self.case.save()
        return Change(self.case)
