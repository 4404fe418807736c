"""Compares the rows of the tables that are added up with their sums, and the sums with what the entries say of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from zhuangjian.apps.ledger import sums
from zhuangjian.apps.ledger.faults import Fault
from zhuangjian.apps.ledger.models import Delta, Entry, Sum
from zhuangjian.apps.ledger.sums import MODULUS, RANGE, WHOLE


def said() -> dict[str, tuple[int, str]]:
    """For each table the last entry that speaks of its total, and what it says."""
    found: dict[str, tuple[int, str]] = {}
    rows = Entry.objects.filter(sums__isnull=False).order_by("seq").values_list("seq", "sums")
    for seq, text in rows.iterator():
        try:
            found |= {str(table): (seq, str(value)) for table, value in json.loads(text or "{}").items()}
        except (ValueError, AttributeError):
            continue
    return found


def faults() -> Iterator[Fault]:
    """Ranges of keys whose rows do not give their sum, and sums that no entry vouches for."""
    vouched = said()
    stored: dict[str, dict[int, int]] = {}
    for row in Sum._base_manager.all():
        stored.setdefault(row.table, {})[row.range] = sums.unmasked(row)
    waiting: dict[str, dict[int, int]] = {}
    pending = 0
    for _, table, where, value in sums.pending():
        pending += 1
        held = waiting.setdefault(table, {})
        held[where] = (held.get(where, 0) + value) % MODULUS
    if Delta._base_manager.count() != pending:
        yield Fault("行摘要和的增量", "有不是本系统写入或被重放的增量")
    known = {model._meta.label_lower: model for model in sums.summed_models()}
    for table in sorted((stored.keys() | waiting.keys() | vouched.keys()) - known.keys()):
        yield Fault(f"行摘要和 {table}", "没有这张数据表：摘要和被插入")
    for table, model in known.items():
        name = str(model._meta.verbose_name)
        ranges = dict(stored.get(table, {}))
        total = ranges.pop(WHOLE, 0)
        seq, told = vouched.get(table, (0, ""))
        if (seq and told != sums.said_of(table, total)) or (not seq and (total or ranges)):
            yield Fault(name, f"行摘要和与账本第 {seq} 条所记不符：摘要和被改动、删除或换回旧的")
        elif sum(ranges.values()) % MODULUS != total:
            yield Fault(name, "各段行摘要和合起来不等于总和：摘要和被改动、删除")
        try:
            now = sums.Adder(model).whole()
        except Exception:
            # Whatever the database's adapter raises over nonsense in a column is the finding itself.
            yield Fault(name, "读不出来：有行被绕过系统改坏")
            continue
        for where in sorted(now.keys() | ranges.keys() | waiting.get(table, {}).keys()):
            ought = (ranges.get(where, 0) + waiting.get(table, {}).get(where, 0)) % MODULUS
            if now.get(where, 0) != ought:
                yield Fault(
                    f"{name} {where * RANGE} 至 {where * RANGE + RANGE - 1}",
                    "与账本所记的行摘要和不符：其中有行被绕过系统改动、写入或删除",
                )
