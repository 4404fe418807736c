"""The province of the matrix, built for each test."""

from __future__ import annotations

import pytest


@pytest.fixture
def province(db):
    from tests.permission.province import build

    return build()
