"""The yearly list of small makers that are helped one to one: found, asked for, decided by a person, settled (LN 2(2))."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.duties.turns import end_one
from zhuangjian.apps.guidance import turns
from zhuangjian.apps.guidance.actions.opening import TEXT, opened
from zhuangjian.apps.guidance.candidates import Candidate, candidates, judged, producing
from zhuangjian.apps.guidance.dossier import standing_of
from zhuangjian.apps.guidance.law import pairs
from zhuangjian.apps.guidance.models import Moment, Pairing, PairingList, PairingListStage, PairingStage
from zhuangjian.apps.guidance.who import CONTACTS, KEEPERS, UNDECIDED, listing
from zhuangjian.apps.improvement.who import WORKERS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.conflicts import conflicts
from zhuangjian.apps.registry.models import Jurisdiction, Party
from zhuangjian.apps.warning.group import units_of
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.states import always

NONE_HERE = "本地区现在没有结对帮扶的安排。"


class OpenPairing(Act[None]):
    """开始一个年度的帮扶名单：系统按档案列出规模小、体系或者管理薄弱的在产企业，企业也可以申请。"""

    name = "guidance.open_pairing"
    title = "开始年度帮扶名单"
    cites = "guidance"
    model = PairingList
    creates = True
    who = KEEPERS
    when = always

    class Input(Fields):
        """Which year, and the two days."""

        year: int = Field(title="年度", ge=2026, le=2100)
        wishes_until: date = Field(title="企业申请的截止日期")
        settle_by: date = Field(title="确定名单的期限")

    data: Input

    def prepare(self) -> None:
        """The dossiers are read before the ledger is taken."""
        self.candidates: list[Candidate] = list(candidates(self.today)) if pairs(self.today) else []

    def check(self) -> None:
        """A place that does it, once a year, days in order."""
        data = self.data
        if not pairs(self.today):
            self.refuse(NONE_HERE)
        if data.year not in (self.today.year, self.today.year + 1):
            self.refuse("只能开始今年或者明年的名单。", "年度")
        if PairingList.objects.unrestricted().filter(year=data.year).exists():
            self.refuse(f"{data.year}年的帮扶名单已经开始，请在其中办理。", "年度")
        if not self.today <= data.wishes_until <= data.settle_by:
            self.refuse("申请的截止日期不早于今天，确定名单的期限不早于申请的截止日期。", "确定名单的期限")

    def do(self, found: None) -> Change:
        """Candidates with their grounds; the leading unit's turn to decide."""
        data, unit = self.data, self.actor.authority
        assert unit is not None
        row = PairingList.objects.create(
            authority=unit,
            year=data.year,
            wishes_until=data.wishes_until,
            settle_by=data.settle_by,
            opened_at=self.at,
            opened_by=self.actor,
        )
        for one in self.candidates:
            made = entered(row, one)
            also(self, made)
        for before in PairingList.objects.unrestricted().filter(year__lt=data.year):
            end_one(self, before, turns.AGAIN)
        self.owe(turns.SETTLE, row)
        return Change(row, {"year": data.year, "candidates": len(self.candidates)})


def entered(row: PairingList, one: Candidate) -> Pairing:
    """The place of an enterprise among those of the year."""
    return Pairing.objects.create(
        listing=row, year=row.year, party=one.party, points=one.points, weak=one.weak, computed=one.fits
    )


class WishPairing(Act[Party, PairingList]):
    """企业申请列入年度结对帮扶，写明希望解决的问题；由监管部门结合风险确定，写明理由答复。"""

    name = "guidance.wish_pairing"
    title = "申请结对帮扶"
    cites = "guidance"
    who = CONTACTS
    when = always

    class Input(Fields):
        """What the enterprise wants help with."""

        wish: str = Field(title="希望解决的问题", min_length=4, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def prepare(self) -> None:
        """The dossier is read before the ledger is taken."""
        self.candidate = judged(self.case, self.today) if pairs(self.today) else None

    def check(self) -> PairingList:
        """A list that takes wishes, a maker in production, asked once."""
        if self.candidate is None:
            self.refuse(NONE_HERE)
        row = PairingList.objects.unrestricted().filter(stage=PairingListStage.OPEN).order_by("year").first()
        if row is None:
            self.refuse("现在没有正在征集的年度帮扶名单。")
        if self.today > row.wishes_until:
            self.refuse(f"{row.year}年结对帮扶的申请已于{chinese_date(row.wishes_until)}截止。")
        if self.case.pk not in set(producing(self.today)):
            self.refuse("结对帮扶的对象是在产企业：档案里没有本企业有效的生产许可证。")
        known = Pairing.objects.unrestricted().filter(listing=row, party=self.case).first()
        if known is not None and known.wished_at is not None:
            self.refuse(f"本企业已经申请{row.year}年结对帮扶。")
        if known is not None and known.stage != PairingStage.CANDIDATE:
            self.refuse(f"本企业{known.get_stage_display()}{row.year}年结对帮扶。")
        return row

    def do(self, found: PairingList) -> Change:
        """Among those of the year, with its wish."""
        row = Pairing.objects.filter(listing=found, party=self.case).first()
        if row is None:
            assert self.candidate is not None
            row = entered(found, self.candidate)
        row.wish, row.wished_at, row.wished_by = self.data.wish, self.at, self.actor
        row.save()
        return Change(row, {"year": row.year})


class DecidePairing(Act[Pairing, Person | None]):
    """确定一家企业是否列入年度帮扶，写明理由；列入的指定结对帮扶人，并开始一企一策的指导。"""

    name = "guidance.decide_pairing"
    title = "确定是否列入"
    cites = "guidance"
    who = KEEPERS
    when = UNDECIDED

    class Input(Fields):
        """On the list or not, why, and who helps."""

        decision: Literal["listed", "left_out"] = Field(title="决定")
        reason: str = Field(title="理由", min_length=4, max_length=300)
        supporter: int | None = Field(
            None, title="结对帮扶人", description="列入的填写，为负责该企业的监管部门的人员"
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Pairing) -> Options:
        """The two ways, and the officers of the unit that is nearest to the enterprise."""
        return {
            "decision": [("listed", "列入帮扶"), ("left_out", "不列入")],
            "supporter": [(one.pk, str(one)) for one in helpers(case.party)],
        }

    @classmethod
    def initial(cls, person: Person, case: Pairing) -> dict[str, Any]:
        """What the factors found weak."""
        weak = [one["factor"] for one in case.points if one["weak"]]
        wished = ["企业申请"] if case.wished_at else []
        return {"reason": "；".join([*wished, *(f"{one}薄弱" for one in weak)])}

    def prepare(self) -> None:
        """The dossier is read before the ledger is taken."""
        self.standing = standing_of(self.case.party, self.today)

    def check(self) -> Person | None:
        """Listed: an officer of the unit, without an interest in the enterprise."""
        if self.data.decision == "left_out":
            if self.data.supporter is not None:
                self.refuse("不列入的，不填写结对帮扶人。", "结对帮扶人")
            return None
        found = next((one for one in helpers(self.case.party) if one.pk == self.data.supporter), None)
        if found is None:
            self.refuse("请选择结对帮扶人：负责该企业的监管部门的人员。", "结对帮扶人")
        if faults := conflicts([found], self.case.party, self.today).value:
            self.refuse(f"{faults[0].message}，应当回避，请另选结对帮扶人。", "结对帮扶人")
        return found

    def do(self, found: Person | None) -> Change:
        """Listed, its guidance begins with the helper's turn to plan; or left out with the reason."""
        row = self.case
        row.stage, row.reason = PairingStage(self.data.decision), self.data.reason
        row.decided_at, row.decided_by, row.supporter = self.at, self.actor, found
        if found is not None:
            because = f"{row.year}年一企一策结对帮扶，结对帮扶人{found.name}；{row.reason}"[:300]
            row.guidance = opened(self, row.party, self.standing, Moment.PAIRED, self.today, because)
            also(self, row.guidance)
        row.save()
        return Change(row, {"decision": str(row.stage)})


def helpers(party: Party) -> list[Person]:
    """The officers of the unit that is nearest to the enterprise."""
    top = Jurisdiction.objects.unrestricted().filter(party=party).select_related("authority").first()
    if top is None:
        return []
    unit = units_of([party.pk], top.authority)[party.pk]
    rows = Person.objects.unrestricted().filter(authority=unit, is_active=True)
    return list(rows.filter(role_rows__role__in=[str(one) for one in WORKERS]).distinct().order_by("pk"))


class SettlePairing(Act[PairingList, list[Pairing]]):
    """确定年度帮扶名单：企业的申请逐家答复以后办理，其余没有确定的按写明的理由不列入。"""

    name = "guidance.settle_pairing"
    title = "确定名单"
    cites = "guidance"
    who = KEEPERS
    when = listing(PairingListStage.OPEN)
    answers = (turns.SETTLE,)

    class Input(Fields):
        """Why the others are left out."""

        note: str = Field(
            title="说明", min_length=4, max_length=300, description="没有列入的企业为什么不列入"
        )

    data: Input

    def check(self) -> list[Pairing]:
        """The wishes are over and answered, and somebody is helped."""
        rows = list(Pairing.objects.unrestricted().filter(listing=self.case).select_related("party"))
        if self.today <= self.case.wishes_until:
            self.refuse(f"企业可以申请到{chinese_date(self.case.wishes_until)}，请在截止以后确定。")
        rest = [one for one in rows if one.stage == PairingStage.CANDIDATE]
        if wished := [one.party.name for one in rest if one.wished_at is not None]:
            self.refuse(f"企业的申请还没有答复：{'、'.join(wished)}。请逐家确定。", *wished)
        if not any(one.stage == PairingStage.LISTED for one in rows):
            self.refuse("还没有一家企业列入帮扶，请先逐家确定。")
        return rest

    def do(self, found: list[Pairing]) -> Change:
        """Fixed; next year's list is the leading unit's next turn."""
        row = self.case
        for one in found:
            one.stage, one.reason = PairingStage.LEFT_OUT, self.data.note
            one.decided_at, one.decided_by = self.at, self.actor
            one.save()
            also(self, one)
        row.stage, row.note = PairingListStage.SETTLED, self.data.note
        row.settled_at, row.settled_by = self.at, self.actor
        row.save()
        self.owe(turns.AGAIN, row)
        return Change(row, {"left_out": len(found)})
