"""Names as notices print them: parties with their roles, sampled units with their shops, institutions, results."""

from zhuangjian.engines.names.institutions import Institutions, parse_institutions
from zhuangjian.engines.names.normal import normalise_name
from zhuangjian.engines.names.parties import NamedParty, PartyRole, parse_parties
from zhuangjian.engines.names.results import Finding, Measurement, TestResult, parse_result
from zhuangjian.engines.names.units import SampledUnit, parse_sampled_unit

__all__ = [
    "Finding",
    "Institutions",
    "Measurement",
    "NamedParty",
    "PartyRole",
    "SampledUnit",
    "TestResult",
    "normalise_name",
    "parse_institutions",
    "parse_parties",
    "parse_result",
    "parse_sampled_unit",
]
