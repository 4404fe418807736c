"""A proposal to change a rule, with the evidence for it, and what was decided."""

from __future__ import annotations

from pydantic import Field

from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.registry.naming import named_in
from zhuangjian.apps.standards import turns
from zhuangjian.apps.standards.actions.guides import TEXT, nobody_named
from zhuangjian.apps.standards.models import Proposal, ProposalStage
from zhuangjian.apps.standards.who import HEAD, PROPOSERS, AnotherThan, at_proposal, top_of
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import always


class Propose(Act[None]):
    """提出修改规定的建议：现在怎样规定，建议怎样改，依据什么情况和数据。"""

    name = "standards.propose"
    title = "提出修改建议"
    cites = "consistency"
    model = Proposal
    creates = True
    prepares_input = True
    who = PROPOSERS
    when = always

    class Input(Fields):
        """The rule, the change, the evidence."""

        title: str = Field(title="标题", min_length=4, max_length=160)
        rule: str = Field(
            title="所涉规定", min_length=2, max_length=200, description="名称、条款，或者检查要点编号"
        )
        now: str = Field(title="现在的规定", min_length=4, max_length=4000, json_schema_extra=TEXT)
        wanted: str = Field(title="建议改成", min_length=4, max_length=4000, json_schema_extra=TEXT)
        evidence: str = Field(
            title="依据的情况和数据",
            min_length=10,
            max_length=6000,
            json_schema_extra=TEXT,
            description="遇到的问题、次数和影响，不写企业名称",
        )
        links: str = Field(
            "",
            title="证明材料",
            max_length=2000,
            json_schema_extra=TEXT,
            description="每行一个本系统的页面地址，如 /standards/agreement/…",
        )

    data: Input
    named = ""

    def prepare(self) -> None:
        """Names are looked for outside of the ledger."""
        data = self.data
        self.named = named_in(data.title, data.now, data.wanted, data.evidence)

    def check(self) -> None:
        """Nobody named; links stay inside."""
        nobody_named(self, self.named)
        for number, line in enumerate(self.data.links.splitlines(), 1):
            if line.strip() and (not line.strip().startswith("/") or line.strip().startswith("//")):
                self.refuse(f"证明材料第 {number} 行应是本系统的页面地址，以“/”开头。", "证明材料")

    def do(self, found: None) -> Change:
        """Decided by the head of the authority over all units."""
        data = self.data
        unit = self.actor.authority
        assert unit is not None
        row = Proposal.objects.create(
            authority=top_of(unit),
            unit=unit,
            title=data.title,
            rule=data.rule,
            now=data.now,
            wanted=data.wanted,
            evidence=data.evidence,
            links=[line.strip() for line in data.links.splitlines() if line.strip()],
            opened_at=self.at,
            opened_by=self.actor,
        )
        self.owe(turns.DECIDE, row)
        return Change(row, {"unit": unit.pk})


class Decide(Act[Proposal]):
    """决定是否采纳，写明理由；采纳的写明后续办理，例如报请修订或者形成执行意见。"""

    name = "standards.decide"
    title = "作出决定"
    cites = "consistency"
    who = all_of(HEAD, AnotherThan("opened_by_id"))
    when = at_proposal(ProposalStage.OPEN)
    answers = (turns.DECIDE,)

    class Input(Fields):
        """Yes or no, why, and what follows."""

        adopt: bool = Field(False, title="采纳")
        decision: str = Field(title="决定的理由", min_length=4, max_length=4000, json_schema_extra=TEXT)
        follow_up: str = Field("", title="后续办理", max_length=300)

    data: Input

    def check(self) -> None:
        """What is adopted leads somewhere."""
        if self.data.adopt and not self.data.follow_up:
            self.refuse("采纳的，请写明后续办理。", "后续办理")

    def do(self, found: None) -> Change:
        """Decided."""
        row, data = self.case, self.data
        row.stage = ProposalStage.ADOPTED if data.adopt else ProposalStage.REJECTED
        row.decision, row.follow_up = data.decision, data.follow_up
        row.decided_at, row.decided_by = self.at, self.actor
        row.save()
        return Change(row, {"adopted": data.adopt})
