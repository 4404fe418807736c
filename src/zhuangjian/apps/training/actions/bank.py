"""The item bank: a question is written by one, approved by another, and replaced, never rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.practice import practised
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.naming import named_in
from zhuangjian.apps.training import turns
from zhuangjian.apps.training.models import Item, ItemKind, ItemVersion, VersionStage
from zhuangjian.apps.training.states import at_version
from zhuangjian.apps.training.who import BANK, BANK_OF_VERSION, TRAINERS
from zhuangjian.kernel.asking import Actor, No, Who, all_of
from zhuangjian.kernel.states import always

LINES: dict[str, Any] = {"widget": "textarea", "rows": 4}
TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}
MOST_OPTIONS = 12
YES, NO = "正确", "错误"


class Worded(Fields):
    """A question with its options and what is right."""

    kind: ItemKind = Field(title="题型")
    stem: str = Field(
        title="题干",
        min_length=1,
        max_length=6000,
        description="模拟检查写隐去名称的案情，请考生选出其中的问题",
        json_schema_extra={"widget": "textarea", "rows": 4},
    )
    options: str = Field(
        "",
        title="选项",
        max_length=4000,
        description="每行一项；对的前面加 *。判断题不填选项，题干正确的填 *正确，错误的填 *错误",
        json_schema_extra=LINES,
    )
    grounds: str = Field(title="依据", min_length=1, max_length=200, description="条款，或者检查要点的编号")
    expert: str = Field(
        "",
        title="给出答案的专家",
        max_length=60,
        description="答案所依据的判定标准尚未公布、待确认的，写明由哪位专家给出",
    )
    source: str = Field(
        "", title="案例来源", max_length=200, description="模拟检查必填，写检查年度和类型，不写企业名称"
    )


@dataclass(frozen=True)
class Options:
    """The options and the positions of those that are right."""

    texts: list[str]
    key: list[int]


class _Writes:
    """What writing a question asks, whether it is new or takes the place of another."""

    data: Any
    refuse: Any

    def options(self) -> Options:
        """At least two options, the right ones marked; one of them for a single choice."""
        kind = self.data.kind
        lines = [line.strip() for line in self.data.options.splitlines() if line.strip()]
        marked = [line.startswith(("*", "＊")) for line in lines]
        texts = [line.lstrip("*＊").strip() for line in lines]
        if kind == ItemKind.JUDGEMENT:
            if len(lines) != 1 or not marked[0] or texts[0] not in (YES, NO):
                self.refuse("判断题的选项只填一行：*正确 或者 *错误。", "选项")
            return Options([YES, NO], [0 if texts[0] == YES else 1])
        if not 2 <= len(texts) <= MOST_OPTIONS:
            self.refuse(f"请写 2 至 {MOST_OPTIONS} 个选项，每行一个，现有 {len(texts)} 个。", "选项")
        if any(not text for text in texts) or len(set(texts)) < len(texts):
            self.refuse("有空的或者重复的选项。", "选项")
        key = [at for at, right in enumerate(marked) if right]
        if kind == ItemKind.SINGLE and len(key) != 1:
            self.refuse(f"单选题有且只有一个选项对，现标了 {len(key)} 个 *。", "选项")
        if not key:
            self.refuse("请在对的选项前面加 *。", "选项")
        if kind == ItemKind.MOCK and not self.data.source:
            self.refuse("模拟检查请写明案例来源。", "案例来源")
        return Options(texts, key)


def _made(act: Any, item: Item, found: Options) -> ItemVersion:
    made = ItemVersion.objects.create(
        item=item,
        no=item.versions.count() + 1,
        kind=act.data.kind.value,
        stem=act.data.stem,
        options=found.texts,
        key=found.key,
        grounds=act.data.grounds,
        expert=act.data.expert,
        source=act.data.source,
        written_by=act.actor,
        written_at=act.at,
    )
    act.owe(turns.APPROVE_ITEM, made)
    return made


class AddItem(_Writes, Act[None, Options]):
    """Write a question for the authority's bank; it is drawn once somebody else has approved it."""

    name = "training.add_item"
    title = "命题"
    cites = "training"
    model = Item
    creates = True
    who = TRAINERS
    when = always

    class Input(Worded):
        """The question and its topic."""

        topic: str = Field(title="主题", min_length=1, max_length=40, description="考试按主题抽题")

    data: Input

    def check(self) -> Options:
        """Options and key."""
        return self.options()

    def do(self, found: Options) -> Change:
        """The question with its first wording."""
        unit = cast("Authority", self.actor.authority)
        count = Item.objects.unrestricted().filter(authority=unit).count()
        item = Item.objects.create(authority=unit, topic=self.data.topic, no=count + 1)
        made = _made(self, item, found)
        also(self, made, item=item.public_id)
        return Change(item, {"kind": made.kind})


class ReviseItem(_Writes, Act[Item, Options]):
    """Write a new version of a question; the present one stays in use until the new one is approved."""

    name = "training.revise_item"
    title = "写新的一版"
    cites = "training"
    who = BANK
    when = always

    class Input(Worded):
        """How the question reads from then on."""

    data: Input

    @classmethod
    def initial(cls, person: Any, case: Item) -> Values:
        """As the newest version reads."""
        last = case.versions.order_by("-no").first()
        if last is None:
            return {}
        lines = [f"{'*' if at in last.key else ''}{text}" for at, text in enumerate(last.options)]
        if last.kind == ItemKind.JUDGEMENT:
            lines = [line for line in lines if line.startswith("*")]
        return {
            "kind": last.kind,
            "stem": last.stem,
            "options": "\n".join(lines),
            "grounds": last.grounds,
            "expert": last.expert,
            "source": last.source,
        }

    def check(self) -> Options:
        """Options and key; one draft at a time."""
        if self.case.versions.filter(stage=VersionStage.DRAFT).exists():
            self.refuse("还有一版待审定，请先审定或者停用它。")
        return self.options()

    def do(self, found: Options) -> Change:
        """The next version."""
        made = _made(self, self.case, found)
        return Change(made, {"item": self.case.public_id, "no": made.no})


class AnotherThanWriter(Who[ItemVersion]):
    """Not the one who wrote it, as long as the house rule stands."""

    def why_not(self, person: Actor | None, case: ItemVersion, at: datetime | None = None) -> No | None:
        """The writer is told the rule."""
        rule = practised("item_approved_by_another", at)
        if rule is None or person is None or case.written_by_id != person.pk:
            return None
        return No("命题人不审定自己写的题目。", article=rule.article, missing=("本单位其他人的审定",))

    def words(self, case: ItemVersion | None = None) -> str:
        """Who is left out, in Chinese."""
        return "命题人除外"


class ApproveItem(Act[ItemVersion]):
    """Approve a version: it is drawn from now on in place of the one before."""

    name = "training.approve_item"
    title = "审定题目"
    cites = "training"
    who = all_of(BANK_OF_VERSION, AnotherThanWriter())
    when = at_version(VersionStage.DRAFT)
    answers = (turns.APPROVE_ITEM,)

    def check(self) -> None:
        """A mock inspection names no enterprise of the register."""
        if self.case.kind != ItemKind.MOCK:
            return
        said = "\n".join([self.case.stem, self.case.source, *self.case.options])
        if named := named_in(said):
            self.refuse(f"案情里写有企业名称“{named}”，请隐去后写新的一版。", "隐去名称的案情")

    def do(self, found: None) -> Change:
        """In use; the one before is replaced."""
        row = self.case
        for earlier in row.item.versions.filter(stage=VersionStage.APPROVED).order_by("pk"):
            earlier.stage = VersionStage.REPLACED.value
            earlier.save()
            also(self, earlier, by=row.public_id)
        row.stage = VersionStage.APPROVED.value
        row.approved_by, row.approved_at = self.actor, self.at
        row.save()
        return Change(row)


class RetireItem(Act[ItemVersion]):
    """Take a version out of use, or a draft out of the way; what was asked with it stays as it was."""

    name = "training.retire_item"
    title = "停用题目"
    cites = "training"
    who = BANK_OF_VERSION
    when = at_version(VersionStage.DRAFT, VersionStage.APPROVED)

    class Input(Fields):
        """Why it is not to be drawn any more."""

        reason: str = Field(title="原因", min_length=1, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Not drawn any more."""
        self.case.stage = VersionStage.RETIRED.value
        self.case.save()
        return Change(self.case, {"reason_given": True})
