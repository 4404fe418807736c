"""Checks of what follows: review, evaluation, rectification, enforcement, measures, assistance, publication, the archive."""

from __future__ import annotations

from datetime import date

from zhuangjian.engines.rules.deadlines import due
from zhuangjian.engines.rules.people import review_faults
from zhuangjian.engines.rules.vocabulary import AuthorityKind, InspectionType
from zhuangjian.engines.rules.words import chinese_date

from .facts import HandOver, WholeFile, day_of, said
from .found import Found, Law, cannot_tell, check, faults, met, not_applicable, violated

NO_HAND_OVER = "没有移交线索的记录"
NO_REVIEW = "没有审核完毕，见“检查审核”一项"


@check
def reviewed(file: WholeFile, law: Law) -> Found:
    """What an inspection institution dispatched is reviewed by enough cosmetics inspectors."""
    if not _by_institution(file) or file.delivered_at is None:
        return not_applicable("派出检查单位不是检查机构，或者检查还没有结束")
    if file.review is None:
        if "review" not in file.kept:
            return cannot_tell("系统没有检查审核的登记，请核对纸质审核材料")
        ended = file.ended_at is not None and day_of(file.ended_at) < file.checked_on
        if ended or file.hand_over or file.publications:
            return violated("派出检查单位为检查机构，没有检查审核的记录")
        waited = max((file.checked_on - day_of(file.delivered_at)).days, 0)
        return not_applicable(f"还没有审核完毕，记录交付已{waited}日；条文没有写明审核的天数")
    day = day_of(file.review.at)
    answer = review_faults(file.review.reviewers, day, on=law.on, pack=law.pack)
    names = "、".join(person.name for person in file.review.reviewers)
    return faults([fault.message for fault in answer.value], f"{said(file.review.at)}由{names}审核")


@check
def review_report(file: WholeFile, law: Law) -> Found:
    """With a suspected violation or a hand-over a review report is issued, signed and sealed."""
    suspected = file.concluded is not None and file.concluded.suspected_violation
    if not _by_institution(file) or not (suspected or file.hand_over):
        return not_applicable("派出检查单位不是检查机构，或者不涉及涉嫌违法和移交")
    if file.review is None:
        if "review" not in file.kept:
            return cannot_tell("系统没有检查审核的登记，请核对纸质检查审核报告")
        return not_applicable(NO_REVIEW)
    lacking = [
        label
        for there, label in (
            (file.review.report, "检查审核报告"),
            (file.review.signed_by_head, "检查机构负责人签字"),
            (file.review.sealed, "检查机构公章"),
        )
        if not there
    ]
    return faults([f"没有{label}" for label in lacking], "出具了检查审核报告，签字、盖章齐全")


@check
def reviewed_before_hand_over(file: WholeFile, law: Law) -> Found:
    """Nothing of an institution's inspection is transferred or published before its review."""
    moments = [p.at for p in file.publications] + ([file.hand_over.sent_at] if file.hand_over else [])
    if not _by_institution(file) or not moments:
        return not_applicable("派出检查单位不是检查机构，或者没有移交、公开")
    if file.review is None:
        if "review" not in file.kept:
            return cannot_tell("系统没有检查审核的登记，请核对纸质审核材料的时间")
        return not_applicable(NO_REVIEW)
    words = f"{said(file.review.at)}审核，{said(min(moments))}移交或者公开"
    return met(words) if file.review.at <= min(moments) else violated(f"{words}，在审核之前")


@check
def evaluated(file: WholeFile, law: Law) -> Found:
    """The dispatching unit evaluates a licensing inspection and issues its conclusion."""
    if file.inspection_type is not InspectionType.LICENSING or file.delivered_at is None:
        return not_applicable("不是许可检查，或者检查还没有结束")
    if file.evaluation is not None:
        clean = f"{said(file.evaluation.at)}综合评定"
        return met(clean) if file.evaluation.conclusion else violated("综合评定没有出具评定结论")
    if "evaluation" not in file.kept:
        return cannot_tell("系统没有派出检查单位综合评定的登记，请核对纸质材料")
    return violated("派出检查单位没有综合评定并出具评定结论")


@check
def rectification_ordered(file: WholeFile, law: Law) -> Found:
    """Standing problems are to be put right by a date that the authority sets."""
    if not file.standing or file.delivered_at is None:
        return not_applicable("没有成立的缺陷和问题，或者记录还没有交付")
    row = file.rectification
    if row is None:
        if file.end == "closed":
            return violated(f"{len(file.standing)}项缺陷成立，没有责令限期整改就办结了")
        if file.end == "handed_on":
            return not_applicable("已移交处理")
        days = (file.checked_on - day_of(file.delivered_at)).days
        return not_applicable(f"记录交付{max(days, 0)}日，还没有发出整改通知；条文没有写明天数")
    wrong = []
    if not row.requirement.strip():
        wrong.append("整改通知没有写明要求")
    if row.due < day_of(row.issued_at):
        wrong.append(f"整改期限（{chinese_date(row.due)}）早于通知发出之日")
    return faults(wrong, f"{said(row.issued_at)}责令整改，期限{chinese_date(row.due)}")


@check
def rectification_reported(file: WholeFile, law: Law) -> Found:
    """A report came within the limit, or the authority acted on its absence."""
    row = file.rectification
    if row is None:
        return not_applicable("没有整改")
    reports = [report for report in row.reports if not report.plan]
    if not reports:
        if row.end == "filed":
            return met("没有报送整改报告，已移交立案调查")
        if row.end == "closed":
            return violated("没有整改报告就办结了整改")
        if file.checked_on > row.limit:
            return violated(f"整改期限{chinese_date(row.limit)}已过，没有整改报告，也没有移交立案调查")
        return not_applicable(f"整改期限{chinese_date(row.limit)}未到")
    late = [report for report in reports if report.late]
    if late and row.end == "":
        return met(f"{said(late[0].at)}逾期报送，正在处理")
    return met(f"{said(reports[-1].at)}报送整改报告")


@check
def report_parts(file: WholeFile, law: Law) -> Found:
    """A report holds its four parts; a plan names the deficiencies it is for."""
    if file.rectification is None or not file.rectification.reports:
        return not_applicable("没有整改报告")
    wrong = []
    for number, report in enumerate(file.rectification.reports, 1):
        kind = "整改计划" if report.plan else "整改报告"
        if report.lacks:
            wrong.append(f"第{number}次报送的{kind}缺少：{'、'.join(report.lacks)}")
        if report.plan and not report.names:
            wrong.append(f"第{number}次报送的整改计划没有写明所涉缺陷")
        if report.plan and report.late:
            wrong.append(f"第{number}次报送的整改计划（{said(report.at)}）在整改期限之后")
    return faults(wrong, "报送材料的内容齐全")


@check
def rectification_rechecked(file: WholeFile, law: Law) -> Found:
    """Every rectification is re-checked after the last report, on paper or on site, before it ends."""
    row = file.rectification
    if row is None or row.end != "closed":
        return not_applicable("没有办结的整改")
    last = max((report.at for report in row.reports if not report.plan), default=None)
    after = [recheck for recheck in row.rechecks if last is None or recheck.at >= last]
    if not after:
        return violated("整改办结前没有复查" if not row.rechecks else "最后一次整改报告之后没有复查就办结了")
    if not after[-1].passed:
        return violated(f"{said(after[-1].at)}复查不符合要求，仍办结了整改")
    if not after[-1].text.strip():
        return violated(f"{said(after[-1].at)}的复查没有写明情况")
    return met(f"{said(after[-1].at)}复查符合要求后办结")


@check
def not_rectified_filed(file: WholeFile, law: Law) -> Found:
    """Who did not put it right, or is suspected of a violation, is handed on for filing."""
    row = file.rectification
    suspected = file.concluded is not None and file.concluded.suspected_violation
    failed = row is not None and bool(row.rechecks) and not row.rechecks[-1].passed
    if not (suspected or failed):
        return not_applicable("没有涉嫌违法或者整改不符合要求的情形")
    why = "涉嫌违法" if suspected else "复查不符合要求"
    if (row is not None and row.end == "filed") or file.end == "handed_on" or file.hand_over:
        return met(f"{why}，已移交立案调查")
    if file.end == "closed" or (row is not None and row.end == "closed"):
        return violated(f"{why}，没有移交立案调查就办结了")
    return not_applicable(f"{why}，正在处理")


@check
def handed_over_whole(file: WholeFile, law: Law) -> Found:
    """A lead goes with the record, the evidence and, from an institution, the review report."""
    sent = file.hand_over
    if sent is None:
        if "hand_over" not in file.kept and file.end == "handed_on":
            return cannot_tell("已移交处理，系统没有移交清单的登记，请核对移交材料")
        return not_applicable(NO_HAND_OVER)
    lacking = [
        label
        for there, label in (
            (sent.record, "现场检查记录"),
            (sent.evidence or not file.evidence, "证据材料"),
            (sent.review_report or not _by_institution(file) or "review" not in file.kept, "检查审核报告"),
        )
        if not there
    ]
    return faults([f"移交时没有附{label}" for label in lacking], f"{said(sent.sent_at)}移交，材料齐全")


@check
def filing_told(file: WholeFile, law: Law) -> Found:
    """Whether a case is filed is told in time, with reasons where it is not, and to the assigner of an institution."""
    sent = file.hand_over
    if sent is None:
        return not_applicable(NO_HAND_OVER)
    if sent.decided_on is None:
        waited = max((file.checked_on - day_of(sent.sent_at)).days, 0)
        return not_applicable(f"移交{waited}日，接受移交单位还没有决定；条文没有写明决定的天数")
    until = due("filing_feedback", sent.decided_on, on=_in_force(sent.decided_on, law), pack=law.pack)
    wrong = _late("立案情况反馈", until.value.due, sent.feedback_on, file)
    if sent.filed is False and not sent.why_not_filed.strip():
        wrong.append("不予立案，没有说明理由")
    if sent.feedback_on and _by_institution(file) and not sent.feedback_to_assigner:
        wrong.append("派出检查单位为检查机构，没有同时反馈交办检查任务的部门")
    return _timely(wrong, sent.feedback_on, f"{chinese_date(sent.decided_on)}决定")


@check
def outcome_told(file: WholeFile, law: Law) -> Found:
    """What a filed case came to is told in time."""
    sent: HandOver | None = file.hand_over
    if sent is None or not sent.filed or sent.penalty_decided_on is None:
        return not_applicable("没有立案，或者还没有作出是否处罚的决定")
    decided = sent.penalty_decided_on
    until = due("penalty_feedback", decided, on=_in_force(decided, law), pack=law.pack)
    wrong = _late("处理结果反馈", until.value.due, sent.result_on, file)
    if sent.result_on and _by_institution(file) and not sent.result_to_assigner:
        wrong.append("派出检查单位为检查机构，没有同时反馈交办检查任务的部门")
    return _timely(wrong, sent.result_on, f"{chinese_date(sent.penalty_decided_on)}作出是否处罚的决定")


@check
def measures_lifted_in_time(file: WholeFile, law: Law) -> Found:
    """The assessment before lifting a measure is made within the limit after the report came in."""
    waiting = [m for m in file.measures if m.report_received_on is not None]
    if not waiting:
        return not_applicable("没有提出解除申请的风险控制措施")
    wrong = []
    for measure in waiting:
        assert measure.report_received_on is not None
        received = measure.report_received_on
        until = due("lifting_assessment", received, on=_in_force(received, law), pack=law.pack)
        wrong += _late(f"“{measure.title}”的解除评估", until.value.due, measure.assessed_on, file)
        if measure.lifted_on is not None and measure.assessed_on is None:
            wrong.append(f"“{measure.title}”没有评估就解除了")
    return faults(wrong, f"{len(waiting)}项措施的评估均在期限内")


@check
def assistance_answered(file: WholeFile, law: Law) -> Found:
    """A letter of assistance is answered within its limit, or an extension was told before it ran out."""
    if not file.letters:
        return not_applicable("案卷没有协助调查函")
    wrong = []
    for letter in file.letters:
        until = due(
            "assistance_reply",
            letter.received_on,
            urgent=letter.urgent,
            requested_until=letter.requested_until if letter.urgent else None,
            on=_in_force(letter.received_on, law),
            pack=law.pack,
        ).value.due
        extended = letter.extension_told_on is not None and letter.extension_told_on <= until
        if not extended and (letter.answered_on or file.checked_on) > until:
            wrong.append(f"{chinese_date(letter.received_on)}收到的协助调查函应于{chinese_date(until)}前函复")
    return faults(wrong, f"{len(file.letters)}份协助调查函均按期函复或者按时告知延期")


@check
def published(file: WholeFile, law: Law) -> Found:
    """The result is published once the record was handed over, not before."""
    standing = [p for p in file.publications if p.withdrawn_at is None]
    early = [p for p in file.publications if file.delivered_at is None or p.at < file.delivered_at]
    if early:
        return violated(f"{said(early[0].at)}公开，记录还没有交付被检查对象")
    bare = [p for p in file.publications if p.withdrawn_at is not None and not p.withdrawn.strip()]
    if bare:
        return violated("撤回公开信息没有写明原因")
    if standing:
        return met(f"{said(standing[-1].at)}公开检查结果")
    if file.end in ("closed", "handed_on") and file.ended_at is not None:
        days = max((file.checked_on - day_of(file.ended_at)).days, 0)
        return cannot_tell(f"办结{days}日，还没有公开检查结果；条文没有写明天数")
    return not_applicable("检查还没有办结")


@check
def archived(file: WholeFile, law: Law) -> Found:
    """A file that ended has its number, its end and its reason when it was cancelled."""
    if not file.end:
        return not_applicable("检查还没有办结")
    wrong = []
    if file.end != "cancelled" and not file.number.strip():
        wrong.append("案卷没有编号")
    if file.ended_at is None:
        wrong.append("没有办结时间，无法起算保管期限")
    elif file.ended_at < file.opened_at or (file.delivered_at and file.ended_at < file.delivered_at):
        wrong.append("办结时间早于建立或者交付的时间")
    return faults(wrong, f"案卷{file.number}的编号、办结时间齐全")


def _by_institution(file: WholeFile) -> bool:
    return file.dispatching.kind is AuthorityKind.INSPECTION_INSTITUTION


def _in_force(event: date, law: Law) -> date:
    """The day whose limit applies: that of the event, or of the file where the event is said to lie before it."""
    return max(law.on, event)


def _late(what: str, until: date, done: date | None, file: WholeFile) -> list[str]:
    if (done or file.checked_on) <= until:
        return []
    came = f"{chinese_date(done)}才办理" if done else "没有办理"
    return [f"{what}应于{chinese_date(until)}前，{came}"]


def _timely(wrong: list[str], done: date | None, since: str) -> Found:
    if wrong:
        return violated(*wrong)
    return met(f"{since}，{chinese_date(done)}反馈") if done else not_applicable(f"{since}，反馈期限未到")
