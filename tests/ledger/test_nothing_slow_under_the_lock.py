"""Nobody waits for another's document or file: no act renders, hashes or stores one while it holds the ledger."""

from __future__ import annotations

import hashlib
import os
import signal
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection

from tests import world as cast
from tests.documents.samples import CONTEXTS
from tests.documents.test_rule_pages import FIRST
from tests.inspections import course
from tests.rectification.cases import PARTS, delivered
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.documents.render import renderer
from zhuangjian.apps.inspections.actions import record
from zhuangjian.apps.ledger.action import ACTIONS, Upload, perform
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.apps.rectification.actions import issue
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
LARGE = 1024 * 1024
do = course.do


def held():
    """Whether this thread is inside a transaction: acts take the ledger with its first statement."""
    return connection.in_atomic_block


@pytest.fixture
def slow(monkeypatch):
    """Counts slow work by kind; any of it under the lock fails at once, saying what it was."""
    done = {}

    def watched(kind, work, size=lambda *a: True):
        def instead(*arguments, **more):
            if size(*arguments):
                assert not held(), f"{kind} under the ledger's lock"
                done[kind] = done.get(kind, 0) + 1
            return work(*arguments, **more)

        return instead

    large = lambda *a: bool(a) and len(a[0]) > LARGE  # noqa: E731
    monkeypatch.setattr(renderer.Renderer, "made", watched("rendering", renderer.Renderer.made))
    monkeypatch.setattr(store, "put", watched("storing", store.put))
    monkeypatch.setattr(hashlib, "sha256", watched("hashing", hashlib.sha256, large))
    digest = watched("hashing", hashlib.file_digest, lambda file, _: large_file(file))
    monkeypatch.setattr(hashlib, "file_digest", digest)
    for part in ("encode", "verify"):
        method = watched("password hashing", getattr(Argon2PasswordHasher, part))
        monkeypatch.setattr(Argon2PasswordHasher, part, method)
    return done


def large_file(file):
    """Whether a file that is about to be hashed is large; it stays at its beginning."""
    size = file.seek(0, 2)
    file.seek(0)
    return size > LARGE


def big(name, start):
    return Upload.of(name, start + b"\0" * (2 * LARGE))


def test_a_whole_inspection_and_its_rectification(slow):
    w = cast.build()
    row = course.on_site(w)
    row = do("inspections.findings", w.inspector, row, rows=course.rows(row, i25="nonconforming"))
    file = big("现场.pdf", b"%PDF-1.7")
    do("evidence.add", w.inspector, row, file=file, item="25", confirmed_by="王经理")
    assert slow.pop("hashing") == 1
    row = do("inspections.deficiency", w.inspector, row, item="25", text="成品库温湿度未记录")
    row = do(
        "inspections.closing",
        w.leader,
        row,
        points=["result_told", "right_to_state"],
        party_attendee="王经理",
        position="no_objection",
    )
    row = do("inspections.conclude", w.leader, row)
    row = do("inspections.record", w.leader, row)
    assert slow["rendering"] == 4
    for member in row.members():
        row = do("inspections.sign", member.person, row)
    row = do("inspections.party_sign", w.leader, row, kind="signed", signer_name="王法定")
    row = do("inspections.deliver", w.leader, row, delivered_to="王经理")
    assert slow["rendering"] == 8
    notice = do(
        "rectification.issue",
        w.bureau_head,
        row,
        due_on=course.today() + timedelta(days=20),
        requirement="逐项整改",
    )
    assert slow["rendering"] == 10
    do(
        "rectification.submit_report",
        w.contact,
        notice,
        **PARTS,
        attachments=[big("附件.pdf", b"%PDF-1.7")],
    )
    assert slow["hashing"] == 1
    assert slow["storing"] == Document.objects.count() + 1
    assert [f for f in verify().faults if not f.where.startswith(("监管机构", "人员"))] == []


def test_what_people_do_with_passwords(slow):
    w = cast.build()
    names = {"username": "xinren", "name": "新人", "authority": w.bureau.pk, "roles": ["inspector"]}
    names["password"] = "Chushi-2026-mima"
    person = perform(ACTIONS["authorities.create_person"], w.administrator, None, names).object
    do("authorities.reset_password", w.administrator, person, password="Chongzhi-2026-mima")
    person.refresh_from_db()
    words = {"current": "Chongzhi-2026-mima", "new": "Zijide-2026-mima", "again": "Zijide-2026-mima"}
    do("authorities.change_password", person, person, **words)
    person.refresh_from_db()
    assert person.check_password("Zijide-2026-mima")
    assert slow["password hashing"] >= 5


def test_an_official_text_is_read_before_the_lock(slow, monkeypatch):
    from zhuangjian.apps.documents.actions import import_text

    real = import_text.parse_text

    def parse(*arguments):
        assert not held(), "reading a text under the ledger's lock"
        slow["reading"] = 1
        return real(*arguments)

    monkeypatch.setattr(import_text, "parse_text", parse)
    w = cast.build()
    content = FIRST.encode()
    do("documents.import_text", w.administrator, document="CQ", file=Upload.of("cq.txt", content))
    assert slow["reading"] == 1


def test_a_notice_printed_with_a_number_that_another_took_is_printed_again(monkeypatch):
    w = cast.build()
    first, second = delivered(w), delivered(w)
    data = {"due_on": course.today() + timedelta(days=20), "requirement": "逐项整改"}
    print_out, numbers = issue.print_out, []

    def disturbed(papers):
        numbers.append(papers[0].context.number)
        if len(numbers) == 1:
            do("rectification.issue", w.district_officer, second, **data)
        return print_out(papers)

    monkeypatch.setattr(issue, "print_out", disturbed)
    made = do("rectification.issue", w.district_officer, first, **data)
    assert [n.rsplit("〕")[1] for n in numbers] == ["1号", "1号", "2号"]
    papers = Document.objects.filter(target_model="rectification.rectification", target_id=made.pk)
    assert set(papers.values_list("number", flat=True)) == {made.number} == {numbers[-1]}
    assert all(store.get("documents", paper.digest) for paper in papers)


def test_a_record_whose_party_was_renamed_while_it_was_printed_is_printed_again(monkeypatch):
    w = cast.build()
    row = course.concluded(w)
    print_out, seen = record.print_out, []

    def disturbed(papers):
        seen.append(papers[0].context.party.name)
        type(w.maker).objects.unrestricted().filter(pk=w.maker.pk).update(name="改名后的化妆品有限公司")
        return print_out(papers)

    monkeypatch.setattr(record, "print_out", disturbed)
    do("inspections.record", w.leader, row)
    assert seen == [w.maker.name, "改名后的化妆品有限公司"]


def test_a_render_over_the_limit_stores_nothing_and_the_same_step_then_succeeds(monkeypatch):
    w = cast.build()
    row = course.concluded(w)
    renderer.made("pdf", "inspection_plan", CONTEXTS["inspection_plan"])
    os.kill(renderer._renderer.pid, signal.SIGSTOP)
    monkeypatch.setenv("ZHUANGJIAN_RENDER_LIMIT", "1")
    entries = Entry.objects.count()
    with pytest.raises(Refusal, match="1 秒内没有制作完成"):
        do("inspections.record", w.leader, row)
    row.refresh_from_db()
    assert (row.stage, Document.objects.count(), Entry.objects.count()) == ("concluded", 0, entries)
    monkeypatch.delenv("ZHUANGJIAN_RENDER_LIMIT")
    assert do("inspections.record", w.leader, row).stage == "recorded"


def test_files_stored_for_an_act_that_then_failed_do_not_trouble_the_verification(monkeypatch):
    w = cast.build()
    row = course.concluded(w)

    def fails(*_, **__):
        raise Refusal("到此为止")

    monkeypatch.setattr(record, "enter", fails)
    with pytest.raises(Refusal, match="到此为止"):
        do("inspections.record", w.leader, row)
    assert Document.objects.count() == 0
    assert [f for f in verify().faults if not f.where.startswith(("监管机构", "人员"))] == []
