"""A matter that others may not know of: whoever is shown anything of it leaves a read of it (CQ 22, 34)."""

from __future__ import annotations

from typing import Any

from tests.permission.doors import noted
from zhuangjian.kernel.area import areas

HIDDEN = "for_cause_planned"
# Who is shown it.
KNOWING = ("head", "programme_officer", "bureau_head", "leader", "expert")
# What of the hidden inspection has words of its own.
OF_IT = ("inspections.", "programme.task", "evidence.", "outing.", "documents.document", "duties.duty")


class Shown:
    """Looks at each answer for words of the hidden matter, and on the disk for the read that they leave."""

    def __init__(self, province: Any, name: str) -> None:
        self.province, self.person = province, province.people[name]
        self.wanted = name in KNOWING
        self.shown, self.wrong = 0, []
        if self.wanted:
            task, case = (
                province.of(label, HIDDEN) for label in ("programme.task", "inspections.inspection")
            )
            self.ids = {str(task.public_id), str(case.public_id)}
            # A read names what was read; the log finds the inspection behind it by what the areas say of that model.
            kept = {label for area in areas().values() for label in area.reads}
            self.read = {
                str(row.public_id)
                for (label, story), rows in province.rows.items()
                if label in kept and story == HIDDEN
                for row in rows
            }
            self.marks = {
                f"Zq{number}x"
                for number, (label, story) in province.filler.marks.items()
                if label.startswith(OF_IT) and story in (HIDDEN, "duty of expert")
            }
            self.before = len(noted())

    def look(self, address: str, text: str) -> None:
        """``text`` is what the answer to this address said, an export read to its end."""
        if not self.wanted:
            return
        now = noted()
        new, self.before = now[self.before :], len(now)
        if not any(mark in text for mark in self.marks | self.ids):
            return
        self.shown += 1
        if not any(read.person == self.person.pk and self.read & set(read.ids) for read in new):
            marks = [self.province.filler.marks[int(m[2:-1])] for m in sorted(self.marks) if m in text]
            self.wrong.append(f"{address}: shows {marks} and leaves no read of it")

    def faults(self) -> list[str]:
        """What left no read, and that nothing was shown to somebody who may know."""
        return [
            *self.wrong,
            *(["nothing of the hidden matter was shown"] if self.wanted and self.shown < 3 else []),
        ]
