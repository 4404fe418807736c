"""What speaks for inspecting a party (CQ 28, 29, 30): one query for each kind of fact, whatever the number of parties."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Avg, Max, Q, Sum

from zhuangjian.apps.programme.models import Task, TaskStatus
from zhuangjian.apps.rectification.models import Rectification, RectificationStage
from zhuangjian.apps.registry.models import Party, PartyKindRow, Product, Signal, Site
from zhuangjian.apps.registry.models.signal import SignalKind
from zhuangjian.engines.planner.problem import Flag
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.vocabulary import InspectionType, PartyKind
from zhuangjian.kernel.area import areas

YEAR = timedelta(days=365)
# Where nobody grades: a party without any record, and what each point of severity of a year's signals adds.
GROUND, EACH, MOST = 10.0, 4.0, 100.0
FLAGS = {
    Flag.CHILDREN: Q(is_children=True),
    Flag.SPECIAL: Q(is_special=True),
    Flag.NEW_INGREDIENT: Q(has_new_ingredient=True),
}


@dataclass
class Facts:
    """One party with everything that the draft weighs, and the sentences that say it."""

    party: Party
    kinds: tuple[PartyKind, ...] = ()
    risk: float = GROUND
    grade: str = ""
    visits: float = 0.0
    flags: tuple[Flag, ...] = ()
    priority: bool = False
    follow_up: date | None = None
    last: date | None = None
    lon: float | None = None
    lat: float | None = None
    reasons: list[str] = field(default_factory=list)


def facts_of(parties: Iterable[Party], today: date) -> list[Facts]:
    """The facts of these parties on that day."""
    found = {party.pk: Facts(party) for party in parties}
    _kinds(found)
    _signals(found, today)
    _grades(found)
    confirmed_risks(found, today)
    _products(found)
    _visits(found)
    _places(found)
    for one in found.values():
        if one.last is None:
            one.flags += (Flag.NEVER_CHECKED,)
            one.reasons.append("注册备案或者登记后没有接受过检查")
    return list(found.values())


def _of(rows: Any, found: Mapping[int, Facts]) -> Any:
    # Narrowed in Python: a province's keys are more than a statement can carry.
    return (row for row in rows if row["party_id"] in found)


def _kinds(found: Mapping[int, Facts]) -> None:
    kinds: dict[int, list[PartyKind]] = defaultdict(list)
    for row in _of(PartyKindRow._base_manager.order_by("pk").values("party_id", "kind"), found):
        kinds[row["party_id"]].append(PartyKind(row["kind"]))
    named = priority_kinds()
    for key, mine in kinds.items():
        found[key].kinds = tuple(mine)
        # Of sellers the article means those inside a collective market alone, which no register tells of
        # anybody: nobody is put first for selling.
        listed = [kind.label for kind in mine if kind in named and kind != PartyKind.DISTRIBUTOR]
        if listed:
            found[key].priority = True
            found[key].reasons.append(f"重点关注的对象：{'、'.join(listed)}")


def priority_kinds() -> tuple[str, ...]:
    """The kinds that the law of the place lists for special attention; none where it lists none."""
    try:
        value = parameter(pack_for(settings.REGION), "priority_kinds", date.today()).value
    except Refusal:
        return ()
    return tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else ()


def _signals(found: Mapping[int, Facts], today: date) -> None:
    rows = (
        Signal._base_manager.filter(attributable=True, occurred_on__gt=today - YEAR, occurred_on__lte=today)
        .order_by()
        .values("party_id", "kind")
        .annotate(weight=Sum("severity"))
    )
    weights: dict[int, Counter[str]] = defaultdict(Counter)
    for row in _of(rows, found):
        weights[row["party_id"]][row["kind"]] += row["weight"]
    for key, mine in weights.items():
        total = sum(mine.values())
        found[key].risk = min(MOST, GROUND + EACH * total)
        words = "、".join(f"{SignalKind(kind).label} {weight}" for kind, weight in sorted(mine.items()))
        found[key].reasons.append(f"近一年可归责的记录（按严重程度合计）：{words}")


def _grades(found: Mapping[int, Facts]) -> None:
    for ask in (one for area in areas().values() for one in area.grades):
        for key, (score, grade, words, visits) in ask(list(found)).items():
            one = found[key]
            one.risk, one.grade, one.visits = float(score), grade, visits
            one.reasons.append(f"风险等级{grade}：{words}" if words else f"风险等级{grade}")


def confirmed_risks(found: Mapping[int, Facts], today: date) -> None:
    """What monitoring has found of a party and somebody has confirmed, as a reason and a weight of its own."""
    for ask in (one for area in areas().values() for one in area.monitors):
        for key, (severity, words) in ask(list(found), today).items():
            one = found[key]
            one.risk = min(MOST, one.risk + EACH * severity)
            one.reasons.append(f"风险监测确认的风险：{words}")


def _products(found: Mapping[int, Facts]) -> None:
    for flag, which in FLAGS.items():
        rows = Product._base_manager.filter(which).order_by().values("party_id").distinct()
        for row in _of(rows, found):
            found[row["party_id"]].flags += (flag,)
            found[row["party_id"]].reasons.append(f"有{flag.label}在册")


def _visits(found: Mapping[int, Facts]) -> None:
    # What is for cause and still to come is no fact here: a draft may not tell of it (CQ 34).
    done = Task._base_manager.filter(status=TaskStatus.DONE).order_by().values("party_id")
    for row in _of(done.annotate(day=Max("window_to")), found):
        found[row["party_id"]].last = row["day"]
    over = (RectificationStage.ISSUED, RectificationStage.PLANNED, RectificationStage.REPORTED)
    open_ = Rectification._base_manager.filter(stage__in=over).exclude(
        inspection__inspection_type=InspectionType.FOR_CAUSE
    )
    for row in _of(open_.order_by().values("party_id").annotate(day=Max("due_on")), found):
        found[row["party_id"]].follow_up = row["day"]
        found[row["party_id"]].reasons.append("上次检查的缺陷正在整改，检查时核实整改情况")


def _places(found: Mapping[int, Facts]) -> None:
    sites = Site._base_manager.filter(seen_to=None, longitude__isnull=False).order_by().values("party_id")
    for row in _of(sites.annotate(lon=Avg("longitude"), lat=Avg("latitude")), found):
        one = found[row["party_id"]]
        one.lon, one.lat = row["lon"], row["lat"]
