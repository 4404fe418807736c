"""``zhuangjian match link``."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.shared_data import shared_path
from zhuangjian.cli.match import app
from zhuangjian.engines.identifiers import NumberKind, parse_credit_code

HEAD = "Id,Name,Address,Phone,Truth"
ROWS = (
    "1,Acme Day Care Inc.,12 N Main St,5551234,a",
    "2,ACME DAYCARE,12 North Main Street,5551234,a",
    "3,Blue Whale Books,99 Ocean Ave,5559876,b",
)


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(*words: object) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(app, ["link", *map(str, words), "--format", "json"])
    return result.exit_code, json.loads(result.stdout)


def sites(file: Path, out: Path, *more: object) -> tuple[int, dict[str, Any]]:
    return run(
        file, "--id", "Id", "--name", "Name", "--address", "Address", "--phone", "Phone", "--out", out, *more
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_records_come_back_with_their_cluster(tmp_path: Path) -> None:
    code, told = sites(written(tmp_path / "a.csv", HEAD, *ROWS), tmp_path / "out.csv", "--truth", "Truth")
    assert code == 0
    assert [row["record"] for row in rows(tmp_path / "out.csv")] == ["1", "2", "3"]
    first, second, third = (row["cluster"] for row in rows(tmp_path / "out.csv"))
    assert first == second != third
    assert told["truth"]["f1"] == 1.0
    assert (tmp_path / "out.review.csv").exists()


def test_truth_changes_no_cluster(tmp_path: Path) -> None:
    labels = ["a", "b", "a"]
    random.Random(1).shuffle(labels)
    changed = [f"{row.rsplit(',', 1)[0]},{label}" for row, label in zip(ROWS, labels, strict=True)]
    sites(written(tmp_path / "a.csv", HEAD, *ROWS), tmp_path / "one.csv", "--truth", "Truth")
    sites(written(tmp_path / "a.csv", HEAD, *changed), tmp_path / "two.csv", "--truth", "Truth")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_ids_that_clash_between_files_are_told_apart_by_the_file(tmp_path: Path) -> None:
    first, second = (
        written(tmp_path / "a.csv", HEAD, *ROWS),
        written(tmp_path / "b.csv", HEAD, ROWS[0], ROWS[0]),
    )
    code, told = run(
        first, second, "--id", "Id", "--name", "Name", "--address", "Address", "--out", tmp_path / "out.csv"
    )
    assert code == 0
    assert told["records"] == 5
    keys = [row["record"] for row in rows(tmp_path / "out.csv")]
    assert len(set(keys)) == 5
    assert keys[0] == "a.csv:1"
    assert keys[1] == "2"


def test_an_explanation_is_asked_for_by_ids(tmp_path: Path) -> None:
    _, told = sites(written(tmp_path / "a.csv", HEAD, *ROWS), tmp_path / "out.csv", "--explain", "1,3")
    (one,) = told["explained"]
    assert one["bits"] == pytest.approx(sum(field["bits"] for field in one["fields"]), abs=1e-6)
    assert one["probability"] < 0.1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--explain", "1"), "编号1,编号2"),
        (("--threshold", "2"), "合并阈值"),
        (("--zip", "Zip"), "缺少列：Zip"),
        (("--truth", "Wahr"), "缺少列：Wahr"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(tmp_path: Path, more: Any, told: str) -> None:
    code, answer = sites(written(tmp_path / "a.csv", HEAD, *ROWS), tmp_path / "out.csv", *more)
    assert code == 1
    assert told in answer["error"]["message"]
    assert not (tmp_path / "out.csv").exists()


def test_a_file_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    assert sites(tmp_path / "no.csv", tmp_path / "out.csv")[0] == 1
    assert sites(written(tmp_path / "a.csv", HEAD), tmp_path / "out.csv")[0] == 1


def test_a_column_without_any_value_is_refused(tmp_path: Path) -> None:
    empty = written(tmp_path / "a.csv", HEAD, "1,Acme,12 N Main St,,a", "2,Bolt,3 Oak Rd,,b")
    code, answer = sites(empty, tmp_path / "out.csv")
    assert code == 1
    assert "列 Phone 全部为空" in answer["error"]["message"]


def test_an_output_of_unknown_kind_is_refused(tmp_path: Path) -> None:
    code, answer = sites(written(tmp_path / "a.csv", HEAD, *ROWS), tmp_path / "out.txt")
    assert code == 1
    assert "--out 的扩展名" in answer["error"]["message"]


def test_the_messy_site_list_reaches_the_promised_f1(tmp_path: Path) -> None:
    file = shared_path("data/site_matching/early_childhood_sites_true_ids.csv")
    code, told = run(
        file, "--id", "Id", "--name", "Site name", "--address", "Address", "--phone", "Phone",
        "--truth", "True Id", "--out", tmp_path / "out.csv",
    )  # fmt: skip
    assert code == 0
    assert told["records"] == 3337
    assert told["truth"]["f1"] >= 0.92


def test_licence_snapshots_join_no_two_codes_and_find_renames(tmp_path: Path) -> None:
    files = [shared_path(f"data/licences/production_licences_2021-{month}.csv") for month in ("01", "05")]
    code, told = run(
        *files, "--id", "许可证编号", "--name", "企业名称", "--address", "住所", "--code", "统一社会信用代码",
        "--number", "许可证编号", "--out", tmp_path / "out.csv",
    )  # fmt: skip
    assert code == 0
    held: dict[str, set[str]] = {}
    given = [row for file in files for row in rows(file)]
    for row, found in zip(given, rows(tmp_path / "out.csv"), strict=True):
        parsed = parse_credit_code(row["统一社会信用代码"] or "")
        if parsed.valid and parsed.kind is NumberKind.CREDIT_CODE:
            held.setdefault(found["cluster"], set()).add(parsed.normal)
    assert max(map(len, held.values())) == 1
    names = [{name["name"] for name in one["names"]} for one in told["renames"]]
    assert {"国源国药（广东）科技有限公司", "国源国药（广东）科技集团有限公司"} in names
    assert "91440111MA59AMMW0L" in [one["suggestion"] for one in told["doubtful_codes"]]


@pytest.mark.parametrize("out", ["sites.csv", "x.csv", "没有/x.csv"])
def test_a_result_never_replaces_an_input_and_needs_a_folder(tmp_path: Path, out: str) -> None:
    file = written(tmp_path / "sites.csv", HEAD, *ROWS)
    beside = written(tmp_path / "x.review.csv", HEAD, *ROWS)
    before = file.read_bytes(), beside.read_bytes()
    code, told = run(
        file, beside, "--id", "Id", "--name", "Name", "--address", "Address", "--out", tmp_path / out
    )  # fmt: skip
    assert code == 1
    assert "输入文件" in told["error"]["message"] or "目录不存在" in told["error"]["message"]
    assert (file.read_bytes(), beside.read_bytes()) == before
