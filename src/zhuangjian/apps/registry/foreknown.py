"""Where addresses lie and how names sound, worked out before it is asked: by another process, while this one writes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from zhuangjian.apps.registry import search
from zhuangjian.apps.registry.places import region_of
from zhuangjian.apps.registry.spelling import initials_of, pinyin_of


@dataclass(slots=True)
class Foreknown:
    """What was worked out, and the same answers for everything that was not. Nothing is kept beyond its chunk of rows."""

    regions: dict[tuple[str, str], str] = field(default_factory=dict)
    sounds: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def learn_place(self, address: str, hint: str) -> None:
        """Work out the division of an address."""
        self.regions[address, hint] = region_of(address, hint)

    def learn_name(self, name: str) -> None:
        """Work out pinyin, initials and index words of a name."""
        self.sounds[name] = pinyin_of(name), initials_of(name), search.words_of((name,))

    def region_of(self, address: str, hint: str) -> str:
        """As :func:`places.region_of`."""
        found = self.regions.get((address, hint))
        return region_of(address, hint) if found is None else found

    def spell(self, row: object, name: str) -> None:
        """As :func:`spelling.spell`."""
        known = self.sounds.get(name)
        row.pinyin = known[0] if known else pinyin_of(name)  # type: ignore[attr-defined]
        row.initials = known[1] if known else initials_of(name)  # type: ignore[attr-defined]

    def words_of(self, names: Collection[str]) -> str:
        """As :func:`search.words_of`."""
        if len(names) == 1:
            (name,) = names
            if name in self.sounds:
                return self.sounds[name][2]
        return search.words_of(names)
