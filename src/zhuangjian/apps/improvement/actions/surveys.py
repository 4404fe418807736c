"""Enterprises are asked online, answer once and may correct it until it ends; answers are counted (LN 2(1))."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.improvement.actions.plans import TEXT
from zhuangjian.apps.improvement.models import ActionPlan, Survey, SurveyAnswer
from zhuangjian.apps.improvement.who import CONTACTS, OFFICE, OFFICE_OF_PLAN, RUNNING, SURVEY_OPEN
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.registry.models import Party

LONG: dict[str, Any] = {"widget": "textarea", "rows": 8}
MOST, OPTIONS, LENGTH = 30, 12, 200


def read_questions(text: str) -> list[dict[str, Any]]:
    """One question a line, ``题目 | 选项 | 选项``; a line without options is answered in words. ValueError says which line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        if not any(parts):
            continue
        title, options = parts[0], [part for part in parts[1:] if part]
        if not title or len(title) > LENGTH:
            raise ValueError(f"第 {number} 行没有题目，或者题目超过 {LENGTH} 字")
        if len(options) == 1 or len(options) > OPTIONS or len(set(options)) < len(options):
            raise ValueError(f"第 {number} 行的选项应为 2 至 {OPTIONS} 个，不能重复；用文字回答的不写选项")
        found.append({"title": title, "options": options})
    if not 1 <= len(found) <= MOST:
        raise ValueError(f"题目应为 1 至 {MOST} 个，现有 {len(found)} 个")
    return found


class OpenSurvey(Act[ActionPlan, list[dict[str, Any]]]):
    """向企业发起一次网上调研。"""

    name = "improvement.open_survey"
    title = "发起企业调研"
    cites = "improvement_problems"
    who = OFFICE
    when = RUNNING

    class Input(Fields):
        """What is asked, until when."""

        title: str = Field(title="调研", min_length=2, max_length=120)
        text: str = Field("", title="说明", max_length=2000, json_schema_extra=TEXT)
        questions: str = Field(
            title="题目",
            min_length=2,
            max_length=8000,
            json_schema_extra=LONG,
            description="每行一题：题目 | 选项一 | 选项二；没有选项的由企业用文字回答",
        )
        closes_on: date = Field(title="截止日期")

    data: Input

    def check(self) -> list[dict[str, Any]]:
        """Questions that can be read, and a day ahead."""
        if self.data.closes_on < self.today:
            self.refuse("截止日期已经过去，请改正。", "截止日期")
        try:
            return read_questions(self.data.questions)
        except ValueError as error:
            self.refuse(f"题目：{error}。", "题目")

    def do(self, found: list[dict[str, Any]]) -> Change:
        """Open to every enterprise."""
        data = self.data
        row = Survey.objects.create(
            plan=self.case,
            title=data.title,
            text=data.text,
            questions=found,
            closes_on=data.closes_on,
            opened_at=self.at,
            opened_by=self.actor,
        )
        return Change(row, {"plan": self.case.public_id, "questions": len(found)})


class AnswerSurvey(Act[Survey, tuple[Party, list[str]]]):
    """企业填写调研；截止以前可以修改。"""

    name = "improvement.answer_survey"
    title = "提交回答"
    cites = "improvement_problems"
    who = CONTACTS
    when = SURVEY_OPEN

    class Input(Fields):
        """For which enterprise, and the answers in the order of the questions."""

        party: int = Field(title="企业")
        answers: str = Field(
            title="回答",
            max_length=12_000,
            json_schema_extra=LONG,
            description="每行回答一题，与题目的顺序相同：选择题写选项的文字，其他写文字；不答的空一行",
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Survey) -> Options:
        """The enterprises that the person speaks for."""
        rows = Party.objects.visible_to(person).filter(pk__in=person.scope.parties)
        return {"party": [(one.pk, one.name) for one in rows]}

    @classmethod
    def initial(cls, person: Person, case: Survey) -> dict[str, Any]:
        """What was answered before."""
        mine = SurveyAnswer.objects.visible_to(person).filter(survey=case).first()
        return {"answers": "\n".join(mine.answers), "party": mine.party_id} if mine else {}

    def check(self) -> tuple[Party, list[str]]:
        """One's own enterprise; each answer is one of the options, where there are some."""
        if self.data.party not in self.actor.scope.parties:
            self.refuse("请选择您代表的企业。", "企业")
        lines = [line.strip() for line in self.data.answers.splitlines()]
        questions = self.case.questions
        if len(lines) > len(questions) and any(lines[len(questions) :]):
            self.refuse(f"共 {len(questions)} 题，您写了 {len(lines)} 行，请逐行对应。", "回答")
        lines = (lines + [""] * len(questions))[: len(questions)]
        for number, (question, line) in enumerate(zip(questions, lines, strict=True), 1):
            if question["options"] and line and line not in question["options"]:
                self.refuse(f"第 {number} 题请从“{'”“'.join(question['options'])}”中选择。", "回答")
        if not any(lines):
            self.refuse("请至少回答一题。", "回答")
        return Party.objects.unrestricted().get(pk=self.data.party), lines

    def do(self, found: tuple[Party, list[str]]) -> Change:
        """One answer of one enterprise."""
        party, lines = found
        row = SurveyAnswer.objects.filter(survey=self.case, party=party).first() or SurveyAnswer(
            survey=self.case, party=party
        )
        row.answers, row.answered_at, row.answered_by = lines, self.at, self.actor
        row.save()
        return Change(row, {"survey": self.case.public_id})


class CloseSurvey(Act[Survey]):
    """结束调研，不再收回答。"""

    name = "improvement.close_survey"
    title = "结束调研"
    cites = "improvement_problems"
    who = OFFICE_OF_PLAN
    when = SURVEY_OPEN

    def do(self, found: None) -> Change:
        """Ended."""
        self.case.closed_at = self.at
        self.case.save()
        return Change(self.case)
