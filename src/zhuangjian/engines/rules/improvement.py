"""Plans of action: a programme of improvement as data of a place, with goals, tasks, units, phases and safeguards (LN 1-4).

A pack may hold several (``improvement.yaml``); a region without one has no plan of action by law, and an authority can
load a plan of its own in the same form. They are read when first asked for, apart from the rest of the pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from pydantic import Field, ValidationError

from .answer import Refusal
from .bases import HOUSE
from .loader import Pack, check_article, check_basis
from .lookup import pack_for
from .models import Dated, Model
from .source import Source, SourceError, read_yaml

FILE = "improvement.yaml"
Owner = Literal["lead", "each"]
# What the page of a plan can measure and show; a plan names them, the areas compute them.
FIGURES = (
    "posts_found",
    "documents_found",
    "inspections_passed",
    "rectified_in_time",
    "duties_in_time",
    "results_published",
)


class Goal(Model):
    """One goal, and the figures by which it is measured."""

    key: str = Field(min_length=2)
    title: str = Field(min_length=4)
    article: str = Field(min_length=1)
    figures: tuple[str, ...] = ()


class TaskOfPlan(Model):
    """One task in our own words, and which offices lead, are responsible, cooperate. ``page``: where it is worked on."""

    number: int = Field(ge=1)
    article: str = Field(min_length=1)
    title: str = Field(min_length=2)
    meaning: str = Field(min_length=4)
    lead: tuple[str, ...] = Field(min_length=1)
    responsible: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    page: str = ""

    @property
    def units(self) -> str:
        """Who does it, as one line."""
        said = (("牵头", self.lead), ("负责", self.responsible), ("配合", self.cooperating))
        return "；".join(f"{'、'.join(names)}{word}" for word, names in said if names)


class Deliverable(Model):
    """What a phase has to bring: by the leading authority, or by each of the bureaus. ``due``: none, the phase's end."""

    key: str = Field(min_length=2)
    title: str = Field(min_length=4)
    task: int | None = None
    owner: Owner
    due: date | None = None


class Phase(Model):
    """One year of the plan."""

    year: int = Field(ge=2000, le=2100)
    title: str = Field(min_length=4)
    article: str = Field(min_length=1)
    deliverables: tuple[Deliverable, ...] = Field(min_length=1)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, 12, 31)


class Safeguard(Model):
    """What keeps the plan going, and which part of the page shows it."""

    article: str = Field(min_length=1)
    title: str = Field(min_length=2)
    meaning: str = Field(min_length=4)
    shows: Literal["group", "reports", "publicity", "funds"]


class Group(Model):
    """The task group and where its office is."""

    title: str = Field(min_length=2)
    office: str = Field(min_length=2)
    article: str = Field(min_length=1)
    meaning: str = Field(min_length=4)


class ReportsUp(Model):
    """To whom the leading authority reports."""

    article: str = Field(min_length=1)
    to: str = Field(min_length=2)
    meaning: str = Field(min_length=4)


class Theme(Model):
    """One theme of the common problems, with the checkpoints that tell of it, by edition of the checklist."""

    key: str = Field(min_length=2)
    title: str = Field(min_length=2)
    items: dict[str, tuple[str, ...]] = Field(min_length=1)


class PlanOfAction(Dated):
    """A whole plan; ``effective_from`` and ``effective_to`` are its first and last day."""

    key: str = Field(min_length=3, max_length=40)
    title: str = Field(min_length=4, max_length=200)
    group: Group
    reports: ReportsUp
    goals: tuple[Goal, ...] = Field(min_length=1)
    tasks: tuple[TaskOfPlan, ...] = Field(min_length=1)
    phases: tuple[Phase, ...] = Field(min_length=1)
    safeguards: tuple[Safeguard, ...] = ()
    themes: tuple[Theme, ...] = ()

    def task(self, number: int | None) -> TaskOfPlan | None:
        """The task of that number."""
        return next((one for one in self.tasks if one.number == number), None)

    def theme_of(self, edition: str, item: str) -> Theme | None:
        """The theme that a checkpoint tells of."""
        return next((one for one in self.themes if item in one.items.get(edition, ())), None)

    def articles(self) -> Iterator[str]:
        """Every article that the plan cites."""
        yield from (self.article, self.group.article, self.reports.article)
        for part in (self.goals, self.tasks, self.phases, self.safeguards):
            yield from (one.article for one in part)


class _File(Model):
    plans: tuple[PlanOfAction, ...] = Field(min_length=1)


def plans_of_action(region: str | None = None, *, pack: Pack | None = None) -> tuple[PlanOfAction, ...]:
    """The plans that the law of a place sets up; none where it sets up none.

    Raises ``SourceError`` with file, line and remedy when the file cannot be used.
    """
    rules = pack or pack_for(region)
    path = rules.files[0].with_name(FILE)
    if not path.exists():
        return ()
    plans = _read(path, path.stat().st_mtime_ns)
    for plan in plans:
        source = read_yaml(path)
        for article in plan.articles():
            check_article(source, ("plans",), article, rules.documents)
    return plans


def plan_from(text: str) -> PlanOfAction:
    """A plan of one's own, from a file in the form of the packs; a Refusal says the line and what to do."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_text(text, encoding="utf-8")
        try:
            plans = _checked(read_yaml(path))
        except SourceError as error:
            raise Refusal(
                f"行动方案文件第 {error.line} 行：{error.what}。处理办法：{error.remedy}。"
            ) from None
    if len(plans) != 1:
        raise Refusal(f"文件中有 {len(plans)} 个行动方案，一次只能载入一个，请分开存成几个文件。")
    if plans[0].article != HOUSE and plans[0].basis != "to_be_confirmed":
        raise Refusal(
            f"自行载入的行动方案没有经过核对：basis 请写 to_be_confirmed，或者 article 写“{HOUSE}”、basis 写 house。"
        )
    return plans[0]


@lru_cache(maxsize=8)
def _read(path: Path, stamp: int) -> tuple[PlanOfAction, ...]:
    return _checked(read_yaml(path))


def _checked(source: Source) -> tuple[PlanOfAction, ...]:
    try:
        plans = _File.model_validate(source.data).plans
    except ValidationError as error:
        raise source.from_validation(error) from None
    for index, plan in enumerate(plans):
        at = ("plans", index)
        check_basis(source, at, plan)
        numbers = [one.number for one in plan.tasks]
        if len(set(numbers)) < len(numbers):
            raise source.fault((*at, "tasks"), "任务的序号重复", "请逐项编号")
        for place, goal in enumerate(plan.goals):
            if unknown := [name for name in goal.figures if name not in FIGURES]:
                raise source.fault(
                    (*at, "goals", place, "figures"),
                    f"没有名为 {'、'.join(unknown)} 的指标",
                    f"可用：{'、'.join(FIGURES)}",
                )
        for place, phase in enumerate(plan.phases):
            _check_phase(source, (*at, "phases", place), plan, phase)
    return plans


def _check_phase(source: Source, at: tuple[str | int, ...], plan: PlanOfAction, phase: Phase) -> None:
    if phase.last < plan.effective_from or (plan.effective_to and phase.first > plan.effective_to):
        raise source.fault((*at, "year"), f"{phase.year} 年不在方案的期间之内", "请改正年份")
    keys = [one.key for one in phase.deliverables]
    if len(set(keys)) < len(keys):
        raise source.fault((*at, "deliverables"), "同一阶段的任务 key 重复", "请改用不同的 key")
    for place, one in enumerate(phase.deliverables):
        if one.task is not None and plan.task(one.task) is None:
            raise source.fault(
                (*at, "deliverables", place, "task"), f"没有第 {one.task} 项任务", "请改正任务序号"
            )
        if one.due is not None and not phase.first <= one.due <= phase.last:
            raise source.fault(
                (*at, "deliverables", place, "due"), f"期限 {one.due} 不在 {phase.year} 年内", "请改正期限"
            )
