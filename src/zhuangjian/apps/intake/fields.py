"""One cell into one value, or a fault with a suggestion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from zhuangjian.apps.intake.faults import Fault
from zhuangjian.apps.intake.mapping import SourceMapping
from zhuangjian.engines.identifiers import (
    NumberKind,
    ParsedNumber,
    is_absent,
    parse_credit_code,
    parse_permit,
)
from zhuangjian.engines.names import normalise_name
from zhuangjian.engines.names.fillers import error_value, filler
from zhuangjian.engines.names.radicals import fold_radicals

_DATE: Final = re.compile(
    r"(\d{4})\s*(?:[-/.．年]\s*(\d{1,2})\s*[-/.．月]\s*(\d{1,2})\s*日?|(\d{2})(\d{2}))(?:[ T]0{1,2}:00(?::00)?)?"
)
_LOOK_ALIKE: Final = str.maketrans("OoQDIlＯ〇○", "000011000")
_FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９－／", "0123456789-/")
YEARS: Final = range(1980, 2101)


class Cells:
    """The cells of one row by field, collecting faults as they are read."""

    def __init__(self, raw: Mapping[str, str], columns: Mapping[str, str], mapping: SourceMapping) -> None:
        self.raw = raw
        self.columns = columns
        self.mapping = mapping
        self.faults: list[Fault] = []

    def text(self, field: str) -> str:
        """The cell's words, without outer blanks; empty when the file has no such column."""
        cell = self.raw.get(self.columns.get(field, "")) or ""
        # Workbooks write a carriage return so, and programs copy it out of them as it stands.
        return fold_radicals(cell.replace("_x000D_\n", "\n").replace("_x000D_", "\n")).strip()

    def said(self, field: str) -> bool:
        """Whether the row says anything about this: a column that is absent says nothing, and an empty cell only where
        the mapping says that empty means none."""
        if field not in self.columns:
            return False
        return not is_absent(self.text(field)) or self.mapping.spec(field).empty == "none"

    def sound(self, field: str, text: str | None = None, *, zero: bool = True) -> bool:
        """Whether a cell (or a name out of it) is content; else a fault: an error value or a filler is never a fact."""
        value = self.text(field) if text is None else text
        if error_value(value):
            self.fault(
                field,
                "error_value",
                f"“{value[:60]}”是表格软件的出错值，不是内容",
                "请在原表中改正后重新导出，或按原件填写后放行",
            )
            return False
        if filler(value, zero=zero):
            self.fault(
                field,
                "filler",
                f"“{value[:60]}”是占位的写法，不是内容",
                "请按原件填写后放行；原件此项确为空的，请清空此格后放行",
            )
            return False
        return True

    def fault(self, field: str, code: str, text: str, suggestion: str = "", value: str | None = None) -> None:
        """Note one fault of this row."""
        column = self.columns.get(field) or self.mapping.title_of(field)
        self.faults.append(Fault(field, column, code, text[:400], suggestion[:400], value))

    def fault_in(self, field: str) -> bool:
        """Whether something is already wrong with this cell."""
        return any(fault.field == field for fault in self.faults)

    def name(self, field: str, limit: int, *, required: bool = False) -> str:
        """A name in its one spelling."""
        if is_absent(self.text(field)):
            if required:
                self.fault(field, "missing", f"“{self.mapping.title_of(field)}”为空", "请按原件补上")
            return ""
        if not self.sound(field):
            return ""
        return self._short(field, normalise_name(self.text(field)), limit)

    def free(self, field: str, limit: int, *, zero: bool = True) -> str:
        """Running text with single blanks; ``zero``: a bare 0 is no content."""
        self.sound(field, zero=zero)
        return self._short(field, re.sub(r"[ \t\u3000]+", " ", self.text(field)).strip(), limit)

    def _short(self, field: str, value: str, limit: int) -> str:
        if len(value) > limit:
            self.fault(
                field, "too_long", f"有 {len(value)} 字，最多 {limit} 字", "请核对是否错位，或缩短后放行"
            )
        return value

    def day(self, field: str, *, required: bool = False) -> date | None:
        """A date in any of the usual spellings."""
        text = self.text(field).translate(_FULL_WIDTH)
        if is_absent(text):
            if required:
                self.fault(
                    field, "missing", f"“{self.mapping.title_of(field)}”为空", "请按证件补上，例：2026-11-21"
                )
            return None
        if not self.sound(field):
            return None
        found = read_day(text)
        if found is None:
            repaired = read_day(text.translate(_LOOK_ALIKE))
            value = repaired.isoformat() if repaired else None
            self.fault(
                field,
                "bad_date",
                f"“{text}”不是有效日期",
                f"可能是 {value}（字母误作数字），请核对" if value else "请按证件改正，例：2026-11-21",
                value,
            )
        return found

    def credit_code(self, field: str, *, keep_old: bool) -> ParsedNumber | None:
        """A valid credit code, or with ``keep_old`` an older number that is valid of its kind."""
        parsed = parse_credit_code(self.text(field))
        if is_absent(self.text(field)):
            self.fault(
                field, "missing", "统一社会信用代码为空", "请在国家企业信用信息公示系统按名称查到后补上"
            )
            return None
        if not self.sound(field):
            return None
        old = parsed.kind in (NumberKind.OLD_BUSINESS_NUMBER, NumberKind.ORGANISATION_CODE)
        if parsed.valid and (not old or keep_old):
            return parsed
        if old and parsed.valid:
            self.fault(
                field,
                "old_number",
                f"“{parsed.text}”是{parsed.kind.label}，不是18位统一社会信用代码",
                "请按名称查到18位代码填入；确实没有新代码的，可选“按旧号建档”放行",
            )
            return None
        words = "；".join(p.message for p in parsed.problems)
        hint = (
            f"应为 {parsed.suggestion}，请核对" if parsed.suggestion else "请与营业执照或公示系统核对后填入"
        )
        code = "old_number" if old or "工商注册号" in words else "bad_code"
        self.fault(field, code, words, hint, parsed.suggestion)
        return None

    def permit(self, field: str, code: str, *kinds: NumberKind, required: bool = True) -> ParsedNumber | None:
        """A licence, registration or filing number of one of the kinds (any kind when none is named)."""
        if is_absent(self.text(field)):
            if required:
                self.fault(field, "missing", f"“{self.mapping.title_of(field)}”为空", "请按证件补上")
            return None
        if not self.sound(field):
            return None
        parsed = parse_permit(self.text(field))
        if parsed.valid and (not kinds or parsed.kind in kinds):
            return parsed
        words = (
            "；".join(p.message for p in parsed.problems)
            or f"“{parsed.text}”是{parsed.kind.label}，不是这一栏的编号"
        )
        fits = parsed.suggestion is not None and (not kinds or parsed.kind in kinds)
        hint = f"应为 {parsed.suggestion}，请核对" if fits else "请与证件核对后填入"
        self.fault(field, code, words, hint, parsed.suggestion if fits else None)
        return None

    def flag(self, field: str) -> bool:
        """Yes or no in any of the usual spellings; an empty cell is no."""
        text = self.text(field).lower()
        if not self.sound(field, zero=False):
            return False
        if text in {"1", "1.0", "是", "有", "成立", "true", "y", "yes"}:
            return True
        if text not in {"0", "0.0", "否", "无", "不成立", "false", "n", "no", "", "/", "-"}:
            self.fault(field, "bad_flag", f"“{text}”既不是“是”也不是“否”", "请填 1 或 0")
        return False


def read_day(text: str) -> date | None:
    """A date from 2026-11-21, 2026/11/21, 2026.11.21, 2026年11月21日 or 20261121; None when it isn't one."""
    match = _DATE.fullmatch(text.strip())
    if not match or int(match[1]) not in YEARS:
        return None
    try:
        return date(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5]))
    except ValueError:
        return None


def snapshot_day(text: str) -> date | None:
    """The day a snapshot's name means: a full date, or the last day of the month it names; None without either."""
    full = re.search(r"(?<!\d)(20\d{2})[-_./年]?(0[1-9]|1[0-2])[-_./月]?([0-3]\d)(?!\d)", text)
    if full and (day := read_day(f"{full[1]}-{full[2]}-{full[3]}")):
        return day
    month = re.search(r"(?<!\d)(20\d{2})[-_./年](0?[1-9]|1[0-2])(?!\d)", text) or re.search(
        r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(?!\d)", text
    )
    if not month:
        return None
    year, number = int(month[1]), int(month[2])
    following = date(year + number // 12, number % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
