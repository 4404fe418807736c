"""The point sheet in words, for the party and for the person who answers for the grade."""

from __future__ import annotations

from collections.abc import Iterator

from zhuangjian.engines.rules.bases import label_of

from .grade import Grade
from .grade_lines import FactorSheet
from .points import STATIC


def sheet_text(given: Grade) -> str:
    """The whole sheet in Chinese, plain text, one fact a line."""
    return "\n".join(_lines(given)) + "\n"


def _lines(given: Grade) -> Iterator[str]:
    mark = _mark(given.basis)
    yield f"风险分级计分表  {given.party} {given.name}".rstrip()
    yield f"截至 {given.as_of}    方法 {given.pack}（{given.method_on} 有效）{mark}"
    yield ""
    yield f"等级  {given.grade.label}    自 {given.since} 起    A 风险最低，D 最高"
    yield f"理由  {given.why}"
    limits = "，".join(
        f"{grade} 满 {limit:g} 分（低于 {given.lower_limits[grade]:g} 分满 {given.hold_days} 天才降）"
        for grade, limit in given.limits.items()
    )
    yield f"界限  {limits}{mark}"
    yield f"合计  {given.total:.2f} 分 = 静态 {given.static:.2f} + 动态 {given.dynamic:.2f}"
    if given.falls_on:
        yield f"今后  没有新增不良信号的，{given.falls_on} 可以降级"
    for event in given.direct:
        yield f"直接列级  {event.title}（{'，'.join(filter(None, (event.article, f'信号 {event.signal}')))}），{event.since} 至 {event.until}{_mark(event.basis)}"
    advice = given.visits
    yield f"检查安排  {advice.mode}{f'（{advice.article}）' if advice.article else ''}{_mark(advice.basis)}"
    for group, title in ((STATIC, "静态因素"), ("dynamic", "动态因素")):
        yield ""
        yield title
        for factor in given.factors:
            if factor.group == group:
                yield from _factor(factor)
    if given.not_counted:
        yield ""
        yield "未计分的信号"
        yield from (f"  {item.signal}  {item.why}" for item in given.not_counted)
    if given.missing:
        yield ""
        yield f"未提供的事实（按 0 分计）：{'、'.join(given.missing)}"


def _factor(factor: FactorSheet) -> Iterator[str]:
    fact = f"  {factor.fact}" if factor.fact else ""
    capped = factor.cap is not None and factor.summed > factor.cap
    cap = f"（合计 {factor.summed:.2f}，封顶 {factor.cap:g}）" if capped else ""
    yield f"  {factor.points:6.2f}  {factor.title}{fact}{cap}  {factor.article}{_mark(factor.basis)}".rstrip()
    for item in factor.evidence:
        note = f"；{item.note}" if item.note else ""
        title = f" {item.title}" if item.title else ""
        known = "" if item.known_on == item.occurred_on else f"（{item.known_on} 得知）"
        yield (
            f"          {item.points:.2f} = {item.base:g} × {item.share:.4f}  信号 {item.signal}{title}，"
            f"{item.occurred_on}{known}，{item.decay}{note}"
        )
    if factor.lowers:
        yield f"          怎样降低：{factor.lowers}"


def _mark(basis: str) -> str:
    return "" if basis == "official" else f"［{label_of(basis)}］"
