"""Making and approving the annual programme (CQ 4, 28)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from zhuangjian.apps.conduct.practice import practised, refuse_by_practice
from zhuangjian.apps.conduct.visibility import as_shown
from zhuangjian.apps.duties.book import close_duties, open_duty
from zhuangjian.apps.ledger.action import Action, Input
from zhuangjian.apps.programme.models import Programme, ProgrammeStatus
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import AuthorityKind

MAKERS = (AuthorityKind.MUNICIPAL, AuthorityKind.DISTRICT)
TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}


class CreateProgramme(Action[Programme]):
    """Start an authority's programme for a year."""

    name = "programme.create"
    title = "编制年度检查计划"
    cites = "programme"
    model = Programme
    creates = True

    class Input(Input):
        """What CQ 28 asks a programme to settle."""

        year: int = Field(title="年度", ge=2020, le=2100)
        title: str = Field("", title="名称", max_length=120, description="不填则按单位和年度命名")
        scope: str = Field(title="被检查对象范围", min_length=1, json_schema_extra=TEXT)
        focus: str = Field(title="检查重点", min_length=1, json_schema_extra=TEXT)
        requirements: str = Field(title="检查要求", min_length=1, json_schema_extra=TEXT)

    @classmethod
    def may(cls, person: Any, target: Any) -> bool:
        """Programme officers and heads of the authorities that make programmes (CQ 4)."""
        return (
            person.has("programme_officer", "head")
            and person.authority is not None
            and person.authority.kind in MAKERS
        )

    @classmethod
    def whose(cls, target: Any) -> str:
        """Those of CQ 4, in Chinese."""
        return "组织检查的监管部门的计划管理员、负责人"

    def check(self) -> None:
        """One programme per authority and year."""
        if (
            Programme.objects.unrestricted()
            .filter(year=self.data.year, authority=self.person.authority)
            .exists()
        ):
            self.refuse(f"{self.person.authority} {self.data.year} 年的计划已经存在，请在原计划中增加任务。")

    def execute(self) -> Programme:
        """The draft, and the head's duty to approve it."""
        unit = self.person.authority
        programme = Programme.objects.create(
            year=self.data.year,
            title=self.data.title or f"{unit.short_name}{self.data.year}年化妆品检查计划",
            authority=unit,
            scope=self.data.scope,
            focus=self.data.focus,
            requirements=self.data.requirements,
            author=self.person,
        )
        open_duty(
            "programme.approve",
            f"批准{programme.title}",
            article=self.article,
            target=programme,
            url=programme.get_absolute_url(),
            event="计划编制",
            at=self.at,
            authority=unit,
            role="head",
        )
        return programme

    def facts(self) -> Mapping[str, Any]:
        """Year and authority."""
        return {"year": self.data.year, "authority": str(self.person.authority)}


class ApproveProgramme(Action[Programme]):
    """The head of the authority approves the programme; its author cannot."""

    name = "programme.approve"
    title = "批准年度检查计划"
    cites = "programme"
    model = Programme

    @classmethod
    def may(cls, person: Any, target: Any) -> bool:
        """Head of the making authority."""
        return person.has("head") and person.authority_id == target.authority_id

    @classmethod
    def whose(cls, target: Any) -> str:
        """The head, with the authority's name."""
        return f"{target.authority}负责人"

    @classmethod
    def allowed(cls, person: Any, target: Any) -> bool:
        """While it is a draft with tasks, unless its author."""
        return (
            cls.may(person, target)
            and target.status == ProgrammeStatus.DRAFT
            and (target.author != person or not practised("programme_approved_by_another"))
            and target.tasks.exists()
        )

    def check(self) -> None:
        """Not twice, not by its author, not empty."""
        if self.target.status != ProgrammeStatus.DRAFT:
            self.refuse("本计划已经批准。")
        if self.target.author_id == self.person.pk:
            refuse_by_practice(
                "programme_approved_by_another",
                self.at,
                "计划编制人不能批准自己编制的计划。",
                "本单位其他负责人的批准",
            )
        if not self.target.tasks.exists():
            self.refuse("计划中还没有检查任务，不能批准。", "至少一项检查任务")

    def execute(self) -> Programme:
        """Approved, by whom and when."""
        self.target.status = ProgrammeStatus.APPROVED
        self.target.approved_by = self.person
        self.target.approved_at = self.at
        self.target.save()
        close_duties(self.target, "programme.approve", by=self.person, at=self.at)
        return self.target

    def facts(self) -> Mapping[str, Any]:
        """How many tasks were approved."""
        return {"tasks": self.target.tasks.count()}


def manages(person: Any, programme: Programme) -> bool:
    """Whether the person writes this programme: its authority's programme officer or head."""
    return person.has("programme_officer", "head") and person.authority_id == programme.authority_id


def managers_of(programme: Programme) -> str:
    """They in Chinese, for the refusal of everybody else."""
    return f"{programme.authority}的计划管理员或者负责人"


def require_status(person: Any, task: Any, article: str, *wanted: Any) -> None:
    """Refuse a task that stands elsewhere, saying where it stands as far as the person may know."""
    if task.status not in wanted:
        names = "、".join(f"“{status.label}”" for status in wanted)
        now = as_shown(person, task).get_status_display()
        raise Refusal(f"任务现为“{now}”，只有{names}的任务可以这样办理。", article=article)
