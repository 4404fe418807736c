"""Checks of what comes before the inspection: its origin, competence, merging, team, plan and changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhuangjian.engines.rules.competence import competent_authority
from zhuangjian.engines.rules.lookup import practice
from zhuangjian.engines.rules.merging import Task, must_merge
from zhuangjian.engines.rules.people import Fault, Person, team_faults
from zhuangjian.engines.rules.plans import InspectionPlan, plan_faults
from zhuangjian.engines.rules.vocabulary import AuthorityKind, InspectionType, LicensingKind
from zhuangjian.engines.rules.words import chinese_date

from .facts import Member, Plan, WholeFile, day_of, said
from .found import Found, Law, cannot_tell, check, faults, met, not_applicable, violated

INTEREST = {
    "conflict_of_interest": "申报的利害关系与被检查对象有关，应当回避",
    "interest_unclear": "申报过的单位与被检查对象同名，是否同一单位没有答复",
}
NOT_BEGUN = "检查还没有开始"


@check
def competent_unit(file: WholeFile, law: Law) -> Found:
    """The dispatching unit is one of those that inspect a party of these kinds."""
    if not file.parties:
        return cannot_tell("被检查对象没有登记主体类别，无法判断由谁检查")
    region = file.region_code or law.pack.name
    answer = competent_authority(file.parties, region, on=law.on, pack=law.pack)
    may = {kind for one in answer.value for kind in (one.kind, *one.carried_out_by)}
    unit = f"派出检查单位为{file.dispatching.name or file.dispatching.kind.label}（{file.dispatching.kind.label}）"
    kinds = "、".join(kind.label for kind in file.parties)
    if file.dispatching.kind in may:
        return met(f"{unit}，有权检查{kinds}")
    labels = "、".join(sorted(kind.label for kind in may))
    return violated(f"{unit}，而{kinds}由{labels}检查")


@check
def assigned_with_information(file: WholeFile, law: Law) -> Found:
    """A task given to the inspection institution comes with the party's information and the requirements."""
    if file.dispatching.kind is not AuthorityKind.INSPECTION_INSTITUTION:
        return not_applicable("派出检查单位不是检查机构")
    if not file.origin.assigned:
        return violated("没有交办检查任务的记录")
    lacking = [
        label
        for label, text in (
            ("被检查对象的相关信息", file.origin.information),
            ("检查要求", file.origin.requirements),
        )
        if not text.strip()
    ]
    return faults([f"交办时没有提供{label}" for label in lacking], "交办时已提供对象信息、明确检查要求")


@check
def started_with_cause(file: WholeFile, law: Law) -> Found:
    """There is a reason for the inspection, and a kind where it is for a licence."""
    lacking = []
    if not file.origin.reason.strip():
        lacking.append("没有写明检查事由")
    if file.inspection_type is InspectionType.LICENSING and file.licensing_kind is None:
        lacking.append("许可检查没有写明种类（许可、延续后核查、变更）")
    return faults(lacking, f"{file.inspection_type.label}，事由：{file.origin.reason}")


@check
def on_programme(file: WholeFile, law: Law) -> Found:
    """A routine inspection stands on an approved programme."""
    if file.inspection_type is not InspectionType.ROUTINE:
        return not_applicable("不是常规检查")
    if file.origin.on_programme is None:
        return cannot_tell("案卷中看不到检查任务所在的年度计划")
    if not file.origin.on_programme:
        return violated("常规检查没有列入年度检查计划")
    if not file.origin.programme_approved:
        return violated("所在的年度检查计划没有批准")
    if file.origin.task_waits_for_approval:
        return violated("任务是计划批准后增补的，增补没有批准")
    return met("列入已批准的年度检查计划")


@check
def for_cause_grounds(file: WholeFile, law: Law) -> Found:
    """A for-cause inspection names its cause and what that rests on."""
    if file.inspection_type is not InspectionType.FOR_CAUSE:
        return not_applicable("不是有因检查")
    if "cause" not in file.kept:
        if not file.origin.reason.strip():
            return violated("没有写明启动有因检查的情形")
        return cannot_tell(f"案卷只有事由（{file.origin.reason}），属于哪一种法定情形须人工核对")
    lacking = []
    if not file.origin.cause:
        lacking.append("没有写明属于启动有因检查的哪一种情形")
    if not file.origin.rests_on.strip():
        lacking.append("没有写明启动所依据的线索或者材料")
    return faults(lacking, f"{file.origin.cause}；依据：{file.origin.rests_on}")


@check
def not_told_in_advance(file: WholeFile, law: Law) -> Found:
    """The party of a for-cause inspection is not told beforehand."""
    if file.inspection_type is not InspectionType.FOR_CAUSE:
        return not_applicable("不是有因检查")
    told = [f"检查方案第{plan.no}版写为预先告知" for plan in file.plans if plan.announced and plan.approved]
    if file.announced and not told:
        told.append("检查登记为预先告知")
    return faults(told, "没有预先告知被检查对象")


@check
def tasks_merged(file: WholeFile, law: Law) -> Found:
    """Tasks on the same party within the interval are one inspection, or there is a reason to go alone."""
    if file.origin.window is None:
        return not_applicable("检查不是由计划任务派出的")
    party = frozenset({file.party.code or "—"})
    start, end = file.origin.window
    mine = Task("0", party, start, max(start, end))
    others = [
        Task(str(n), party, one.start, max(one.start, one.end)) for n, one in enumerate(file.neighbours, 1)
    ]
    answer = must_merge([mine, *others], on=law.on, pack=law.pack)
    if not answer.value.forced:
        return not_applicable("本地规定没有写明合并的间隔日数")
    apart = []
    for pair in answer.value.pairs:
        ids = {pair.first, pair.second}
        if "0" not in ids:
            continue
        other = file.neighbours[int(next(iter(ids - {"0"}))) - 1]
        if not (file.origin.separately.strip() or other.separately.strip()):
            name = other.named or f"{chinese_date(other.start)}起的任务"
            apart.append(f"与{name}间隔{pair.days}日，没有合并，也没有写明单独派出的理由")
    return faults(apart, f"间隔在{answer.value.limit}日内没有应当合并而未合并的任务")


@check
def team_composed(file: WholeFile, law: Law) -> Found:
    """One leader, enough officers with enforcement credentials valid on the day, and the expertise asked for."""
    if not file.present:
        if file.started_at is None:
            return not_applicable("检查组还没有组建")
        return violated("没有检查组成员的记录")
    answer = team_faults(
        _people(file.present), _inspected_on(file), expertise=file.expertise, on=law.on, pack=law.pack
    )
    wrong = [fault.message for fault in answer.value if fault.code not in INTEREST]
    names = "、".join(member.person.name for member in file.present)
    return faults(wrong, f"检查组：{names}；{chinese_date(_inspected_on(file))}组成符合要求")


@check
def no_conflict_of_interest(file: WholeFile, law: Law) -> Found:
    """Nobody on the team has an interest in the party."""
    if not file.team:
        return not_applicable("检查组还没有组建")
    answer = team_faults(
        _people(file.team), _inspected_on(file), parties=[file.party], on=law.on, pack=law.pack
    )
    # Which interest it is stands in the person's own declaration, which not everybody who sees the file may read.
    wrong = [
        f"{fault.facts['person']}{INTEREST[fault.code]}" for fault in answer.value if fault.code in INTEREST
    ]
    if wrong or not answer.missing:
        return faults(wrong, f"{len(file.team)}名人员申报的利害关系与被检查对象无关")
    return cannot_tell(*(f"没有{missing}" for missing in answer.missing))


@check
def plan_complete(file: WholeFile, law: Law) -> Found:
    """The plan has items, time and mode."""
    plan = file.plan or (file.plans[-1] if file.plans else None)
    if plan is None:
        return violated("没有检查方案") if file.started_at else not_applicable("检查方案还没有编制")
    wrong = _plan_messages(_as_rule(plan), law, approval=False)
    return faults(wrong, f"第{plan.no}版方案写明了事项、时间、方式")


@check
def plan_approved(file: WholeFile, law: Law) -> Found:
    """The plan was approved by the head of the dispatching unit."""
    plan = file.plan
    if plan is None:
        return violated("没有经批准的检查方案") if file.started_at else not_applicable("检查方案还没有批准")
    if plan.by_head is None and plan.decided_by:
        return cannot_tell(f"第{plan.no}版由{plan.decided_by}批准，其当时是否为单位负责人无法核对")
    wrong = [
        fault.message
        for fault in _plan_faults(_as_rule(plan), law)
        if fault.code in ("not_approved", "approver_not_head")
    ]
    when = said(plan.decided_at) if plan.decided_at else ""
    return faults(wrong, f"第{plan.no}版由{plan.decided_by}于{when}批准")


@check
def plan_approved_before_start(file: WholeFile, law: Law) -> Found:
    """Nothing is carried out before the plan's approval."""
    if file.started_at is None:
        return not_applicable(NOT_BEGUN)
    moments = [plan.decided_at for plan in file.plans if plan.approved and plan.decided_at is not None]
    if not moments:
        return violated(f"{said(file.started_at)}开始检查，方案没有批准")
    first = min(moments)
    words = f"方案{said(first)}批准，检查{said(file.started_at)}开始"
    return met(words) if first <= file.started_at else violated(f"{words}，开始在批准之前")


@check
def plan_by_another(file: WholeFile, law: Law) -> Found:
    """The author does not approve the own plan: a rule of the house, unless the region has ended it."""
    plan = file.plan
    if plan is None or plan.decided_at is None:
        return not_applicable("检查方案还没有批准")
    if practice(law.pack, "plan_approved_by_another", law.on) is None:
        return not_applicable("本地已停用这一良好做法")
    if plan.author and plan.author == plan.decided_by:
        return violated(f"第{plan.no}版由{plan.author}编制，又由本人批准")
    return met(f"{plan.author}编制，{plan.decided_by}批准")


@check
def begun_within_plan(file: WholeFile, law: Law) -> Found:
    """The team went on a day of the plan."""
    plan = file.plan
    if file.started_at is None:
        return not_applicable(NOT_BEGUN)
    if plan is None or plan.start is None:
        return violated("没有写明日期的检查方案")
    day, last = day_of(file.started_at), plan.end or plan.start
    words = f"方案为{chinese_date(plan.start)}至{chinese_date(last)}，{chinese_date(day)}开始"
    # Off-site work may take longer than was thought; nothing is carried out before its first day.
    late = file.on_site and day > last
    return violated(f"{words}，日程调整未经同意") if day < plan.start or late else met(words)


@check
def changes_consented(file: WholeFile, law: Law) -> Found:
    """Every change was asked for by the leader and consented to by the dispatching unit before it took effect."""
    wrong = []
    for change in file.changes:
        words = f"{said(change.asked_at)}申请的变更"
        if not change.by_leader:
            wrong.append(f"{words}不是由组长报告的")
        if change.decided_at is None:
            if file.ended_at or file.concluded:
                wrong.append(f"{words}没有决定")
        elif change.decided_at < change.asked_at:
            wrong.append(f"{words}的决定早于申请")
        elif change.consented and change.by_head is False:
            wrong.append(f"{words}不是由派出检查单位负责人同意的")
    wrong += _versions_without_consent(file)
    if not file.changes and not wrong:
        return not_applicable("方案批准后没有变更")
    return faults(wrong, f"{len(file.changes)}项变更均由组长报告、经派出检查单位决定")


@check
def team_kept(file: WholeFile, law: Law) -> Found:
    """Nobody joined or left after the approval but by a change that was consented to."""
    approvals = [plan.decided_at for plan in file.plans if plan.approved and plan.decided_at is not None]
    if not approvals:
        return not_applicable("检查方案还没有批准")
    agreed = {
        change.decided_at
        for change in file.changes
        if change.kind == "team" and change.consented and change.decided_at
    }
    wrong = []
    for member in file.team:
        for moment, what in ((member.joined_at, "加入"), (member.left_at, "退出")):
            if moment is not None and moment > min(approvals) and moment not in agreed:
                wrong.append(
                    f"{member.person.name}在方案批准后（{said(moment)}）{what}检查组，没有经同意的变更"
                )
    return faults(wrong, "方案批准后检查人员没有未经同意的变动")


@check
def licensing_scope(file: WholeFile, law: Law) -> Found:
    """A new licence and an extension are checked on all items of the actual-production edition."""
    if file.inspection_type is not InspectionType.LICENSING or file.licensing_kind is LicensingKind.CHANGE:
        return not_applicable("不是许可、延续许可的核查")
    if file.plan is None:
        return not_applicable("检查方案还没有批准")
    if file.edition != "actual":
        return violated("没有采用检查要点实际生产版")
    left = [item.no for item in file.items if not item.planned]
    if left:
        return violated(f"方案没有包括全部项目，缺第{'、'.join(left[:20])}项（共缺{len(left)}项）")
    return met(f"方案为实际生产版全部{len(file.items)}项")


@check
def focus_planned(file: WholeFile, law: Law) -> Found:
    """A routine inspection of the production side takes in the critical and major items."""
    routine = file.inspection_type is InspectionType.ROUTINE
    if not routine or file.edition not in ("actual", "commissioned"):
        return not_applicable("不是依据生产质量管理规范检查要点的常规检查")
    if file.plan is None:
        return not_applicable("检查方案还没有批准")
    left = [item.no for item in file.items if not item.planned and item.item_class in ("critical", "major")]
    if left:
        return violated(
            f"方案没有包括关键项目和其他重点项目中的第{'、'.join(left[:20])}项（共{len(left)}项）"
        )
    return met("方案包括全部关键项目和其他重点项目")


def _versions_without_consent(file: WholeFile) -> Iterable[str]:
    consents = [change.decided_at for change in file.changes if change.consented and change.decided_at]
    approved = [plan for plan in file.plans if plan.approved and plan.decided_at is not None]
    for plan in approved[1:]:
        if (
            file.started_at
            and plan.decided_at
            and plan.decided_at > file.started_at
            and plan.decided_at not in consents
        ):
            yield f"检查开始后换用了第{plan.no}版方案，没有经同意的变更"


def _people(members: Iterable[Member]) -> list[Person]:
    return [member.person for member in members]


def _inspected_on(file: WholeFile) -> date:
    return day_of(file.started_at) if file.started_at else (file.plan and file.plan.start) or file.checked_on


def _as_rule(plan: Plan) -> InspectionPlan:
    head = plan.decided_by if plan.by_head is not False else "—"
    return InspectionPlan(
        items=tuple(plan.items.splitlines()),
        start=plan.start,
        end=plan.end,
        mode=plan.mode,
        author=plan.author,
        head=head,
        approver=plan.decided_by,
        approved_on=day_of(plan.decided_at) if plan.decided_at else None,
    )


def _plan_faults(plan: InspectionPlan, law: Law, *, approval: bool = True) -> tuple[Fault, ...]:
    return plan_faults(plan, approval=approval, pack=law.pack).value


def _plan_messages(plan: InspectionPlan, law: Law, *, approval: bool) -> list[str]:
    return [fault.message for fault in _plan_faults(plan, law, approval=approval)]
