"""The notice: what must be put right, by when (CQ 19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.conduct.practice import refuse_by_practice, refuse_too_far
from zhuangjian.apps.documents.printing import enter, print_out
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import Stage
from zhuangjian.apps.inspections.models.series import take, upcoming
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.apps.rectification import problems, steps
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.apps.rectification.notice import notice_papers
from zhuangjian.apps.rectification.turns import ISSUE
from zhuangjian.apps.rectification.who import LOCAL_OF_INSPECTION
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds


class IssueNotice(Act[Inspection]):
    """发出限期整改通知，期限由辖区监管部门确定。"""

    name = "rectification.issue"
    title = "发出整改通知"
    cites = "rectification"
    who = LOCAL_OF_INSPECTION
    when = all_of(
        holds(
            "还没有发出整改通知",
            lambda case: not hasattr(case, "rectification"),
            "整改通知已由其他人发出，您的提交没有保存。请刷新页面查看。",
        ),
        holds(
            "检查记录已经交付",
            lambda case: case.stage == Stage.DELIVERED,
            "检查记录交付被检查对象之后才能发出整改通知。",
            missing=("已交付的检查记录",),
        ),
        holds("有成立的缺陷", lambda case: standing(case).exists(), "本次检查没有成立的缺陷，无须整改。"),
    )
    guards = (NO_INTEREST,)
    answers = (ISSUE,)

    class Input(Fields):
        """The last day, which the officer sets, and what the enterprise is asked to do."""

        due_on: date = Field(title="整改期限", description="法规没有规定整改天数，由您按整改难度确定")
        requirement: str = Field(
            title="整改要求",
            min_length=1,
            max_length=4000,
            json_schema_extra={"widget": "textarea", "rows": 6},
        )

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """A requirement to start from."""
        count = standing(case).count()
        return {
            "requirement": f"请对检查发现的{count}项缺陷逐项查明原因，评估风险，采取必要的风险控制措施并完成整改，"
            "在期限内报送整改报告。整改期间应当主动采取风险控制措施。"
        }

    def check(self) -> None:
        """The last day lies after today."""
        if self.data.due_on <= self.today:
            refuse_by_practice(
                "plausible_dates",
                self.at,
                f"整改期限应晚于发出通知之日（{chinese_date(self.today)}），现填写的是{chinese_date(self.data.due_on)}。",
                "晚于今天的整改期限",
            )
        refuse_too_far(self.at, self.data.due_on, "整改期限")

    def prepare(self) -> None:
        """The notice, printed before the ledger is taken, with the number that is next now."""
        self.checked()
        self.printed = print_out(notice_papers(self._rectification(upcoming)))

    def _rectification(self, number: Callable[[str], int]) -> Rectification:
        inspection = self.case
        stem = _stem(inspection.local_authority, self.today.year)
        return Rectification(
            inspection=inspection,
            party=inspection.party,
            authority=inspection.local_authority,
            number=f"{stem}{number(stem)}号",
            requirement=self.data.requirement,
            issued_at=self.at,
            issued_by=self.person,
            due_on=self.data.due_on,
        )

    def do(self, found: None) -> Change:
        """The rectification, its notice as document, the enterprise's and the authority's duties."""
        rectification = self._rectification(take)
        papers = notice_papers(rectification)
        rectification.next_due = rectification.due_on
        rectification.save()
        problems.begin(rectification)
        rows = enter(rectification, papers, self.printed, by=self.person, at=self.at)
        title = f"完成整改并报送整改报告：{rectification.party.name}"
        steps.ask_party(self, rectification, title, "收到整改通知", rectification.due_on)
        facts = {"inspection": self.case.public_id, "due_on": self.data.due_on}
        return Change(rectification, facts | {"documents": [row.digest for row in rows]})


def _stem(authority: Authority, year: int) -> str:
    """``渝中局化妆品改〔2026〕3号`` without the number itself."""
    return f"{authority.short_name}化妆品改〔{year}〕"
