"""The committee: named without known interests, each declares before scoring, the office sums up and publishes (LN 2(7))."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.benchmark import lines, turns
from zhuangjian.apps.benchmark.law import least_members, pass_mark, publication_days
from zhuangjian.apps.benchmark.models import Candidacy, CandidacyStage, Mark
from zhuangjian.apps.benchmark.record import grounds
from zhuangjian.apps.benchmark.who import IMPARTIAL, MEMBER, OFFICE, UNDECLARED, at, mark_of
from zhuangjian.apps.guidance.actions.experts import active_experts, conflict_of
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import also
from zhuangjian.engines.improvement.benchmark import Marks, Total, scored
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.turns import Holder

SCORING = at(CandidacyStage.SCORING)
# As they are written: a number of thousands of digits is never made one.
POSSIBLE = frozenset(map(str, range(101)))


def total_of(row: Candidacy, least: int) -> Total:
    """The committee's total as it stands, and why which member is left out."""
    titles = [one["title"] for one in row.criteria]
    rows = Mark.objects.unrestricted().filter(candidacy=row).select_related("member")
    marks = [
        Marks(
            one.member.name,
            one.interest,
            dict(zip(titles, (said["points"] for said in one.points), strict=False)),
        )
        for one in rows
    ]
    return scored(row.measured_by, marks, least)


class Invite(Act[Candidacy, list[Person]]):
    """从专家委员会指定评审委员，已知有利害关系的不得指定；人数不够的可以补充指定。"""

    name = "benchmark.invite"
    title = "指定评审委员"
    cites = "benchmark"
    who = OFFICE
    when = at(CandidacyStage.SUBMITTED, CandidacyStage.SCORING)
    answers = (turns.INVITE,)

    class Input(Fields):
        """Which members of the committee score."""

        members: list[int] = Field(title="评审委员", min_length=1)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Candidacy) -> Options:
        """Members of the expert committee with an account, without a known interest, not named yet."""
        named = set(Mark.objects.unrestricted().filter(candidacy=case).values_list("member_id", flat=True))
        today = timezone.localdate()
        return {
            "members": [
                (one.account.pk, f"{one}，{one.unit}")
                for one in active_experts(today)
                if one.account is not None
                and one.account.pk not in named
                and not conflict_of(one, case.party, today)
            ]
        }

    def prepare(self) -> None:
        """The whole record is read before the ledger is taken."""
        self.against = grounds(self.case.party_id, self.today, whole=True)

    def check(self) -> list[Person]:
        """A record that does not exclude; members of the committee without a known interest, each once."""
        if self.against:
            self.refuse(f"{'；'.join(self.against)}，不能进入评审；请由负责人决定不予授予。")
        experts = {one.account_id: one for one in active_experts(self.today) if one.account_id}  # type: ignore[attr-defined]
        found = []
        for pk in dict.fromkeys(self.data.members):
            expert = experts.get(pk)
            if expert is None:
                self.refuse("只能指定在任期内、有账号的专家委员会成员。", "评审委员")
            if why := conflict_of(expert, self.case.party, self.today):
                self.refuse(f"{why}，应当回避。", "评审委员")
            if Mark.objects.unrestricted().filter(candidacy=self.case, member_id=pk).exists():
                self.refuse(f"{expert.name}已经是这一申报的评审委员。", "评审委员")
            found.append(expert.account)
        return found

    def do(self, found: list[Person]) -> Change:
        """Each member's turn to declare; the office's to sum up."""
        row = self.case
        row.stage = CandidacyStage.SCORING
        row.save()
        for person in found:
            mark = Mark.objects.create(candidacy=row, member=person, named_at=self.at)
            also(self, mark, candidacy=row.public_id)
            self.owe(turns.DECLARE, row, to=Holder(person=person))
        self.owe(turns.PUBLISH, row)
        return Change(row, {"members": len(found)})


class Declare(Act[Candidacy, Mark]):
    """评审委员申明与企业有无利害关系；有的应当回避，不能打分。"""

    name = "benchmark.declare"
    title = "申明利害关系"
    cites = "benchmark"
    who = MEMBER
    when = all_of(SCORING, UNDECLARED)
    answers = (turns.DECLARE,)

    class Input(Fields):
        """Whether there is one, and which."""

        interest: bool = Field(title="与这家企业有利害关系")
        text: str = Field(
            "", title="利害关系", max_length=300, description="任职、投资、亲属、咨询等；没有的留空"
        )

    data: Input

    def check(self) -> Mark:
        """An interest is said in words."""
        if self.data.interest and not self.data.text:
            self.refuse("请写明是什么利害关系。", "利害关系")
        if self.data.text and not self.data.interest:
            self.refuse("写明了利害关系的，请同时勾选“与这家企业有利害关系”。", "与这家企业有利害关系")
        mark = mark_of(self.actor, self.case)
        assert mark is not None
        return mark

    def do(self, found: Mark) -> Change:
        """With an interest the member is out; without one it is theirs to score."""
        found.interest, found.interest_text = self.data.interest, self.data.text
        found.declared_at = self.at
        found.save()
        if not self.data.interest:
            self.owe(turns.SCORE, self.case, to=Holder(person=self.actor))
        return Change(found, {"interest": self.data.interest})


class Score(Act[Candidacy, list[dict[str, Any]]]):
    """评审委员按标准逐项评分（0 到 100 分）并写明理由；公示以前可以修改。"""

    name = "benchmark.score"
    title = "评分"
    cites = "benchmark"
    who = MEMBER
    when = all_of(SCORING, IMPARTIAL)
    answers = (turns.SCORE,)

    class Input(Fields):
        """Points and a reason for each criterion."""

        points: str = Field(
            title="评分",
            min_length=4,
            max_length=20_000,
            json_schema_extra={"widget": "textarea", "rows": 10},
            description="每行一项标准：标准 | 分数（0–100 的整数）| 理由",
        )

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Candidacy) -> dict[str, Any]:
        """What was said before, or the criteria to be filled in."""
        titles = [one["title"] for one in case.criteria]
        mark = mark_of(person, case)
        if mark is None or not mark.points:
            return {"points": lines.blank(titles, 2)}
        said = zip(titles, mark.points, strict=False)
        return {"points": "\n".join(f"{title} | {one['points']} | {one['why']}" for title, one in said)}

    def check(self) -> list[dict[str, Any]]:
        """Every criterion with a whole number and a reason."""
        titles = [one["title"] for one in self.case.criteria]
        try:
            given = lines.read(self.data.points, titles, 2)
        except ValueError as fault:
            self.refuse(f"{fault}。", "评分")
        for title, (points, _) in zip(titles, given, strict=True):
            if points not in POSSIBLE:
                self.refuse(f"“{title}”的分数应是 0 到 100 的整数，现为“{points[:20]}”。", "评分")
        return [{"points": int(points), "why": why} for points, why in given]

    def do(self, found: list[dict[str, Any]]) -> Change:
        """One member's marks."""
        mark = mark_of(self.actor, self.case)
        assert mark is not None
        mark.points, mark.scored_at = found, self.at
        mark.save()
        return Change(mark)


class Publish(Act[Candidacy, Total]):
    """汇总委员的评分，达到分数、记录没有问题的，在公开页面公示，接受异议。"""

    name = "benchmark.publish"
    title = "汇总评分并公示"
    cites = "benchmark"
    who = OFFICE
    when = SCORING
    answers = (turns.PUBLISH,)

    def prepare(self) -> None:
        """The whole record is read again before the ledger is taken."""
        self.against = grounds(self.case.party_id, self.today, whole=True)

    def check(self) -> Total:
        """Enough members, enough points, a record that still does not exclude."""
        if self.against:
            self.refuse(f"{'；'.join(self.against)}，不能公示；请由负责人决定不予授予。")
        result = total_of(self.case, least_members(self.today))
        if result.total is None:
            self.refuse(f"{'；'.join(result.why)}。")
        least = pass_mark(self.today)
        if result.total < Decimal(least):
            self.refuse(f"总分 {result.total}，不到 {least} 分，不能公示；请由负责人决定不予授予。")
        return result

    def do(self, found: Total) -> Change:
        """Public for objections; the head's turn when the days are over."""
        row = self.case
        row.stage, row.total = CandidacyStage.PUBLISHED, found.total
        row.means = [str(round(found.means[one["title"]], 1)) for one in row.criteria]
        row.published_on = self.today
        row.objections_until = self.today + timedelta(days=publication_days(self.today))
        row.save()
        self.owe(turns.DECIDE, row)
        return Change(row, {"members": found.members})
