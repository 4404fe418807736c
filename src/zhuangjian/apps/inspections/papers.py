"""The record of an inspection as documents: which templates its form means, and what is printed in them (CQ 14)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.documents.printing import DOCX, PDF, Paper, digests
from zhuangjian.apps.documents.render import LAYOUTS
from zhuangjian.apps.documents.render import contexts as c
from zhuangjian.apps.inspections.contents import context_of, part_of, photos_of, printed_signature
from zhuangjian.apps.inspections.models import Inspection, Signature
from zhuangjian.apps.ledger.chain import digest_of
from zhuangjian.engines.rules.vocabulary import Form

TEMPLATES = {
    Form.INSPECTION_REPORT: ("inspection_report", "nonconformity_list"),
    Form.RECORD_FORM: ("record_form",),
    Form.INTERVIEW_TRANSCRIPT: ("interview_transcript",),
    Form.OTHER: ("record_form",),
    Form.OFF_SITE: ("off_site_record",),
}

# What goes with a record that has photographs of its checkpoints.
PHOTOS = "photo_appendix"


def record_papers(inspection: Inspection, form: Form, at: Any) -> list[Paper]:
    """The record's documents to be signed, each as PDF and .docx."""
    places = [c.Signature(role=part_of(m), name=m.person.name) for m in inspection.members()]
    places.append(c.Signature(role="被检查对象负责人", name=""))
    papers = []
    for name in TEMPLATES[form]:
        context = context_of(name, inspection, at, signatures=tuple(places))
        papers += [Paper(name, name, LAYOUTS[name].title, media_type, context) for media_type in (PDF, DOCX)]
    if photos_of(inspection).exists():
        context = context_of(PHOTOS, inspection, at)
        title = LAYOUTS[PHOTOS].title
        papers += [Paper(PHOTOS, PHOTOS, title, media_type, context) for media_type in (PDF, DOCX)]
    return papers


def edition_of(inspection: Inspection) -> int:
    """Which edition of the record was made last; 0 while there is none."""
    kinds = {kind for names in TEMPLATES.values() for kind in names}
    rows = Document.objects.unrestricted().filter(
        target_model="inspections.inspection", target_id=inspection.pk, kind__in=kinds
    )
    return rows.values("made_at").distinct().order_by().count()


def record_digest(rows: list[Document]) -> str:
    """The digest over all PDFs of a record: what is signed."""
    return digest_of(digests(rows))


def copy_papers(inspection: Inspection, receipt: dict[str, Any], at: Any) -> list[Paper]:
    """The signed record once for each side, with the ledger receipt."""
    printed = c.Receipt(
        entry=receipt["body"]["seq"],
        hash=receipt["entry_hash"],
        algorithm=receipt["head"]["algorithm"],
        qr=receipt_code(receipt),
    )
    signatures = tuple(printed_signature(row, inspection) for row in current_signatures(inspection))
    said = {
        name: context_of(name, inspection, at, signatures=signatures, receipt=printed)
        for name in TEMPLATES[Form(inspection.record_form)]
    }
    if photos_of(inspection).exists():
        said[PHOTOS] = context_of(PHOTOS, inspection, at, receipt=printed)
    papers = []
    for number, (holder, for_party) in enumerate((("检查单位存", False), ("交被检查对象", True)), 1):
        for name, context in said.items():
            copy = context.model_copy(update={"copy_no": number, "copy_holder": holder})
            kind = f"{name}_signed_party" if for_party else f"{name}_signed"
            title = f"{LAYOUTS[name].title}（已签，{holder}）"
            papers.append(Paper(name, kind, title, PDF, copy, for_party))
    return papers


def receipt_code(receipt: dict[str, Any]) -> str:
    """What the QR code says: entry, its hash, the tree's size, root and signature, separated by spaces."""
    head = receipt["head"]
    parts = (receipt["body"]["seq"], receipt["entry_hash"], head["size"], head["root"], head["signature"])
    return " ".join(["ZJ1", *(str(part) for part in parts)])


def current_signatures(inspection: Inspection) -> list[Signature]:
    """Signatures over the record as it is now: the team first, then the party."""
    rows = inspection.signatures.filter(record_digest=inspection.record_digest).select_related("person")
    return sorted(rows, key=lambda row: (row.side != "team", row.pk))
