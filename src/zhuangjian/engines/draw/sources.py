"""Where the seed comes from: named before the draw, and by commit and reveal known to nobody alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from zhuangjian.engines.draw.encoding import fields_hash
from zhuangjian.engines.draw.identity import clean, invisible, refuse_twins
from zhuangjian.engines.rules.answer import Refusal

KINDS: Final = {
    "stated": "操作人给出",
    "public_event": "公开事件",
    "dice": "掷骰",
    "commit_reveal": "双方承诺与揭示",
}
SECRET_LENGTH: Final = 16
DICE: Final = 10
_HEX: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Source:
    """Seed source. ``description`` says which event, where the dice are thrown, or which public value is used.

    ``authorities`` (at least two, in a fixed order) belong to ``commit_reveal``, the number of ``dice`` to ``dice``.
    """

    kind: str = "stated"
    description: str = ""
    authorities: tuple[str, ...] = ()
    dice: int = 0

    def entry(self) -> dict[str, Any]:
        """The ``source`` part of the file. Raises ``Refusal`` when it is not complete."""
        if self.kind not in KINDS:
            raise Refusal(f"不认识的种子来源“{self.kind}”；可用的有：{'、'.join(KINDS)}")
        words = clean(self.description)
        if self.kind != "stated" and not words:
            raise Refusal(
                f"种子来源“{KINDS[self.kind]}”没有说明（事先写明用哪一事件、在何处产生）",
                missing=["来源说明"],
            )
        names = [clean(name) for name in self.authorities]
        if self.kind == "commit_reveal":
            if len(names) < 2 or not all(names):
                raise Refusal("承诺与揭示至少要有两个单位；请写明各单位名称", missing=["承诺单位"])
            refuse_twins(names, "承诺单位")
        elif names:
            raise Refusal("只有“承诺与揭示”才写明承诺单位；请改用该来源或删去单位")
        if self.kind == "dice" and self.dice < DICE:
            raise Refusal(f"骰子只掷 {self.dice} 次，结果容易猜中；至少掷 {DICE} 次")
        if self.kind != "dice" and self.dice:
            raise Refusal("只有“掷骰”才写明次数；请改用该来源或删去次数")
        return {"kind": self.kind, "description": words, "authorities": names, "dice": self.dice}


def commitment(frozen_digest: str, authority: str, secret: str) -> str:
    """What an authority publishes before anything is revealed. Raises ``Refusal`` for a secret short enough to guess."""
    if len(secret) < SECRET_LENGTH or invisible(secret):
        raise Refusal(
            f"秘密太短或含有看不见的字符，容易猜中或无法核对；请用不少于 {SECRET_LENGTH} 个字符的随机文字"
        )
    return fields_hash(("commit", frozen_digest, authority, secret))


def committed(document: Mapping[str, Any], authority: str, value: str) -> list[dict[str, str]]:
    """The commitments with ``authority``'s added. Raises ``Refusal`` when it may not commit (again)."""
    known = _authorities(document)
    _refuse_unknown(authority, known)
    done = {entry["authority"]: entry["commitment"] for entry in document["commitments"]}
    if authority in done:
        raise Refusal(f"“{authority}”已经作出承诺，不能更换")
    if not _HEX.fullmatch(value):
        raise Refusal("承诺值应为 64 位小写十六进制；请核对", missing=["承诺值"])
    if value in done.values():
        raise Refusal("承诺值与另一单位的相同；请各自独立产生秘密")
    done[authority] = value
    return [{"authority": name, "commitment": done[name]} for name in known if name in done]


def revealed(document: Mapping[str, Any], authority: str, secret: str) -> list[dict[str, str]]:
    """The reveals with ``authority``'s added. Raises ``Refusal`` before all have committed or for another secret."""
    known = _authorities(document)
    _refuse_unknown(authority, known)
    promised = {entry["authority"]: entry["commitment"] for entry in document["commitments"]}
    absent = [name for name in known if name not in promised]
    if absent:
        raise Refusal(f"“{'、'.join(absent)}”还没有作出承诺；全部承诺后才能揭示", missing=absent)
    done = {entry["authority"]: entry["secret"] for entry in document["reveals"]}
    if authority in done:
        raise Refusal(f"“{authority}”已经揭示")
    if commitment(document["frozen_digest"], authority, secret) != promised[authority]:
        raise Refusal(f"“{authority}”揭示的秘密与其承诺不符；请用作出承诺时的秘密文件")
    done[authority] = secret
    return [{"authority": name, "secret": done[name]} for name in known if name in done]


def seed_entry(document: Mapping[str, Any], value: str) -> dict[str, str]:
    """``{"value", "text"}``: the public value as registered and the seed that follows from it.

    Raises ``Refusal`` for an empty value, dice that do not fit, or reveals still outstanding.
    """
    source = document["frozen"]["source"]
    words = clean(value)
    if not words or invisible(words):
        raise Refusal("没有写明种子（公开值），或其中有看不见的字符；请用 --seed 写明", missing=["种子"])
    if source["kind"] == "dice":
        words = _dice(words, source["dice"])
    if source["kind"] != "commit_reveal":
        return {"value": words, "text": words}
    secrets = {entry["authority"]: entry["secret"] for entry in document["reveals"]}
    absent = [name for name in source["authorities"] if name not in secrets]
    if absent:
        raise Refusal(f"“{'、'.join(absent)}”还没有揭示；全部揭示后才能抽取", missing=absent)
    pairs = [part for name in source["authorities"] for part in (name, secrets[name])]
    return {"value": words, "text": fields_hash(("seed", document["frozen_digest"], words, *pairs))}


def _dice(words: str, count: int) -> str:
    faces = re.sub(r"[\s,，、]", "", words)
    if not re.fullmatch(r"[1-6]+", faces) or len(faces) != count:
        raise Refusal(f"事先写明掷 {count} 次，应给出 {count} 个 1 至 6 的点数；收到“{words}”")
    return faces


def _authorities(document: Mapping[str, Any]) -> Sequence[str]:
    source = document["frozen"]["source"]
    if source["kind"] != "commit_reveal":
        raise Refusal(f"本次种子来源是“{KINDS[source['kind']]}”，没有承诺与揭示这一步")
    if document["seed"] is not None:
        raise Refusal("种子已经产生，不能再承诺或揭示")
    names: Sequence[str] = source["authorities"]
    return names


def _refuse_unknown(authority: str, known: Sequence[str]) -> None:
    if authority not in known:
        raise Refusal(f"“{authority}”不是冻结时写明的承诺单位；应为：{'、'.join(known)}")
