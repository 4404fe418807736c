"""Columns that nearly every sheet has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from zhuangjian.kernel.sheets import Column, Datum


def named(
    title: str = "名称",
    value: str | Callable[..., Any] = "title",
    sort: str | Sequence[str] = "title",
) -> Column:
    """The column that opens the row, with what programs call it."""
    return Column(
        "title",
        title,
        value,
        sort=sort,
        link=lambda row: row.get_absolute_url(),
        api={"id": Datum(UUID, "public_id"), "title": Datum(str, value), "version": Datum(int, "version")},
    )


def termed(name: str, title: str, *, sort: bool = True, **more: Any) -> Column:
    """A column of a closed vocabulary: its word on the page, its value too over the API."""
    shown = f"get_{name}_display"
    return Column(
        name,
        title,
        shown,
        sort=name if sort else (),
        api={name: Datum(str, name), f"{name}_words": Datum(str, shown)},
        **more,
    )


def stage_column(view: Callable[[Any], tuple[str, str]]) -> Column:
    """The stage as words and colour; an export says what the page says."""
    return Column(
        "stage",
        "状态",
        lambda row: view(row)[0],
        sort="stage",
        status=view,
        api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
    )
