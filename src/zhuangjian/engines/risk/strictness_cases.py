"""Results of inspections as cells: who, which item, which case mix, how often looked at and how often found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zhuangjian.engines.rules.answer import Refusal

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
FEW_VALUES = 8
RARE = 20
_TRUE = {"1", "1.0", "true", "是", "不符合", "found", "yes"}
_FALSE = {"0", "0.0", "false", "否", "符合", "no"}


@dataclass(frozen=True)
class Cases:
    """Rows coded as whole numbers, and the cells (inspector, item, case mix) they fall into.

    The inspectors' names stay here and in ``Strictness``; nothing that describes a party is made from them.
    """

    inspectors: tuple[str, ...]
    items: tuple[str, ...]
    levels: tuple[tuple[str, tuple[str, ...]], ...]
    cell_of_row: Ints
    found: Floats
    inspector: Ints
    item: Ints
    mix: Ints
    n: Floats
    y: Floats

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.found)


def cases_from(
    inspector: Sequence[Any],
    found: Sequence[Any],
    item: Sequence[Any] | None = None,
    case_mix: Mapping[str, Sequence[Any]] | None = None,
) -> Cases:
    """The rows as cells. ``found``: 1/0, true/false, 是/否, 不符合/符合.

    A case-mix column of numbers with more than eight values is cut at its quintiles; levels with fewer than twenty
    rows are one level 其他; a missing value is a level of its own. Refused: different lengths, a missing inspector, a
    ``found`` that is neither, one inspector only, nothing or everything found.
    """
    size = len(inspector)
    if size == 0:
        raise Refusal("没有一行检查结果，请换用有内容的表")
    y = _outcomes(found, size)
    who = _texts(inspector, size, "检查员")
    what = _texts(item, size, "项目") if item is not None else ["全部"] * size
    if len(set(who)) < 2:
        raise Refusal("只有一名检查员，无法比较检查尺度，请提供至少两名检查员的结果")
    if not 0 < y.sum() < size:
        raise Refusal(f"全部 {size} 行的结果相同，无法估计检查尺度，请检查结果列")
    names, who_code = _coded(who)
    items, what_code = _coded(what)
    levels, columns = [], []
    for name, values in (case_mix or {}).items():
        if len(values) != size:
            raise Refusal(f"构成列 {name} 有 {len(values)} 行，检查结果有 {size} 行，请用同一张表")
        told, code = _coded(_levels(values))
        levels.append((name, tuple(told)))
        columns.append(code)
    keys = np.column_stack([who_code, what_code, *columns]).astype(np.int64)
    cells, cell_of_row = np.unique(keys, axis=0, return_inverse=True)
    cell_of_row = cell_of_row.reshape(-1).astype(np.int64)
    return Cases(
        inspectors=tuple(names),
        items=tuple(items),
        levels=tuple(levels),
        cell_of_row=cell_of_row,
        found=y,
        inspector=cells[:, 0],
        item=cells[:, 1],
        mix=cells[:, 2:],
        n=np.bincount(cell_of_row, minlength=len(cells)).astype(np.float64),
        y=np.bincount(cell_of_row, weights=y, minlength=len(cells)).astype(np.float64),
    )


def _outcomes(found: Sequence[Any], size: int) -> Floats:
    if len(found) != size:
        raise Refusal(f"结果列有 {len(found)} 行，检查员列有 {size} 行，请用同一张表")
    y = np.empty(size)
    for row, value in enumerate(found):
        text = str(value).strip().lower()
        if text not in _TRUE | _FALSE:
            raise Refusal(f"第 {row + 1} 行的结果“{value}”看不出是否发现问题，请写 1 或 0（空行请先去掉）")
        y[row] = text in _TRUE
    return y


def _texts(values: Sequence[Any], size: int, what: str) -> list[str]:
    if len(values) != size:
        raise Refusal(f"{what}列有 {len(values)} 行，应有 {size} 行，请用同一张表")
    texts = ["" if value is None or value != value else str(value).strip() for value in values]
    if "" in texts:
        raise Refusal(f"第 {texts.index('') + 1} 行没有写{what}，请补上或者先去掉这些行")
    return texts


def _coded(texts: Sequence[str]) -> tuple[list[str], Ints]:
    names, code = np.unique(np.asarray(texts, dtype=object).astype(str), return_inverse=True)
    return [str(name) for name in names], code.reshape(-1).astype(np.int64)


def _levels(values: Sequence[Any]) -> list[str]:
    numbers = _numbers(values)
    if numbers is not None:
        present = numbers[~np.isnan(numbers)]
        if len(np.unique(present)) > FEW_VALUES:
            cuts = np.unique(np.quantile(present, (0.2, 0.4, 0.6, 0.8)))
            binned = np.searchsorted(cuts, numbers, side="left")
            texts = ["缺失" if np.isnan(v) else f"第{b + 1}段" for v, b in zip(numbers, binned, strict=True)]
            return _merged(texts)
    return _merged(
        ["缺失" if v is None or v != v or str(v).strip() == "" else str(v).strip() for v in values]
    )


def _numbers(values: Sequence[Any]) -> Floats | None:
    try:
        return np.asarray([np.nan if v is None or v == "" else float(v) for v in values])
    except (TypeError, ValueError):
        return None


def _merged(texts: list[str]) -> list[str]:
    names, counts = np.unique(np.asarray(texts), return_counts=True)
    rare = {str(name) for name, count in zip(names, counts, strict=True) if count < RARE}
    return ["其他" if text in rare else text for text in texts] if len(rare) > 1 else texts
