"""Making a bundle of an inspection, and taking one in (CQ 37)."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any, BinaryIO

from pydantic import Field

from zhuangjian.apps.documents import store
from zhuangjian.apps.duties.turns import end_all
from zhuangjian.apps.enforcement.models import Bundle, BundleFile, BundleKind, Direction, Lead, LeadStage
from zhuangjian.apps.enforcement.packing import moment, pack
from zhuangjian.apps.enforcement.turns import FILE
from zhuangjian.apps.enforcement.who import OFFICIALS, WHOLE_FILE
from zhuangjian.apps.evidence.secrets import in_file, refuse_secrets
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.queries import RECORD_SHOWN
from zhuangjian.apps.inspections.who import at
from zhuangjian.apps.ledger import keys
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.ledger.action import Upload, also
from zhuangjian.engines import bundle
from zhuangjian.kernel.states import always

FOLDER = RECEIVED = "evidence"


class MakeBundle(Act[Inspection]):
    """把检查记录、文书、证据和账本回执做成一个签名的移送包。"""

    name = "enforcement.make_bundle"
    title = "制作移送包"
    cites = "transfer"
    who = WHOLE_FILE
    when = at(*RECORD_SHOWN, early="现场检查记录的签字还不齐全")

    class Input(Fields):
        """Nothing to fill in: what the file holds goes into it."""

    data: Input

    def check(self) -> None:
        """No trade secret goes with it that no other authority may be told."""
        refuse_secrets(self.case, in_file(self.case))

    def prepare(self) -> None:
        """Packed and signed before the ledger is taken."""
        self.checked()
        self.kept = packed(self.case, self.actor, self.at)

    def do(self, found: None) -> Change:
        """The bundle as a row; its bytes lie in the store already."""
        row = enter_made(self.case, self.kept, self.actor, self.at)
        return Change(row, {"inspection": self.case.public_id, "sha256": row.digest})


class Packed:
    """A bundle in the store, read back once: what was written is what holds."""

    def __init__(self, digest: str, size: int, read: bundle.Bundle) -> None:
        self.digest, self.size, self.read = digest, size, read


def packed(inspection: Inspection, person: Any, at: Any) -> Packed:
    """Make the bundle of an inspection and keep it; a Refusal when it would not hold."""
    with TemporaryFile() as file:
        pack(file, inspection, person.authority, person, at)
        size = file.tell()
        read = bundle.read(file, keys.public_key_hex())
        return Packed(store.put(FOLDER, file), size, read)


def enter_made(inspection: Inspection, made: Packed, person: Any, at: Any) -> Bundle:
    """The row of a bundle that was made here."""
    return _row(made.read, made.size, Direction.MADE, person, at, inspection=inspection)


def stored_files(file: BinaryIO, read: bundle.Bundle) -> None:
    """Keep every file of a bundle that was read by its digest, before the row that will name it."""
    for one in read.files:
        with TemporaryFile() as single:
            for piece in bundle.pieces(file, read.places[one.path]):
                single.write(piece)
            store.put(RECEIVED, single)


def enter_received(read: bundle.Bundle, size: int, person: Any, at: Any) -> Bundle:
    """The row of a bundle that was received; the one that is there already for this unit."""
    rows = Bundle.objects.unrestricted().filter(direction=Direction.RECEIVED, digest=read.digest)
    known = rows.filter(authority=person.authority).first()
    return known or _row(read, size, Direction.RECEIVED, person, at)


def _row(read: bundle.Bundle, size: int, direction: Direction, person: Any, at: Any, **more: Any) -> Bundle:
    row = Bundle.objects.create(
        direction=direction,
        kind=read.kind,
        number=str(read.about["number"])[:60],
        party_name=str(read.about["party"])[:200],
        unit_name=str(read.made["unit"])[:120],
        made_on=str(read.made["at"])[:40],
        authority=person.authority,
        digest=read.digest,
        size=size,
        public_key=read.public_key,
        trusted=read.trusted,
        receipts=read.receipts,
        of_digest=str(read.about.get("of", ""))[:64],
        entered_at=at,
        entered_by=person,
        **more,
    )
    for file in read.files:
        BundleFile.objects.create(
            bundle=row,
            path=file.path,
            title=file.title[:200],
            what=file.what[:40],
            sha256=file.sha256,
            size=file.size,
            entry=file.entry,
            stored=file.sha256 if direction is Direction.RECEIVED else "",
        )
    return row


class ReceiveBundle(Act[None, Bundle | None]):
    """核对并接收一个移送包或者签收回执；其中的文件按摘要存为证据。同一个包再次接收，不重复登记。"""

    name = "enforcement.receive_bundle"
    title = "接收移送包"
    cites = "transfer"
    model = Bundle
    creates = True
    prepares_input = True
    who = OFFICIALS
    when = always

    class Input(Fields):
        """The file, and the key that the authority has published."""

        file: Upload = Field(title="移送包", description="没有加密的 .zip；加密的请先用命令行解密接收")
        public_key: str = Field(
            "",
            title="出具单位公布的公钥",
            max_length=64,
            description="十六进制 64 位。不填只能核对包自身是否完整，不能确认由谁出具",
        )

    data: Input

    def prepare(self) -> None:
        """Every byte checked, and its files stored, before the ledger is taken."""
        own = keys.public_key_hex()
        with self.data.file.opened() as file:
            if bundle.encrypted(file):
                self.refuse(
                    "这一文件是加密的。请在服务器上用 zhuangjian bundle receive --identity 解密接收。"
                )
            self.read = bundle.read(file, self.data.public_key)
            if not self.data.public_key and self.read.public_key == own:
                self.read = bundle.read(file, own)
            if self.read.kind not in {str(one) for one in BundleKind}:
                self.refuse(f"不认识的移送包种类“{self.read.kind[:20]}”。")
            self.size = self.data.file.size
            store.put(FOLDER, file)
            stored_files(file, self.read)

    def check(self) -> Bundle | None:
        """The same bundle, when this unit has it already."""
        rows = Bundle.objects.unrestricted().filter(direction=Direction.RECEIVED, digest=self.read.digest)
        return rows.filter(authority=self.actor.authority).first()

    def do(self, found: Bundle | None) -> Change:
        """The bundle and its files; nothing anew when it is here already."""
        if found is not None:
            return Change(found, {"sha256": found.digest, "again": True})
        row = enter_received(self.read, self.size, self.actor, self.at)
        if row.kind == BundleKind.RECEIPT:
            self._close(row)
        return Change(row, {"sha256": row.digest, "files": len(self.read.files), "made": row.made_on})

    def _close(self, receipt: Bundle) -> None:
        """A receipt for a bundle that went out with a lead closes the duty to sign for that."""
        rows = Lead.objects.unrestricted().filter(
            bundle__digest=receipt.of_digest, stage=LeadStage.TRANSFERRED
        )
        for lead in rows.filter(local_authority=self.actor.authority) if receipt.trusted else ():
            lead.stage, lead.received_at, lead.received_bundle = LeadStage.RECEIVED, self.at, receipt
            lead.save()
            end_all(self, lead)
            self.owe(FILE, lead)
            also(self, lead, receipt=receipt.digest)


def receipt_of(row: Bundle, out: Any) -> str:
    """Write the receipt for a bundle that was received, in the same signed form, to ``out``; its SHA-256."""
    from io import BytesIO

    from zhuangjian.apps.ledger.models import Entry
    from zhuangjian.apps.ledger.receipts import receipts
    from zhuangjian.engines import merkle

    said = {
        "of": row.digest,
        "number": row.number,
        "party": row.party_name,
        "from": row.unit_name,
        "received_at": moment(row.entered_at),
        "received_by": row.entered_by.name,
        "trusted_key": row.trusted,
        "files": [{"path": one.path, "sha256": one.sha256} for one in row.files.order_by("path")],
    }
    raw = merkle.canonical_bytes(said)
    entries = Entry.objects.unrestricted().filter(object_model=Bundle._meta.label_lower, object_id=row.pk)
    about = {"of": row.digest, "number": row.number, "party": row.party_name}
    statement = bundle.Statement(
        "receipt",
        about,
        {"unit": row.authority.name, "by": row.entered_by.name, "at": moment(row.entered_at)},
    )
    content = bundle.Content("data/receipt.json", "签收回执", "receipt", lambda: BytesIO(raw))
    proofs = receipts(list(entries.order_by("seq").values_list("seq", flat=True)))
    return bundle.make(out, statement, [content], proofs, keys.private_key())
