"""Findings with given counts, on the real item numbers of each checklist."""

from __future__ import annotations

from datetime import date

from zhuangjian.engines.rules.checklists import checklist
from zhuangjian.engines.rules.judge import Finding
from zhuangjian.engines.rules.vocabulary import ItemClass

TODAY = date(2026, 11, 21)
IN_2018 = date(2018, 11, 20)
NUMBERS = {
    edition: {
        cls: [i.no for i in checklist(f"gmp-2022-{edition}").items if i.item_class is cls]
        for cls in ItemClass
    }
    for edition in ("actual", "commissioned")
}


def findings_2022(edition, crit_no=0, crit_flaw=0, major_no=0, major_flaw=0, gen_no=0, gen_flaw=0):
    """That many nonconforming items and flaws of each class."""
    found = []
    for cls, bad, flaw in (
        (ItemClass.CRITICAL, crit_no, crit_flaw),
        (ItemClass.MAJOR, major_no, major_flaw),
        (ItemClass.GENERAL, gen_no, gen_flaw),
    ):
        numbers = NUMBERS[edition][cls]
        found += [Finding(no, "nonconforming") for no in numbers[:bad]]
        found += [Finding(no, "minor_flaw") for no in numbers[bad : bad + flaw]]
    return found


def findings_2015(critical=0, general=0, recommended=0):
    """That many nonconforming items of each class, on items whose class only the finding tells."""
    free = [i.no for i in checklist("gmp-2015").items if i.item_class is None]
    classes = ["critical"] * critical + ["general"] * general + ["recommended"] * recommended
    return [Finding(no, "nonconforming", cls) for no, cls in zip(free, classes, strict=False)]
