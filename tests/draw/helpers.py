"""Draws to test with, and the second reading of a published file."""

from __future__ import annotations

import importlib.util
import json
import math
from pathlib import Path
from types import ModuleType
from typing import Any

from zhuangjian.engines.draw import (
    Document,
    Exclusion,
    Officer,
    Sheet,
    Source,
    TeamRules,
    chunks,
    commit,
    commitment,
    freeze,
    reveal,
    run,
    substitute,
)

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "src" / "zhuangjian" / "apps" / "draws" / "verify_draw.py"
VECTORS = Path(__file__).parent / "vectors"
TEAM = TeamRules(("2026-12-01", "2026-12-03"), 2, "CQ 9")
VALID = (("2025-01-01", "2027-12-31"),)


def second_reading() -> ModuleType:
    """``verify_draw.py`` as a module, imported from its file."""
    spec = importlib.util.spec_from_file_location("verify_draw", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


READING = second_reading()


def written(document: Any) -> bytes:
    """The canonical file."""
    return b"".join(chunks(document)) + b"\n"


def second_problems(document: Any, digests: tuple[str, ...] = ()) -> list[str]:
    """What the second reading finds wrong."""
    problems: list[str] = READING.check(json.dumps(document).encode(), digests)[1]
    return problems


def ids(count: int) -> list[str]:
    """``count`` ids of equal length."""
    return [f"P{number:06}" for number in range(count)]


def plain_list(count: int) -> Sheet:
    """A list of nothing but ids."""
    return Sheet(["编号"], [[one] for one in ids(count)])


def drawn(listing: Sheet, count: int, seed: str, **options: Any) -> list[str]:
    """The ids drawn."""
    selected: list[str] = run(freeze(listing, count, **options), seed)["result"]["selected"]
    return selected


def officers(count: int, **changes: Any) -> list[Officer]:
    """People who may all go and lead."""
    return [Officer(f"O{n:03}", f"人员{n}", VALID, lead=True, **changes) for n in range(count)]


def rich() -> Document:
    """A draw with everything in it: strata, exclusions, commit–reveal, teams, three later rounds."""
    rows = [
        [one, "渝中" if n % 3 else "江北", "微生物" if n % 5 == 0 else "", f"信用{n}"]
        for n, one in enumerate(ids(18))
    ]
    people = [
        Officer("甲01", "安", VALID, lead=True, interests=(("p000004", "relative"),)),
        Officer("甲02", "白", VALID, lead=True, expertise=frozenset({"微生物"}), load=1, limit=9),
        Officer(
            "甲03",
            "陈",
            VALID,
            expertise=frozenset({"微生物", "标签"}),
            interests=(("信用2", "past_employment"),),
        ),
        Officer("甲04", "董", (("2024-01-01", ""),), lead=True),
        Officer("甲05", "方", (("2024-01-01", "2026-12-02"),), lead=True),
        Officer("甲06", "葛", VALID, interests=None),
        Officer("专07", "韩", VALID, expert=True, expertise=frozenset({"微生物"})),
    ]
    document = freeze(
        Sheet(["编号", "区", "专长", "信用代码"], rows),
        4,
        title="2026年第四季度",
        exclusions=[Exclusion("P000007", "30日内已检查"), Exclusion("P000001", "与抽取人员有利害关系")],
        strata=["区"],
        source=Source("commit_reveal", "2026-12-01 收盘指数", ("市局", "公证处")),
        officers=people,
        team=TeamRules(("2026-12-01", "2026-12-03"), 2, "CQ 9", (2, 3), (), "专长", ("信用代码",)),
    )
    secrets = {"市局": "a" * 32, "公证处": "b" * 32}
    for name, secret in secrets.items():
        document = commit(document, name, commitment(document["frozen_digest"], name, secret))
    for name, secret in secrets.items():
        document = reveal(document, name, secret)
    document = run(document, "3345.67")
    item = document["result"]["selected"][0]
    document = substitute(document, item, "已停业")
    team = next(team for team in document["result"]["teams"] if team["members"])
    document = substitute(document, team["id"], "生病", officer=team["members"][-1])
    return run(document, again="名单核对有误，经批准重抽")


def chi_square(observed: list[int], expected: float) -> float:
    """Pearson's statistic over equal expectations."""
    return sum((one - expected) ** 2 / expected for one in observed)


def chi_square_limit(freedom: int, sigmas: float = 4.0) -> float:
    """The quantile of the chi-square distribution at ``sigmas`` of the normal (Wilson and Hilferty, 1931); 4 is 1 in 30,000."""
    share = 2 / (9 * freedom)
    return freedom * (1 - share + sigmas * math.sqrt(share)) ** 3
