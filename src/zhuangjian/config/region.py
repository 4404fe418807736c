"""Which region this installation serves: the name of a rule pack."""

from __future__ import annotations

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.loader import default_region, load_pack, region_names


def known_region(named: str) -> str:
    """The pack's name for what ``ZHUANGJIAN_REGION`` says (a Chinese name too); the packs' default for nothing."""
    wanted = named.strip()
    if not wanted:
        return default_region()
    for name in region_names():
        if wanted.lower() == name or wanted in load_pack(name).head.aliases:
            return name
    known = "、".join(f"{name}（{load_pack(name).head.title}）" for name in region_names())
    raise Refusal(
        f"环境变量 ZHUANGJIAN_REGION 写的是“{named}”，没有这个地区的法规包，系统没有启动。请改为下列之一：{known}。"
    )
