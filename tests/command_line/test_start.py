"""What a command loads before it answers: nothing that its answer does not need."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from zhuangjian.cli.main import GROUPS
from zhuangjian.engines.rules.deadlines import due
from zhuangjian.engines.rules.loader import PACKS, load_pack
from zhuangjian.engines.rules.lookup import place_for
from zhuangjian.engines.rules.source import SourceError

DRAWING = {"rich", "markdown_it", "pygments"}
# What computes, and what keeps: none of it tells how a command is used.
HEAVY = {
    "django",
    "duckdb",
    "ibis",
    "numpy",
    "ortools",
    "pandas",
    "polars",
    "pyarrow",
    "scipy",
    "sklearn",
    "yaml",
}
LISTING = """
import json, sys
from zhuangjian.cli.main import run
sys.argv = ["zhuangjian", *sys.argv[1:]]
try:
    run()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def _loaded(*words: str) -> set[str]:
    """Every module that the command had loaded when it ended."""
    done = subprocess.run(
        [sys.executable, "-c", LISTING, *words],
        capture_output=True,
        text=True,
        check=True,
        env={key: value for key, value in os.environ.items() if not key.startswith("COV_")},
    )
    assert done.stdout
    return set(json.loads(done.stderr.splitlines()[-1]))


def _packages(loaded: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in loaded}


def test_the_list_of_commands_loads_nothing_that_draws_computes_or_keeps() -> None:
    found = _packages(_loaded("--help"))
    assert "typer" in found
    assert not found & (DRAWING | HEAVY)


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_the_help_of_a_group_loads_nothing_that_draws_computes_or_keeps(group: str) -> None:
    assert not _packages(_loaded(group, "--help")) & (DRAWING | HEAVY)


def test_a_deadline_is_told_without_checklists_judgement_or_the_reader_of_official_texts() -> None:
    found = _loaded("rules", "due", "filing_feedback", "--from", "2026-01-05", "--format", "json")
    assert "zhuangjian.engines.rules.deadlines" in found
    assert not _packages(found) & (DRAWING | HEAVY - {"yaml"})
    beside = (
        "zhuangjian.engines.rules.judge",
        "zhuangjian.engines.rules.checklists",
        "zhuangjian.engines.text",
    )
    assert not [name for name in found if name.startswith(beside)]


def test_a_deadline_for_people_is_printed_without_a_markdown_parser() -> None:
    found = _packages(_loaded("rules", "due", "filing_feedback", "--from", "2026-01-05"))
    assert "rich" in found
    assert not found & {"markdown_it", "pygments"}


def test_only_the_pack_of_the_place_asked_for_is_read(tmp_path: Path) -> None:
    root = tmp_path / "packs"
    shutil.copytree(PACKS, root)
    (root / "liaoning" / "articles.yaml").write_text("nothing: [", encoding="utf-8")
    assert place_for("500103", root).pack.name == "chongqing"
    with pytest.raises(SourceError):
        place_for("辽宁", root)
    with pytest.raises(SourceError):
        load_pack("liaoning", root)


def test_a_place_inside_another_pack_is_still_found_by_its_code() -> None:
    assert place_for("210200").pack.name == "liaoning"
    assert due("filing_feedback", "2026-01-05", region="500103").value.due.isoformat() == "2026-01-12"
