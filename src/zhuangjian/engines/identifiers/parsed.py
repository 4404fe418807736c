"""What reading a number gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhuangjian.engines.rules.answer import Basis
from zhuangjian.engines.rules.vocabulary import Term


class NumberKind(Term):
    """Every kind of number the registers show."""

    CREDIT_CODE = "credit_code", "统一社会信用代码"
    OLD_BUSINESS_NUMBER = "old_business_number", "工商注册号（旧）"
    ORGANISATION_CODE = "organisation_code", "组织机构代码（旧）"
    PRODUCTION_LICENCE = "production_licence", "化妆品生产许可证编号"
    SPECIAL_DOMESTIC = "special_domestic", "国产特殊化妆品注册编号"
    SPECIAL_IMPORTED = "special_imported", "进口特殊化妆品注册编号"
    SPECIAL_HMT = "special_hmt", "港澳台特殊化妆品注册编号"
    FILING_DOMESTIC = "filing_domestic", "国产普通化妆品备案编号"
    FILING_IMPORTED = "filing_imported", "进口普通化妆品备案编号"
    FILING_EXPORT = "filing_export", "仅供出口化妆品备案编号"
    FILING_HMT = "filing_hmt", "港澳台普通化妆品备案编号"
    FILING_IMPORTED_OLD = "filing_imported_old", "进口普通化妆品备案编号（旧）"
    TOOTHPASTE_DOMESTIC = "toothpaste_domestic", "国产牙膏备案编号"
    TOOTHPASTE_IMPORTED = "toothpaste_imported", "进口牙膏备案编号"
    INGREDIENT_REGISTERED = "ingredient_registered", "化妆品新原料注册编号"
    INGREDIENT_FILED = "ingredient_filed", "化妆品新原料备案编号"
    ABSENT = "absent", "未填写"
    UNKNOWN = "unknown", "无法识别"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a number: a code for programs and a Chinese sentence for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A number as read.

    ``normal`` is its one spelling for comparing and storing (also when there are problems); ``parts`` are its
    named pieces; ``basis`` says whether the format was seen in an official source; ``notes`` tell what was
    tidied; ``suggestion`` is a repair that satisfies every check, never applied by itself.
    """

    kind: NumberKind
    text: str
    normal: str
    parts: Mapping[str, Any] = field(default_factory=dict)
    basis: Basis = "official"
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    suggestion: str | None = None

    @property
    def valid(self) -> bool:
        """True when the number was recognised and nothing is wrong with it."""
        return not self.problems and self.kind not in (NumberKind.UNKNOWN, NumberKind.ABSENT)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form for pages, API and quarantine rows."""
        return {
            "kind": self.kind.value,
            "kind_label": self.kind.label,
            "text": self.text,
            "normal": self.normal,
            "parts": dict(self.parts),
            "basis": self.basis,
            "valid": self.valid,
            "problems": [{"code": p.code, "message": p.message} for p in self.problems],
            "notes": list(self.notes),
            "suggestion": self.suggestion,
        }
