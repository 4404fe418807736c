"""Top-level commands: init, demo, serve."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the site's commands to the command line."""
