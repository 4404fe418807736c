"""Adding and cancelling tasks of a programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.duties.turns import end_all
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.apps.programme.actions.programmes import TEXT
from zhuangjian.apps.programme.law import kinds_of
from zhuangjian.apps.programme.models import Programme, Task, TaskStatus
from zhuangjian.apps.programme.queries import PLAIN_REASON
from zhuangjian.apps.programme.who import OFFICERS, OFFICERS_OF_TASK, at
from zhuangjian.apps.registry.models import Party, Site
from zhuangjian.engines.rules.vocabulary import PRODUCTION_KINDS, InspectionType, Mode
from zhuangjian.kernel.states import always
from zhuangjian.kernel.turns import NEEDLESS


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
            title="被检查对象", min_length=1, description="统一社会信用代码、许可证编号或者完整名称"
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
        return Place(party, self._site(party))

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
        task = Task.objects.create(programme=self.case, party=found.party, site=found.site, **given)
        return Change(task, {"programme_status": self.case.status})


def find_party(person: Any, text: str) -> Party | None:
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
