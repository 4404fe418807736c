"""What changed between two versions of an official text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

from zhuangjian.engines.text.model import OfficialText


@dataclass(frozen=True, slots=True)
class Change:
    """An article or section present in both versions with different words; ``similarity`` from 0 to 1."""

    key: str
    old: str
    new: str
    similarity: float


@dataclass(frozen=True, slots=True)
class TextDiff:
    """Keys added and removed, words changed under the same key, and (old key, new key) of what only moved."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Change, ...]
    moved: tuple[tuple[str, str], ...]
    unchanged: int
    title_changed: bool

    @property
    def same(self) -> bool:
        """Whether the two versions say the same."""
        return not (self.added or self.removed or self.changed or self.moved or self.title_changed)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {"same": self.same, **asdict(self)}


def diff_texts(old: OfficialText, new: OfficialText) -> TextDiff:
    """The difference from ``old`` to ``new``, by article (or section and item of a plan)."""
    before, after = dict(old.units()), dict(new.units())
    same = {key for key in before if after.get(key) == before[key]}
    places = defaultdict(list)
    for key, text in after.items():
        if key not in same:
            places[text].append(key)
    moved = []
    for key, text in before.items():
        if key not in same and places[text]:
            moved.append((key, places[text].pop(0)))
    gone = {old_key for old_key, _ in moved} | same
    come = {new_key for _, new_key in moved} | same
    changed = [
        Change(key, before[key], after[key], round(_similarity(before[key], after[key]), 3))
        for key in before
        if key in after and key not in gone and key not in come
    ]
    settled = {change.key for change in changed}
    return TextDiff(
        added=tuple(key for key in after if key not in come and key not in settled),
        removed=tuple(key for key in before if key not in gone and key not in settled),
        changed=tuple(changed),
        moved=tuple(moved),
        unchanged=len(same),
        title_changed=old.title != new.title,
    )


def _similarity(old: str, new: str) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).ratio()
