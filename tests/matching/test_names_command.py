"""``zhuangjian match core-names`` reads one name a line and refuses what is no list of names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhuangjian.cli.match import app

runner = CliRunner()


def test_each_line_becomes_one_row_in_order(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("\ufeff广州市妍丽化妆品有限公司\n\n大庆市电力公司\r\n", encoding="utf-8")
    result = runner.invoke(app, ["core-names", str(file), "--format", "json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["rows"] == [
        {
            "name": "广州市妍丽化妆品有限公司",
            "core": "妍丽",
            "region": "广州市",
            "industry": "化妆品",
            "form": "有限公司",
        },
        {"name": "大庆市电力公司", "core": "", "region": "大庆市", "industry": "电力", "form": "公司"},
    ]


def test_a_file_in_gb18030_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_bytes("广州市妍丽化妆品有限公司".encode("gb18030"))
    result = runner.invoke(app, ["core-names", str(file), "--format", "json"])
    assert json.loads(result.stdout)["rows"][0]["core"] == "妍丽"


def test_the_text_form_shows_the_parts(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("广州市妍丽化妆品有限公司", encoding="utf-8")
    result = runner.invoke(app, ["core-names", str(file)])
    assert result.exit_code == 0
    assert "妍丽" in result.stdout


@pytest.mark.parametrize(
    "content, said", [(b"", "没有企业名称"), (b"\xff\xfe\x00", "编码"), (b"a\x00b", "不是文本文件")]
)
def test_what_is_no_list_of_names_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "names.txt"
    file.write_bytes(content)
    result = runner.invoke(app, ["core-names", str(file), "--format", "json"])
    assert result.exit_code == 1
    assert said in json.loads(result.stdout)["error"]["message"]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    result = runner.invoke(app, ["core-names", str(tmp_path / "none.txt"), "--format", "json"])
    assert result.exit_code == 1
    assert "找不到文件" in json.loads(result.stdout)["error"]["message"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gb18030"])
def test_only_line_ends_part_names_in_every_usual_encoding(encoding: str, tmp_path: Path) -> None:
    from zhuangjian.cli.match_names import _lines

    file = tmp_path / "names.txt"
    file.write_bytes("上海甲乙有限公司\r\n丙\u2028丁有限公司\n".encode(encoding))
    assert _lines(file) == ["上海甲乙有限公司", "丙\u2028丁有限公司"]
