"""``zhuangjian planner``: example, solve, verify, replan, and how each refuses."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from zhuangjian.cli.planner import app

runner = CliRunner()


def run(*words: str | Path, code: int = 0) -> Any:
    result = runner.invoke(app, [str(w) for w in words])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout) if "json" in words else result.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("planner")
    run(
        "example",
        "--parties",
        "60",
        "--inspectors",
        "12",
        "--seed",
        "3",
        "--weeks",
        "20",
        "--out",
        place / "p.json",
    )
    run("solve", place / "p.json", "--rounds", "40", "--out", place / "plan.json")
    return place


def test_solve_prints_objective_bound_gap_and_reasons(folder: Path) -> None:
    told = run("solve", folder / "p.json", "--rounds", "40", "--format", "json")
    assert told["objective"] <= told["bound"]
    assert told["gap_percent"] == pytest.approx(100 * (told["bound"] - told["objective"]) / told["bound"])
    assert {t["name"] for t in told["terms"]} == {"risk", "lateness", "load", "region", "travel", "change"}
    assert all(miss["reason"] for miss in told["unmet"])
    assert set(told["weights"]) == {t["name"] for t in told["terms"]}


def test_solve_keeps_to_its_seconds(folder: Path) -> None:
    told = run("solve", folder / "p.json", "--seconds", "2", "--format", "json")
    assert told["ended"] in ("stopped", "optimal")
    assert told["seconds"] < 120  # it would search on for as long as it is let


def test_verify_accepts_the_plan_and_finds_a_spoilt_one(folder: Path) -> None:
    assert run("verify", folder / "p.json", folder / "plan.json", "--format", "json")["ok"] is True
    plan = json.loads((folder / "plan.json").read_text())
    plan["trips"][0]["team"] = plan["trips"][0]["team"][:1]
    (folder / "bad.json").write_text(json.dumps(plan))
    told = run("verify", folder / "p.json", folder / "bad.json", "--format", "json", code=1)
    assert told["ok"] is False
    assert "too_few_enforcement_credentials" in {v["code"] for v in told["violations"]}


def test_a_plan_of_another_problem_is_refused(folder: Path) -> None:
    run("example", "--parties", "61", "--inspectors", "12", "--weeks", "20", "--out", folder / "other.json")
    told = run("verify", folder / "other.json", folder / "plan.json", "--format", "json", code=1)
    assert "不是为这个问题编制的" in told["error"]["message"]


def test_replan_names_what_it_moved_and_verifies(folder: Path) -> None:
    changes = {"today": "2027-02-01", "left": ["I00001"]}
    (folder / "changes.json").write_text(json.dumps(changes))
    told = run(
        "replan", folder / "p.json", folder / "plan.json", folder / "changes.json",
        "--rounds", "20", "--out", folder / "new.json", "--problem-out", folder / "p2.json", "--format", "json",
    )  # fmt: skip
    assert isinstance(told["changed"], list)
    assert run("verify", folder / "p2.json", folder / "new.json", "--format", "json")["ok"] is True
    both = ("--before", folder / "plan.json", "--changes", folder / "changes.json", "--format", "json")
    assert run("verify", folder / "p.json", folder / "new.json", *both)["ok"] is True


@pytest.mark.parametrize("text", ["", "{", "[]", '{"start": 1}'])
def test_a_malformed_file_is_refused_in_chinese(folder: Path, text: str) -> None:
    (folder / "broken.json").write_text(text)
    told = run("solve", folder / "broken.json", "--format", "json", code=1)
    assert "排程问题" in told["error"]["message"]


def test_what_cannot_be_read_or_written_is_refused(folder: Path) -> None:
    assert "读不到" in run("solve", folder / "none.json", "--format", "json", code=1)["error"]["message"]
    told = run("solve", folder / "p.json", "--out", folder / "no" / "x.json", "--format", "json", code=1)
    assert "输出文件" in told["error"]["message"]
    assert (
        "负数"
        in run("solve", folder / "p.json", "--seconds", "-1", "--format", "json", code=1)["error"]["message"]
    )
    assert "至少" in run("example", "--parties", "0", "--format", "json", code=1)["error"]["message"]


def test_the_example_is_the_same_for_the_same_seed() -> None:
    words = ("example", "--parties", "20", "--inspectors", "6", "--weeks", "8", "--seed")
    assert run(*words, "7") == run(*words, "7")
    assert run(*words, "7") != run(*words, "8")


def test_text_is_for_people(folder: Path) -> None:
    assert "离最优至多差" in run("solve", folder / "p.json", "--rounds", "5")
    assert "核对通过" in run("verify", folder / "p.json", folder / "plan.json")
    assert "对象" in run("schema", "problem")


def test_other_commands_load_no_arrays() -> None:
    code = "import sys; import zhuangjian.cli.main as m; m._register('rules'); print('numpy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_an_interrupt_ends_the_search_and_keeps_the_best_plan(folder: Path) -> None:
    out = folder / "interrupted.json"
    words = ("planner", "solve", folder / "p.json", "--seconds", "120", "--out", out, "--format", "json")
    code = (
        "import sys, signal; before = signal.signal;"
        "signal.signal = lambda *told: (before(*told), told[0] == 2 and print('ready', file=sys.stderr, flush=True))[0];"
        "from zhuangjian.cli.main import run; run()"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert any(line == b"ready\n" for line in running.stderr)  # it listens from here on
    running.send_signal(signal.SIGINT)
    told, _ = running.communicate(timeout=300)
    assert running.returncode == 0
    assert json.loads(told)["ended"] in ("stopped", "optimal")
    assert run("verify", folder / "p.json", out, "--format", "json")["ok"] is True
