"""What is said of a draft by enterprises, units and the public, and the answer to each."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.concern.actions.concerns import NUMBERS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.registry.naming import named_in
from zhuangjian.apps.standards import turns
from zhuangjian.apps.standards.actions.guides import TEXT, nobody_named
from zhuangjian.apps.standards.law import BY_KIND
from zhuangjian.apps.standards.models import Comment, CommentOutcome, Opinion, OpinionStage
from zhuangjian.apps.standards.who import COMMENTERS, OFFICE_OF_OPINION, PUBLIC, at_opinion
from zhuangjian.kernel.states import holds


def in_time(act: Act[Opinion, Any], today: date) -> None:
    """The last day counts."""
    if act.case.closes_on is not None and today > act.case.closes_on:
        act.refuse("征求意见已经截止。", "截止日期以内的意见")


class CommentOn(Act[Opinion, Party | None]):
    """对征求意见的草稿提出意见；企业由其联系人提出，单位的人员代表本单位提出。"""

    name = "standards.comment"
    title = "提出意见"
    cites = "production_rules"
    article = BY_KIND
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
        in_time(self, self.today)
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


class CommentPublicly(Act[Opinion]):
    """公众不登录对征求意见的草稿提出意见；可以不署名，署名只有起草单位看得到。"""

    name = "standards.comment_publicly"
    title = "登记公众意见"
    cites = "production_rules"
    article = BY_KIND
    who = PUBLIC
    when = at_opinion(OpinionStage.CONSULTING)

    class Input(Fields):
        """What was typed into the public form."""

        name: str = Field("", title="署名", max_length=60)
        text: str = Field(title="意见", min_length=4, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """In time."""
        in_time(self, self.today)

    def do(self, found: None) -> Change:
        """One comment, which is to be answered."""
        row = Comment.objects.create(
            opinion=self.case, name=self.data.name, text=self.data.text, made_at=self.at
        )
        self.owe(turns.REPLY, row)
        return Change(row, {"opinion": self.case.public_id})


class Reply(Act[Comment]):
    """逐条答复意见：采纳、部分采纳或者不采纳，写明理由；提出人看得到答复。"""

    name = "standards.reply"
    title = "答复意见"
    cites = "production_rules"
    article = BY_KIND
    who = OFFICE_OF_OPINION
    when = holds("意见待答复", lambda case: not case.outcome, "这一意见已经答复。")
    answers = (turns.REPLY,)

    class Input(Fields):
        """What is made of it, and why."""

        outcome: CommentOutcome = Field(title="处理")
        reply: str = Field(title="答复", min_length=2, max_length=2000, json_schema_extra=TEXT)
        listed: bool = Field(
            False,
            title="在公开页面列出",
            description="列出意见和答复的原文，不写是谁提出的；公众的意见只有列出才看得到答复",
        )

    data: Input
    named = ""

    def prepare(self) -> None:
        """Names are looked for outside of the ledger."""
        self.named = named_in(self.case.text, self.data.reply) if self.data.listed else ""

    def check(self) -> None:
        """What everybody reads names no enterprise and nobody's number."""
        if not self.data.listed:
            return
        nobody_named(self, self.named)
        if NUMBERS.search(self.case.text + "\n" + self.data.reply):
            self.refuse("意见或者答复中写有手机号码或者身份证号码，不能在公开页面列出。", "在公开页面列出")

    def do(self, found: None) -> Change:
        """Answered."""
        row = self.case
        row.outcome, row.reply = self.data.outcome.value, self.data.reply
        row.answered_at, row.answered_by, row.listed = self.at, self.actor, self.data.listed
        row.save()
        return Change(row, {"outcome": row.outcome})
