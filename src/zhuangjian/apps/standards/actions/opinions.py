"""Opinions for carrying out the rules (LN 2(5)), local standards and guides (LN 2(8)): drafted, consulted on, issued."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.standards import turns
from zhuangjian.apps.standards.actions.guides import LONG, TEXT, checkpoint
from zhuangjian.apps.standards.law import BY_KIND, LOCAL, local_kinds
from zhuangjian.apps.standards.models import DocumentKind, Opinion, OpinionStage, Theme
from zhuangjian.apps.standards.who import ANSWERERS, HEAD, WRITERS, AnotherThan, at_opinion
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


def _version(act: Any, row: Opinion, text: str, lines: list[dict[str, str]], reason: str) -> None:
    row.text, row.lines = text, lines
    row.texts = [
        *row.texts,
        {
            "no": len(row.texts) + 1,
            "text": text,
            "lines": lines,
            "reason": reason,
            "by": act.actor.name,
            "at": act.at.isoformat(),
        },
    ]


def _first(act: Any, lines: list[dict[str, str]], **given: Any) -> Opinion:
    row = Opinion(written_at=act.at, written_by=act.actor, **given)
    _version(act, row, act.data.text, lines, "初稿")
    row.save()
    return row


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
        """The first draft."""
        unit = self.actor.authority
        assert unit is not None
        row = _first(self, found, authority=unit, theme=self.data.theme.value, title=self.data.title)
        return Change(row, {"theme": row.theme})


class DraftDocument(Act[None, DocumentKind]):
    """起草一份地方标准或者指南，如原料验收指南；公开征求意见、逐条答复以后签发。"""

    name = "standards.draft_document"
    title = "起草标准或者指南"
    cites = "local_documents"
    model = Opinion
    creates = True
    who = WRITERS
    when = holds("本地区起草标准和指南", lambda _: bool(local_kinds()), LOCAL)

    class Input(Fields):
        """Of which kind, called what, how it reads."""

        kind: str = Field(title="种类")
        title: str = Field(title="标题", min_length=4, max_length=160)
        text: str = Field(title="正文", min_length=10, max_length=20_000, json_schema_extra=LONG)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The kinds that the place's law names."""
        return {"kind": [(str(one), one.label) for one in local_kinds()]}

    def check(self) -> DocumentKind:
        """One of them."""
        kind = next((one for one in local_kinds(self.today) if self.data.kind == one), None)
        if kind is None:
            self.refuse("请从列出的种类中选择。", "种类")
        return kind

    def do(self, found: DocumentKind) -> Change:
        """The first draft."""
        unit = self.actor.authority
        assert unit is not None
        row = _first(
            self, [], authority=unit, kind=found.value, theme=Theme.OTHER.value, title=self.data.title
        )
        return Change(row, {"kind": row.kind})


class NextVersion(Act[Opinion]):
    """在已印发的文件上起草新的一版；新版施行以前，现在的一版仍然有效。"""

    name = "standards.next_version"
    title = "起草新的一版"
    cites = "production_rules"
    article = BY_KIND
    who = ANSWERERS
    when = at_opinion(OpinionStage.ISSUED)

    def check(self) -> None:
        """One at a time."""
        if self.case.ended_on is not None:
            self.refuse("这一版已经被新版替代，请在最新一版上起草。")
        drafted = (
            Opinion.objects.unrestricted().filter(replaces=self.case).exclude(stage=OpinionStage.WITHDRAWN)
        )
        if drafted.exists():
            self.refuse("新的一版已经在起草，请先签发或者停用它。")

    def do(self, found: None) -> Change:
        """Its first draft reads as this one."""
        row = self.case
        made = Opinion(
            authority=row.authority,
            kind=row.kind,
            no=row.no + 1,
            replaces=row,
            theme=row.theme,
            title=row.title,
            written_at=self.at,
            written_by=self.actor,
        )
        _version(self, made, row.text, row.lines, f"在第{row.no}版基础上修订")
        made.save()
        return Change(made, {"no": made.no, "replaces": row.public_id})


class ReviseOpinion(Act[Opinion, list[dict[str, str]]]):
    """修改正文或者检查要求；每一稿都留存，写明为什么修改。报签后修改的，回到征求意见之后重新报签。"""

    name = "standards.revise_opinion"
    title = "修改"
    cites = "production_rules"
    article = BY_KIND
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
        _version(self, row, self.data.text, found, self.data.reason)
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
    article = BY_KIND
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


class HandIn(Act[Opinion]):
    """征求意见截止、每条意见都答复以后报签。"""

    name = "standards.hand_in"
    title = "报签"
    cites = "production_rules"
    article = BY_KIND
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
    """签发并公布：写明文号和施行日期；公开页面随即列出，新版施行之日起旧版不再有效。起草人不签发自己起草的。"""

    name = "standards.issue"
    title = "签发并公布"
    cites = "production_rules"
    article = BY_KIND
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
        before = self.case.replaces
        if before is not None and before.effective_on and self.data.effective_on <= before.effective_on:
            self.refuse("新版的施行日期应当晚于上一版的施行日期。", "施行日期")

    def do(self, found: None) -> Change:
        """Issued today."""
        row = self.case
        row.stage, row.number = OpinionStage.ISSUED, self.data.number
        row.issued_on, row.effective_on, row.issued_by = self.today, self.data.effective_on, self.actor
        row.save()
        if row.replaces is not None:
            row.replaces.ended_on = row.effective_on
            row.replaces.save()
            also(self, row.replaces, by=row.public_id)
        return Change(row, {"number": row.number, "effective_on": row.effective_on})


class WithdrawOpinion(Act[Opinion]):
    """停用一份文件，或者不再起草。"""

    name = "standards.withdraw_opinion"
    title = "停用"
    cites = "production_rules"
    article = BY_KIND
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
