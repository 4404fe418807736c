"""Texts for the public are drafted, approved by another, published, replaced by a new version, taken down."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.cogovernance import turns
from zhuangjian.apps.cogovernance.models import Piece, PieceKind, PieceStage
from zhuangjian.apps.cogovernance.who import ANSWERERS, HEAD, HERE, PROPOSERS, AnotherThan, piece_at
from zhuangjian.apps.concern.actions.concerns import NUMBERS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.naming import named_in
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.text.anonymous import anonymised
from zhuangjian.kernel.asking import all_of

LONG: dict[str, Any] = {"widget": "textarea", "rows": 10}
SHORT: dict[str, Any] = {"widget": "textarea", "rows": 3}


class Worded(Fields):
    """How it reads; of a case whom it comes from, or that the party agreed."""

    title: str = Field(title="标题", min_length=4, max_length=160)
    text: str = Field(title="内容", min_length=20, max_length=12_000, json_schema_extra=LONG)
    source: str = Field(title="依据或者出处", min_length=2, max_length=300, description="条款、标准或者资料")
    names: str = Field(
        "",
        title="要隐去的名称",
        max_length=2000,
        json_schema_extra=SHORT,
        description="典型案例写：每行一个，案例里出现的企业、品牌、人名；保存时连同编号、电话、地址一并隐去，这里填写的不保存",
    )
    consent: str = Field(
        "",
        title="当事人同意的情况",
        max_length=300,
        description="典型案例经当事人书面同意写明其名称的：何时、由谁同意；没有同意的留空，按规则隐去",
    )


def _places() -> list[str]:
    """The divisions of the place and their names without the last sign."""
    titles = [one.name for one in pack_for(settings.REGION).head.divisions.values()]
    return [*titles, *(one[:-1] for one in titles if len(one) > 2)]


def worded(data: Any, kind: str) -> tuple[str, str, str]:
    """Title, text and source as they are kept: a case whose party did not agree goes through the rule."""
    said = (data.title, data.text, data.source)
    if kind != PieceKind.CASE or data.consent.strip():
        return said
    names, places = data.names.splitlines(), _places()
    title, text, source = (anonymised(one, names, places) for one in said)
    return title, text, source


def private(title: str, text: str, source: str, consented: str) -> str:
    """The first thing in it that nobody but those concerned may know: of the register who did not agree, or a number."""
    said = f"{title}\n{text}\n{source}"
    if not consented.strip() and (named := named_in(said)):
        return named
    number = NUMBERS.search(said)
    return number[0] if number else ""


def _written(act: Any, authority: Authority, kind: str, kept: tuple[str, str, str], **more: Any) -> Piece:
    made = Piece.objects.create(
        authority=authority,
        kind=kind,
        title=kept[0],
        text=kept[1],
        source=kept[2],
        consent=act.data.consent.strip() if kind == PieceKind.CASE else "",
        written_at=act.at,
        written_by=act.actor,
        **more,
    )
    act.owe(turns.APPROVE, made)
    return made


class _Writing(Act[Any, tuple[str, str, str]]):
    """What writing the first and a next version have in common."""

    data: Worded
    kept = ("", "", "")
    left = ""

    def of_kind(self) -> str:
        """Which kind is written."""
        raise NotImplementedError

    def prepare(self) -> None:
        """The rule is applied and names are looked for outside of the ledger."""
        self.kept = worded(self.data, self.of_kind())
        of_case = self.of_kind() == PieceKind.CASE
        self.left = private(*self.kept, self.data.consent if of_case else "")

    def check(self) -> tuple[str, str, str]:
        """Nothing private is left."""
        if self.left:
            self.refuse(f"文字里写有“{self.left}”，请隐去后再提交；案例可以填写在“要隐去的名称”里。", "内容")
        return self.kept


class WritePiece(_Writing):
    """起草一篇科普文章或者典型案例；由本单位另一名负责人审定后公开发布。"""

    name = "cogovernance.write"
    title = "起草科普文章、典型案例"
    cites = "public_education"
    model = Piece
    creates = True
    prepares_input = True
    who = PROPOSERS
    when = HERE

    class Input(Worded):
        """Of which kind it is."""

        kind: PieceKind = Field(title="种类")

    data: Input

    def of_kind(self) -> str:
        """As chosen."""
        return self.data.kind.value

    def do(self, found: tuple[str, str, str]) -> Change:
        """The first version, as a draft."""
        unit = self.actor.authority
        assert unit is not None
        made = _written(self, unit, self.of_kind(), found)
        return Change(made, {"kind": made.kind, "consent": bool(made.consent)})


class RevisePiece(_Writing):
    """写新的一版；现在的一版在新版审定以前仍然公开。"""

    name = "cogovernance.revise"
    title = "写新的一版"
    cites = "public_education"
    model = Piece
    who = ANSWERERS
    when = piece_at(PieceStage.PUBLISHED)

    class Input(Worded):
        """How it reads from then on."""

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Piece) -> Values:
        """As it reads now."""
        return {"title": case.title, "text": case.text, "source": case.source, "consent": case.consent}

    def of_kind(self) -> str:
        """As the version before."""
        return str(self.case.kind)

    def check(self) -> tuple[str, str, str]:
        """One draft at a time."""
        drafted = Piece.objects.unrestricted().filter(replaces=self.case, stage=PieceStage.DRAFT)
        if drafted.exists():
            self.refuse("还有一版待审定，请先审定或者撤下它。")
        return super().check()

    def do(self, found: tuple[str, str, str]) -> Change:
        """The next version, as a draft."""
        row = self.case
        made = _written(self, row.authority, row.kind, found, no=row.no + 1, replaces=row)
        return Change(made, {"no": made.no, "replaces": row.public_id})


class ApprovePiece(Act[Piece]):
    """审定并在公开页面发布；起草人不审定自己起草的。典型案例由审定人读过，确认看不出是谁，或者当事人已经同意。"""

    name = "cogovernance.approve"
    title = "审定并发布"
    cites = "public_education"
    who = all_of(HEAD, AnotherThan())
    when = piece_at(PieceStage.DRAFT)
    answers = (turns.APPROVE,)

    class Input(Fields):
        """That the approver has read it with this in mind."""

        read: bool = Field(
            False, title="已通读，看不出当事人是谁，或者当事人同意的材料已核对", description="典型案例须勾选"
        )

    data: Input
    left = ""

    def prepare(self) -> None:
        """Names are looked for once more: the register may have learnt of them since."""
        self.left = private(self.case.title, self.case.text, self.case.source, self.case.consent)

    def check(self) -> None:
        """A case was read by who answers for it; nothing private is left."""
        if self.left:
            self.refuse(f"文字里写有“{self.left}”，请撤下后重新起草。", "内容")
        if self.case.kind == PieceKind.CASE and not self.data.read:
            self.refuse(
                "典型案例发布以前，请通读并确认看不出当事人是谁，或者核对当事人同意的材料。", "通读确认"
            )

    def do(self, found: None) -> Change:
        """On the public site; the one before is replaced."""
        row = self.case
        row.stage, row.approved_at, row.approved_by = PieceStage.PUBLISHED, self.at, self.actor
        row.save()
        if row.replaces is not None:
            row.replaces.stage = PieceStage.REPLACED
            row.replaces.save()
            also(self, row.replaces, by=row.public_id)
        return Change(row, {"no": row.no})


class WithdrawPiece(Act[Piece]):
    """从公开页面撤下，或者不采用草稿。"""

    name = "cogovernance.withdraw"
    title = "撤下"
    cites = "public_education"
    who = HEAD
    when = piece_at(PieceStage.DRAFT, PieceStage.PUBLISHED)

    class Input(Fields):
        """Why nobody is to read it."""

        reason: str = Field(title="原因", min_length=2, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Down."""
        self.case.stage, self.case.reason = PieceStage.WITHDRAWN, self.data.reason
        self.case.save()
        return Change(self.case)
