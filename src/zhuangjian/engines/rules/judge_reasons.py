"""The steps of a judgement, said in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from zhuangjian.engines.rules.answer import Reason
from zhuangjian.engines.rules.checklists import Checklist
from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.judge_principles import DirectRow, OutcomeRow, Principles
from zhuangjian.engines.rules.judge_settle import Settled
from zhuangjian.engines.rules.loader import Pack
from zhuangjian.engines.rules.vocabulary import ItemResult

if TYPE_CHECKING:
    from zhuangjian.engines.rules.judge import Judgement


def explain(
    judgement: Judgement,
    entry: Checklist,
    principles: Principles,
    settled: Settled,
    direct: Sequence[DirectRow],
    words: OutcomeRow,
    on: date,
    law: Pack,
) -> tuple[Reason, ...]:
    """Checklist used, facts that fail directly, each sum against its threshold, what is uncounted, conclusion."""
    return (
        _checklist_reason(entry, principles, settled, on),
        *(_direct_reason(row, principles) for row in direct),
        *_sum_reasons(judgement, principles),
        *_uncounted_reasons(settled, principles),
        _conclusion_reason(judgement, principles, words, bool(direct), on, law),
    )


def _checklist_reason(entry: Checklist, principles: Principles, settled: Settled, on: date) -> Reason:
    inspected = len(entry.items) - len(settled.out_of_scope)
    unnamed = len(settled.unnamed)
    text = printed = f"按《{entry.title}》判定，检查 {inspected} 项（共 {len(entry.items)} 项）。"
    if unnamed:
        text = f"{text[:-1]}，其中 {unnamed} 项没有写明检查结果，按符合计。"
        printed = (
            f"按《{entry.title}》判定，检查 {inspected - unnamed} 项（共 {len(entry.items)} 项），"
            f"另有 {unnamed} 项未检查。"
        )
    facts = {
        "checklist": entry.key,
        "principles": principles.key,
        "on": on,
        "inspected": inspected,
        "out_of_scope": settled.out_of_scope,
        "unnamed": settled.unnamed,
    }
    return Reason(principles.title, text, facts, printed=printed)


def _direct_reason(row: DirectRow, principles: Principles) -> Reason:
    text = f"有下列情形，直接判定为最重一档：{row.label}。"
    return Reason(principles.title, text, {"fact": row.fact, "basis": row.basis})


def _sum_reasons(judgement: Judgement, principles: Principles) -> list[Reason]:
    reasons = []
    for entry in judgement.sums:
        state = f"达到 {entry.at_least}，判定为最重一档" if entry.met else f"未达到 {entry.at_least}"
        listed = f"（第 {'、'.join(entry.items)} 项）" if entry.items else ""
        reasons.append(
            Reason(principles.title, f"{entry.label}为 {entry.value}{listed}，{state}。", entry.to_dict())
        )
    return reasons


def _uncounted_reasons(settled: Settled, principles: Principles) -> list[Reason]:
    reasons = []
    flaws = [
        c.no
        for c in settled.contributions
        if c.result is ItemResult.MINOR_FLAW and c.item_class not in principles.flaws_counted_in
    ]
    if flaws:
        text = (
            f"第 {'、'.join(flaws)} 项是一般项目却记为瑕疵：不计入任何合计数，但不能得出没有缺陷的结论；"
            "请核对是否应为不符合。"
        )
        printed = f"第 {'、'.join(flaws)} 项（一般项目）为瑕疵，不计入任何合计数。"
        reasons.append(Reason(principles.title, text, {"items": flaws}, printed=printed))
    absent = [c.no for c in settled.contributions if c.result is ItemResult.NOT_APPLICABLE]
    if absent:
        text = f"第 {'、'.join(absent)} 项不适用，不计入任何合计数。"
        reasons.append(Reason(principles.title, text, {"items": absent}))
    if settled.doubtful_marks:
        text = (
            f"{'、'.join(settled.doubtful_marks)} 所带星号与本系统记载的项目类别不一致；"
            "仍按本系统的类别计算，请对照官方文件核对。"
        )
        reasons.append(Reason(principles.title, text, {"items": settled.doubtful_marks}, printed=""))
    return reasons


def _conclusion_reason(
    judgement: Judgement, principles: Principles, words: OutcomeRow, direct: bool, on: date, law: Pack
) -> Reason:
    met = [entry.label for entry in judgement.sums if entry.met]
    if direct:
        why = "存在直接判定的情形"
    elif met:
        why = f"{'；'.join(met)}达到限值"
    elif judgement.conclusion is words.between:
        why = "存在不符合或瑕疵，但各合计数均未达到限值"
    else:
        why = "没有影响结论的不符合或瑕疵"
    listed = "、".join(word.label for word in words.all())
    printed = f"{why}，结论为“{judgement.conclusion.label}”。"
    text = f"{printed}可用的结论：{listed}。"
    source = cited("conclusion", pack=law)
    if cited("conclusion", pack=law, on=on) != source:
        title = law.documents[source.article.partition(" ")[0]].title
        borrowed = f"检查当日《{title}》尚未施行，结论用语借用其规定。"
        text, printed = text + borrowed, printed + borrowed
    return Reason(
        source.article, text, {"conclusion": judgement.conclusion}, basis=source.basis, printed=printed
    )
