"""Drafting a programme in one click, as a job: from law, facts and a random share to items with reasons."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import ContextVar
from uuid import UUID

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.jobs.store import of_pieces
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.planning.drafting import draft
from zhuangjian.apps.programme.actions.programmes import Makers
from zhuangjian.apps.programme.models import Programme
from zhuangjian.apps.programme.who import OFFICERS
from zhuangjian.engines.rules.vocabulary import PartyKind
from zhuangjian.kernel.states import always

SAYING: ContextVar[Callable[[int, int], None]] = ContextVar("saying", default=lambda done, total: None)


class DraftProgramme(Act[None, Programme]):
    """Propose whom a programme should inspect, with reasons, within the officers' days; nothing is put into it yet."""

    name = "planning.draft"
    title = "起草年度检查计划"
    cites = "programme"
    model = Programme
    creates = True
    in_job = True
    who = Makers()
    when = always

    class Input(Fields):
        """For which programme, how much capacity, what is to weigh how much."""

        programme: UUID = Field(title="年度计划")
        unit: int | None = Field(None, title="检查单位", description="不选为全部有管辖企业和检查人员的单位")
        days_per_week: int = Field(2, title="每人每周用于检查的天数", ge=1, le=5)
        random_share: int = Field(5, title="随机比例（%）", ge=0, le=50)
        cap: int | None = Field(None, title="每家每年最多检查次数", ge=1, le=52, description="不填为不设上限")
        asked_visits: int | None = Field(
            None,
            title="上级要求的每家每年检查次数",
            ge=1,
            le=12,
            description="法规、标准或者上级文件规定了次数的填写；风险等级的建议低于它时按它安排",
        )
        asked_kind: str | None = Field(None, title="上级要求适用的对象", description="不选为各类对象")
        asked_source: str = Field("", title="规定次数的文件名称和文号", max_length=200)
        weight_risk: float = Field(1.0, title="风险的权重", ge=0, le=100)
        weight_region: float = Field(0.2, title="地区均衡的权重", ge=0, le=100)
        weight_travel: float = Field(0.2, title="路程的权重", ge=0, le=100)
        rounds: int = Field(
            200, title="求解轮数", ge=10, le=5000, description="越多越接近最优，也越慢；同样的轮数结果相同"
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The person's own authority's programmes, and units that have parties and officers."""
        programmes = Programme.objects.visible_to(person).filter(authority_id=person.authority_id)
        return {
            "programme": [(one.public_id, one.title) for one in programmes.order_by("-year")[:10]],
            "unit": [(unit.pk, unit.name) for unit in units_of(person)],
            "asked_kind": PartyKind.choices(),
        }

    @classmethod
    def initial(cls, person: Person, case: None) -> Values:
        """The newest programme."""
        found = cls.choices(person, case)["programme"]
        return {"programme": found[0][0] if found else ""}

    def prepare(self) -> None:
        """The plans, made outside the lock; the draft lies in the store by its digest."""
        programme = self._programme()
        self._asked()
        units = [u for u in units_of(self.actor) if self.data.unit in (None, u.pk)]
        if not units:
            self.refuse("没有可以起草的检查单位：单位应当在您的管辖范围内，有管辖的企业。", "检查单位")
        told = draft(self.actor, programme, units, self.data, self.today, SAYING.get())
        told |= {
            "programme": str(programme.public_id),
            "title": programme.title,
            "settings": self.data.model_dump(mode="json"),
        }
        self.told = told
        text = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
        self.kept = of_pieces("draft.json", [text], "application/json").digest

    def _programme(self) -> Programme:
        rows = Programme.objects.visible_to(self.actor)
        found = rows.filter(public_id=self.data.programme).select_related("authority").first()
        if found is None or not OFFICERS.yes(self.actor, found):
            self.refuse("请选择本单位的年度计划。", "年度计划")
        if found.year < self.today.year:
            self.refuse(f"{found.title}的年度已经过去，不能再起草。", "尚未结束的年度")
        return found

    def _asked(self) -> None:
        if bool(self.data.asked_visits) != bool(self.data.asked_source.strip()):
            self.refuse(
                "检查次数应当有依据：规定的次数和规定它的文件名称、文号请一并填写，或者都不填写。",
                "规定次数的文件",
                article=self.cite("frequency"),
            )
        if self.data.asked_kind and self.data.asked_kind not in {str(one) for one in PartyKind}:
            self.refuse("请选择上级要求适用的对象。", "适用的对象")

    def check(self) -> Programme:
        """Still the authority's own."""
        return self._programme()

    def do(self, found: Programme) -> Change:
        """That a draft was made is entered, with its digest; the programme is as before."""
        items, unmet = len(self.told["items"]), len(self.told["unmet"])
        return Change(found, {"items": items, "unmet": unmet, "digest": self.kept})


def units_of(person: Person) -> list[Authority]:
    """Units in the person's reach that are competent for some party."""
    rows = Authority.objects.unrestricted().filter(pk__in=person.scope.authorities, is_active=True)
    return list(rows.filter(jurisdictions__isnull=False).distinct().order_by("pk"))
