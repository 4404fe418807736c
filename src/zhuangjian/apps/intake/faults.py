"""Why a row cannot be taken, said so that somebody can put it right."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a row. ``suggestion`` says what to try; ``value`` is a replacement that passes every check,
    applied only when somebody accepts it."""

    field: str
    column: str
    code: str
    text: str
    suggestion: str = ""
    value: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON form, as kept with the quarantined row."""
        return asdict(self)


# Reason codes and what they mean; the page filters by them.
CODES = {
    "missing": "必填项为空",
    "bad_code": "信用代码有误",
    "old_number": "旧编号",
    "bad_licence_number": "许可证编号有误",
    "bad_product_number": "注册/备案编号有误",
    "bad_date": "日期有误",
    "dates_reversed": "日期先后颠倒",
    "too_long": "内容过长",
    "shifted": "栏目错位",
    "error_value": "表格软件的出错值",
    "filler": "占位的写法",
    "other_holder": "许可证属于另一企业",
    "ambiguous_name": "同名企业不止一家",
    "name_conflict": "名称与许可证不一致",
    "unknown_role": "角色不明",
    "mixed_roles": "多家企业未分角色",
    "bad_flag": "是否栏有误",
}


class Unusable(Exception):
    """A row whose facts are readable but contradict what is on record."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.text)
        self.fault = fault
