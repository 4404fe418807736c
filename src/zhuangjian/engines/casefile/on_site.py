"""Checks of what happens on the spot: credentials, meetings, items, problems, statements, evidence."""

from __future__ import annotations

from zhuangjian.engines.rules.vocabulary import InspectionType, ItemResult

from .facts import WholeFile, day_of, said
from .found import Found, Law, cannot_tell, check, faults, met, not_applicable, violated

NOT_BEGUN = "检查还没有开始"
OFF_SITE = "非现场检查"
OPENING = {
    "scope": "确认检查范围",
    "discipline": "告知检查纪律",
    "integrity": "告知廉政纪律",
    "cautions": "告知注意事项",
    "rights": "告知陈述申辩的权利",
    "duties": "告知应履行的义务",
}
BAD = (ItemResult.NONCONFORMING, ItemResult.MINOR_FLAW)


def _not_there(file: WholeFile) -> Found | None:
    if not file.on_site:
        return not_applicable(OFF_SITE)
    return not_applicable(NOT_BEGUN) if file.started_at is None else None


@check
def credentials_shown(file: WholeFile, law: Law) -> Found:
    """Every inspector showed a credential or a letter of authorisation on arrival."""
    if nothing := _not_there(file):
        return nothing
    known = {paper.person for paper in file.shown if paper.paper.strip()}
    lacking = [m.person.name for m in file.present if m.person.id not in known]
    if lacking:
        return violated(f"没有出示证件或者授权证明文件的记录：{'、'.join(lacking)}")
    return met(f"{len(file.present)}名检查人员均已出示证件或者授权证明文件")


@check
def credentials_shown_first(file: WholeFile, law: Law) -> Found:
    """Credentials are shown on arrival, before anything is examined."""
    if nothing := _not_there(file):
        return nothing
    first = min((finding.at for finding in file.findings), default=None)
    if not file.shown or first is None:
        return not_applicable("还没有出示证件或者检查结果的记录")
    last = max(paper.at for paper in file.shown)
    words = f"{said(last)}出示证件，{said(first)}开始逐项检查"
    return met(words) if last <= first else violated(f"{words}，出示在检查之后")


@check
def opening_held(file: WholeFile, law: Law) -> Found:
    """The opening meeting of an announced inspection confirms and tells all points to somebody of the party."""
    if nothing := _not_there(file):
        return nothing
    if not file.announced:
        return not_applicable("不预先告知的检查不要求首次会议")
    if file.obstruction is not None and file.opening is None:
        return not_applicable("检查受到拒绝、逃避或者阻碍")
    if file.opening is None:
        if file.closing is None and file.concluded is None:
            return not_applicable("首次会议还没有记录")
        return violated("预先告知的检查没有首次会议的记录")
    lacking = [label for point, label in OPENING.items() if point not in file.opening.points]
    if not file.opening.attended_by.strip():
        lacking.append("被检查对象参加人")
    return faults(
        [f"首次会议没有记明：{label}" for label in lacking], f"{said(file.opening.at)}召开，事项齐全"
    )


@check
def opening_first(file: WholeFile, law: Law) -> Found:
    """The opening meeting is held when the inspection begins, not afterwards."""
    if nothing := _not_there(file):
        return nothing
    if not file.announced or file.opening is None or not file.findings:
        return not_applicable("没有要求首次会议，或者还没有检查结果")
    first = min(finding.at for finding in file.findings)
    words = f"首次会议{said(file.opening.at)}，第一项检查结果{said(first)}"
    return met(words) if file.opening.at <= first else violated(f"{words}，会议在检查之后")


@check
def items_inspected(file: WholeFile, law: Law) -> Found:
    """Every item of the plan has a result, so that none counts silently as conforming."""
    if file.started_at is None:
        return not_applicable(NOT_BEGUN)
    planned = [item.no for item in file.items if item.planned]
    if not planned:
        return cannot_tell("方案没有列出可以逐项核对的检查项目")
    done = {finding.item for finding in file.findings}
    left = [no for no in planned if no not in done]
    if not left:
        return met(f"方案所列{len(planned)}项均有结果")
    if file.obstruction is not None:
        return not_applicable(f"检查受到阻碍，{len(left)}项没有检查")
    if file.closing is None and file.concluded is None:
        return not_applicable(f"检查正在进行，还有{len(left)}项没有结果")
    return violated(f"方案所列{len(planned)}项中，第{'、'.join(left[:20])}项没有结果（共{len(left)}项）")


@check
def problems_written(file: WholeFile, law: Law) -> Found:
    """Every shortfall found stands in words as a deficiency, and every deficiency rests on a shortfall."""
    if not file.findings and not file.problems:
        return not_applicable("还没有检查结果")
    bad = {finding.item for finding in file.findings if finding.result in BAD}
    written = {problem.item for problem in file.problems}
    wrong = [f"第{no}项有不符合或者瑕疵，没有以书面形式写明" for no in sorted(bad - written)]
    if file.closing is None and file.concluded is None:
        return not_applicable("检查正在进行")
    for problem in file.standing:
        if not problem.text.strip():
            wrong.append(f"缺陷{problem.no}没有描述")
        elif problem.item not in bad:
            wrong.append(f"缺陷{problem.no}成立，所在项目（第{problem.item}项）的结果却不是不符合或者瑕疵")
    return faults(wrong, f"发现的{len(bad)}项问题均已写明" if bad else "没有发现缺陷和问题")


@check
def closing_held(file: WholeFile, law: Law) -> Found:
    """The party was told the result on site and that it may state its defence."""
    if nothing := _not_there(file):
        return nothing
    if file.obstruction is not None and file.closing is None:
        return not_applicable("检查受到拒绝、逃避或者阻碍")
    if file.closing is None:
        return violated("没有告知检查结果的记录") if file.concluded else not_applicable("末次会议还没有召开")
    told = (("result_told", "告知现场检查结果"), ("right_to_state", "告知可以陈述申辩"))
    lacking = [label for point, label in told if point not in file.closing.points]
    return faults(
        [f"末次会议没有{label}" for label in lacking], f"{said(file.closing.at)}召开，已告知结果和权利"
    )


@check
def closing_last(file: WholeFile, law: Law) -> Found:
    """Nothing is found after the party was told the result, but by what it said."""
    if file.closing is None or not file.findings:
        return not_applicable("末次会议还没有召开，或者没有检查结果")
    answered = {s.answered_at for s in file.statements if s.answered_at is not None}
    late = [f.item for f in file.findings if f.at > file.closing.at and f.at not in answered]
    if late:
        return violated(f"末次会议（{said(file.closing.at)}）之后又登记了第{'、'.join(late[:20])}项的结果")
    return met(f"检查结果均在末次会议（{said(file.closing.at)}）之前，或者依陈述申辩修改")


@check
def statements_recorded(file: WholeFile, law: Law) -> Found:
    """What the party stated is on record."""
    if file.closing is None:
        return not_applicable("末次会议还没有召开")
    if not file.party_states:
        return met(f"被检查对象{'提出了' if file.statements else '没有提出'}陈述申辩")
    if file.statements:
        return met(f"被检查对象的{len(file.statements)}条陈述申辩已经记录")
    if file.concluded is None:
        return not_applicable("陈述申辩正在听取")
    return violated("被检查对象提出了陈述申辩，没有记录其内容")


@check
def statements_verified(file: WholeFile, law: Law) -> Found:
    """Each statement was verified and answered before the conclusion."""
    if not file.statements:
        return not_applicable("没有陈述申辩")
    wrong = []
    for number, statement in enumerate(file.statements, 1):
        if statement.answered_at is None or not statement.answer:
            if file.concluded:
                wrong.append(f"第{number}条陈述申辩没有答复")
            continue
        if not statement.verification.strip():
            wrong.append(f"第{number}条陈述申辩没有写明核实情况")
        if statement.answered_at < statement.made_at:
            wrong.append(f"第{number}条陈述申辩的答复早于陈述")
        if file.concluded and statement.answered_at > file.concluded.at:
            wrong.append(f"第{number}条陈述申辩在作出结论（{said(file.concluded.at)}）之后才答复")
    return faults(wrong, f"{len(file.statements)}条陈述申辩均在结论前核实答复")


@check
def problems_changed_with_reason(file: WholeFile, law: Law) -> Found:
    """A deficiency changed or withdrawn says why."""
    changed = [problem for problem in file.problems if problem.status != "standing"]
    if not changed:
        return not_applicable("没有修改或者撤销的缺陷")
    wrong = [f"缺陷{p.no}已修改或者撤销，没有写明原因" for p in changed if not p.why_changed.strip()]
    return faults(wrong, f"{len(changed)}项缺陷的修改、撤销均有原因")


@check
def evidence_confirmed(file: WholeFile, law: Law) -> Found:
    """Each piece of evidence is confirmed by the party, or it is noted why it is not."""
    if not file.evidence:
        return not_applicable("案卷没有证据材料")
    if file.delivered_at is None:
        return not_applicable("检查还没有结束")
    open_ = [piece.name for piece in file.evidence if not (piece.confirmed_by.strip() or piece.unconfirmed)]
    if open_:
        return violated(f"{len(open_)}份证据没有被检查对象确认，也没有注明原因：{'、'.join(open_[:10])}")
    return met(f"{len(file.evidence)}份证据均经确认或者注明原因")


@check
def evidence_of_violation(file: WholeFile, law: Law) -> Found:
    """A suspected violation has evidence in the file."""
    if file.concluded is None or not file.concluded.suspected_violation:
        return not_applicable("没有认定涉嫌违法")
    return (
        met(f"有{len(file.evidence)}份证据") if file.evidence else violated("认定涉嫌违法，案卷没有证据材料")
    )


@check
def evidence_times(file: WholeFile, law: Law) -> Found:
    """Evidence is taken before it is received, and not before the inspection began."""
    if not file.evidence or file.started_at is None:
        return not_applicable("案卷没有证据材料，或者检查还没有开始")
    wrong = [f"{e.name}的接收时间早于采集时间" for e in file.evidence if e.received_at < e.captured_at]
    wrong += [
        f"{e.name}采集于{said(e.captured_at)}，早于检查开始（{said(file.started_at)}）"
        for e in file.evidence
        if file.on_site and day_of(e.captured_at) < day_of(file.started_at)
    ]
    return faults(wrong, "采集、接收的先后合理")


@check
def outside_problems_reported(file: WholeFile, law: Law) -> Found:
    """Problems outside the task go to the dispatching unit and the local authority at once, with evidence fixed."""
    if not file.outside:
        return not_applicable("没有登记检查任务以外的问题")
    wrong = []
    for problem in file.outside:
        if problem.told_dispatching_at is None:
            wrong.append(f"“{problem.text}”没有报告派出检查单位")
        if problem.told_local_at is None:
            wrong.append(f"“{problem.text}”没有报告辖区监管部门")
        if not problem.evidence_fixed:
            wrong.append(f"“{problem.text}”没有固定证据")
    return faults(wrong, f"{len(file.outside)}项任务外问题均已报告并固定证据")


@check
def harm_controlled(file: WholeFile, law: Law) -> Found:
    """Where people were or may be harmed an urgent control order follows."""
    harmful = [problem for problem in file.outside if problem.harm]
    if not harmful:
        return not_applicable("没有登记造成或者可能造成人体伤害的问题")
    wrong = [
        f"“{p.text}”没有责令暂停生产、经营的紧急控制措施" for p in harmful if p.control_ordered_at is None
    ]
    return faults(wrong, "已采取紧急控制措施")


@check
def urgent_reports_answered(file: WholeFile, law: Law) -> Found:
    """Urgent reports of a for-cause inspection go to both authorities and are answered."""
    if file.inspection_type is not InspectionType.FOR_CAUSE or not file.urgent:
        return not_applicable("没有紧急报告")
    wrong = []
    for report in file.urgent:
        if not report.told_local:
            wrong.append(f"“{report.matter}”没有报告辖区监管部门")
        if not report.told_organiser:
            wrong.append(f"“{report.matter}”没有报告组织检查单位")
        if report.answered_at is None and file.ended_at:
            wrong.append(f"“{report.matter}”没有处置答复")
    return faults(wrong, f"{len(file.urgent)}项紧急报告均已报告并处置")


@check
def obstruction_described(file: WholeFile, law: Law) -> Found:
    """Refusing, evading or obstructing is described, and does not end as if nothing had happened."""
    if file.obstruction is None:
        return not_applicable("没有拒绝、逃避、阻碍检查的记录")
    wrong = [] if file.obstruction.strip() else ["登记了拒绝、逃避、阻碍检查，没有写明情形和经过"]
    if file.end == "closed" and file.rectification is None and file.hand_over is None:
        wrong.append("检查受到阻碍，没有处理也没有移送就办结了")
    return faults(wrong, "已写明情形和经过")
