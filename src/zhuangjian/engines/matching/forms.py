"""Organisational forms: what the end of a name says about the kind of body, and where a branch begins."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

# A company with its own legal form; what follows one of these is a branch of it.
LEGAL: Final = re.compile(
    r"(?:集团)?(?:控股|股份|企业)?(?:集团|控股)?(?:股份)?"
    r"(?:股份有限责任公司|有限责任公司|有限责任总公司|股份有限总公司|股份有限公司|有限总公司|有限公司|无限公司|集团公司|股份公司|总公司|公司)"
)
_BRANCH_END: Final = re.compile(
    r"(?:分公司|支公司|分厂|分店|分部|分院|分校|分所|分社|分场|分行|支行|支店|分理处|储蓄所|营业所|营业厅|营业部|门市部|经营部|经销部"
    r"|销售部|服务部|批发部|项目部|事业部|办事处|代表处|联络处|工作站|服务站|加油站|加气站|分站|旗舰店|专卖店|连锁店|直营店|加盟店"
    r"|药店|药房|大药房|超市|门店|酒店|餐厅|商场|商店|店|一厂|二厂|三厂|四厂|五厂|工厂|厂|车间|仓库|仓|物流中心|配送中心|研发中心"
    r"|技术中心|中心|研究院|研究所|检测站|医院|诊所|幼儿园|学校|基地|矿|电站|电厂|项目|网点|部|处|站|分中心)$"
)


def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    text = files(__package__).joinpath("forms.txt").read_text(encoding="utf-8")
    strong, _, weak = text.partition("\n[强]\n")[2].partition("\n[弱]\n")
    return frozenset(strong.split()), frozenset(weak.split())


# Strong forms say enough wherever they end a name; weak ones only right after words of trade.
_STRONG, WEAK = _vocabulary()
# By last character the lengths that a strong form can have, longest first.
_LENGTHS: Final = {
    last: tuple(sorted({len(form) for form in _STRONG if form[-1] == last}, reverse=True))
    for last in {form[-1] for form in _STRONG}
}
_LEGAL_END: Final = re.compile(LEGAL.pattern + r"(?<!分公司)(?<!支公司)$")
# Said in brackets after the name.
IN_BRACKETS: Final = re.compile(r"^(?:集团|控股|股份|集团股份|有限公司|有限|有限合伙|株|株式会社)$")
FORMER: Final = re.compile(
    r"^(?:原名称?|曾用名|原企业名称?|原公司名称?|更名前|变更前|旧名|前称|前身|原)(?:为|是|名)?[：:]?(.*)$",
    re.DOTALL,
)
_IN_FRONT: Final = ("株式会社", "个体工商户", "股份有限公司", "有限会社")


def branch_start(text: str) -> int | None:
    """Where the branch begins behind a legal form, or None: 甲有限公司乙分公司 → the place of 乙."""
    for found in LEGAL.finditer(text):
        end = found.end()
        rest = text[end:]
        whole = found.group() not in ("公司", "集团公司")
        if found.start() > 0 and rest and (_BRANCH_END.search(rest) or (whole and not LEGAL.search(rest))):
            return end
    return None


def form_in_front(text: str) -> int:
    """Length of a form that stands before the name (株式会社甲, 个体工商户乙); 0 when there is none."""
    return next((len(form) for form in _IN_FRONT if text.startswith(form) and len(text) > len(form)), 0)


def form_starts(text: str) -> list[int]:
    """Where the form at the end of ``text`` may begin, longest form first; ``len(text)`` alone when there is none.

    A legal form leaves no choice; 图书店 may be 书店 or 图书 and 店, and the reading of the rest decides.
    """
    legal = _LEGAL_END.search(text)
    if legal:
        return [legal.start()]
    lengths = _LENGTHS.get(text[-1:], ())
    starts = [len(text) - length for length in lengths if length < len(text) and text[-length:] in _STRONG]
    # 分公司 and 总店 are never cut.
    starts = [start for at, start in enumerate(starts) if at == 0 or text[start - 1] not in "分支总"]
    return starts[:4] or [len(text)]


def weak_form_start(text: str) -> int | None:
    """Where a word begins that is a form only after words of trade; None when ``text`` ends with none."""
    for length in (3, 2, 1):
        if len(text) > length and text[-length:] in WEAK:
            return len(text) - length
    return None
