"""``zhuangjian signals disproportionality``: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import csv
import json
import math

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from tests.shared_data import shared_path
from tests.signals.reports import TOY, table
from zhuangjian.cli.signals import app
from zhuangjian.engines.signals import report_files
from zhuangjian.engines.signals.report import COLUMNS

AS = ["--id", "id", "--product", "product", "--event", "event"]


def run(*words):
    return CliRunner().invoke(app, ["disproportionality", *map(str, words)])


def answer(*words):
    done = run(*words, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def refusal(*words):
    done = run(*words, "--format", "json")
    assert done.exit_code == 1
    return json.loads(done.stdout)["error"]["message"]


def many(rows=4000, seed=9):
    rng = np.random.default_rng(seed)
    return pa.table(
        {
            "id": rng.integers(0, rows // 3, rows),
            "product": [f"产品{int(k)}" for k in rng.zipf(1.6, rows).clip(max=60)],
            "event": [f"反应{int(k)}" for k in rng.zipf(1.6, rows).clip(max=40)],
            "sex": [["女", "男"][k] for k in rng.integers(0, 2, rows)],
        }
    )


@pytest.fixture
def reports(tmp_path):
    path = tmp_path / "报告.parquet"
    pq.write_table(many(), path)
    return path


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_it_prints_the_prior_and_writes_one_row_a_pair(reports, tmp_path):
    out = tmp_path / "结果.csv"
    told = answer("--reports", reports, *AS, "--out", out)
    assert len(told["theta"]) == 5
    assert math.isfinite(told["nll"])
    rows = read(out)
    assert list(rows[0]) == list(COLUMNS)
    assert told["pairs"] == told["rows_written"] == len(rows)
    assert told["eb05_ge_2"] == sum(float(row["eb05"]) >= 2 for row in rows)
    assert told["ebgm_gt_3"] == sum(float(row["ebgm"]) > 3 for row in rows)
    assert told["ic025_gt_0"] == sum(float(row["ic025"]) > 0 for row in rows)
    keys = [(row["product"].encode(), row["event"].encode()) for row in rows]
    assert keys == sorted(keys)


def test_csv_and_parquet_hold_the_same(reports, tmp_path):
    answer("--reports", reports, *AS, "--out", tmp_path / "a.csv")
    answer("--reports", reports, *AS, "--out", tmp_path / "a.parquet")
    written = pq.read_table(tmp_path / "a.parquet").to_pylist()
    for one, other in zip(read(tmp_path / "a.csv"), written, strict=True):
        assert one["product"] == other["product"]
        assert float(one["e"]) == other["e"]
        assert float(one["eb05"]) == other["eb05"]


def test_the_same_input_gives_the_same_bytes_in_any_order_of_rows(reports, tmp_path):
    shuffled = many().take(pa.array(np.random.default_rng(1).permutation(4000)))
    pq.write_table(shuffled, tmp_path / "other.parquet")
    answer("--reports", reports, *AS, "--out", tmp_path / "one.csv", "--strata", "sex")
    answer("--reports", tmp_path / "other.parquet", *AS, "--out", tmp_path / "two.csv", "--strata", "sex")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_an_engine_gives_the_same_bytes_as_counting_in_memory(reports, tmp_path, monkeypatch):
    answer("--reports", reports, *AS, "--out", tmp_path / "one.csv", "--strata", "sex")
    answer("--reports", reports, *AS, "--out", tmp_path / "two.csv", "--strata", "sex", "--engine", "duckdb")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    monkeypatch.setattr(report_files, "SMALL_ROWS", 3999)
    answer("--reports", reports, *AS, "--out", tmp_path / "three.csv", "--strata", "sex")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "three.csv").read_bytes()


def test_csv_files_in_gb18030_and_several_at_once_are_read(tmp_path):
    rows = many()
    for number, part in enumerate((rows.slice(0, 1500), rows.slice(1500))):
        with pa.OSFile(str(tmp_path / "raw.csv"), "wb") as handle:
            pyarrow.csv.write_csv(part, handle)
        text = (tmp_path / "raw.csv").read_text("utf-8")
        (tmp_path / f"part{number}.csv").write_text(text, "gb18030")
    pq.write_table(rows, tmp_path / "all.parquet")
    one = answer("--reports", tmp_path / "part*.csv", *AS, "--out", tmp_path / "one.csv")
    two = answer("--reports", tmp_path / "all.parquet", *AS, "--out", tmp_path / "two.csv")
    assert one["theta"] == two["theta"]
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


@pytest.mark.parametrize("engine", ["auto", "duckdb"])
def test_names_that_look_like_numbers_stay_as_they_are(tmp_path, engine):
    (tmp_path / "a.csv").write_text("id,product,event\n1,1.10,007\n2,1.1,007\n3,1.1,7\n", "utf-8")
    answer("--reports", tmp_path / "a.csv", *AS, "--out", tmp_path / "b.csv", "--engine", engine)
    pairs = [(row["product"], row["event"]) for row in read(tmp_path / "b.csv")]
    assert pairs == [("1.1", "007"), ("1.1", "7"), ("1.10", "007")]


@pytest.mark.parametrize("engine", ["auto", "duckdb"])
def test_a_column_that_a_csv_file_lacks_is_refused_with_those_it_has(tmp_path, engine):
    (tmp_path / "a.csv").write_text("id,品名,event\n1,面霜,皮疹\n", "utf-8")
    said = refusal("--reports", tmp_path / "a.csv", *AS, "--out", tmp_path / "b.csv", "--engine", engine)
    assert "product。现有的列：id、品名、event" in said


def test_strata_change_expected_counts_and_are_told(reports, tmp_path):
    told = answer("--reports", reports, *AS, "--strata", "sex", "--out", tmp_path / "a.csv")
    assert told["strata"]["columns"] == ["sex"]
    assert told["strata"]["count"] == 2
    assert answer("--reports", reports, *AS, "--out", tmp_path / "b.csv")["strata"] is None
    one, two = read(tmp_path / "a.csv"), read(tmp_path / "b.csv")
    assert [row["prr"] for row in one] == [row["prr"] for row in two]
    assert [row["e"] for row in one] != [row["e"] for row in two]


def test_a_least_number_of_reports_limits_the_rows_but_not_the_fit(reports, tmp_path):
    everything = answer("--reports", reports, *AS, "--out", tmp_path / "a.csv")
    some = answer("--reports", reports, *AS, "--out", tmp_path / "b.csv", "--min-reports", 3)
    assert some["theta"] == everything["theta"]
    assert some["pairs"] == everything["pairs"] > some["rows_written"]
    assert [row for row in read(tmp_path / "a.csv") if int(row["n"]) >= 3] == read(tmp_path / "b.csv")


def test_squashing_uses_fewer_points_and_says_so(tmp_path):
    pq.write_table(many(25_000, 3), tmp_path / "big.parquet")
    full = answer("--reports", tmp_path / "big.parquet", *AS, "--out", tmp_path / "a.csv")
    auto = answer("--reports", tmp_path / "big.parquet", *AS, "--out", tmp_path / "a.csv", "--squash", "auto")
    assert (full["squash"], auto["squash"]) == ("no", "auto")
    assert auto["points"] < full["points"] == full["pairs"]
    assert "无须压缩" in refusal(
        "--reports", tmp_path / "big.parquet", *AS, "--out", tmp_path / "a.csv", "--squash", "9:50"
    )


def test_too_many_different_points_are_squashed_by_themselves(reports, tmp_path, monkeypatch):
    from zhuangjian.engines.signals import report

    monkeypatch.setattr(report, "MANY_POINTS", 50)
    told = answer("--reports", reports, *AS, "--out", tmp_path / "a.csv")
    assert told["squash"] == "auto"
    assert any("压缩" in note for note in told["notes"])
    assert answer("--reports", reports, *AS, "--out", tmp_path / "a.csv", "--squash", "no")["squash"] == "no"


def test_one_pair_has_measures_but_no_ebgm_and_says_why(tmp_path):
    pq.write_table(
        table([(1, "面霜", "皮疹"), (2, "面霜", "皮疹")], ("id", "product", "event")), tmp_path / "a.parquet"
    )
    told = answer("--reports", tmp_path / "a.parquet", *AS, "--out", tmp_path / "a.csv")
    assert told["theta"] is None
    assert told["eb05_ge_2"] is None
    assert any("没有计算 EBGM" in note for note in told["notes"])
    (row,) = read(tmp_path / "a.csv")
    assert (row["n"], row["e"], row["rr"], row["prr"]) == ("2", "2", "", "")
    assert (row["ebgm"], row["eb05"], row["ror"]) == ("", "", "")


def test_ebgm_can_be_left_out(reports, tmp_path):
    told = answer("--reports", reports, *AS, "--out", tmp_path / "a.csv", "--no-ebgm")
    assert told["theta"] is None
    assert {row["ebgm"] for row in read(tmp_path / "a.csv")} == {""}


def test_dropped_rows_are_counted_and_said(tmp_path):
    rows = [*[row[:3] for row in TOY], (99, None, "event_1"), (None, "product_A", "event_1")]
    pq.write_table(table(rows, ("id", "product", "event")), tmp_path / "a.parquet")
    told = answer("--reports", tmp_path / "a.parquet", *AS, "--out", tmp_path / "a.csv")
    assert (told["rows"], told["rows_dropped"], told["reports"]) == (19, 2, 17)
    assert any("2 行缺编号、产品或反应" in note for note in told["notes"])


@pytest.mark.parametrize("form", ["noren", "bate", "gould"])
def test_each_form_of_the_information_component(reports, tmp_path, form):
    answer("--reports", reports, *AS, "--out", tmp_path / "a.csv", "--ic", form)
    assert all(float(r["ic025"]) < float(r["ic"]) < float(r["ic975"]) for r in read(tmp_path / "a.csv"))


def test_text_explains_every_number_in_chinese(reports, tmp_path):
    done = run("--reports", reports, *AS, "--out", tmp_path / "a.csv")
    assert done.exit_code == 0
    for words in ("期望数", "PRR", "EBGM", "EB05", "是否因果须由人判断", "产品1"):
        assert words in done.stdout.replace("\n", "")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--reports": "没有.parquet"}, "找不到文件"),
        ({"--product": "品名"}, "缺少列：品名。现有的列：id、product、event、sex"),
        ({"--strata": "年龄"}, "缺少列：年龄"),
        ({"--out": "结果.xlsx"}, "--out 的扩展名应为"),
        ({"--out": "没有/结果.csv"}, "目录不存在"),
        ({"--min-reports": "0"}, "--min-reports 至少为 1"),
        ({"--more-starts": "-1"}, "--more-starts 至少为 0"),
        ({"--ic": "abc"}, "没有名为“abc”的信息成分算法"),
        ({"--engine": "abc"}, "没有名为“abc”的计算引擎"),
        ({"--squash": "abc"}, "压缩方式写法不对"),
        ({"--event": "product"}, "不同的列"),
        ({"--strata": "product"}, "不同的列"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(reports, tmp_path, monkeypatch, change, words):
    monkeypatch.chdir(tmp_path)
    options = {"--reports": reports, "--out": tmp_path / "a.csv", **dict(zip(AS[::2], AS[1::2], strict=True))}
    before = set(tmp_path.iterdir())
    assert words in refusal(*[word for pair in (options | change).items() for word in pair])
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "文件是空的"),
        ("a.csv", b"id,product,event\n", "只有表头"),
        ("a.csv", b"id,product,event\n1,\xff\xff,x\n", "编码无法识别"),
        ("a.csv", b"id,product,event\n1,,x\n2,,y\n", "没有可用的行"),
        ("a.parquet", b"not parquet", "不是完好的 Parquet"),
        ("a.txt", b"id,product,event\n", "不认识的文件类型"),
    ],
)
def test_files_that_hold_nothing_to_count_are_refused(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    for engine in ("auto", "duckdb"):
        said = refusal("--reports", path, *AS, "--out", tmp_path / "out.csv", "--engine", engine)
        assert words in said
    assert not (tmp_path / "out.csv").exists()


def test_the_published_table_by_command(tmp_path):
    reports = shared_path("data/adverse_reactions/caers_supplements_2012.parquet")
    published = json.loads(shared_path("data/adverse_reactions/published_ebgm_reference.json").read_text())
    out = tmp_path / "a.csv"
    told = answer("--reports", reports, "--id", "id", "--product", "var1", "--event", "var2", "--out", out)
    assert told["nll"] == pytest.approx(published["nll"]["full"], abs=0.01)
    assert told["theta"] == pytest.approx(published["theta"]["full_autoHyper"], abs=2e-4)
    rows = read(out)
    expected = published["posterior_at_theta_squash2_5starts"]
    assert sum(float(row["eb05"]) >= 2 for row in rows) == expected["n_EB05_ge_2"]
    assert sum(float(row["ebgm"]) > 3 for row in rows) == expected["n_EBGM_gt_3"]
