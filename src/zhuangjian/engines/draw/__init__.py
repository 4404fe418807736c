"""A random draw that a stranger can recompute from one published file.

The steps are functions from file to file: ``freeze`` → (``commit`` …, ``reveal`` …) → ``run`` → ``substitute`` …; the
file is a plain dict, ``chunks`` writes it and ``verify`` does every step again::

    from zhuangjian.engines.draw import Sheet, freeze, run
    document = run(freeze(Sheet(["编号"], [["A"], ["B"], ["C"]]), 2), "一个种子")
    document["result"]["selected"]
"""

from zhuangjian.engines.draw.encoding import chunks, digest, dumps
from zhuangjian.engines.draw.freezing import Document, freeze, sealed
from zhuangjian.engines.draw.lists import Exclusion, Sheet
from zhuangjian.engines.draw.officers import Officer, TeamRules
from zhuangjian.engines.draw.rounds import commit, reveal, run, substitute
from zhuangjian.engines.draw.sources import Source, commitment
from zhuangjian.engines.draw.strata import largest_remainders
from zhuangjian.engines.draw.verifying import Report, is_canonical, parse, verify, verify_bytes
from zhuangjian.engines.draw.words import FORMAT, RULES, VERSION

__all__ = [
    "FORMAT",
    "RULES",
    "VERSION",
    "Document",
    "Exclusion",
    "Officer",
    "Report",
    "Sheet",
    "Source",
    "TeamRules",
    "chunks",
    "commit",
    "commitment",
    "digest",
    "dumps",
    "freeze",
    "is_canonical",
    "largest_remainders",
    "parse",
    "reveal",
    "run",
    "sealed",
    "substitute",
    "verify",
    "verify_bytes",
]
