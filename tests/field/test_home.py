"""Work that comes home: the same acts, at their own time, once; nothing overwritten, nothing dropped unseen."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.inspections import course
from tests.inspections.course import do
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import Refusal, perform
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.outing.actions.outings import TakeAlong
from zhuangjian.apps.outing.home import CLOCK, when_done
from zhuangjian.apps.outing.models import Handed, Outing
from zhuangjian.field.sealed import public_key

pytestmark = pytest.mark.django_db
DEVICE = "phone-0001"


def signed_in(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def take(person, row, device=DEVICE):
    given = {"device": device, "device_name": "手机", "device_clock": timezone.now()}
    return perform(TakeAlong, person, row, given).object


def result(item="1", value="conforming", text="", known=("", "")):
    row = {"item": item, "result": value, "text": text, "known_result": known[0], "known_text": known[1]}
    return {"act": "inspections.findings", "about": f"第{item}项", "data": {"rows": [row]}}


def send(client, outing, piece, *, key=None, at=None, now=None, file=None, left=0):
    now = now or timezone.now()
    work = {
        "key": str(key or uuid4()),
        "device_at": (at or now).isoformat(),
        "device_now": now.isoformat(),
        "left": left,
        **piece,
    }
    if file is not None:
        work.setdefault("sha256", hashlib.sha256(file).hexdigest())
    posted = {"work": json.dumps(work)}
    if file is not None:
        posted["file"] = SimpleUploadedFile("现场.jpg", file, "image/jpeg")
    return client.post(f"/field/outings/{outing.public_id}/piece/", posted, HTTP_HX_REQUEST="true")


def test_what_is_out_is_known_with_whom_and_someone_has_to_bring_it_home(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    duty = Duty.objects.unrestricted().get(kind="outing.bring", done_at=None)
    assert (duty.person, duty.due) == (world.leader, timezone.localdate(outing.shown_until))
    with pytest.raises(Refusal, match="还没有交回"):
        take(world.leader, row)
    take(world.leader, row, "tablet-0002")
    take(world.inspector, row)
    assert Outing.objects.unrestricted().filter(inspection=row).count() == 3


def test_it_is_the_teams_alone_and_of_the_team_each_ones_own(world):
    row = course.on_site(world)
    with pytest.raises(Refusal):
        take(world.bureau_head, row)
    outing = take(world.leader, row)
    assert signed_in(world.inspector).get(f"/field/outings/{outing.public_id}/").status_code == 403
    assert send(signed_in(world.inspector), outing, result()).status_code == 403
    assert not row.findings.exists()


def test_work_is_done_at_its_own_time_and_entered_at_the_time_it_came(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    Outing.objects.unrestricted().update(taken_at=timezone.now() - timedelta(hours=9))
    then = timezone.now() - timedelta(hours=5)
    answer = send(signed_in(world.leader), outing, result(), at=then).json()
    assert answer["outcome"] == "done"
    finding = row.findings.get()
    assert abs(finding.found_at - then) < timedelta(seconds=5)
    entry = Entry.objects.get(seq=answer["seq"])
    assert (entry.action, entry.at) == ("inspections.findings", finding.found_at)
    assert entry.recorded_at - entry.at > timedelta(hours=4)


def test_a_piece_sent_twice_is_stored_once_and_told_twice(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    client, key = signed_in(world.leader), uuid4()
    picture = course.photo().content
    send(client, outing, result())
    photo = {"act": "evidence.add", "about": "照片", "data": {"item": "1", "note": "车间"}}
    first = send(client, outing, photo, key=key, file=picture).json()
    # The receipt was lost, even before it was noted here.
    Handed.objects.unrestricted().filter(key=key).delete()
    again = send(
        client, outing, photo, key=key, file=picture, now=timezone.now() + timedelta(seconds=3)
    ).json()
    assert first["outcome"] == again["outcome"] == "done"
    assert first["seq"] == again["seq"]
    assert row.evidence.get().sha256 == first["sha256"] == hashlib.sha256(picture).hexdigest()


def test_a_damaged_attachment_is_not_taken_for_the_one_that_was_taken(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    client = signed_in(world.leader)
    send(client, outing, result())
    photo = {"act": "evidence.add", "about": "照片", "data": {"item": "1"}, "sha256": "0" * 64}
    answer = send(client, outing, photo, file=course.photo().content)
    assert answer.status_code == 422
    assert "损坏" in answer.json()["error"]["message"]
    assert not row.evidence.exists()


def test_of_a_clash_both_sides_are_kept_and_the_one_in_the_case_is_not_overwritten(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    do("inspections.findings", world.inspector, row, rows=[{"item": "1", "result": "conforming"}])
    client, key = signed_in(world.leader), uuid4()
    answer = send(client, outing, result(value="nonconforming", text="没有记录"), key=key).json()
    assert answer["outcome"] == "clash"
    assert answer["stands"]["by"] == world.inspector.name
    assert row.findings.get().result == "conforming"
    page = client.get(f"/outings/{outing.public_id}/").content.decode()
    assert "没有记录" in page
    end = client.post(f"/field/outings/{outing.public_id}/end/", {"left": "0"})
    assert end.status_code == 422
    drop = {"key": str(key), "words": "采用同组人员的结果", "left": 0}
    kept = client.post(f"/field/outings/{outing.public_id}/drop/", {"drop": json.dumps(drop)}).json()
    assert kept["outcome"] == "dropped"
    assert Handed.objects.unrestricted().get(key=key).content["rows"][0]["text"] == "没有记录"
    assert client.post(f"/field/outings/{outing.public_id}/end/", {"left": "0"}).json() == {"ended": True}
    assert not Duty.objects.unrestricted().filter(kind="outing.bring", done_at=None).exists()


def test_mine_counts_once_it_says_that_it_saw_theirs(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    do("inspections.findings", world.inspector, row, rows=[{"item": "1", "result": "conforming"}])
    mine = result(value="nonconforming", text="没有记录", known=("conforming", ""))
    assert send(signed_in(world.leader), outing, mine).json()["outcome"] == "done"
    assert row.findings.get().text == "没有记录"


def test_what_the_law_wants_decided_elsewhere_is_not_done_from_the_field(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    answer = send(
        signed_in(world.leader), outing, {"act": "inspections.conclude", "about": "结论", "data": {}}
    )
    assert answer.status_code == 422
    assert not Handed.objects.unrestricted().exists()


def test_what_is_refused_is_kept_with_the_reason_and_stored_when_it_may_be(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    client, key = signed_in(world.leader), uuid4()
    deficiency = {"act": "inspections.deficiency", "about": "缺陷", "data": {"item": "1", "text": "没有记录"}}
    first = send(client, outing, deficiency, key=key).json()
    assert first["outcome"] == "refused"
    assert "还没有检查结果" in first["words"]
    send(client, outing, result(value="nonconforming", text="没有记录"))
    assert send(client, outing, deficiency, key=key).json()["outcome"] == "done"
    assert row.deficiencies.get().text == "没有记录"


def test_an_emptied_device_changes_nothing_and_is_on_record(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    send(signed_in(world.leader), outing, result(), left=7)
    outing.refresh_from_db()
    assert outing.left == 7
    do("outing.lose", world.leader, outing, because="手机进水，无法开机")
    outing.refresh_from_db()
    assert (outing.ended_how, outing.left) == ("lost", 7)
    assert row.findings.count() == 1
    take(world.leader, row)
    # The old store turns up: its work is taken in all the same.
    assert send(signed_in(world.leader), outing, result("2")).json()["outcome"] == "done"


NOON = timezone.make_aware(timezone.datetime(2026, 5, 8, 12))
OUT = SimpleNamespace(skew=0.0, taken_at=NOON - timedelta(hours=6))


@pytest.mark.parametrize(
    ("behind", "skew", "ago", "trusted"),
    [
        (timedelta(0), 0, timedelta(hours=2), True),
        # A clock that is wrong all the time is set right; one that was changed on the way is noticed.
        (timedelta(hours=3), 3 * 3600, timedelta(hours=2), True),
        (timedelta(hours=3), 0, timedelta(hours=2), False),
        (CLOCK, 0, timedelta(hours=2), True),
        (CLOCK + timedelta(seconds=1), 0, timedelta(hours=2), False),
    ],
)
def test_the_time_of_work_is_told_by_how_the_clocks_differ(behind, skew, ago, trusted):
    outing = SimpleNamespace(skew=skew, taken_at=OUT.taken_at)
    device_now = NOON - behind
    at, known = when_done(outing, device_now - ago, device_now, NOON)
    assert (at, known) == (NOON - ago, trusted)


@pytest.mark.parametrize(("ago", "within"), [(timedelta(hours=7), OUT.taken_at), (timedelta(hours=-1), NOON)])
def test_nothing_was_done_before_it_was_taken_along_or_after_it_came_home(ago, within):
    assert when_done(OUT, NOON - ago, NOON, NOON) == (within, False)


def sealed(held, altered=False):
    """A file as a device seals it for this installation."""
    ours = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b64decode(public_key()))
    key = HKDF(SHA256(), 32, salt=None, info=b"zjfield-1").derive(ours.exchange(ec.ECDH(), theirs))
    content = bytearray(AESGCM(key).encrypt(b"n" * 12, json.dumps(held).encode(), b"zjfield-1"))
    content[5] ^= altered
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    outer = {"format": "zjfield-1", "key": point, "iv": b"n" * 12, "sealed": bytes(content)}
    return json.dumps(
        {name: part if isinstance(part, str) else b64encode(part).decode() for name, part in outer.items()}
    ).encode()


def carry(client, outing, content):
    file = SimpleUploadedFile("现场.zjfield", content)
    return client.post(f"/field/outings/{outing.public_id}/carried/", {"file": file})


def test_a_sealed_file_is_taken_in_piece_by_piece_and_an_altered_one_not_at_all(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    now = timezone.now()
    moments = {"device_at": now.isoformat(), "device_now": (now - timedelta(days=1)).isoformat()}
    held = {
        "outing": str(outing.public_id),
        "pieces": [{"work": {"key": str(uuid4()), "left": 0, **moments, **result()}}],
    }
    client = signed_in(world.leader)
    assert carry(client, outing, sealed(held, altered=True)).status_code == 422
    assert carry(client, outing, b"{}").status_code == 422
    assert carry(client, outing, sealed(held | {"outing": str(uuid4())})).status_code == 422
    broken = held | {"pieces": [{"work": held["pieces"][0]["work"] | {"sha256": "0" * 64}, "file": "?"}]}
    assert carry(client, outing, sealed(broken)).status_code == 422
    assert not row.findings.exists()
    assert carry(signed_in(world.inspector), outing, sealed(held)).status_code == 403
    assert carry(client, outing, sealed(held)).status_code == 302
    assert carry(client, outing, sealed(held)).status_code == 302
    assert row.findings.get().result == "conforming"
    assert Handed.objects.unrestricted().get().trusted


def test_the_checklist_says_who_works_on_it_without_a_network(world):
    row = course.on_site(world)
    page = f"/inspections/{row.public_id}/checklist/"
    assert '用<a href="/field/">现场离线</a>带出' in signed_in(world.leader).get(page).content.decode()
    outing = take(world.inspector, row)
    send(signed_in(world.inspector), outing, result(), left=2)
    shown = signed_in(world.leader).get(page).content.decode()
    assert f"手机（{world.inspector.name}）</a> 2 件未交回" in shown
