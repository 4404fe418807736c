"""Runs a load in a process of its own, so that a test can kill it: ``driver.py {init|load|state} [FILE MODE]``.

Modes: ``whole`` (one transaction), ``steps`` (chunks with checkpoints), ``ahead`` (read by a second process). A line is printed after every chunk.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main() -> None:
    """What the arguments ask."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhuangjian.config.settings"
    import django

    django.setup()
    task, *rest = sys.argv[1:]
    if task == "init":
        from zhuangjian.config.database import migrate_if_needed

        migrate_if_needed()
    elif task == "load":
        _load(Path(rest[0]), rest[1])
    else:
        print(json.dumps(_state(), default=str))


def _load(path: Path, mode: str) -> None:
    from zhuangjian.apps.authorities.acting import acting
    from zhuangjian.apps.intake import ahead, applying, loading, reading

    reading.CHUNK = 40
    if mode != "whole":
        loading.WHOLE = 10
    if mode == "ahead":
        ahead.LARGE = 10
    apply_chunk = applying.apply_chunk

    def told(*given):
        counts = apply_chunk(*given)
        print("chunk", flush=True)
        return counts

    applying.apply_chunk = told
    print(json.dumps(loading.load("licences", path, acting())), flush=True)


def _state() -> dict:
    from zhuangjian.apps.intake.models import Batch, Quarantine, SourceRow
    from zhuangjian.apps.ledger.verify import verify
    from zhuangjian.apps.registry import models as m

    def rows(model, *names):
        return sorted(str(values) for values in model.objects.values_list(*names))

    return {
        "party": rows(m.Party, "credit_code", "name", "address", "region_code", "register_seen"),
        "names": rows(m.PartyName, "party__credit_code", "name", "seen_from", "seen_to", "pinyin"),
        "sites": rows(m.Site, "party__credit_code", "kind", "address", "seen_from", "seen_to"),
        "licences": rows(m.Licence, "number", "party__credit_code", "expires_on", "last_seen"),
        "units": rows(m.LicenceUnit, "licence__number", "unit", "categories"),
        "kinds": rows(m.PartyKindRow, "party__credit_code", "kind"),
        "words": rows(m.SearchText, "party__credit_code", "words"),
        "source": rows(SourceRow, "number", "digest", "outcome", "party__credit_code"),
        "held": rows(Quarantine, "number", "code", "status"),
        "batch": rows(Batch, "digest", "total", "new", "changed", "unchanged", "quarantined"),
        "finished": [batch.finished_at is not None for batch in Batch.objects.all()],
        "ledger": verify().ok,
    }


if __name__ == "__main__":
    main()
