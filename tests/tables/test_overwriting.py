"""A result never replaces the file it was computed from."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuangjian.cli.result_file import refuse_unusable
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.tables.delimited import encoding_of


def test_a_result_on_top_of_an_input_is_refused_under_any_name_of_it(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("a\n1\n")
    link = tmp_path / "link.csv"
    link.symlink_to(data)
    for out in (data, link, tmp_path / "." / "data.csv"):
        with pytest.raises(Refusal, match="结果文件就是输入文件"):
            refuse_unusable(out, [data])


def test_another_file_and_a_new_file_are_written(tmp_path: Path) -> None:
    data, other = tmp_path / "data.csv", tmp_path / "other.csv"
    data.write_text("a\n1\n")
    other.write_text("a\n1\n")
    refuse_unusable(other, [data])
    refuse_unusable(tmp_path / "new.csv", [data])
    # The question alone writes nothing: neither the old result nor the new one.
    assert other.read_text() == "a\n1\n"
    assert not (tmp_path / "new.csv").exists()


def test_a_nul_character_is_refused_in_words(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_bytes(b"a,b\n1\0,2\n")
    with pytest.raises(Refusal, match="NUL"):
        encoding_of(data)
