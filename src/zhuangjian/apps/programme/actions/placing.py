"""What all acts that make a task have in common: whom, where, when, how; and why (the origin)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from pydantic import Field
from pydantic.config import JsonDict

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.ledger.act import FOUND, Act, Fields
from zhuangjian.apps.programme.actions.programmes import TEXT
from zhuangjian.apps.programme.law import refuse_unfit
from zhuangjian.apps.programme.models import Origin, Programme, Task
from zhuangjian.apps.registry import search
from zhuangjian.apps.registry.models import Party, Site
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.origins import Given, origin_faults
from zhuangjian.engines.rules.vocabulary import InspectionType, Mode, OriginKind

SUGGESTED: JsonDict = {"widget": "suggested"}


class TaskFields(Fields):
    """Whom, where, when, with which focus."""

    party: str = Field(
        title="被检查对象",
        min_length=1,
        description="统一社会信用代码、许可证编号或者完整名称；输入几个字会列出您管辖的企业",
        json_schema_extra=SUGGESTED,
    )
    site: int | None = Field(None, title="检查地址", json_schema_extra={"widget": "hidden"})
    mode: Mode = Field(Mode.ON_SITE, title="检查方式")
    window_from: date = Field(title="时间起")
    window_to: date = Field(title="时间止")
    focus: str = Field("", title="检查重点", json_schema_extra=TEXT)
    expertise: str = Field("", title="所需专长", max_length=200, description="用顿号分开，例如：微生物、工艺")


@dataclass(frozen=True)
class Place:
    """Whom a task is to inspect, and where."""

    party: Party
    site: Site | None


def placed(act: Act[Any, Any], data: TaskFields, kind: InspectionType) -> Place:
    """A party that is known, kinds that fit the type, a window the right way round."""
    party = find_party(act.person, data.party)
    if party is None:
        act.refuse(
            f"没有找到“{data.party}”，或者它不在您的管辖范围。请核对后用信用代码再试；名录中没有的，先登记为名录外对象。",
            "被检查对象",
        )
    refuse_unfit(party, kind)
    if data.window_to < data.window_from:
        refuse_by_practice("plausible_dates", act.at, "时间止早于时间起，请改正。", "有效的检查时间")
    return Place(party, _site(act, party, data.site))


def _site(act: Act[Any, Any], party: Party, wanted: int | None) -> Site | None:
    sites = Site.objects.unrestricted().filter(party=party, seen_to=None)
    if wanted is not None:
        found = sites.filter(pk=wanted).first()
        if found is None:
            act.refuse("所选检查地址不是该企业现有的场所。", "检查地址")
        return found
    return sites.filter(kind="production").first() or sites.first()


def parties_meant(person: Person, words: str) -> list[tuple[object, str]]:
    """The parties in reach that the words mean, best first: what ``find_party`` knows each by, and its name and place."""
    found = search.find(Party.objects.visible_to(person), words)[:FOUND]
    return [(row.credit_code or row.name, f"{row.name} {row.address}".strip()) for row in found]


def find_party(person: Person | None, text: str) -> Party | None:
    """The one party in reach that a credit code, a licence number, an exact name (also a former one) names."""
    reach = Party.objects.visible_to(person)
    for wanted in (
        Q(credit_code=text.upper()),
        Q(licences__number=text),
        Q(name=text),
        Q(names__name=text),
    ):
        found = list(reach.filter(wanted).distinct()[:2])
        if len(found) == 1:
            return found[0]
    return None


def refuse_origin(act: Act[Any, Any], kind: OriginKind, wanted: InspectionType, **stated: Any) -> None:
    """Refuse an origin that the law of the place does not know or that does not state what it must."""
    given = Given(
        kind,
        wanted,
        str(stated.pop("cause", "")),
        str(stated.pop("support", "")),
        {name: value for name, value in stated.items() if value},
    )
    faults = origin_faults(given, region=settings.REGION, on=act.today).value
    if faults:
        raise Refusal(
            faults[0].message if len(faults) == 1 else "检查来源没有写明应当写明的内容，请补填。",
            article="、".join(dict.fromkeys(one.article for one in faults if one.article)),
            missing=[one.message for one in faults],
        )


def make_task(
    act: Act[Any, Any],
    place: Place,
    authority: Authority,
    origin: dict[str, Any],
    programme: Programme | None = None,
    **given: Any,
) -> Task:
    """The task with its origin."""
    task = Task.objects.create(
        authority=authority,
        programme=programme,
        party=place.party,
        site=place.site,
        added_by=act.person,
        **given,
    )
    Origin.objects.create(task=task, stated_by=act.person, stated_at=act.at, **origin)
    return task
