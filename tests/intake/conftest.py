"""Who loads files in these tests."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.files import write


@pytest.fixture
def keeper(db):
    """The system's own person, who keeps the registry."""
    from zhuangjian.apps.authorities.acting import acting

    return acting()


@pytest.fixture
def take(keeper, tmp_path):
    """Load rows as a file of a day: ``take(rows, "2021-01-31")``."""
    made = []

    def run(rows, day="2021-01-31", source="licences"):
        from zhuangjian.apps.intake.loading import load

        path = write(tmp_path / f"rows{len(made)}.csv", rows)
        made.append(path)
        return load(source, path, keeper, as_of=date.fromisoformat(day))

    return run
