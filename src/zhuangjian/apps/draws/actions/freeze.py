"""Freezing: everything that decides a draw is fixed, and its digest with it, before a seed exists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.draws.files import keep
from zhuangjian.apps.draws.lists import BY, listing, officers_of, team_rules
from zhuangjian.apps.draws.models import Draw, FileKind, Strata
from zhuangjian.apps.draws.turns import ANNOUNCE
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.programme.actions.programmes import TEXT
from zhuangjian.apps.programme.models import Programme
from zhuangjian.apps.programme.who import OFFICERS
from zhuangjian.engines.draw import Document, Source, freeze
from zhuangjian.engines.rules.vocabulary import Mode, PartyKind
from zhuangjian.kernel.states import always


@dataclass(frozen=True)
class Frozen:
    """The unit that carries the inspections out, and the two files before the draw."""

    unit: Authority
    listed: Document
    staff: Document | None


class FreezeDraw(Act[Programme, Frozen]):
    """Fix the list, the exclusions with their reasons, the number, the seed's source and the officers of a draw."""

    name = "draws.freeze"
    title = "随机抽取：冻结名单"
    cites = "programme"
    who = OFFICERS
    when = always

    class Input(Fields):
        """From whom, how many, by which future public value, with whom, when."""

        unit: int = Field(title="检查单位", description="从它管辖的企业、它的检查人员中抽取")
        kind: PartyKind | None = Field(None, title="主体类别", description="不选为全部")
        count: int = Field(title="抽取数量", ge=1, le=10_000)
        strata: Strata = Field(Strata.NONE, title="分层", description="各层名额按可抽数比例分配")
        by_hand: str = Field(
            "",
            title="不参加抽取的企业",
            description="一行一家：统一社会信用代码，空一格，理由。理由随名单公布",
            json_schema_extra={"widget": "textarea", "rows": 3},
        )
        source: str = Field(
            title="种子来源",
            min_length=4,
            max_length=200,
            description="将来才产生的公开数值，写到别人能独立查到的程度，例如：某年某月某日上证指数收盘值",
        )
        seed_on: date = Field(title="种子产生日期")
        window_from: date = Field(title="检查时间起")
        window_to: date = Field(title="检查时间止")
        mode: Mode = Field(Mode.ON_SITE, title="检查方式")
        announced: bool = Field(False, title="预先告知被检查对象")
        focus: str = Field("", title="检查重点", json_schema_extra=TEXT)
        team_size: int = Field(2, title="每组检查人员", ge=0, le=6, description="0 为不抽取检查人员")
        expertise: str = Field("", title="检查组须有的专长", max_length=200, description="用顿号分开")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Programme) -> Options:
        """Units in reach that are competent for some party."""
        units = Authority.objects.unrestricted().filter(pk__in=person.scope.authorities, is_active=True)
        held = units.filter(jurisdictions__isnull=False).distinct().order_by("name")
        return {"unit": [(one.pk, one.name) for one in held]}

    @classmethod
    def initial(cls, person: Person, case: Programme) -> Values:
        """The programme's own focus."""
        return {"focus": case.focus}

    def prepare(self) -> None:
        """Read the parties and officers and freeze them, outside the lock: what is frozen is how it is at this moment."""
        data = self.data
        units = dict(self.choices(self.actor, self.case)["unit"])
        unit = Authority.objects.unrestricted().filter(pk=data.unit).first()
        if unit is None or unit.pk not in units:
            self.refuse("请选择有管辖企业的检查单位。", "检查单位")
        if data.seed_on <= self.today:
            refuse_by_practice(
                "seed_named_in_advance",
                self.at,
                "种子产生日期应当在冻结名单之后：结果已经能算出来的数值不能作为种子。请改用将来的公开数值。",
                "将来产生的种子",
            )
        if not self.today <= data.window_from <= data.window_to:
            refuse_by_practice(
                "plausible_dates", self.at, "检查时间应当从今天以后开始，止不早于起。", "有效的检查时间"
            )
        rows = listing(self.actor, self.case, unit, data.kind or "", data.by_hand)
        title = f"{self.case.title}随机抽取"
        source = Source("public_event", data.source)
        strata = BY.get(data.strata, ())
        listed = freeze(
            rows.sheet, data.count, title=title, exclusions=rows.exclusions, strata=strata, source=source
        )
        staff = None
        if data.team_size:
            topics = tuple(part for part in re.split(r"[,，、;；\s]+", data.expertise) if part)
            staff = freeze(
                rows.sheet,
                data.count,
                title=f"{title}（检查人员）",
                exclusions=rows.exclusions,
                strata=strata,
                source=source,
                officers=officers_of(unit, rows, data.window_from, self.case.year),
                team=team_rules(data.team_size, data.window_from, data.window_to, topics),
            )
        self.frozen = Frozen(unit, listed, staff)

    def check(self) -> Frozen:
        """Everything was checked before the lock: nothing that others do can change what was frozen."""
        return self.frozen

    def do(self, found: Frozen) -> Change:
        """The draw with its files; the digest has to be published next."""
        data, frozen = self.data, found.listed["frozen"]
        draw = Draw.objects.create(
            programme=self.case,
            authority=self.case.authority,
            unit=found.unit,
            title=f"{found.unit.short_name}{self.today:%Y%m%d}随机抽取{self.case.draws.count() + 1}",
            strata=data.strata,
            count=frozen["count"],
            listed=len(frozen["items"]),
            excluded=len(frozen["excluded"]),
            source=data.source,
            seed_on=data.seed_on,
            window_from=data.window_from,
            window_to=data.window_to,
            mode=data.mode,
            announced=data.announced,
            focus=data.focus,
            team_size=data.team_size,
            list_digest=found.listed["frozen_digest"],
            staff_digest=found.staff["frozen_digest"] if found.staff else "",
            frozen_at=self.at,
            frozen_by=self.person,
        )
        keep(draw, FileKind.LIST, found.listed, self.at)
        if found.staff:
            keep(draw, FileKind.STAFF, found.staff, self.at)
        self.owe(ANNOUNCE, draw)
        return Change(draw, {"list": draw.list_digest, "staff": draw.staff_digest})
