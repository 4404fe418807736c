"""Letters, and what belongs to them."""

from zhuangjian.apps.cooperation.models.assisted import Assisted, AssistedEntry, AssistedKind, AssistedWay
from zhuangjian.apps.cooperation.models.copy import Method, PublicCopy
from zhuangjian.apps.cooperation.models.letter import Direction, Letter, LetterStage, Unclear, Urgency
from zhuangjian.apps.cooperation.models.parts import Addressee, Annex, Answer, Delegate, Extension, Side

__all__ = [
    "Addressee",
    "Annex",
    "Answer",
    "Assisted",
    "AssistedEntry",
    "AssistedKind",
    "AssistedWay",
    "Delegate",
    "Direction",
    "Extension",
    "Letter",
    "LetterStage",
    "Method",
    "PublicCopy",
    "Side",
    "Unclear",
    "Urgency",
]
