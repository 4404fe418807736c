"""What the rule pages show: an article with its values, code, tests and the official wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.documents.models import OfficialArticle
from zhuangjian.engines.casefile.found import SEVERITIES
from zhuangjian.engines.rules.articles import CoverageRow, coverage
from zhuangjian.engines.rules.loader import KINDS as PACK_KINDS
from zhuangjian.engines.rules.loader import Pack
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.models import (
    CauseList,
    Dated,
    Deadline,
    Document,
    FileCheck,
    LetterRule,
    OpenEnded,
    OriginRule,
    Parameter,
    Practice,
    Retention,
    SupportList,
    Table,
)
from zhuangjian.engines.rules.retention import THEN
from zhuangjian.engines.rules.vocabulary import Conclusion, Form, PartyKind

KINDS = {
    "computed": "系统计算",
    "workflow": "流程",
    "record_field": "记录事项",
    "human_judgement": "人工判断",
    "definition": "定义与范围",
}
STATUS = {"met": ("已实现", "ok"), "partly": ("部分实现", "warn"), "not_yet": ("尚未实现", "off")}
UNITS = {"working_days": "个工作日", "natural_days": "日（自然日）"}
TERMS = {term.value: term.label for terms in (Conclusion, Form, PartyKind) for term in terms}
TERMS |= {role.value: role.label for role in Role}
TERMS |= {"calendar_year": "自然年", "begun": "已经开始的检查", "for_cause": "有因检查"}
TERMS |= {
    "inspection_institution": "检查机构",
    "suspected_violation": "涉嫌违法",
    "hand_over": "涉及检查与稽查衔接",
    "party_name": "被检查对象名称",
    "party_address": "地址",
    "credit_code": "统一社会信用代码",
    "cause": "检查事由",
    "basis": "检查依据",
    "content": "检查内容",
    "time": "检查时间",
    "inspectors": "检查人员",
    "findings": "发现的缺陷和问题",
    "advice": "处理建议",
    "conclusion": "检查审核结论",
    "transfer": "移交线索",
    "publication": "公开结果",
    "dispatching_unit": "派出检查单位",
    "local_authority": "辖区监管部门",
    "organising_unit": "组织检查单位",
    "commission": "委托生产的另一方",
    "both": "同时生产和经营",
    "declined": "对方不同意联合检查",
}


@dataclass(frozen=True)
class Value:
    """One dated value of the law as shown."""

    name: str
    title: str
    kind: str
    text: str
    dated: Dated
    rows: tuple[Any, ...] = ()


@dataclass(frozen=True)
class ArticlePage:
    """Everything about one reference; ``row`` is None for laws outside the two documents."""

    reference: str
    document: str
    document_title: str
    row: CoverageRow | None
    values: list[Value]
    wording: OfficialArticle | None
    first_day: Document
    before: str
    after: str


def documents() -> dict[str, str]:
    """Code and title of this region's document with one row per article."""
    pack = pack_for(settings.REGION)
    code = pack.head.document
    return {code: pack.documents[code].title} if code else {}


def coverage_here() -> list[CoverageRow]:
    """The rows of this region's own document: another region's is no law here."""
    code = pack_for(settings.REGION).head.document
    return [row for row in coverage() if row.document == code]


def article_page(reference: str, person: Any) -> ArticlePage | None:
    """The page of ``CQ 14``; None for a reference that this region's pack does not know."""
    code = reference.partition(" ")[0]
    pack = pack_for(settings.REGION)
    entry = pack.documents.get(code)
    if entry is None:
        return None
    rows = [row for row in coverage_here() if row.document == code]
    place = next((n for n, row in enumerate(rows) if row.reference == reference), None)
    values = values_of(pack, reference, rows[place] if place is not None else None)
    if place is None and not values and not entry.has(reference.partition(" ")[2]):
        return None
    return ArticlePage(
        reference=reference,
        document=code,
        document_title=entry.title,
        row=rows[place] if place is not None else None,
        values=values,
        wording=_wording(reference.partition("-")[0], person),
        first_day=entry,
        before=rows[place - 1].reference if place else "",
        after=rows[place + 1].reference if place is not None and place + 1 < len(rows) else "",
    )


def values_of(pack: Pack, reference: str = "", row: CoverageRow | None = None) -> list[Value]:
    """Values of the pack that cite ``reference`` or that its row names; all of them without a reference."""
    named = set(row.values) if row else set()
    return [
        _value(name, dated)
        for kind in PACK_KINDS
        for name, series in getattr(pack, kind).items()
        for dated in series
        if not reference or dated.article == reference or name in named
    ]


def _value(name: str, dated: Dated) -> Value:
    if isinstance(dated, Deadline):
        way = "前" if dated.direction == "before" else "内"
        text = f"{dated.event}起 {dated.days} {UNITS[dated.unit]}{way}，由{dated.holder}办理"
        return Value(name, dated.title, "期限", text, dated)
    if isinstance(dated, OpenEnded):
        return Value(name, dated.title, "没有规定天数", f"自{dated.event}起显示已等待多久", dated)
    if isinstance(dated, Parameter):
        return Value(name, dated.meaning, "参数", _said(dated.value, dated.unit), dated)
    if isinstance(dated, Practice):
        return Value(name, dated.title, "良好做法", dated.meaning, dated)
    if isinstance(dated, Table):
        return Value(name, dated.meaning, "决策表", f"{len(dated.rows)} 种情形", dated, dated.rows)
    if isinstance(dated, Retention):
        years = f"{dated.event}起 {dated.years} 年，期满后" if dated.years else ""
        return Value(name, dated.title, "保管期限", f"{years}{THEN[dated.then]}", dated)
    if isinstance(dated, OriginRule):
        return Value(name, dated.title, "任务来源", "、".join(kind.label for kind in dated.types), dated)
    if isinstance(dated, CauseList):
        return Value(name, dated.meaning, "启动原因", "；".join(c.title for c in dated.causes), dated)
    if isinstance(dated, SupportList):
        titles = "、".join(support.title for support in dated.supports.values())
        return Value(name, dated.meaning, "所依据的材料", titles, dated)
    if isinstance(dated, LetterRule):
        return Value(name, dated.title, "函件", f"应写明{'、'.join(dated.needs.values())}", dated)
    if isinstance(dated, FileCheck):
        return Value(name, dated.title, "案卷评查", f"{SEVERITIES[dated.severity]}：{dated.meaning}", dated)
    raise TypeError(f"values of this kind have no words: {type(dated).__name__}")


def _said(value: Any, unit: str) -> str:
    if isinstance(value, tuple):
        return "、".join(TERMS.get(str(v), str(v)) for v in value)
    return f"{TERMS.get(str(value), value)}{unit}"


def _wording(reference: str, person: Any) -> OfficialArticle | None:
    """The newest imported wording."""
    return (
        OfficialArticle.objects.visible_to(person)
        .filter(reference=reference)
        .select_related("text")
        .order_by("-text__imported_at", "-text_id")
        .first()
    )
