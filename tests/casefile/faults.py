"""Procedural faults, each planted by one change in the facts of a clean file, and the check that has to find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tests.casefile.files import CLEAN, DAY, ITEMS, at, findings, officer
from zhuangjian.engines.casefile import facts as f
from zhuangjian.engines.rules.people import Interest
from zhuangjian.engines.rules.vocabulary import Form


@dataclass(frozen=True)
class Fault:
    """What is wrong, in which clean file, which check finds it; ``also``: checks that rightly find it too."""

    said: str
    of: str
    check: str
    change: Callable[[f.WholeFile], f.WholeFile]
    also: frozenset[str] = frozenset()
    only: str = ""


FAULTS: list[Fault] = []


def fault(said: str, of: str, check: str, *also: str, only: str = "") -> Callable[..., Any]:
    """Register a change as a planted fault."""

    def keep(change: Callable[[f.WholeFile], f.WholeFile]) -> Callable[[f.WholeFile], f.WholeFile]:
        FAULTS.append(Fault(said, of, check, change, frozenset(also), only))
        return change

    return keep


def put(said: str, of: str, check: str, *also: str, only: str = "", **values: Any) -> None:
    """A fault that only sets fields of the file."""
    fault(said, of, check, *also, only=only)(lambda file: file.model_copy(update=values))


def inside(said: str, of: str, check: str, part: str, *also: str, only: str = "", **values: Any) -> None:
    """A fault that sets fields of a part: one thing, or the first of several."""

    def change(file: f.WholeFile) -> f.WholeFile:
        held = getattr(file, part)
        if isinstance(held, tuple):
            new: Any = (held[0].model_copy(update=values), *held[1:])
        elif isinstance(held, f.Facts):
            new = held.model_copy(update=values)
        else:
            new = replace(held, **values)
        return file.model_copy(update={part: new})

    fault(said, of, check, *also, only=only)(change)


CQ = "chongqing"
routine: Callable[..., f.WholeFile] = CLEAN["routine"]

# Before it
put("区局检查生产企业", "routine", "competent_unit", dispatching=f.Unit(kind="district", name="区局"))
inside("交给审评机构没有检查要求", "for_cause", "assigned_with_information", "origin", requirements=" ")
inside("交给审评机构没有对象信息", "for_cause", "assigned_with_information", "origin", information="")
inside("没有检查事由", "routine", "started_with_cause", "origin", reason="")
put("许可检查没有种类", "licensing", "started_with_cause", licensing_kind=None)
inside("常规检查没有列入计划", "routine", "on_programme", "origin", on_programme=False)
inside("年度计划没有批准", "routine", "on_programme", "origin", programme_approved=False)
inside("增补的任务没有批准", "routine", "on_programme", "origin", task_waits_for_approval=True)
inside("有因检查没有情形", "for_cause", "for_cause_grounds", "origin", cause="")
inside("有因检查没有依据的线索", "for_cause", "for_cause_grounds", "origin", rests_on=" ")
inside("有因检查预先告知", "for_cause", "not_told_in_advance", "plans", announced=True)
put(
    "三十日内两项任务没有合并",
    "routine",
    "tasks_merged",
    only=CQ,
    neighbours=(f.Neighbour(start=DAY + timedelta(days=35), end=DAY + timedelta(days=40)),),
)


@fault("只有一名执法人员", "routine", "team_composed")
def one_officer(file: f.WholeFile) -> f.WholeFile:
    second = file.team[1].model_copy(update={"person": officer("乙", kinds=("inspector",))})
    return file.model_copy(update={"team": (file.team[0], second)})


@fault("执法证检查当日已过期", "routine", "team_composed")
def lapsed(file: f.WholeFile) -> f.WholeFile:
    person = officer("乙")
    past = tuple(replace(c, valid_to=DAY - timedelta(days=1)) for c in person.credentials)
    second = file.team[1].model_copy(update={"person": replace(person, credentials=past)})
    return file.model_copy(update={"team": (file.team[0], second)})


@fault("没有组长", "routine", "team_composed")
def no_leader(file: f.WholeFile) -> f.WholeFile:
    first = file.team[0].model_copy(update={"person": officer("甲"), "part": "member"})
    return file.model_copy(update={"team": (first, file.team[1])})


put("缺少任务所需的专长", "routine", "team_composed", expertise=("防晒",))


@fault("检查员持有被检查企业股份", "routine", "no_conflict_of_interest")
def shareholder(file: f.WholeFile) -> f.WholeFile:
    person = replace(officer("乙"), interests=(Interest("shareholding", file.party.code),))
    return file.model_copy(
        update={"team": (file.team[0], file.team[1].model_copy(update={"person": person}))}
    )


@fault("退出的检查员有利害关系", "routine", "no_conflict_of_interest", "team_kept")
def left_with_interest(file: f.WholeFile) -> f.WholeFile:
    person = replace(officer("戊"), interests=(Interest("relative", file.party.code),))
    gone = f.Member(person=person, joined_at=at(-6), left_at=at(1))
    return file.model_copy(update={"team": (*file.team, gone)})


inside("方案没有事项", "routine", "plan_complete", "plans", items=" ")
inside("方案没有方式", "routine", "plan_complete", "plans", mode=None)
put(
    "没有方案就检查",
    "routine",
    "plan_approved",
    "plan_complete",
    "plan_approved_before_start",
    "begun_within_plan",
    plans=(),
)
inside("批准人不是单位负责人", "routine", "plan_approved", "plans", by_head=False)
inside("方案批准之前开始检查", "routine", "plan_approved_before_start", "plans", decided_at=at(0, 10))
inside("本人批准自己的方案", "routine", "plan_by_another", "plans", decided_by="甲")
inside("方案日期之前检查", "routine", "begun_within_plan", "plans", start=DAY + timedelta(days=1))
inside(
    "方案日期之后检查",
    "routine",
    "begun_within_plan",
    "plans",
    start=DAY - timedelta(days=2),
    end=DAY - timedelta(days=1),
)
put("变更没有决定", "routine", "changes_consented", changes=(f.PlanChange(kind="content", asked_at=at(-1)),))
put(
    "变更不是组长报告的",
    "routine",
    "changes_consented",
    changes=(
        f.PlanChange(
            kind="content", asked_at=at(-2), by_leader=False, decided_at=at(-1), consented=True, by_head=True
        ),
    ),
)
put(
    "变更不是负责人同意的",
    "routine",
    "changes_consented",
    changes=(
        f.PlanChange(kind="content", asked_at=at(-2), decided_at=at(-1), consented=True, by_head=False),
    ),
)


@fault("检查开始后换了方案没有同意", "routine", "changes_consented")
def new_version(file: f.WholeFile) -> f.WholeFile:
    old = file.plans[0].model_copy(update={"status": "superseded"})
    new = file.plans[0].model_copy(update={"no": 2, "decided_at": at(0, 12)})
    return file.model_copy(update={"plans": (old, new)})


inside("批准后换人没有同意", "routine", "team_kept", "team", joined_at=at(-1))
put(
    "许可核查缺两项",
    "licensing",
    "licensing_scope",
    items=tuple(i.model_copy(update={"planned": i.no < "4"}) for i in ITEMS),
)
put("许可核查用了委托生产版", "licensing", "licensing_scope", edition="commissioned")
put(
    "常规检查没有关键项目",
    "routine",
    "focus_planned",
    items=tuple(i.model_copy(update={"planned": i.item_class != "critical"}) for i in ITEMS),
)

# On the spot
put("一名检查员没有出示证件", "routine", "credentials_shown", shown=routine().shown[:1])
inside("先检查后出示证件", "routine", "credentials_shown_first", "shown", at=at(0, 14))
put("没有首次会议", "routine", "opening_held", opening=None)
inside(
    "首次会议没有告知权利", "routine", "opening_held", "opening", points=frozenset({"scope", "discipline"})
)
inside("首次会议没有参加人", "routine", "opening_held", "opening", attended_by="")
inside("检查之后才开首次会议", "routine", "opening_first", "opening", at=at(0, 14))
put("一项没有检查结果", "routine", "items_inspected", findings=findings()[:-1])
put("不符合没有写成缺陷", "rectified", "problems_written", problems=())
inside("缺陷没有描述", "rectified", "problems_written", "problems", text=" ")
put("缺陷所在项目是符合", "rectified", "problems_written", findings=findings())
put("没有末次会议", "routine", "closing_held", closing=None)
inside("末次会议没有告知陈述申辩权", "routine", "closing_held", "closing", points=frozenset({"result_told"}))
inside("告知结果之后又增加结果", "routine", "closing_last", "findings", at=at(0, 15, 30))
put("陈述申辩没有记录", "rectified", "statements_recorded", statements=())
inside("陈述申辩没有答复", "rectified", "statements_verified", "statements", answer="", answered_at=None)
inside("陈述申辩没有核实", "rectified", "statements_verified", "statements", verification="")
inside("结论之后才答复陈述申辩", "rectified", "statements_verified", "statements", answered_at=at(0, 16, 30))
inside("撤销缺陷没有原因", "rectified", "problems_changed_with_reason", "problems", status="withdrawn")
inside("证据没有确认", "rectified", "evidence_confirmed", "evidence", confirmed_by="")
put("涉嫌违法没有证据", "for_cause", "evidence_of_violation", evidence=())
inside("证据采集在检查之前", "rectified", "evidence_times", "evidence", captured_at=at(-1))
put(
    "任务外问题没有报告辖区",
    "routine",
    "outside_problems_reported",
    only=CQ,
    outside=(
        f.OutsideProblem(text="无证产品", found_at=at(0), told_dispatching_at=at(0), evidence_fixed=True),
    ),
)
put(
    "人体伤害没有控制",
    "routine",
    "harm_controlled",
    only=CQ,
    outside=(
        f.OutsideProblem(
            text="灼伤",
            found_at=at(0),
            told_dispatching_at=at(0),
            told_local_at=at(0),
            evidence_fixed=True,
            harm=True,
        ),
    ),
)
inside("紧急报告没有处置", "for_cause", "urgent_reports_answered", "urgent", only=CQ, answered_at=None)
put("阻碍检查没有经过", "for_cause", "obstruction_described", obstruction=" ")

# Its result
inside(
    "常规检查用了许可的结论",
    "routine",
    "conclusion_listed",
    "concluded",
    "conclusion_as_computed",
    conclusion="licensing_fail",
)
inside(
    "结论与判定不一致没有理由", "routine", "conclusion_as_computed", "concluded", due="production_deficient"
)
inside("人员作的结论没有理由", "operator", "conclusion_reasoned", "concluded", reasons=False)


@fault("有缺陷却符合要求", "operator", "conclusion_fits_problems", "rectification_ordered")
def conforming_with_problem(file: f.WholeFile) -> f.WholeFile:
    problem = f.Problem(no=1, item="4", text="销售过期化妆品")
    return file.model_copy(update={"findings": findings("4"), "problems": (problem,)})


inside("听取陈述申辩之前作结论", "routine", "concluded_after_hearing", "concluded", at=at(0, 14))
inside("结论没有处理意见", "routine", "handling_with_conclusion", "concluded", handling=" ")
inside("涉嫌违法没有处理意见", "for_cause", "handling_of_violation", "record", opinion="")
put("没有现场检查记录", "routine", "record_made", recorded_at=None)
inside("结论在记录之后变动", "routine", "record_made", "concluded", at=at(0, 17, 30))
inside("记录没有统一社会信用代码", "routine", "record_contents", "record", credit_code="")
inside("记录没有检查依据", "routine", "record_contents", "record", basis=" ")
inside("常规检查用了笔录", "routine", "record_form", "record", form=Form.INTERVIEW_TRANSCRIPT)
inside("没有听取陈述申辩就签字", "routine", "heard_before_signing", "record", statement_heard=False)
inside("一名检查员没有签字", "routine", "team_signed", "record", signed_by=("甲",))
inside("被检查对象没有签字也没有注明", "routine", "party_signed", "record", party_signed=False)
inside("记录制作之前签字", "routine", "signed_after_made", "signatures", at=at(0, 16, 30))
inside("交付之后签字", "routine", "signed_after_made", "signatures", at=at(2))
put("记录没有交付", "routine", "copies_given", "published", delivered_at=None)
put("没有接收人", "routine", "copies_given", delivered_to=" ")
put("延续核查不通过没有提出撤销意见", "extension", "revocation_proposed", revocation=None)

# After it
put("检查机构没有审核", "for_cause", "reviewed", review=None)
inside("一名检查员审核", "for_cause", "reviewed", "review", reviewers=(officer("丙"),))
inside(
    "审核人只有执法证",
    "for_cause",
    "reviewed",
    "review",
    reviewers=(officer("丙"), officer("丁", kinds=("enforcement",))),
)
inside("涉嫌违法没有审核报告", "for_cause", "review_report", "review", report=False)
inside("审核报告没有盖章", "for_cause", "review_report", "review", sealed=False)
inside("审核之前移交", "for_cause", "reviewed_before_hand_over", "review", only=CQ, at=at(4))
put("许可检查没有综合评定", "licensing", "evaluated", only=CQ, evaluation=None)
put("缺陷没有责令整改就办结", "rectified", "rectification_ordered", rectification=None)
inside("整改期限早于通知", "rectified", "rectification_ordered", "rectification", due=DAY)
inside("没有整改报告就办结", "rectified", "rectification_reported", "rectification", reports=())
inside(
    "逾期不报没有处理",
    "rectified",
    "rectification_reported",
    "rectification",
    reports=(),
    rechecks=(),
    ended_at=None,
    end="",
)
inside(
    "整改报告缺少一部分",
    "rectified",
    "report_parts",
    "rectification",
    reports=(f.Report(at=at(20), lacks=("整改后效果",)),),
)
inside("整改没有复查", "rectified", "rectification_rechecked", "rectification", rechecks=())
inside(
    "复查在最后一次报告之前",
    "rectified",
    "rectification_rechecked",
    "rectification",
    reports=(f.Report(at=at(26)),),
)
inside(
    "复查不符合仍办结",
    "rectified",
    "rectification_rechecked",
    "rectification",
    "not_rectified_filed",
    rechecks=(f.Recheck(at=at(25), passed=False, text="仍未整改"),),
)
inside(
    "涉嫌违法没有移交就办结",
    "rectified",
    "not_rectified_filed",
    "concluded",
    "evidence_of_violation",
    suspected_violation=True,
)
inside("移交没有附记录", "for_cause", "handed_over_whole", "hand_over", only=CQ, record=False)
inside("立案反馈晚一日", "for_cause", "filing_told", "hand_over", feedback_on=date(2026, 6, 30))
inside("不予立案没有理由", "for_cause", "filing_told", "hand_over", filed=False)
inside("没有反馈交办部门", "for_cause", "filing_told", "hand_over", feedback_to_assigner=False)
inside("处理结果反馈晚一日", "for_cause", "outcome_told", "hand_over", result_on=date(2026, 8, 4))
put(
    "解除评估晚一日",
    "for_cause",
    "measures_lifted_in_time",
    measures=(
        f.Measure(
            title="暂停生产",
            ordered_at=at(1),
            report_received_on=date(2026, 7, 1),
            assessed_on=date(2026, 7, 23),
        ),
    ),
)
put(
    "协查晚一日函复",
    "for_cause",
    "assistance_answered",
    letters=(f.Letter(received_on=date(2026, 7, 1), answered_on=date(2026, 7, 23)),),
)
put(
    "紧急协查晚一日函复",
    "for_cause",
    "assistance_answered",
    letters=(f.Letter(received_on=date(2026, 7, 1), urgent=True, answered_on=date(2026, 7, 11)),),
)
inside("交付之前公开", "routine", "published", "publications", at=at(0, 20))
inside("撤回公开没有原因", "routine", "published", "publications", withdrawn_at=at(6))
put("案卷没有编号", "routine", "archived", only=CQ, number="")
put("没有办结时间", "routine", "archived", only=CQ, ended_at=None)
