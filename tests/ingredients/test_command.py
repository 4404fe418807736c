"""``zhuangjian ingredients parse`` on files of every kind."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.ingredients.lists import HEADS, ROWS
from tests.shared_data import shared_path
from zhuangjian.cli.main import run

LABELS = [("a", "成分：水、甘油"), ("b", "不含香精"), ("c", "Water, 1,2-Hexanediol, Nonsense Oil")]


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "目录.csv"
    path.write_text(
        "\n".join(",".join(f'"{cell}"' for cell in row) for row in [HEADS, *ROWS]), encoding="utf-8"
    )
    return path


def csv_of(path: Path) -> Path:
    path.write_bytes(("id,成分\n" + "\n".join(f'{k},"{v}"' for k, v in LABELS)).encode("gb18030"))
    return path


def xlsx_of(path: Path) -> Path:
    book = Workbook()
    book.active.append(["id", "成分"])
    for row in LABELS:
        book.active.append(list(row))
    book.save(path)
    return path


def lines_of(path: Path) -> Path:
    path.write_text(
        "\n".join(json.dumps({"id": k, "成分": v}, ensure_ascii=False) for k, v in LABELS), encoding="utf-8"
    )
    return path


def told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, dict[str, Any]]:
    monkeypatch.setattr("sys.argv", ["zhuangjian", "ingredients", "parse", *words, "--format", "json"])
    with pytest.raises(SystemExit) as end:
        run()
    return int(end.value.code or 0), json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("make", "name"), [(csv_of, "l.csv"), (xlsx_of, "l.xlsx"), (lines_of, "l.jsonl")])
def test_every_kind_of_file_gives_the_same_rows(
    make: Any, name: str, tmp_path: Path, listed: Path, capsys: Any, monkeypatch: Any
) -> None:
    file = make(tmp_path / name)
    code, answer = told(
        capsys, monkeypatch, str(file), "--column", "成分", "--id", "id", "--catalogue", str(listed)
    )
    assert code == 0
    assert [(row["id"], [n["matched"] for n in row["names"]]) for row in answer["rows"]] == [
        ("a", ["水", "甘油"]),
        ("b", []),
        ("c", ["WATER", "1,2-HEXANEDIOL", None]),
    ]
    assert {"text", "matched", "remark", "verdict"} <= answer["rows"][0]["names"][0].keys()


def test_a_packed_list_is_unpacked(tmp_path: Path, listed: Path, capsys: Any, monkeypatch: Any) -> None:
    packed = tmp_path / "目录.csv.gz"
    packed.write_bytes(gzip.compress(listed.read_bytes()))
    file = csv_of(tmp_path / "l.csv")
    _, answer = told(capsys, monkeypatch, str(file), "--column", "成分", "--catalogue", str(packed))
    assert answer["rows"][0]["names"][0]["matched"] == "水"
    assert [row["id"] for row in answer["rows"]] == ["2", "3", "4"]
    packed.write_bytes(packed.read_bytes()[:40])
    code, answer = told(capsys, monkeypatch, str(file), "--column", "成分", "--catalogue", str(packed))
    assert code == 1
    assert "不是完好的压缩文件" in answer["error"]["message"]


def test_a_column_that_is_not_there_is_named(
    tmp_path: Path, listed: Path, capsys: Any, monkeypatch: Any
) -> None:
    words = ["--column", "配方", "--id", "id", "--catalogue", str(listed)]
    code, answer = told(capsys, monkeypatch, str(csv_of(tmp_path / "l.csv")), *words)
    assert code == 1
    assert "没有栏目“配方”" in answer["error"]["message"]


def test_a_catalogue_without_names_is_refused(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    other = tmp_path / "x.csv"
    other.write_text("甲,乙\n1,2\n", encoding="utf-8")
    file = str(csv_of(tmp_path / "l.csv"))
    code, answer = told(capsys, monkeypatch, file, "--column", "成分", "--catalogue", str(other))
    assert code == 1
    assert "中文名称" in answer["error"]["message"]


def test_real_labels_are_matched_to_the_real_catalogues(capsys: Any, monkeypatch: Any) -> None:
    folder = shared_path("data/ingredients")
    lists = [str(folder / name) for name in ("iecic_2021.csv", "cosing_ingredients.csv.gz")]
    words = [str(folder / "labels_en_2018_dev.csv"), "--column", "ingredients", "--id", "id"]
    _, answer = told(capsys, monkeypatch, *words, *(w for path in lists for w in ("--catalogue", path)))
    names = [name for row in answer["rows"] for name in row["names"]]
    assert len(names) > 27_000
    assert sum(name["matched"] is not None for name in names) / len(names) > 0.98


@pytest.mark.parametrize("mark", ["、", "，", ", ", "；", " ", "\n", "。"])
def test_the_catalogues_own_chinese_names_are_read_back_however_they_are_divided(mark: str) -> None:
    from random import Random

    from zhuangjian.engines.ingredients import Catalogue, parse_label, read_list

    with shared_path("data/ingredients/iecic_2021.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    lists = Catalogue([read_list(rows, rows[0].keys(), "目录")])
    names = [row["name_zh"] for row in rows if row["no"] and "\n" not in row["name_zh"]]
    chosen = Random(11)
    for _ in range(30):
        taken = chosen.sample(names, 25)
        told = parse_label(f"本品温和。\n成分：{mark.join(taken)}\n净含量：50ml", lists)
        assert {n.hit.entry.chinese for n in told if n.hit} == set(taken)
