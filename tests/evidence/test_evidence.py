"""Evidence: what is kept, how it is known later, what is refused (CQ 38)."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.inspections import course
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.sniff import LIMITS, kind_of, taken_at
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.contents import context_of
from zhuangjian.apps.ledger.action import NotYours, Upload
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
do = course.do
CLOSING = {
    "points": ["result_told", "right_to_state"],
    "party_attendee": "王经理",
    "position": "no_objection",
}


def office(folder="word/", extra=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}document.xml", *extra):
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (course.photo().content, "photo"),
        (b"\x89PNG\r\n\x1a\nxxxx", "photo"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "photo"),
        (b"\x00\x00\x00\x18ftypheic", "photo"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio"),
        (b"ID3\x04", "audio"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio"),
        (b"\x00\x00\x00\x18ftypisom", "video"),
        (b"%PDF-1.7", "document"),
        (office(), "document"),
        (office("xl/"), "document"),
    ],
)
def test_a_file_is_what_its_bytes_say(content, kind):
    assert kind_of(io.BytesIO(content))[0] == kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"<html><script>",
        b"<svg xmlns=",
        b"RIFF\x00\x00\x00\x00AVI ",
        b"PK\x03\x04broken",
        office("other/"),
        office("word/", ["word/vbaProject.bin"]),
        b"hello",
    ],
)
def test_what_is_not_on_the_list_is_not_accepted_whatever_its_name(world, content):
    row = course.on_site(world)
    with pytest.raises(Refusal, match="不是可接受的格式"):
        do("evidence.add", world.inspector, row, file=Upload.of("照片.jpg", content, "image/jpeg"))
    assert Evidence.objects.count() == 0


def test_the_three_times_and_the_digest_are_kept(world):
    row = course.on_site(world)
    captured = timezone.now() - timedelta(hours=2)
    photo = course.photo("2026:11:20 08:30:00")
    before = timezone.now()
    kept = do("evidence.add", world.inspector, row, file=photo, captured_at=captured, note="成品库")
    assert kept.sha256 == hashlib.sha256(photo.content).hexdigest()
    assert store.get("evidence", kept.sha256) == photo.content
    assert kept.captured_at == captured
    assert before <= kept.received_at <= timezone.now()
    assert timezone.localtime(kept.exif_at).isoformat() == "2026-11-20T08:30:00+08:00"
    assert kept.taken_by == world.inspector


def test_the_photos_own_time_is_the_capture_time_when_none_is_given(world):
    kept = do(
        "evidence.add", world.inspector, course.on_site(world), file=course.photo("2026:11:20 08:30:00")
    )
    assert kept.captured_at == kept.exif_at


def test_a_photo_without_time_or_with_a_broken_one_is_still_kept(world):
    zone = timezone.get_current_timezone()
    assert taken_at(course.photo().opened(), zone) is None
    assert taken_at(course.photo("0000:00:00 00:00:00").opened(), zone) is None
    assert (
        do("evidence.add", world.inspector, course.on_site(world), file=course.photo("not a time")).exif_at
        is None
    )


@pytest.mark.parametrize(("minutes", "good"), [(9, True), (11, False)])
def test_a_capture_time_in_the_future_is_a_wrong_clock(world, minutes, good):
    row = course.on_site(world)
    data = {"file": course.photo(), "captured_at": timezone.now() + timedelta(minutes=minutes)}
    if good:
        assert do("evidence.add", world.inspector, row, **data)
    else:
        with pytest.raises(Refusal, match="时钟"):
            do("evidence.add", world.inspector, row, **data)


def test_size_limits_hold_on_both_sides(world, monkeypatch):
    row = course.on_site(world)
    photo = course.photo()
    monkeypatch.setitem(LIMITS, "photo", len(photo.content))
    assert do("evidence.add", world.inspector, row, file=photo)
    monkeypatch.setitem(LIMITS, "photo", len(photo.content) - 1)
    with pytest.raises(Refusal, match="不能超过"):
        do("evidence.add", world.inspector, row, file=photo)
    with pytest.raises(Refusal, match="空"):
        do("evidence.add", world.inspector, row, file=Upload.of("a.jpg", b""))


def test_evidence_belongs_to_a_checkpoint_with_a_result(world):
    row = course.on_site(world)
    with pytest.raises(Refusal, match="还没有检查结果"):
        do("evidence.add", world.inspector, row, file=course.photo(), item="25")
    do("inspections.findings", world.inspector, row, rows=[{"item": "25", "result": "conforming"}])
    assert do("evidence.add", world.inspector, row, file=course.photo(), item="25").finding.item == "25"


def test_only_the_team_adds_evidence_and_only_while_the_inspection_runs(world):
    row = course.on_site(world)
    with pytest.raises(NotYours):
        do("evidence.add", world.bureau_head, row, file=course.photo())
    with pytest.raises(Refusal, match="找不到"):
        do("evidence.add", world.other_contact, row, file=course.photo())


def test_no_evidence_before_arrival_and_none_after_the_record_is_made(world):
    row = course.plan_approved(world)
    with pytest.raises(Refusal, match="还没有开始"):
        do("evidence.add", world.inspector, row, file=course.photo())
    row = do("inspections.arrive", world.leader, row, credentials=course.credentials_of(row))
    type(row).objects.filter(pk=row.pk).update(stage="recorded")
    row.refresh_from_db()
    with pytest.raises(Refusal, match="只有在"):
        do("evidence.add", world.inspector, row, file=course.photo())


def test_the_party_confirms_once(world):
    kept = do("evidence.add", world.inspector, course.on_site(world), file=course.photo())
    with pytest.raises(NotYours):
        do("evidence.confirm", world.bureau_head, kept, confirmed_by="王经理")
    kept = do("evidence.confirm", world.inspector, kept, confirmed_by="王经理")
    assert kept.confirmed_at is not None
    with pytest.raises(Refusal, match="已登记"):
        do("evidence.confirm", world.leader, kept, confirmed_by="李四")


@pytest.mark.parametrize("given", [{}, {"confirmed_by": "王经理", "unconfirmed": "refused"}])
def test_it_is_confirmed_or_noted_why_not_never_both_nor_neither(world, given):
    kept = do("evidence.add", world.inspector, course.on_site(world), file=course.photo())
    with pytest.raises(Refusal, match="两项只填一项"):
        do("evidence.confirm", world.inspector, kept, **given)


@pytest.mark.parametrize("why, words", [("refused", "被检查对象拒绝确认"), ("absent", "现场无人可以确认")])
def test_evidence_without_confirmation_says_why_before_the_record_is_handed_over(world, why, words):
    row = course.found(world, bad={"i25": "nonconforming"})
    kept = do("evidence.add", world.inspector, row, file=course.photo(), item="25")
    row = do("inspections.closing", world.leader, row, **CLOSING)
    row = do("inspections.conclude", world.leader, row)
    kept = do("evidence.confirm", world.inspector, kept, unconfirmed=why)
    assert (kept.confirmed_by, kept.get_unconfirmed_display()) == ("", words)
    printed = context_of("inspection_report", row, row.concluded_at).deficiencies
    assert words in printed[0].evidence[0]


def test_a_path_in_the_file_name_is_dropped(world):
    file = Upload.of("..\\..\\etc/pass\twd.jpg", course.photo().content)
    kept = do("evidence.add", world.inspector, course.on_site(world), file=file)
    assert kept.file_name == "passwd.jpg"


def test_a_changed_file_is_noticed_when_it_is_read(world):
    kept = do("evidence.add", world.inspector, course.on_site(world), file=course.photo())
    store.path_of("evidence", kept.sha256).write_bytes(b"something else")
    with pytest.raises(Refusal, match="不符"):
        store.get("evidence", kept.sha256)


def test_evidence_is_never_the_partys_to_see(world):
    do("evidence.add", world.inspector, course.on_site(world), file=course.photo())
    assert Evidence.objects.visible_to(world.contact).count() == 0
    assert Evidence.objects.visible_to(world.inspector).count() == 1
    assert Evidence.objects.visible_to(world.inspector2).count() == 1
    assert Evidence.objects.visible_to(world.auditor).count() == 0
