"""Checkpoints suggested from an inspector's own words, what the inspector chose, and the published wordings behind it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import EXAMINING
from zhuangjian.apps.inspections.step import Adding
from zhuangjian.apps.inspections.who import MEMBERS, NOT_BEGUN, at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.standards.actions.guides import LONG, TEXT, checkpoint, editions
from zhuangjian.apps.standards.models import NONE, Suggestion, Wording
from zhuangjian.apps.standards.suggesting import Suggested, blanked, drafts, edition_of, suggested
from zhuangjian.apps.standards.who import WRITERS
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.people import Oneself
from zhuangjian.kernel.states import always, holds

OWN = Oneself(lambda case: case.person_id, "检查员本人")
OPEN = holds("还没有选择", lambda case: not case.chosen, "已经选择过。")
KNOWN = holds(
    "检查所用的要点能够提出建议",
    lambda case: bool(edition_of(case)),
    "这次检查所用的检查要点没有建议的模型，请自行选择要点。",
)
MOST = 300


class Suggest(Act[Inspection]):
    """由检查员自己的话提出最可能的三条检查要点，写明依据的词语；只是建议，不作判定。"""

    name = "standards.suggest"
    title = "按文字找要点"
    cites = "assisted_inspection"
    who = MEMBERS
    when = all_of(at(*EXAMINING, early=NOT_BEGUN), KNOWN)

    class Input(Adding):
        """What was found, in one's own words."""

        text: str = Field(title="检查发现", min_length=4, max_length=2000, json_schema_extra=TEXT)

    data: Input
    told: Suggested

    def prepare(self) -> None:
        """The model is asked outside of the ledger."""
        self.told = suggested(edition_of(self.case), self.data.text)

    def do(self, found: None) -> Change:
        """Kept with the version of the model."""
        made = Suggestion.objects.create(
            inspection=self.case,
            person=self.actor,
            text=self.data.text,
            edition=edition_of(self.case),
            model=self.told.version,
            top=self.told.top,
            sure=self.told.sure,
            asked_at=self.at,
        )
        also(self, made, model=made.model, top=[one["no"] for one in made.top])
        return Change(self.case)


class Choose(Act[Suggestion, tuple[str, str]]):
    """由检查员选定要点，或者说都不是；选定的附上最接近的公开表述，空白处按现场事实填写。"""

    name = "standards.choose"
    title = "选定"
    cites = "assisted_inspection"
    who = OWN
    when = OPEN

    class Input(Fields):
        """One of the suggested, or none of these; the one that was meant, where it is known."""

        choice: str = Field(title="选择", max_length=10)
        instead: str = Field(
            "", title="实际的要点", max_length=10, description="都不是的，知道编号时填写，用于统计准不准"
        )

    data: Input
    drafts: list[dict[str, Any]]

    @classmethod
    def choices(cls, person: Person, case: Suggestion) -> Options:
        """What was suggested, and none of these."""
        rows: list[tuple[object, str]] = [(one["no"], f"第{one['no']}项 {one['topic']}") for one in case.top]
        return {"choice": [*rows, (NONE, "都不是")]}

    def prepare(self) -> None:
        """Wordings are compared outside of the ledger."""
        number = self.data.instead.strip() if self.data.choice == NONE else self.data.choice
        self.drafts = drafts(self.case.edition, number, self.case.text) if number else []

    def check(self) -> tuple[str, str]:
        """What was suggested; another one only beside none of these."""
        offered = [one["no"] for one in self.case.top]
        if self.data.choice not in (*offered, NONE):
            self.refuse(f"请从{'、'.join(f'第{no}项' for no in offered)}中选择，或者选“都不是”。", "选择")
        if not self.data.instead:
            return self.data.choice, ""
        if self.data.choice != NONE:
            self.refuse("选了建议的要点，不再填写实际的要点；不是这一条的，请选“都不是”。", "实际的要点")
        number = checkpoint(self, self.case.edition, self.data.instead)[1]
        if number in offered:
            self.refuse(f"第{number}项就在建议之中，请直接选择它。", "选择")
        return NONE, number

    def do(self, found: tuple[str, str]) -> Change:
        """Kept for the count of how often suggestions are right."""
        row = self.case
        row.chosen, row.instead = found
        row.drafts, row.chosen_at = self.drafts, self.at
        row.save()
        return Change(row, {"chosen": row.chosen, "instead": row.instead})


def read_wordings(text: str) -> list[tuple[str, str, str]]:
    """One a line, ``编号 | 表述 | 出处``. ValueError says which line is wrong."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        if len(parts) != 3 or not all(parts):
            raise ValueError(f"第 {number} 行应为“编号 | 表述 | 出处”")
        if len(parts[2]) > 200:
            raise ValueError(f"第 {number} 行的出处超过 200 字")
        found.append((parts[0], parts[1], parts[2]))
    if not 1 <= len(found) <= MOST:
        raise ValueError(f"一次登记 1 至 {MOST} 条，现有 {len(found)} 条")
    return found


class AddWordings(Act[None, list[tuple[str, str, str]]]):
    """登记已经公开的缺陷表述，供建议和起草参考；名称、编号、日期和数字在登记时换成空白。"""

    name = "standards.add_wordings"
    title = "登记公开的表述"
    cites = "assisted_inspection"
    model = Wording
    creates = True
    who = WRITERS
    when = always

    class Input(Fields):
        """Of which edition; one wording a line."""

        edition: str = Field(title="检查要点版本", max_length=40)
        lines: str = Field(
            title="表述",
            min_length=4,
            max_length=20_000,
            json_schema_extra=LONG,
            description="每行一条：编号 | 表述 | 出处（公开的通告）",
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The editions."""
        return {"edition": editions()}

    def check(self) -> list[tuple[str, str, str]]:
        """Lines that can be read, of checkpoints that exist, that are new."""
        try:
            rows = read_wordings(self.data.lines)
        except ValueError as error:
            self.refuse(f"{error}。", "表述")
        new: dict[tuple[str, str], str] = {}
        for item, text, source in rows:
            number = checkpoint(self, self.data.edition, item)[1]
            new.setdefault((number, blanked(text)), source)
        known = set(
            Wording.objects.unrestricted().filter(edition=self.data.edition).values_list("item", "text")
        )
        found = [(*key, source) for key, source in new.items() if key not in known]
        if not found:
            self.refuse("这些表述都已经登记过。", "表述")
        return found

    def do(self, found: list[tuple[str, str, str]]) -> Change:
        """One row each; the entry is about the first and names the others."""
        made = [
            Wording.objects.create(
                edition=self.data.edition,
                item=item,
                text=text,
                source=source,
                added_at=self.at,
                added_by=self.actor,
            )
            for item, text, source in found
        ]
        for one in made[1:]:
            also(self, one, item=one.item)
        return Change(made[0], {"count": len(made), "item": made[0].item})
