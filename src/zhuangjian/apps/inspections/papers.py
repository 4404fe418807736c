"""The record of an inspection as documents: which templates its form means, and what is printed in them (CQ 14)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.render import LAYOUTS, render_docx, render_pdf
from zhuangjian.apps.documents.render import contexts as c
from zhuangjian.apps.inspections.contents import context_of, part_of, printed_signature
from zhuangjian.apps.inspections.models import Inspection, Signature
from zhuangjian.apps.ledger.chain import digest_of
from zhuangjian.engines.rules.vocabulary import Form

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATES = {
    Form.INSPECTION_REPORT: ("inspection_report", "nonconformity_list"),
    Form.RECORD_FORM: ("record_form",),
    Form.INTERVIEW_TRANSCRIPT: ("interview_transcript",),
    Form.OTHER: ("record_form",),
}


def make_record(inspection: Inspection, form: Form, *, by: Any, at: Any) -> str:
    """Make the record's documents to be signed, as PDF and .docx; returns the digest over all its PDFs."""
    places = [c.Signature(role=part_of(m), name=m.person.name) for m in inspection.members()]
    places.append(c.Signature(role="被检查对象负责人", name=""))
    made = {}
    for name in TEMPLATES[form]:
        context = context_of(name, inspection, at, signatures=tuple(places))
        title = LAYOUTS[name].title
        pdf = store.keep_document(
            inspection, name, title, render_pdf(name, context), PDF, by=by, at=at, number=inspection.number
        )
        store.keep_document(
            inspection, name, title, render_docx(name, context), DOCX, by=by, at=at, number=inspection.number
        )
        made[name] = pdf.digest
    return digest_of(made)


def make_copies(inspection: Inspection, receipt: dict[str, Any], *, by: Any, at: Any) -> list[str]:
    """Print the signed record once for each side, with the ledger receipt; returns the documents' digests."""
    printed = c.Receipt(
        entry=receipt["body"]["seq"],
        hash=receipt["entry_hash"],
        algorithm=receipt["head"]["algorithm"],
        qr=receipt_code(receipt),
    )
    signatures = tuple(printed_signature(row, inspection) for row in current_signatures(inspection))
    digests = []
    for number, (holder, for_party) in enumerate((("检查单位存", False), ("交被检查对象", True)), 1):
        for name in TEMPLATES[Form(inspection.record_form)]:
            context = context_of(
                name,
                inspection,
                at,
                signatures=signatures,
                receipt=printed,
                copy_no=number,
                copy_holder=holder,
            )
            row = store.keep_document(
                inspection,
                f"{name}_signed_party" if for_party else f"{name}_signed",
                f"{LAYOUTS[name].title}（已签，{holder}）",
                render_pdf(name, context),
                PDF,
                by=by,
                at=at,
                number=inspection.number,
                for_party=for_party,
            )
            digests.append(row.digest)
    return digests


def receipt_code(receipt: dict[str, Any]) -> str:
    """What the QR code says: entry, its hash, the tree's size, root and signature, separated by spaces."""
    head = receipt["head"]
    parts = (receipt["body"]["seq"], receipt["entry_hash"], head["size"], head["root"], head["signature"])
    return " ".join(["ZJ1", *(str(part) for part in parts)])


def current_signatures(inspection: Inspection) -> list[Signature]:
    """Signatures over the record as it is now: the team first, then the party."""
    rows = inspection.signatures.filter(record_digest=inspection.record_digest).select_related("person")
    return sorted(rows, key=lambda row: (row.side != "team", row.pk))
