"""What goes into a bundle of an inspection: the record and its papers, the evidence, the ledger's receipts for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from django.db.models import Q

from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.file_names import ENDINGS, UNKNOWN
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.evidence.actions.add import FOLDER as EVIDENCE
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger import keys
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.receipts import receipts
from zhuangjian.engines import bundle, merkle
from zhuangjian.engines.rules.answer import Refusal

DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def moment(at: datetime) -> str:
    """As bundles write a moment."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def made_by(unit: Any, person: Any, at: datetime) -> dict[str, str]:
    """By whom a bundle was made, and when."""
    return {"unit": unit.name, "by": person.name, "at": moment(at)}


def pack(out: BinaryIO, inspection: Inspection, unit: Any, person: Any, at: datetime) -> str:
    """Write the bundle of an inspection; its SHA-256 in hex. Raises Refusal when a stored file is gone or was changed."""
    entries = list(_entries(inspection))
    named = {digest: entry.seq for entry in reversed(entries) for digest in DIGEST.findall(entry.facts)}
    papers = Document.objects.unrestricted().filter(
        target_model=inspection._meta.label_lower, target_id=inspection.pk
    )
    contents = [
        bundle.Content("data/case.json", "案情摘要", "case", lambda: BytesIO(_case(inspection))),
        *_stored(
            "paper",
            "documents",
            [(p.titled, p.kind, p.media_type, p.digest) for p in papers.order_by("pk")],
            named,
        ),
        *_stored(
            "evidence",
            EVIDENCE,
            [(e.file_name, e.kind, e.media_type, e.sha256) for e in _evidence(inspection)],
            named,
        ),
    ]
    about = {
        "number": inspection.number,
        "party": inspection.party.name,
        "credit_code": inspection.party.credit_code,
        "inspection": str(inspection.public_id),
    }
    said = bundle.Statement("case", about, made_by(unit, person, at))
    return bundle.make(out, said, contents, receipts([one.seq for one in entries]), keys.private_key())


def _evidence(inspection: Inspection) -> Iterable[Evidence]:
    return Evidence.objects.unrestricted().filter(inspection=inspection).order_by("captured_at", "pk")


def _entries(inspection: Inspection) -> Iterable[Entry]:
    """Every entry of the ledger about the inspection and its evidence."""
    pieces = Evidence.objects.unrestricted().filter(inspection=inspection)
    mine = Q(object_model="inspections.inspection", object_id=inspection.pk)
    theirs = Q(object_model="evidence.evidence", object_id__in=pieces.values("pk"))
    return Entry.objects.unrestricted().filter(mine | theirs).order_by("seq")


def _stored(
    stem: str, folder: str, rows: Iterable[tuple[str, str, str, str]], named: Mapping[str, int]
) -> list[bundle.Content]:
    found = []
    for number, (title, what, media_type, digest) in enumerate(rows, 1):
        path = store.path_of(folder, digest)
        if not store.holds(folder, digest):
            raise Refusal(f"“{title}”的文件不在存储目录中，或者与登记的摘要不符，请从备份恢复后再制作。")
        ending = ENDINGS.get(media_type, UNKNOWN)
        name = f"data/{stem}-{number:03}.{ending}"
        found.append(bundle.Content(name, title, what, partial(_open, path), named.get(digest)))
    return found


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _case(inspection: Inspection) -> bytes:
    party = inspection.party
    return merkle.canonical_bytes(
        {
            "number": inspection.number,
            "inspection_type": inspection.inspection_type,
            "party": {"name": party.name, "credit_code": party.credit_code, "address": party.address},
            "units": {
                "organising": inspection.organising_unit.name,
                "dispatching": inspection.dispatching_unit.name,
                "local": inspection.local_authority.name,
            },
            "reason": inspection.reason,
            "legal_basis": inspection.legal_basis,
            "started_at": inspection.started_at,
            "ended_at": inspection.ended_at,
            "conclusion": inspection.get_conclusion_display(),
            "handling_opinion": inspection.handling_opinion,
            "suspected_violation": inspection.suspected_violation,
            "obstruction": inspection.obstruction_note if inspection.obstruction else "",
            "record_digest": inspection.record_digest,
            "deficiencies": [
                {"no": one.no, "checkpoint": one.finding.item, "text": one.text}
                for one in standing(inspection).select_related("finding").order_by("no")
            ],
        }
    )
