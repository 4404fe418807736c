"""``may_disclose``: who may see what of an inspection, and when (CQ 7, 11, 12, 15, 22, 34, 52)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .answer import Answer, Reason, Refusal
from .loader import Pack
from .lookup import pack_for, the_day
from .lookup import table as table_on
from .models import Scalar, Table
from .tables import find_row
from .vocabulary import InspectionType, LicensingKind, Term
from .words import read_term, read_type


class Audience(Term):
    """Who asks. ``organiser`` are those handling the case in the organising, dispatching and local authorities."""

    PUBLIC = "public", "社会公众"
    PARTY = "party", "被检查对象"
    TEAM = "team", "检查组成员"
    ORGANISER = "organiser", "承办单位人员"
    OTHER_OFFICER = "other_officer", "其他监管人员"


class Stage(Term):
    """How far the inspection is."""

    PLANNED = "planned", "尚未开始"
    UNDER_WAY = "under_way", "检查进行中"
    CLOSED_ON_SITE = "closed_on_site", "现场结束已告知"
    CONCLUDED = "concluded", "结论已作出"


class Matter(Term):
    """What is asked about."""

    EXISTENCE = "existence", "检查任务本身"
    SCHEDULE = "schedule", "检查时间"
    CONTENT = "content", "检查内容"
    TEAM = "team", "检查人员"
    PROGRESS = "progress", "检查进展"
    LEADS = "leads", "违法线索与信号来源"
    DEFICIENCIES = "deficiencies", "发现的缺陷和问题"
    RECORD = "record", "现场检查记录"
    RESULT = "result", "检查结果"
    BASIS = "basis", "检查依据"
    PARTY_INFO = "party_info", "被检查对象基本信息"
    PENALTY = "penalty", "行政处罚决定"
    TRADE_SECRET = "trade_secret", "商业秘密"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Whether ``matter`` may be shown to ``audience``."""

    allowed: bool
    audience: Audience
    matter: Matter


def may_disclose(
    audience: str | Audience,
    matter: str | Matter,
    *,
    inspection_type: str | InspectionType | LicensingKind,
    state: str | Stage,
    notified: bool = False,
    consent: bool = False,
    region: str | None = None,
    on: date | str | None = None,
    pack: Pack | None = None,
) -> Answer[Disclosure]:
    """Whether ``audience`` may see ``matter`` of an inspection of that type in that state.

    ``notified`` says that the party was told beforehand (CQ 7), ``consent`` that it agreed to the disclosure of
    that trade secret (CQ 22). For-cause inspections stay hidden from the party until they begin, notified or not,
    and their progress and leads for good (CQ 34). Raises :class:`Refusal` for words outside the closed lists.
    """
    rules, table = _table(region, on, pack)
    who = read_term(Audience, audience, "受众")
    what = read_term(Matter, matter, "内容")
    stage = read_term(Stage, state, "检查阶段")
    kind, _ = read_type(inspection_type)
    row = find_row(table, _case(who, what, kind, stage, notified, consent))
    verb = "可以" if row.then else "不得"
    facts = {"type": kind.value, "state": stage.value, "notified": notified, "consent": consent}
    text = f"{verb}向{who.label}显示{what.label}：{row.reason}"
    return Answer(
        Disclosure(bool(row.then), who, what),
        (row.article,),
        (Reason(row.article, text, facts),),
        rules.label,
        row.basis or table.basis,
        facts,
    )


def disclosable(
    audience: str | Audience,
    *,
    inspection_type: str | InspectionType | LicensingKind,
    state: str | Stage,
    notified: bool = False,
    consent: bool = False,
    region: str | None = None,
    on: date | str | None = None,
    pack: Pack | None = None,
) -> frozenset[Matter]:
    """Everything ``audience`` may see of such an inspection; without ``existence`` it must not even be listed."""
    _, table = _table(region, on, pack)
    who = read_term(Audience, audience, "受众")
    stage = read_term(Stage, state, "检查阶段")
    kind, _ = read_type(inspection_type)
    return frozenset(
        what for what in Matter if find_row(table, _case(who, what, kind, stage, notified, consent)).then
    )


def require_disclosable(answer: Answer[Disclosure]) -> None:
    """Raise :class:`Refusal` with the article when ``answer`` says no."""
    if not answer.value.allowed:
        raise Refusal(answer.reasons[0].text, article=answer.articles[0])


def _table(region: str | None, on: date | str | None, pack: Pack | None) -> tuple[Pack, Table]:
    rules = pack or pack_for(region)
    series = rules.tables.get("disclosure", ())
    day = the_day(on, "适用日期") if on is not None else (series[-1].effective_from if series else date.max)
    return rules, table_on(rules, "disclosure", day)


def _case(
    who: Audience, what: Matter, kind: InspectionType, stage: Stage, notified: bool, consent: bool
) -> dict[str, Scalar]:
    agreed = consent and what is Matter.TRADE_SECRET
    return {
        "audience": who.value,
        "for_cause": kind is InspectionType.FOR_CAUSE,
        "notified": notified,
        "state": stage.value,
        "field": "trade_secret_with_consent" if agreed else what.value,
    }
