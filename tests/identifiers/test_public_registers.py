"""The numbers as the public registers and a sampling notice really print them."""

import csv
from collections import Counter

from tests.shared_data import shared_path
from zhuangjian.engines.identifiers import NumberKind, parse_credit_code, parse_number

SNAPSHOTS = ("2021-01", "2021-05")


def licence_rows(snapshot):
    path = shared_path(f"data/licences/production_licences_{snapshot}.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sampling_rows():
    path = shared_path("data/sampling/failed_batches_notice_2026-04.tsv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_fault_in_the_credit_code_column_is_named():
    numbers = [parse_credit_code(row["统一社会信用代码"]) for name in SNAPSHOTS for row in licence_rows(name)]
    assert len(numbers) == 855
    assert Counter(number.kind for number in numbers) == {
        NumberKind.CREDIT_CODE: 850,
        NumberKind.OLD_BUSINESS_NUMBER: 4,
        NumberKind.ORGANISATION_CODE: 1,
    }
    faults = Counter(problem.code for number in numbers for problem in number.problems)
    assert faults == {"bad_character": 3, "wrong_length": 2, "bad_check": 1, "bad_organisation_check": 1}
    assert sum(number.valid for number in numbers) == 849
    assert sum("去掉了空格或不可见字符" in number.notes for number in numbers) == 2


def test_each_letter_o_of_the_register_has_exactly_one_repair():
    numbers = [parse_credit_code(row["统一社会信用代码"]) for name in SNAPSHOTS for row in licence_rows(name)]
    repaired = [number for number in numbers if number.suggestion]
    assert len(repaired) == 3
    assert all(number.suggestion == number.normal.replace("O", "0") for number in repaired)
    assert all(parse_credit_code(number.suggestion).valid for number in repaired)


def test_every_licence_number_of_the_register_is_read():
    numbers = [parse_number(row["许可证编号"]) for name in SNAPSHOTS for row in licence_rows(name)]
    assert all(number.valid and number.kind is NumberKind.PRODUCTION_LICENCE for number in numbers)
    assert sum("“内”按“蒙”" in "".join(number.notes) for number in numbers) == 2


def test_the_licence_and_the_credit_code_name_the_same_province():
    differing = 0
    for name in SNAPSHOTS:
        for row in licence_rows(name):
            code = parse_credit_code(row["统一社会信用代码"])
            licence = parse_number(row["许可证编号"])
            if code.parts.get("province"):
                differing += code.parts["province"] != licence.parts["province_name"]
    assert differing == 0


def test_every_number_of_the_sampling_notice_is_read():
    rows = sampling_rows()
    registrations = [parse_number(row["registration_no"]) for row in rows]
    assert all(number.valid for number in registrations)
    assert Counter(number.kind for number in registrations) == {
        NumberKind.SPECIAL_DOMESTIC: 23,
        NumberKind.FILING_DOMESTIC: 14,
        NumberKind.TOOTHPASTE_DOMESTIC: 2,
        NumberKind.SPECIAL_IMPORTED: 1,
    }
    licences = Counter(parse_number(row["licence_no"]).kind for row in rows)
    assert licences == {NumberKind.PRODUCTION_LICENCE: 39, NumberKind.ABSENT: 1}
