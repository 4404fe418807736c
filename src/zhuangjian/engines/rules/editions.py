"""``edition_told``: a label that cases remember (``chongqing@2025-12-23.1``) in the words that officials read."""

from __future__ import annotations

from collections.abc import Iterator

from .checklists import all_checklists
from .judge_principles import all_principles
from .loader import load_pack, pack_names


def edition_told(label: str) -> str:
    """「重庆市法规规则（2025-12-23 版）」; several labels joined by ``+`` are joined by 「、」.

    What no shipped pack, checklist or principle is called stays as it is: an older case may remember it.
    """
    return "、".join(_told(part) for part in label.split("+") if part)


def _told(label: str) -> str:
    name, _, version = label.partition("@")
    title = dict(_titles()).get(name)
    if title is None:
        return label
    return f"{title}（{version.rpartition('.')[0] or version} 版）"


def _titles() -> Iterator[tuple[str, str]]:
    for name in pack_names():
        yield name, f"{load_pack(name).head.title}法规规则"
    for checklist in all_checklists():
        yield checklist.id, checklist.title
    for principles in all_principles():
        # The year in the title's own brackets would be said twice.
        yield principles.id, principles.title.replace("（2022 年）", "")
