"""Typed shape of a rule pack's files. Every value has its dates, its article, its basis and its meaning."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from itertools import product
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .bases import Basis
from .vocabulary import BodyKind, InspectionType, LetterKind, LicensingKind, OriginKind

Scalar = str | int | bool
Status = Literal["met", "partly", "not_yet"]
Kind = Literal["computed", "workflow", "record_field", "human_judgement", "definition"]


class Model(BaseModel):
    """Unknown keys are refused; nothing changes after loading."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, populate_by_name=True)


class SeenIn(Model):
    """A paper in which a value was read second-hand: its title, and where that paper can be found."""

    title: str = Field(min_length=4)
    where: str = ""


class Dated(Model):
    """A value of the law between two dates (both included; no end means still in force)."""

    effective_from: date
    effective_to: date | None = None
    article: str = Field(min_length=1)
    basis: Basis
    meaning: str = Field(min_length=4)
    source: str = ""
    seen_in: tuple[SeenIn, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether the value is in force on ``day``."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


class Deadline(Dated):
    """A limit: so many days after (or before) an event, by whom, towards whom."""

    title: str = Field(min_length=2)
    days: int = Field(ge=1)
    unit: Literal["working_days", "natural_days"]
    event: str = Field(alias="from", min_length=2)
    direction: Literal["after", "before"] = "after"
    holder: str = Field(min_length=2)
    to: tuple[str, ...] = ()
    requested_term: bool = False
    urgent_name: str = ""
    extension: str = ""


class OpenEnded(Dated):
    """An obligation for which the law sets no number of days: waiting is shown, no deadline is invented."""

    title: str = Field(min_length=2)
    event: str = Field(alias="from", min_length=2)


class Practice(Dated):
    """A rule of the house: what good practice adds to the law, refused under its own name, never under an article."""

    title: str = Field(min_length=2)


class Retention(Dated):
    """How long the file of one kind of result is kept after it ended (``years``; none: for good), and what then happens."""

    title: str = Field(min_length=2)
    years: int | None = Field(ge=1)
    event: str = Field(alias="from", min_length=2)
    then: Literal["review", "hand_over", "keep"]

    @model_validator(mode="after")
    def _an_end_or_none(self) -> Retention:
        if (self.years is None) != (self.then == "keep"):
            raise ValueError("永久保管（keep）的不写年限，其他的写年限")
        return self


class FileCheck(Dated):
    """A check over the whole file of one inspection: what it is called, how much a fault weighs, what then to do.

    The check itself is a function that ``engines.casefile`` knows by the entry's name.
    """

    title: str = Field(min_length=2)
    severity: Literal["serious", "ordinary", "minor"]
    remedy: str = Field(min_length=4)


class Further(Model):
    """What is to be stated besides in some cases, by which article."""

    article: str = Field(min_length=1)
    needs: dict[str, str] = Field(min_length=1)


class OriginRule(Dated):
    """Why there can be a task: to which types of inspection it leads, and what it must state (name: words for it).

    ``further``: what one kind of licensing must state besides.
    ``finder_handles``: whoever found it carries it out, whatever the competence rule says. ``by_licensing``: only the
    licensing department brings it. ``subjects``: what the inspection is about, one of which is named (key: title).
    """

    title: str = Field(min_length=2)
    types: tuple[InspectionType, ...] = Field(min_length=1)
    needs: dict[str, str] = Field(default_factory=dict)
    further: dict[LicensingKind, Further] = Field(default_factory=dict)
    finder_handles: bool = False
    by_licensing: bool = False
    subjects: dict[str, str] = Field(default_factory=dict)


class Support(Model):
    """Something that a cause can rest on, and what must then be stated (name: words for it)."""

    title: str = Field(min_length=2)
    needs: dict[str, str] = Field(min_length=1)


class Cause(Model):
    """One cause of a for-cause inspection; an ``open`` one needs words of its own besides."""

    key: str = Field(min_length=2)
    title: str = Field(min_length=4)
    rests_on: tuple[str, ...] = Field(min_length=1)
    open: bool = False


class CauseList(Dated):
    """The causes for which a for-cause inspection may be started."""

    causes: tuple[Cause, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once(self) -> CauseList:
        keys = [cause.key for cause in self.causes]
        if len(set(keys)) < len(keys):
            raise ValueError("同一启动原因（key）写了两次")
        return self


class SupportList(Dated):
    """What the causes can rest on, by key."""

    supports: dict[str, Support] = Field(min_length=1)


class LetterRule(Dated):
    """A kind of letter between bodies: what it must say (name: words for it), to whom it goes, what is asked of the receiver.

    ``reply``: the deadline of the answer (none: no limit, or no answer where not ``answered``). ``annexes``: some are
    required. ``public``: what public registers show already, so that as a rule nobody is asked for it. ``decides``: the
    receiver decides whether to act. ``leads_to``: the inspections that such a letter can start. ``leader``: a joint
    team's leader comes from who decided on it. ``head``: the head decides on sending it, within ``decision``.
    ``chain``: it is the provincial authority that writes it, told up the chain, and not the unit that found out.
    ``finder_handles``: unlicensed business is not handed on by it. ``begins_together``: what is unclear was first
    investigated together.
    """

    title: str = Field(min_length=2)
    needs: dict[str, str] = Field(min_length=1)
    to: tuple[BodyKind, ...] = Field(min_length=1)
    answered: bool = True
    reply: str = ""
    annexes: bool = False
    public: tuple[str, ...] = ()
    decides: bool = False
    leads_to: tuple[InspectionType, ...] = ()
    leader: Literal["", "decider"] = ""
    head: bool = False
    decision: str = ""
    finder_handles: bool = False
    begins_together: bool = False
    chain: bool = False


class Parameter(Dated):
    """A number or list that a rule reads."""

    value: int | str | tuple[str, ...]
    unit: str = ""


def _values(given: tuple[Scalar, ...] | Scalar) -> tuple[Scalar, ...]:
    return given if isinstance(given, tuple) else (given,)


class Row(Model):
    """One case of a decision table. A column left out of ``when`` stands for all of its values."""

    when: dict[str, tuple[Scalar, ...] | Scalar] = Field(default_factory=dict)
    then: Any
    article: str = Field(min_length=1)
    reason: str = Field(min_length=4)
    basis: Basis | None = None

    def accepts(self, column: str) -> tuple[Scalar, ...]:
        """The values named for a column the row has a condition on."""
        return _values(self.when[column])


class Table(Dated):
    """A decision table: every combination of its columns' values meets exactly one row."""

    columns: dict[str, tuple[Scalar, ...]]
    rows: tuple[Row, ...]

    @cached_property
    def allowed(self) -> tuple[tuple[frozenset[Scalar], ...], ...]:
        """For each row, the values it accepts in each column."""
        return tuple(
            tuple(
                frozenset(_values(row.when[name]) if name in row.when else values)
                for name, values in self.columns.items()
            )
            for row in self.rows
        )

    @cached_property
    def by_case(self) -> dict[tuple[Scalar, ...], Row]:
        """The row of each combination of the columns' values."""
        return {
            case: row
            for row, accepted in zip(self.rows, self.allowed, strict=True)
            for case in product(*accepted)
        }


class Citation(Model):
    """The article that stands behind a key which the code names (``team``, ``plan`` …); none where the law has none.

    A region writes the article alone; the base pack lists every key there is, with what it means. Dates and basis are
    the cited document's unless said otherwise.
    """

    article: str = ""
    meaning: str = ""
    basis: Basis | None = None

    @model_validator(mode="before")
    @classmethod
    def _article_alone(cls, given: Any) -> Any:
        return {"article": given} if isinstance(given, str) else given


class Document(Model):
    """A law the pack cites: how many articles it has (``articles``) or their exact names (``sections``).

    ``first_day_basis`` tells whether the text itself fixes ``effective_from``; ``first_day_note`` says how it was read.
    """

    title: str = Field(min_length=2)
    articles: int = 0
    sections: tuple[str, ...] = ()
    effective_from: date | None = None
    basis: Basis = "official"
    first_day_basis: Basis = "official"
    first_day_note: str = ""

    def has(self, number: str) -> bool:
        """Whether there is such an article (``56``) or section (``2(1)``)."""
        if self.sections:
            return number in self.sections
        return number.isdigit() and 1 <= int(number) <= self.articles


class MetBy(Model):
    """Where an article lives: ``module.path:function`` and ``tests/…py::test_name``."""

    code: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


class Article(Model):
    """One article of an official document in our own short words, and how the system meets it.

    ``met_by``: the acts and functions, and the scenarios that fail without any of them or of the article's rules; more
    rules than those that cite it are named under ``rules`` (``kind:name``). The status is computed (``proofs``):
    ``lacking`` says what the system does not do yet. A section of a plan has ``measures`` instead, one for each
    sentence that begins one: they are read as entries of their own (``2(1)-1``), and the section's status is theirs.
    """

    title: str = Field(min_length=2)
    summary: str = Field(min_length=6)
    kind: tuple[Kind, ...] = Field(min_length=1)
    values: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    met_by: MetBy = MetBy()
    lacking: str = ""
    note: str = ""
    measures: tuple[Article, ...] = ()


class Division(Model):
    """An administrative division of the region; ``authority`` names its authority for operators."""

    name: str = Field(min_length=2)
    authority: str = Field(min_length=2)


class PackHead(Model):
    """``pack.yaml``."""

    name: str
    version: str = Field(min_length=1)
    title: str = Field(min_length=2)
    extends: str = ""
    effective_from: date
    document: str = ""
    division_prefix: str = ""
    aliases: tuple[str, ...] = ()
    authority: str = ""
    bureaus: str = ""
    institution: str = ""
    documents: dict[str, Document] = Field(default_factory=dict)
    divisions: dict[str, Division] = Field(default_factory=dict)

    @property
    def label(self) -> str:
        """``chongqing@2025-12-23.1``: what an answer and a case remember."""
        return f"{self.name}@{self.version}"


class RuleFile(Model):
    """Any other rule file of a pack: each name has its dated values, oldest first."""

    deadlines: dict[str, tuple[Deadline, ...]] = Field(default_factory=dict)
    open_ended: dict[str, tuple[OpenEnded, ...]] = Field(default_factory=dict)
    parameters: dict[str, tuple[Parameter, ...]] = Field(default_factory=dict)
    practices: dict[str, tuple[Practice, ...]] = Field(default_factory=dict)
    retentions: dict[str, tuple[Retention, ...]] = Field(default_factory=dict)
    file_checks: dict[str, tuple[FileCheck, ...]] = Field(default_factory=dict)
    origins: dict[OriginKind, tuple[OriginRule, ...]] = Field(default_factory=dict)
    causes: dict[str, tuple[CauseList, ...]] = Field(default_factory=dict)
    supports: dict[str, tuple[SupportList, ...]] = Field(default_factory=dict)
    letters: dict[LetterKind, tuple[LetterRule, ...]] = Field(default_factory=dict)
    tables: dict[str, tuple[Table, ...]] = Field(default_factory=dict)
    citations: dict[str, Citation] = Field(default_factory=dict)


class ArticleFile(Model):
    """``articles.yaml``."""

    document: str
    articles: dict[str, Article]
