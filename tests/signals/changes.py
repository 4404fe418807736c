"""Small signal tables for the tests of onsets, clusters and seasons, and the command line in one call."""

import datetime as dt
import json
import sys

import pyarrow as pa
import pytest
import typer

from zhuangjian.cli import main
from zhuangjian.engines.signals.changes_events import Columns, read_events
from zhuangjian.engines.signals.onset import OnsetOptions, find_onsets, ground

COLUMNS = ("product", "party", "kind", "occurred_on", "known_on", "attributable", "source_key", "source")


def signal(product, day, **more):
    day = dt.date.fromisoformat(day)
    given = {
        "product": product,
        "party": "甲公司",
        "kind": "complaint",
        "occurred_on": day,
        "known_on": day,
        "attributable": True,
        "source_key": None,
        "source": None,
    }
    return given | {k: dt.date.fromisoformat(v) if k == "known_on" and v else v for k, v in more.items()}


def monthly(product, counts, first="2023-01", **more):
    """So many signals on consecutive days of each month."""
    year, month = int(first[:4]), int(first[5:])
    rows = []
    for offset, count in enumerate(counts):
        y, m = divmod(year * 12 + month - 1 + offset, 12)
        rows += [signal(product, f"{y}-{m + 1:02d}-{1 + i % 27:02d}", **more) for i in range(count)]
    return rows


def table(rows):
    types = {"occurred_on": pa.date32(), "known_on": pa.date32(), "attributable": pa.bool_()}
    names = list(rows[0])
    return pa.table({n: pa.array([r[n] for r in rows], types.get(n)) for n in names})


def onsets(rows, as_of=None, *, by="product", attribution="auto", known=True, exposure=None, **options):
    import numpy as np

    columns = Columns(
        date="occurred_on",
        by=by,
        known="known_on" if known else None,
        record="source_key" if any(r["source_key"] for r in rows) else None,
        reporter="source" if any(r["source"] for r in rows) else None,
        attributable="attributable",
    )
    events = read_events(table(rows), columns, as_of and np.datetime64(as_of), attribution)
    chosen = OnsetOptions(**options)
    return find_onsets(events, chosen, ground(events, chosen), exposure)


@pytest.fixture
def call(monkeypatch, capsys):
    """Runs ``zhuangjian signals …``; gives back the exit code and what was printed (parsed when asked for JSON)."""

    def calling(*words):
        # Each run adds its groups to the program; a fresh one keeps the fortieth call as quick as the first.
        monkeypatch.setattr(main, "app", typer.Typer(name="zhuangjian", no_args_is_help=True))
        monkeypatch.setattr(sys, "argv", ["zhuangjian", "signals", *[str(word) for word in words]])
        with pytest.raises(SystemExit) as end:
            main.run()
        told = capsys.readouterr()
        return end.value.code or 0, json.loads(told.out) if "json" in words else told.out + told.err

    return calling
