"""Adding and cancelling tasks of a programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from pydantic import Field
from pydantic.config import JsonDict

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import practised, refuse_by_practice
from zhuangjian.apps.duties.turns import end_all
from zhuangjian.apps.ledger.act import FOUND, Act, Change, Fields, Values
from zhuangjian.apps.programme.actions.programmes import TEXT
from zhuangjian.apps.programme.law import kinds_of
from zhuangjian.apps.programme.models import Programme, ProgrammeStatus, Task, TaskStatus
from zhuangjian.apps.programme.queries import PLAIN_REASON
from zhuangjian.apps.programme.turns import APPROVE_TASK
from zhuangjian.apps.programme.who import OFFICERS, OFFICERS_OF_TASK, at
from zhuangjian.apps.registry import search
from zhuangjian.apps.registry.models import Party, Site
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.vocabulary import PRODUCTION_KINDS, InspectionType, Mode
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import Actor, No, Who, all_of
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import always, holds
from zhuangjian.kernel.turns import NEEDLESS

# What a year's programme settles ahead; what comes by application or by cause is added when it comes.
SUGGESTED: JsonDict = {"widget": "suggested"}
PLANNED_AHEAD = (InspectionType.ROUTINE, InspectionType.OTHER)


@dataclass(frozen=True)
class Place:
    """Whom a task is to inspect, and where."""

    party: Party
    site: Site | None


class AddTask(Act[Programme, Place]):
    """Put one inspection of one party into the programme."""

    name = "programme.add_task"
    title = "增加检查任务"
    cites = "programme"
    who = OFFICERS
    when = always

    class Input(Fields):
        """Whom, what kind, when, with which focus."""

        party: str = Field(
            title="被检查对象",
            min_length=1,
            description="统一社会信用代码、许可证编号或者完整名称；输入几个字会列出您管辖的企业",
            json_schema_extra=SUGGESTED,
        )
        site: int | None = Field(None, title="检查地址", json_schema_extra={"widget": "hidden"})
        inspection_type: InspectionType = Field(InspectionType.ROUTINE, title="检查类型")
        mode: Mode = Field(Mode.ON_SITE, title="检查方式")
        announced: bool = Field(False, title="预先告知被检查对象")
        window_from: date = Field(title="时间起")
        window_to: date = Field(title="时间止")
        focus: str = Field("", title="检查重点", json_schema_extra=TEXT)
        expertise: str = Field(
            "", title="所需专长", max_length=200, description="用顿号分开，例如：微生物、工艺"
        )

    data: Input

    @classmethod
    def found(
        cls, person: Person, case: Programme, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """The parties in reach that the words mean."""
        return parties_meant(person, words) if field == "party" else ()

    def check(self) -> Place:
        """A party that is known, kinds that fit the type, a window the right way round."""
        party = find_party(self.person, self.data.party)
        if party is None:
            self.refuse(
                f"没有找到“{self.data.party}”，或者它不在您的管辖范围。请核对后用信用代码再试。", "被检查对象"
            )
        kinds = kinds_of(party)
        kind = self.data.inspection_type
        if kind == InspectionType.LICENSING and not PRODUCTION_KINDS & set(kinds):
            self.refuse("许可检查只针对化妆品生产许可的申请人。", article=self.cite("licensing"))
        if kind == InspectionType.FOR_CAUSE and self.data.announced:
            self.refuse("有因检查原则上不得预先告知被检查对象。", article=self.cite("for_cause_secrecy"))
        if kind == InspectionType.FOR_CAUSE and not self.data.focus:
            self.refuse(
                "有因检查应当针对具体问题或者线索写明检查内容。",
                "检查重点",
                article=self.cite("for_cause_content"),
            )
        if self.data.window_to < self.data.window_from:
            refuse_by_practice("plausible_dates", self.at, "时间止早于时间起，请改正。", "有效的检查时间")
        self._within_the_programme()
        return Place(party, self._site(party))

    def _within_the_programme(self) -> None:
        """Not years outside the programme; one begun late in the year may go on into the next."""
        overhang = parameter(pack_for(settings.REGION), "task_overhang_days", self.today)
        first = date(self.case.year, 1, 1)
        last = date(self.case.year, 12, 31) + timedelta(days=int(str(overhang.value)))
        if self.data.window_from < first or self.data.window_to > last:
            refuse_by_practice(
                "plausible_dates",
                self.at,
                f"这是{self.case.year}年的计划，任务时间应当在{chinese_date(first)}至{chinese_date(last)}之内；别的年度的任务请列入该年度的计划。",
                "计划年度内的检查时间",
            )

    def _site(self, party: Party) -> Site | None:
        sites = Site.objects.unrestricted().filter(party=party, seen_to=None)
        if self.data.site is not None:
            found = sites.filter(pk=self.data.site).first()
            if found is None:
                self.refuse("所选检查地址不是该企业现有的场所。", "检查地址")
            return found
        return sites.filter(kind="production").first() or sites.first()

    def do(self, found: Place) -> Change:
        """The task is planned within the programme."""
        given = self.data.model_dump(exclude={"expected_version", "party", "site"})
        waits = self.case.status == ProgrammeStatus.APPROVED and self.data.inspection_type in PLANNED_AHEAD
        task = Task.objects.create(
            programme=self.case,
            party=found.party,
            site=found.site,
            added_by=self.person,
            approval_waits=waits,
            **given,
        )
        if waits:
            self.owe(APPROVE_TASK, task)
        return Change(task, {"programme_status": self.case.status})


class AnotherThanWhoAdded(Who[Task]):
    """Not the one who added the task, as long as the house rule stands."""

    def why_not(self, person: Actor | None, case: Task, at: datetime | None = None) -> No | None:
        """Who added it is told the rule and its article."""
        rule = practised("programme_approved_by_another", at)
        if rule is None or person is None or case.added_by_id != person.pk:
            return None
        return No(
            "任务的增加人不能批准自己增加的任务。", article=rule.article, missing=("本单位其他负责人的批准",)
        )

    def words(self, case: Task | None = None) -> str:
        """Who is left out, in Chinese."""
        return "任务的增加人除外"


class ApproveTask(Act[Task]):
    """The head approves a task that was added after the programme's approval; until then it is not sent out."""

    name = "programme.approve_task"
    title = "批准增补的任务"
    cites = "programme"
    who = all_of(
        holders(
            "计划所属单位负责人",
            "head",
            unit=lambda task: task.programme.authority_id,
            named=lambda task: f"{task.programme.authority}负责人",
        ),
        AnotherThanWhoAdded(),
    )
    when = all_of(
        at(TaskStatus.PLANNED),
        holds(
            "任务是计划批准之后增加的，还没有批准",
            lambda task: task.approval_waits,
            "这一任务不需要另行批准，或者已经批准。",
        ),
    )
    answers = (APPROVE_TASK,)

    def do(self, found: None) -> Change:
        """Part of the approved programme from now on."""
        self.case.approval_waits, self.case.approved_by = False, self.person
        self.case.save()
        return Change(self.case)


def parties_meant(person: Person, words: str) -> list[tuple[object, str]]:
    """The parties in reach that the words mean, best first: what ``find_party`` knows each by, and its name and place."""
    found = search.find(Party.objects.visible_to(person), words)[:FOUND]
    return [(row.credit_code or row.name, f"{row.name} {row.address}".strip()) for row in found]


def find_party(person: Person | None, text: str) -> Party | None:
    """The one party in reach that a credit code, a licence number, an exact name (also a former one) names."""
    reach = Party.objects.visible_to(person)
    for wanted in (
        Q(credit_code=text.upper()),
        Q(licences__number=text),
        Q(name=text),
        Q(names__name=text),
    ):
        found = list(reach.filter(wanted).distinct()[:2])
        if len(found) == 1:
            return found[0]
    return None


class CancelTask(Act[Task]):
    """Take a task out of the programme, with the reason."""

    name = "programme.cancel_task"
    title = "取消检查任务"
    cites = "programme"
    who = OFFICERS_OF_TASK
    when = at(TaskStatus.PLANNED, TaskStatus.ASSIGNED)

    class Input(Fields):
        """Why the inspection that the task asks for does not take place."""

        reason: str = Field(title="取消原因", min_length=1, max_length=300, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Task) -> Values:
        """The usual reason, to be made more exact."""
        return {"reason": PLAIN_REASON}

    def do(self, found: None) -> Change:
        """Cancelled; whoever was to open it need not."""
        self.case.status = TaskStatus.CANCELLED
        self.case.cancel_reason = self.data.reason
        self.case.save()
        end_all(self, self.case, outcome=NEEDLESS)
        return Change(self.case)
