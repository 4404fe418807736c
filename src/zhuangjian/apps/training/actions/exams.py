"""Examinations: made, published, sat, handed in. Time, draw and key live on the server alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.training import turns
from zhuangjian.apps.training.actions.courses import Span, aware
from zhuangjian.apps.training.models import (
    Audience,
    Certificate,
    Exam,
    ExamStage,
    ItemVersion,
    Question,
    Sitting,
    SittingStage,
    VersionStage,
)
from zhuangjian.apps.training.states import at_exam, at_sitting
from zhuangjian.apps.training.who import (
    CERTIFIERS,
    EXAMINEE_OF_QUESTION,
    EXAMINEES,
    HANDS_IN,
    HEAD_OF_EXAM,
    TRAINERS,
)
from zhuangjian.engines.training.drawing import TooFew, draw_items, shuffle_options
from zhuangjian.engines.training.scoring import Score, score
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.states import always, holds

MOST_QUESTIONS = 200
# Letters and digits that nobody mistakes for each other on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Planned:
    """An examination as it will be: its span and how many questions of which topic."""

    span: Span
    wanted: dict[str, int]


class CreateExam(Act[None, Planned]):
    """Draft an examination: when, how long, how many questions of which topics, what passes."""

    name = "training.create_exam"
    title = "建立考试"
    cites = "training"
    model = Exam
    creates = True
    who = TRAINERS
    when = always

    class Input(Fields):
        """What the examination is."""

        title: str = Field(title="名称", min_length=1, max_length=120)
        audience: Audience = Field(title="对象")
        opens_at: datetime = Field(title="可以开始")
        closes_at: datetime = Field(title="截止")
        minutes: int = Field(title="时长（分钟）", ge=1, le=600)
        wanted: str = Field(
            title="抽题",
            min_length=1,
            max_length=2000,
            description="每行一个主题和题数，例如：生产质量管理规范 10",
            json_schema_extra={"widget": "textarea", "rows": 3},
        )
        mark: int = Field(60, title="合格分", ge=1, le=100, description="满分一百")
        attempts: int = Field(1, title="次数", ge=1, le=10, description="每人最多考几次")
        valid_years: int = Field(1, title="合格证有效年数", ge=1, le=10)

    data: Input

    def check(self) -> Planned:
        """A span still to come, and topics with numbers."""
        opens, closes = aware(self.data.opens_at), aware(self.data.closes_at)
        if closes <= opens or closes <= self.at:
            self.refuse("截止应当晚于可以开始的时间，也晚于现在。", "截止")
        wanted: dict[str, int] = {}
        for line in filter(None, map(str.strip, self.data.wanted.splitlines())):
            topic, _, number = line.replace("\u3000", " ").rpartition(" ")
            if not topic.strip() or not (number.isascii() and number.isdecimal()) or int(number) < 1:
                self.refuse(f"“{line}”看不出主题和题数，请写成“主题 题数”，例如：原料 5。", "抽题")
            if topic.strip() in wanted:
                self.refuse(f"主题“{topic.strip()}”写了两次，请合并为一行。", "抽题")
            wanted[topic.strip()] = int(number)
        if sum(wanted.values()) > MOST_QUESTIONS:
            self.refuse(f"一场考试最多 {MOST_QUESTIONS} 题。", "抽题")
        return Planned(Span(opens, closes), wanted)

    def do(self, found: Planned) -> Change:
        """The draft; the head publishes it."""
        made = Exam.objects.create(
            authority=cast("Authority", self.actor.authority),
            title=self.data.title,
            audience=self.data.audience.value,
            opens_at=found.span.starts,
            closes_at=found.span.ends,
            minutes=self.data.minutes,
            wanted=found.wanted,
            mark=self.data.mark,
            attempts=self.data.attempts,
            valid_years=self.data.valid_years,
            made_by=self.actor,
        )
        self.owe(turns.OPEN_EXAM, made)
        return Change(made, {"questions": made.asked, "mark": made.mark})


def bank_of(exam: Exam) -> dict[str, list[ItemVersion]]:
    """The approved questions of the authority's bank by topic, as far as the examination asks them."""
    rows = (
        ItemVersion.objects.unrestricted()
        .filter(
            item__authority_id=exam.authority_id,
            item__topic__in=list(exam.wanted),
            stage=VersionStage.APPROVED,
        )
        .select_related("item")
        .order_by("pk")
    )
    found: dict[str, list[ItemVersion]] = {topic: [] for topic in exam.wanted}
    for row in rows:
        found[row.item.topic].append(row)
    return found


def involved(person: Person, exam: Exam) -> bool:
    """Whether somebody wrote or approved what the examination may ask, and so knows its keys."""
    rows = (one for rows in bank_of(exam).values() for one in rows)
    return any(person.pk in (row.written_by_id, row.approved_by_id) for row in rows)


def _drawn(exam: Exam, seed: str) -> list[ItemVersion]:
    bank = bank_of(exam)
    by_id = {str(row.public_id): row for rows in bank.values() for row in rows}
    ids = {topic: [str(row.public_id) for row in rows] for topic, rows in bank.items()}
    return [by_id[key] for key in draw_items(ids, exam.wanted, seed)]


class OpenExam(Act[Exam]):
    """Publish an examination; nothing of it is changed afterwards."""

    name = "training.open_exam"
    title = "发布考试"
    cites = "training"
    who = HEAD_OF_EXAM
    when = at_exam(ExamStage.DRAFT)
    answers = (turns.OPEN_EXAM,)

    def check(self) -> None:
        """Still to come, and the bank has enough approved questions."""
        if self.at >= self.case.closes_at:
            self.refuse(f"考试已于 {said_time(self.case.closes_at)} 截止，请另建考试。", "截止")
        try:
            _drawn(self.case, "")
        except TooFew as few:
            self.refuse(f"{few}请补充并审定题目，或者另建考试。", f"“{few.topic}”的题目")

    def do(self, found: None) -> Change:
        """Open to its audience."""
        self.case.stage = ExamStage.OPEN.value
        self.case.save()
        return Change(self.case)


class CloseExam(Act[Exam]):
    """End an examination: nobody begins any more; whoever sits it may finish."""

    name = "training.close_exam"
    title = "结束考试"
    cites = "training"
    who = HEAD_OF_EXAM
    when = at_exam(ExamStage.DRAFT, ExamStage.OPEN)

    def do(self, found: None) -> Change:
        """Closed."""
        self.case.stage = ExamStage.CLOSED.value
        self.case.save()
        return Change(self.case)


class BeginExam(Act[Exam, list[ItemVersion]]):
    """Begin to answer: the questions are drawn and the time runs, on the server, from here on."""

    name = "training.begin_exam"
    title = "开始考试"
    cites = "training"
    who = EXAMINEES
    when = at_exam(ExamStage.OPEN, early="考试还没有发布")
    prepares_input = True

    def prepare(self) -> None:
        """The seed of this sitting, which decides its questions."""
        self.seed = secrets.token_hex(16)

    def check(self) -> list[ItemVersion]:
        """In time, not sitting already, not too often, and not somebody who wrote or approved what is asked."""
        exam = self.case
        if not exam.opens_at <= self.at < exam.closes_at:
            self.refuse(
                f"考试时间为 {said_time(exam.opens_at)} 至 {said_time(exam.closes_at)}，现在不能开始。"
            )
        own = Sitting.objects.unrestricted().filter(exam=exam, person=self.actor)
        if own.filter(stage=SittingStage.RUNNING).exists():
            self.refuse("您有一次应考还没有交卷，请继续作答。")
        if own.count() >= exam.attempts:
            self.refuse(f"每人最多考 {exam.attempts} 次，您已考完。")
        if own.filter(passed=True).exists():
            self.refuse("您已经合格。")
        if involved(self.actor, exam):
            self.refuse("您参与了本次考试题目的命题或者审定，不能参加考试。")
        try:
            return _drawn(exam, self.seed)
        except TooFew as few:
            self.refuse(f"{few}请联系组织单位。", f"“{few.topic}”的题目")

    def do(self, found: list[ItemVersion]) -> Change:
        """The sitting with its questions, without their keys."""
        exam = self.case
        sitting = Sitting.objects.create(
            exam=exam,
            person=self.actor,
            attempt=exam.sittings.filter(person=self.actor).count() + 1,
            seed=self.seed,
            started_at=self.at,
            ends_at=min(self.at + timedelta(minutes=exam.minutes), exam.closes_at),
        )
        for no, row in enumerate(found, 1):
            order = shuffle_options(str(row.public_id), row.options, self.seed)
            made = Question.objects.create(
                sitting=sitting,
                no=no,
                asked=row,
                kind=row.kind,
                stem=row.stem,
                options=[row.options[at] for at in order],
                order=order,
            )
            also(self, made, no=no)
        return Change(sitting, {"exam": exam.public_id, "questions": len(found)})


class AnswerQuestion(Act[Question]):
    """Keep an answer at once; until the paper is handed in it can be chosen anew."""

    name = "training.answer"
    title = "作答"
    cites = "training"
    who = EXAMINEE_OF_QUESTION
    when = holds(
        "还没有交卷", lambda case: case.sitting.stage == SittingStage.RUNNING, "已经交卷，不能再作答。"
    )

    class Input(Fields):
        """The positions of what is chosen, from nought; nothing: the answer is taken back."""

        chosen: list[int] = Field(default_factory=list, title="所选", max_length=12)

    data: Input

    def check(self) -> None:
        """In time; options that are there; one, where one is asked."""
        question = self.case
        if self.at >= question.sitting.ends_at:
            self.refuse("作答时间已到，这一次没有保存；此前的作答都已保存，请交卷。")
        if any(not 0 <= at < len(question.options) for at in self.data.chosen):
            self.refuse("没有这个选项，请刷新页面后重新选择。", "所选")
        if question.kind in ("single", "judgement") and len(set(self.data.chosen)) > 1:
            self.refuse("这一题只能选一项。", "所选")

    def do(self, found: None) -> Change:
        """Kept, with its time."""
        question = self.case
        question.chosen = sorted(set(self.data.chosen)) or None
        question.answered_at = self.at
        question.save()
        return Change(question, {"no": question.no})


class FinishExam(Act[Sitting, Score]):
    """Hand in: what was answered in time counts; who passes is given a certificate. The system hands in what is over."""

    name = "training.finish"
    title = "交卷"
    cites = "training"
    who = HANDS_IN
    when = at_sitting(SittingStage.RUNNING)

    def check(self) -> Score:
        """The score."""
        rows = self.case.questions.select_related("asked").order_by("no")
        return score(((row.original, row.asked.key) for row in rows), self.case.exam.mark)

    def do(self, found: Score) -> Change:
        """Finished; certified where it passed."""
        sitting, exam = self.case, self.case.exam
        sitting.stage = SittingStage.FINISHED.value
        sitting.finished_at = min(self.at, sitting.ends_at)
        sitting.right, sitting.points, sitting.passed = found.right, found.points, found.passed
        sitting.save()
        if found.passed:
            made = Certificate.objects.create(
                sitting=sitting,
                person=sitting.person,
                code=_code(),
                title=exam.title,
                issued_on=timezone.localdate(sitting.finished_at),
                valid_to=_years_on(timezone.localdate(sitting.finished_at), exam.valid_years),
            )
            also(self, made, sitting=sitting.public_id)
        return Change(sitting, {"points": found.points, "passed": found.passed})


def _code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def _years_on(day: Any, years: int) -> Any:
    try:
        found = day.replace(year=day.year + years)
    except ValueError:
        found = day.replace(year=day.year + years, day=28)
    return found - timedelta(days=1)


class WithdrawCertificate(Act[Certificate]):
    """Withdraw a certificate that was gained wrongly; whoever checks its code is told so."""

    name = "training.withdraw_certificate"
    title = "撤销合格证"
    cites = "training"
    who = CERTIFIERS
    when = holds("没有撤销", lambda case: case.withdrawn_at is None, "合格证已经撤销。")

    class Input(Fields):
        """Why it was gained wrongly; the reason is not shown to the public."""

        reason: str = Field(title="原因", min_length=1, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Withdrawn, by whom and when."""
        row = self.case
        row.withdrawn_at, row.withdrawn_by, row.reason = self.at, self.actor, self.data.reason
        row.save()
        return Change(row)
