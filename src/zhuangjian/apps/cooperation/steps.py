"""The steps that the page of a letter offers, in this order, to whom may take them now."""

from __future__ import annotations

STEPS = (
    "cooperation.annex",
    "cooperation.send",
    "cooperation.assign",
    "cooperation.decide",
    "cooperation.start_task",
    "cooperation.answer",
    "cooperation.extend",
    "cooperation.send_person",
    "cooperation.mark_unclear",
    "cooperation.record_together",
    "cooperation.note_receipt",
    "cooperation.take_extension",
    "cooperation.take_answer",
    "cooperation.close",
    "cooperation.withdraw",
)
# The steps that lead on: the others are offered beside them.
MAIN = ("cooperation.send", "cooperation.answer", "cooperation.record_together")
