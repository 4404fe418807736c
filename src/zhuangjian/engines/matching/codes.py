"""What numbers say about two records: the same party, different parties, or only a suggestion for a clerk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from zhuangjian.engines.identifiers import (
    NumberKind,
    is_absent,
    parse_credit_code,
    parse_number,
    split_numbers,
)
from zhuangjian.engines.names.fillers import error_value

_ORGANISATION: Final = slice(8, 17)
# A licence's number has at least a year or as many digits; words in its place have none.
SHORTEST, FEWEST_DIGITS = 5, 4
_COUNTING: Final = "01234567890123456789"


@dataclass(frozen=True, slots=True)
class Codes:
    """The numbers of one record.

    ``code``: the credit code when both check characters are right, else empty. ``doubtful``: a code as written that
    fails its checks. ``suggestion``: the one repair of look-alike characters that passes every check; it never joins
    by itself. ``numbers``: other numbers in one spelling, each with its kind in front.
    """

    code: str = ""
    doubtful: str = ""
    suggestion: str = ""
    numbers: tuple[str, ...] = ()


def read_codes(code: str | None, numbers: Iterable[str | None] = ()) -> Codes:
    """The credit-code cell and the licence or filing cells of a record, read and checked; never raises."""
    valid = doubtful = suggestion = ""
    found: set[str] = set()
    if code and not is_absent(code):
        parsed = parse_credit_code(code)
        if not parsed.valid:
            doubtful, suggestion = parsed.normal, parsed.suggestion or ""
        elif parsed.kind is NumberKind.CREDIT_CODE:
            valid = parsed.normal
        if parsed.valid:
            found.add(_party_number(parsed.kind, parsed.normal))
    for cell in numbers:
        for text in split_numbers(cell) if cell else ():
            number = parse_number(text)
            if number.kind is NumberKind.CREDIT_CODE:
                continue
            if number.kind in (NumberKind.OLD_BUSINESS_NUMBER, NumberKind.ORGANISATION_CODE):
                if number.valid:
                    found.add(_party_number(number.kind, number.normal))
            elif _identifies(number.normal):
                found.add(f"number:{number.normal}")
    found.discard("")
    return Codes(valid, doubtful, suggestion, tuple(sorted(found)))


def _identifies(normal: str) -> bool:
    """Whether a licence or filing number can tell one holder from another: 正在办理中, 00000000 and 12345678 cannot."""
    digits = re.sub(r"\D", "", normal)
    if len(normal) < SHORTEST or len(digits) < FEWEST_DIGITS or len(set(digits)) == 1:
        return False
    if digits in _COUNTING or digits[::-1] in _COUNTING:
        return False
    return not error_value(normal)


def _party_number(kind: NumberKind, normal: str) -> str:
    """A credit code holds the old organisation code in its ninth to seventeenth characters."""
    if kind is NumberKind.CREDIT_CODE:
        return f"organisation:{normal[_ORGANISATION]}"
    if kind is NumberKind.ORGANISATION_CODE:
        return f"organisation:{normal.replace('-', '')}"
    return f"business:{normal}"
