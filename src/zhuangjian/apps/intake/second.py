"""Where the second process begins. It imports nothing of the house before Django is set up in it."""

from __future__ import annotations

import os
import pickle
import signal
from multiprocessing import parent_process
from queue import Full
from typing import Any

DONE = "done"


def run(queue: Any, settings: str, given: bytes) -> None:
    """Read a file's chunks into ``queue``, then ``DONE``.

    ``given`` is (source, mapping text, table, last row done, rows in a chunk).
    """
    # An interrupt from the keyboard reaches both processes; the first one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    import django

    django.setup()
    from zhuangjian.apps.intake.mapping import parse_mapping
    from zhuangjian.apps.intake.reading import Reading
    from zhuangjian.engines.rules.answer import Refusal

    source, text, table, after, size = pickle.loads(given)  # noqa: S301  from the process that started this one
    try:
        for chunk in Reading(parse_mapping(text, source), table).chunks(after, size, foreknow=True):
            _put(queue, chunk)
    except Refusal:
        # The first process reads on from here, meets the same and says it.
        return
    _put(queue, DONE)


def _put(queue: Any, item: Any) -> None:
    """Hand over as soon as there is room; ends this process when nobody is left to take it."""
    parent = parent_process()
    while True:
        try:
            queue.put(item, timeout=2)
            return
        except Full:
            if parent is not None and not parent.is_alive():
                os._exit(1)
