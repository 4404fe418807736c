"""What both engines promise alike: same tables in, same rows and same files out."""

import datetime
import sys

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.tables import connecting, open_session, require_columns

DAY = datetime.date(2024, 2, 29)
ROWS = pa.table(
    {
        "code": pa.array(["b", "a", None, "c"]),
        "n": pa.array([1, None, 3, 2**40], pa.int64()),
        "d": pa.array([DAY, None, datetime.date(1999, 12, 31), DAY]),
        "x": pa.array([0.1, None, 1 / 3, -0.0]),
        "f": pa.array([True, False, None, True]),
        "small": pa.array([1, 2, None, 255], pa.uint8()),
        "word": pa.array(["一", "二", None, "一"]).dictionary_encode(),
        "at": pa.array([1_709_193_600_000_001] * 4).cast(pa.timestamp("us")),
    }
)


@pytest.fixture(params=["duckdb", "spark"])
def session(request):
    return request.getfixturevalue(f"{request.param}_session")


def test_rows_come_back_as_they_were_given(session):
    table = session.from_arrow(ROWS)
    back = session.arrow(table.order_by(ibis.asc(table.code, nulls_first=True)))
    assert back.to_pylist() == [ROWS.slice(i, 1).to_pylist()[0] for i in (2, 1, 0, 3)]
    assert back.schema.field("small").type == pa.int64()
    assert back.schema.field("n").type == pa.int64()


def test_a_reader_and_batches_give_the_same_table(session):
    for rows in (ROWS.to_reader(), iter(ROWS.to_batches(max_chunksize=1))):
        assert session.arrow(session.from_arrow(rows).count().as_table())[0].to_pylist() == [4]
    with pytest.raises(Refusal, match="数据批次"):
        session.from_arrow(iter([]))


def test_a_view_is_the_expression_under_a_name(session):
    table = session.from_arrow(ROWS)
    view = session.view(table.filter(table.f).select("code", twice=table.n * 2))
    assert session.arrow(view.order_by("code")).to_pylist() == [
        {"code": "b", "twice": 2},
        {"code": "c", "twice": 2**41},
    ]


def test_csv_columns_have_the_same_types_on_both_engines(session, tmp_path):
    (tmp_path / "a.csv").write_bytes("编号,日期,数\n007,2024-02-29,\n012,,3\n".encode("gb18030"))
    table = session.read(tmp_path / "a.csv")
    assert [str(kind) for kind in table.schema().types] == ["string", "date", "int64"]
    assert session.arrow(table.order_by("编号")).to_pylist() == [
        {"编号": "007", "日期": DAY, "数": None},
        {"编号": "012", "日期": None, "数": 3},
    ]


def test_a_pattern_a_folder_and_a_file_are_read(session, tmp_path):
    for number in range(3):
        pq.write_table(ROWS.slice(number, 1), tmp_path / f"part-{number}.parquet")
        (tmp_path / f"part-{number}.csv").write_text(f"甲\n{number}\n")
    for place, rows in (("part-*.parquet", 3), ("", 3), ("part-1.parquet", 1), ("part-*.csv", 3)):
        assert session.arrow(session.read(tmp_path / place).count().as_table())[0].to_pylist() == [rows]


def test_both_engines_write_the_same_bytes_again_and_again(duckdb_session, spark_session, tmp_path):
    written = []
    for suffix in (".parquet", ".csv", ".tsv"):
        for session in (duckdb_session, spark_session, duckdb_session):
            table = session.from_arrow(ROWS)
            path = tmp_path / f"out{suffix}"
            assert session.write(table, path, order_by=("code",)) == 4
            written.append(path.read_bytes())
        assert written[-1] == written[-2] == written[-3]
    assert not written[-1].startswith(b"\xef\xbb\xbf")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".new")] == []


def test_a_failed_write_leaves_the_earlier_file(duckdb_session, tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("早先")
    table = duckdb_session.from_arrow(pa.table({"a": ["1", "x"]}))
    with pytest.raises(Refusal, match="格式不对"):
        duckdb_session.write(table.mutate(b=table.a.cast("int64")), path)
    assert path.read_text() == "早先"
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("gone.csv", None, "找不到文件"),
        ("gone*.csv", None, "没有文件与"),
        ("empty.csv", b"", "文件是空的"),
        ("head.csv", "甲,乙\n".encode(), "只有表头，没有数据行"),
        ("a.xlsx", b"x", "不认识的文件类型"),
        ("broken.parquet", b"PAR1 not really", "不是完好的 Parquet"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(duckdb_session, tmp_path, name, content, words):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Refusal, match=words):
        duckdb_session.read(tmp_path / name)


def test_a_file_without_rows_is_read_where_that_is_allowed(duckdb_session, tmp_path):
    (tmp_path / "head.csv").write_text("甲,乙\n")
    assert duckdb_session.arrow(duckdb_session.read(tmp_path / "head.csv", allow_empty=True)).num_rows == 0


def test_missing_columns_are_named_with_those_that_are_there(duckdb_session):
    table = duckdb_session.from_arrow(ROWS)
    require_columns(table, ("code", "n"), "信号表")
    with pytest.raises(Refusal, match="信号表缺少列：party、kind。现有的列：code、n、d") as refused:
        require_columns(table, ("party", "code", "kind"), "信号表")
    assert refused.value.missing == ("party", "kind")


@pytest.mark.parametrize(
    "engine, options, words",
    [
        ("polars", {}, "没有名为“polars”的计算引擎"),
        ("duckdb", {"threads": 0}, "线程数至少为 1"),
        ("duckdb", {"memory_limit": "很多"}, "内存上限写成例如 4GB"),
        ("duckdb", {"temp_directory": "/no/such/place"}, "临时目录不存在"),
        ("duckdb", {"master": "spark://a:7077"}, "主节点地址只用于 spark"),
    ],
)
def test_impossible_settings_are_refused(engine, options, words):
    with pytest.raises(Refusal, match=words):
        open_session(engine, **options)


def test_without_pyspark_the_refusal_says_what_to_install(monkeypatch):
    monkeypatch.setattr(connecting.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Refusal, match=r"zhuangjian\[spark\]"):
        open_session("spark")


def test_without_java_the_refusal_says_what_to_install(monkeypatch):
    monkeypatch.setattr(connecting.importlib.util, "find_spec", lambda name: object())
    monkeypatch.setattr(connecting.shutil, "which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(Refusal, match="openjdk-17-jre-headless"):
        open_session("spark")


def test_a_query_larger_than_the_memory_limit_spills_into_the_temporary_directory(tmp_path):
    with open_session("duckdb", threads=1, memory_limit="120MB", temp_directory=tmp_path) as session:
        numbers = ibis.range(4_000_000).unnest().name("n").as_table()
        spread = numbers.mutate(key=(numbers.n * 7919 % 4_000_037).cast("string") + "-0123456789abcdef")
        sums = spread.group_by("key").agg(least=spread.n.min())
        total = session.backend.execute(sums.aggregate(rows=sums.count(), least=sums.least.sum()))
        assert total["rows"][0] == 4_000_000
    assert list(tmp_path.iterdir()) == []


def test_the_layer_is_imported_without_its_engines():
    import subprocess

    code = "import sys, zhuangjian.engines.tables; print([m for m in ('ibis', 'duckdb', 'pyspark', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
