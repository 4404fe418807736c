"""Numbers that parties, licences and products go by: read into parts, checked, and repaired only as a suggestion."""

from zhuangjian.engines.identifiers.parse import (
    is_absent,
    normalise_credit_code,
    normalise_number,
    parse_number,
    split_numbers,
)
from zhuangjian.engines.identifiers.parsed import NumberKind, ParsedNumber, Problem
from zhuangjian.engines.identifiers.party_numbers import parse_credit_code
from zhuangjian.engines.identifiers.permits import parse_permit
from zhuangjian.engines.identifiers.regions import (
    ABBREVIATIONS,
    PROVINCES,
    province_of_code,
    province_of_name,
)

__all__ = [
    "ABBREVIATIONS",
    "PROVINCES",
    "NumberKind",
    "ParsedNumber",
    "Problem",
    "is_absent",
    "normalise_credit_code",
    "normalise_number",
    "parse_credit_code",
    "parse_number",
    "parse_permit",
    "province_of_code",
    "province_of_name",
    "split_numbers",
]
