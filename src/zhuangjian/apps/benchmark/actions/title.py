"""The head decides after the publication; a title stands for a term, is withdrawn with reasons, or lapses (LN 2(7))."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.benchmark import turns
from zhuangjian.apps.benchmark.law import renewal_days, term_end
from zhuangjian.apps.benchmark.models import Candidacy, CandidacyStage
from zhuangjian.apps.benchmark.queries import objections, unanswered
from zhuangjian.apps.benchmark.record import grounds
from zhuangjian.apps.benchmark.who import HEAD, SYSTEM, at
from zhuangjian.apps.concern.models import ConcernOutcome
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import perform
from zhuangjian.engines.improvement.benchmark import before_title
from zhuangjian.engines.rules.vocabulary import Term
from zhuangjian.engines.rules.words import chinese_date

TITLED = at(CandidacyStage.TITLED)


class Decision(Term):
    """What the head decides."""

    GRANT = "grant", "授予称号"
    REFUSE = "refuse", "不予授予"


class Decide(Act[Candidacy]):
    """负责人决定是否授予称号：公示期满、异议都已答复、记录没有问题的才能授予；不予授予的写明理由，告知企业。"""

    name = "benchmark.decide"
    title = "决定是否授予称号"
    cites = "benchmark"
    who = HEAD
    when = at(CandidacyStage.SUBMITTED, CandidacyStage.SCORING, CandidacyStage.PUBLISHED)
    answers = (turns.DECIDE,)

    class Input(Fields):
        """Yes or no, and why."""

        decision: Decision = Field(title="决定")
        reason: str = Field(
            title="理由",
            min_length=4,
            max_length=2000,
            json_schema_extra={"widget": "textarea", "rows": 3},
            description="企业可以看到；有异议查实仍然授予的，写明为什么不影响",
        )
        despite: bool = Field(False, title="已考虑查实的异议，仍然授予")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Candidacy) -> Options:
        """Before the publication it can only be refused."""
        may = list(Decision) if case.stage == CandidacyStage.PUBLISHED else [Decision.REFUSE]
        return {"decision": [(one.value, one.label) for one in may]}

    def prepare(self) -> None:
        """The whole record is read once more before the ledger is taken."""
        self.against = grounds(self.case.party_id, self.today, whole=True)

    def check(self) -> None:
        """What stands before a title."""
        row = self.case
        if self.data.decision == Decision.REFUSE:
            return
        days = (
            (row.objections_until - row.published_on).days if row.published_on and row.objections_until else 0
        )
        waits = before_title(row.published_on, days, self.today, unanswered(row)) + self.against
        if waits:
            self.refuse(f"{'；'.join(waits)}，现在不能授予。")
        found = objections(row).filter(outcome=ConcernOutcome.FOUND).count()
        if found and not self.data.despite:
            self.refuse(
                f"有 {found} 件异议经核查属实或者部分属实：不影响授予的，勾选“仍然授予”并在理由中写明。",
                "已考虑查实的异议，仍然授予",
            )

    def do(self, found: None) -> Change:
        """A title for its term, after one that still runs; or none."""
        row = self.case
        row.reason, row.decided_at, row.decided_by = self.data.reason, self.at, self.actor
        if self.data.decision == Decision.REFUSE:
            row.stage = CandidacyStage.REFUSED
        else:
            runs = Candidacy.objects.unrestricted().filter(
                party_id=row.party_id, stage=CandidacyStage.TITLED, until__gte=self.today
            )
            last = max((one.until for one in runs if one.until), default=None)
            row.since = last + timedelta(days=1) if last else self.today
            row.until = term_end(row.since)
            row.stage = CandidacyStage.TITLED
        row.save()
        return Change(row, {"decision": str(self.data.decision)})


class Revoke(Act[Candidacy]):
    """撤销称号，写明原因；公开页面不再列出，企业可以看到原因。"""

    name = "benchmark.revoke"
    title = "撤销称号"
    cites = "benchmark"
    who = HEAD
    when = TITLED

    class Input(Fields):
        """Why it is withdrawn."""

        because: str = Field(title="撤销原因", min_length=4, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """No title from today on."""
        row = self.case
        row.stage, row.ended_because, row.ended_on = CandidacyStage.REVOKED, self.data.because, self.today
        row.save()
        return Change(row)


class Remind(Act[Candidacy]):
    """Tell the enterprise in time that its title ends; done by the system every night."""

    name = "benchmark.remind"
    title = "提醒续期"
    cites = "benchmark"
    who = SYSTEM
    when = TITLED

    def check(self) -> None:
        """Once, from the day on which a renewal may be asked for."""
        row = self.case
        assert row.until is not None
        opens = row.until - timedelta(days=renewal_days(self.today))
        if row.reminded_on is not None or self.today < opens:
            self.refuse(f"{chinese_date(opens)}起提醒一次。")

    def do(self, found: None) -> Change:
        """The enterprise's turn."""
        row = self.case
        row.reminded_on = self.today
        row.save()
        self.owe(turns.RENEW, row)
        return Change(row)


class Lapse(Act[Candidacy]):
    """End a title whose term is over; done by the system every night."""

    name = "benchmark.lapse"
    title = "称号期满"
    cites = "benchmark"
    who = SYSTEM
    when = TITLED

    def check(self) -> None:
        """Not before the day after its last."""
        if self.case.until is None or self.today <= self.case.until:
            self.refuse("称号还没有期满。")

    def do(self, found: None) -> Change:
        """Over."""
        row = self.case
        row.stage, row.ended_on = CandidacyStage.EXPIRED, row.until
        row.save()
        return Change(row)


def follow_terms() -> int:
    """End the titles that are over and remind of those that soon will be; how many acts that took."""
    today = timezone.localdate()
    rows = Candidacy.objects.unrestricted().filter(stage=CandidacyStage.TITLED)
    over = list(rows.filter(until__lt=today))
    for row in over:
        perform(Lapse, None, row, {})
    waiting = rows.filter(until__gte=today, reminded_on=None)
    if not waiting.exists():
        return len(over)
    soon = list(waiting.filter(until__lte=today + timedelta(days=renewal_days(today))))
    for row in soon:
        perform(Remind, None, row, {})
    return len(over) + len(soon)
