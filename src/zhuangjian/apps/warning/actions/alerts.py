"""A letter to a group of enterprises: drafted with its list frozen, signed and sent by the head, or taken back (LN 2(4))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.warning import turns
from zhuangjian.apps.warning.actions.consultations import TEXT
from zhuangjian.apps.warning.group import MOST, Condition, picked, units_of
from zhuangjian.apps.warning.models import (
    Alert,
    AlertKind,
    AlertStage,
    Consultation,
    ProductChoice,
    Recipient,
    RecipientStage,
)
from zhuangjian.apps.warning.who import CALLERS, HEAD, OFFICE, alert_at
from zhuangjian.engines.risk.grade_words import RiskGrade
from zhuangjian.engines.rules.checklists import checklist_in_force
from zhuangjian.engines.rules.vocabulary import Edition, PartyKind
from zhuangjian.kernel.states import always

LONG: dict[str, Any] = {"widget": "textarea", "rows": 8}
LINES, LENGTH = 40, 300


@dataclass(frozen=True)
class Drafted:
    """What a draft came to: the group, who assesses each, the lines of the self-inspection."""

    condition: Condition
    parties: list[Party]
    units: dict[int, Authority]
    lines: list[str]
    consultation: Consultation | None


def read_lines(text: str) -> list[str]:
    """One line of the checklist a line. ValueError says what is wrong."""
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) > LINES:
        raise ValueError(f"自查清单最多 {LINES} 项，现有 {len(found)} 项")
    if long := [no for no, line in enumerate(found, 1) if len(line) > LENGTH]:
        raise ValueError(f"自查清单第 {long[0]} 项超过 {LENGTH} 字")
    return found


class DraftAlert(Act[None, Drafted]):
    """起草风险提示函、共性问题通报或者典型案例通报；按条件选出的企业名单随即固定，审签以前可以查看。"""

    name = "warning.draft_alert"
    title = "起草提示函或者通报"
    cites = "risk_warning"
    model = Alert
    creates = True
    who = CALLERS
    when = always

    class Input(Fields):
        """The words, the group, and what is asked of it."""

        kind: AlertKind = Field(title="种类")
        title: str = Field(title="标题", min_length=4, max_length=120)
        text: str = Field(
            title="正文",
            min_length=10,
            max_length=8000,
            json_schema_extra=LONG,
            description="典型案例不写企业名称",
        )
        kinds: list[str] = Field([], title="企业类别")
        district: int | None = Field(None, title="监管单位")
        grades: list[str] = Field([], title="风险等级")
        product: ProductChoice | None = Field(None, title="产品")
        lines: str = Field(
            "",
            title="自查清单",
            max_length=12_000,
            json_schema_extra=LONG,
            description="要求自查的，每行一项；不要求自查的留空",
        )
        answer_by: date | None = Field(None, title="自查报送期限")
        edition: Edition | None = Field(
            None, title="检查要点版本", description="函件针对某一检查要点的，用于统计此后的成效"
        )
        item: str = Field("", title="检查要点编号", max_length=10)
        consultation: UUID | None = Field(None, title="依据的会商")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """Kinds, units below, grades, products, the consultations of one's own authority."""
        return {
            "kinds": [(one.value, one.label) for one in PartyKind],
            "district": [(one.pk, one.name) for one in _districts(person)],
            "grades": [(one.value, one.label) for one in RiskGrade],
            "product": [(one.value, one.label) for one in ProductChoice],
            "edition": [(one.value, one.label) for one in Edition],
            "consultation": [(one.public_id, str(one)) for one in _consultations(person)],
        }

    def check(self) -> Drafted:
        """A group that is somebody and not everybody; what is asked has a day; a checkpoint that exists."""
        data = self.data
        lines = self._lines()
        if data.item or data.edition:
            known = data.edition and checklist_in_force(data.edition, self.today).get(data.item)
            if not known:
                self.refuse("没有这一检查要点：请同时选择版本并填写编号。", "检查要点编号")
        consultation = None
        if data.consultation is not None:
            consultation = _consultations(self.actor).filter(public_id=data.consultation).first()
            if consultation is None:
                self.refuse("请从列出的会商中选择。", "依据的会商")
        condition = self._condition()
        parties = list(picked(condition, self.actor).order_by("pk")[: MOST + 1])
        if not parties:
            self.refuse(f"没有符合条件的企业（{condition.words()}），请放宽条件。", "发送范围")
        if len(parties) > MOST:
            self.refuse(f"符合条件的企业超过 {MOST} 家，请缩小条件分次发送。", "发送范围")
        unit = self.actor.authority
        assert unit is not None
        return Drafted(condition, parties, units_of([one.pk for one in parties], unit), lines, consultation)

    def _lines(self) -> list[str]:
        data = self.data
        try:
            lines = read_lines(data.lines)
        except ValueError as error:
            self.refuse(f"{error}。", "自查清单")
        if bool(lines) != (data.answer_by is not None):
            self.refuse("要求自查的，清单和报送期限都要填写；不要求的都留空。", "自查报送期限")
        if data.answer_by is not None and data.answer_by <= self.today:
            self.refuse("自查报送期限应晚于今天。", "自查报送期限")
        return lines

    def _condition(self) -> Condition:
        data = self.data
        units = {one.pk: one for one in _districts(self.actor)}
        if data.district is not None and data.district not in units:
            self.refuse("请从列出的单位中选择。", "监管单位")
        try:
            kinds = tuple(PartyKind(one) for one in data.kinds)
            grades = tuple(RiskGrade(one) for one in data.grades)
        except ValueError:
            self.refuse("请从列出的企业类别和风险等级中选择。", "发送范围")
        district = units[data.district] if data.district is not None else None
        condition = Condition(kinds, district, grades, data.product)
        if condition.empty:
            self.refuse("请至少填写一项条件：企业类别、监管单位、风险等级或者产品。", "发送范围")
        return condition

    def do(self, found: Drafted) -> Change:
        """The draft with its list; the head's turn."""
        data, unit = self.data, self.actor.authority
        assert unit is not None
        words = {"kind": data.kind, "title": data.title, "text": data.text}
        asked = {"lines": found.lines, "answer_by": data.answer_by}
        row = Alert.objects.create(
            authority=unit,
            consultation=found.consultation,
            condition=found.condition.words(),
            edition=data.edition or "",
            item=data.item,
            drafted_at=self.at,
            drafted_by=self.actor,
            **words,
            **asked,
        )
        for party in found.parties:
            one = Recipient.objects.create(
                alert=row, party=party, sender=unit, authority=found.units[party.pk], **words, **asked
            )
            also(self, one, alert=row.public_id)
        self.owe(turns.SEND, row)
        return Change(row, {"recipients": len(found.parties)})


def _districts(person: Person) -> list[Authority]:
    if person.authority is None:
        return []
    return list(
        Authority.objects.unrestricted()
        .filter(pk__in=person.authority.realm(), is_active=True)
        .order_by("kind", "pk")
    )


def _consultations(person: Person) -> Any:
    return Consultation.objects.visible_to(person).filter(authority_id=person.authority_id)


class SendAlert(Act[Alert]):
    """审签并发出：名单上的每家企业在自己的页面看到，确认收悉；要求自查的按期报送。"""

    name = "warning.send_alert"
    title = "审签并发出"
    cites = "risk_warning"
    who = HEAD
    when = alert_at(AlertStage.DRAFT)
    answers = (turns.SEND,)

    def check(self) -> None:
        """A term that has not run out meanwhile."""
        if self.case.answer_by is not None and self.case.answer_by <= self.today:
            self.refuse("自查报送期限已到：请撤回后重新起草。", "自查报送期限")

    def do(self, found: None) -> Change:
        """Each enterprise of the list, as it was frozen."""
        row = self.case
        row.stage, row.sent_at, row.sent_by = AlertStage.SENT, self.at, self.actor
        row.save()
        rows = list(Recipient.objects.unrestricted().filter(alert=row).select_related("party").order_by("pk"))
        for one in rows:
            one.stage, one.sent_at = RecipientStage.SENT, self.at
            one.save()
            also(self, one, alert=row.public_id)
            self.owe(turns.RECEIPT, one)
            if one.asked:
                self.owe(turns.ANSWER, one)
        return Change(row, {"recipients": len(rows)})


class DropAlert(Act[Alert]):
    """撤回一份没有发出的函件，写明理由；需要时重新起草。"""

    name = "warning.drop_alert"
    title = "撤回"
    cites = "risk_warning"
    who = OFFICE
    when = alert_at(AlertStage.DRAFT)

    class Input(Fields):
        """Why it is not sent after all."""

        reason: str = Field(title="理由", min_length=4, max_length=1000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Nothing is sent."""
        row = self.case
        row.stage = AlertStage.DROPPED
        row.save()
        for one in Recipient.objects.unrestricted().filter(alert=row).order_by("pk"):
            one.stage = RecipientStage.DROPPED
            one.save()
            also(self, one, alert=row.public_id)
        return Change(row, {"reason": self.data.reason})
