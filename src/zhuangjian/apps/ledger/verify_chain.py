"""Checks of the entries among themselves and of the tree over them. All local: one fault does not drown the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from zhuangjian.apps.ledger import chain, heads
from zhuangjian.apps.ledger.faults import CHUNK, Fault, chunks, read_all
from zhuangjian.apps.ledger.keys import Sealer
from zhuangjian.apps.ledger.models import Entry, Node
from zhuangjian.engines import merkle
from zhuangjian.engines.rules.answer import Refusal

# A clock that is kept in step by the network may be set back by a moment.
SLACK = timedelta(seconds=5)


def faults(algorithm: str) -> Iterator[Fault]:
    """Everything wrong with entries and nodes, entries first."""
    seqs = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
    good = [seq for seq in seqs if isinstance(seq, int)]
    for seq in seqs[len(good) :]:
        yield Fault(f"账本条目 {seq!r}", "序号不是整数：被改动")
    yield from _entries(good, algorithm)
    yield from _inner_nodes(algorithm)
    yield from _places(len(good))


def _entries(seqs: list[int], algorithm: str) -> Iterator[Fault]:
    sealer = Sealer()
    before, before_hash = 0, chain.GENESIS
    latest: datetime | None = None
    for part in chunks(seqs):
        broken: list[int] = []
        rows = read_all(lambda pks: {e.seq: e for e in Entry.objects.filter(seq__in=pks)}, part, broken)
        leaves = heads_of(0, part[0] - 1, part[-1])
        for seq in part:
            if seq != before + 1:
                yield _gap(before + 1, seq - 1)
            entry = rows.get(seq)
            if entry is None:
                yield Fault(f"账本第 {seq} 条", "读不出来：内容被改坏")
                before, before_hash = seq, ""
                continue
            yield from _entry(entry, algorithm, sealer)
            yield from _time(entry, latest)
            latest = max(filter(None, (latest, entry.recorded_at)))
            if seq == before + 1 and before_hash and entry.previous != before_hash:
                yield Fault(f"账本第 {seq} 条", "与前一条不相连：前一条被改动、删除或其间被插入")
            value = heads.from_hex(entry.hash)
            if value is None or leaves.get(seq - 1) != merkle.leaf_hash(value, algorithm):
                yield Fault(f"账本树节点 0/{seq - 1}", f"与第 {seq} 条不符：节点或条目被改动、删除")
            before, before_hash = seq, entry.hash


def _time(entry: Entry, latest: datetime | None) -> Iterator[Fault]:
    """``at`` may lie before (field work handed in later), the moment of entering may not."""
    if latest is not None and entry.recorded_at < latest - SLACK:
        yield Fault(f"账本第 {entry.seq} 条", "入账时间早于前面的条目：机器时间曾被往回拨")


def _gap(first: int, last: int) -> Fault:
    if last < first:
        return Fault(f"账本第 {last + 1} 条", "序号小于 1：被插入")
    which = f"第 {first} 条" if first == last else f"第 {first} 至 {last} 条"
    return Fault(f"账本{which}", "缺失：被删除，或其后的条目被改了序号")


def _entry(entry: Entry, algorithm: str, sealer: Sealer) -> Iterator[Fault]:
    place = f"账本第 {entry.seq} 条"
    if entry.algorithm != algorithm:
        yield Fault(place, f"摘要算法应为 {algorithm}：被改动")
        return
    try:
        whole = chain.entry_hash(entry) == entry.hash
        sealed = sealer.seal(entry.hash, algorithm) == entry.seal
    except (ValueError, TypeError, AttributeError, Refusal):
        whole = sealed = False
    if not whole:
        yield Fault(place, "内容与摘要不符：内容被改动")
    if not sealed:
        yield Fault(place, "封印不符：摘要被改动，或该条不是由本系统写入")


def heads_of(level: int, first: int, end: int) -> dict[int, bytes | None]:
    """Stored hashes of one level, indexes ``first`` … ``end``-1; None for one that is no hash."""
    rows = Node.objects.filter(level=level, index__gte=first, index__lt=end).values_list("index", "hash")
    return {index: heads.from_hex(text) for index, text in rows}


def _inner_nodes(algorithm: str) -> Iterator[Fault]:
    top = Node.objects.order_by("-level").values_list("level", flat=True).first()
    for level in range(1, top + 1 if isinstance(top, int) else 64):
        indexes = Node.objects.filter(level=level).order_by("index").values_list("index", flat=True)
        for part in chunks((i for i in indexes if isinstance(i, int)), CHUNK):
            stored = heads_of(level, part[0], part[-1] + 1)
            below = heads_of(level - 1, 2 * part[0], 2 * part[-1] + 2)
            for index in part:
                left, right = below.get(2 * index), below.get(2 * index + 1)
                if not left or not right or stored[index] != merkle.node_hash(left, right, algorithm):
                    yield Fault(f"账本树节点 {level}/{index}", "与下级节点不符：被改动，或下级节点被删除")


def _places(size: int) -> Iterator[Fault]:
    """Exactly the perfect subtrees of ``size`` leaves are stored: no node missing, none too many."""
    wanted = Q()
    missing = 0
    for level in range(max(size.bit_length(), 1)):
        inside = Q(level=level, index__gte=0, index__lt=size >> level)
        missing += (size >> level) - Node.objects.filter(inside).count()
        wanted |= inside
    if missing:
        yield Fault("账本树", f"缺少 {missing} 个节点：被删除或移位")
    for level, index in Node.objects.exclude(wanted).values_list("level", "index")[:CHUNK]:
        yield Fault(f"账本树节点 {level}/{index}", "多出的节点：被插入，或所覆盖的条目被删除")
