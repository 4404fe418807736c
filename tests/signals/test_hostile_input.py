"""What a careless or hostile file or word does to the commands: a refusal in words, never a broken run."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhuangjian.cli import main
from zhuangjian.engines.signals.counts import count_pairs
from zhuangjian.kernel.output import Format, emit


def run(words: Sequence[object], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["zhuangjian", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        main.run()
    return int(end.value.code or 0)


def words(reports: Path, out: Path, *more: object) -> list[object]:
    return [
        *("signals", "disproportionality", "--reports", reports, "--id", "id"),
        *("--product", "product", "--event", "event", "--out", out, *more),
    ]


def error(capsys: pytest.CaptureFixture[str]) -> str:
    return str(json.loads(capsys.readouterr().out)["error"]["message"])


def test_square_brackets_in_a_path_or_a_name_are_only_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words(Path("[/red].csv"), tmp_path / "o.csv"), monkeypatch) == 1
    assert "[/red].csv" in capsys.readouterr().err.replace("\n", "")
    data = tmp_path / "data.csv"
    data.write_text("id,product,event\n1,[/red]cream,[red]rash\n2,b,c\n")
    assert run(words(data, tmp_path / "o.csv"), monkeypatch) == 0
    assert "[/red]cream" in capsys.readouterr().out


def test_the_reports_are_not_overwritten_by_the_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.csv"
    data.write_text("id,product,event\n1,a,b\n2,c,d\n")
    assert run(words(data, data, "--format", "json"), monkeypatch) == 1
    assert "结果文件就是输入文件" in error(capsys)
    assert data.read_text() == "id,product,event\n1,a,b\n2,c,d\n"


def test_a_negative_seed_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.csv"
    data.write_text("id,product,event\n1,a,b\n2,c,d\n")
    more = ("--more-starts", 1, "--seed", -1, "--format", "json")
    assert run(words(data, tmp_path / "o.csv", *more), monkeypatch) == 1
    assert "--seed" in error(capsys)


@pytest.mark.parametrize(
    "columns",
    [
        {"id": [[1], [2]], "product": ["a", "b"], "event": ["x", "y"]},
        {"id": [1, 2], "product": [["a"], ["b"]], "event": ["x", "y"]},
        {"id": [1, 2], "product": ["a", "b"], "event": [b"x", b"\xff"]},
    ],
)
def test_columns_that_are_neither_words_nor_numbers_are_refused_in_words(
    columns: dict[str, list[object]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pq.write_table(pa.table(columns), tmp_path / "data.parquet")
    assert run(words(tmp_path / "data.parquet", tmp_path / "o.csv", "--format", "json"), monkeypatch) == 1
    assert "类型" in error(capsys)


def test_strata_whose_labels_read_alike_stay_apart() -> None:
    rows = {
        "id": [1, 2, 3, 4],
        "product": ["p", "q", "p", "q"],
        "event": ["e", "f", "f", "e"],
        "s": ["a / b", "a / b", "a", "a"],
        "t": ["c", "c", "b / c", "b / c"],
    }
    counts = count_pairs(pa.table(rows), id="id", product="product", event="event", strata=["s", "t"])
    assert counts.strata is not None
    assert counts.strata.reports.tolist() == [2, 2]
    assert counts.expected.tolist() == [1.0, 1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--grid", "nan"), "网格边长"),
        (("--grid", "inf"), "网格边长"),
        (("--replications", "99999999999"), "至多 99999 次"),
    ],
)
def test_numbers_without_sense_or_end_are_refused_for_clusters(
    more: Sequence[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = tmp_path / "data.csv"
    rows = "".join(f"2026-01-{day:02d},121.{day},31.{day}\n" for day in range(1, 29))
    data.write_text("occurred_on,lon,lat\n" + rows)
    given = ("signals", "clusters", "--signals", data, "--lon", "lon", "--lat", "lat", *more)
    assert run([*given, "--format", "json"], monkeypatch) == 1
    assert said in error(capsys)


def test_a_delay_beyond_all_calendars_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.csv"
    data.write_text("occurred_on,product\n2026-01-01,a\n2026-02-01,a\n")
    given = ("signals", "onset", "--signals", data, "--delay", "9" * 20, "--format", "json")
    assert run(given, monkeypatch) == 1
    assert "--delay" in error(capsys)


def test_json_has_null_for_what_is_not_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    emit({"a": float("nan"), "b": [float("inf"), 1.5], "c": {"d": -float("inf")}}, Format.json)
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [None, 1.5], "c": {"d": None}}
