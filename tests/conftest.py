"""Test session: a home directory of its own, SQLite or an embedded PostgreSQL, and Django set up after both.

`ZHUANGJIAN_TEST_DB` chooses the database: `sqlite` (default), `postgres` (a server started for this run), or the
address of a PostgreSQL server to use, or `none` to test the engines alone, without Django. The operator's own `DATABASE_URL` is never touched.
"""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import session
from tests.by_hand import forgive
from tests.kept import Kept
from tests.one_database import only_sqlite

HOME = session.prepare()
WHERE_IT_MATTERS = "--where-it-matters"
KEPT = Kept(HOME / "keys" / "ledger.head")

hypothesis.settings.register_profile(
    "default",
    deadline=None,
    max_examples=60,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("ci", hypothesis.settings.get_profile("default"), derandomize=True)
hypothesis.settings.register_profile(
    "thorough", hypothesis.settings.get_profile("default"), max_examples=2000
)
hypothesis.settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default")
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--where-it-matters`` runs only the tests for which the database matters (`tests/one_database.py`)."""
    parser.addoption(WHERE_IT_MATTERS, action="store_true", help="只运行与数据库有关的测试")


def pytest_configure(config: pytest.Config) -> None:
    """A few of the claims about articles are tried again as their scenarios come along (``tests/articles``)."""
    if session.database_kind() != "none" and "ZHUANGJIAN_PROVE" not in os.environ:
        from tests.articles.proving import Doubting

        config.pluginmanager.register(Doubting(), "doubting")


def pytest_report_header() -> str:
    """Which database this run uses."""
    return f"database: {session.database_kind()}"


def pytest_collection_finish() -> None:
    """What the session has loaded stays to its end: the collector of garbage need not walk it again and again.

    It took a fifth of the processor time of tests that ask pages.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, with a reason, what only PostgreSQL can show; leave out what it has nothing to say about, where asked to."""
    if session.database_kind() != "postgres":
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="只在 PostgreSQL 上有意义（make test-postgres）"))
    if config.getoption(WHERE_IT_MATTERS):
        left_out = [item for item in items if only_sqlite(item)]
        items[:] = [item for item in items if not only_sqlite(item)]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """The test database, emptied between tests that really commit."""
    session.empty_tables_despite_refusals()


@pytest.fixture(autouse=True)
def fresh_ledger_head() -> None:
    """Every test begins with an empty ledger, so no signed head of an earlier one may be left in the home."""
    (HOME / "keys" / "ledger.head").unlink(missing_ok=True)


@pytest.fixture(scope="session")
def kept() -> Kept:
    """For fixtures of a wider scope that fill the database themselves: ``kept.end()`` first."""
    return KEPT


@pytest.fixture
def standing(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Kept:
    """What stands in the database when the test's own transaction begins (`tests/kept.py`)."""
    marker = request.node.get_closest_marker("django_db")
    commits = (marker and marker.kwargs.get("transaction")) or {
        "transactional_db",
        "live_server",
    } & set(request.fixturenames)
    key, make = None, None
    if not commits and not request.node.get_closest_marker("strangers"):
        key, make = _begun_with(request)
    with django_db_blocker.unblock():
        KEPT.begin(key, make)
    KEPT.restore_head()
    return KEPT


def _begun_with(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    if "province" in request.fixturenames and "permission" in request.node.path.parts:
        from tests.permission.province import far_province

        return "province", far_province
    if "world" in request.fixturenames:
        from tests.world import build

        region = request.getfixturevalue("region") if "region" in request.fixturenames else "chongqing"
        return region, lambda: build(region)
    return None, None


@pytest.fixture
def _django_db_helper(standing: Kept, _django_db_helper: None) -> None:
    """The test's own transaction, inside of what stands."""


@pytest.fixture(autouse=True)
def rows_made_by_hand(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What tests write without acts is taken as entered, but for those marked ``strangers`` (`tests/by_hand.py`)."""
    if session.database_kind() != "none" and not request.node.get_closest_marker("strangers"):
        forgive(monkeypatch, lambda: KEPT.noted)


@pytest.fixture(autouse=True)
def no_reads() -> None:
    """No read of an earlier test waits in a file."""
    if session.database_kind() != "none":
        from zhuangjian.apps.conduct import reads

        reads.close()
        shutil.rmtree(HOME / "reads", ignore_errors=True)


@pytest.fixture
def home() -> Path:
    """The home directory (`ZHUANGJIAN_HOME`) of this test process."""
    return HOME


@pytest.fixture(params=["chongqing", "liaoning"])
def region(request: pytest.FixtureRequest, settings: object) -> str:
    """Runs the test once in each region; `world` then lies there."""
    settings.REGION = request.param  # type: ignore[attr-defined]
    return str(request.param)


@pytest.fixture
def world(db: None, request: pytest.FixtureRequest) -> object:
    """The small province of `tests/world.py`, in the region of the test."""
    if KEPT.key is not None:
        return KEPT.copy()
    from tests.world import build

    return build(request.getfixturevalue("region") if "region" in request.fixturenames else "chongqing")
