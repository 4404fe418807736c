"""A calendar file that cannot be right is refused with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuangjian.engines.calendar import load_calendar
from zhuangjian.engines.rules.source import SourceError

GOOD = """version: "t"
years:
  2026:
    status: published
    notice: 国办发明电〔2025〕7号
    rest:
      - {from: 2026-10-01, to: 2026-10-07, name: 国庆节}
    work: [2026-10-10]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "calendar.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_calendar_loads(tmp_path: Path) -> None:
    assert load_calendar(write(tmp_path, GOOD)).version == "t"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("to: 2026-10-07", "to: 2026-09-07", 7, "止日早于起日"),
        ("to: 2026-10-07", "to: 2027-10-07", 7, "不在 2026 年内"),
        ("work: [2026-10-10]", "work: [2026-10-12]", 8, "本来就不是周末"),
        ("work: [2026-10-10]", "work: [2026-10-03]", 8, "同时列为休息日"),
        ("work: [2026-10-10]", "work: [2026-10-10, 2026-10-10]", 8, "重复"),
        ("work: [2026-10-10]", "work: [2026-02-30]", 1, "无法识别"),
        ("    notice: 国办发明电〔2025〕7号\n", "", 3, "没有通知文号"),
        ("status: published", "status: maybe", 4, "不在允许范围"),
        ("name: 国庆节}", "name: 国庆节, colour: red}", 7, "不认识的项"),
    ],
)
def test_a_faulty_calendar_names_file_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(SourceError) as caught:
        load_calendar(path)
    assert caught.value.line == line
    assert "calendar.yaml" in caught.value.message
    assert words in caught.value.message
    assert "处理办法" in caught.value.message


def test_a_year_listed_twice_is_refused(tmp_path: Path) -> None:
    text = GOOD + "  2026:\n    status: provisional\n"
    with pytest.raises(SourceError, match="重复出现"):
        load_calendar(write(tmp_path, text))


def test_a_provisional_year_counts_weekends_only() -> None:
    calendar = load_calendar()
    assert not calendar.is_published(2027)
    assert calendar.notice(2027) == ""
