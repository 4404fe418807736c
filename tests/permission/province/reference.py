"""What belongs to nobody: texts, batches, lists, jobs and the ledger."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests.permission.filling import DAY
from tests.permission.province.base import Province

FIXED: dict[str, dict[str, Any]] = {
    "intake.batchchange": {"changes": {"made": {}, "changed": {}, "gone": {}, "competent": {}}},
    "intake.batch": {"source": "licences", "digest": "0" * 64},
    "intake.mappingversion": {"source": "licences"},
    "intake.ingredientlist": {
        "kind": "catalogue",
        "digest": "0" * 64,
        "content": "[]",
        "effective_from": DAY,
    },
    "intake.trial": {"source": "licences", "digest": "0" * 64, "report": {}},
    "documents.officialtext": {"document": "CQ", "digest": "0" * 64},
}


def reference(province: Province) -> None:
    anchors = {"authorities.person": province.people["programme_officer"]}
    for label in ("documents.officialtext", "documents.officialarticle"):
        anchors[label] = province.add(label, "reference", anchors)
    for label in (
        "intake.batch",
        "intake.sourcerow",
        "intake.quarantine",
        "intake.mappingversion",
        "intake.trial",
        "intake.ingredientlist",
    ):
        anchors[label] = province.add(label, "reference", anchors)
    for name in ("programme_officer", "leader", "contact"):
        person = province.people[name]
        province.add("jobs.job", name, {"authorities.person": person}, action="intake.load", state="waiting")


def ledger(province: Province) -> None:
    from zhuangjian.apps.ledger import chain
    from zhuangjian.apps.ledger.models import Request

    mark = province.filler.mark("ledger.entry", "ledger")
    step = SimpleNamespace(
        name=mark, article="", person=None, at=timezone.now(), facts=lambda: {"note": mark}
    )
    entry = chain.append(step, province.of("inspections.inspection", "routine"))
    Request.objects.create(
        key=province.filler.mark("ledger.request", "ledger"),
        person_id=1,
        digest="0" * 64,
        entry_seq=entry.seq,
    )
