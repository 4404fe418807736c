"""The words in which notices name companies, roles and results."""

from __future__ import annotations

import re
from typing import Final

from zhuangjian.engines.names import normalise_name

ROLES: Final = (
    "注册人/备案人", "注册人", "备案人", "受托生产企业", "委托生产企业", "委托方", "受托方", "实际生产企业", "生产企业", "境内责任人",
    "电子商务平台经营者", "化妆品经营者", "总经销商", "经销商", "经营者", "经营企业", "美容美发机构", "使用单位",
)  # fmt: skip
_ENDS: Final = (
    "有限责任公司|股份有限公司|有限公司|集团公司|公司|合作社|（个体工商户）|美容院|美容店|美发店|化妆品店|日化店|百货店|"
    "商行|商店|商场|超市|经营部|门市部|药房|药店|中心|化妆品厂|日化厂|日用化工厂|日用品厂|制品厂|化工厂"
)
# What stands between names, and what a sentence says before one.
_GAP: Final = r"，,。；;、：:\s“”\"《》|\t"
COMPANY: Final = re.compile(rf"[^{_GAP}]{{2,40}}?(?:{_ENDS})(?:[^{_GAP}（）]{{0,8}}(?:分公司|分店))?")
_BEFORE: Final = re.compile(
    r"^.*?(?:检查了|检查组对|分别对|其中|包括|涉及|发现|责令|要求|暂停|注销|吊销|经查|以及|对|由|向|及|和|与|并|为|是|该|\d+[.．、)）]|[（(][一二三四五六七八九十\d]+[)）])"
)
# From the most to the least serious; a phrase counts as the first class that names it.
RESULTS: Final = (
    ("不符合", r"不\s*符合|不合格|不通过|未通过|严重缺陷|责令停产|停产停业|暂停生产|停止生产|立案(?:调查|查处)?|吊销"),
    ("限期整改", r"基本符合|限期(?:整改|改正)|责令(?:限期)?(?:整改|改正)|整改后|待整改|一般缺陷"),
    ("符合", r"符合|通过|合格|未发现(?:问题|缺陷|违法)"),
)  # fmt: skip
RESULT: Final = re.compile("|".join(f"(?:{pattern})" for _, pattern in RESULTS))
_ROLE: Final = re.compile("|".join(sorted(map(re.escape, ROLES), key=len, reverse=True)))


def class_of(text: str) -> str:
    """不符合, 限期整改, 符合, or "" when the text names no result."""
    return next((name for name, pattern in RESULTS if re.search(pattern, text)), "")


def roles_in(text: str) -> str:
    """The roles that a bracket or label names, in order, divided by 、."""
    return "、".join(dict.fromkeys(_ROLE.findall(text)))


def company_of(found: str) -> tuple[str, str]:
    """(role, name) of a stretch of text that ends in a company's name: 备案人广州甲有限公司, 对广州甲有限公司."""
    text, role = normalise_name(found), ""
    while True:
        if (named := _ROLE.match(text)) and len(text) - named.end() >= SHORTEST:
            role, text = "、".join(filter(None, (role, named.group()))), text[named.end() :].lstrip("/及和、")
            continue
        cut = _BEFORE.match(text)
        if cut and len(text) - cut.end() >= SHORTEST and COMPANY.fullmatch(text[cut.end() :]):
            text = text[cut.end() :]
            continue
        return role, text


SHORTEST: Final = 4
