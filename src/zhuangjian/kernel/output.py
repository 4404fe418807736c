"""How every command prints (text for people, one JSON document for programs) and asks for a password."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import typer

from zhuangjian.engines.rules.answer import Refusal, plain

if TYPE_CHECKING:
    from rich.console import Console


class _Screen:
    """A console that is made when something is first printed on it: help and JSON never load what draws tables."""

    def __init__(self, *, stderr: bool) -> None:
        self._stderr = stderr

    @cached_property
    def _console(self) -> Console:
        from rich.console import Console

        return Console(stderr=self._stderr)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._console, name)


if TYPE_CHECKING:
    console: Console
    errors: Console
else:
    console = _Screen(stderr=False)
    errors = _Screen(stderr=True)


class Format(StrEnum):
    """``--format``."""

    text = "text"
    json = "json"


def emit(data: Any, fmt: Format, text: Callable[[Any], None] | None = None) -> None:
    """Print ``data`` as one JSON document, or through ``text`` for people."""
    if fmt is Format.json:
        print(_document(plain(data)))
    elif text is not None:
        text(data)
    else:
        console.print_json(json.dumps(plain(data), ensure_ascii=False))


def _document(data: Any) -> str:
    """Standard JSON, which has no word for what is not a number or has no end: null."""
    try:
        return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(data), ensure_ascii=False, indent=2, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


@contextmanager
def refusals(fmt: Format) -> Iterator[None]:
    """Turn a refusal into exit code 1, with the article in JSON or a red line for people."""
    try:
        yield
    except Refusal as refusal:
        if fmt is Format.json:
            print(json.dumps(refusal.to_dict(), ensure_ascii=False, indent=2))
        else:
            from rich.markup import escape

            # A path or a cell quoted in the message may hold square brackets, which are markup here.
            where = f"（{refusal.article}）" if refusal.article else ""
            errors.print(f"[bold red]不予受理[/]{escape(f'{where}：{refusal.message}')}")
            for item in refusal.missing:
                errors.print(f"  · {item}", markup=False)
        sys.stdout.flush()
        raise typer.Exit(1) from None


def ask_password() -> str:
    """The password of whoever sits at the machine: from the environment, a pipe or a prompt, never an option."""
    if (given := os.environ.get("ZHUANGJIAN_PASSWORD")) is not None:
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("密码", hide_input=True))
