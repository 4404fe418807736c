"""What runs on SQLite alone is said exactly, and nothing that needs PostgreSQL is left out there."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.one_database import ONCE, REACHES, only_sqlite

REFERENCES = (
    "tests/permission/test_references.py::test_a_row_tells_nothing_of_a_target_that_the_person_does_not_see"
)
ROOT = Path(__file__).resolve().parents[1]


def item(nodeid, *fixtures, marks=()):
    return SimpleNamespace(
        nodeid=nodeid, fixturenames=list(fixtures), get_closest_marker=lambda name: name in marks
    )


@pytest.mark.parametrize("listed", [*ONCE, *REACHES])
def test_what_is_listed_is_there(listed):
    path, *names = listed.split("::")
    assert (ROOT / path).exists()
    # A case of a test is named by its parameter, which the file or a shared fixture says.
    text = (ROOT / path).read_text() + (ROOT / "tests/conftest.py").read_text() if names else ""
    assert all(word in text for name in names for word in name.removesuffix("]").split("["))


@pytest.mark.parametrize(
    "one, alone",
    [
        (item("tests/names/test_names.py::test_a", "tmp_path"), True),
        (item("tests/inspections/test_pages.py::test_a", "world", "db", marks={"django_db"}), False),
        (item("tests/inspections/test_pages.py::test_a", "transactional_db"), False),
        (item("tests/ledger/test_a.py::test_a", marks={"postgres"}), False),
        (item("tests/web/test_server.py::test_a", "tmp_path"), False),
        (item(f"{REFERENCES}[leader]", "province", "db", marks={"django_db"}), True),
        (item(f"{REFERENCES}[head]", "province", "db", marks={"django_db"}), False),
        (item("tests/permission/test_before_input.py::test_a", "province", "db", marks={"django_db"}), True),
    ],
)
def test_a_test_without_a_database_runs_once_and_every_other_on_both_but_for_those_listed(one, alone):
    assert only_sqlite(one) is alone
