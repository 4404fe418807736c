"""One small Spark for tests: no long warming up, one thread, no network but the machine's own."""

from __future__ import annotations

import os

import pytest

from zhuangjian.engines.tables import Session, open_session
from zhuangjian.engines.tables.connecting import spark_lacks


def spark_session() -> Session:
    """An open session on a Spark of this process, or a skip that says what to install."""
    if lacking := spark_lacks():
        pytest.skip(lacking)
    # A test ends before the second, thorough compiler of Java has paid for itself.
    os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    return open_session("spark", threads=1, memory_limit="1GB")
