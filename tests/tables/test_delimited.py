"""CSV and TSV files become typed tables, the types decided by every value."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.tables import delimited


def types(tmp_path, content, name="a.csv", encoding="utf-8", text=False):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    rows = delimited.to_parquet([file], tmp_path / "a.parquet", text)
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.num_rows == rows
    return table


def kind(tmp_path, *values):
    table = types(tmp_path, "值,行\n" + "".join(f"{value},x\n" for value in values))
    return table.schema.field("值").type, table["值"].to_pylist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name, mark", [("a.csv", ","), ("a.tsv", "\t"), ("a.CSV", ",")])
def test_chinese_headers_and_cells_are_read_in_every_usual_encoding(tmp_path, encoding, name, mark):
    content = f"企业名称{mark}数\r\n重庆㙦化妆品有限公司{mark}3\r\n"
    table = types(tmp_path, content, name, encoding)
    assert table.column_names == ["企业名称", "数"]
    assert table.to_pylist() == [{"企业名称": "重庆㙦化妆品有限公司", "数": 3}]


def test_whole_decimal_flag_date_and_moment_are_told_apart(tmp_path):
    assert kind(tmp_path, "1", "-20") == (pa.int64(), [1, -20])
    assert kind(tmp_path, "1", "2.5") == (pa.float64(), [1.0, 2.5])
    assert kind(tmp_path, "true", "FALSE") == (pa.bool_(), [True, False])
    assert kind(tmp_path, "2024-02-29", "2024-03-01")[0] == pa.date32()
    moment, values = kind(tmp_path, "2024-02-29 08:30:00", "2024-03-01 00:00:00")
    assert (moment, values[0].isoformat()) == (pa.timestamp("us"), "2024-02-29T08:30:00")
    assert kind(tmp_path, "2023-02-29", "2024-03-01") == (pa.string(), ["2023-02-29", "2024-03-01"])


def test_numbers_that_look_like_codes_stay_text(tmp_path):
    assert kind(tmp_path, "0471", "1234") == (pa.string(), ["0471", "1234"])
    assert kind(tmp_path, "0", "0.5") == (pa.float64(), [0.0, 0.5])
    assert kind(tmp_path, "123456789012345", "1")[0] == pa.int64()
    assert kind(tmp_path, "1234567890123456", "1")[0] == pa.string()


def test_one_value_at_the_very_end_decides_too(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK", 1_000)
    many = ["1"] * 20_000
    assert kind(tmp_path, *many)[0] == pa.int64()
    assert kind(tmp_path, *many, "甲")[0] == pa.string()


def test_an_empty_cell_is_null_and_na_only_beside_values_that_are_not_text(tmp_path):
    assert kind(tmp_path, "1", "NA", "") == (pa.int64(), [1, None, None])
    assert kind(tmp_path, "甲", "NA", "") == (pa.string(), ["甲", "NA", None])
    assert kind(tmp_path, "", "") == (pa.string(), [None, None])
    assert kind(tmp_path, "NA", "NA") == (pa.string(), ["NA", "NA"])


def test_columns_can_be_kept_as_text(tmp_path):
    assert types(tmp_path, "甲,乙\n1,2\n", text=["甲"]).schema.types == [pa.string(), pa.int64()]
    assert types(tmp_path, "甲,乙\n1,2\n", text=True).schema.types == [pa.string(), pa.string()]
    with pytest.raises(Refusal, match=r"缺少列：丙。现有的列：甲、乙"):
        types(tmp_path, "甲,乙\n1,2\n", text=["丙"])


def test_quotes_hold_delimiters_quotes_and_lines(tmp_path):
    assert types(tmp_path, '甲,乙\n"一,""二""\n三",4\n').to_pylist() == [{"甲": '一,"二"\n三', "乙": 4}]


def test_a_running_number_without_a_name_in_front_is_read_as_programs_call_it(tmp_path):
    assert types(tmp_path, ",甲\n0,x\n1,y\n").to_pylist() == [
        {"Unnamed: 0": 0, "甲": "x"},
        {"Unnamed: 0": 1, "甲": "y"},
    ]


@pytest.mark.parametrize(
    "content, words",
    [
        ("甲,乙\n1,2\n1,2,3\n", "第 3 行有 3 格，应为 2 格"),
        ("甲,乙\n1,2\n1\n", "第 3 行有 1 格，应为 2 格"),
        ("甲,甲\n1,2\n", "重名的列：甲"),
        ("甲,\n1,2\n", "第 2 列没有名称"),
        ("\n\n", "没有表头"),
        (b"\x81\xff\xfe\x80,\xff\n", "编码无法识别"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path, content, words):
    with pytest.raises(Refusal, match=words):
        types(tmp_path, content)


def test_files_with_different_columns_are_not_put_together(tmp_path):
    (tmp_path / "a.csv").write_text("甲,乙\n1,2\n")
    (tmp_path / "b.csv").write_text("甲,丙\n1,2\n")
    with pytest.raises(Refusal, match=r"几个文件的列不同.*丙"):
        delimited.to_parquet([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "c.parquet", False)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=("Cs", "Cc"))), st.integers(-(10**14), 10**14)),
        min_size=1,
    )
)
def test_what_is_written_is_read_back(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("back")
    lines = "".join('"{}",{}\n'.format(word.replace('"', '""'), number) for word, number in rows)
    table = types(folder, "词,数\n" + lines, text=["词"])
    assert table["词"].to_pylist() == [word or None for word, _ in rows]
    assert table["数"].to_pylist() == [number for _, number in rows]
