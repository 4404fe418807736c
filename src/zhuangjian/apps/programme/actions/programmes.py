"""Making and approving the annual programme (CQ 4, 28)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.practice import practised
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.programme.models import Programme, ProgrammeStatus, TaskStatus
from zhuangjian.apps.programme.turns import APPROVE
from zhuangjian.apps.programme.who import drafted
from zhuangjian.engines.rules.vocabulary import AuthorityKind
from zhuangjian.kernel.asking import Actor, Included, No, Who, all_of
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import always, holds

MAKERS = (AuthorityKind.MUNICIPAL, AuthorityKind.DISTRICT)
# Tasks that will not be carried out.
GONE = (TaskStatus.CANCELLED, TaskStatus.MERGED)
TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}


class Makers(Included[None]):
    """Programme officers and heads of the authorities that make programmes (CQ 4)."""

    def includes(self, person: Any, case: None) -> bool:
        """Role, and a unit that makes programmes."""
        return (
            person is not None
            and person.has("programme_officer", "head")
            and person.authority is not None
            and person.authority.kind in MAKERS
        )

    def words(self, case: None = None) -> str:
        """Who they are, in Chinese."""
        return "组织检查的监管部门的计划管理员、负责人"


class Another(Who[Programme]):
    """Not the one who wrote the programme, as long as the house rule stands."""

    def why_not(self, person: Actor | None, case: Programme, at: datetime | None = None) -> No | None:
        """The author is told the rule and its article."""
        rule = practised("programme_approved_by_another", at)
        if rule is None or person is None or case.author_id != person.pk:
            return None
        return No(
            "计划编制人不能批准自己编制的计划。", article=rule.article, missing=("本单位其他负责人的批准",)
        )

    def words(self, case: Programme | None = None) -> str:
        """Who is left out, in Chinese."""
        return "本计划编制人除外"


class CreateProgramme(Act[None, Authority]):
    """Start an authority's programme for a year."""

    name = "programme.create"
    title = "编制年度检查计划"
    cites = "programme"
    model = Programme
    creates = True
    who = Makers()
    when = always

    class Input(Fields):
        """What CQ 28 asks a programme to settle."""

        year: int = Field(title="年度", ge=2020, le=2100)
        title: str = Field("", title="名称", max_length=120, description="不填则按单位和年度命名")
        scope: str = Field(title="被检查对象范围", min_length=1, json_schema_extra=TEXT)
        focus: str = Field(title="检查重点", min_length=1, json_schema_extra=TEXT)
        requirements: str = Field(title="检查要求", min_length=1, json_schema_extra=TEXT)

    data: Input

    def check(self) -> Authority:
        """One programme per authority and year."""
        unit = cast("Authority", self.actor.authority)
        if Programme.objects.unrestricted().filter(year=self.data.year, authority=unit).exists():
            self.refuse(f"{unit} {self.data.year} 年的计划已经存在，请在原计划中增加任务。")
        return unit

    def do(self, found: Authority) -> Change:
        """The draft, and the head's duty to approve it."""
        programme = Programme.objects.create(
            year=self.data.year,
            title=self.data.title or f"{found.short_name}{self.data.year}年化妆品检查计划",
            authority=found,
            scope=self.data.scope,
            focus=self.data.focus,
            requirements=self.data.requirements,
            author=self.actor,
        )
        self.owe(APPROVE, programme)
        return Change(programme, {"year": self.data.year, "authority": str(found)})


class ApproveProgramme(Act[Programme]):
    """The head of the authority approves the programme; its author cannot."""

    name = "programme.approve"
    title = "批准年度检查计划"
    cites = "programme"
    who = all_of(
        holders(
            "计划所属单位负责人",
            "head",
            unit=lambda programme: programme.authority_id,
            named=lambda programme: f"{programme.authority}负责人",
        ),
        Another(),
    )
    when = all_of(
        drafted(ProgrammeStatus.DRAFT),
        holds(
            "计划中有检查任务",
            lambda programme: programme.tasks.exclude(status__in=GONE).exists(),
            "计划中还没有检查任务（已取消的不算），不能批准。",
            missing=("至少一项检查任务",),
        ),
    )
    answers = (APPROVE,)

    def do(self, found: None) -> Change:
        """Approved, by whom and when."""
        self.case.status = ProgrammeStatus.APPROVED
        self.case.approved_by = self.person
        self.case.approved_at = self.at
        self.case.save()
        return Change(self.case, {"tasks": self.case.tasks.count()})
