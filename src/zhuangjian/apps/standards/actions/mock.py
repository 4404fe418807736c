"""Several judge the same evidence; where they differ most becomes a topic of training (LN 2(10))."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.naming import named_in
from zhuangjian.apps.standards import turns
from zhuangjian.apps.standards.actions.guides import LONG, TEXT, checkpoint, editions, nobody_named
from zhuangjian.apps.standards.agreement import RESULTS, in_words, marked_by, of_cases
from zhuangjian.apps.standards.models import Marking, MockCase, MockStage
from zhuangjian.apps.standards.who import ANSWERERS, ASKERS, WRITERS, at_mock
from zhuangjian.apps.training.models import Audience, Course, CourseKind, Subject
from zhuangjian.engines.checkpoints.agreement import FEWEST, Agreement
from zhuangjian.engines.rules.checklists import checklist
from zhuangjian.kernel.states import always

MOST = 20
NAMES = {one.label: one.value for one in RESULTS}


class OpenMock(Act[None, list[str]]):
    """发起一次尺度比对：写出隐去名称的案情和证据，由多名检查员各自判定同样的要点。"""

    name = "standards.open_mock"
    title = "发起尺度比对"
    cites = "consistency"
    model = MockCase
    creates = True
    prepares_input = True
    who = WRITERS
    when = always

    class Input(Fields):
        """The evidence, the checkpoints to judge, until when."""

        title: str = Field(title="标题", min_length=2, max_length=120)
        text: str = Field(title="案情和证据", min_length=20, max_length=8000, json_schema_extra=LONG)
        edition: str = Field(title="检查要点版本", max_length=40)
        items: str = Field(
            title="检查要点", min_length=1, max_length=200, description="编号，用顿号或者空格隔开"
        )
        until: date = Field(title="截止日期")

    data: Input
    named = ""

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The editions."""
        return {"edition": editions()}

    def prepare(self) -> None:
        """Names are looked for outside of the ledger."""
        self.named = named_in(self.data.title, self.data.text)

    def check(self) -> list[str]:
        """Nobody named; checkpoints that exist; a day ahead."""
        nobody_named(self, self.named)
        if self.data.until < self.today:
            self.refuse("截止日期已经过去，请改正。", "截止日期")
        said = self.data.items.replace("、", " ").replace("，", " ").replace(",", " ").split()
        found = list(dict.fromkeys(checkpoint(self, self.data.edition, item)[1] for item in said))
        if not 1 <= len(found) <= MOST:
            self.refuse(f"请写 1 至 {MOST} 条检查要点。", "检查要点")
        return found

    def do(self, found: list[str]) -> Change:
        """Open to every official."""
        unit = self.actor.authority
        assert unit is not None
        row = MockCase.objects.create(
            authority=unit,
            title=self.data.title,
            text=self.data.text,
            edition=self.data.edition,
            items=found,
            until=self.data.until,
            opened_at=self.at,
            opened_by=self.actor,
        )
        self.owe(turns.CLOSE, row)
        return Change(row, {"items": found})


class Mark(Act[MockCase, dict[str, str]]):
    """独立判定案例里的每一条要点；别人看不到您的判定，截止以前可以修改。"""

    name = "standards.mark"
    title = "提交判定"
    cites = "consistency"
    who = ASKERS
    when = at_mock(MockStage.OPEN)

    class Input(Fields):
        """A result for each checkpoint."""

        results: str = Field(
            title="判定",
            min_length=1,
            max_length=1000,
            json_schema_extra=TEXT,
            description="每行一条：编号 结果，结果写符合、不符合或者瑕疵",
        )

    data: Input

    @classmethod
    def initial(cls, person: Person, case: MockCase) -> Values:
        """The checkpoints, with what was said before."""
        mine = marked_by(person, case)
        said = mine.results if mine else {}
        words = {value: label for label, value in NAMES.items()}
        return {"results": "\n".join(f"{no} {words.get(said.get(no, ''), '')}".strip() for no in case.items)}

    def check(self) -> dict[str, str]:
        """In time; every checkpoint once, each with one of the results."""
        if self.today > self.case.until:
            self.refuse("已经截止，不再收判定。", "截止日期以内的判定")
        found: dict[str, str] = {}
        for number, line in enumerate(self.data.results.splitlines(), 1):
            parts = line.replace("：", " ").replace("|", " ").split()
            if not parts:
                continue
            item = parts[0].removeprefix("第").removesuffix("项").rstrip("*")
            if item not in self.case.items:
                self.refuse(f"第 {number} 行的“{parts[0]}”不在案例的要点之内。", "判定")
            if len(parts) != 2 or parts[1] not in NAMES:
                self.refuse(f"第 {number} 行请写“编号 结果”，结果为{'、'.join(NAMES)}之一。", "判定")
            found[item] = NAMES[parts[1]]
        lacking = [no for no in self.case.items if no not in found]
        if lacking:
            self.refuse("每一条要点都要判定。", *(f"第{no}项" for no in lacking))
        return found

    def do(self, found: dict[str, str]) -> Change:
        """One marking of one person; the entry says that it was made, not how."""
        row = Marking.objects.filter(case=self.case, person=self.actor).first() or Marking(
            case=self.case, person=self.actor
        )
        row.results, row.marked_at = found, self.at
        row.save()
        return Change(row, {"case": self.case.public_id})


class CloseMock(Act[MockCase]):
    """结束比对，公布每一条要点的一致程度；不公布任何人的判定，也不排名。"""

    name = "standards.close_mock"
    title = "结束比对"
    cites = "consistency"
    who = ANSWERERS
    when = at_mock(MockStage.OPEN)
    answers = (turns.CLOSE,)

    def do(self, found: None) -> Change:
        """Counts are shown from now on."""
        self.case.stage, self.case.closed_at = MockStage.CLOSED, self.at
        self.case.save()
        return Change(self.case, {"people": self.case.markings.count()})


class ProposeTopic(Act[MockCase, Agreement]):
    """把差异大的要点列为培训题目：建立课程草稿，写明一致程度，由培训管理人员完善后发布。"""

    name = "standards.propose_topic"
    title = "列为培训题目"
    cites = "consistency"
    who = WRITERS
    when = at_mock(MockStage.CLOSED)

    class Input(Fields):
        """Of which checkpoint, and how long."""

        item: str = Field(title="检查要点", max_length=10)
        hours: int = Field(4, title="学时", ge=1, le=40)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: MockCase) -> Options:
        """The checkpoints, where they differ most first."""
        found = [one for one in of_cases([case]) if one.people >= FEWEST]
        return {"item": [(one.item, f"第{one.item}项：{in_words(one)}") for one in found]}

    def check(self) -> Agreement:
        """A checkpoint that enough people judged, and not all alike."""
        known = {one.item: one for one in of_cases([self.case])}
        found = known.get(self.data.item)
        if found is None or found.people < FEWEST:
            self.refuse(f"这一要点不足 {FEWEST} 人判定，还看不出差异。", "检查要点")
        if found.alike == found.pairs:
            self.refuse("这一要点各人判定一致，不必列为培训题目。", "检查要点")
        return found

    def do(self, found: Agreement) -> Change:
        """A draft of a course of the own unit."""
        unit = self.actor.authority
        assert unit is not None
        point = checklist(self.case.edition).get(found.item)
        topic = point.topic if point else ""
        made = Course.objects.create(
            authority=unit,
            title=f"判定尺度：第{found.item}项 {topic}"[:120],
            kind=CourseKind.CASES.value,
            subject=Subject.QUALITY_SYSTEM.value,
            audience=Audience.OFFICIALS.value,
            hours=self.data.hours,
            need=f"尺度比对“{self.case.title}”：{found.people} 人判定，{in_words(found)}",
            content=f"用案例“{self.case.title}”讨论第{found.item}项的判定尺度，形成一致的理解",
            created_by=self.actor,
        )
        also(self, made, case=self.case.public_id, item=found.item)
        return Change(self.case, {"item": found.item, "course": made.public_id})
