"""Two programs written apart agree; test vectors keep both from drifting together."""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.helpers import READING, SCRIPT, TEAM, VECTORS, ids, officers, second_problems, written
from zhuangjian.engines.draw import (
    RULES,
    Exclusion,
    Officer,
    Sheet,
    Source,
    TeamRules,
    commit,
    commitment,
    digest,
    dumps,
    freeze,
    reveal,
    run,
    substitute,
    verify,
    verify_bytes,
)
from zhuangjian.engines.draw.encoding import chunks, fields_hash
from zhuangjian.engines.draw.ranking import item_score
from zhuangjian.engines.rules.answer import Refusal

NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=6).filter(
    lambda s: s == s.strip()
)
WORDS = st.sampled_from(["甲", "乙", "Ⅲ", "丁丁"])
DAYS = st.sampled_from(["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2027-01-01"])


@st.composite
def people(draw: st.DrawFn, parties: list[str]) -> list[Officer]:
    chosen = draw(st.lists(NAMES, min_size=2, max_size=7, unique_by=READING.alike))
    interests = st.none() | st.lists(st.tuples(st.sampled_from(parties), st.just("other")), max_size=2).map(
        tuple
    )
    return [
        Officer(
            one,
            draw(st.text("安白陈", max_size=2)),
            tuple((a, b if b >= a else "") for a, b in draw(st.lists(st.tuples(DAYS, DAYS), max_size=2))),
            draw(st.booleans()),
            draw(st.integers(0, 4)) == 0,
            draw(st.frozensets(st.sampled_from(["微生物", "标签"]))),
            draw(interests),
            draw(st.integers(0, 2)),
            draw(st.none() | st.integers(1, 6)),
        )
        for one in chosen
    ] + officers(2)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, object]:
    names = draw(st.lists(NAMES, min_size=2, max_size=14, unique_by=READING.alike))
    rows = [
        [one, draw(WORDS), draw(st.sampled_from(["", "微生物", "标签；微生物", " 标签 "]))] for one in names
    ]
    out = draw(st.lists(st.sampled_from(names), max_size=len(names) - 1, unique=True))
    source = draw(
        st.sampled_from(
            [
                Source(),
                Source("public_event", "开奖"),
                Source("dice", "现场", dice=10),
                Source("commit_reveal", "指数", ("A", "B")),
            ]
        )
    )
    team = draw(
        st.none()
        | st.builds(
            TeamRules,
            st.just(TEAM.days),
            st.just(2),
            st.just("CQ 9"),
            st.sampled_from([(2, 2), (2, 3), (3, 4)]),
            st.just(()),
            st.sampled_from(["", "专长"]),
            st.sampled_from([(), ("区",)]),
        )
    )
    document = freeze(
        Sheet(["编号", "区", "专长"], rows),
        draw(st.integers(1, len(names) - len(out))),
        title=draw(NAMES),
        exclusions=[Exclusion(one, "近期已检查") for one in out],
        strata=draw(st.sampled_from([[], ["区"], ["区", "专长"][:1]])),
        source=source,
        officers=draw(people([*names, "甲"])) if team else (),
        team=team,
    )
    for step in (commit, reveal) if source.kind == "commit_reveal" else ():
        for name in source.authorities:
            secret = name * 20
            value = secret if step is reveal else commitment(document["frozen_digest"], name, secret)
            document = step(document, name, value)
    document = run(document, "1234561234" if source.kind == "dice" else draw(NAMES))
    for _ in range(draw(st.integers(0, 4))):
        document = further(draw, document)
    return document


def further(draw: st.DrawFn, document: dict[str, object]) -> dict[str, object]:
    """One more round, whichever is possible."""
    result = document["result"]
    item = draw(st.sampled_from(result["selected"]))  # type: ignore[index]
    members = [m for t in result["teams"] if t["id"] == item for m in t["members"]]  # type: ignore[index]
    try:
        if draw(st.integers(0, 4)) == 0:
            return run(document, again="名单有误")
        return substitute(document, item, "停业", officer=draw(st.sampled_from(["", *members])))
    except Refusal:
        return document


@given(documents())
def test_both_readings_accept_what_the_engine_draws(document: dict[str, object]) -> None:
    report = verify_bytes(written(document))
    assert report.ok, report.problems
    assert second_problems(document) == []


@given(documents(), st.data())
def test_both_readings_refuse_a_result_with_another_item(
    document: dict[str, object], data: st.DataObject
) -> None:
    forged = json.loads(json.dumps(document))
    chosen = forged["rounds"][0]["selected"]
    place = data.draw(st.integers(0, len(chosen) - 1))
    others = [row[0] for row in forged["frozen"]["items"] if row[0] != chosen[place]["id"]]
    chosen[place]["id"] = data.draw(st.sampled_from([*others, "局外"]))
    assert not verify(forged).ok
    assert second_problems(forged)


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.json")), ids=lambda path: path.stem)
def test_the_vectors_hold_in_both_readings(path: Path) -> None:
    data = path.read_bytes()
    report = verify_bytes(data)
    assert report.ok, report.problems
    assert not any("排版" in note for note in report.notes)
    assert READING.check(data)[1] == []


def test_the_vectors_are_the_files_that_were_published_with_this_version() -> None:
    seals = {path.stem: json.loads(path.read_bytes())["seal"][:16] for path in VECTORS.glob("*.json")}
    assert seals == SEALS


SEALS = {
    "everything": "f7a5b890f04e1f7e",
    "frozen_only": "3f2ce26679efe8c7",
    "quotas": "148c7ab3f95ab26a",
    "stated": "f68581a8a3ce3773",
    "strata": "7ca9bed71d3045a0",
}


def test_the_smallest_vector_can_be_drawn_by_hand() -> None:
    document = json.loads((VECTORS / "stated.json").read_bytes())
    prefix = b"17:zhuangjian-draw-14:item2:421:1"
    scores = {one: hashlib.sha256(prefix + b"3:" + one.encode()).hexdigest() for one in "甲乙丙丁戊"}
    assert sorted(sorted(scores, key=scores.__getitem__)[:2]) == document["result"]["selected"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
        lambda x: st.lists(x) | st.dictionaries(st.text("ab"), x),
    )
)
def test_both_write_the_same_bytes_and_hash_the_same(value: object) -> None:
    assert b"".join(chunks(value)) == dumps(value).encode() == READING.canonical(value).encode()
    assert digest(value) == READING.digest(value)


def test_a_long_list_is_written_in_pieces_to_the_same_bytes() -> None:
    rows = [[one, "甲"] for one in ids(12_345)]
    assert len(list(chunks({"rows": rows}))) > 4
    assert b"".join(chunks({"rows": rows})) == dumps({"rows": rows}).encode()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_both_hash_fields_alike(parts: list[str]) -> None:
    assert fields_hash(parts) == READING.H(*parts)


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.integers(1, 99),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_both_score_alike(seed: str, number: int, one: str) -> None:
    assert item_score(seed, number)(one).hex() == READING.H("item", seed, str(number), one)


def test_the_second_reading_knows_the_rules_of_this_version() -> None:
    assert digest(list(RULES)) == READING.RULES


def test_the_second_reading_imports_only_the_standard_library_and_is_python_3_8() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(tree))
    assert imported == {"argparse", "hashlib", "itertools", "json", "re", "sys", "unicodedata"}


def test_a_journalist_copies_one_file_and_runs_it(tmp_path: Path) -> None:
    script = tmp_path / "verify_draw.py"
    script.write_bytes(SCRIPT.read_bytes())
    draw = tmp_path / "draw.json"
    draw.write_bytes((VECTORS / "strata.json").read_bytes())
    published = json.loads(draw.read_bytes())["frozen_digest"]
    command = [sys.executable, "-I", "-S", str(script), str(draw), "--digest"]
    good = subprocess.run([*command, published], capture_output=True, check=False, cwd=tmp_path)
    assert good.returncode == 0
    assert "结论：校验通过" in good.stdout.decode()
    assert "排除 2 家" in good.stdout.decode()
    bad = subprocess.run([*command, "0" * 64], capture_output=True, check=False, cwd=tmp_path)
    assert bad.returncode == 1
    assert "校验未通过" in bad.stdout.decode()
    gone = subprocess.run([*command[:4], str(tmp_path / "no.json")], capture_output=True, check=False)
    assert gone.returncode == 1
    assert "读不出文件" in gone.stdout.decode()
