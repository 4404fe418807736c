"""Large files read by a second process while this one writes: each takes about half of the time."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty
from typing import Any

from django.conf import settings

from zhuangjian.apps.intake import reading, second
from zhuangjian.apps.intake.mapping import SourceMapping
from zhuangjian.apps.intake.reading import Chunk, Reading
from zhuangjian.apps.intake.tables import TableFile

# Starting the second process takes some seconds: worth it from so many rows.
LARGE = 30_000
WAITING = 2


def chunks(mapping: SourceMapping, table: TableFile, after: int) -> Iterator[Chunk]:
    """The rows below row number ``after``. Should the second process fail, this one reads on where it stopped."""
    if _worth_it(table, after):
        with _beside(mapping, table, after) as arriving:
            while (chunk := arriving()) is not None:
                if chunk == second.DONE:
                    return
                yield chunk
                after = chunk.rows[-1].number
    # What taking the rows will ask is worked out here, before the ledger is held for them.
    yield from Reading(mapping, table).chunks(after, foreknow=True)


def _worth_it(table: TableFile, after: int) -> bool:
    alone = (os.cpu_count() or 1) < 2 or multiprocessing.current_process().daemon
    return not alone and table.total - after >= LARGE


@contextmanager
def _beside(mapping: SourceMapping, table: TableFile, after: int) -> Iterator[Any]:
    # A fresh interpreter: a forked one would share the database connection.
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue(WAITING)
    given = pickle.dumps((mapping.source, mapping.text, table, after, reading.CHUNK))
    worker = context.Process(target=second.run, args=(queue, settings.SETTINGS_MODULE, given), daemon=True)
    worker.start()
    try:
        yield lambda: _arriving(queue, worker)
    finally:
        worker.kill()
        worker.join()
        queue.close()


def _arriving(queue: Any, worker: Any) -> Any:
    """The next chunk, ``DONE``, or None when the second process ended before it was done."""
    while True:
        alive = worker.is_alive()
        try:
            return queue.get(timeout=1)
        except Empty:
            if not alive:
                return None
