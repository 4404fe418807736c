"""One step in the course of an inspection: who takes it, at which stages, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils import timezone
from pydantic import field_validator

from zhuangjian.apps.conduct.visibility import as_shown
from zhuangjian.apps.duties.book import close_duties, open_duty
from zhuangjian.apps.inspections.models import Inspection, Stage, TeamMember
from zhuangjian.apps.inspections.numbering import give_number
from zhuangjian.apps.ledger.action import Action, Input
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.people import Fault

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}
HIDDEN: dict[str, Any] = {"widget": "hidden"}
WHO = {
    "leader": "检查组组长",
    "member": "检查组的检查人员",
    "team": "检查组成员",
    "head": "派出检查单位负责人",
    "dispatcher": "派出检查单位的负责人或者计划管理员",
}


class Adding(Input):
    """Input of a step that only adds rows: two people who add at once never collide."""

    @field_validator("expected_version")
    @classmethod
    def _any_version(cls, value: int | None) -> None:
        return None


class Step(Action[Inspection]):
    """Base of the actions on an inspection. ``early`` says what is missing when the stage is not reached yet."""

    model = Inspection
    by: ClassVar[str] = "leader"
    stages: ClassVar[tuple[Stage, ...]] = ()
    early: ClassVar[str] = ""

    @classmethod
    def allowed(cls, person: Any, target: Any) -> bool:
        """Right person, right stage."""
        return target.stage in cls.stages and takes_part(person, target, cls.by)

    @classmethod
    def may(cls, person: Any, target: Any) -> bool:
        """Only those who have that part in the inspection."""
        return takes_part(person, target, cls.by)

    @classmethod
    def whose(cls, target: Any) -> str:
        """The part, in Chinese."""
        return WHO[cls.by]

    def check(self) -> None:
        """The stage, then what the article asks."""
        self.at_stage()
        self.law()

    def at_stage(self) -> None:
        """Refuse a stage that is too early or over, saying what is missing."""
        if self.target.stage in self.stages:
            return
        order = list(Stage)
        # Whoever may not know the stage is told it no more exactly than on the page.
        stage = Stage(as_shown(self.person, self.target).stage)
        now = order.index(stage)
        before = self.early and now < min(order.index(one) for one in self.stages)
        names = "、".join(f"“{one.label}”" for one in self.stages)
        said = self.early if before else f"只有在{names}时才能办理“{self.title}”，请刷新页面查看现状"
        self.refuse(f"{said}。本次检查现为“{stage.label}”。", *([self.early] if before else []))

    def law(self) -> None:
        """What the article asks beyond person and stage."""

    def move(self, stage: Stage) -> Inspection:
        """Set the stage and store the inspection; when it begins, the latest, it gets its number."""
        self.target.stage = stage
        give_number(self.target, self.at)
        self.target.save()
        return self.target

    def today(self) -> Any:
        """The local day on which the step is taken."""
        return timezone.localtime(self.at).date()

    def hand(
        self, kind: str, title: str, *, to: Any, due: Any = None, article: str = "", event: str = ""
    ) -> None:
        """Open a duty on this inspection. ``to`` is a person, or ``"head"`` for the dispatching unit's head."""
        holder = (
            {"authority": self.target.dispatching_unit, "role": "head"} if to == "head" else {"person": to}
        )
        open_duty(
            f"inspections.{kind}",
            f"{title}：{self.target.party.name}",
            article=article or self.article,
            target=self.target,
            url=self.target.get_absolute_url(),
            event=event or self.title,
            at=self.at,
            party=self.target.party,
            due=due,
            **holder,
        )

    def done(self, *kinds: str, outcome: str = "done") -> None:
        """Close duties of these kinds on this inspection."""
        names = [f"inspections.{kind}" for kind in kinds]
        close_duties(self.target, *names, by=self.person, at=self.at, outcome=outcome)


def takes_part(person: Any, inspection: Inspection, by: str) -> bool:
    """Whether the person has that part in the inspection now."""
    if not person.is_active:
        return False
    if by in ("head", "dispatcher"):
        roles = ("head",) if by == "head" else ("head", "programme_officer")
        return person.has(*roles) and person.authority_id == inspection.dispatching_unit_id
    rows = TeamMember.objects.unrestricted().filter(inspection=inspection, person_id=person.pk, left_at=None)
    parts = {"leader": ("leader",), "member": ("leader", "member"), "team": ("leader", "member", "expert")}[
        by
    ]
    return rows.filter(part__in=parts).exists()


def refuse_faults(faults: Iterable[Fault], message: str) -> None:
    """Raise one Refusal that names every fault and article; nothing when there is no fault."""
    found = list(faults)
    if not found:
        return
    articles = "、".join(dict.fromkeys(f.article for f in found if f.article))
    raise Refusal(
        found[0].message if len(found) == 1 else message,
        article=articles,
        missing=[f.message for f in found],
    )
