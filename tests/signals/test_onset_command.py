"""``zhuangjian signals onset``: files in, a file and a document out, and what it refuses."""

import csv
import json

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from tests.signals.changes import call, monthly, signal, table

__all__ = ["call"]

ROWS = monthly("面霜", [4] * 24) + monthly("眼霜", [4] * 18 + [12] * 6)


@pytest.fixture
def signals(tmp_path):
    pq.write_table(table(ROWS), tmp_path / "signals.parquet")
    return tmp_path / "signals.parquet"


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_it_prints_a_summary_with_the_alarms_and_writes_every_group(call, signals, tmp_path):
    out = tmp_path / "onsets.csv"
    code, told = call(
        "onset", "--signals", signals, "--as-of", "2024-12-31", "--out", out, "--format", "json"
    )
    assert code == 0
    assert (told["groups"], told["tested"], told["alarms"]) == (2, 2, 1)
    assert [row["group"] for row in told["found"]] == ["眼霜"]
    assert told["found"][0]["start"] == "2024-07"
    assert [row["group"] for row in rows_of(out)] == ["眼霜", "面霜"]
    assert {"p", "q", "q_by", "rate_before", "rate_after_high", "batch"} <= set(rows_of(out)[0])


def test_people_read_it_in_chinese(call, signals):
    _, told = call("onset", "--signals", signals, "--as-of", "2024-12-31")
    assert "眼霜" in told
    assert "2024-07" in told
    assert "每 30 日" in told.replace("\n", "")


def test_the_same_file_gives_the_same_bytes_whatever_its_order_and_kind(call, signals, tmp_path):
    pacsv.write_csv(table(ROWS[::-1]), tmp_path / "turned.csv")
    files = []
    for number, source in enumerate((signals, tmp_path / "turned.csv")):
        out = tmp_path / f"out{number}.parquet"
        assert call("onset", "--signals", source, "--as-of", "2024-12-31", "--out", out)[0] == 0
        files.append(out.read_bytes())
    assert files[0] == files[1]


@pytest.mark.parametrize(
    "words",
    [("onset",), ("season", "--by", "product"), ("clusters", "--place", "party", "--model", "permutation")],
)
def test_the_future_leaves_no_trace_in_what_is_written(call, tmp_path, words):
    now = [row | {"party": f"企业{i % 7}", "source_key": f"k{i}"} for i, row in enumerate(ROWS)]
    later = now + [signal("面霜", "2024-12-20", known_on="2025-02-01", source_key="k3")] * 300
    later += [signal("新品", "2025-01-20", source_key=f"n{i}") for i in range(30)]
    out = []
    for number, rows in enumerate((now, later)):
        pq.write_table(table(rows), tmp_path / f"{number}.parquet")
        out.append(tmp_path / f"{number}.csv")
        given = ("--signals", tmp_path / f"{number}.parquet", "--as-of", "2024-12-31", "--out", out[-1])
        assert call(*words, *given)[0] == 0
    assert out[0].read_bytes() == out[1].read_bytes()
    assert len(rows_of(out[0])) > 1


def test_only_the_kind_that_is_asked_for_counts(call, tmp_path):
    mixed = ROWS + [row | {"kind": "sampling"} for row in monthly("面霜", [30] * 3, "2024-10")]
    pq.write_table(table(mixed), tmp_path / "mixed.parquet")
    words = ("onset", "--signals", tmp_path / "mixed.parquet", "--as-of", "2024-12-31", "--format", "json")
    assert call(*words)[1]["alarms"] == 2
    assert call(*words, "--kind", "kind=complaint")[1]["alarms"] == 1
    assert call(*words, "--kind", "kind=complaint,sampling")[1]["alarms"] == 2


def test_sales_in_a_file_of_their_own_are_the_exposure(call, signals, tmp_path):
    months = [f"{y}-{m:02d}-01" for y in (2023, 2024) for m in range(1, 13)]
    sales = {
        "product": ["面霜"] * 24 + ["眼霜"] * 24,
        "occurred_on": months * 2,
        "sold": [100] * 24 + [100] * 18 + [300] * 6,
    }
    pacsv.write_csv(pa.table(sales), tmp_path / "sales.csv")
    words = ("onset", "--signals", signals, "--as-of", "2024-12-31", "--format", "json", "--exposure", "sold")
    code, told = call(*words, "--exposure-file", tmp_path / "sales.csv")
    assert (code, told["alarms"], told["exposure"]) == (0, 0, "sold")
    sales["sold"][47] = 0
    pacsv.write_csv(pa.table(sales), tmp_path / "sales.csv")
    code, told = call(*words, "--exposure-file", tmp_path / "sales.csv")
    assert code == 1
    assert "2024-12" in told["error"]["message"]


def test_a_number_on_every_signal_can_be_the_exposure(call, tmp_path):
    sold = [100 if str(row["occurred_on"]) < "2024-07" else 300 for row in ROWS]
    rows = table(ROWS).append_column(
        "sold", pa.array([s if r["product"] == "眼霜" else 100 for s, r in zip(sold, ROWS, strict=True)])
    )
    pq.write_table(rows, tmp_path / "s.parquet")
    words = ("onset", "--signals", tmp_path / "s.parquet", "--as-of", "2024-12-31", "--format", "json")
    assert call(*words, "--exposure", "sold")[1]["alarms"] == 0
    assert call(*words)[1]["alarms"] == 1


def test_all_reports_of_the_month_can_be_the_exposure(call, tmp_path):
    rows = ROWS + monthly("其他", [100] * 18 + [300] * 6)
    pq.write_table(table(rows), tmp_path / "s.parquet")
    words = ("onset", "--signals", tmp_path / "s.parquet", "--as-of", "2024-12-31", "--format", "json")
    assert {row["group"] for row in call(*words)[1]["found"]} == {"眼霜", "其他"}
    assert call(*words, "--exposure-total")[1]["found"] == []


def test_season_and_clusters_answer_too(call, tmp_path):
    rows = [row | {"place": f"2101{i % 9:02d}"} for i, row in enumerate(ROWS)]
    names = {"place": pa.array([row["place"] for row in rows])}
    pq.write_table(table(ROWS).append_column("place", names["place"]), tmp_path / "s.parquet")
    words = ("--signals", tmp_path / "s.parquet", "--as-of", "2024-12-31", "--format", "json")
    code, told = call("season", *words, "--by", "product", "--out", tmp_path / "season.csv")
    assert (code, told["tested"], len(rows_of(tmp_path / "season.csv"))) == (0, 2, 2)
    code, told = call("clusters", *words, "--place", "place", "--out", tmp_path / "clusters.parquet")
    assert (code, told["places"]) == (0, 9)
    assert pq.read_table(tmp_path / "clusters.parquet").num_rows == told["clusters"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "prod"), "现有的列"),
        (("--date", "day"), "现有的列"),
        (("--kind", "kind=opinion"), "complaint"),
        (("--kind", "opinion"), "列名=值"),
        (("--as-of", "2024-13-01"), "--as-of"),
        (("--period", "year"), "month"),
        (("--fdr", "0"), "--fdr"),
        (("--fdr", "1"), "--fdr"),
        (("--delay", "soon"), "auto"),
        (("--exposure", "sold"), "现有的列"),
        (("--exposure", "product"), "不是数字"),
        (("--date", "product"), "读不出日期"),
        (("--by", "source"), "全部为空"),
        (("--exposure-file", "x.csv"), "--exposure"),
        (("--out", "x.json"), ".csv"),
    ],
)
def test_what_it_cannot_use_is_refused_in_words(call, signals, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    given = ("onset", "--signals", signals, "--as-of", "2024-12-31", *words)
    out = () if "--out" in words else ("--out", tmp_path / "o.csv")
    code, answer = call(*given, *out, "--format", "json")
    assert code == 1
    assert told in json.dumps(answer, ensure_ascii=False)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空"),
        (b"product,occurred_on\n", "没有数据行"),
        ("product,occurred_on\n面霜,2024-01-01\n".encode(), "周期"),
        ("product,occurred_on\n面霜,\n乳液,\n".encode(), "全部为空"),
        (b"product,occurred_on\n,2024-01-01\n,2024-02-01\n", "全部为空"),
    ],
)
@pytest.mark.parametrize("command", ["onset", "season"])
def test_poor_files_are_refused(call, tmp_path, content, told, command):
    (tmp_path / "s.csv").write_bytes(content)
    code, answer = call(command, "--signals", tmp_path / "s.csv", "--by", "product", "--format", "json")
    assert code == 1
    message = answer["error"]["message"]
    assert told in message or "两年" in message


def test_gb18030_and_written_dates_are_read(call, tmp_path):
    lines = ["产品,日期"] + [
        f"{row['product']},{row['occurred_on'].year}年{row['occurred_on'].month}月{row['occurred_on'].day}日"
        for row in ROWS
    ]
    (tmp_path / "s.csv").write_bytes("\n".join(lines).encode("gb18030"))
    code, told = call(
        "onset",
        "--signals",
        tmp_path / "s.csv",
        "--by",
        "产品",
        "--date",
        "日期",
        "--as-of",
        "2024-12-31",
        "--format",
        "json",
    )
    assert (code, told["alarms"]) == (0, 1)


def test_a_missing_file_and_no_file_are_refused(call, tmp_path):
    assert call("onset", "--signals", tmp_path / "no.csv", "--format", "json")[0] == 1
    assert call("clusters", "--place", "x", "--format", "json")[1]["error"]["missing"] == ["--signals"]


@pytest.mark.parametrize("command", ["onset", "season", "clusters"])
def test_every_option_is_explained_in_chinese(call, command):
    code, told = call(command, "--help")
    assert code == 0
    assert "信号表" in told
