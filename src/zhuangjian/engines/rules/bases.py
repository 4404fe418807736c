"""Where a value of the law comes from: four bases, their Chinese names, and which of several counts.

``official``: read in the official text. ``second_hand``: read in other official papers that quote it, which are named.
``to_be_confirmed``: remembered, inferred, or our own reading. ``house``: good practice of this system, which is no law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

Basis = Literal["official", "second_hand", "to_be_confirmed", "house"]

LABELS: Mapping[Basis, str] = {
    "official": "官方",
    "second_hand": "间接来源",
    "to_be_confirmed": "待确认",
    "house": "良好做法",
}
NOTES: Mapping[Basis, str] = {
    "official": "已与官方原文核对",
    "second_hand": "未见官方原文，见于其他官方文件的转引",
    "to_be_confirmed": "未见官方原文，或者是本系统的理解，待核实",
    "house": "本系统的良好做法，不是法规条款",
}
# What a house rule is cited as, in the place of an article.
HOUSE = "良好做法"
HOUSE_NOTE = "（这是本系统的良好做法，不是法规条款。）"
_CAUTION: tuple[Basis, ...] = ("official", "house", "second_hand", "to_be_confirmed")


def weakest(bases: Iterable[Basis]) -> Basis:
    """The basis of an answer that rests on all of ``bases``: the one that most needs saying; ``official`` for none."""
    return max(bases, key=_CAUTION.index, default="official")


def label_of(basis: str) -> str:
    """The Chinese name of a basis; a word that is none is shown as it is."""
    return LABELS[basis] if basis in get_args(Basis) else basis  # type: ignore[index]


def note_of(basis: str) -> str:
    """What a basis means, in a few Chinese words."""
    return NOTES[basis] if basis in get_args(Basis) else ""  # type: ignore[index]


def said_of_house(message: str, article: str) -> str:
    """``message``, and for a house rule the words that say that it is one."""
    return message + HOUSE_NOTE if article == HOUSE and HOUSE_NOTE not in message else message
