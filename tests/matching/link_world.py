"""Small registers for the linkage tests."""

from __future__ import annotations

import random
from typing import Any

import pyarrow as pa

from zhuangjian.engines.matching.link import Linked, link
from zhuangjian.engines.matching.link_fields import Fields, LinkOptions

FIELDS = Fields(
    id="id", name="name", address="address", phone="phone", person="person", code="code", numbers=("licence",)
)
COLUMNS = ("id", "name", "address", "phone", "person", "code", "licence")
# Valid in both check characters.
CODE_A = "91442000MA53FGJF8P"
CODE_B = "91440101MA5D2R2B5G"


def table(*rows: dict[str, str | None]) -> pa.Table:
    """An Arrow table with every column of ``FIELDS``; what a row leaves out is null, an id its place."""
    filled = [{"id": str(place), **row} for place, row in enumerate(rows, 1)]
    return pa.table({name: pa.array([row.get(name) for row in filled], pa.string()) for name in COLUMNS})


def clusters(linked: Linked) -> set[frozenset[str]]:
    """The ids of each cluster."""
    groups: dict[int, set[str]] = {}
    rows = linked.clusters.to_pydict()
    for one, cluster in zip(rows["id"], rows["cluster"], strict=True):
        groups.setdefault(cluster, set()).add(one)
    return {frozenset(group) for group in groups.values()}


def linked(*rows: dict[str, str | None], **options: Any) -> Linked:
    """The rows linked."""
    return link(table(*rows), FIELDS, LinkOptions(threads=1, **options))


def register(parties: int, seed: int = 5) -> pa.Table:
    """Parties with one to three records each, large enough to train on; ids tell the party (``12-2``)."""
    chance = random.Random(seed)
    letters = "丽妆美颜雅姿芳香清润秀然瑞康源华盛欣悦安琪诗曼"
    rows: list[dict[str, str | None]] = []
    for party in range(parties):
        core = "".join(chance.choice(letters) for _ in range(3))
        road, house = (
            chance.choice("龙山金湖江海云") + chance.choice("东西南北中") + "路",
            chance.randint(1, 400),
        )
        phone = f"139{chance.randrange(10**8):08d}"
        rows += [
            {
                "id": f"{party}-{copy}",
                "name": f"重庆{'市' * (copy == 1)}{core}化妆品有限公司",
                "address": f"重庆市渝北区{road}{house}号{'2楼' * (copy == 2)}",
                "phone": phone if chance.random() < 0.8 else None,
            }
            for copy in range(chance.choice((1, 2, 3)))
        ]
    return table(*rows)


def valid_code(number: int) -> str:
    """A credit code of Chongqing with both check characters right; another for each number."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"{number:08d}"
    total = sum(w * int(c) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True))
    start = f"91500112{body}{'0123456789X0'[11 - total % 11]}"
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(alphabet.index(c) * w for c, w in zip(start, weights, strict=True))
    return start + alphabet[(31 - total % 31) % 31]
