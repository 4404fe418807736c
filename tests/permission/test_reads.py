"""Whoever is shown a confidential row leaves a read, through every door, before it is shown (CQ 22)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client

from tests import world as worlds
from tests.inspections import course
from tests.permission.doors import addresses, noted, pages, text_of
from tests.permission.test_api import filled, routes
from zhuangjian.apps.conduct import reads
from zhuangjian.apps.conduct.public_ids import id_of
from zhuangjian.apps.inspections import reading
from zhuangjian.apps.inspections.models import ReadLog
from zhuangjian.apps.inspections.reading import EXPORT, fold
from zhuangjian.apps.ledger import chain

# Addresses of one row of a case, by how they begin; what the row is a part of is found by CASE_OF.
PAGES = ("inspections/<uuid", "rectifications/<uuid", "rectifications/new/", "rectifications/revocation/",
         "programme/tasks/", "publications/new/", "evidence/", "documents/")  # fmt: skip
API = ("/api/inspections", "/api/rectifications", "/api/programme/tasks", "/api/tasks")


@pytest.fixture(autouse=True)
def a_process_that_has_looked_at_nothing(monkeypatch):
    """The home is put back after each test; what this process remembers of it is not."""
    monkeypatch.setattr(reading, "_begun", {})


def names_of(row) -> set[str]:
    """What a read of this row may be of: the row, its inspection, or that inspection's rectification."""
    found = {str(id_of(row))}
    for name in ("inspection", "rectification"):
        if getattr(row, name, None) is not None:
            found.add(str(getattr(row, name).public_id))
    if getattr(row, "target_model", "") == "inspections.inspection":
        from zhuangjian.apps.inspections.models import Inspection

        found.add(str(Inspection.objects.unrestricted().get(pk=row.target_id).public_id))
    return found


@pytest.mark.parametrize("name", ["head", "leader", "expert", "district_officer", "contact"])
def test_every_page_and_every_answer_about_a_row_of_a_case_leaves_a_read_of_it(province, name):
    client = Client(raise_request_exception=False)
    client.force_login(province.people[name])
    asked = [a for p in pages() if p.startswith(PAGES) for a in addresses(p, province, name)]
    asked += [a for p in routes("get") if p.startswith(API) and "{" in p for a in filled(p, province, name)]
    wrong, shown, after = [], 0, len(noted())
    for address, row in asked:
        response = client.get(address)
        before, now = after, noted()
        after = len(now)
        if response.status_code != 200 or row is None:
            continue
        shown += 1
        new = now[before:]
        of_it = [r for r in new if r.person == province.people[name].pk and names_of(row) & set(r.ids)]
        if not of_it:
            wrong.append(address)
    assert not wrong, "\n".join(wrong)
    assert shown > (3 if name == "contact" else 10)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("address", ["/inspections/", "/rectifications/", "/programme/{key}/"])
def test_an_export_leaves_a_read_of_every_row_it_takes_away(province, address, kind):
    client = Client()
    client.force_login(province.people["head"])
    programme = province.of("programme.programme", "programme")
    response = client.get(address.format(key=programme.public_id) + f"?export={kind}")
    assert response.status_code == 200
    text_of(response)
    (read,) = [r for r in noted() if r.door == EXPORT]
    label = {"/i": "inspections.inspection", "/r": "rectification.rectification", "/p": "programme.task"}[
        address[:2]
    ]
    from django.apps import apps

    seen = apps.get_model(label).objects.visible_to(province.people["head"])
    assert set(read.ids) == {str(row.public_id) for row in seen}
    assert len(read.ids) >= 1


@pytest.mark.parametrize("path", ["/api/inspections", "/api/rectifications", "/api/programme/tasks"])
def test_a_list_over_the_api_leaves_a_read_of_every_row_on_the_page(province, path):
    client = Client()
    client.force_login(province.people["head"])
    items = client.get(path).json()["items"]
    (read,) = noted()
    assert list(read.ids) == [item["id"] for item in items]
    assert read.ids


@pytest.fixture
def case(world, client):
    row = course.delivered(world)
    client.force_login(world.bureau_head)
    return row


def test_thumbnails_files_and_papers_leave_a_read_and_what_is_refused_leaves_none(world, client):
    row = course.on_site(world)
    piece = course.do("evidence.add", world.inspector, row, file=course.photo())
    client.force_login(world.contact)
    assert client.get(f"/evidence/{piece.public_id}/thumb/").status_code == 404
    assert noted() == []
    client.force_login(world.inspector)
    thumb = client.get(f"/evidence/{piece.public_id}/thumb/")
    assert (thumb.status_code, thumb["Cache-Control"]) == (200, "private, no-store")
    assert client.get(f"/evidence/{piece.public_id}/file/").status_code == 200
    assert [(r.what, r.ids) for r in noted()] == [
        (f"缩略图 {piece.file_name}", (str(row.public_id),)),
        (f"证据 {piece.file_name}", (str(row.public_id),)),
    ]


def test_the_page_of_reads_shows_what_is_folded_and_what_still_stands_in_files(case, world, client):
    client.get(f"/inspections/{case.public_id}/papers/")
    assert fold() >= 1
    client.force_login(world.leader)
    client.get(f"/programme/tasks/{case.task.public_id}/")
    client.get(f"/inspections/{case.public_id}/team/")
    client.force_login(world.bureau_head)
    page = client.get(f"/inspections/{case.public_id}/reads/").content.decode()
    for words in ("文书", "检查组", "查阅记录", world.leader.name):
        assert words in page
    before = page.count("<tr>")
    fold()
    again = client.get(f"/inspections/{case.public_id}/reads/").content.decode()
    assert again.count("<tr>") == before + 1, (
        "folding neither loses nor doubles; the second look is one more read"
    )


def test_folding_twice_keeps_every_read_once(case, client):
    for section in ("", "team/", "papers/"):
        client.get(f"/inspections/{case.public_id}/{section}")
    path = reads.files()[0]
    content = path.read_bytes()
    assert fold() == 3
    assert fold() == 0
    reads.close()
    assert fold() == 0
    assert reads.files() == []
    assert sorted(ReadLog.objects.values_list("line", flat=True)) == [1, 2, 3]
    assert (path.parent / reads.FOLDED / path.name).read_bytes() == content
    # As if the process had been killed between entering the lines and putting the file away.
    path.write_bytes(content)
    assert (fold(), ReadLog.objects.count(), reads.files()) == (0, 3, [])


def test_two_who_fold_at_once_keep_every_read_once(transactional_db, client):
    from concurrent.futures import ThreadPoolExecutor

    world = worlds.build()
    row = course.on_site(world)
    for _ in range(700):
        reads.note(world.leader, [row], "检查组", "网页")

    def once(_: int) -> None:
        fold()
        connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(once, range(3)))
    fold()
    assert sorted(ReadLog.objects.values_list("line", flat=True)) == list(range(1, 701))


def test_a_read_of_what_the_database_no_longer_has_stays_in_its_file(case, client, world):
    """After an older backup was restored: folding ends, and the line is kept as it was written."""
    import copy
    import uuid

    gone = copy.copy(case)
    gone.public_id = uuid.uuid4()
    reads.note(world.leader, [gone], "总览", "网页")
    client.get(f"/inspections/{case.public_id}/team/")
    reads.note(world.leader, [gone], "总览", "网页")
    (path,) = reads.files()
    content = path.read_bytes()
    reads.close()
    assert fold() == 3
    assert ReadLog.objects.get().line == 2
    assert (path.parent / reads.FOLDED / path.name).read_bytes() == content


def test_a_torn_last_line_of_a_killed_process_is_passed_over_and_whole_ones_are_kept(case, client):
    client.get(f"/inspections/{case.public_id}/team/")
    reads.close()
    (path,) = reads.files()
    with open(path, "ab") as file:
        file.write(b'0f3a {"at":"2026-')
    assert fold() == 1
    assert reads.files() == []


def test_a_line_that_was_changed_stops_the_folding_of_its_file_and_is_said(case, client):
    client.get(f"/inspections/{case.public_id}/team/")
    client.get(f"/inspections/{case.public_id}/papers/")
    reads.close()
    (path,) = reads.files()
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0], lines[1].replace("文书".encode(), "总览".encode()), b""]))
    assert fold() == 1
    assert reads.files() == [path]
    assert "第 2 行" in reads.fault_of(path)


@pytest.mark.parametrize("full", [False, True])
def test_a_file_that_is_taken_away_whole_is_missed_by_the_next_one(case, client, monkeypatch, caplog, full):
    """While its process writes it, and after it was full; nothing is said of files that were folded or lie there."""
    monkeypatch.setattr(reads, "LINES", 2 if full else 1000)
    for section in ("team/", "papers/"):
        client.get(f"/inspections/{case.public_id}/{section}")
    (path,) = reads.files()
    lines = [read.digest for read in reads.lines_of(path)]
    path.unlink()
    client.get(f"/inspections/{case.public_id}/team/")
    (after,) = reads.files()
    before, shown = reads.lines_of(after)
    assert (before.kind, before.what) == (reads.BEFORE, f"{path.name} 2 {lines[-1]}")
    assert shown.what == "检查组"
    fold()
    assert f"reads/{path.name} 被移走，其中有 2 行" in caplog.text


def test_a_file_that_was_folded_or_lies_there_is_not_missed(case, client, monkeypatch, caplog):
    monkeypatch.setattr(reads, "LINES", 1)
    for _ in range(3):
        client.get(f"/inspections/{case.public_id}/team/")
    assert len(reads.files()) == 3
    fold()
    client.get(f"/inspections/{case.public_id}/papers/")
    fold()
    assert "被移走" not in caplog.text
    assert ReadLog.objects.count() == 4


def test_the_last_file_of_a_process_that_reads_nothing_more_is_missed_once(case, client, caplog):
    client.get(f"/inspections/{case.public_id}/team/")
    (path,) = reads.files()
    reads.close()
    path.unlink()
    fold()
    assert caplog.text.count(f"reads/{path.name} 整个被移走") == 1
    fold()
    assert caplog.text.count(f"reads/{path.name} 整个被移走") == 1


@pytest.mark.parametrize(("cut", "said"), [(False, False), (True, True)])
def test_a_list_of_files_begun_that_was_cut_or_changed_is_called_out(
    case, client, monkeypatch, caplog, cut, said
):
    monkeypatch.setattr(reads, "LINES", 1)
    for _ in range(2):
        client.get(f"/inspections/{case.public_id}/team/")
    listed = Path(settings.HOME) / reads.FOLDER / reads.OPENED
    if cut:
        listed.write_bytes(b"\n".join(listed.read_bytes().split(b"\n")[1:]))
    fold()
    assert (f"reads/{reads.OPENED}" in caplog.text) is said


def test_a_name_torn_by_a_kill_is_written_over(case, client, monkeypatch, caplog):
    monkeypatch.setattr(reads, "LINES", 1)
    client.get(f"/inspections/{case.public_id}/team/")
    listed = Path(settings.HOME) / reads.FOLDER / reads.OPENED
    with listed.open("ab") as file:
        file.write(b"0123 2026")
    client.get(f"/inspections/{case.public_id}/team/")
    fold()
    names = [line.split(b" ")[1].decode() for line in listed.read_bytes().splitlines()]
    assert len(names) == 2
    assert all(reads.lies(name) for name in names)
    assert not caplog.text


def test_what_cannot_be_written_down_is_not_shown(case, client, monkeypatch):
    client.raise_request_exception = False

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reads.os, "fsync", full)
    for address in (f"/inspections/{case.public_id}/", f"/api/inspections/{case.public_id}"):
        answer = client.get(address)
        assert answer.status_code == 503, address
        assert case.party.name not in answer.content.decode()
    monkeypatch.undo()
    assert client.get(f"/inspections/{case.public_id}/").status_code == 200


def test_a_read_is_on_the_disk_before_the_process_can_be_killed(tmp_path):
    """Every read that was answered is there after the hardest end, whole, and the file can be gone on with."""
    home = tmp_path / "home"
    script = (
        "import sys, types\n"
        "import django; django.setup()\n"
        "from zhuangjian.apps.conduct import reads\n"
        "from zhuangjian.apps.inspections.models import Inspection\n"
        "who = types.SimpleNamespace(pk=7)\n"
        "row = Inspection(pk=1)\n"
        "for number in range(100000):\n"
        "    reads.note(who, [row], f'第{number}次', '网页')\n"
        "    print(number, flush=True)\n"
    )
    environment = {
        **os.environ,
        "ZHUANGJIAN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "zhuangjian.config.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True
    )
    answered = -1
    for line in process.stdout:
        answered = int(line)
        if answered >= 50:
            os.kill(process.pid, signal.SIGKILL)
            break
    answered = max([answered, *(int(line) for line in process.stdout.read().split())])
    process.wait()
    (path,) = Path(home / "reads").glob("*.log")
    kept = [read.what for read in reads.lines_of(path)]
    assert kept[: answered + 1] == [f"第{number}次" for number in range(answered + 1)]
    assert reads.ended(path)


def test_a_forked_process_writes_a_file_of_its_own(case, client):
    client.get(f"/inspections/{case.public_id}/team/")
    child = os.fork()
    if child == 0:
        import types

        try:
            reads.note(types.SimpleNamespace(pk=1), [case], "子进程", "网页")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    client.get(f"/inspections/{case.public_id}/papers/")
    assert sorted(len(list(reads.lines_of(path))) for path in reads.files()) == [1, 2]


def test_who_reads_waits_for_nobody_who_holds_the_ledger(transactional_db, client):
    world = worlds.build()
    row = course.on_site(world)
    client.force_login(world.leader)
    address = f"/inspections/{row.public_id}/team/"
    assert client.get(address).status_code == 200
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            chain.lock()
            held.set()
            done.wait(30)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        before = len(noted())
        answers: list[int] = []

        def read() -> None:
            answers.append(client.get(address).status_code)
            connection.close()

        reader = threading.Thread(target=read)
        reader.start()
        reader.join(10)
        assert answers == [200], "the read waited for the ledger"
        assert len(noted()) == before + 1
    finally:
        done.set()
        holder.join()
