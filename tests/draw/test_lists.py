"""Lists as they come: what does not matter is ignored, what is doubtful is refused."""

from __future__ import annotations

import pytest

from tests.draw.helpers import drawn, plain_list
from zhuangjian.engines.draw import Exclusion, Sheet, freeze
from zhuangjian.engines.rules.answer import Refusal


def listing(*names: str) -> Sheet:
    return Sheet(["编号"], [[name] for name in names], range(2, len(names) + 2))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["A1", "A2", "A1"], "“A1”重复（第 2 行与第 4 行）"),
        (["A1", " A1 "], "重复"),
        (["A1", "a1"], "大小写不同"),
        (["A1", "Ａ１"], "“A1”与“Ａ１”只有全半角或大小写不同"),
        (["straße", "STRASSE"], "大小写不同"),
        (["店（一）", "店(一)"], "全半角"),
        (["é", "e\u0301"], "全半角"),
        (["A1", ""], "第 3 行没有编号"),
        (["A1", " \u3000"], "第 3 行没有编号"),
        (["A1", "A\u200b1"], "U\\+200B"),
        (["A1", "A\n2"], "U\\+000A"),
        (["A1", "A\ud800"], "U\\+D800"),
    ],
)
def test_ids_that_could_be_confused_are_refused_with_their_places(names: list[str], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        freeze(listing(*names), 1)


def test_ids_that_differ_in_more_than_width_and_case_are_all_drawn_from() -> None:
    names = ["A1", "A-1", "A 1", "A01", "Ａ2", "店(一)", "店一"]
    assert drawn(listing(*names), 7, "s") == sorted(names)


def test_white_space_and_marks_around_an_id_do_not_matter() -> None:
    assert drawn(listing("\ufeffA", " B\u3000", "\tC"), 2, "s") == drawn(listing("A", "B", "C"), 2, "s")


def test_a_full_width_id_is_kept_as_it_is() -> None:
    assert drawn(listing("Ａ１"), 1, "s") == ["Ａ１"]


@pytest.mark.parametrize(("count", "fine"), [(0, False), (-1, False), (1, True), (3, True), (4, False)])
def test_the_count_lies_between_one_and_the_size_of_the_list(count: int, fine: bool) -> None:
    if fine:
        assert len(drawn(plain_list(3), count, "s")) == count
    else:
        with pytest.raises(Refusal, match=f"要抽 {count} 家"):
            freeze(plain_list(3), count)


def test_an_exclusion_takes_away_from_what_can_be_drawn() -> None:
    out = [Exclusion("P000000", "近期已检查")]
    assert drawn(plain_list(3), 2, "s", exclusions=out) == ["P000001", "P000002"]
    with pytest.raises(Refusal, match="要抽 3 家，可抽的只有 2 家"):
        freeze(plain_list(3), 3, exclusions=out)


@pytest.mark.parametrize(
    ("exclusions", "words"),
    [
        ([("P000000", "")], "“P000000”没有写明理由"),
        ([("P000000", " \u3000")], "没有写明理由"),
        ([("", "近期已检查")], "没有编号"),
        ([("X", "近期已检查")], "“X”不在名单中"),
        ([("p000000", "近期已检查")], "只差全半角或大小写的“P000000”"),
        ([("P000000", "甲"), ("P000000", "乙")], "重复"),
        ([("P000000", "甲"), ("P000001", "乙"), ("P000002", "丙")], "全部被排除"),
    ],
)
def test_exclusions_need_an_id_of_the_list_and_a_reason(
    exclusions: list[tuple[str, str]], words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        freeze(plain_list(3), 1, exclusions=[Exclusion(*one) for one in exclusions])


def test_exclusions_stay_in_the_file_with_their_row_and_reason() -> None:
    rows = Sheet(["编号", "区"], [["A", "甲"], ["B", "乙"]])
    frozen = freeze(rows, 1, exclusions=[Exclusion("B ", " 近期已检查 ")])["frozen"]
    assert frozen["excluded"] == [{"row": ["B", "乙"], "reason": "近期已检查"}]
    assert [list(row) for row in frozen["items"]] == [["A", "甲"]]


def test_an_empty_list_and_a_ragged_row_are_refused() -> None:
    with pytest.raises(Refusal, match="名单是空的"):
        freeze(Sheet(["编号"], []), 1)
    with pytest.raises(Refusal, match="第 2 行有 1 格，应为 2 格"):
        freeze(Sheet(["编号", "区"], [["A", "甲"], ["B"]]), 1)
    with pytest.raises(Refusal, match="列“编号”出现了两次"):
        freeze(Sheet(["编号", " 编号"], [["A", "甲"]]), 1)
