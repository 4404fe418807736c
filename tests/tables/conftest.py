"""Both engines, each opened once for a module."""

import pytest

from tests.spark_session import spark_session as small_spark
from zhuangjian.engines.tables import open_session


@pytest.fixture(scope="module")
def duckdb_session():
    with open_session("duckdb", threads=1) as session:
        yield session


@pytest.fixture(scope="module")
def spark_session():
    with small_spark() as session:
        yield session
