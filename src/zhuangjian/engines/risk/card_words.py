"""Words of a model card: values made safe inside Markdown, lists of cautions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def items(value: Any) -> Sequence[Any]:
    """``value`` where it is a list, else nothing."""
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def warnings_of(warnings: Any, none: str = "") -> Iterator[str]:
    """Lines of a list of cautions, or ``none`` where there are none."""
    told = [cell(text) for text in items(warnings)]
    if told:
        yield "**请注意**"
        yield ""
        yield from (f"- {text}" for text in told)
        yield ""
    elif none:
        yield from (none, "")


def cell(value: Any) -> str:
    """A value inside Markdown: on one line, no table bars, no markup of its own."""
    if isinstance(value, Mapping):
        value = "、".join(f"{key} {inner}" for key, inner in value.items())
    elif isinstance(value, (list, tuple)):
        value = "、".join(map(str, value))
    text = " ".join(str("" if value is None else value).split())
    for mark, safe in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("|", "\\|"),
        ("[", "\\["),
        ("`", "\\`"),
    ):
        text = text.replace(mark, safe)
    return text
