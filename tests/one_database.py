"""Which tests PostgreSQL has nothing to say about: they run on SQLite alone (docs/decisions/test-suite.md).

Whatever does not touch the database; and what is listed here, each with its reason. Tests that reach a database past
the fixtures (a process or a server of their own) run on both and are listed too.
"""

from __future__ import annotations

import pytest

FIXTURES = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})
# They start a process that uses the database of the run, or fill it themselves.
REACHES = (
    "tests/durability/",
    "tests/intake/test_crash.py",
    "tests/ledger/test_looking.py",
    "tests/migrations/",
    "tests/regions/test_configured.py",
    "tests/test_session.py",
    "tests/web/test_leftovers.py",
    "tests/web/test_server.py",
    "tests/web/test_tls.py",
)
ONCE = {
    "tests/demo/test_province.py::TestTheWholeProvince::test_nothing_that_a_person_can_open": (
        "words and links of pages; that every page of every person answers there is shown by tests/permission"
    ),
    "tests/demo/test_province.py::TestTheWholeProvince::test_no_paper": "words of papers already made",
    "tests/demo/test_province.py::TestTheWholeProvince": (
        "in Liaoning: a region changes words and limits, not what is asked of the database"
    ),
    "tests/documents/": "papers are laid out from values that the readers of rows have taken out of the database",
    "tests/permission/test_api_description.py": "the description is made from the program, not from rows",
    "tests/permission/test_references.py::test_a_row_tells_nothing_of_a_target": (
        "for people of the same kind as others; each kind is asked on both"
    ),
    "tests/permission/test_sheets.py": "what a page draws and what the API says are read from the same rows",
    "tests/permission/test_told.py::test_states_that_a_party_may_not_tell_apart_are_answered_alike[under_way]": (
        "the same veils as of the cases that ended, which are asked on both"
    ),
    "tests/permission/test_ids.py::test_a_province_with_hidden_matters_looks_byte_for_byte_like_one_without[liaoning]": (
        "a region changes words and limits, not what is asked of the database"
    ),
    "tests/permission/test_before_input.py": "who may is decided from the same rows for every input; test_actions asks it there",
}


# Of the tests of ONCE that begin so, these run on both: one region, one of each kind of person.
BOTH: dict[str, tuple[str, ...]] = {
    "tests/demo/test_province.py::TestTheWholeProvince": ("[chongqing]",),
    "tests/permission/test_references.py::test_a_row_tells_nothing_of_a_target": (
        "[head]",
        "[inspector2]",
        "[expert]",
        "[district_officer]",
        "[administrator]",
        "[contact]",
    ),
}


def only_sqlite(item: pytest.Item) -> bool:
    """Whether the test shows on PostgreSQL nothing that it does not show on SQLite."""
    start = next((start for start in ONCE if item.nodeid.startswith(start)), None)
    if start is not None:
        return not item.nodeid.endswith(BOTH.get(start, ("[]",)))
    if item.nodeid.startswith(REACHES) or item.get_closest_marker("postgres"):
        return False
    return not item.get_closest_marker("django_db") and FIXTURES.isdisjoint(item.fixturenames)  # type: ignore[attr-defined]
