"""Opinions for carrying out the rules: drafted in versions, consulted on, each comment answered, issued (LN 2(5))."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.standards import turns
from zhuangjian.apps.standards.actions.guides import LONG, TEXT, checkpoint
from zhuangjian.apps.standards.models import Comment, CommentOutcome, Opinion, OpinionStage, Theme
from zhuangjian.apps.standards.who import (
    ANSWERERS,
    COMMENTERS,
    HEAD,
    OFFICE_OF_OPINION,
    WRITERS,
    AnotherThan,
    at_opinion,
)
from zhuangjian.engines.rules.checklists import all_checklists
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import always, holds

EDITING = (OpinionStage.DRAFTING, OpinionStage.CONSULTING, OpinionStage.SETTLING)


def read_lines(act: Act[Any, Any], text: str) -> list[dict[str, str]]:
    """One requirement a line, ``要点版本 编号 | 要求``; refused is what names no checkpoint."""
    known = {one.title: one.id for one in all_checklists()} | {one.id: one.id for one in all_checklists()}
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        head, _, said = line.replace("｜", "|").partition("|")
        edition, _, item = head.strip().rpartition(" ")
        if not said.strip() or edition.strip() not in known:
            act.refuse(
                f"检查要求第 {number} 行应为“检查要点版本 编号 | 要求”，版本写名称或者代号。", "检查要求"
            )
        key, no = checkpoint(act, known[edition.strip()], item)
        found.append({"edition": key, "item": no, "text": said.strip()})
    return found


def as_lines(lines: list[dict[str, str]]) -> str:
    """Requirements as they are written."""
    return "\n".join(f"{one['edition']} {one['item']} | {one['text']}" for one in lines)


class Worded(Fields):
    """The text, and what it asks at which checkpoints."""

    text: str = Field(title="正文", min_length=10, max_length=20_000, json_schema_extra=LONG)
    lines: str = Field(
        "",
        title="检查要求",
        max_length=8000,
        json_schema_extra=TEXT,
        description="每行一条：检查要点版本 编号 | 要求，如 gmp-2022-actual 35 | 外设仓库纳入温湿度监控。有这类事项的企业，检查到这一要点时显示",
    )


def _keep(act: Any, row: Opinion, lines: list[dict[str, str]], reason: str) -> None:
    row.text, row.lines = act.data.text, lines
    row.texts = [
        *row.texts,
        {
            "no": len(row.texts) + 1,
            "text": row.text,
            "lines": lines,
            "reason": reason,
            "by": act.actor.name,
            "at": act.at.isoformat(),
        },
    ]


class DraftOpinion(Act[None, list[dict[str, str]]]):
    """起草一份执行意见：一类事项怎样执行生产质量管理规范，以及检查时的要求。"""

    name = "standards.draft_opinion"
    title = "起草执行意见"
    cites = "production_rules"
    model = Opinion
    creates = True
    who = WRITERS
    when = always

    class Input(Worded):
        """About which matter it is."""

        theme: Theme = Field(title="事项")
        title: str = Field(title="标题", min_length=4, max_length=160)

    data: Input

    def check(self) -> list[dict[str, str]]:
        """Requirements at checkpoints that exist."""
        return read_lines(self, self.data.lines)

    def do(self, found: list[dict[str, str]]) -> Change:
        """The first version."""
        row = Opinion(
            authority=self.actor.authority,
            theme=self.data.theme.value,
            title=self.data.title,
            written_at=self.at,
            written_by=self.actor,
        )
        _keep(self, row, found, "初稿")
        row.save()
        return Change(row, {"theme": row.theme})


class ReviseOpinion(Act[Opinion, list[dict[str, str]]]):
    """修改正文或者检查要求；每一稿都留存，写明为什么修改。报签后修改的，回到征求意见之后重新报签。"""

    name = "standards.revise_opinion"
    title = "修改"
    cites = "production_rules"
    who = ANSWERERS
    when = at_opinion(*EDITING)

    class Input(Worded):
        """How it reads now, and why."""

        reason: str = Field(title="修改的原因", min_length=2, max_length=300)

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Opinion) -> Values:
        """As it reads."""
        return {"text": case.text, "lines": as_lines(case.lines)}

    def check(self) -> list[dict[str, str]]:
        """Something changes."""
        lines = read_lines(self, self.data.lines)
        if self.data.text == self.case.text and lines == self.case.lines:
            self.refuse("没有改动。", "正文")
        return lines

    def do(self, found: list[dict[str, str]]) -> Change:
        """The next version; what was handed in is handed in again."""
        row = self.case
        _keep(self, row, found, self.data.reason)
        if row.stage == OpinionStage.SETTLING:
            row.stage = OpinionStage.CONSULTING
            self.owe(turns.SETTLE, row)
        row.save()
        return Change(row, {"no": len(row.texts)})


class Consult(Act[Opinion]):
    """把草稿公开征求意见：企业和各单位都可以提出。"""

    name = "standards.consult"
    title = "征求意见"
    cites = "production_rules"
    who = ANSWERERS
    when = at_opinion(OpinionStage.DRAFTING)

    class Input(Fields):
        """Until when opinions are asked."""

        closes_on: date = Field(title="截止日期")

    data: Input

    def check(self) -> None:
        """A day ahead."""
        if self.data.closes_on <= self.today:
            self.refuse("截止日期应当晚于今天，给各方留出提出意见的时间。", "截止日期")

    def do(self, found: None) -> Change:
        """Open to all; answering is the office's."""
        row = self.case
        row.stage, row.closes_on = OpinionStage.CONSULTING, self.data.closes_on
        row.save()
        self.owe(turns.SETTLE, row)
        return Change(row, {"closes_on": row.closes_on})


class CommentOn(Act[Opinion, Party | None]):
    """对征求意见的草稿提出意见；企业由其联系人提出，单位的人员代表本单位提出。"""

    name = "standards.comment"
    title = "提出意见"
    cites = "production_rules"
    who = COMMENTERS
    when = at_opinion(OpinionStage.CONSULTING)

    class Input(Fields):
        """For whom, and what is said."""

        party: int | None = Field(None, title="企业")
        text: str = Field(title="意见", min_length=4, max_length=4000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Opinion) -> Options:
        """The enterprises that the person speaks for."""
        rows = Party.objects.visible_to(person).filter(pk__in=person.scope.parties)
        return {"party": [(one.pk, one.name) for one in rows]}

    def check(self) -> Party | None:
        """In time; an enterprise's by its contact, a unit's by its people."""
        if self.case.closes_on is not None and self.today > self.case.closes_on:
            self.refuse("征求意见已经截止。", "截止日期以内的意见")
        if not self.actor.scope.parties:
            if self.data.party is not None:
                self.refuse("单位的人员代表本单位提出意见，不填企业。", "企业")
            return None
        own = sorted(self.actor.scope.parties)
        chosen = self.data.party or (own[0] if len(own) == 1 else None)
        if chosen not in own:
            self.refuse("请选择您代表的企业。", "企业")
        return Party.objects.unrestricted().get(pk=chosen)

    def do(self, found: Party | None) -> Change:
        """One comment, which is to be answered."""
        row = Comment.objects.create(
            opinion=self.case,
            party=found,
            unit=None if found else self.actor.authority,
            text=self.data.text,
            made_at=self.at,
            made_by=self.actor,
        )
        self.owe(turns.REPLY, row)
        return Change(row, {"opinion": self.case.public_id})


class Reply(Act[Comment]):
    """逐条答复意见：采纳、部分采纳或者不采纳，写明理由；提出人看得到答复。"""

    name = "standards.reply"
    title = "答复意见"
    cites = "production_rules"
    who = OFFICE_OF_OPINION
    when = holds("意见待答复", lambda case: not case.outcome, "这一意见已经答复。")
    answers = (turns.REPLY,)

    class Input(Fields):
        """What is made of it, and why."""

        outcome: CommentOutcome = Field(title="处理")
        reply: str = Field(title="答复", min_length=2, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Answered."""
        row = self.case
        row.outcome, row.reply = self.data.outcome.value, self.data.reply
        row.answered_at, row.answered_by = self.at, self.actor
        row.save()
        return Change(row, {"outcome": row.outcome})


class HandIn(Act[Opinion]):
    """征求意见截止、每条意见都答复以后报签。"""

    name = "standards.hand_in"
    title = "报签"
    cites = "production_rules"
    who = ANSWERERS
    when = at_opinion(OpinionStage.CONSULTING)
    answers = (turns.SETTLE,)

    def check(self) -> None:
        """The time is over; no comment is without an answer."""
        if self.case.closes_on is not None and self.today <= self.case.closes_on:
            self.refuse("征求意见还没有截止。", "征求意见截止")
        open_ = self.case.comments.filter(outcome="").count()
        if open_:
            self.refuse(f"还有 {open_} 条意见没有答复，请逐条答复后再报签。", "对各条意见的答复")

    def do(self, found: None) -> Change:
        """The head's."""
        self.case.stage = OpinionStage.SETTLING
        self.case.save()
        self.owe(turns.ISSUE, self.case)
        return Change(self.case, {"no": len(self.case.texts)})


class Issue(Act[Opinion]):
    """签发并公布：写明文号和施行日期；起草人不签发自己起草的。"""

    name = "standards.issue"
    title = "签发并公布"
    cites = "production_rules"
    who = all_of(HEAD, AnotherThan())
    when = at_opinion(OpinionStage.SETTLING)
    answers = (turns.ISSUE,)

    class Input(Fields):
        """Its number, and from when on it holds."""

        number: str = Field(title="文号", min_length=2, max_length=60)
        effective_on: date = Field(title="施行日期")

    data: Input

    def check(self) -> None:
        """It does not hold before it is issued."""
        if self.data.effective_on < self.today:
            self.refuse("施行日期不能早于印发日期。", "施行日期")

    def do(self, found: None) -> Change:
        """Issued today."""
        row = self.case
        row.stage, row.number = OpinionStage.ISSUED, self.data.number
        row.issued_on, row.effective_on, row.issued_by = self.today, self.data.effective_on, self.actor
        row.save()
        return Change(row, {"number": row.number, "effective_on": row.effective_on})


class WithdrawOpinion(Act[Opinion]):
    """停用一份执行意见，或者不再起草。"""

    name = "standards.withdraw_opinion"
    title = "停用执行意见"
    cites = "production_rules"
    who = HEAD
    when = at_opinion(*EDITING, OpinionStage.ISSUED)

    class Input(Fields):
        """Why nobody is to go by it."""

        reason: str = Field(title="原因", min_length=2, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Out of use."""
        self.case.stage, self.case.reason = OpinionStage.WITHDRAWN, self.data.reason
        self.case.save()
        return Change(self.case)
