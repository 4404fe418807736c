"""What numbers may and may not do."""

from __future__ import annotations

from tests.matching.link_world import CODE_A, CODE_B, clusters, linked
from zhuangjian.engines.matching.codes import read_codes

SAME = {"name": "重庆雅芳化妆品有限公司", "address": "重庆市渝北区金开大道12号", "phone": "13912345678"}


def test_the_same_code_joins_records_that_agree_in_nothing_else() -> None:
    found = linked(
        {"code": CODE_A, "name": "汭蓝医疗科技（长春）有限公司", "address": "长春市朝阳区三友路8号"},
        {"code": CODE_A, "name": "蓝科医美科学技术（吉林）有限公司", "address": "长春市南关区人民大街2号"},
    )
    assert clusters(found) == {frozenset({"1", "2"})}


def test_different_codes_never_join_though_all_else_is_the_same() -> None:
    found = linked({**SAME, "code": CODE_A}, {**SAME, "code": CODE_B})
    assert clusters(found) == {frozenset({"1"}), frozenset({"2"})}


def test_a_record_without_code_joins_what_it_agrees_with() -> None:
    found = linked({**SAME, "code": CODE_A}, SAME)
    assert clusters(found) == {frozenset({"1", "2"})}


def test_a_record_without_code_does_not_chain_two_codes_together() -> None:
    found = linked({**SAME, "code": CODE_A}, SAME, {**SAME, "code": CODE_B})
    together = [group for group in clusters(found) if {"1", "3"} <= group]
    assert together == []


def test_one_licence_number_joins_records_without_codes() -> None:
    found = linked(
        {"licence": "粤妆20200094", "name": "甲有限公司"},
        {"licence": "粤妆２０２０００９４", "name": "乙丙丁有限公司"},
    )
    assert clusters(found) == {frozenset({"1", "2"})}


def test_a_licence_number_does_not_join_different_codes_and_a_clerk_is_told() -> None:
    found = linked(
        {"licence": "粤妆20200094", "name": "甲有限公司", "code": CODE_A},
        {"licence": "粤妆20200094", "name": "乙丙丁有限公司", "code": CODE_B},
    )
    assert len(clusters(found)) == 2
    assert [one.reason for one in found.review] == ["统一社会信用代码不同，不合并"]


def test_two_licence_numbers_do_not_chain_two_codes_together() -> None:
    found = linked(
        {"licence": "粤妆20200094", "code": CODE_A, "name": "甲甲化妆品厂"},
        {"licence": "粤妆20200094、粤妆20200095", "name": "乙乙化妆品厂"},
        {"licence": "粤妆20200095", "code": CODE_B, "name": "丙丙化妆品厂"},
    )
    assert not any({"1", "3"} <= group for group in clusters(found))


def test_the_letter_o_for_zero_is_only_a_suggestion() -> None:
    good, written = "91440111MA59AMMW0L", "91440111MA59AMMWOL"
    found = linked(
        {"code": good, "name": "广东清翔医药有限公司"}, {"code": written, "name": "长春蓝科美业有限公司"}
    )
    assert len(clusters(found)) == 2
    assert [(one.code, one.suggestion) for one in found.doubtful_codes] == [(written, good)]
    assert [(one.suggestion, one.reason) for one in found.review] == [
        (good, "代码疑有形近字误写，须人工确认")
    ]


def test_the_same_faulty_code_twice_joins_nothing_but_goes_to_a_clerk() -> None:
    faulty = {"code": "91442000MA53FGJF8A"}
    found = linked({**faulty, "name": "甲甲有限公司"}, {**faulty, "name": "乙丁有限公司"})
    assert len(clusters(found)) == 2
    assert found.review[0].explanation.grounds == ("两处写有同一个校验不通过的代码",)


def test_a_code_holds_the_old_organisation_code() -> None:
    assert "organisation:MA53FGJF8" in read_codes(CODE_A).numbers
    assert read_codes("MA53FGJF-8").numbers == ("organisation:MA53FGJF8",)


def test_an_absent_number_says_nothing() -> None:
    assert read_codes("/", ["无", "-", None]).numbers == ()
    found = linked({"licence": "无", "name": "甲甲有限公司"}, {"licence": "无", "name": "乙丁有限公司"})
    assert len(clusters(found)) == 2


def test_a_number_that_more_records_hold_than_the_cap_joins_nothing_and_is_counted() -> None:
    rows = [{"licence": "粤妆20200094", "name": f"{letter}{letter}有限公司"} for letter in "甲乙丙"]
    found = linked(*rows, block_cap=2)
    assert len(clusters(found)) == 3
    assert found.skipped_numbers == 1


def test_a_rename_is_told_with_both_names_and_its_evidence() -> None:
    found = linked(
        {"code": CODE_A, "name": "国源国药（广东）科技有限公司", "licence": "粤妆20200094"},
        {"code": CODE_A, "name": "国源国药（广东）科技集团有限公司", "licence": "粤妆20200094"},
        {"code": CODE_A, "name": "国源国药(广东)科技有限公司", "licence": "粤妆20200094"},
    )
    (one,) = found.renames
    assert [ids for _, ids in one.names] == [("1", "3"), ("2",)]
    assert one.evidence == (f"统一社会信用代码 {CODE_A}", "编号 粤妆20200094")


def test_another_spelling_of_the_same_name_is_no_rename() -> None:
    found = linked(
        {"code": CODE_A, "name": "雅芳（广东）有限公司"}, {"code": CODE_A, "name": "雅芳(广东)有限公司"}
    )
    assert found.renames == ()
