"""Finds any changed, removed or inserted row: in the ledger itself and in the objects it covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Max

from zhuangjian.apps.ledger import chain, heads
from zhuangjian.apps.ledger.models import Entry, Node
from zhuangjian.engines import merkle


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold: where, and what, in Chinese."""

    where: str
    what: str


@dataclass(frozen=True)
class Report:
    """Result of a verification: how much was checked and every fault found."""

    entries: int
    objects: int
    root: str
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    def to_dict(self) -> dict[str, object]:
        """JSON form for the command line and the auditor's page."""
        return {
            "ok": self.ok,
            "entries": self.entries,
            "objects": self.objects,
            "root": self.root,
            "faults": [{"where": f.where, "what": f.what} for f in self.faults],
        }


def verify() -> Report:
    """Walk the chain, the tree, the last signed head and every covered object."""
    faults = list(_chain_faults())
    objects, object_faults = _object_faults()
    size = Entry.objects.count()
    try:
        root = heads.root_at(size, chain.ALGORITHM)
    except KeyError:
        root = ""
    return Report(size, objects, root, (*faults, *_head_faults(size, root), *object_faults))


def _chain_faults() -> Iterator[Fault]:
    previous, expected = chain.GENESIS, 1
    frontier = merkle.Frontier(algorithm=chain.ALGORITHM)
    nodes = Node.objects.order_by("index", "level").count()
    seen_nodes = 0
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            yield Fault(f"账本第 {expected} 条", f"缺失，下一条是第 {entry.seq} 条")
            expected = entry.seq
        if entry.previous != previous:
            yield Fault(f"账本第 {entry.seq} 条", "与前一条不相连：前一条被改动、删除或其间被插入")
        if chain.entry_hash(entry) != entry.hash:
            yield Fault(f"账本第 {entry.seq} 条", "内容与摘要不符：内容被改动")
        previous, expected = entry.hash, entry.seq + 1
        leaf = merkle.leaf_hash(bytes.fromhex(entry.hash), chain.ALGORITHM)
        frontier, grown = frontier.append_with_nodes(leaf)
        stored = heads.nodes_at([(level, index) for level, index, _ in grown])
        for level, index, value in grown:
            seen_nodes += 1
            if stored.get((level, index)) != value:
                yield Fault(f"账本树节点 {level}/{index}", "与条目不符：节点或条目被改动、删除")
    if seen_nodes != nodes:
        yield Fault("账本树", f"节点数应为 {seen_nodes}，实为 {nodes}")


def _head_faults(size: int, root: str) -> Iterator[Fault]:
    head = heads.last_head()
    if head is None:
        if size:
            yield Fault("账本签名", "找不到最近一次签名的树头文件 keys/ledger.head")
        return
    if not heads.signature_holds(head):
        yield Fault("账本签名", "最近一次树头的签名不成立")
    if head.size > size:
        yield Fault("账本末尾", f"签名时有 {head.size} 条，现在只有 {size} 条：末尾被删除")
        return
    if head.size < size:
        yield Fault("账本末尾", f"第 {head.size + 1} 条起不是由本系统签名写入的")
    try:
        unchanged = heads.root_at(head.size, head.algorithm) == head.root
    except KeyError:
        unchanged = False
    if not unchanged:
        yield Fault("账本树", "与最近一次签名的树根不符：账本被整体改写")


def _object_faults() -> tuple[int, list[Fault]]:
    faults = []
    checked = 0
    for model in apps.get_models():
        if not getattr(model, "ledger_watched", False):
            continue
        label = model._meta.label_lower
        last = dict(
            Entry.objects.filter(object_model=label).values_list("object_id").annotate(seq=Max("seq"))
        )
        digests = dict(Entry.objects.filter(seq__in=last.values()).values_list("object_id", "state_digest"))
        name = model._meta.verbose_name
        for row in model._base_manager.order_by("pk").iterator(chunk_size=500):
            checked += 1
            if row.pk not in last:
                faults.append(Fault(f"{name} {row.pk}", "没有任何账本条目：绕过系统写入"))
            elif chain.state_digest(row) != digests.get(row.pk):
                faults.append(
                    Fault(f"{name} {row.pk}", f"现状与账本第 {last[row.pk]} 条所记不符：数据被绕过系统改动")
                )
            last.pop(row.pk, None)
        faults += [Fault(f"{name} {pk}", "账本有记录而数据已不存在：被删除") for pk in last]
    return checked, faults
