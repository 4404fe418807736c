"""Grading packs: read whole, checked whole, and only then used.

A fault names the file, the line and what to do (``SourceError``): overlapping or missing dates, a factor that no fact
or signal feeds, a factor left out, a value without a reason, an article that does not exist, points that fall while
the matter gets worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zhuangjian.engines.rules.answer import Basis, Refusal
from zhuangjian.engines.rules.bases import weakest
from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.loader import (
    check_article,
    check_basis,
    check_dates,
    in_force,
    load_pack,
    pack_names,
)
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.models import Dated, Document
from zhuangjian.engines.rules.source import Loc, Source, read_yaml
from zhuangjian.engines.rules.vocabulary import PartyKind

from .grade_words import CREDIT, LATENESS, PARTY_KIND, CountFact, Credit, DirectEvent, RiskGrade, SignalKind
from .pack_loading_models import (
    CountPoints,
    Decay,
    Direct,
    GradeFile,
    KindPoints,
    LatePoints,
    LevelPoints,
    Scale,
    SignalPoints,
    Visits,
)

PACKS = Path(__file__).with_name("packs")
DEFAULT = "national"
KNOWN: Mapping[str, tuple[str, ...]] = {
    "kinds": (PARTY_KIND,),
    "counts": tuple(fact.value for fact in CountFact),
    "levels": (CREDIT,),
    "signals": tuple(kind.value for kind in SignalKind),
    "lateness": (LATENESS,),
    "direct": tuple(event.value for event in DirectEvent),
    "scale": ("grades",),
    "visits": tuple(grade.value for grade in RiskGrade),
}
Values = Mapping[str, Mapping[str, Sequence[Dated]]]


@dataclass(frozen=True)
class Method:
    """The method in force on one day: one value for every factor, event and grade."""

    label: str
    title: str
    on: date
    kinds: KindPoints
    counts: Mapping[CountFact, CountPoints]
    credit: LevelPoints
    signals: Mapping[SignalKind, SignalPoints]
    lateness: LatePoints
    direct: Mapping[DirectEvent, Direct]
    scale: Scale
    visits: Mapping[RiskGrade, Visits]

    @property
    def basis(self) -> Basis:
        """The weakest basis among the values of the method."""
        values: list[Dated] = [self.kinds, self.credit, self.lateness, self.scale]
        for group in (self.counts, self.signals, self.direct, self.visits):
            values += group.values()
        return weakest(value.basis for value in values)


@dataclass(frozen=True)
class GradePack:
    """A checked pack: every value with all its dates."""

    name: str
    version: str
    title: str
    values: Values

    def on(self, day: date, region: str | None = None) -> Method:
        """The method in force on ``day``, with the articles that the region's law has for it (default: the packs' own).

        A refusal says from when to when values exist.
        """
        law = pack_for(region)

        def value(group: str, name: str) -> Any:
            found = self._value(group, name, day)
            return (
                found.model_copy(update={"article": cited(found.cites, pack=law).article})
                if found.cites
                else found
            )

        return Method(
            label=f"{self.name}@{self.version}",
            title=self.title,
            on=day,
            kinds=value("kinds", PARTY_KIND),
            counts={fact: value("counts", fact.value) for fact in CountFact},
            credit=value("levels", CREDIT),
            signals={kind: value("signals", kind.value) for kind in SignalKind},
            lateness=value("lateness", LATENESS),
            direct={event: value("direct", event.value) for event in DirectEvent},
            scale=value("scale", "grades"),
            visits={grade: value("visits", grade.value) for grade in RiskGrade},
        )

    def _value(self, group: str, name: str, day: date) -> Any:
        values = self.values[group][name]
        found = in_force(values, day)
        if found is None:
            first, last = values[0].effective_from, values[-1].effective_to
            raise Refusal(
                f"分级方法 {self.name} 的 {group}.{name} 在 {day} 没有取值（有取值的是 {first} 至 {last or '今后'}），"
                f"请用 --pack 指定方法所取的日期，或在分级方法文件中补上",
                missing=[f"{group}.{name}"],
            )
        return found


def grade_pack(name: str = DEFAULT, root: Path | None = None) -> GradePack:
    """The checked grading pack ``name`` of ``root`` (default: the shipped ones); ``SourceError`` otherwise."""
    return _shipped(name) if root is None else _load(name, root)


def grade_pack_names(root: Path | None = None) -> list[str]:
    """Names of the packs in ``root``, sorted."""
    return sorted(path.stem for path in (root or PACKS).glob("*.yaml"))


@lru_cache(maxsize=8)
def _shipped(name: str) -> GradePack:
    return _load(name, PACKS)


def _load(name: str, root: Path) -> GradePack:
    if name not in grade_pack_names(root):
        known = "、".join(grade_pack_names(root)) or "没有"
        raise Refusal(f"没有名为 {name} 的分级方法（已有：{known}），请改正 --pack", missing=["分级方法"])
    source = read_yaml(root / f"{name}.yaml")
    try:
        given = GradeFile.model_validate(source.data)
    except ValidationError as error:
        raise source.from_validation(error) from None
    if given.name != name:
        raise source.fault(("name",), f"名称 {given.name} 与文件名 {name} 不一致", "请改成与文件同名")
    if given.extends and (given.extends != DEFAULT or name == DEFAULT):
        raise source.fault(("extends",), f"{name} 不能扩展 {given.extends}", f"只能由地区方法扩展 {DEFAULT}")
    documents = {**_documents(), **given.documents}
    base: Values = _load(given.extends, root).values if given.extends else {}
    merged: dict[str, dict[str, Sequence[Dated]]] = {}
    for group, names in KNOWN.items():
        own: Mapping[str, Sequence[Dated]] = getattr(given, group)
        for factor, values in own.items():
            _check(source, (group, factor), names, values, documents)
        merged[group] = {**base.get(group, {}), **own}
        lacking = [factor for factor in names if factor not in merged[group]]
        if lacking:
            raise source.fault(
                (group,), f"{group} 缺少 {'、'.join(lacking)}", "每个因素都要写明取值，不计分的写 0 分"
            )
    return GradePack(name, given.version, given.title, merged)


@lru_cache(maxsize=1)
def _documents() -> Mapping[str, Document]:
    return {code: doc for name in pack_names() for code, doc in load_pack(name).documents.items()}


def _check(
    source: Source,
    loc: Loc,
    known: Sequence[str],
    values: Sequence[Dated],
    documents: Mapping[str, Document],
) -> None:
    if loc[1] not in known:
        raise source.fault(loc, f"不认识的因素 {loc[1]}", f"{loc[0]} 可用：{'、'.join(known)}")
    if not values:
        raise source.fault(loc, f"{loc[1]} 没有任何取值", "请至少写一个有生效日期的取值")
    check_dates(source, loc, values)
    for index, value in enumerate(values):
        at = (*loc, index)
        _check_law(source, at, value, documents)
        check_basis(source, at, value)
        _check_points(source, at, value)


def _check_law(source: Source, at: Loc, value: Dated, documents: Mapping[str, Document]) -> None:
    key = getattr(value, "cites", "")
    known = load_pack(DEFAULT).citations
    if value.article:
        check_article(source, (*at, "article"), value.article, documents)
    if bool(value.article) == bool(key):
        raise source.fault(at, "依据不明", "请只写 article（条款）或者只写 cites（事项）")
    if key and key not in known:
        raise source.fault((*at, "cites"), f"不认识的事项 {key}", f"可用：{'、'.join(known)}")


def _check_points(source: Source, at: Loc, value: Dated) -> None:
    if isinstance(value, KindPoints):
        _all_of(source, at, "points", value.points, PartyKind)
    elif isinstance(value, LevelPoints):
        _all_of(source, at, "points", value.points, Credit)
        _rising(source, (*at, "points"), [value.points[level] for level in Credit], "信用越差")
    elif isinstance(value, CountPoints):
        _rising(source, (*at, "steps"), [step.at_least for step in value.steps], "分段起点", strict=True)
        _rising(source, (*at, "steps"), [step.points for step in value.steps], "数量越多")
    elif isinstance(value, SignalPoints):
        if sorted(value.severity) != [1, 2, 3, 4, 5]:
            raise source.fault(
                (*at, "severity"), "严重程度没有写全 1 至 5", "请为 1、2、3、4、5 各写一个分值"
            )
        _rising(source, (*at, "severity"), [value.severity[n] for n in range(1, 6)], "严重程度越高")
        _check_decay(source, (*at, "decay"), value.decay)
    elif isinstance(value, LatePoints):
        _check_decay(source, (*at, "decay"), value.decay)
    elif isinstance(value, Scale):
        _check_scale(source, at, value)


def _all_of(source: Source, at: Loc, key: str, given: Mapping[Any, int], wanted: type[Any]) -> None:
    lacking = [member.value for member in wanted if member not in given]
    if lacking:
        raise source.fault((*at, key), f"缺少 {'、'.join(lacking)} 的分值", "请写全，不计分的写 0")


def _rising(source: Source, at: Loc, points: Sequence[int], what: str, *, strict: bool = False) -> None:
    for before, after in pairwise(points):
        if after < before or (strict and after == before):
            raise source.fault(at, f"{what}分值反而更低或相同（{before} 之后是 {after}）", "请按由低到高改正")


def _check_decay(source: Source, at: Loc, decay: Decay) -> None:
    if (decay.half_life_days is None) == (not decay.steps):
        raise source.fault(at, "衰减方式不明", "请只写 half_life_days 或只写 steps")
    _rising(source, at, [step.until_days for step in decay.steps], "衰减分段的天数", strict=True)
    shares = [step.percent for step in decay.steps]
    if shares != sorted(shares, reverse=True):
        raise source.fault(at, "衰减分段的比例随时间上升", "请按由高到低改正")


def _check_scale(source: Source, at: Loc, scale: Scale) -> None:
    above = [grade for grade in RiskGrade if grade is not RiskGrade.A]
    if sorted(scale.limits) != sorted(above):
        raise source.fault((*at, "limits"), "等级界限应恰好写 B、C、D", "请写明 B、C、D 各自的最低分")
    limits = [scale.limits[grade] for grade in above]
    _rising(source, (*at, "limits"), limits, "等级界限", strict=True)
    if limits[0] <= scale.margin:
        raise source.fault((*at, "margin"), f"回落幅度 {scale.margin} 不小于最低的等级界限", "请改小 margin")
