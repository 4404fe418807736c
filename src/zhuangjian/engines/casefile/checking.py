"""``check_file``: every check that the pack in force asks for, over the facts of one file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.loader import Pack, default_region, in_force
from zhuangjian.engines.rules.lookup import number, pack_in_force
from zhuangjian.engines.rules.models import FileCheck

from . import after, before, on_site, result  # noqa: F401  each makes its checks known
from .facts import WholeFile
from .found import CHECKS, Check, Checked, Found, Law, Verdict, cannot_tell

FULL = 100


def check_file(file: WholeFile, *, region: str | None = None, pack: Pack | None = None) -> Checked:
    """Every check of the pack that was in force on the day the inspection is judged by, in the order of the course.

    Never raises for any facts: where a rule refuses them (a day before any pack, a party of no kind) the check cannot
    tell, and says what the rule said.
    """
    try:
        rules = pack or pack_in_force(region or default_region(), file.day)
    except Refusal as refusal:
        # Before any of the law that this system knows there is nothing to check the file by.
        return Checked(Verdict.CANNOT_TELL, (), "", file.day, refusal.message)
    law = Law(rules, file.day)
    checks = []
    unknown = [name for name in rules.file_checks if name not in CHECKS]
    # In the order of the course, which is the order in which the functions stand.
    for name in (*CHECKS, *unknown):
        entry = in_force(rules.file_checks.get(name, ()), file.day)
        if isinstance(entry, FileCheck):
            checks.append(_check(name, entry, file, law))
    return Checked(_over(checks), tuple(checks), rules.label, file.day)


def _check(name: str, entry: FileCheck, file: WholeFile, law: Law) -> Check:
    found = _asked(name, file, law)
    return Check(
        name,
        entry.title,
        entry.article,
        entry.basis,
        entry.severity,
        found.verdict,
        found.evidence,
        entry.meaning,
        entry.remedy,
    )


def _asked(name: str, file: WholeFile, law: Law) -> Found:
    function = CHECKS.get(name)
    if function is None:
        return cannot_tell(f"本版本的程序没有名为“{name}”的核对，请升级程序或者改正法规包")
    if file.end == "cancelled" and name != "archived":
        return Found(Verdict.NOT_APPLICABLE, ("检查已取消",))
    try:
        return function(file, law)
    except Refusal as refusal:
        return cannot_tell(refusal.message)
    except OverflowError:
        return cannot_tell("案卷中的日期超出可以计算的范围，请核对")


def _over(checks: Iterable[Check]) -> Verdict:
    verdicts = {check.verdict for check in checks}
    for verdict in (Verdict.VIOLATED, Verdict.CANNOT_TELL):
        if verdict in verdicts:
            return verdict
    return Verdict.MET


@dataclass(frozen=True, slots=True)
class Score:
    """The points of one file (of a hundred) and how many faults of each weight it has."""

    points: int
    serious: int
    ordinary: int
    minor: int


def score(checked: Checked, *, region: str | None = None, pack: Pack | None = None) -> Score | None:
    """A hundred less what each fault costs by its severity (the pack's values, a rule of the house); never below none.

    None for a file that no law in force could be asked about.
    """
    if not checked.pack:
        return None
    rules = pack or pack_in_force(region or default_region(), checked.day)
    faults = [check.severity for check in checked.of(Verdict.VIOLATED)]
    lost = sum(number(rules, f"file_points_{severity}", checked.day)[0] for severity in faults)
    counts = (faults.count(severity) for severity in ("serious", "ordinary", "minor"))
    return Score(max(FULL - lost, 0), *counts)
