"""Parties and everything known about them."""

from zhuangjian.apps.registry.models.commerce import (
    Commission,
    Licence,
    LicenceEdition,
    LicenceUnit,
    Product,
)
from zhuangjian.apps.registry.models.correction import PartyCorrection
from zhuangjian.apps.registry.models.interest_answer import InterestAnswer
from zhuangjian.apps.registry.models.party import (
    Contact,
    Jurisdiction,
    KeyPerson,
    Party,
    PartyKindRow,
    PartyName,
    Site,
)
from zhuangjian.apps.registry.models.searching import SearchText
from zhuangjian.apps.registry.models.signal import Signal

__all__ = [
    "Commission",
    "Contact",
    "InterestAnswer",
    "Jurisdiction",
    "KeyPerson",
    "Licence",
    "LicenceEdition",
    "LicenceUnit",
    "Party",
    "PartyCorrection",
    "PartyKindRow",
    "PartyName",
    "Product",
    "SearchText",
    "Signal",
    "Site",
]
