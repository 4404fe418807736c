"""Run in a process of its own: a database of the first release with rows in it, brought to this version's schema.

Prints what became of the rows as JSON. ``DATABASE_URL`` and ``ZHUANGJIAN_HOME`` say which database and home.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime
from typing import Any

from tests.migrations.schema import schema

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuangjian.config.settings")

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = date(2026, 3, 2)
# Areas that the first release did not have.
LATER = {
    "cogovernance",
    "benchmark",
    "concern",
    "cooperation",
    "draws",
    "enforcement",
    "guidance",
    "improvement",
    "measures",
    "outing",
    "outside",
    "planning",
    "review",
    "risk",
    "standards",
    "training",
    "urgent",
    "warning",
}
NUMBERS = ("检查一局常规〔2026〕0001号", "检查一局常规〔2026〕0003号", "检查一局有因〔2026〕0002号")


def first_release() -> Any:
    """The schema of the first release; returns its models."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    every = {config.label for config in apps.get_app_configs() if config.name.startswith("zhuangjian.")}
    targets = [node for node in executor.loader.graph.leaf_nodes() if node[0] not in every]
    ours = every - LATER
    targets += [
        (app, name) for app, name in executor.loader.graph.nodes if app in ours and name == "0001_initial"
    ]
    targets += [("ledger", "0002_append_only")]
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def fill(old: Any) -> None:
    """A unit with two routine inspections and one for cause, their duties, a paper, and a ledger entry of a task."""
    unit = old.get_model("authorities", "Authority").objects.create(
        name="检查一局", short_name="检查一局", kind="inspection_bureau", region_code="500000"
    )
    person = old.get_model("authorities", "Person").objects.create(username="a", name="甲", authority=unit)
    party = old.get_model("registry", "Party").objects.create(name="乙公司", region_code="500103")
    programme = old.get_model("programme", "Programme").objects.create(
        year=2026, title="计划", authority=unit, author=person, status="approved"
    )
    duty = old.get_model("duties", "Duty")

    def owed(label: str, target: Any, url: str) -> None:
        duty.objects.create(
            kind="x", title="办", article="", authority=unit, role="head", target_model=label,
            target_id=target.pk, url=url, event="起", event_on=DAY, opened_at=MOMENT,
        )  # fmt: skip

    for number in NUMBERS:
        kind = "for_cause" if "有因" in number else "routine"
        task = old.get_model("programme", "Task").objects.create(
            programme=programme, party=party, inspection_type=kind, window_from=DAY, window_to=DAY
        )
        row = old.get_model("inspections", "Inspection").objects.create(
            number=number, task=task, party=party, inspection_type=kind, organising_unit=unit,
            dispatching_unit=unit, local_authority=unit, reason="因", legal_basis="据", created_at=MOMENT,
            stage="teamed" if kind == "for_cause" else "delivered",
        )  # fmt: skip
        owed("inspections.inspection", row, f"/inspections/{row.pk}/")
        owed("inspections.inspection", row, f"/rectifications/new/{row.pk}/")
        owed("programme.task", task, f"/programme/tasks/{task.pk}/")
        old.get_model("documents", "Document").objects.create(
            kind="k", title="纸", target_model="inspections.inspection", target_id=row.pk, media_type="x",
            digest="0" * 64, size=1, made_at=MOMENT,
        )  # fmt: skip
        old.get_model("inspections", "ReadLog").objects.create(
            inspection=row, person=person, what="总览", door="网页"
        )
    issued = old.get_model("rectification", "Rectification").objects.create(
        inspection=old.get_model("inspections", "Inspection").objects.first(), party=party, authority=unit,
        number="检查一局化妆品改〔2026〕7号", requirement="改", issued_at=MOMENT, issued_by=person, due_on=DAY,
    )  # fmt: skip
    owed("rectification.rectification", issued, f"/rectifications/{issued.pk}/")
    own = duty.objects.create(
        kind="house.ledger_audit", title="核验", article="", authority=unit, role="auditor",
        target_model="authorities.authority", target_id=unit.pk, url="", event="起", event_on=DAY, opened_at=MOMENT,
    )  # fmt: skip
    duty.objects.filter(pk=own.pk).update(url=f"/duties/{own.pk}/")
    _entry(old, task)


def _entry(old: Any, task: Any) -> None:
    """A ledger entry about the task as the first release wrote it: over all columns the row has now."""
    from zhuangjian.apps.ledger import chain, heads
    from zhuangjian.apps.ledger.models import Node
    from zhuangjian.apps.ledger.state import row_state

    entry = old.get_model("ledger", "Entry")(
        seq=1, at=MOMENT, recorded_at=MOMENT, action="programme.add_task", article="", actor="甲",
        object_model="programme.task", object_id=task.pk, facts="{}", algorithm="sha256",
        previous=chain.GENESIS, state_digest=chain.digest_of([{k: v for k, v in row_state(task).items() if k != "public_id"}, []]),
    )  # fmt: skip
    entry.object_key = entry.sums = None  # columns that came later
    entry.hash = chain.entry_hash(entry)
    entry.seal = heads.seal(entry.hash, "sha256")
    entry.save(force_insert=True)
    Node.objects.bulk_create(chain._grown(0, entry.hash, "sha256"))
    heads.sign_current()


def became() -> dict[str, Any]:
    """What the rows are now."""
    from zhuangjian.apps.conduct.public_ids import hidden_models
    from zhuangjian.apps.documents.models import Document
    from zhuangjian.apps.duties.models import Duty
    from zhuangjian.apps.inspections.models import Inspection, NumberSeries
    from zhuangjian.apps.ledger.verify import verify
    from zhuangjian.apps.programme.models import Task
    from zhuangjian.apps.rectification.models import Rectification

    return {
        "schema": schema(),
        "ids": [
            str(row.public_id) for model in hidden_models() for row in model._base_manager.order_by("pk")
        ],
        "inspections": {row.number: str(row.public_id) for row in Inspection.objects.unrestricted()},
        "urls": sorted(Duty.objects.unrestricted().values_list("url", flat=True)),
        "expected": sorted(
            [
                url
                for row in Inspection.objects.unrestricted()
                for url in (row.get_absolute_url(), f"/rectifications/new/{row.public_id}/")
            ]
            + [row.get_absolute_url() for row in Task.objects.unrestricted()]
            + [row.get_absolute_url() for row in Rectification.objects.unrestricted()]
            + [
                f"/duties/{row.public_id}/"
                for row in Duty.objects.unrestricted().filter(kind="house.ledger_audit")
            ]
        ),
        "origins": sorted(
            (task.inspection_type, task.origin.kind, task.origin.cause, task.authority.name)
            for task in Task.objects.unrestricted()
        ),
        "series": dict(NumberSeries.objects.values_list("stem", "last")),
        "documents": Document.objects.unrestricted().count(),
        # Rows made above without an entry are found as such; the one with an entry must not be.
        "faults": [
            f"{fault.where}：{fault.what}"
            for fault in verify().faults
            if "没有任何账本条目" not in fault.what
        ],
    }


def backed_up(target: str, keys: str) -> None:
    """A backup of the database as it stands, of an older version: only what this version's has is left out."""
    from pathlib import Path

    from zhuangjian.apps.ledger import heads
    from zhuangjian.backup import make

    make.fold, make._kept_head = lambda: 0, heads.last_head  # type: ignore[assignment]
    make.make(Path(target), Path(keys), "", lambda words: None)


if __name__ == "__main__":
    import django

    django.setup()
    fill(first_release())
    if sys.argv[1:]:
        backed_up(*sys.argv[1:])
        sys.exit()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    json.dump(became(), sys.stdout)
