"""One portable layer over tables: DuckDB on one machine by default, Spark on a cluster, the same results on both.

    with open_session("duckdb") as session:
        signals = session.read("signals/*.parquet")
        session.write(expression_over(signals), "features.parquet", order_by=("party",))

Engines write one ibis expression; nothing here or above it knows which of the two runs it.
"""

from zhuangjian.engines.tables.locating import require_columns
from zhuangjian.engines.tables.session import Session, open_session

__all__ = ["Session", "open_session", "require_columns"]
