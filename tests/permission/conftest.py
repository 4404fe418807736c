"""The province of the matrix, built for each test."""

from __future__ import annotations

import pytest


@pytest.fixture
def province(db):
    from tests.permission.far import count_from_afar
    from tests.permission.province import build

    count_from_afar()
    return build()
