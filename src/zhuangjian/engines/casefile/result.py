"""Checks of the conclusion, the record, its signatures and its delivery."""

from __future__ import annotations

from zhuangjian.engines.rules.forms import conclusions_for
from zhuangjian.engines.rules.people import Fault
from zhuangjian.engines.rules.records import record_faults
from zhuangjian.engines.rules.vocabulary import Conclusion, InspectionType, LicensingKind

from .facts import WholeFile, day_of, said
from .found import Found, Law, cannot_tell, check, faults, met, not_applicable, violated

NOT_CONCLUDED = "还没有作出结论"
NO_RECORD = "现场检查记录还没有制作"
GOOD = (Conclusion.LICENSING_PASS, Conclusion.PRODUCTION_CLEAN, Conclusion.OPERATION_CONFORMING)


def _listed(file: WholeFile, law: Law) -> tuple[Conclusion, ...]:
    answer = conclusions_for(
        file.inspection_type, file.parties, licensing=file.licensing_kind, on=law.on, pack=law.pack
    )
    return answer.value[0].conclusions if answer.value else ()


@check
def conclusion_listed(file: WholeFile, law: Law) -> Found:
    """The conclusion is one of the closed list for this type of inspection and kind of party."""
    if file.concluded is None:
        return violated("没有检查结论") if file.delivered_at else not_applicable(NOT_CONCLUDED)
    if not file.parties:
        return cannot_tell("被检查对象没有登记主体类别，无法确定适用的结论")
    listed = _listed(file, law)
    chosen = file.concluded.conclusion
    if not listed:
        return not_applicable("这类检查没有规定固定结论")
    words = "、".join(one.label for one in listed)
    if chosen in {one.value for one in listed}:
        return met(f"结论为“{Conclusion(chosen).label}”，在规定的{words}之中")
    label = Conclusion(chosen).label if chosen in {one.value for one in Conclusion} else chosen or "空"
    return violated(f"结论为“{label}”，应为：{words}")


@check
def conclusion_as_computed(file: WholeFile, law: Law) -> Found:
    """The conclusion is what the checkpoints give, or the head replaced it with reasons."""
    if file.concluded is None:
        return not_applicable(NOT_CONCLUDED)
    if not file.concluded.due:
        return not_applicable("这类结论不由检查要点判定")
    labels = {one.value: one.label for one in Conclusion}
    due, chosen = file.concluded.due, file.concluded.conclusion
    words = f"按检查要点和判定原则应为“{labels.get(due, due)}”，结论为“{labels.get(chosen, chosen)}”"
    if due == chosen:
        return met(words)
    if file.concluded.why_other.strip():
        return met(f"{words}；改定理由：{file.concluded.why_other}")
    return violated(f"{words}，没有改定的理由")


@check
def conclusion_reasoned(file: WholeFile, law: Law) -> Found:
    """A conclusion that people draw says why: a rule of the house."""
    if file.concluded is None or file.concluded.due:
        return not_applicable("结论由检查要点判定，或者还没有作出")
    return met("结论写明了理由") if file.concluded.reasons else violated("结论没有写明理由")


@check
def conclusion_fits_problems(file: WholeFile, law: Law) -> Found:
    """Nobody concludes that the requirements are met while a problem stands: a rule of the house."""
    if file.concluded is None:
        return not_applicable(NOT_CONCLUDED)
    good = file.concluded.conclusion in {one.value for one in GOOD}
    if not good:
        return met("结论不是符合要求一类，或者没有固定结论")
    if file.obstruction is not None:
        return violated("检查受到拒绝、逃避或者阻碍，结论却是符合要求一类")
    serious = file.standing if not file.concluded.due else ()
    wrong = [f"结论是符合要求一类，缺陷{problem.no}却成立：{problem.text[:40]}" for problem in serious]
    return faults(wrong, "结论与缺陷和问题一致")


@check
def concluded_after_hearing(file: WholeFile, law: Law) -> Found:
    """The conclusion comes after the closing meeting, where the party is heard."""
    if file.concluded is None:
        return not_applicable(NOT_CONCLUDED)
    if file.closing is None:
        return not_applicable("没有末次会议的记录")
    words = f"末次会议{said(file.closing.at)}，结论{said(file.concluded.at)}"
    return (
        met(words) if file.closing.at <= file.concluded.at else violated(f"{words}，结论在听取陈述申辩之前")
    )


@check
def handling_with_conclusion(file: WholeFile, law: Law) -> Found:
    """Where the law lists conclusions and handling advice, both stand in the record."""
    if file.concluded is None or not file.parties:
        return not_applicable(NOT_CONCLUDED)
    if not _listed(file, law):
        return not_applicable("这类检查没有规定固定结论")
    if file.concluded.handling.strip():
        return met(f"处理意见或者建议：{file.concluded.handling[:60]}")
    return violated("检查结论没有附处理意见或者建议")


@check
def handling_of_violation(file: WholeFile, law: Law) -> Found:
    """With risk control, a suspected violation or a hand-over the record holds an opinion on handling."""
    if file.record is None:
        return not_applicable(NO_RECORD)
    if not (file.record.risk_control or file.record.suspected_violation or file.record.transfer):
        return not_applicable("不涉及风险控制、涉嫌违法或者检查与稽查衔接")
    return _of(file, law, {"opinion_missing"}, "记录写明了处理意见或者建议")


@check
def record_made(file: WholeFile, law: Law) -> Found:
    """An inspection leaves a record, made after the conclusion."""
    if file.recorded_at is None:
        if file.signatures or file.delivered_at or file.end == "closed":
            return violated("没有现场检查记录")
        return not_applicable(NO_RECORD)
    if file.concluded is None:
        return violated(f"{said(file.recorded_at)}制作记录，没有检查结论")
    words = f"结论{said(file.concluded.at)}，记录{said(file.recorded_at)}"
    return met(words) if file.concluded.at <= file.recorded_at else violated(f"{words}，结论在记录之后变动")


@check
def record_contents(file: WholeFile, law: Law) -> Found:
    """The record holds every field that the article lists."""
    if file.record is None or file.recorded_at is None:
        return not_applicable(NO_RECORD)
    codes = {f.code for f in _faults(file, law)} - OTHER_CODES
    if file.obstruction is not None:
        codes.discard("findings_missing")
    return _of(file, law, codes, "记录的项目齐全")


@check
def record_form(file: WholeFile, law: Law) -> Found:
    """The record has a form that the law allows for this type and this party."""
    if file.record is None or file.recorded_at is None:
        return not_applicable(NO_RECORD)
    if not file.on_site:
        return not_applicable("非现场检查，条文没有规定记录的形式")
    if not file.parties:
        return cannot_tell("被检查对象没有登记主体类别，无法确定记录的形式")
    form = file.record.form.label if file.record.form else ""
    return _of(file, law, {"form_missing", "form_wrong"}, f"记录形式为{form}")


@check
def heard_before_signing(file: WholeFile, law: Law) -> Found:
    """The record is signed after the party had its say."""
    if file.record is None or not file.signatures:
        return not_applicable("记录还没有签字")
    if not file.record.statement_heard:
        return _of(file, law, {"statement_not_heard"}, "")
    first = min(signature.at for signature in file.signatures)
    if file.closing is not None and first < file.closing.at:
        return violated(f"{said(first)}签字，早于听取陈述申辩（{said(file.closing.at)}）")
    return met("听取陈述申辩之后签字")


@check
def team_signed(file: WholeFile, law: Law) -> Found:
    """The whole team signed the record."""
    if file.record is None or file.recorded_at is None:
        return not_applicable(NO_RECORD)
    if file.delivered_at is None and not _all_over(file):
        return not_applicable("正在签字")
    return _of(file, law, {"team_signature_missing"}, f"{len(file.record.inspectors)}名检查人员均已签字")


@check
def party_signed(file: WholeFile, law: Law) -> Found:
    """The party's head signed or sealed, or the refusal is noted."""
    if file.record is None or file.recorded_at is None:
        return not_applicable(NO_RECORD)
    if file.delivered_at is None and not _all_over(file):
        return not_applicable("正在签字")
    how = "拒绝签字或者盖章，已注明" if file.record.party_refused else "已签字或者盖章"
    return _of(file, law, {"party_signature_missing", "refusal_contradicts"}, f"被检查对象{how}")


@check
def signed_after_made(file: WholeFile, law: Law) -> Found:
    """Nobody signs a record before it was made, and it is handed over after all have signed."""
    if not file.signatures:
        return not_applicable("记录还没有签字")
    first, last = min(s.at for s in file.signatures), max(s.at for s in file.signatures)
    wrong = []
    if file.recorded_at is not None and first < file.recorded_at:
        wrong.append(f"{said(first)}签字，记录{said(file.recorded_at)}才制作")
    if file.delivered_at is not None and last > file.delivered_at:
        wrong.append(f"{said(file.delivered_at)}交付，{said(last)}才签字")
    return faults(wrong, "制作、签字、交付的先后合理")


@check
def copies_given(file: WholeFile, law: Law) -> Found:
    """Both sides have a copy; who took the party's is known."""
    if file.record is None or file.recorded_at is None:
        return not_applicable(NO_RECORD)
    if file.delivered_at is None:
        return (
            violated("记录没有交付被检查对象就结束了")
            if _all_over(file)
            else not_applicable("记录还没有交付")
        )
    wrong = [] if file.delivered_to.strip() else ["没有写明被检查对象的接收人"]
    return faults(wrong, f"{said(file.delivered_at)}双方各执一份，接收人{file.delivered_to}")


@check
def revocation_proposed(file: WholeFile, law: Law) -> Found:
    """After an extension that failed, was not reported on in time or failed again, revoking the licence is proposed."""
    if (
        file.licensing_kind is not LicensingKind.EXTENSION
        or file.inspection_type is not InspectionType.LICENSING
    ):
        return not_applicable("不是延续许可后现场核查")
    why = _revocation_ground(file)
    if not why:
        return not_applicable("没有应当提出撤销许可意见的情形")
    if file.revocation is None:
        return violated(f"{why}，没有向许可部门提出撤销许可意见")
    return met(f"{why}，{said(file.revocation.at)}提出撤销许可意见")


def _revocation_ground(file: WholeFile) -> str:
    concluded, row = file.concluded, file.rectification
    if concluded is None or file.delivered_at is None:
        return ""
    if concluded.conclusion == Conclusion.LICENSING_FAIL:
        return "核查不通过"
    if row is None:
        return ""
    if row.rechecks and not row.rechecks[-1].passed:
        return "复查仍不符合规定"
    if not row.reports and file.checked_on > row.limit:
        return "规定时限内没有提交整改报告"
    return ""


def _all_over(file: WholeFile) -> bool:
    return file.end in ("closed", "handed_on")


SIGNING = {
    "statement_not_heard",
    "team_signature_missing",
    "party_signature_missing",
    "refusal_contradicts",
    "copies_missing",
}
OTHER_CODES = SIGNING | {"form_missing", "form_wrong", "opinion_missing"}


def _faults(file: WholeFile, law: Law) -> tuple[Fault, ...]:
    assert file.record is not None
    return record_faults(
        file.record,
        inspection_type=file.inspection_type if file.parties else None,
        parties=file.parties,
        checkpoints=file.on_checkpoints,
        on=max(law.on, day_of(file.recorded_at)) if file.recorded_at else law.on,
        pack=law.pack,
    ).value


def _of(file: WholeFile, law: Law, codes: set[str], clean: str) -> Found:
    return faults([fault.message for fault in _faults(file, law) if fault.code in codes], clean)
