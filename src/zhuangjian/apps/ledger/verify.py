"""Finds any changed, removed or inserted row: in the ledger itself and in the objects it covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from zhuangjian.apps.ledger import (
    chain,
    gaps,
    heads,
    verify_chain,
    verify_guards,
    verify_objects,
    verify_sums,
)
from zhuangjian.apps.ledger.faults import Fault
from zhuangjian.apps.ledger.gaps import Gap
from zhuangjian.apps.ledger.heads import Head
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.engines.rules.answer import Refusal

MOST = 200  # faults listed; after a wholesale change more would only hide the first


@dataclass(frozen=True)
class Report:
    """Result of a verification: how much was checked, every fault found, and what the ledger itself tells openly.

    ``notes`` are no faults: objects that were found altered once and accepted after an examination, for instance.
    """

    entries: int
    objects: int
    root: str
    algorithm: str
    faults: tuple[Fault, ...]
    gaps: tuple[Gap, ...] = ()
    notes: tuple[Fault, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing was found; a declared gap is no fault, but it is always shown."""
        return not self.faults

    @property
    def acceptable(self) -> dict[str, str]:
        """Code and table of every difference that can be accepted after an examination."""
        return {fault.code: fault.where.split(" ")[0] for fault in reversed(self.faults) if fault.code}

    def to_dict(self) -> dict[str, object]:
        """JSON form for the command line and the auditor's page."""
        return {
            "ok": self.ok,
            "entries": self.entries,
            "objects": self.objects,
            "root": self.root,
            "algorithm": self.algorithm,
            "faults": [
                {"where": f.where, "what": f.what, **({"code": f.code} if f.code else {})}
                for f in self.faults
            ],
            "gaps": [gap.to_dict() for gap in self.gaps],
            "notes": [{"where": f.where, "what": f.what} for f in self.notes],
        }


def verify(against: Head | None = None, extra: Iterable[Iterable[Fault]] = ()) -> Report:
    """Walk the chain, the tree, the last signed head and every covered object, as they stood at one moment.

    ``against`` is a head kept somewhere else (``zhuangjian ledger head``); the tree must have grown from it.
    ``extra`` are further walks of the caller's, such as over the stored files.
    """
    # Read before the database's snapshot is taken: entries made meanwhile then only make the tree larger.
    kept, faults = _kept_head()
    with snapshot():
        try:
            algorithm = chain.algorithm()
        except Refusal as refusal:
            return Report(Entry.objects.count(), 0, "", "", (*faults, Fault("账本第 1 条", refusal.message)))
        size = Entry.objects.count()
        root = _root(size, algorithm)
        objects = verify_objects.ObjectWalk(algorithm)
        found = [
            *faults,
            *_head_faults(kept, size, "最近一次签名", own=True),
            *(_head_faults(against, size, "另存的树头") if against else ()),
            *gaps.faults(),
            *verify_guards.faults(),
            *islice(verify_chain.faults(algorithm), MOST),
        ]
        found += islice(objects.faults(), MOST)
        found += islice(verify_sums.faults(), MOST)
        for walk in extra:
            found += islice(walk, MOST)
        declared = tuple(gaps.declared())
        notes = (*islice(verify_objects.notes(), MOST), *islice(verify_sums.notes(), MOST))
    return Report(size, objects.checked, root, algorithm, tuple(found), declared, notes)


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the database, without holding up writers; the surrounding transaction where there is one."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Django would begin IMMEDIATE and make every writer wait for the whole walk.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


def _root(size: int, algorithm: str) -> str:
    try:
        return heads.root_at(size, algorithm)
    except KeyError:
        return ""


def _kept_head() -> tuple[Head | None, list[Fault]]:
    try:
        head = heads.last_head()
    except (ValueError, TypeError):
        return None, [Fault("账本签名", "最近一次签名的树头文件 keys/ledger.head 已损坏")]
    if head is None and Entry.objects.exists():
        return None, [Fault("账本签名", "找不到最近一次签名的树头文件 keys/ledger.head")]
    return head, []


def _head_faults(head: Head | None, size: int, name: str, own: bool = False) -> Iterator[Fault]:
    """What is wrong between a head and the ledger. The ``own`` one is replaced soon after a gap has named it."""
    if head is None:
        return
    if not heads.signature_holds(head):
        yield Fault("账本签名", f"{name}不成立：不是本系统的密钥所签，或内容被改动")
        return
    if head.size <= size and _root(head.size, head.algorithm) == head.root:
        return
    gap = next((gap for gap in gaps.declared() if gap.covers(head)), None)
    if gap is not None and own and gap.lost == head:
        return
    if gap is not None:
        yield Fault(
            "账本缺口",
            f"{name}（第 {head.size} 条时）属于第 {gap.seq} 条所登记的缺口：那一部分已经丢失，不能由现在的账本证明",
        )
    elif head.size > size:
        yield Fault("账本末尾", f"{name}时有 {head.size} 条，现在只有 {size} 条：{_what_is_left(size, own)}")
    else:
        yield Fault("账本树", f"与{name}的树根不符（前 {head.size} 条）：账本被改写")


def _what_is_left(size: int, own: bool) -> str:
    """What can be shown of the entries that are left, in words."""
    lost = "末尾丢失（断电、恢复了较早的备份）或被删除"
    if not own:
        return lost
    try:
        proofs = gaps.examine().proofs
        shown = max((gaps.proved(proof, size) for proof in proofs), default=0)
    except gaps.Rewritten as refusal:
        return refusal.message
    except Refusal:
        return lost
    rest = "" if shown == size else f"，第 {shown + 1} 至 {size} 条由封印与链证明为本系统所写"
    same = f"前 {shown} 条与丢失前的签名一致" if shown else "没有留下可供比对的树节点"
    return f"{lost}。{same}{rest}。查明后用 zhuangjian ledger gap 登记缺口，方可继续办理"
