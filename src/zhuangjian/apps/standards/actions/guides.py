"""Answers, cases and guides are written, approved by another, replaced by a new version, taken out of use."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.naming import named_in
from zhuangjian.apps.standards import turns
from zhuangjian.apps.standards.models import Guide, GuideKind, GuideStage, Question, QuestionStage
from zhuangjian.apps.standards.who import ANSWERERS, HEAD, WRITERS, AnotherThan, at_guide
from zhuangjian.engines.rules.checklists import all_checklists, checklist
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import always

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 4}
LONG: dict[str, Any] = {"widget": "textarea", "rows": 8}


def editions() -> list[tuple[object, str]]:
    """Every edition with what it is called."""
    return [(one.id, one.title) for one in all_checklists()]


def checkpoint(act: Act[Any, Any], edition: str, item: str, *, chapters: bool = False) -> tuple[str, str]:
    """The edition and the plain number of a checkpoint that exists, or with ``chapters`` the title of a chapter."""
    known = {one.id: one for one in all_checklists()}
    if edition not in known:
        act.refuse("没有这一版检查要点，请从列表中选择。", "检查要点版本")
    if chapters and item.strip() in {one.chapter for one in known[edition].items}:
        return edition, item.strip()
    number = item.strip().rstrip("*＊").upper()
    if checklist(edition).get(number) is None:
        act.refuse(f"《{known[edition].title}》没有第{item}项，请核对编号。", "检查要点")
    return edition, number


class Worded(Fields):
    """What it says, and what it rests on."""

    title: str = Field(title="标题", min_length=2, max_length=160, description="问答写问题本身")
    text: str = Field(title="内容", min_length=4, max_length=8000, json_schema_extra=LONG)
    grounds: str = Field(title="依据", min_length=2, max_length=300, description="条款、标准或者文件")
    for_parties: bool = Field(False, title="向企业公开")
    for_public: bool = Field(False, title="在公开页面公布", description="审定以后任何人不登录都能看")


def nobody_named(act: Act[Any, Any], named: str) -> None:
    """Texts that many read name no enterprise."""
    if named:
        act.refuse(f"文字里写有企业的名称或者代码“{named}”，请隐去后再提交。", "不写企业名称的文字")


def written(act: Any, authority: Authority, kind: str, point: tuple[str, str], **more: Any) -> Guide:
    """A draft that somebody has to approve."""
    made = Guide.objects.create(
        authority=authority,
        kind=kind,
        edition=point[0],
        item=point[1],
        title=act.data.title,
        text=act.data.text,
        grounds=act.data.grounds,
        for_parties=act.data.for_parties,
        for_public=act.data.for_public,
        written_at=act.at,
        written_by=act.actor,
        **more,
    )
    act.owe(turns.APPROVE, made)
    return made


class WriteGuide(Act[None, tuple[str, str]]):
    """起草一条政策问答、典型案例或者合规指引，对应到检查要点；由负责人审定后发布。"""

    name = "standards.write"
    title = "起草释义"
    cites = "consistency"
    model = Guide
    creates = True
    prepares_input = True
    who = WRITERS
    when = always

    class Input(Worded):
        """Of which checkpoint, of which kind."""

        kind: GuideKind = Field(title="种类")
        edition: str = Field(title="检查要点版本", max_length=40)
        item: str = Field(
            title="检查要点", max_length=40, description="编号，如 43；合规指引可以写章名，按章编制"
        )

    data: Input
    named = ""

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The editions."""
        return {"edition": editions()}

    def prepare(self) -> None:
        """Names are looked for outside of the ledger."""
        self.named = named_in(self.data.title, self.data.text)

    def check(self) -> tuple[str, str]:
        """A checkpoint that exists, for guides also a chapter; nobody named."""
        nobody_named(self, self.named)
        by_chapter = self.data.kind == GuideKind.GUIDE
        return checkpoint(self, self.data.edition, self.data.item, chapters=by_chapter)

    def do(self, found: tuple[str, str]) -> Change:
        """The first version, as a draft."""
        unit = self.actor.authority
        assert unit is not None
        made = written(self, unit, self.data.kind.value, found)
        return Change(made, {"edition": made.edition, "item": made.item})


class ReviseGuide(Act[Guide]):
    """写新的一版；现在的一版在新版审定以前仍然有效。"""

    name = "standards.revise"
    title = "写新的一版"
    cites = "consistency"
    who = ANSWERERS
    when = at_guide(GuideStage.PUBLISHED)

    class Input(Worded):
        """How it reads from then on."""

    data: Input
    named = ""

    @classmethod
    def initial(cls, person: Person, case: Guide) -> Values:
        """As it reads now."""
        return {
            "title": case.title,
            "text": case.text,
            "grounds": case.grounds,
            "for_parties": case.for_parties,
            "for_public": case.for_public,
        }

    def prepare(self) -> None:
        """Names are looked for outside of the ledger."""
        self.named = named_in(self.data.title, self.data.text)

    def check(self) -> None:
        """One draft at a time; nobody named."""
        nobody_named(self, self.named)
        if Guide.objects.unrestricted().filter(replaces=self.case, stage=GuideStage.DRAFT).exists():
            self.refuse("还有一版待审定，请先审定或者停用它。")

    def do(self, found: None) -> Change:
        """The next version, as a draft."""
        row = self.case
        made = written(self, row.authority, row.kind, (row.edition, row.item), no=row.no + 1, replaces=row)
        return Change(made, {"no": made.no, "replaces": row.public_id})


class ApproveGuide(Act[Guide]):
    """审定并发布；起草人不审定自己起草的内容。"""

    name = "standards.approve"
    title = "审定并发布"
    cites = "consistency"
    who = all_of(HEAD, AnotherThan())
    when = at_guide(GuideStage.DRAFT)
    answers = (turns.APPROVE,)

    def do(self, found: None) -> Change:
        """In use; the one before is replaced, and who asked is told."""
        row = self.case
        row.stage = GuideStage.PUBLISHED
        row.approved_at, row.approved_by = self.at, self.actor
        row.save()
        if row.replaces is not None:
            row.replaces.stage = GuideStage.REPLACED
            row.replaces.save()
            also(self, row.replaces, by=row.public_id)
        asked = Question.objects.unrestricted().filter(answer=row, stage=QuestionStage.DRAFTED)
        for question in asked.order_by("pk"):
            told(self, question)
        return Change(row, {"no": row.no})


def told(act: Act[Any, Any], question: Question) -> None:
    """The question is answered; who asked has the answer to read."""
    question.stage = QuestionStage.ANSWERED
    question.answered_at = act.at
    question.save()
    also(act, question, answered=True)
    act.owe(turns.READ, question)


class WithdrawGuide(Act[Guide]):
    """停用一版，或者不采用草稿；所答复的提问回到待答复。"""

    name = "standards.withdraw"
    title = "停用"
    cites = "consistency"
    who = HEAD
    when = at_guide(GuideStage.DRAFT, GuideStage.PUBLISHED)

    class Input(Fields):
        """Why nobody is to go by it."""

        reason: str = Field(title="原因", min_length=2, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Out of use; a question whose answer was only drafted waits again."""
        row = self.case
        row.stage, row.reason = GuideStage.WITHDRAWN, self.data.reason
        row.save()
        drafted = Question.objects.unrestricted().filter(answer=row, stage=QuestionStage.DRAFTED)
        for question in drafted.order_by("pk"):
            question.stage, question.answer = QuestionStage.ASKED, None
            question.save()
            also(self, question, answered=False)
            self.owe(turns.ANSWER, question)
        return Change(row)
