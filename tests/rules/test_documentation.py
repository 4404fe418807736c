"""What the page on rule packs shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def lines() -> list[tuple[str, str]]:
    code = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[0]
    return [tuple(line.split("  # ", 1)) for line in code.splitlines() if "  # " in line]  # type: ignore[misc]


@pytest.mark.parametrize(("code", "shown"), lines())
def test_each_example_gives_what_is_written_beside_it(code: str, shown: str) -> None:
    import datetime

    from zhuangjian.engines import rules

    names = {name: getattr(rules, name) for name in rules.__all__}
    result = eval(code, names)  # our own documentation
    date = type("date", (datetime.date,), {"__repr__": lambda d: f"date({d.year}, {d.month}, {d.day})"})
    if isinstance(result, datetime.date):
        result = date(result.year, result.month, result.day)
    assert shown.startswith(repr(result))


def test_every_command_the_page_names_exists() -> None:
    from typer.main import get_command

    from zhuangjian.cli.rules import app

    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert set(re.findall(r"zhuangjian rules (\w+)", PAGE)) <= known
