"""A bundle of an inspection: what is in it, who may make it, what taking one in leaves behind (CQ 37)."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from typing import Any

import pytest

from tests.bundle.making import small
from tests.enforcement.cases import delivered, do, signed
from tests.inspections import course
from tests.rectification.cases import sign_in
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.enforcement.actions.bundle import FOLDER, RECEIVED, receipt_of
from zhuangjian.apps.enforcement.models import Bundle, BundleFile
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.ledger import keys
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours, Upload, perform
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.engines import bundle
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.citing import cited
from zhuangjian.web.templatetags.zj import cn_time

pytestmark = pytest.mark.django_db


def made(w: Any, row: Any = None) -> tuple[Bundle, bytes]:
    kept = do("enforcement.make_bundle", w.leader, row or signed(w))
    return kept, store.get(FOLDER, kept.digest)


def faults() -> list[Any]:
    """What the ledger finds wrong, but for the cast, written without acts, and the head, signed after a commit."""
    return [one for one in verify().faults if "绕过系统写入" not in one.what and one.where != "账本签名"]


def taken(person: Any, raw: bytes, **more: Any) -> Bundle:
    return do("enforcement.receive_bundle", person, file=Upload.of("b.zip", raw), **more)


def test_it_holds_the_record_every_paper_the_evidence_and_receipts_that_name_them(world, region):
    row = delivered(world)
    kept, raw = made(world, row)
    read = bundle.read(io.BytesIO(raw), keys.public_key_hex())
    sums = {file.sha256: file for file in read.files}
    papers = Document.objects.filter(target_model="inspections.inspection", target_id=row.pk)
    piece = Evidence.objects.get(inspection=row)
    assert papers.count() > 1
    assert {paper.digest for paper in papers} | {piece.sha256} < set(sums)
    # The evidence and the signed copies stand in the ledger, and the bundle proves it.
    assert sums[piece.sha256].entry is not None
    copies = papers.filter(kind__contains="_signed")
    # Report, list and photographs, once for each side.
    assert copies.count() == 6
    assert all(sums[one.digest].entry for one in copies)
    entries = Entry.objects.filter(object_model__in=("inspections.inspection", "evidence.evidence")).count()
    assert read.receipts == entries
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        case = json.loads(archive.read("bundle/data/case.json"))
    assert case["party"]["name"] == row.party.name
    assert case["suspected_violation"] is True
    assert [one["checkpoint"] for one in case["deficiencies"]] == ["25"]
    entry = Entry.objects.get(object_model="enforcement.bundle", object_id=kept.pk)
    assert entry.article == cited("transfer", region=region).article
    assert kept.digest in entry.facts
    assert faults() == []


def test_it_can_be_made_once_the_record_is_signed_and_not_before(world):
    row = course.recorded(world)
    with pytest.raises(NotNow, match="签字还不齐全"):
        do("enforcement.make_bundle", world.leader, row)


@pytest.mark.parametrize("who", ["leader", "inspector", "bureau_head", "enforcement_officer", "head"])
def test_whoever_sees_the_whole_file_may_make_it(world, who):
    row = signed(world)
    assert ACTIONS["enforcement.make_bundle"].allowed(getattr(world, who), row)


@pytest.mark.parametrize("who", ["contact", "auditor", "other_district_officer", "reviewer"])
def test_nobody_else_does(world, who):
    row = signed(world)
    with pytest.raises((NotYours, Refusal)):
        do("enforcement.make_bundle", getattr(world, who), row)
    assert not Bundle.objects.exists()


def test_no_bundle_is_made_of_evidence_that_was_changed_on_the_disk(world):
    row = signed(world)
    piece = Evidence.objects.get(inspection=row)
    store.path_of("evidence", piece.sha256).write_bytes(b"another")
    with pytest.raises(Refusal, match="与登记的摘要不符"):
        do("enforcement.make_bundle", world.leader, row)
    assert not Bundle.objects.exists()


def test_taking_one_in_keeps_its_files_by_digest(world):
    _, raw = made(world)
    kept = taken(world.district_officer, raw)
    read = bundle.read(io.BytesIO(raw))
    assert {(f.path, f.sha256) for f in kept.files.all()} == {(f.path, f.sha256) for f in read.files}
    for file in kept.files.all():
        assert len(store.get(RECEIVED, file.sha256)) == file.size
    assert kept.trusted  # this installation's own key
    assert kept.authority == world.district
    assert faults() == []


def test_the_same_bundle_twice_is_one_and_another_unit_has_its_own(world):
    _, raw = made(world)
    first = taken(world.district_officer, raw)
    again = perform(
        ACTIONS["enforcement.receive_bundle"], world.district_head, None, {"file": Upload.of("c.zip", raw)}
    )
    assert again.object.pk == first.pk
    assert json.loads(again.entry.facts)["again"] is True
    assert first.files.count() == BundleFile.objects.filter(bundle=first).count()
    assert taken(world.other_district_officer, raw).pk != first.pk
    assert Bundle.objects.filter(direction="received").count() == 2


def test_a_changed_bundle_is_refused_and_leaves_nothing(world):
    _, raw = made(world)
    changed = bytearray(raw)
    changed[len(raw) // 2] ^= 1
    with pytest.raises(Refusal, match="移送包不成立"):
        taken(world.district_officer, bytes(changed))
    assert not Bundle.objects.filter(direction="received").exists()


def test_a_bundle_from_elsewhere_is_trusted_under_the_key_that_was_told_only(world):
    from tests.bundle.making import PUBLIC

    kept = taken(world.district_officer, small())
    assert not kept.trusted
    other = taken(world.other_district_officer, small(), public_key=PUBLIC)
    assert other.trusted
    with pytest.raises(Refusal, match="不是用所指的公钥签名的"):
        taken(world.leader, small(), public_key=keys.public_key_hex())


def test_the_receipt_is_in_the_same_signed_form_and_names_every_file(world):
    _, raw = made(world)
    kept = taken(world.district_officer, raw)
    out = io.BytesIO()
    receipt_of(kept, out)
    read = bundle.read(out, keys.public_key_hex())
    assert (read.kind, read.about["of"]) == ("receipt", kept.digest)
    assert read.receipts == 1
    with zipfile.ZipFile(out) as archive:
        said = json.loads(archive.read("bundle/data/receipt.json"))
    assert said["of"] == kept.digest
    assert {one["sha256"] for one in said["files"]} == set(kept.files.values_list("sha256", flat=True))
    # The maker takes the receipt in as it would a bundle.
    back = taken(world.leader, out.getvalue())
    assert (back.kind, back.of_digest) == ("receipt", kept.digest)


def test_a_bundle_is_seen_by_who_sees_the_inspection_and_a_received_one_by_its_unit(world):
    kept, raw = made(world)
    theirs = taken(world.other_district_officer, raw)

    def seen(name: str) -> set[int]:
        return set(Bundle.objects.visible_to(getattr(world, name)).values_list("pk", flat=True))

    assert seen("leader") == {kept.pk}
    assert seen("other_district_officer") == {theirs.pk}
    assert seen("head") == {kept.pk, theirs.pk}
    for name in ("contact", "auditor", "administrator", "reviewer"):
        assert seen(name) == set()


def test_pages_offer_what_may_be_done_and_hand_out_the_bundle_whole(world, client):
    row = delivered(world)
    sign_in(client, world.leader)
    page = client.get(f"/inspections/{row.public_id}/bundles/").content.decode()
    assert "制作移送包" in page
    kept, raw = made(world, row)
    answer = client.get(f"/bundles/{kept.public_id}/file/")
    assert b"".join(answer.streaming_content) == raw
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(f"/bundles/{kept.public_id}/receipt/").status_code == 404
    page = client.get(f"/bundles/{kept.public_id}/").content.decode()
    assert kept.digest in page
    assert kept.made_on not in page  # the machine's 2026-11-27T01:16:00Z is told as everywhere else
    assert cn_time(datetime.fromisoformat(kept.made_on)) in page
    theirs = taken(world.other_district_officer, raw)
    assert client.get(f"/bundles/{theirs.public_id}/").status_code == 404
    sign_in(client, world.other_district_officer)
    listed = client.get("/bundles/").content.decode()
    assert row.number in listed
    assert "接收移送包" in listed
    page = client.get(f"/bundles/{theirs.public_id}/").content.decode()
    assert "下载签收回执" in page
    file = theirs.files.get(what="photo")
    answer = client.get(f"/bundles/files/{file.public_id}/")
    assert b"".join(answer.streaming_content) == store.get(RECEIVED, file.sha256)
    got = client.get(f"/bundles/{theirs.public_id}/receipt/")
    assert bundle.read(io.BytesIO(b"".join(got.streaming_content))).kind == "receipt"
    sign_in(client, world.contact)
    assert client.get("/bundles/").status_code == 404
    assert client.get(f"/inspections/{row.public_id}/bundles/").status_code == 404
