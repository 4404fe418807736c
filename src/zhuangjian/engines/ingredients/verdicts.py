"""What is said of a name once the lists have been asked."""

from __future__ import annotations

from zhuangjian.engines.rules.vocabulary import Term


class Verdict(Term):
    """A word for people and programs. Nothing here is a finding; only the national lists' own words say prohibited."""

    USED = "used", "在目录中"
    RESTRICTED = "restricted", "目录注明按技术规范要求使用"
    PROHIBITED = "prohibited", "目录注明为禁用组分"
    TO_BE_PROHIBITED = "to_be_prohibited", "目录注明拟调整为禁用"
    FORMER_NAME = "former_name", "目录注明为曾用名"
    NAMED = "named", "国际命名中有，目录中没有"
    LOOK = "look", "须人工核对"
    UNKNOWN = "unknown", "目录中没有"
    UNCHECKED = "unchecked", "没有目录可对照"


def judged(remark: str) -> Verdict:
    """What a remark of the national catalogue says."""
    if "拟调整" in remark and "禁用" in remark:
        return Verdict.TO_BE_PROHIBITED
    if "禁用" in remark:
        return Verdict.PROHIBITED
    if "曾用名" in remark:
        return Verdict.FORMER_NAME
    if "要求使用" in remark or "限用" in remark or "准用" in remark:
        return Verdict.RESTRICTED
    return Verdict.USED
