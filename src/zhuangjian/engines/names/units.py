"""The sampled-unit column: who sold it, and under which shop name on which platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zhuangjian.engines.names.normal import labelled, normalise_name

_SHOP_LABELS: Final = ("网店商铺名称", "网店名称", "店铺名称", "网店商铺", "商铺名称")
_PLATFORMS: Final = (
    "阿里巴巴（1688）",
    "阿里巴巴",
    "京东到家",
    "京东",
    "天猫",
    "淘宝",
    "拼多多",
    "美团",
    "饿了么",
    "抖音",
    "快手",
    "小红书",
    "唯品会",
    "苏宁易购",
    "微店",
)
_SOLE_TRADER: Final = "（个体工商户）"


@dataclass(frozen=True, slots=True)
class SampledUnit:
    """``name`` as registered, ``shop`` without the platform's name, ``platform``; the last two None off-line."""

    name: str
    shop: str | None = None
    platform: str | None = None
    sole_trader: bool = False
    unknown: tuple[str, ...] = ()


def parse_sampled_unit(text: str) -> SampledUnit:
    """Reads a cell such as ``甲公司，网店商铺名称：天猫甲旗舰店``; labels that are not understood are kept in ``unknown``."""
    before, pairs = labelled(text)
    shop = next((value for label, value in pairs if label in _SHOP_LABELS), None)
    unknown = tuple(label for label, _ in pairs if label not in _SHOP_LABELS)
    name = normalise_name(before)
    platform, short = _platform(normalise_name(shop)) if shop else (None, None)
    return SampledUnit(name, short, platform, name.endswith(_SOLE_TRADER), unknown)


def _platform(shop: str) -> tuple[str | None, str]:
    platform = next((name for name in _PLATFORMS if shop.startswith(name)), None)
    return platform, shop[len(platform) :] if platform else shop
