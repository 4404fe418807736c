"""The notice: what must be put right, by when (CQ 19)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.documents.printing import enter, print_out
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import Stage
from zhuangjian.apps.inspections.models.series import take, upcoming
from zhuangjian.apps.ledger import action
from zhuangjian.apps.rectification import steps
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.apps.rectification.notice import notice_papers
from zhuangjian.apps.rectification.turns import ISSUE
from zhuangjian.apps.rectification.who import LOCAL_OF_INSPECTION
from zhuangjian.apps.registry.conflicts import refuse_interest
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds


class IssueNotice(action.Action[Inspection]):
    """发出限期整改通知，期限由辖区监管部门确定。"""

    name = "rectification.issue"
    title = "发出整改通知"
    cites = "rectification"
    model = Inspection
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
    answers = (ISSUE,)

    class Input(action.Input):
        """What the officer fills in."""

        due_on: date = Field(title="整改期限", description="法规没有规定整改天数，由您按整改难度确定")
        requirement: str = Field(
            title="整改要求",
            min_length=1,
            max_length=4000,
            json_schema_extra={"widget": "textarea", "rows": 6},
        )

    @classmethod
    def initial(cls, person: Any, target: Any) -> Mapping[str, Any]:
        """A requirement to start from."""
        count = standing(target).count()
        return {
            "requirement": f"请对检查发现的{count}项缺陷逐项查明原因，评估风险，采取必要的风险控制措施并完成整改，"
            "在期限内报送整改报告。整改期间应当主动采取风险控制措施。"
        }

    def check(self) -> None:
        """A date after today, set by somebody without an interest."""
        inspection = self.target
        refuse_interest(self.person, inspection.party, self.at)
        day = timezone.localdate(self.at)
        if self.data.due_on <= day:
            refuse_by_practice(
                "plausible_dates",
                self.at,
                f"整改期限应晚于发出通知之日（{chinese_date(day)}），现填写的是{chinese_date(self.data.due_on)}。",
                "晚于今天的整改期限",
            )

    def prepare(self) -> None:
        """The notice, printed before the ledger is taken, with the number that is next now."""
        self.check()
        self.printed = print_out(notice_papers(self._rectification(upcoming)))

    def _rectification(self, number: Callable[[str], int]) -> Rectification:
        inspection = self.target
        stem = _stem(inspection.local_authority, timezone.localdate(self.at).year)
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

    def execute(self) -> Rectification:
        """The rectification, its notice as document, the enterprise's and the authority's duties."""
        inspection = self.target
        rectification = self._rectification(take)
        papers = notice_papers(rectification)
        rectification.save()
        rows = enter(rectification, papers, self.printed, by=self.person, at=self.at)
        self.digests = [row.digest for row in rows]
        title = f"完成整改并报送整改报告：{inspection.party.name}"
        steps.ask_party(self, rectification, title, "收到整改通知", rectification.due_on)
        return rectification

    def facts(self) -> Mapping[str, Any]:
        """The date set, the inspection, the notice's digests."""
        return {"inspection": self.target.public_id, "due_on": self.data.due_on, "documents": self.digests}


def _stem(authority: Any, year: int) -> str:
    """``渝中局化妆品改〔2026〕3号`` without the number itself."""
    return f"{authority.short_name}化妆品改〔{year}〕"
