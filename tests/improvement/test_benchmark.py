"""Benchmark enterprises: what excludes, the total of the scores, what stands before a title."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhuangjian.engines.improvement.benchmark import Criterion, Marks, Record, before_title, excluded, scored

SINCE = date(2024, 5, 1)
CRITERIA = (Criterion("a", "质量体系", 60), Criterion("b", "追溯体系", 40))


def test_a_clean_record_excludes_nothing() -> None:
    assert excluded(Record((), 0, 0), SINCE) == ()


def test_a_penalty_counts_from_the_first_day_and_not_the_day_before() -> None:
    assert excluded(Record((date(2024, 4, 30),), 0, 0), SINCE) == ()
    assert excluded(Record((SINCE,), 0, 0), SINCE) == ("2024 年 5 月 1 日以来受过行政处罚 1 次",)


def test_each_ground_is_said() -> None:
    assert len(excluded(Record((SINCE,), 1, 2, 3), SINCE)) == 4


def test_the_total_is_weighted() -> None:
    marks = [Marks("甲", False, {"a": 90, "b": 70}), Marks("乙", False, {"a": 80, "b": 80})]
    assert scored(CRITERIA, marks, 2).total == Decimal("81.0")


def test_who_has_an_interest_or_has_not_declared_does_not_count() -> None:
    full = {"a": 100, "b": 100}
    marks = [Marks("甲", False, {"a": 50, "b": 50}), Marks("乙", True, full), Marks("丙", None, full)]
    result = scored(CRITERIA, marks, 1)
    assert (result.total, result.members, len(result.why)) == (Decimal("50.0"), 1, 2)


def test_too_few_members_or_unfinished_marks_give_no_total() -> None:
    assert scored(CRITERIA, [Marks("甲", False, {"a": 90, "b": 90})], 2).total is None
    assert scored(CRITERIA, [Marks("甲", False, {"a": 90})], 1).total is None
    assert scored(CRITERIA, [], 0).total is None


def test_no_title_on_the_last_day_of_publication_nor_with_an_objection_unanswered() -> None:
    published = date(2027, 3, 1)
    assert before_title(None, 7, published, 0)
    assert before_title(published, 7, date(2027, 3, 8), 0)
    assert before_title(published, 7, date(2027, 3, 9), 0) == ()
    assert before_title(published, 7, date(2027, 3, 9), 1) == ("有 1 件异议还没有答复",)
