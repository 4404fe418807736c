"""Names of ingredients: lists of them as reference data, and the names that a label's list gives, matched to the lists."""

from zhuangjian.engines.ingredients.catalogue import Catalogue, Hit
from zhuangjian.engines.ingredients.cutting import Part
from zhuangjian.engines.ingredients.lists import Entry, Kind, ReferenceList, read_list
from zhuangjian.engines.ingredients.naming import Named, parse_label
from zhuangjian.engines.ingredients.verdicts import Verdict, judged

__all__ = [
    "Catalogue",
    "Entry",
    "Hit",
    "Kind",
    "Named",
    "Part",
    "ReferenceList",
    "Verdict",
    "judged",
    "parse_label",
    "read_list",
]
