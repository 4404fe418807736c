"""The same list in any wrapping gives the same draw; a file that cannot be read says why."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from zhuangjian.engines.draw import freeze, run
from zhuangjian.engines.draw.forms import exclusions, officers, quotas
from zhuangjian.engines.draw.tables import listing, read_table
from zhuangjian.engines.rules.answer import Refusal

ROWS = [
    ["编号", "区", "名称"],
    *[[f"渝妆{n:03}", "渝中" if n % 3 else "江北", f"企业,{n}"] for n in range(30)],
]


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def as_text(rows: list[list[str]], comma: str = ",", end: str = "\n", quote: bool = True) -> str:
    def cell(text: str) -> str:
        return f'"{text}"' if quote or comma in text else text

    return "".join(comma.join(cell(one) for one in row) + end for row in rows)


def draw(path: Path) -> list[str]:
    document = run(freeze(listing(read_table(path), "编号", ["区"]), 8, strata=["区"]), "s")
    selected: list[str] = document["result"]["selected"]
    return selected


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def expected(tmp_path: Path) -> list[str]:
    return draw(write(tmp_path / "plain.csv", as_text(ROWS)))


WRAPPINGS = {
    "rows reversed": as_text([ROWS[0], *ROWS[:0:-1]]),
    "columns reversed": as_text([row[::-1] for row in ROWS]),
    "without quotes": as_text(ROWS, quote=False),
    "with spaces": as_text([[f"  {cell}\u3000" for cell in row] for row in ROWS]),
    "spaces outside quotes": as_text(ROWS).replace('","', '" , "').replace('"\n', '" \n'),
    "byte-order mark": b"\xef\xbb\xbf" + as_text(ROWS).encode(),
    "windows line ends": as_text(ROWS, end="\r\n"),
    "old mac line ends": as_text(ROWS, end="\r"),
    "no last line end": as_text(ROWS).rstrip("\n"),
    "blank lines": "\n\n" + as_text(ROWS).replace("\n", "\n\n,,\n") + "\n\n",
    "GB18030": as_text(ROWS).encode("gb18030"),
    "UTF-16 with tabs": as_text(ROWS, comma="\t").encode("utf-16"),
    "semicolons": as_text(ROWS, comma=";"),
    "tabs": as_text(ROWS, comma="\t"),
    "other marks in the header": as_text(ROWS, quote=False).replace("名称", "名称;简称;曾用名"),
    "empty trailing columns": as_text([[*row, "", ""] for row in ROWS]),
    "line breaks in another column": as_text(
        [[*row, "甲\n乙"] if n else [*row, "备注"] for n, row in enumerate(ROWS)]
    ),
}


@pytest.mark.parametrize("name", WRAPPINGS)
def test_the_wrapping_of_a_list_does_not_matter(name: str, tmp_path: Path, expected: list[str]) -> None:
    assert draw(write(tmp_path / "list.csv", WRAPPINGS[name])) == expected


def test_a_tsv_and_a_workbook_give_the_same(tmp_path: Path, expected: list[str]) -> None:
    assert draw(write(tmp_path / "list.tsv", as_text(ROWS, comma="\t", quote=False))) == expected
    assert draw(workbook(tmp_path / "list.xlsx", list(ROWS))) == expected


def test_numbers_of_a_workbook_are_ids_up_to_fifteen_digits(tmp_path: Path) -> None:
    table = read_table(workbook(tmp_path / "a.xlsx", [["编号"], [123456789012345], [7.0], ["007"]]))
    assert [row[0] for row in table.rows] == ["123456789012345", "7", "007"]
    with pytest.raises(Refusal, match="第 2 行有超过 15 位的数字单元格"):
        read_table(workbook(tmp_path / "b.xlsx", [["编号"], [1234567890123456]]))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "是空的"),
        (b"\n\n", "是空的"),
        ("编号,区\nA,甲,多\n", "第 2 行有 3 格，表头只有 2 格"),
        ('编号,区\nA,"甲\nB,乙\n', "从第 2 行起有引号没有配对"),
        (b"\x81\x20\xff\xff", "编码无法识别"),
        (b"\xff\xfeA\x00\x00", "编码无法识别（试过 utf-16）"),
        (b"%PDF-1.7", "另存为"),
        (b"PK\x03\x04broken", "不是完好的 .xlsx"),
        ("编号,编号\nA,B\n", "有 2 个“编号”列"),
        ("代码,区\nA,甲\n", "没有“编号”这一列；现有的列：代码、区"),
        ("编号\n9.15E+17\n", "第 2 行的编号“9.15E\\+17”已被电子表格改成科学计数法"),
        ("编号\n", "名单是空的"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_where_and_what_to_do(
    data: bytes | str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match=words):
        freeze(listing(read_table(write(tmp_path / "list.csv", data)), "编号"), 1)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"none\.csv 读不出来"):
        read_table(tmp_path / "none.csv")


@pytest.mark.parametrize("header", ["id,reason", "编号,理由", "reason,id", "信用代码,排除原因"])
def test_exclusions_are_read_by_the_names_of_their_columns(header: str, tmp_path: Path) -> None:
    line = "近期已检查,A" if header.startswith("reason") else "A,近期已检查"
    (one,) = exclusions(read_table(write(tmp_path / "out.csv", f"{header}\n{line}\n")), "信用代码")
    assert (one.id, one.reason) == ("A", "近期已检查")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,reason\nA,\n", "第 2 行没有理由"),
        ("id,reason\n,停业\n", "第 2 行没有编号"),
        ("id,why\nA,x\n", "缺少“reason”列"),
    ],
)
def test_exclusions_without_id_or_reason_are_refused(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=words):
        exclusions(read_table(write(tmp_path / "out.csv", text)), "编号")


def test_quotas_are_whole_numbers_once_for_each_stratum(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    assert quotas(read_table(write(path, "区,名额\n甲, 3\n乙,0\n")), ["区"]) == {("甲",): 3, ("乙",): 0}
    for bad, words in (
        ("甲,3\n甲,4\n", "第 3 行与前面重复"),
        ("甲,1.5\n", "是“1.5”"),
        ("甲,-1\n", "整数"),
        ("甲,\n", "整数"),
    ):
        with pytest.raises(Refusal, match=words):
            quotas(read_table(write(path, "区,名额\n" + bad)), ["区"])


def test_people_are_read_with_their_periods_and_interests(tmp_path: Path) -> None:
    text = (
        "编号,姓名,执法证有效期,可任组长,专家,专长,利害关系,已有次数,次数上限\n"
        "1,安,2025-01-01/2027-12-31；2028-01-01至,是,否,微生物、标签,P1:relative；P2,2,5\n"
        "2,白,,否,是,,未申报,,\n"
    )
    one, other = officers(read_table(write(tmp_path / "p.csv", text)))
    assert one.enforcement == (("2025-01-01", "2027-12-31"), ("2028-01-01", ""))
    assert one.interests == (("P1", "relative"), ("P2", "other"))
    assert (one.lead, one.expert, one.load, one.limit) == (True, False, 2, 5)
    assert one.expertise == {"微生物", "标签"}
    assert (other.interests, other.expert, other.enforcement, other.limit) == (None, True, (), None)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("1,2025-01-01,是,", "应写作 2025-01-01/2027-12-31"),
        ("1,2025-01-01/,对,", "应为 是 或 否"),
        ("1,2025-01-01/,是,x", "次数上限是“x”"),
    ],
)
def test_people_that_cannot_be_understood_are_refused(line: str, words: str, tmp_path: Path) -> None:
    header = "编号,执法证有效期,可任组长,次数上限,利害关系\n"
    with pytest.raises(Refusal, match=words):
        officers(read_table(write(tmp_path / "p.csv", header + line + ",\n")))
    with pytest.raises(Refusal, match="缺少“interests”列"):
        officers(read_table(write(tmp_path / "p.csv", "编号,执法证有效期\n1,2025-01-01/\n")))
