"""Reference lists of ingredients, read from tables by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import Term


class Kind(Term):
    """What a list says of the names on it."""

    CATALOGUE = "catalogue", "已使用化妆品原料目录"
    MAXIMA = "maxima", "历史最高使用量"
    PROHIBITED = "prohibited", "禁用原料目录"
    NAMES = "names", "国际命名"
    FOREIGN = "foreign", "境外清单"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list. ``names`` are further names of the same substance; amounts are percentages as written."""

    number: str = ""
    chinese: str = ""
    inci: str = ""
    rinse_off: str = ""
    leave_on: str = ""
    remark: str = ""
    names: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The Chinese name, or else the international one."""
        return self.chinese or self.inci or next(iter(self.names), "")


@dataclass(frozen=True)
class ReferenceList:
    """A list of one kind with its title."""

    kind: Kind
    title: str
    entries: tuple[Entry, ...] = field(repr=False)


_HEADS: Mapping[str, tuple[str, ...]] = {
    "number": ("no", "序号", "编号", "Reference Number", "cosing_ref_no"),
    "chinese": ("name_zh", "中文名称", "原料中文名称", "中文名", "标准中文名称", "物质中文名称", "中文"),
    "inci": (
        "name_inci",
        "inci_name",
        "INCI名称",
        "INCI名称/英文名称",
        "英文名称",
        "英文名",
        "INCI",
        "Name of Common Ingredients Glossary",
        "Colour index Number / Name of Common Ingredients Glossary",
    ),
    "rinse_off": (
        "max_rinse_off_pct",
        "淋洗类产品最高历史使用量（%）",
        "淋洗类产品最高历史使用量",
        "淋洗类最高历史使用量",
        "淋洗类",
    ),
    "leave_on": (
        "max_leave_on_pct",
        "驻留类产品最高历史使用量（%）",
        "驻留类产品最高历史使用量",
        "驻留类最高历史使用量",
        "驻留类",
    ),
    "remark": ("remark", "备注", "说明"),
    "listed": (
        "Identified INGREDIENTS or substances e.g.",
        "Chemical name / INN",
        "Chemical name",
        "inn_name",
        "别名",
        "俗名",
    ),
}
# Every heading under which a list has names.
HEADINGS = (*_HEADS["chinese"], *_HEADS["inci"], *_HEADS["listed"])
_SEVERAL = re.compile(r"\s*[;；\n]\s*|\s+/\s+|,(?=[A-Z][A-Z])|,\s*$")
_NONE = {"", "/", "-", "—", "无"}


def columns_of(heads: Iterable[str]) -> dict[str, list[str]]:
    """Field -> the columns that hold it."""
    found: dict[str, list[str]] = {}
    for head in heads:
        for name, known in _HEADS.items():
            if _plain(head) in map(_plain, known):
                found.setdefault(name, []).append(head)
    return found


def _plain(head: str) -> str:
    return re.sub(r"[\s_()（）%％.．:：]+", "", head).lower()


def kind_of(columns: Mapping[str, object], heads: Iterable[str]) -> Kind:
    """What a table is by its headings alone."""
    text = " ".join(heads).lower()
    if "cosing" in text:
        return Kind.NAMES
    if "listed" in columns and "chinese" not in columns:
        return Kind.FOREIGN
    return Kind.CATALOGUE


def read_list(
    rows: Iterable[Mapping[str, str]], heads: Iterable[str], title: str, kind: Kind | None = None
) -> ReferenceList:
    """The list that a table holds; refuses one without a column of names or without a name."""
    heads = list(heads)
    columns = columns_of(heads)
    if not columns.keys() & {"chinese", "inci", "listed"}:
        raise Refusal(
            f"“{title}”没有原料名称的栏目。请至少有“中文名称”或“INCI名称”一栏。",
            missing=["中文名称（name_zh）", "INCI名称（name_inci、inci_name）"],
        )
    kind = kind or kind_of(columns, heads)
    entries = tuple(entry for row in rows if (entry := _entry(row, columns)) is not None)
    if not entries:
        raise Refusal(f"“{title}”里没有一个原料名称。请核对文件内容。")
    return ReferenceList(kind, title, entries)


def _entry(row: Mapping[str, str], columns: Mapping[str, list[str]]) -> Entry | None:
    def one(name: str) -> str:
        return next((" ".join(row[c].split()) for c in columns.get(name, ()) if row.get(c, "").strip()), "")

    inci, chinese = one("inci"), one("chinese")
    listed = [
        name.strip() for c in columns.get("listed", ()) for name in _SEVERAL.split(row.get(c, "") or "")
    ]
    if "listed" in columns:
        listed += _SEVERAL.split(inci)
        inci = ""
    names = tuple(dict.fromkeys(name for name in listed if name not in _NONE))
    if chinese in _NONE and inci in _NONE and not names:
        return None
    rinse, leave = one("rinse_off"), one("leave_on")
    return Entry(
        one("number"),
        chinese,
        inci,
        "" if rinse in _NONE else rinse,
        "" if leave in _NONE else leave,
        one("remark"),
        names,
    )
