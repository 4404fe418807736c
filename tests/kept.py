"""The province that many tests begin with is built once per process and put back to its first state after each test.

It stands in a transaction around the tests' own ones. A test that really commits, or begins with something else, ends it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import pytest

from tests.by_hand import forgive


class Kept:
    """At most one thing stands at a time; ``begin`` gives a copy of it that the test may change as it likes."""

    def __init__(self, head: Path) -> None:
        self.head = head
        self.key: Hashable = None
        self.atomic: Any = None
        self.made: Any = None
        self.head_bytes: bytes | None = None
        self.noted: dict[Any, int] = {}

    def begin(self, key: Hashable, make: Callable[[], Any] | None) -> None:
        """Let what ``make`` builds stand; without it the tables are as empty as a new database's."""
        if make is not None and key == self.key and self._stands():
            return
        self.end()
        if make is None:
            return
        from django.db import transaction

        self.head.unlink(missing_ok=True)
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]
        atomic.__enter__()
        self.key, self.atomic = key, atomic
        with pytest.MonkeyPatch.context() as patch:
            noting = forgive(patch)
            self.made = make()
        self.noted = noting.at
        self.head_bytes = self.head.read_bytes() if self.head.exists() else None

    def restore_head(self) -> None:
        """The signed head as it was after the building."""
        if self.key is not None and self.head_bytes is not None:
            self.head.write_bytes(self.head_bytes)

    def copy(self) -> Any:
        """What was built, as objects of this test alone."""
        return copy.deepcopy(self.made)

    def end(self) -> None:
        """Undo what was built."""
        if self.atomic is None:
            return
        from django.db import connection

        if self._stands():
            connection.set_rollback(True)
            self.atomic.__exit__(None, None, None)
        else:  # the test lost or closed the connection
            connection.close()
        self.key = self.atomic = self.made = self.head_bytes = None
        self.noted = {}

    def _stands(self) -> bool:
        from django.db import connection

        return (
            self.atomic is not None
            and connection.in_atomic_block
            and connection.connection is not None
            and not connection.closed_in_transaction
            and not connection.needs_rollback
        )
