"""Names of ingredients: lists of them as reference data, and the names that a label's list gives, matched to the lists."""

from zhuangjian.engines.ingredients.catalogue import Catalogue, Hit
from zhuangjian.engines.ingredients.cutting import Part
from zhuangjian.engines.ingredients.formula import (
    Checked,
    Doubt,
    Doubtful,
    Line,
    Use,
    against_label,
    check_formula,
    read_amount,
    use_of,
)
from zhuangjian.engines.ingredients.lists import Entry, Kind, ReferenceList, read_list
from zhuangjian.engines.ingredients.naming import Named, judge_name, parse_label
from zhuangjian.engines.ingredients.verdicts import Verdict, judged

__all__ = [
    "Catalogue",
    "Checked",
    "Doubt",
    "Doubtful",
    "Entry",
    "Hit",
    "Kind",
    "Line",
    "Named",
    "Part",
    "ReferenceList",
    "Use",
    "Verdict",
    "against_label",
    "check_formula",
    "judge_name",
    "judged",
    "parse_label",
    "read_amount",
    "read_list",
    "use_of",
]
