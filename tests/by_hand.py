"""Tests make and change rows without acts, which the ledger would take for tampering at the next act.

What a test wrote through the models outside of any act is taken as if it had been entered; plain SQL never is. Tests
marked ``strangers`` get the system as it is in operation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from django.db.models import Max


class _Noting:
    """Remembers for each table how long the ledger was when a test last wrote to it outside of an act."""

    def __init__(self) -> None:
        self.at: dict[Any, int] = {}

    def cares(self, model: Any, columns: Any) -> bool:
        from zhuangjian.apps.ledger import standing

        return model in standing._owned() and standing.current() is None

    def before_insert(self, model: Any, rows: Sequence[Any]) -> None:
        pass

    def before(self, model: Any, pks: list[Any]) -> None:
        pass

    def after(self, model: Any, pks: list[Any], earlier: Any) -> None:
        from zhuangjian.apps.ledger.models import Entry

        self.at[model] = Entry.objects.aggregate(last=Max("seq"))["last"] or 0


def forgive(patch: pytest.MonkeyPatch, before: Callable[[], Mapping[Any, int]] = dict) -> _Noting:
    """Take what this test writes outside of acts as entered, and what ``before`` knows to have been written."""
    from zhuangjian.apps.ledger import standing, state, writes

    noting = _Noting()
    hold = standing.Holding.hold

    def lenient(self: Any, model: Any, pk: Any) -> None:
        try:
            hold(self, model, pk)
        except standing.Altered as altered:
            tables = {source.model for source in state.sources(model)}
            if altered.seq is None or any(
                at.get(table, -1) >= altered.seq for table in tables for at in (noting.at, before())
            ):
                return
            raise

    patch.setattr(writes, "LISTENERS", [noting, *writes.LISTENERS])
    patch.setattr(standing.Holding, "hold", lenient)
    return noting
