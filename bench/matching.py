"""Linking a register of synthetic parties, beside plain splink with its ready-made comparisons on the same records.

    python bench/matching.py                      10,000 records, both, in one run
    python bench/matching.py --size 1000000 --ours  a million records, ours only: minutes, peak memory, F1

The register is made from a seed: parties with names, addresses, telephone numbers and persons, each in one to four
records that carry what registers carry: mistyped characters, other ways to write the same address, moved or renamed
parties, missing credit codes and telephone numbers. One party in 25 is the sister of another: same own name, house,
telephone and person in another trade. Half of the records with several copies have no usable code.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import resource
import time
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from zhuangjian.engines.matching.link import link
from zhuangjian.engines.matching.link_fields import Fields, LinkOptions
from zhuangjian.engines.matching.link_measure import measure

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CORE = "丽妆美颜雅姿芳香清润秀然瑞康源华盛欣悦安琪诗曼兰蔻莱茵泽瀚宸睿铭博凯达信诚恒丰裕隆昌茂鑫淼森磊晶莹洁净纯露霖澜涵汐沐语若桐楠梓檀"
TRADES = (
    "化妆品",
    "生物科技",
    "日用化工",
    "日化",
    "美容用品",
    "医药科技",
    "商贸",
    "精细化工",
    "健康科技",
    "化妆品制造",
)
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "厂", "经营部")
PLACES = (
    ("重庆市", "重庆市", "渝北区", "500112"), ("重庆市", "重庆市", "江北区", "500105"), ("重庆市", "重庆市", "巴南区", "500113"),
    ("广东省", "广州市", "白云区", "440111"), ("广东省", "广州市", "花都区", "440114"), ("广东省", "深圳市", "宝安区", "440306"),
    ("辽宁省", "沈阳市", "铁西区", "210106"), ("辽宁省", "大连市", "甘井子区", "210211"), ("浙江省", "杭州市", "余杭区", "330110"),
    ("浙江省", "金华市", "义乌市", "330782"), ("江苏省", "苏州市", "吴中区", "320506"), ("江苏省", "扬州市", "邗江区", "321003"),
    ("上海市", "上海市", "奉贤区", "310120"), ("山东省", "青岛市", "城阳区", "370214"), ("福建省", "厦门市", "同安区", "350212"),
)  # fmt: skip
ROADS = (
    "人民",
    "解放",
    "建设",
    "金开",
    "启源",
    "良园",
    "工业",
    "创新",
    "科技",
    "龙山",
    "金山",
    "花山",
    "兴业",
    "振兴",
    "和平",
    "长江",
    "黄河",
    "迎宾",
    "滨河",
    "环城",
)
KINDS = ("路", "大道", "街", "东路", "西路", "南路", "北路", "一路", "二路")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
# Share of parties that are sisters of the one before: what makes joining too freely costly.
SISTERS = 0.04
FIELDS = Fields(id="id", name="name", address="address", phone="phone", person="person", code="code")


def credit_code(number: int, division: str) -> str:
    """A credit code with both check characters right; another for each number up to 10⁸."""
    body = f"{number:08d}"
    total = sum(w * int(c) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True))
    start = f"91{division}{body}{'0123456789X0'[11 - total % 11]}"
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(ALPHABET.index(c) * w for c, w in zip(start, weights, strict=True))
    return start + ALPHABET[(31 - total % 31) % 31]


def party(number: int, chance: random.Random) -> dict[str, Any]:
    """A party as it truly is."""
    province, city, county, division = chance.choice(PLACES)
    core = "".join(chance.choice(CORE) for _ in range(chance.choice((2, 2, 3, 3, 4))))
    return {
        "place": (province, city, county), "core": core, "trade": chance.choice(TRADES), "form": chance.choice(FORMS),
        "road": chance.choice(ROADS) + chance.choice(ROADS) * (chance.random() < 0.5) + chance.choice(KINDS),
        "house": chance.randint(1, 999), "room": chance.randint(101, 999),
        "phone": f"1{chance.choice('3578')}{chance.randrange(10**9):09d}",
        "person": chance.choice(SURNAMES) + "".join(chance.choice(CORE) for _ in range(chance.choice((1, 2)))),
        "code": credit_code(number, division),
    }  # fmt: skip


def beside(one: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    """Another party of the same owner: the same own name, house, telephone and person in another trade."""
    trade = chance.choice([trade for trade in TRADES if trade != one["trade"]])
    return {**one, "trade": trade, "code": credit_code(number, one["code"][2:8])}


def written(
    one: dict[str, Any], chance: random.Random, copy: int
) -> tuple[str, str, str | None, str | None, str | None]:
    """One record about a party: name, address, phone, person, code, with the faults registers have."""
    province, city, county = one["place"]
    core = one["core"]
    if copy and chance.random() < 0.12:
        at = chance.randrange(len(core))
        core = core[:at] + chance.choice(CORE) + core[at + 1 :]
    region = chance.choice((city, city.removesuffix("市"))) if copy else city.removesuffix("市")
    name = f"{region}{core}{one['trade']}{one['form']}"
    if copy and chance.random() < 0.1:
        name = f"{core}（{region}）{one['trade']}{one['form']}"
    road, house, room = one["road"], one["house"], one["room"]
    if copy and chance.random() < 0.06:
        road, house = chance.choice(ROADS) + chance.choice(KINDS), chance.randint(1, 999)
    prefix = province + city + county if city != province and chance.random() < 0.6 else city + county
    address = f"{prefix}{road}{house}号" + (f"{room}室" if chance.random() < 0.6 else "")
    phone = one["phone"] if chance.random() < 0.75 else None
    if phone and chance.random() < 0.05:
        at = chance.randrange(4, 11)
        phone = phone[:at] + str(chance.randrange(10)) + phone[at + 1 :]
    code = one["code"] if chance.random() < 0.5 else None
    if code and chance.random() < 0.02:
        code = code.replace("0", "O", 1)
    return name, address, phone, one["person"] if chance.random() < 0.6 else None, code


def records(size: int, seed: int) -> pa.Table:
    """``size`` records with the true party in ``truth``, in shuffled order."""
    chance = random.Random(seed)
    rows: list[tuple[Any, ...]] = []
    number = 0
    one: dict[str, Any] = {}
    while len(rows) < size:
        sister = chance.random() < SISTERS
        one = beside(one, number, chance) if sister and number else party(number, chance)
        copies = chance.choices((1, 2, 3, 4), (6, 2, 1, 1))[0]
        rows += [(number, *written(one, chance, copy)) for copy in range(copies)]
        number += 1
    rows = rows[:size]
    chance.shuffle(rows)
    names = ("truth", "name", "address", "phone", "person", "code")
    columns: dict[str, Any] = dict(
        zip(names, (list(column) for column in zip(*rows, strict=True)), strict=True)
    )
    return pa.table({"id": [str(at) for at in range(len(rows))], **columns})


def ours(table: pa.Table, memory_limit: str | None) -> dict[str, Any]:
    """Seconds, F1 and counts of the engine."""
    start = time.perf_counter()
    linked = link(table.drop_columns(["truth"]), FIELDS, LinkOptions(memory_limit=memory_limit))
    seconds = time.perf_counter() - start
    found = measure(linked.clusters["cluster"].to_pylist(), table["truth"].to_pylist())
    return {
        "seconds": round(seconds, 1), **found.to_dict(), "blocked_pairs": linked.blocks.pairs,
        "blocks_skipped": linked.blocks.skipped, "review": len(linked.review), "notes": list(linked.model.notes),
    }  # fmt: skip


def plain(table: pa.Table) -> dict[str, Any]:
    """Seconds and F1 of splink as its guide begins: ready-made comparisons, exact blocks, connected components at .9."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    start = time.perf_counter()
    api = DuckDBAPI()
    frame = api.register(table.drop_columns(["truth"]))
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="id",
        comparisons=[
            cl.NameComparison("name"), cl.LevenshteinAtThresholds("address", [2, 5]), cl.ExactMatch("phone"),
            cl.ExactMatch("person"), cl.ExactMatch("code"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("name"), block_on("address"), block_on("phone"), block_on("code"), block_on("person", "substr(name, 1, 3)"),
        ],
    )  # fmt: skip
    linker = Linker(frame, settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("code"), block_on("phone")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("phone"), block_on("code"), block_on("name")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.9)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        found, threshold_match_probability=0.9
    )
    rows = clusters.as_duckdbpyrelation().select("id, cluster_id").fetchall()
    seconds = time.perf_counter() - start
    cluster = dict(rows)
    labels = [cluster[one] for one in table["id"].to_pylist()]
    return {"seconds": round(seconds, 1), **measure(labels, table["truth"].to_pylist()).to_dict()}


def lines(result: dict[str, Any]) -> Iterator[str]:
    """The result for people."""
    for who in ("ours", "plain"):
        if who in result:
            one = result[who]
            yield f"{who:6} {one['seconds']:8.1f} s   P {one['precision']:.4f}  R {one['recall']:.4f}  F1 {one['f1']:.4f}"
    if "plain" in result:
        yield f"time as a share of plain splink: {result['ours']['seconds'] / result['plain']['seconds']:.2f}"
    yield f"peak memory {result['peak_gb']:.2f} GB"


def main() -> None:
    """Both on the same records, or ours alone."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--ours", action="store_true", help="leave plain splink out")
    parser.add_argument("--memory-limit", default=None, help="for DuckDB, such as 4GB")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    asked = parser.parse_args()
    table = records(asked.size, asked.seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    result: dict[str, Any] = {
        "size": asked.size,
        "made_gb": round(before, 2),
        "ours": ours(table, asked.memory_limit),
    }
    result["peak_gb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2)
    if not asked.ours:
        result["plain"] = plain(table)
    print(
        json.dumps(result, ensure_ascii=False, indent=2)
        if asked.format == "json"
        else "\n".join(lines(result))
    )


if __name__ == "__main__":
    main()
