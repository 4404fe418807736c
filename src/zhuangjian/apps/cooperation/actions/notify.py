"""A letter to the province of who stands on the label of a product that is dangerous everywhere (CQ 18)."""

from __future__ import annotations

from typing import cast

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.cooperation import turns
from zhuangjian.apps.cooperation.actions.common import TEXT, unit_of
from zhuangjian.apps.cooperation.law import kind_of_unit
from zhuangjian.apps.cooperation.models import Addressee, Letter, LetterStage
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.outside.models import OutsideProblem
from zhuangjian.apps.outside.turns import NOTIFY
from zhuangjian.apps.outside.who import OPEN, PROVINCIAL
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.engines.rules.vocabulary import BodyKind, LetterKind, Term
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds


class OnLabel(Term):
    """Who on the label is meant."""

    REGISTRANT = "registrant", "注册人"
    FILER = "filer", "备案人"
    RESPONSIBLE = "responsible", "境内责任人"


class NotifyLabel(Act[OutsideProblem, "Authority | None"]):
    """拟写给产品标签标示的注册人、备案人、境内责任人所在地省级药品监督管理部门的风险控制通报函，一省一函。"""

    name = "cooperation.notify_label"
    title = "拟写风险控制通报函"
    cites = "outside"
    who = PROVINCIAL
    when = all_of(OPEN, holds("需要在全国范围内控制", lambda case: case.nationwide, "没有要求全国范围通报。"))
    guards = (NO_INTEREST,)
    # Once a letter has gone out: it ends then, or with one more that is written.
    answers = (NOTIFY,)

    class Input(Fields):
        """Which province is told of whom, and what it is asked to do."""

        province: str = Field(title="省、自治区、直辖市药品监督管理部门", min_length=2, max_length=120)
        holder: OnLabel = Field(title="标签标示的")
        holder_name: str = Field(title="名称", min_length=1, max_length=100)
        matters: str = Field(title="通报内容", min_length=1, max_length=8000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def initial(cls, person: Person, case: OutsideProblem) -> Values:
        """What was found, of which products, and what was ordered here."""
        order = case.measures.order_by("pk").last()
        done = f"\n我单位已责令暂停生产、经营（{order.number}）。" if order else ""
        return {"matters": f"{case.text}\n涉及的产品：{case.products}{done}\n请对所涉产品采取风险控制措施。"}

    def check(self) -> Authority | None:
        """The authority of that name in this system, if it has one; told once of one enterprise."""
        twice = self.case.letters.exclude(stage=LetterStage.WITHDRAWN).filter(
            addressees__name=self.data.province, party_name=self.data.holder_name
        )
        if twice.exists():
            self.refuse(f"给{self.data.province}的通报函已经拟写，请从函件中发出。", article="")
        return cast(
            "Authority | None",
            Authority.objects.unrestricted().filter(name=self.data.province, is_active=True).first(),
        )

    def do(self, found: Authority | None) -> Change:
        """A draft, to be sent by who wrote it."""
        data, unit = self.data, unit_of(self)
        letter = Letter.objects.create(
            direction="out",
            kind=LetterKind.LABEL_NOTICE,
            stage=LetterStage.DRAFT,
            authority=unit,
            handler=unit,
            subject=f"{data.holder.label}{data.holder_name}产品的风险控制",
            party_name=data.holder_name,
            problem=self.case,
            matters=data.matters,
            written_by=self.actor,
            written_at=self.at,
        )
        kind = kind_of_unit(found) if found else BodyKind.PROVINCE
        Addressee.objects.create(letter=letter, name=data.province, kind=kind, unit=found)
        self.case.save()
        self.owe(turns.SEND, letter)
        also(self, letter, problem=self.case.public_id)
        return Change(self.case, {"letter": letter.public_id})
