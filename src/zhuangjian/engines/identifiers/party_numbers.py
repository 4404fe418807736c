"""The numbers of a party itself: unified social credit code (GB 32100-2015) and its predecessors."""

from __future__ import annotations

from itertools import product
from operator import mul
from typing import Any, Final

from zhuangjian.engines.identifiers.characters import letters_as_digits, tidy
from zhuangjian.engines.identifiers.parsed import NumberKind, ParsedNumber, Problem
from zhuangjian.engines.identifiers.regions import province_of_code

LENGTH: Final = 18
CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_BASE_36: Final = {ch: n for n, ch in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_CREDIT_WEIGHTS: Final = tuple(pow(3, n, 31) for n in range(17))
_CREDIT_VALUES: Final = {ch: n for n, ch in enumerate(CREDIT_ALPHABET)}
_DEPARTMENTS: Final = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "市场监督管理",
    "A": "军队改革和编制",
    "N": "农业",
    "Y": "其他",
}
_MARKET_CATEGORIES: Final = {"1": "企业", "2": "个体工商户", "3": "农民专业合作社"}
# What a letter that the code never uses may stand for, and a letter where only digits stand.
_LOOK_ALIKES: Final = {
    "O": "0DQ",
    "I": "1",
    "Z": "2",
    "S": "5",
    "V": "UY",
    "D": "0",
    "Q": "0",
    "L": "1",
    "B": "8",
    "G": "6",
}
# The department, the category and the check digits of an organisation code keep their letters.
_DIGITS_ONLY: Final = range(2, 8)


def organisation_check(body: str) -> str:
    """Check character of the eight characters of an organisation code (GB 11714): a digit or ``X``."""
    if len(body) != len(_ORGANISATION_WEIGHTS):
        raise ValueError("an organisation code has eight characters before its check character")
    return "0123456789X0"[11 - sum(map(mul, _ORGANISATION_WEIGHTS, map(_BASE_36.__getitem__, body))) % 11]


def credit_check(body: str) -> str:
    """Check character of the first seventeen characters of a credit code (ISO 7064 MOD 31-3 in its own alphabet)."""
    return CREDIT_ALPHABET[-sum(map(mul, _CREDIT_WEIGHTS, map(_CREDIT_VALUES.__getitem__, body))) % 31]


def business_number_check(body: str) -> str:
    """Check digit of the fourteen digits of an old business number (ISO 7064 MOD 11,10)."""
    remainder = 10
    for digit in body:
        remainder = ((remainder + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - remainder) % 10)


def parse_credit_code(text: str) -> ParsedNumber:
    """Reads the "credit code" column of a register: an 18-character code, or what older rows hold in its place."""
    compact, notes = tidy(text)
    compact = compact.replace("-", "")
    if len(compact) == 15 and compact.isascii() and compact.isdecimal():
        return _business_number(text, compact, notes)
    if len(compact) == 9 and compact[:8].isalnum() and compact.isascii():
        return _organisation_code(text, compact, notes)
    if not compact.isascii() or not compact.isalnum() or len(compact) < 9:
        problem = Problem("not_a_credit_code", f"“{text}”不是统一社会信用代码；应为18位数字和大写字母")
        return ParsedNumber(NumberKind.UNKNOWN, text, compact, problems=(problem,), notes=notes)
    if len(compact) != LENGTH:
        return ParsedNumber(
            NumberKind.CREDIT_CODE, text, compact, problems=(_wrong_length(compact),), notes=notes
        )
    return _credit_code(text, compact, notes)


def _credit_code(text: str, code: str, notes: tuple[str, ...]) -> ParsedNumber:
    problems = _credit_code_problems(code)
    suggestion = _repair(code) if problems else None
    return ParsedNumber(
        NumberKind.CREDIT_CODE,
        text,
        code,
        parts=_credit_code_parts(code),
        problems=tuple(problems),
        notes=notes,
        suggestion=suggestion,
    )


def _credit_code_parts(code: str) -> dict[str, Any]:
    return {
        "department": code[0],
        "department_label": _DEPARTMENTS.get(code[0], "未列名部门"),
        "category": code[1],
        "category_label": _MARKET_CATEGORIES.get(code[1], "其他") if code[0] == "9" else "其他",
        "division": code[2:8],
        "province": province_of_code(code[2:8]),
        "organisation": code[8:17],
        "check": code[17],
    }


def _credit_code_problems(code: str) -> list[Problem]:
    strange = sorted({ch for ch in code if ch not in CREDIT_ALPHABET})
    if strange:
        shown = "、".join(strange)
        return [Problem("bad_character", f"含有统一社会信用代码不用的字母 {shown}（不用 I、O、S、V、Z）")]
    problems: list[Problem] = []
    if not code[2:8].isdecimal():
        problems.append(Problem("bad_division", f"第3至8位“{code[2:8]}”应为登记机关的行政区划数字"))
    elif province_of_code(code[2:8]) is None:
        problems.append(Problem("unknown_division", f"第3至8位“{code[2:8]}”不属于任何省级行政区"))
    if credit_check(code[:17]) != code[17]:
        problems.append(Problem("bad_check", "第18位校验码不符，至少有一位写错；请与营业执照核对"))
    if organisation_check(code[8:16]) != code[16]:
        problems.append(Problem("bad_organisation_check", "第9至17位主体标识码自身的校验位（第17位）不符"))
    return problems


def _repair(code: str) -> str | None:
    """The only reading of impossible characters that satisfies both check digits and the division; else None.

    Characters that may stand where they stand are never changed: a wrong check digit among them says that
    something is wrong, not what, and a guess would be somebody else's code.
    """
    impossible = [
        i
        for i, ch in enumerate(code)
        if ch not in CREDIT_ALPHABET or (i in _DIGITS_ONLY and not ch.isdecimal())
    ]
    if not 0 < len(impossible) <= 6:
        return None
    options = [_LOOK_ALIKES.get(code[i], "") for i in impossible]
    found = {_replace(code, impossible, chosen) for chosen in product(*options)}
    fitting = {
        candidate for candidate in found if _is_issued(candidate) and not _credit_code_problems(candidate)
    }
    return fitting.pop() if len(fitting) == 1 else None


def _is_issued(code: str) -> bool:
    """Whether the department is a listed one, and so is the category where the standard's list is held here."""
    return code[0] in _DEPARTMENTS and (code[0] != "9" or code[1] in _MARKET_CATEGORIES)


def _replace(code: str, places: list[int], chosen: tuple[str, ...]) -> str:
    letters = list(code)
    for place, letter in zip(places, chosen, strict=True):
        letters[place] = letter
    return "".join(letters)


def _wrong_length(compact: str) -> Problem:
    length = len(compact)
    if length == 14 and compact.isdecimal():
        whole = compact + business_number_check(compact)
        return Problem(
            "wrong_length", f"14位：像旧的15位工商注册号少一位；若缺的是末位校验码，全号为 {whole}，请核对"
        )
    side = f"少{LENGTH - length}位" if length < LENGTH else f"多{length - LENGTH}位"
    return Problem("wrong_length", f"统一社会信用代码应为18位，实为{length}位（{side}）；请与营业执照核对")


def _business_number(text: str, digits: str, notes: tuple[str, ...]) -> ParsedNumber:
    problems = []
    if business_number_check(digits[:14]) != digits[14]:
        problems.append(Problem("bad_check", "15位工商注册号末位校验码不符；请与原营业执照核对"))
    if province_of_code(digits) is None:
        problems.append(Problem("unknown_division", f"前6位“{digits[:6]}”不属于任何省级行政区"))
    return ParsedNumber(
        NumberKind.OLD_BUSINESS_NUMBER,
        text,
        digits,
        parts={
            "division": digits[:6],
            "province": province_of_code(digits),
            "sequence": digits[6:14],
            "check": digits[14],
        },
        problems=tuple(problems),
        notes=(*notes, "旧的15位工商注册号，请补录18位统一社会信用代码"),
    )


def _organisation_code(text: str, compact: str, notes: tuple[str, ...]) -> ParsedNumber:
    body, check = compact[:8], compact[8]
    normal = f"{body}-{check}"
    problems: tuple[Problem, ...] = ()
    suggestion = None
    if organisation_check(body) != check:
        problems = (Problem("bad_check", "组织机构代码末位校验码不符；请与代码证核对"),)
        digits = letters_as_digits(body)
        if digits != body and organisation_check(digits) == check:
            suggestion = f"{digits}-{check}"
    return ParsedNumber(
        NumberKind.ORGANISATION_CODE,
        text,
        normal,
        parts={"body": body, "check": check},
        problems=problems,
        notes=(*notes, "旧的组织机构代码，请补录18位统一社会信用代码"),
        suggestion=suggestion,
    )
