"""A letter is written, and what goes with it is added (CQ 41 to 47)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, cast

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.cooperation import turns
from zhuangjian.apps.cooperation.actions.common import TEXT, LetterAct, party_called, unit_of
from zhuangjian.apps.cooperation.law import OfLetter, kind_of_unit, kinds, rule_of
from zhuangjian.apps.cooperation.models import Addressee, Annex, Letter, LetterStage, Urgency
from zhuangjian.apps.cooperation.who import HANDLER, OWN, WRITERS, at
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.sniff import LIMITS, MEGABYTE, kind_of
from zhuangjian.apps.enforcement.actions.bundle import FOLDER
from zhuangjian.apps.enforcement.models import Lead
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import Upload
from zhuangjian.apps.programme.actions.placing import SUGGESTED, parties_meant
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import BodyKind, LetterKind
from zhuangjian.kernel.asking import any_of
from zhuangjian.kernel.states import always

STATED = (
    "reasons",
    "matters",
    "contact_name",
    "contact_way",
    "public_info",
    "public_reason",
    "unlicensed",
    "urgency",
    "own_term",
)


class Stated(Fields):
    """What a letter says, whichever way it goes."""

    kind: LetterKind = Field(title="函件种类")
    subject: str = Field(title="事由", min_length=2, max_length=200)
    party: str = Field(
        "",
        title="涉及企业",
        max_length=200,
        description="统一社会信用代码或者名称；名录中没有的写名称",
        json_schema_extra=SUGGESTED,
    )
    reasons: str = Field("", title="理由", max_length=4000, json_schema_extra=TEXT)
    matters: str = Field("", title="事项", max_length=8000, json_schema_extra=TEXT)
    contact_name: str = Field("", title="联系人", max_length=60)
    contact_way: str = Field("", title="联系方式", max_length=120)
    urgency: Urgency = Field(Urgency.ORDINARY, title="缓急")
    own_term: date | None = Field(None, title="请求的期限", description="紧急协查可以另写期限")


@dataclass(frozen=True)
class Meant:
    """To whom a letter goes, and what it is about."""

    addressees: list[tuple[str, BodyKind, Authority | None, bool]]
    party: Party | None
    inspection: Inspection | None
    lead: Lead | None
    earlier: Letter | None


def refuse_term(act: Act[None, Any], kind: str, urgency: str, own_term: date | None) -> None:
    """A term of its own only where an urgent request for assistance may name one, and not one that is over."""
    rule = rule_of(kind, act.today)
    if own_term is None:
        return
    if rule is None or not rule.reply or urgency != Urgency.URGENT:
        act.refuse(
            "请求的期限只适用于紧急协查，请改为紧急，或者不写期限。", article=act.cite("assistance_reply")
        )
    if own_term < act.today:
        act.refuse("请求的期限已经过去，请改正。", "有效的请求期限", article="")


class WriteLetter(Act[None, Meant]):
    """拟写发给其他单位的函件；发出前可以添加附件。"""

    name = "cooperation.write"
    title = "拟写函件"
    cites = "cross_region"
    article: ClassVar[str] = cast("str", OfLetter())
    model = Letter
    creates = True
    who = WRITERS
    when = always

    class Input(Stated):
        """To whom, about what."""

        to_unit: int | None = Field(None, title="本系统内的收文单位")
        to: str = Field("", title="系统外的收文单位", max_length=120, description="写全称")
        to_kind: BodyKind = Field(BodyKind.PROVINCE, title="系统外收文单位的类别")
        second_unit: int | None = Field(None, title="本系统内的抄送单位")
        second: str = Field("", title="系统外的抄送单位", max_length=120)
        inspection: str = Field("", title="检查编号", max_length=40, description="由检查引起的填写")
        lead: str = Field("", title="线索编号", max_length=60, description="由案件线索引起的填写")
        earlier: str = Field("", title="相关函件的文号", max_length=80)
        public_info: str = Field(
            "", title="可公开查询的信息", max_length=60, description="请求的内容能从政府网站查到的选择"
        )
        public_reason: str = Field("", title="仍需协查的理由", max_length=2000, json_schema_extra=TEXT)
        unlicensed: bool = Field(False, title="涉及未经许可的生产经营")

    data: Input

    @classmethod
    def found(
        cls, person: Person, case: None, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """The parties in reach that the words mean."""
        return parties_meant(person, words) if field == "party" else ()

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The kinds that the law of the place knows, the units of this system, what registers show."""
        rows = Authority.objects.visible_to(person).filter(is_active=True).exclude(pk=person.authority_id)
        units = [(row.pk, row.name) for row in rows]
        rule = rule_of(LetterKind.ASSISTANCE)
        public = [(one, one) for one in rule.public] if rule else []
        return {"kind": kinds(), "to_unit": units, "second_unit": units, "public_info": public}

    def check(self) -> Meant:
        """A kind that the place knows; at least one addressee; what it is about is one's to see."""
        data = self.data
        rule = rule_of(data.kind, self.today)
        if rule is not None and rule.chain:
            self.refuse(f"“{rule.title}”由省级部门从任务外问题的页面上拟写。", "任务外问题")
        if rule is None:
            words = "、".join(title for _, title in kinds())
            self.refuse(f"本地法规没有“{data.kind.label}”，可用：{words}。", article="")
        to = self._to(data.to_unit, data.to, False) + self._to(data.second_unit, data.second, True)
        if not any(not second for *_, second in to):
            self.refuse("请选择或者填写收文单位。", "收文单位")
        if len({name for name, *_ in to}) < len(to):
            self.refuse("同一单位不能写两次，请改正收文单位和抄送单位。", article="")
        refuse_term(self, data.kind, data.urgency, data.own_term)
        return Meant(
            to,
            party_called(self.person, data.party),
            self._seen(Inspection, data.inspection, "检查编号"),
            self._seen(Lead, data.lead, "线索编号"),
            self._seen(Letter, data.earlier, "相关函件的文号"),
        )

    def _to(
        self, unit: int | None, name: str, second: bool
    ) -> list[tuple[str, BodyKind, Authority | None, bool]]:
        found: list[tuple[str, BodyKind, Authority | None, bool]] = []
        if unit is not None:
            row = Authority.objects.visible_to(self.person).filter(pk=unit, is_active=True).first()
            if row is None or row.pk == self.actor.authority_id:
                self.refuse("请从列出的单位中选择。", "收文单位", article="")
            found.append((row.name, kind_of_unit(row), row, second))
        if name:
            if Authority.objects.unrestricted().filter(name=name, is_active=True).exists():
                self.refuse(f"“{name}”是本系统内的单位，请从列表中选择。", article="")
            found.append((name, self.data.to_kind, None, second))
        return found

    def _seen(self, model: Any, number: str, what: str) -> Any:
        if not number:
            return None
        row = model.objects.visible_to(self.person).filter(number=number).first()
        if row is None:
            self.refuse(f"没有找到{what}“{number}”，或者您无权查看。请核对。", what, article="")
        return model.objects.unrestricted().get(pk=row.pk)

    def do(self, found: Meant) -> Change:
        """A draft; to be sent, or for the head to decide on where the law has the head decide."""
        data, unit = self.data, unit_of(self)
        lead = found.lead
        letter = Letter.objects.create(
            direction="out",
            kind=data.kind,
            stage=LetterStage.DRAFT,
            authority=unit,
            handler=unit,
            subject=data.subject,
            party=found.party or (lead.party if lead else None),
            party_name=found.party.name if found.party else data.party,
            inspection=found.inspection,
            lead=lead,
            earlier=found.earlier,
            written_by=self.actor,
            written_at=self.at,
            **data.model_dump(include=set(STATED)),
        )
        for name, kind, row, second in found.addressees:
            Addressee.objects.create(letter=letter, name=name, kind=kind, unit=row, second=second)
        rule = rule_of(data.kind, self.today)
        self.owe(turns.DECIDE_SENDING if rule and rule.head else turns.SEND, letter)
        return Change(letter, {"kind": str(data.kind), "addressees": len(found.addressees)})


class AddAnnex(LetterAct):
    """添加随函件或者复函发出的附件。"""

    name = "cooperation.annex"
    title = "添加附件"
    prepares_input = True
    who = any_of(OWN, HANDLER)
    when = at(LetterStage.DRAFT, LetterStage.RECEIVED)

    class Input(Fields):
        """The file that goes with the letter, and what it is."""

        file: Upload = Field(title="附件", description="照片、录像、录音，或者 PDF、Word、Excel 文件")
        title: str = Field("", title="名称", max_length=200, description="不填用文件名")

    data: Input

    def prepare(self) -> None:
        """A complete file of an accepted kind, stored before the ledger is taken."""
        upload = self.data.file
        self.size = upload.size
        found = kind_of(upload.opened()) if self.size else None
        if found is None:
            self.refuse(
                f"“{upload.name}”是空的，或者不是可接受的格式，请换一个文件。", "可接受格式的文件", article=""
            )
        kind, self.media_type = found
        if self.size > LIMITS[kind]:
            self.refuse(f"附件不能超过 {LIMITS[kind] // MEGABYTE} MB，请压缩或者分开。", article="")
        self.sha256 = store.put(FOLDER, upload.opened())

    def do(self, found: None) -> Change:
        """One row; of a letter that came in, it goes with the answer."""
        row = Annex.objects.create(
            letter=self.case,
            of_answer=self.case.stage == LetterStage.RECEIVED,
            body_name=self.unit.name,
            title=self.data.title or self.data.file.name,
            media_type=self.media_type,
            size=self.size,
            sha256=self.sha256,
            entered_at=self.at,
            entered_by=self.actor,
        )
        self.case.save()
        return Change(self.case, {"sha256": row.sha256})
