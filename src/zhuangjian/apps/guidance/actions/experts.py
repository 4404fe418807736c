"""The expert committee: members for a term, and the enterprises that one of them stays away from (LN 2(2))."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from pydantic import Field

from zhuangjian.apps.authorities.models import Person, Role
from zhuangjian.apps.guidance.models import Expert, ExpertConflict, ExpertField
from zhuangjian.apps.guidance.who import CONFLICT_STANDS, KEEPERS, KEEPERS_OR_EXPERT, TERM_RUNS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Searched
from zhuangjian.apps.programme.actions.placing import find_party, parties_meant
from zhuangjian.apps.registry.conflicts import conflicts
from zhuangjian.apps.registry.models import Party
from zhuangjian.kernel.states import always


def active_experts(day: date) -> Iterable[Expert]:
    """Members whose term covers the day."""
    return Expert.objects.unrestricted().filter(since__lte=day, until__gte=day).select_related("account")


def conflict_of(expert: Expert, party: Party, day: date) -> str:
    """Why a member may not guide this enterprise: declared here, or with the account; empty where nothing stands against it."""
    rows = ExpertConflict.objects.unrestricted().filter(expert=expert, party=party)
    standing = rows.filter(Q(ended_on=None) | Q(ended_on__gt=day)).first()
    if standing is not None:
        return f"{expert.name}申报过与该企业的利害关系：{standing.reason}"
    if expert.account is None:
        return ""
    faults = conflicts([expert.account], party, day).value
    return faults[0].message if faults else ""


class Appoint(Act[None, Person | None]):
    """聘任专家委员会成员：骨干检查员、行业、执法办案、检验检测人员，写明专长和任期。"""

    name = "guidance.appoint"
    title = "聘任专家"
    cites = "guidance"
    model = Expert
    creates = True
    who = KEEPERS
    when = always

    class Input(Fields):
        """Who, from where, for what and how long."""

        name: str = Field(title="姓名", min_length=2, max_length=60)
        unit: str = Field(title="工作单位", min_length=2, max_length=120)
        field: ExpertField = Field(title="方面")
        expertise: str = Field(title="专长", min_length=2, max_length=300)
        since: date = Field(title="任期起")
        until: date = Field(title="任期止")
        account: str = Field(
            "",
            title="账号",
            max_length=60,
            description="本系统人员填登录名，其申报的利害关系一并核对；外部专家留空",
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """From where a member may come."""
        return {"field": [(one.value, one.label) for one in ExpertField]}

    def check(self) -> Person | None:
        """A term that runs forward; a backbone inspector is an inspector of the system; nobody twice at a time."""
        data = self.data
        if data.until <= data.since:
            self.refuse("任期止应晚于任期起，请改正。", "任期止")
        account = None
        if data.account:
            found = Person.objects.visible_to(self.actor).filter(username=data.account, is_active=True)
            account = found.exclude(authority=None).first()
            if account is None:
                self.refuse(f"没有“{data.account}”这一在用的监管人员账号，请核对登录名。", "账号")
        if data.field == ExpertField.INSPECTOR and (account is None or not account.has(Role.INSPECTOR)):
            self.refuse("骨干检查员须是本系统的检查员，请填写其账号。", "账号")
        same = Expert.objects.unrestricted().filter(since__lte=data.until, until__gte=data.since)
        who = Q(account=account) if account else Q(name=data.name, unit=data.unit)
        if same.filter(who).exists():
            self.refuse(f"{data.name}在这一任期内已经是专家委员会成员。", "姓名")
        return account

    def do(self, found: Person | None) -> Change:
        """A member from that day on."""
        data, unit = self.data, self.actor.authority
        assert unit is not None
        row = Expert.objects.create(
            authority=unit,
            account=found,
            name=found.name if found else data.name,
            unit=data.unit,
            field=data.field,
            expertise=data.expertise,
            since=data.since,
            until=data.until,
            entered_at=self.at,
            entered_by=self.actor,
        )
        return Change(row, {"field": str(data.field)})


class EndTerm(Act[Expert]):
    """提前结束一位专家的任期，写明原因；已经指导过的留在台账。"""

    name = "guidance.end_term"
    title = "提前结束任期"
    cites = "guidance"
    who = KEEPERS
    when = TERM_RUNS

    class Input(Fields):
        """The last day, and why."""

        until: date = Field(title="任期止")
        because: str = Field(title="原因", min_length=2, max_length=300)

    data: Input

    def check(self) -> None:
        """Earlier than it was, not before it began."""
        if not self.case.since <= self.data.until < self.case.until:
            self.refuse("应在任期之内，并且早于原来的任期止。", "任期止")

    def do(self, found: None) -> Change:
        """A shorter term."""
        row = self.case
        row.until, row.ended_because = self.data.until, self.data.because
        row.save()
        return Change(row)


class DeclareConflict(Act[Expert, Party]):
    """申报专家与一家企业的利害关系；之后不能选其指导这家企业。"""

    name = "guidance.declare_conflict"
    title = "申报利害关系"
    cites = "guidance"
    who = KEEPERS_OR_EXPERT
    when = TERM_RUNS

    class Input(Fields):
        """With whom, and what it is."""

        party: str = Field(title="企业", min_length=2, max_length=200)
        reason: str = Field(title="利害关系", min_length=2, max_length=300)

    data: Input

    @classmethod
    def found(
        cls, person: Person, case: Expert, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """The parties in reach that the words mean."""
        return parties_meant(person, words) if field == "party" else ()

    @classmethod
    def choices(cls, person: Person, case: Expert) -> Options:
        """Found by typing."""
        return {"party": Searched()}

    def check(self) -> Party:
        """An enterprise of the register, not declared already."""
        party = find_party(self.actor, self.data.party)
        if party is None:
            self.refuse(f"企业档案里没有“{self.data.party}”，请填写统一社会信用代码或者全称。", "企业")
        known = ExpertConflict.objects.unrestricted().filter(expert=self.case, party=party, ended_on=None)
        if known.exists():
            self.refuse(f"已经申报过与{party.name}的利害关系。", "企业")
        return party

    def do(self, found: Party) -> Change:
        """On record; plans made before stay, the next choice is refused."""
        row = ExpertConflict.objects.create(
            expert=self.case,
            party=found,
            reason=self.data.reason,
            declared_at=self.at,
            declared_by=self.actor,
        )
        return Change(row)


class EndConflict(Act[ExpertConflict]):
    """登记一项利害关系已经终止。"""

    name = "guidance.end_conflict"
    title = "终止利害关系"
    cites = "guidance"
    who = KEEPERS
    when = CONFLICT_STANDS

    class Input(Fields):
        """Since when it is over."""

        ended_on: date = Field(title="终止日期")

    data: Input

    def check(self) -> None:
        """A day that has come."""
        if self.data.ended_on > self.today:
            self.refuse("终止日期还没有到。", "终止日期")

    def do(self, found: None) -> Change:
        """Over; it stays on record."""
        row = self.case
        row.ended_on = self.data.ended_on
        row.save()
        return Change(row)
