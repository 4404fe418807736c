"""Connections to the two engines, as ibis backends that need no network of their own."""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def connect_duckdb(threads: int | None, memory_limit: str | None, temp_directory: Path) -> Any:
    """An ibis backend on an in-memory DuckDB that spills to ``temp_directory`` and never downloads an extension."""
    import duckdb
    import ibis

    settings: dict[str, Any] = {
        "temp_directory": str(temp_directory),
        "autoinstall_known_extensions": False,
    }
    if threads is not None:
        settings["threads"] = threads
    if memory_limit is not None:
        settings["memory_limit"] = memory_limit
    try:
        return ibis.duckdb.connect(**settings)
    except duckdb.Error as error:
        raise Refusal(f"DuckDB 的设置不能用：{error}。内存上限写成例如 4GB。") from None


def spark_lacks() -> str:
    """What keeps Spark from running on this machine, in Chinese with what to install; empty when nothing does."""
    if importlib.util.find_spec("pyspark") is None:
        return "没有安装 pyspark。请安装：pip install 'zhuangjian[spark]'"
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin" / "java").exists()) and shutil.which("java") is None:
        return "没有找到 Java 17 或更高版本。请安装（Debian：apt-get install openjdk-17-jre-headless），或设置 JAVA_HOME"
    return ""


def connect_spark(
    threads: int | None, memory_limit: str | None, temp_directory: Path, master: str | None
) -> tuple[Any, SparkSession]:
    """An ibis backend on a new Spark session, and that session; ``master`` defaults to this machine.

    Refused when pyspark or Java is missing, when a session already runs in this process, or when the master cannot
    be reached.
    """
    if lacking := spark_lacks():
        raise Refusal(f"不能使用 Spark：{lacking}；或改用默认的 DuckDB。")
    import ibis
    from pyspark.sql import SparkSession

    if SparkSession.getActiveSession() is not None:
        raise Refusal("本进程里已有一个 Spark 会话。请先关闭它。")
    where = master or f"local[{threads or '*'}]"
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # Its bridge to Java tells of every connection it closes, even while the process ends and the log is gone.
    logging.getLogger("py4j").setLevel(logging.WARNING)
    builder = SparkSession.builder.master(where).appName("zhuangjian")
    for key, value in _spark_settings(where, threads, memory_limit, temp_directory).items():
        builder = builder.config(key, value)
    try:
        with warnings.catch_warnings():
            # Rows cross over as Arrow here, never through pandas, whose version Spark remarks on.
            warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
            session = builder.getOrCreate()
            session.sparkContext.setLogLevel("ERROR")
            backend = ibis.pyspark.connect(session)
    except Exception as error:
        reason = str(error).strip().splitlines()[:1]
        raise Refusal(
            f"Spark 没有启动（{where}）。请检查主节点地址是否正确、是否在运行，以及 Java 是否为 17 或更高版本。"
            f"原因：{reason[0] if reason else type(error).__name__}"
        ) from None
    return backend, session


def _spark_settings(
    where: str, threads: int | None, memory_limit: str | None, temp_directory: Path
) -> dict[str, str]:
    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.adaptive.enabled": "true",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.maxResultSize": "0",
        "spark.local.dir": str(temp_directory),
        "spark.sql.warehouse.dir": str(temp_directory / "warehouse"),
    }
    if where.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        settings["spark.sql.shuffle.partitions"] = str(4 * (threads or os.cpu_count() or 1))
    elif threads is not None:
        settings["spark.cores.max"] = str(threads)
        settings["spark.sql.shuffle.partitions"] = str(4 * threads)
    if memory_limit is not None:
        amount = memory_limit.lower().removesuffix("b")
        settings["spark.driver.memory"] = amount
        if not where.startswith("local"):
            settings["spark.executor.memory"] = amount
    return settings
