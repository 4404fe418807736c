"""Which words of a company name tell its trade rather than its own name."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import rjieba

from zhuangjian.engines.matching.regions import COUNTY, divisions
from zhuangjian.engines.matching.scripts import simplified

# What one more word of this kind costs a reading of the name; a reading without any doubt costs nothing.
JOINT, TRADE, THING, PLACE, NOUN = 0.05, 0.02, 0.3, 0.5, 0.9
LONGEST: Final = 9
# 木业, 塑业, 药业 …: material or product + 业. 兴业, 伟业, 创业 and the like are names, not trades.
_BEFORE_YE: Final = frozenset(
    "木塑药牧纸钢铝铜铁锌镍钛铅锡硅实酒茶果渔林农置物商鞋服衣袜帽乳肉种矿煤盐糖粮油蜂蚕苗瓷陶玻电船车机灯表"
    "漆胶革皮毛棉麻丝线布纺织染饰影餐饮食禽畜猪羊牛马鹿鱼虾蛋面米豆菜菌参石砂砖瓦竹藤花草水气燃化肥饲书报版"
    "医保险典租运航港路桥产企工旅美发妆洁管阀泵缆锁伞笔墨刀瓶桶罐箱包筑墙地镜床柜椅窗门"
)
# A dictionary word that ends so names a product, a material or an activity.
_ENDINGS: Final = frozenset(
    "品机器具材料件板管线车船布衣鞋帽袜纸瓶盒油漆胶酒茶药剂肉奶粉膜泵阀灯锅炉表仪镜砖瓦木钢铁铝铜塔架箱柜床椅桌笔"
    "刀锁丝绳网袋桶罐链轮轴簧模果菜米面豆糖盐花苗鱼虾猪牛羊鸡鸭蛋饭汤饼糕纱毯巾针钉焊铸泥胎浆液珠棒片块球绒革皮砂粒丸膏霜皂刷"
)
# Joins two words of trade: 生产及销售, 管道和支架; 用 and the like only make an adjective of the word before.
_JOINTS: Final = frozenset("及与、·暨兼&·")
_NUMBERS: Final = frozenset(f"第{n}" for n in "一二三四五六七八九十")


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    text = files(__package__).joinpath("industries.txt").read_text(encoding="utf-8")
    trades, _, things = text.partition("\n[物]\n")
    trades = "\n".join(line for line in trades.splitlines() if not line.startswith(("#", "[")))
    return frozenset(trades.split()), frozenset(things.split())


def is_trade(word: str) -> bool:
    """Whether the word always tells the trade: an industry, an activity, a way of doing business."""
    if len(word) == 2 and word[1] == "业":
        return word[0] in _BEFORE_YE or word in _words()[0]
    return word in _words()[0] or (len(word) >= 3 and word[-1] in _ENDINGS and word[:-1] in _words()[0])


def is_thing(word: str) -> bool:
    """Whether the word is a product or an object that a trade deals in."""
    return word in _words()[1]


@lru_cache(maxsize=200_000)
def word_cost(word: str) -> float | None:
    """How far ``word`` (simplified characters) is from telling the trade; None when it can't tell it at all."""
    if len(word) == 1:
        return JOINT if word in _JOINTS else (THING if word == "和" else None)
    if is_trade(word) or word in _NUMBERS:
        return TRADE
    if is_thing(word):
        return THING
    if _is_place(word):
        return PLACE
    if len(word) > 6 or not rjieba.has_word(word):
        return None
    kind = rjieba.tag(word)
    if len(kind) != 1 or kind[0][1][:1] not in ("n", "v", "b", "j", "l") or kind[0][1] in ("nr", "ns", "nt"):
        return None
    return THING if word[-1] in _ENDINGS else NOUN


def _is_place(word: str) -> bool:
    table = divisions()
    return word in table.full or any(row.level < COUNTY for row in table.short.get(word, ()))


@lru_cache(maxsize=100_000)
def is_common_word(word: str) -> bool:
    """Whether a general dictionary has the word; a firm's own name is mostly not one."""
    return len(word) >= 2 and bool(rjieba.has_word(word))


@lru_cache(maxsize=10_000)
def is_place_word(word: str) -> bool:
    """Whether the name of a place is nothing else in a general dictionary, such as a direction or a quality."""
    return not rjieba.has_word(word) or rjieba.tag(word)[0][1][:1] not in ("s", "a", "v", "d", "f")


def all_trade(text: str) -> bool:
    """Whether ``text`` is made of words of trade and nothing else."""
    text = simplified(text)
    reach = {0}
    for end in range(1, len(text) + 1):
        if any(start in reach and word_cost(text[start:end]) in (TRADE, JOINT) for start in range(end)):
            reach.add(end)
    return bool(text) and len(text) in reach
