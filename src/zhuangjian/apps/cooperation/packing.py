"""Letters as signed bundles: the letter, that it was received, that its answer comes later, the answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone

from zhuangjian.apps.cooperation.models import Annex, Direction, Letter, LetterStage
from zhuangjian.apps.cooperation.papers import ANSWER, LETTER
from zhuangjian.apps.documents import printing, store
from zhuangjian.apps.documents.file_names import ENDINGS, UNKNOWN
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.enforcement.actions.bundle import FOLDER
from zhuangjian.apps.enforcement.packing import moment
from zhuangjian.apps.ledger import keys
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.receipts import receipts
from zhuangjian.engines import bundle, merkle
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import Term

SAID = (
    "kind",
    "number",
    "subject",
    "party_name",
    "reasons",
    "matters",
    "contact_name",
    "contact_way",
    "public_info",
    "public_reason",
    "urgency",
)
FILE = "data/letter.json"


class What(Term):
    """What travels."""

    LETTER = "letter", "函件"
    RECEIPT = "letter_receipt", "收函回执"
    EXTENSION = "letter_extension", "延期告知"
    ANSWER = "letter_answer", "复函"


def sendable(letter: Letter) -> list[What]:
    """What there is of a letter for the other side, as it stands."""
    if letter.direction == Direction.OUT:
        return [What.LETTER] if letter.sent_at and letter.stage != LetterStage.WITHDRAWN else []
    found = [What.RECEIPT]
    if letter.extensions.exists():
        found.append(What.EXTENSION)
    if letter.answers.exists():
        found.append(What.ANSWER)
    return found


def pack(out: BinaryIO, letter: Letter, what: What) -> str:
    """Write the bundle to ``out``; its SHA-256. Raises Refusal where there is no such thing yet.

    The letter goes out whole, whatever whoever hands it out may see of it.
    """
    letter = Letter.objects.unrestricted().get(pk=letter.pk)
    if what not in sendable(letter):
        raise Refusal(f"这一函件还没有可以发出的{what.label}。")
    said, at, by = _said(letter, what)
    raw = merkle.canonical_bytes(said)
    contents = [bundle.Content(FILE, what.label, what.value, lambda: BytesIO(raw))]
    contents += _paper(letter, what)
    contents += [_annex(number, one) for number, one in enumerate(_annexes(letter, what), 1)]
    about = {
        "number": letter.number or str(letter.called),
        "party": letter.party_name,
        "letter": str(letter.called),
    }
    made = {"unit": letter.authority.name, "by": by.name, "at": moment(at)}
    entries = Entry.objects.unrestricted().filter(object_model=letter._meta.label_lower, object_id=letter.pk)
    proofs = receipts(list(entries.order_by("seq").values_list("seq", flat=True)))
    return bundle.make(out, bundle.Statement(what.value, about, made), contents, proofs, keys.private_key())


def _said(letter: Letter, what: What) -> tuple[dict[str, Any], datetime, Any]:
    base: dict[str, Any] = {"letter": str(letter.called), "unit": letter.authority.name}
    if what == What.LETTER:
        said = {name: str(getattr(letter, name)) for name in SAID}
        said |= {
            "own_term": letter.own_term.isoformat() if letter.own_term else "",
            "unit_kind": _kind(letter),
        }
        said["addressees"] = [  # type: ignore[assignment]
            {"name": one.name, "second": one.second} for one in letter.addressees.order_by("pk")
        ]
        assert letter.sent_at is not None
        return base | said, letter.sent_at, letter.sent_by
    if what == What.RECEIPT:
        assert letter.received_on is not None
        return base | {"received_on": letter.received_on.isoformat()}, letter.written_at, letter.written_by
    if what == What.EXTENSION:
        later = letter.extensions.order_by("-pk")[0]
        said = {
            "until": later.until.isoformat(),
            "reason": later.reason,
            "told_on": later.told_on.isoformat(),
        }
        return base | said, later.entered_at, later.entered_by
    row = letter.answers.get(body_name=letter.authority.name)
    said = {"text": row.text, "number": row.number, "answered_on": row.answered_on.isoformat()}
    decided = (
        {}
        if letter.decision is None
        else {"decision": letter.decision, "decision_text": letter.decision_text}
    )
    return base | said | decided, row.entered_at, row.entered_by


def _kind(letter: Letter) -> str:
    from zhuangjian.apps.cooperation.law import kind_of_unit

    return kind_of_unit(letter.authority).value


def _annexes(letter: Letter, what: What) -> Iterable[Annex]:
    if what not in (What.LETTER, What.ANSWER):
        return ()
    rows = Annex.objects.unrestricted().filter(letter=letter, body_name=letter.authority.name)
    return rows.filter(of_answer=what == What.ANSWER).order_by("pk")


def _paper(letter: Letter, what: What) -> list[bundle.Content]:
    """The letter or the answer itself, as the other side would have had it on paper."""
    kind = {What.LETTER: LETTER, What.ANSWER: ANSWER}.get(what)
    row = (
        Document.objects.unrestricted()
        .filter(
            target_model=letter._meta.label_lower, target_id=letter.pk, kind=kind, media_type=printing.PDF
        )
        .order_by("-edition")
        .first()
    )
    if row is None:
        return []
    if not store.holds("documents", row.digest):
        raise Refusal(f"“{row.title}”的文件不在存储目录中，或者与登记的摘要不符，请从备份恢复后再发出。")
    path: Path = store.path_of("documents", row.digest)
    title = row.title.removesuffix(".pdf")
    return [bundle.Content(f"data/{kind}.pdf", title, row.media_type, lambda: path.open("rb"))]


def _annex(number: int, one: Annex) -> bundle.Content:
    path: Path = store.path_of(FOLDER, one.sha256)
    if not store.holds(FOLDER, one.sha256):
        raise Refusal(f"“{one.title}”的文件不在存储目录中，或者与登记的摘要不符，请从备份恢复后再发出。")
    name = f"data/annex-{number:03}.{ENDINGS.get(one.media_type, UNKNOWN)}"
    return bundle.Content(name, one.title, one.media_type, lambda: path.open("rb"))


def said_in(file: BinaryIO, read: bundle.Bundle) -> dict[str, Any]:
    """What a bundle says of a letter; a Refusal when it is none of ours."""
    place = read.places.get(FILE)
    if place is None or read.kind not in {str(one) for one in What}:
        raise Refusal(f"这不是函件（种类“{str(read.kind)[:20]}”）：案卷材料和签收回执请在“移送包”中接收。")
    raw = b"".join(bundle.pieces(file, place))
    try:
        said = json.loads(raw)
    except ValueError:
        said = None
    if not isinstance(said, dict) or str(read.about.get("letter", "")) != str(said.get("letter")):
        raise Refusal("这一函件的内容读不出来，请来文单位重新发出。")
    return said


def file_name(letter: Letter, what: What) -> str:
    """What the file is called when it is saved."""
    day = timezone.localdate()
    return f"{letter.number or letter.subject}-{what.label}-{day.isoformat()}.zip"
