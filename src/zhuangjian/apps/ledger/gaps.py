"""A ledger that lost its end (a power failure, a restored backup): what can still be shown, and how it goes on.

The kept head says that there were more entries than the database has. Until somebody has looked, nothing may be added.
Then a gap entry names the lost head, signed as it was, and the ledger goes on behind it. A gap is never closed and
never hides anything: what stands before it must still agree with every head signed before, and heads over the lost
part stay unconfirmed for good.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhuangjian.apps.ledger import heads
from zhuangjian.apps.ledger.faults import Fault
from zhuangjian.apps.ledger.heads import Head
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.engines.rules.answer import Refusal

ACTION = "authorities.declare_gap"  # the people who may are known to that app


class LostTail(Refusal):
    """The database has fewer entries than were signed: nothing may be added before somebody has looked."""

    def __init__(self, signed: int, size: int) -> None:
        super().__init__(
            f"账本末尾丢失：最近一次签名时有 {signed} 条，现在只有 {size} 条，系统已暂停一切办理。"
            "请系统管理员运行 zhuangjian ledger verify 查明，再用 zhuangjian ledger gap 登记缺口后继续。"
        )


class Rewritten(Refusal):
    """What is left is not what was signed."""

    def __init__(self) -> None:
        super().__init__("余下的条目与丢失前签名的树头不符：不是末尾丢失，而是账本被改写，不能登记为缺口。")


@dataclass(frozen=True)
class Gap:
    """One gap entry: entries ``remaining`` + 1 … ``lost.size`` were signed once and are not there any more."""

    seq: int
    at: datetime
    actor: str
    reason: str
    remaining: int
    lost: Head
    proofs: tuple[Mapping[str, Any], ...]

    @property
    def first(self) -> int:
        """The first entry that was lost."""
        return self.remaining + 1

    def covers(self, head: Head) -> bool:
        """Whether the head was signed over entries that this gap says are lost."""
        try:
            earlier = datetime.fromisoformat(head.at) <= self.at
        except (ValueError, TypeError):
            earlier = False
        return earlier and self.remaining < head.size <= self.lost.size

    def to_dict(self) -> dict[str, Any]:
        """JSON form for reports."""
        return {
            "seq": self.seq,
            "at": self.at.isoformat(),
            "actor": self.actor,
            "reason": self.reason,
            "remaining": self.remaining,
            "lost_size": self.lost.size,
            "lost_root": self.lost.root,
            "proved": max((proved(proof, self.remaining) for proof in self.proofs), default=0),
        }


def declared() -> list[Gap]:
    """Every gap in the ledger, in order; one that cannot be read is left out here and a fault of :func:`faults`."""
    return [gap for entry in _entries() if (gap := _read(entry)) is not None]


def naming(head: Head) -> Gap | None:
    """The gap that names exactly this head as lost."""
    return next((gap for gap in declared() if gap.lost == head), None)


def faults() -> Iterator[Fault]:
    """Gap entries that do not say what a gap entry must, or with which the ledger of today does not agree."""
    for entry in _entries():
        place = f"账本第 {entry.seq} 条（缺口）"
        gap = _read(entry)
        if gap is None:
            yield Fault(place, "缺口的登记读不出来")
        elif not heads.signature_holds(gap.lost) or gap.remaining != gap.seq - 1 or gap.lost.size < gap.seq:
            yield Fault(place, "所写的丢失前树头不成立")
        else:
            try:
                for proof in gap.proofs:
                    proved(proof, gap.remaining)
            except Rewritten:
                yield Fault(place, "缺口以前的条目与丢失前签名的树头不符：账本被改写")


def proofs_of(file: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The head of a head file and the one before it, each with its subtrees, as far as they are signed and fit."""
    found = []
    for data in (file, file.get("before")):
        try:
            head = heads.read_head(data)
            peaks = [str(peak) for peak in data["peaks"]]  # type: ignore[index]
            fits = heads.signature_holds(head) and heads.root_of(peaks, head.algorithm) == head.root
        except (TypeError, ValueError, KeyError, Refusal):
            continue
        if fits and len(peaks) == head.size.bit_count():
            found.append({**head.to_dict(), "peaks": peaks})
    return tuple(found)


def proved(proof: Mapping[str, Any], size: int) -> int:
    """How many of the first ``size`` entries are shown to be those under the proof's signed root.

    Raises Rewritten when one of the subtrees that are still there has another hash now.
    """
    shown = 0
    for (level, index), peak in zip(heads.perfect_subtrees(proof["size"]), proof["peaks"], strict=True):
        end = (index + 1) << level
        if end > size:
            break
        now = heads.nodes_at([(level, index)]).get((level, index))
        if now is None or now.hex() != peak:
            raise Rewritten
        shown = end
    return shown


@dataclass(frozen=True)
class Lost:
    """The lost head, how many entries are left, and the proofs that these are the first of it."""

    head: Head
    remaining: int
    proofs: tuple[dict[str, Any], ...]

    def recorded(self) -> dict[str, Any]:
        """The lost head as the gap entry keeps it: in the form of a head file."""
        data = self.head.to_dict()
        for proof in self.proofs:
            if heads.read_head(proof) == self.head:
                data["peaks"] = proof["peaks"]
            else:
                data["before"] = proof
        return data


def examine(file: Mapping[str, Any] | None = None) -> Lost:
    """What is lost, when the ledger lost its end and nothing worse; else a Refusal.

    ``file`` is a head file's content; the one in the home unless given.
    """
    try:
        content = json.loads(heads.head_file().read_text(encoding="utf-8")) if file is None else file
        head = heads.read_head(content)
    except (OSError, ValueError, TypeError):
        raise Refusal("树头文件不存在或已损坏，不能说明丢失了什么。") from None
    if not heads.signature_holds(head):
        raise Refusal("这个树头不是本系统的密钥所签，或内容被改动。")
    size = Entry.objects.count()
    if head.size <= size:
        raise Refusal(f"账本没有丢失末尾：这个树头有 {head.size} 条，现在有 {size} 条。")
    if size == 0:
        raise Refusal("账本已经空了，没有可以继续的部分。请从备份恢复。")
    proofs = proofs_of(content)
    for proof in proofs:
        proved(proof, size)
    return Lost(head, size, proofs)


def refuse_lost_tail(step_name: str, last: int) -> None:
    """Raise LostTail when more was signed than ``last`` entries, but for the entry that says so."""
    try:
        kept = heads.last_head()
    except (OSError, ValueError, TypeError):
        return  # reported by the verification
    # A gap was declared and its head not yet signed: the lost head still lies there.
    if kept is not None and kept.size > last and step_name != ACTION and naming(kept) is None:
        raise LostTail(kept.size, last)


def _entries() -> list[Entry]:
    return list(Entry.objects.filter(action=ACTION).order_by("seq"))


def _read(entry: Entry) -> Gap | None:
    try:
        facts = json.loads(entry.facts)
        return Gap(
            seq=entry.seq,
            at=entry.recorded_at,
            actor=entry.actor,
            reason=str(facts["reason"]),
            remaining=int(facts["remaining"]),
            lost=heads.read_head(facts["lost"]),
            proofs=proofs_of(facts["lost"]),
        )
    except (ValueError, TypeError, KeyError):
        return None
