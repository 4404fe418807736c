"""Which column of a source file is which fact: a YAML file for each source, editable by those who keep the registry."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhuangjian.apps.intake.models import MappingVersion
from zhuangjian.engines.names import normalise_name
from zhuangjian.engines.rules.answer import Refusal

FOLDER = Path(__file__).parent / "sources"
# How much of two headings must be the same for the one to be probably meant by the other.
NEAR = 0.5
KEY = re.compile(r"[a-z_]+")
_SAME = {
    "时间": "日期",
    "地点": "地址",
    "场所": "地址",
    "编码": "编号",
    "号码": "编号",
    "内容": "项目",
    "单位": "企业",
    "公司": "企业",
}
SOURCES = ("licences", "sampling")


class FieldSpec(BaseModel):
    """One fact: its Chinese title, the column names it goes by, whether a file without it is refused, and whether an
    empty cell says nothing (as usual) or that there is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: str
    title: str = Field(min_length=1, max_length=60)
    names: tuple[str, ...] = Field(min_length=1)
    required: bool = False
    role: Literal["fact", "snapshot", "order"] = "fact"
    empty: Literal["unsaid", "none"] = "unsaid"

    @property
    def shown(self) -> tuple[str, ...]:
        """The names as people are told them: those that files of other systems use as keys are taken, not shown."""
        return tuple(name for name in self.names if not KEY.fullmatch(name)) or self.names


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source: str
    title: str
    columns: list[FieldSpec]


@dataclass(frozen=True)
class SourceMapping:
    """A source's columns. ``version`` 0 is the packaged one."""

    source: str
    title: str
    columns: tuple[FieldSpec, ...]
    text: str
    version: int = 0

    @property
    def digest(self) -> str:
        """SHA-256 of the mapping's text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def columns_of(self, heads: Sequence[str]) -> dict[str, str]:
        """field -> the file's column, for every field that the heads have."""
        written = {_plain(head): head for head in reversed(heads) if head}
        found = {}
        for spec in self.columns:
            column = next((written[_plain(n)] for n in spec.names if _plain(n) in written), None)
            if column is not None:
                found[spec.field] = column
        return found

    def missing(self, heads: Sequence[str]) -> list[FieldSpec]:
        """Needed fields that the heads lack."""
        found = self.columns_of(heads)
        return [spec for spec in self.columns if spec.required and spec.field not in found]

    def unknown(self, heads: Sequence[str]) -> list[tuple[str, str]]:
        """The heads that are not read, each with the title of the absent field that it probably means, or ""."""
        read = set(self.columns_of(heads).values())
        absent = [spec for spec in self.columns if spec.field not in self.columns_of(heads)]
        return [
            (head, _nearest(head, absent))
            for head in heads
            if head and head not in read and _plain(head) not in self._aside
        ]

    def facts_only(self, raw: Mapping[str, str]) -> dict[str, str]:
        """The row without the columns that only name the snapshot or the order."""
        aside = self._aside
        return {head: value for head, value in raw.items() if _plain(head) not in aside}

    @cached_property
    def _aside(self) -> frozenset[str]:
        return frozenset(_plain(n) for spec in self.columns if spec.role != "fact" for n in spec.names)

    def spec(self, field: str) -> FieldSpec:
        """What is known about a field."""
        return self._specs[field]

    @cached_property
    def _specs(self) -> dict[str, FieldSpec]:
        return {spec.field: spec for spec in self.columns}

    def title_of(self, field: str) -> str:
        """Chinese title of a field."""
        return self.spec(field).title


def _nearest(head: str, specs: Sequence[FieldSpec]) -> str:
    names = {_usual(name): spec.title for spec in specs for name in spec.names}
    found = get_close_matches(_usual(head), names, 1, NEAR)
    return names[found[0]] if found else ""


def _usual(head: str) -> str:
    plain = _plain(head)
    for word, usual in _SAME.items():
        plain = plain.replace(word, usual)
    return plain


@lru_cache(maxsize=10_000)
def _plain(head: str) -> str:
    return normalise_name(head).replace(" ", "").lower()


@lru_cache(maxsize=32)
def parse_mapping(text: str, source: str, version: int = 0) -> SourceMapping:
    """A mapping from its YAML; a Refusal says what is wrong with it and where."""
    try:
        data: Any = yaml.safe_load(text)
        given = _File.model_validate(data)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "某处"
        raise Refusal(
            f"对照表不是有效的 YAML，{where}写法有误（常见原因：缩进不齐、冒号后缺空格）。"
        ) from None
    except ValidationError as error:
        faults = [f"{'.'.join(str(p) for p in e['loc'])}：{e['msg']}" for e in error.errors()]
        raise Refusal("对照表的内容不完整或有不认识的项目，请对照原表改正。", missing=faults) from None
    mapping = SourceMapping(given.source, given.title, tuple(given.columns), text, version)
    _check(mapping, source)
    return mapping


def _check(mapping: SourceMapping, source: str) -> None:
    faults = []
    if mapping.source != source:
        faults.append(f"source 应为 {source}")
    fields = [spec.field for spec in mapping.columns]
    needed = [spec.field for spec in packaged(source).columns] if mapping.text != _text(source) else fields
    faults += [f"缺少 field: {name}" for name in needed if name not in fields]
    faults += [f"不认识的 field: {name}" for name in fields if name not in needed]
    times = Counter(fields)
    faults += sorted({f"重复的 field: {name}" for name in fields if times[name] > 1})
    names = [_plain(n) for spec in mapping.columns for n in spec.names]
    faults += sorted(f"栏目名“{name}”用于两个 field" for name, n in Counter(names).items() if n > 1)
    if faults:
        raise Refusal("对照表不能用，请改正后再保存。", missing=faults)


@cache
def _text(source: str) -> str:
    return (FOLDER / f"{source}.yaml").read_text(encoding="utf-8")


@cache
def packaged(source: str) -> SourceMapping:
    """The mapping that comes with the program."""
    must_be_known(source)
    return parse_mapping(_text(source), source)


def must_be_known(source: str) -> None:
    """Refuse a source there is no loader for."""
    if source not in SOURCES:
        raise Refusal(f"没有名为“{source}”的来源。可用：licences（生产许可证登记）、sampling（抽检通告）。")


def current(source: str) -> SourceMapping:
    """The mapping in use: the latest edited version, else the packaged one."""
    must_be_known(source)
    row = MappingVersion.objects.unrestricted().filter(source=source).order_by("-number").first()
    return parse_mapping(row.text, source, row.number) if row else packaged(source)
