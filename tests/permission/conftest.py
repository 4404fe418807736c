"""The province of the matrix."""

from __future__ import annotations

import pytest


@pytest.fixture
def province(db, standing):
    """Its rows and people; each test begins with it unchanged (`tests/kept.py`)."""
    return standing.copy()
