"""An enterprise applies, is nominated and applies then, renews, or steps back (LN 2(7))."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.benchmark import lines, turns
from zhuangjian.apps.benchmark.law import NONE_HERE, criteria_here, renewal_days
from zhuangjian.apps.benchmark.models import OPEN, Candidacy, CandidacyStage, Origin
from zhuangjian.apps.benchmark.record import grounds
from zhuangjian.apps.benchmark.who import CONTACTS, LOCAL, PARTY, TITLE_STANDS, at
from zhuangjian.apps.concern.actions.concerns import provincial
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import always

M = TypeVar("M", bound=Model)
EVIDENCE: dict[str, Any] = {"widget": "textarea", "rows": 10}


class Evidence(Fields):
    """The evidence for each criterion."""

    evidence: str = Field(
        title="证据",
        min_length=10,
        max_length=20_000,
        json_schema_extra=EVIDENCE,
        description="每行一项标准，在“|”之后写做法和证据（文件、记录的名称和编号）",
    )


class _Applying(Act[M, list[str]]):
    """What applying, accepting a nomination and renewing share: evidence for every criterion, nothing that excludes."""

    Input = Evidence
    data: Evidence

    @classmethod
    def initial(cls, person: Person, case: M) -> dict[str, Any]:
        """The criteria, to be filled in."""
        return {"evidence": lines.blank([one.code for one in criteria_here(timezone.localdate())])}

    def party(self) -> Party:
        """The enterprise that applies."""
        raise NotImplementedError

    def prepare(self) -> None:
        """The record is read before the ledger is taken; the enterprise is told what it may know of it."""
        self.against = grounds(self.party().pk, self.today, whole=False)

    def check(self) -> list[str]:
        """Evidence for each criterion, and a record that does not exclude."""
        if self.against:
            self.refuse(f"{'；'.join(self.against)}，现在不能申报。")
        try:
            found = lines.read(self.data.evidence, [one["title"] for one in self.criteria()])
        except ValueError as fault:
            self.refuse(f"{fault}。", "证据")
        return [one[0] for one in found]

    def criteria(self) -> list[dict[str, Any]]:
        """The criteria of today."""
        return criteria_of(self)

    def submitted(self, row: Candidacy, evidence: list[str]) -> Change:
        """Handed in: the office's turn to name the committee."""
        row.evidence, row.stage = evidence, CandidacyStage.SUBMITTED
        row.submitted_at, row.submitted_by = self.at, self.actor
        row.save()
        self.owe(turns.INVITE, row)
        return Change(row, {"origin": str(row.origin)})


def criteria_of(act: Act[Any, Any]) -> list[dict[str, Any]]:
    """The criteria of the day, as they are kept; a refusal where the place selects no benchmark enterprises."""
    found = criteria_here(act.today)
    if not found:
        act.refuse(f"{NONE_HERE}。")
    return [{"theme": one.theme, "title": one.code, "weight": one.weight} for one in found]


def begun(act: Act[Any, Any], party: Party, origin: Origin, **more: Any) -> Candidacy:
    """A candidacy from here on, bound to the criteria of today."""
    return Candidacy(
        party=party,
        name=party.name,
        authority=provincial(),
        origin=origin,
        criteria=criteria_of(act),
        opened_at=act.at,
        **more,
    )


def nothing_runs(act: Act[Any, Any], party: Party) -> None:
    """Refuse a second candidacy beside one that is not decided, and one beside a title that stands."""
    rows = Candidacy.objects.unrestricted().filter(party=party)
    if rows.filter(stage__in=[str(one) for one in OPEN]).exists():
        act.refuse(f"{party.name}已有没有决定的申报，请在其中办理。")
    titled = rows.filter(stage=CandidacyStage.TITLED, until__gte=act.today).first()
    if titled is not None:
        act.refuse(f"{party.name}已经是标杆企业，需要续期的请在原申报的页面申请。")


class Apply(_Applying[Party]):
    """企业申报标杆企业，按标准逐项写明做法和证据。"""

    name = "benchmark.apply"
    title = "申报标杆企业"
    cites = "benchmark"
    who = CONTACTS
    when = always

    def party(self) -> Party:
        """The enterprise itself."""
        return self.case

    def check(self) -> list[str]:
        """A place that selects, no other candidacy, evidence, a clean record."""
        self.criteria()
        nothing_runs(self, self.case)
        return super().check()

    def do(self, found: list[str]) -> Change:
        """Handed in."""
        return self.submitted(begun(self, self.case, Origin.APPLIED), found)


class Nominate(Act[Party]):
    """监管部门推荐一家企业参加遴选，写明理由；由企业逐项填写证据后申报。"""

    name = "benchmark.nominate"
    title = "推荐为标杆企业"
    cites = "benchmark"
    who = LOCAL
    when = always

    class Input(Fields):
        """Why this enterprise should be considered."""

        because: str = Field(title="推荐理由", min_length=4, max_length=300)

    data: Input

    def prepare(self) -> None:
        """What the office finds beyond this is its own."""
        self.against = grounds(self.case.pk, self.today, whole=False)

    def check(self) -> None:
        """A place that selects, no other candidacy, nothing on record that excludes."""
        criteria_of(self)
        nothing_runs(self, self.case)
        if self.against:
            self.refuse(f"{'；'.join(self.against)}，现在不能推荐。")

    def do(self, found: None) -> Change:
        """The enterprise's turn to apply."""
        row = begun(
            self,
            self.case,
            Origin.NOMINATED,
            stage=CandidacyStage.DRAFT,
            nominated_by=self.actor.authority,
            because=self.data.because,
        )
        row.save()
        self.owe(turns.APPLY, row)
        return Change(row, {"origin": str(row.origin)})


class _OnCandidacy(_Applying[Candidacy]):
    """Applying with a candidacy at hand."""

    def party(self) -> Party:
        """The enterprise of the candidacy."""
        return self.case.party


class Accept(_OnCandidacy):
    """被推荐的企业按标准逐项写明做法和证据后申报。"""

    name = "benchmark.accept"
    title = "填写证据并申报"
    cites = "benchmark"
    who = PARTY
    when = at(CandidacyStage.DRAFT)
    answers = (turns.APPLY,)

    @classmethod
    def initial(cls, person: Person, case: Candidacy) -> dict[str, Any]:
        """The criteria that this candidacy is bound to."""
        return {"evidence": lines.blank([one["title"] for one in case.criteria])}

    def criteria(self) -> list[dict[str, Any]]:
        """Those of the day on which it was nominated."""
        return list(self.case.criteria)

    def do(self, found: list[str]) -> Change:
        """Handed in."""
        return self.submitted(self.case, found)


class Renew(_OnCandidacy):
    """标杆企业在称号届满以前申请续期，重新按标准逐项写明证据，重新评审和公示。"""

    name = "benchmark.renew"
    title = "申请续期"
    cites = "benchmark"
    who = PARTY
    when = all_of(at(CandidacyStage.TITLED), TITLE_STANDS)
    answers = (turns.RENEW,)

    def check(self) -> list[str]:
        """Not too early, and not twice."""
        row = self.case
        assert row.until is not None
        opens = row.until - timedelta(days=renewal_days(self.today))
        if self.today < opens:
            self.refuse(f"称号到{chinese_date(row.until)}期满，{chinese_date(opens)}起可以申请续期。")
        rows = Candidacy.objects.unrestricted().filter(party=row.party)
        if rows.filter(stage__in=[str(one) for one in OPEN]).exists():
            self.refuse("已有没有决定的申报，请在其中办理。")
        return super().check()

    def do(self, found: list[str]) -> Change:
        """A candidacy of its own; the title runs on meanwhile."""
        return self.submitted(begun(self, self.case.party, Origin.RENEWAL), found)


class StepBack(Act[Candidacy]):
    """企业撤回申报，或者不接受推荐，写明原因。"""

    name = "benchmark.step_back"
    title = "撤回申报"
    cites = "benchmark"
    who = PARTY
    when = at(*OPEN)

    class Input(Fields):
        """Why it steps back."""

        because: str = Field(title="原因", min_length=2, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Over, for this time."""
        row = self.case
        row.stage, row.ended_because, row.ended_on = (
            CandidacyStage.WITHDRAWN,
            self.data.because,
            self.today,
        )
        row.save()
        return Change(row)
