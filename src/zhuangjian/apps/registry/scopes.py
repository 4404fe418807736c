"""Licence texts taken apart: units with their categories, and addresses that one cell lists together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from zhuangjian.engines.names import normalise_name

_UNIT = re.compile(r"([\u4e00-\u9fff]{1,12}单元)([^（()）；;。【】]*)[（(]([^（()）]*)[)）]")
_NUMBERED = re.compile(r"(?:^|[；;。\n])\s*(?:产址|地址)?[0-9一二三四五六七八九]{1,2}[：:、.．](?![0-9])")
_STANDS_ALONE = re.compile(r"[省市区县镇乡街路道村]")
_STORE = re.compile(r"仓库|成品仓|原料仓|仓储")
_LABORATORY = re.compile(r"实验室|检验室|化验室")


@dataclass(frozen=True, slots=True)
class Unit:
    """One licensed unit: its name, its categories as listed, and what is said between the two."""

    name: str
    categories: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """One place of a licence: what it is used for (``SiteKind`` code) and where."""

    kind: str
    text: str


# The columns of a licence that a register states. What a row says of them is a mapping: a column that it does not
# mention is not in it, one that it says is none is in it as "".
FACTS = ("scope_text", "production_address", "issuer", "issued_on", "expires_on")
Said = dict[str, "str | date"]


def units_of(text: str) -> tuple[Unit, ...]:
    """The units a licence's scope lists, each once, in order; none when the text is of another shape."""
    flat = re.sub(r"\s+", "", text)
    found: dict[Unit, None] = {}
    for name, remark, categories in _UNIT.findall(flat):
        found[Unit(name, categories.strip("、，,")[:300], remark.strip("-－—:：")[:200])] = None
    return tuple(found)


def addresses_of(text: str) -> tuple[Address, ...]:
    """The places a production address names, each once. A piece that is only a floor or a building stays with the
    address before it."""
    marked = _NUMBERED.sub("；", text)
    pieces: list[str] = []
    for piece in (normalise_name(p) for p in re.split(r"[；;\n]", marked)):
        if not piece:
            continue
        if pieces and not _STANDS_ALONE.search(piece):
            pieces[-1] += f"；{piece}"
        else:
            pieces.append(piece)
    return tuple(dict.fromkeys(Address(_use(piece), piece) for piece in pieces))


def _use(address: str) -> str:
    noted = "".join(re.findall(r"（([^）]*)）", address))
    if _STORE.search(noted) and not re.search(r"车间|生产|楼.*仓.*楼", noted):
        return "warehouse"
    return "laboratory" if _LABORATORY.search(noted) else "production"
