"""The check of a file as a paper for the authority itself."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.documents.render import contexts as c
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.sheets import stage_view
from zhuangjian.engines.casefile import Check, Checked, Verdict
from zhuangjian.engines.rules.editions import edition_told
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.spelling import spelled
from zhuangjian.engines.rules.words import chinese_date

EDITION = "{pack}，适用日{day}；表中只写条次的为{own}"


def sheet_title(row: Inspection) -> str:
    """What the paper's file is called."""
    return f"案卷评查表 {row.number or row.party.name}"


def sheet_of(row: Inspection, checked: Checked) -> c.FileCheck:
    """Everything the paper says."""
    party = row.party
    return c.FileCheck(
        number=row.number or "（尚未编号）",
        authority=row.dispatching_unit.name,
        party=c.Party(
            name=party.name,
            address=party.address,
            credit_code=party.credit_code or party.old_code or "",
            kinds=tuple(kind.get_kind_display() for kind in party.kind_rows.order_by("pk")),
        ),
        issued_on=timezone.localdate(),
        copy_no=1,
        copies=1,
        inspection_type=row.get_licensing_kind_display() or row.get_inspection_type_display(),
        mode=row.get_mode_display(),
        cause=row.reason,
        started_at=row.started_at,
        ended_at=row.ended_at,
        stage=stage_view(row)[0],
        law=_law(checked),
        outcome=outcome_of(checked),
        violated=_rows(checked, Verdict.VIOLATED),
        unclear=_rows(checked, Verdict.CANNOT_TELL),
        met=_rows(checked, Verdict.MET),
        nothing=_rows(checked, Verdict.NOT_APPLICABLE),
    )


def outcome_of(checked: Checked) -> str:
    """The verdict over the file in one sentence."""
    if not checked.pack:
        return f"无法评查：{checked.note}"
    counts = "，".join(f"{verdict.label}{checked.count(verdict)}项" for verdict in Verdict)
    return f"共核对{len(checked.checks)}项：{counts}。"


def _law(checked: Checked) -> str:
    pack = pack_for(settings.REGION)
    if not checked.pack:
        return ""
    own = spelled(pack.head.document, pack)
    return EDITION.format(own=own, pack=edition_told(checked.pack), day=chinese_date(checked.day))


def _rows(checked: Checked, verdict: Verdict) -> tuple[c.CheckedRow, ...]:
    return tuple(_row(one) for one in checked.of(verdict))


def _row(one: Check) -> c.CheckedRow:
    marks = {"official": "", "house": "", "second_hand": "（间接来源）", "to_be_confirmed": "（待确认）"}
    return c.CheckedRow(
        title=one.title,
        article=f"{_article(one.article)}{marks[one.basis]}",
        severity=one.severity_label,
        evidence="\n".join(one.evidence),
        remedy=one.remedy if one.verdict is Verdict.VIOLATED else "",
    )


def _article(reference: str) -> str:
    """The article as printed: of the region's own document, which the paper names once, the number alone."""
    pack = pack_for(settings.REGION)
    words = spelled(reference, pack)
    own = reference.partition(" ")[0] == pack.head.document
    return words.rpartition("》")[2] if own else words
