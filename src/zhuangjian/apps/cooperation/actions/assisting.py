"""Warehouses, contract makers and suppliers here of enterprises elsewhere: under assisted daily supervision (CQ 45, 54)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.cooperation.actions.common import TEXT, refuse_day, unit_of
from zhuangjian.apps.cooperation.law import kind_of_unit, rule_of
from zhuangjian.apps.cooperation.models import (
    Addressee,
    Assisted,
    AssistedEntry,
    AssistedKind,
    AssistedWay,
    Letter,
    LetterStage,
)
from zhuangjian.apps.cooperation.turns import SEND
from zhuangjian.apps.cooperation.who import ROLES, WRITERS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.actions.placing import SUGGESTED, find_party, parties_meant
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.vocabulary import BodyKind, LetterKind
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import Holds, always, holds

SUPERVISORS = holders(
    "协助监管的单位的承办人员",
    *ROLES,
    unit=lambda case: case.supervisor_id,
    named=lambda case: f"协助监管的单位（{case.supervisor}）的承办人员",
)
STANDING: Holds = holds("没有结束", lambda case: case.ended_on is None, "协助日常监管已经结束。")
# The letter that tells a province of its enterprise: the one made for it, or where the place knows none, that of a lead.
TELLING = (LetterKind.OUTSIDE, LetterKind.LEAD_NOTICE)
NAMES = ("assisted_kinds", "extended_kinds")


@dataclass(frozen=True)
class Meant:
    """Whom, who supervises, and the letter that asked."""

    party: Party
    supervisor: Authority
    letter: Letter | None


class RegisterAssisted(Act[None, Meant]):
    """登记外省企业在本地的仓库、受托生产企业、供应商：由哪个省级部门提出，由本地哪个单位协助日常监管。"""

    name = "cooperation.register_assisted"
    title = "登记协助日常监管"
    cites = "assisted"
    model = Assisted
    creates = True
    who = WRITERS
    when = always

    class Input(Fields):
        """The party here, for whom elsewhere, who asks, who supervises."""

        party: str = Field(
            title="本地企业",
            min_length=2,
            max_length=200,
            description="统一社会信用代码或者名称",
            json_schema_extra=SUGGESTED,
        )
        kind: AssistedKind = Field(title="种类")
        principal: str = Field(title="外省企业", min_length=2, max_length=200)
        principal_code: str = Field("", title="外省企业统一社会信用代码", max_length=18)
        asked_by: str = Field(title="外省企业所在地省级药品监督管理部门", min_length=2, max_length=120)
        address: str = Field("", title="地址", max_length=300)
        scope: str = Field("", title="储存、生产或者供应的产品", max_length=2000)
        supervisor: int = Field(title="协助监管的单位")
        letter: str = Field("", title="相关函件的文号", max_length=80)
        since: date = Field(title="开始日期")

    data: Input

    @classmethod
    def found(
        cls, person: Person, case: None, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """The parties in reach that the words mean."""
        return parties_meant(person, words) if field == "party" else ()

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The kinds of the pack; one's own unit and those that it sees."""
        rows = Authority.objects.visible_to(person).filter(is_active=True)
        return {
            "kind": [(one.value, one.label) for one in kinds()],
            "supervisor": [(row.pk, row.name) for row in rows],
        }

    def check(self) -> Meant:
        """A kind that the place knows; a party of the register; each relation once."""
        data = self.data
        if data.kind not in kinds():
            self.refuse(f"本地法规没有“{data.kind.label}”这一种类。", "种类")
        party = find_party(self.person, data.party)
        if party is None:
            self.refuse(
                "没有找到这家企业，请用统一社会信用代码或者全称；名录中没有的先登记企业。", "本地企业"
            )
        if data.supervisor not in {pk for pk, _ in self.choices(self.actor, None)["supervisor"]}:
            self.refuse("请从列出的单位中选择。", "协助监管的单位")
        refuse_day(self, data.since, None, "开始日期")
        letter = None
        if data.letter:
            letter = Letter.objects.visible_to(self.person).filter(number=data.letter).first()
            if letter is None:
                self.refuse(f"没有找到函件“{data.letter}”，或者您无权查看。请核对。", "相关函件的文号")
        standing = Assisted.objects.unrestricted().filter(
            party=party, kind=data.kind.value, principal=data.principal, ended_on=None
        )
        if standing.exists():
            self.refuse(f"{data.principal}的这一{data.kind.label}已经登记。")
        return Meant(party, Authority.objects.unrestricted().get(pk=data.supervisor), letter)

    def do(self, found: Meant) -> Change:
        """The relation, in the dossier of the party from now on."""
        data = self.data
        row = Assisted.objects.create(
            party=found.party,
            kind=data.kind.value,
            principal=data.principal,
            principal_code=data.principal_code,
            asked_by=data.asked_by,
            address=data.address,
            scope=data.scope,
            authority=unit_of(self),
            supervisor=found.supervisor,
            letter=found.letter,
            since=data.since,
            entered_at=self.at,
            entered_by=self.actor,
        )
        return Change(row, {"kind": data.kind.value})


class NoteAssisted(Act[Assisted]):
    """登记某日协助日常监管的情况；发现可能属于外省企业问题的，同时拟写给其所在地省级部门的函告。"""

    name = "cooperation.note_assisted"
    title = "登记当日监管情况"
    cites = "assisted"
    guards = (NO_INTEREST,)
    who = SUPERVISORS
    when = STANDING

    class Input(Fields):
        """Which day, how and by whom it was looked at, what was found, and whose problem that may be."""

        day: date = Field(title="日期")
        way: AssistedWay = Field(AssistedWay.VISIT, title="方式")
        people: str = Field(title="监管人员", min_length=2, max_length=200)
        noted: str = Field(title="情况", min_length=2, max_length=4000, json_schema_extra=TEXT)
        found: str = Field(
            "", title="发现的问题", max_length=4000, description="没有发现问题的留空", json_schema_extra=TEXT
        )
        elsewhere: bool = Field(
            False, title="可能属于外省企业的问题", description="选择的，同时拟写函告，由您核对后发出"
        )

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Assisted) -> Values:
        """Today, by oneself."""
        return {"day": timezone.localdate(), "people": person.name}

    def check(self) -> None:
        """A day of the supervision that has come; a problem that is told of is written down."""
        refuse_day(self, self.data.day, self.case.since, "日期")
        if self.data.elsewhere and not self.data.found.strip():
            self.refuse("请写明发现的问题：函告外省企业所在地的部门时须写明。", "发现的问题")

    def do(self, found: None) -> Change:
        """One entry in the dossier; what may be the enterprise elsewhere's is a letter to be sent."""
        data = self.data
        letter = self._letter() if data.elsewhere else None
        row = AssistedEntry.objects.create(
            assisted=self.case,
            letter=letter,
            entered_at=self.at,
            entered_by=self.actor,
            **data.model_dump(exclude={"expected_version"}),
        )
        also(self, row)
        self.case.save()
        return Change(self.case, {"found": bool(data.found)})

    def _letter(self) -> Letter:
        """To the province that the enterprise is of, which decides whether to inspect it."""
        case, unit = self.case, unit_of(self)
        kind = next(one for one in TELLING if rule_of(one, self.today))
        letter = Letter.objects.create(
            direction="out",
            kind=kind,
            stage=LetterStage.DRAFT,
            authority=unit,
            handler=unit,
            subject=f"函告{case.principal}可能存在的问题",
            party=case.party,
            party_name=case.principal,
            matters=self.data.found,
            written_by=self.actor,
            written_at=self.at,
        )
        there = Authority.objects.unrestricted().filter(name=case.asked_by, is_active=True).first()
        side = kind_of_unit(there) if there else BodyKind.PROVINCE
        Addressee.objects.create(letter=letter, name=case.asked_by, kind=side, unit=there)
        also(self, letter)
        self.owe(SEND, letter)
        return letter


class EndAssisted(Act[Assisted]):
    """仓库停用、委托或者供应终止的，写明理由，结束协助日常监管。"""

    name = "cooperation.end_assisted"
    title = "结束协助日常监管"
    cites = "assisted"
    who = SUPERVISORS
    when = STANDING

    class Input(Fields):
        """Since when, and why."""

        ended_on: date = Field(title="结束日期")
        reason: str = Field(title="理由", min_length=2, max_length=300)

    data: Input

    def check(self) -> None:
        """Not before it began, and not ahead."""
        refuse_day(self, self.data.ended_on, self.case.since, "结束日期")

    def do(self, found: None) -> Change:
        """It stays in the dossier with its days."""
        self.case.ended_on, self.case.end_reason = self.data.ended_on, self.data.reason
        self.case.save()
        return Change(self.case)


def kinds() -> list[AssistedKind]:
    """What the law of the place names: warehouses and contract makers, and suppliers by its extended inspections."""
    rules, day = pack_for(settings.REGION), timezone.localdate()
    found = (*parameter(rules, "assisted_kinds", day).value, *parameter(rules, "extended_kinds", day).value)  # type: ignore[misc]
    return [AssistedKind(str(one)) for one in found]
