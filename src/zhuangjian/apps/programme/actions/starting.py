"""Tasks that come from elsewhere than a programme: for cause (CQ 32), by letter, by order, from another inspection, first finder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.ledger.act import Act, Change, Options
from zhuangjian.apps.programme.actions.placing import (
    Place,
    TaskFields,
    make_task,
    parties_meant,
    placed,
    refuse_origin,
)
from zhuangjian.apps.programme.actions.programmes import MAKERS, TEXT
from zhuangjian.apps.programme.models import Task
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.origins import causes_of, origins_of, supports_of
from zhuangjian.engines.rules.vocabulary import InspectionType, Mode, OriginKind
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import always

STARTERS = holders("单位的计划管理员、负责人", "programme_officer", "head")
OWN = {OriginKind.PROGRAMME: "年度计划", OriginKind.APPLICATION: "“登记许可申请”"}
STATED = ("body", "reference", "received_on", "words")


@dataclass(frozen=True)
class Start:
    """Whom and where, and the inspection in which it was found."""

    place: Place
    earlier: Task | None


class StartTask(Act[None, Start]):
    """Start an inspection that is neither a programme's nor an application's: for cause, or asked for from elsewhere.

    One act for all of them: the ledger tells an auditor of a task, not that it is one for cause (CQ 34).
    """

    name = "programme.start"
    title = "登记检查任务"
    cites = "authorities"
    model = Task
    creates = True
    who = STARTERS
    when = always

    class Input(TaskFields):
        """What it comes from, the cause of one for cause and what that rests on, whom, where and when."""

        inspection_type: InspectionType = Field(title="检查类型")
        kind: OriginKind = Field(title="检查来源")
        cause: str = Field("", title="启动原因", max_length=30, description="有因检查必须选择")
        support: str = Field(
            "",
            title="所依据的材料",
            max_length=30,
            description="有因检查必须选择；注册备案相关检查选择所涉的类别",
        )
        body: str = Field("", title="来文单位", max_length=120, description="来函、上级部署的填写")
        reference: str = Field(
            "", title="编号或者文号", max_length=120, description="来文、报告、投诉举报登记等的编号"
        )
        received_on: date | None = Field(None, title="收到、报告或者发现日期")
        earlier: str = Field(
            "", title="相关检查的编号", max_length=40, description="由其他检查、非现场检查引起的填写"
        )
        words: str = Field(
            "",
            title="具体情况",
            json_schema_extra=TEXT,
            description="线索内容、发现的问题、风险评估的结果等",
        )
        announced: bool = Field(False, title="预先告知被检查对象", description="有因检查不预先告知")

    data: Input

    @classmethod
    def found(
        cls, person: Person, case: None, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """The parties in reach that the words mean."""
        return parties_meant(person, words) if field == "party" else ()

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """Origins, causes and what they can rest on, as the region's pack has them."""
        rules = {k: one for k, one in origins_of(region=settings.REGION).items() if k not in OWN}
        types = dict.fromkeys(one for rule in rules.values() for one in rule.types)
        listed = causes_of(region=settings.REGION)
        supports = supports_of(region=settings.REGION).supports
        return {
            "inspection_type": [(one.value, one.label) for one in types],
            "kind": [(key.value, one.title) for key, one in rules.items()],
            "cause": [(one.key, one.title) for one in listed.causes] if listed else [],
            "support": [
                *((key, one.title) for key, one in supports.items()),
                *((key, title) for rule in rules.values() for key, title in rule.subjects.items()),
            ],
        }

    def check(self) -> Start:
        """The origin as the law of the place wants it; a party that fits; days that can be; never for cause announced."""
        data, kind = self.data, self.data.kind
        if kind in OWN:
            self.refuse(f"来源为“{kind.label}”的，请在{OWN[kind]}登记。", article="")
        refuse_origin(
            self,
            kind,
            data.inspection_type,
            **data.model_dump(include={"cause", "support", "earlier", *STATED}),
        )
        self._unit(kind)
        if data.inspection_type == InspectionType.FOR_CAUSE:
            self._for_cause()
        if data.received_on is not None and data.received_on > self.today:
            refuse_by_practice("plausible_dates", self.at, "收到日期晚于今天，请改正。", "有效的收到日期")
        refuse_far_days(self, data.window_from, data.window_to)
        return Start(placed(self, data, data.inspection_type), self._earlier())

    def _unit(self, kind: OriginKind) -> None:
        rule = origins_of(region=settings.REGION, on=self.today)[kind]
        unit = cast("Authority", self.actor.authority)
        if not rule.finder_handles and unit.kind not in MAKERS:
            self.refuse(f"“{rule.title}”由组织检查的监管部门登记，{unit}不能登记。", "组织检查的监管部门")

    def _for_cause(self) -> None:
        if self.data.announced:
            self.refuse("有因检查原则上不得预先告知被检查对象。", article=self.cite("for_cause_secrecy"))
        if not self.data.focus:
            self.refuse(
                "有因检查应当针对具体问题或者线索写明检查内容。",
                "检查重点",
                article=self.cite("for_cause_content"),
            )

    def _earlier(self) -> Task | None:
        number = self.data.earlier
        if not number:
            return None
        task = Task.objects.visible_to(self.person).filter(inspection__number=number).first()
        if task is None:
            self.refuse(f"没有找到编号为“{number}”的检查，或者您无权查看。请核对编号。", "相关检查的编号")
        if self.data.kind == OriginKind.OFF_SITE:
            row: Any = cast("Any", task).inspection
            if Mode(row.mode) == Mode.ON_SITE or row.concluded_at is None:
                self.refuse(
                    f"{number}不是已有结果的非现场检查。",
                    "已有结果的非现场检查",
                    article=self.cite("off_site"),
                )
            if self.data.mode != Mode.ON_SITE:
                self.refuse(
                    "非现场检查之后经风险评估安排的，应当是现场检查。",
                    "现场检查",
                    article=self.cite("off_site"),
                )
        return task

    def do(self, found: Start) -> Change:
        """The task, planned, with its origin."""
        data = self.data
        origin = data.model_dump(include={"kind", "cause", "support", *STATED}) | {"earlier": found.earlier}
        task = make_task(
            self,
            found.place,
            cast("Authority", self.actor.authority),
            origin,
            **data.model_dump(
                include={
                    "inspection_type",
                    "announced",
                    "mode",
                    "window_from",
                    "window_to",
                    "focus",
                    "expertise",
                }
            ),
        )
        # Nothing of the origin: a for-cause inspection is hidden (CQ 34).
        return Change(task)


def refuse_far_days(act: Act[Any, Any], first: date, last: date) -> None:
    """A house rule: no task of days long past, nor of years ahead."""
    overhang = int(str(parameter(pack_for(settings.REGION), "task_overhang_days", act.today).value))
    limit = date(act.today.year, 12, 31) + timedelta(days=overhang)
    if last < act.today or first > limit or last > limit:
        refuse_by_practice(
            "plausible_dates",
            act.at,
            f"任务时间应当在今天至{chinese_date(limit)}之内，请改正。",
            "有效的检查时间",
        )
