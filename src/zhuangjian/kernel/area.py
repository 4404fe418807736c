"""What an area of the authority's work shows through the doors: entries of the frame, pages, routes of the API.

Every app under ``zhuangjian.apps`` has an ``area.py`` that says it in ``AREA``. One that has none, or whose pages or
routes cannot be imported, is an error when the program starts: an area that is left out would be missed by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q

from zhuangjian.kernel.sheets import Sheet

APPS = "zhuangjian.apps."
# The groups of the frame's entries: the hundreds of their order; the first stands open above the others.
GROUPS = ("", "检查", "整改和处理", "计划和风险", "体系提升", "数据和监督")


def everybody(person: Any) -> bool:
    """Whoever has one of the roles."""
    return True


@dataclass(frozen=True)
class Place:
    """One entry of the frame, at ``order`` among all (its hundreds are its group in ``GROUPS``); ``only`` narrows who is
    offered it beyond their roles."""

    order: int
    url: str
    label: str
    icon: str
    roles: frozenset[str]
    only: Callable[[Any], bool] = everybody

    @property
    def group(self) -> int:
        """The place of its group in ``GROUPS``."""
        return self.order // 100

    def offered(self, person: Any) -> bool:
        """Whether this person is offered it."""
        return bool(self.roles & person.roles) and self.only(person)


@dataclass(frozen=True)
class Panel:
    """One section of a party's dossier: ``context(person, party)`` gives what ``template`` needs, or None to leave the
    section out; ``for_party`` False: officials only."""

    name: str
    title: str
    order: int
    template: str
    context: Callable[[Any, Any], Mapping[str, Any] | None]
    for_party: bool = True


@dataclass(frozen=True)
class Beside:
    """What stands beside a checkpoint while it is judged: ``context(person, (inspection, number))`` gives what ``template``
    needs as ``part``, or None to leave it out. ``whole``: over the checklist instead, ``context(person, inspection)``."""

    template: str
    context: Callable[[Any, Any], Mapping[str, Any] | None]
    whole: bool = False

    @staticmethod
    def of(person: Any, asked: Any, *, whole: bool) -> list[tuple[str, Mapping[str, Any]]]:
        """Every area's templates with what they need, for a checkpoint or for the whole checklist."""
        found = [one for area in areas().values() for one in area.beside if one.whole == whole]
        told = ((one.template, one.context(person, asked)) for one in found)
        return [(template, part) for template, part in told if part is not None]


@dataclass(frozen=True)
class Sent:
    """Whom an area above decided to send to an inspection: ids of people, who leads them, and where that is changed."""

    people: tuple[int, ...]
    leader: int | None
    url: str


@dataclass(frozen=True)
class Area:
    """``pages``: it has ``urls.py``; ``routes``: it has ``api.py``, for what no sheet says.

    ``offers`` names the acts that no template of a page names and that end no turn: those chosen by code, done by a
    command or as a part of a job. ``walks``: what verification of the ledger looks at beside it, each giving the faults
    it finds. ``panels``: its sections of a dossier. ``reach``: (scope) -> rows whose ``party`` officials reach through it.
    ``teams``: (task) -> whom somebody decided to send, with who leads; the team of its inspection is made of them.
    ``grades``: (ids of parties) -> for each that is graded its risk (0-100, higher is worse), grade, why in words, and
    how many inspections a year that advises. ``monitors``: (ids of parties, day) -> for each that monitoring has found
    risks of, how severe they are together (1-5 each), and in words.
    ``agenda``: (authority, person) -> sentences with pages that a consultation on risk of that authority talks of.
    ``beside``: what it says beside checkpoints where an inspector judges them.
    ``public``: titles and addresses of its pages for everybody, as offered today.
    ``chores``: what the worker does from time to time. By model: ``for_party`` says when an enterprise may see the papers
    made for a row, ``on_read`` is told (person, document) that one is read, and ``reads`` is the column of a kept read
    with the field that it comes from; ``papers`` are for officials alone, of a row that the scope sees and that (scope)
    answers for. An area's commands are named in ``COMMANDS`` of its ``area.py`` and stand in its ``commands.py``.
    """

    title: str
    places: tuple[Place, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    walks: tuple[Callable[[], Iterable[Any]], ...] = ()
    panels: tuple[Panel, ...] = ()
    reach: tuple[Callable[[Any], Any], ...] = ()
    teams: tuple[Callable[[Any], Sent | None], ...] = ()
    grades: tuple[Callable[[list[int]], Mapping[int, tuple[float, str, str, float]]], ...] = ()
    monitors: tuple[Callable[[list[int], Any], Mapping[int, tuple[int, str]]], ...] = ()
    agenda: tuple[Callable[[Any, Any], list[tuple[str, str]]], ...] = ()
    beside: tuple[Beside, ...] = ()
    public: tuple[Callable[[], list[tuple[str, str]]], ...] = ()
    chores: tuple[Callable[[], Any], ...] = ()
    for_party: Mapping[str, Q] = field(default_factory=dict)
    on_read: Mapping[str, Callable[[Any, Any], None]] = field(default_factory=dict)
    reads: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    papers: Mapping[str, Callable[[Any], Q]] = field(default_factory=dict)
    pages: bool = False
    routes: bool = False
    offers: tuple[str, ...] = ()


@cache
def areas() -> dict[str, Area]:
    """Every area by the name of its app."""
    found = {}
    for config in apps.get_app_configs():
        if config.name.startswith(APPS):
            found[config.name.removeprefix(APPS)] = area_in(config.name)
    return found


def area_in(package: str) -> Area:
    """The area that a package declares; an error that says what to write where it declares none."""
    try:
        module = import_module(f"{package}.area")
    except ModuleNotFoundError as error:
        if error.name != f"{package}.area":
            raise
        raise ImproperlyConfigured(f"{package} has no area.py; write one with AREA = Area(…).") from None
    found = getattr(module, "AREA", None)
    if not isinstance(found, Area):
        raise ImproperlyConfigured(f"{package}.area has no AREA; write AREA = Area(…).")
    return found


def sheets() -> list[Sheet]:
    """Every area's sheets that are read over the API and on the command line, by their addresses."""
    found = [(one.reading.route, one) for area in areas().values() for one in area.sheets if one.reading]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def with_papers() -> list[str]:
    """Models of the cases that papers are made for: whoever sees the case sees its papers and whose turn it is in it."""
    return sorted({label for area in areas().values() for label in area.on_read})


def part(name: str, module: str) -> Any:
    """A module that an area says it has."""
    return import_module(f"{APPS}{name}.{module}")


def sent_to(task: Any) -> Sent | None:
    """Whom the first area that decided it sends for a task; None where nobody did."""
    found = (ask(task) for area in areas().values() for ask in area.teams)
    return next((one for one in found if one is not None), None)


def for_everybody() -> list[tuple[str, str]]:
    """Titles and addresses of every area's pages that the first public page leads to, as offered today."""
    return [link for area in areas().values() for ask in area.public for link in ask()]


def places() -> list[Place]:
    """Every entry of the frame, in order."""
    return sorted((one for area in areas().values() for one in area.places), key=lambda one: one.order)
