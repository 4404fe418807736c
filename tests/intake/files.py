"""Small source files for the tests, and valid numbers to put into them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from stdnum.cn import uscc

from zhuangjian.engines.identifiers.party_numbers import organisation_check

HEADS = [
    "统一社会信用代码",
    "企业名称",
    "住所",
    "生产地址",
    "许可证编号",
    "许可项目",
    "发证机关",
    "发证日期",
    "有效期至",
]
SAMPLING_HEADS = [
    "seq",
    "product_name",
    "company_names",
    "sample_unit",
    "sample_province",
    "registration_no",
    "licence_no",
    "region",
    "institution",
    "items",
    "result",
    "objection",
]


def code(number: int, division: str = "500103") -> str:
    """A credit code that passes every check; another for each number."""
    body = f"MA{number:06d}"
    start = f"91{division}{body}{organisation_check(body)}"
    return start + uscc.calc_check_digit(start)


def licence_row(number: int, **changes: str) -> dict[str, str]:
    """A good row of the licence register, with changes by field."""
    row = {
        "统一社会信用代码": code(number),
        "企业名称": f"重庆试丽{number}号化妆品有限公司",
        "住所": f"重庆市渝中区试验路{number}号",
        "生产地址": f"重庆市渝北区生产路{number}号",
        # Four digits a year: many rows come from earlier years.
        "许可证编号": f"渝妆{2021 - (number - 1) // 9999}{(number - 1) % 9999 + 1:04d}",
        "许可项目": "一般液态单元（护肤水类）；膏霜乳液单元（护肤清洁类、护发类）",
        "发证机关": "重庆市药品监督管理局",
        "发证日期": "2021-01-06",
        "有效期至": "2026-01-05",
    }
    return row | changes


def sampling_row(number: int, **changes: str) -> dict[str, str]:
    """A good row of a sampling notice, with changes by column."""
    row = {
        "seq": str(number),
        "product_name": f"试丽{number}号面霜",
        "company_names": f"重庆试丽{number}号化妆品有限公司",
        "sample_unit": f"试验{number}号日化店",
        "sample_province": "重庆",
        "registration_no": f"渝G妆网备字2023{number:06d}",
        "licence_no": f"渝妆2021{number:04d}",
        "region": "重庆",
        "institution": "试验检验院",
        "items": "菌落总数",
        "result": "7.9×104CFU/g",
        "objection": "0",
    }
    return row | changes


def write(
    path: Path, rows: list[dict[str, str]], *, encoding: str = "utf-8-sig", delimiter: str = ","
) -> Path:
    """A CSV or TSV with these rows."""
    heads = list(rows[0])
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def workbook(path: Path, rows: list[dict[str, object]], above: int = 0) -> Path:
    """An XLSX with these rows, after ``above`` title rows."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for _ in range(above):
        sheet.append(["化妆品生产许可证一览"])
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    book.save(path)
    return path
