"""An open engine: tables in, expressions computed, results out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.tables.connecting import connect_duckdb, connect_spark
from zhuangjian.engines.tables.delimited import to_parquet
from zhuangjian.engines.tables.locating import files_of
from zhuangjian.engines.tables.portable import parquet_files, portable_schema, write_batches
from zhuangjian.engines.tables.writing import write_file

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

    ArrowRows: TypeAlias = pa.Table | pa.RecordBatchReader | Iterable[pa.RecordBatch]

Engine = Literal["duckdb", "spark"]


def open_session(
    engine: Engine | str = "duckdb",
    *,
    threads: int | None = None,
    memory_limit: str | None = None,
    temp_directory: str | Path | None = None,
    master: str | None = None,
) -> Session:
    """A session on the named engine; a context manager that removes its temporary files on leaving.

    ``threads``: cores to use (all by default). ``memory_limit``: such as ``4GB``; beyond it DuckDB spills to
    ``temp_directory``; for Spark it is the memory of the driver and of each executor. ``temp_directory`` must be
    one that every Spark worker sees under the same path when ``master`` (``spark://host:7077``) is a cluster.
    Refused: an unknown engine, impossible settings, Spark without pyspark or Java.
    """
    if engine not in ("duckdb", "spark"):
        raise Refusal(f"没有名为“{engine}”的计算引擎。可选 duckdb（默认）或 spark。")
    if threads is not None and threads < 1:
        raise Refusal(f"线程数至少为 1，给出的是 {threads}。")
    if master and engine != "spark":
        raise Refusal("主节点地址只用于 spark 引擎。请去掉地址，或把引擎改为 spark。")
    return Session("spark" if engine == "spark" else "duckdb", threads, memory_limit, temp_directory, master)


class Session:
    """Made by `open_session`. ``backend`` is the ibis backend, ``engine`` its name."""

    def __init__(
        self,
        engine: Engine,
        threads: int | None,
        memory_limit: str | None,
        temp_directory: str | Path | None,
        master: str | None,
    ) -> None:
        if temp_directory is not None and not Path(temp_directory).is_dir():
            raise Refusal(f"临时目录不存在：{temp_directory}。请先建立目录。")
        self.engine: Engine = engine
        self._folder = Path(tempfile.mkdtemp(prefix="zhuangjian-", dir=temp_directory))
        self._number = 0
        self._spark: Any = None
        try:
            if engine == "duckdb":
                self.backend: Any = connect_duckdb(threads, memory_limit, self._folder)
            else:
                self.backend, self._spark = connect_spark(threads, memory_limit, self._folder, master)
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(
        self, path: str | Path, *, text: bool | Collection[str] = False, allow_empty: bool = False
    ) -> ibis.Table:
        """The table in a file, a folder of Parquet files or the files of a pattern (same columns).

        .parquet as it is; .csv and .tsv with a header, UTF-8 (with or without mark), UTF-16 or GB18030, types decided
        as in `delimited`; ``text`` names the columns to keep as text (True: all). Types are the same on both engines.
        Refused: nothing there, empty, broken, without rows (unless ``allow_empty``).
        """
        files = files_of(path)
        if files[0].suffix.lower() == ".parquet":
            files, rows = parquet_files(files, self._place())
        else:
            target = self._place()
            rows = to_parquet(files, target, text)
            files = (target,)
        if rows == 0 and not allow_empty:
            raise Refusal(f"文件只有表头，没有数据行：{path}。请检查导出是否完成。")
        return self._open(files)

    def from_arrow(self, rows: ArrowRows) -> ibis.Table:
        """A table of what an application or a database cursor supplies: an Arrow table, reader, or batches (at least one).

        The rows are held by the engine (for Spark: in a Parquet file), so a reader is read once, now.
        """
        import pyarrow as pa

        if isinstance(rows, pa.RecordBatchReader):
            schema, batches = rows.schema, iter(rows)
        elif isinstance(rows, pa.Table):
            schema, batches = rows.schema, iter(rows.to_batches())
        else:
            batches = iter(rows)
            first = next(batches, None)
            if first is None:
                raise Refusal("没有给出任何数据批次，连列名也不知道。")
            schema, batches = first.schema, _chain(first, batches)
        schema = portable_schema(schema)
        if self.engine == "spark":
            target = self._place()
            write_batches(batches, schema, target)
            return self._open((target,))
        reader = pa.RecordBatchReader.from_batches(schema, _cast(batches, schema))
        name = self._name()
        self.backend.con.register("incoming", reader)
        try:
            self.backend.con.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM incoming")
        finally:
            self.backend.con.unregister("incoming")
        return self.backend.table(name)

    def view(self, expr: ibis.Table) -> ibis.Table:
        """The expression under a name of its own: computed when asked for, and not folded into what is built on it."""
        name = self._name()
        query = self.backend.compile(expr)
        with self._faults():
            if self.engine == "spark":
                self._spark.sql(query).createOrReplaceTempView(name)
            else:
                self.backend.con.execute(f"CREATE TEMP VIEW {name} AS {query}")
        return self.backend.table(name)

    def arrow(self, expr: ibis.Table) -> pa.Table:
        """The rows of a table expression, in the column types of the expression; sort it for a fixed order."""
        with self._faults():
            if self.engine == "spark":
                return self._spark_rows(expr)
            return self.backend.to_pyarrow(expr)

    def write(self, expr: ibis.Table, path: str | Path, *, order_by: Sequence[str] = ()) -> int:
        """Compute the expression into a .parquet, .csv or .tsv file and return the rows written.

        ``order_by``: columns to sort by (nulls last); a key of the rows makes the file the same byte for byte on
        every run and on both engines. The file appears whole or not at all.
        """
        import ibis

        if order_by:
            expr = expr.order_by([ibis.asc(expr[name], nulls_first=False) for name in order_by])
        schema = expr.schema().to_pyarrow()
        with self._faults():
            if self.engine == "spark":
                return write_file(self._spark_rows(expr).to_batches(), schema, Path(path))
            return write_file(self.backend.to_pyarrow_batches(expr), schema, Path(path))

    def close(self) -> None:
        """End the engine and remove the temporary files; a second call does nothing."""
        if self.backend is not None:
            self.backend.disconnect()
            self.backend = None
        if self._spark is not None:
            self._spark.stop()
            self._spark = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _name(self) -> str:
        self._number += 1
        return f"t{self._number}"

    def _place(self) -> Path:
        return self._folder / f"{self._name()}.parquet"

    def _open(self, files: Sequence[Path]) -> ibis.Table:
        paths = [str(file.absolute()) for file in files]
        with self._faults():
            if self.engine == "duckdb":
                return self.backend.read_parquet(paths, table_name=self._name())
            name = self._name()
            self._spark.read.parquet(*paths).createOrReplaceTempView(name)
            return self.backend.table(name)

    def _spark_rows(self, expr: ibis.Table) -> pa.Table:
        # ibis itself would go through pandas, where a whole number beside a null becomes a float.
        rows: pa.Table = self._spark.sql(self.backend.compile(expr)).toArrow()
        return rows.cast(expr.schema().to_pyarrow())

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """The engine's own errors as refusals that say what to do."""
        import duckdb

        try:
            yield
        except duckdb.OutOfMemoryException as error:
            raise Refusal(
                f"内存不够：{str(error).splitlines()[0]}。请提高内存上限，或指定有空间的临时目录。"
            ) from None
        except duckdb.IOException as error:
            raise Refusal(f"读写文件失败：{str(error).splitlines()[0]}。请检查文件和磁盘空间。") from None
        except duckdb.ConversionException as error:
            raise Refusal(f"数据的格式不对：{str(error).splitlines()[0]}。请检查该列的内容。") from None


def _chain(first: pa.RecordBatch, rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from rest


def _cast(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in batches:
        yield from pa.Table.from_batches([batch]).cast(schema).to_batches()
