"""The result column: measured values, with exponents that the source lost, and findings in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhuangjian.engines.names.normal import normalise_name
from zhuangjian.engines.rules.vocabulary import Term

_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NUMBER: Final = re.compile(
    r"^(?P<sign>[<>≤≥=]|小于|大于|低于|高于)?\s*"
    r"(?P<base>\d+(?:\.\d+)?)"
    r"(?:\s*[×xX*]\s*10(?P<caret>\^)?(?P<exponent>[-⁻]?[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]{0,2}))?"
    r"\s*(?P<unit>%|‰|[A-Za-zμµ°℃][A-Za-zμµ/·°0-9]*|CFU/[A-Za-z]+)?$"
)
_SIGNS: Final = {"小于": "<", "低于": "<", "大于": ">", "高于": ">"}
_ITEMS: Final = re.compile(r"等(\d+)项")


class Finding(Term):
    """What a result in words comes to."""

    MEASURED = "measured", "测得数值"
    DETECTED = "detected", "检出"
    NOT_DETECTED = "not_detected", "未检出"
    BELOW_QUANTITATION = "below_quantitation", "检出，低于最低定量浓度"
    FOUND_UNLABELLED = "found_unlabelled", "检出未标示的成分"
    LABELLED_NOT_FOUND = "labelled_not_found", "未检出标示的成分"
    BELOW_REGISTERED = "below_registered", "低于注册资料要求"
    LABEL_DIFFERS = "label_differs", "标签与注册资料不一致"
    OTHER = "other", "其他"


# The first pattern that fits a piece decides it, so the narrower come first.
_PHRASES: Final = (
    (re.compile(r"检出.*低于最低定量"), Finding.BELOW_QUANTITATION),
    (re.compile(r"未检出(标示|标签标示|注册)"), Finding.LABELLED_NOT_FOUND),
    (re.compile(r"检出(未标示|标签未标示|未注册)"), Finding.FOUND_UNLABELLED),
    (re.compile(r"(低于|不符合|少于)注册(备案)?资料"), Finding.BELOW_REGISTERED),
    (re.compile(r"标签.*不一致"), Finding.LABEL_DIFFERS),
    (re.compile(r"未检出"), Finding.NOT_DETECTED),
    (re.compile(r"检出"), Finding.DETECTED),
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """A number as measured: exact value, unit as written, ``<`` or ``>`` if any.

    ``exponent_restored`` says that the power of ten was read out of digits that had lost their superscript.
    """

    value: Decimal
    unit: str
    sign: str = ""
    exponent_restored: bool = False


@dataclass(frozen=True, slots=True)
class TestResult:
    """One result cell: findings in order, the measurement if there is one, named substances, re-test or not."""

    __test__ = False  # the name would make pytest collect it

    text: str
    findings: tuple[Finding, ...]
    measurement: Measurement | None = None
    substances: tuple[str, ...] = ()
    retest: bool = False
    item_count: int | None = None


def parse_result(text: str) -> TestResult:
    """Reads a result cell; what is not understood has the finding ``other`` and keeps its text."""
    body = normalise_name(text)
    retest = "复检" in body
    body = body.replace("（复检结果）", "").replace("（复检）", "")
    measurement = _measurement(text.strip().removesuffix("（复检结果）"))
    if measurement:
        return TestResult(text, (Finding.MEASURED,), measurement, retest=retest)
    findings: list[Finding] = []
    substances: list[str] = []
    for piece in re.split(r"[；;]", body):
        phrase, _, listed = piece.partition(":")
        findings.append(_finding(phrase))
        substances += [name.strip() for name in re.split(r"[、,，]", listed) if name.strip()]
    count = _ITEMS.search(body)
    return TestResult(
        text,
        tuple(dict.fromkeys(findings)),
        substances=tuple(substances),
        retest=retest,
        item_count=int(count.group(1)) if count else None,
    )


def _finding(phrase: str) -> Finding:
    return next((finding for pattern, finding in _PHRASES if pattern.search(phrase)), Finding.OTHER)


def _measurement(text: str) -> Measurement | None:
    narrow = normalise_name(text).replace("（", "(").replace("）", ")")
    match = _NUMBER.match(narrow)
    if not match:
        return None
    written = match["exponent"]
    value = Decimal(match["base"])
    restored = False
    if written is not None:
        value = value.scaleb(int(written.translate(_SUPERSCRIPTS) or 1))
        restored = bool(written) and not match["caret"] and written.isascii()
    sign = match["sign"] or ""
    return Measurement(value, match["unit"] or "", _SIGNS.get(sign, sign), restored)
