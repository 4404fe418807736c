"""Long work handed in at a door: who sees it, how it runs, stops, and survives the death of who does it."""

from __future__ import annotations

import base64
import hashlib
import os
import signal
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.intake.files import licence_row, workbook, write
from tests.web.served import environment

URL = "/do/intake.load/"


@pytest.fixture
def officer(world):
    return world.programme_officer


@pytest.fixture
def client(officer):
    client = Client()
    client.force_login(officer)
    return client


def file(tmp_path, rows=3, name="licences_2021-01.csv", **changes):
    return write(tmp_path / name, [licence_row(n, **changes) for n in range(101, rows + 101)])


def post(client, path, **data):
    with path.open("rb") as content:
        return client.post(URL, {"source": "licences", "file": content, **data})


def work():
    from zhuangjian.apps.jobs.running import Worker

    worker = Worker()
    while worker.one():
        pass


def only():
    from zhuangjian.apps.jobs.models import Job

    return Job.objects.unrestricted().get()


def test_an_upload_becomes_a_job_and_the_job_loads_it(client, officer, tmp_path):
    from zhuangjian.apps.intake.models import Batch
    from zhuangjian.apps.ledger.models import Entry

    answer = post(client, file(tmp_path), request_key="k1")
    job = only()
    assert answer.headers["Location"] == f"/jobs/{job.code}/"
    assert not Batch.objects.exists()
    assert "hx-trigger" in client.get(job.get_absolute_url()).content.decode()
    work()
    batch = Batch.objects.get()
    assert (batch.total, batch.new, batch.loaded_by) == (3, 3, officer)
    assert batch.file_name == "licences_2021-01.csv"
    assert Entry.objects.filter(action="intake.load", actor_id=officer.pk).count() == 1
    page = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert f"/intake/batches/{batch.pk}/" in page
    assert "hx-trigger" not in page
    assert only().state == "done"


def test_the_same_request_twice_is_one_job_and_with_another_file_it_is_refused(client, tmp_path):
    first = post(client, file(tmp_path), request_key="k1")
    assert post(client, file(tmp_path), request_key="k1").headers["Location"] == first.headers["Location"]
    assert post(client, file(tmp_path, rows=4), request_key="k1").status_code == 409
    only()


def test_over_the_api_the_answer_is_202_with_an_address_that_tells_how_far_it_is(client, tmp_path):
    content = base64.b64encode(file(tmp_path).read_bytes()).decode()
    given = {"source": "licences", "file": {"name": "a.csv", "content": content}, "as_of": "2021-01-31"}
    answer = client.post("/api/do/intake.load", given, content_type="application/json")
    assert answer.status_code == 202
    address = answer.json()["address"]
    assert client.get(address).json()["state"] == "waiting"
    work()
    told = client.get(address).json()
    assert (told["state"], told["done"], told["total"]) == ("done", 3, 3)
    assert client.get("/api/jobs").json()[0]["code"] == told["code"]


def test_nobody_names_a_file_of_the_store_in_place_of_its_content(client, tmp_path):
    from zhuangjian.apps.jobs.models import Job

    post(client, file(tmp_path))
    digest = only().given["file"]["kept"]
    given = {"source": "licences", "file": {"kept": digest, "name": "a"}}
    assert client.post("/api/do/intake.load", given, content_type="application/json").status_code == 422
    given["file"] = {"digest": digest, "kept": digest, "name": "a", "content": "eA=="}
    assert client.post("/api/do/intake.load", given, content_type="application/json").status_code == 202
    assert Job.objects.unrestricted().first().given["file"]["kept"] == hashlib.sha256(b"x").hexdigest()


def test_a_job_is_its_owners_and_exists_for_nobody_else(client, world, tmp_path):
    post(client, file(tmp_path))
    job = only()
    other = Client()
    other.force_login(world.head)
    for address in (f"/jobs/{job.code}/", f"/api/jobs/{job.code}"):
        assert client.get(address).status_code == 200
        assert other.get(address).status_code == 404
    assert other.post(f"/jobs/{job.code}/stop/").status_code == 404
    assert other.post(f"/api/jobs/{job.code}/stop").status_code == 404
    assert job.title not in other.get("/jobs/").content.decode()
    assert other.get("/api/jobs").json() == []
    assert only().state == "waiting"


def test_who_may_not_load_hands_in_nothing_and_leaves_no_file(world, tmp_path, home):
    from zhuangjian.apps.jobs.models import Job

    path = file(tmp_path, rows=7, name="他人.csv")
    inspector = Client()
    inspector.force_login(world.leader)
    before = set((home / "uploads").rglob("*"))
    assert post(inspector, path).status_code == 403
    assert not Job.objects.unrestricted().exists()
    assert set((home / "uploads").rglob("*")) == before


def test_who_lost_the_right_meanwhile_is_refused_by_the_job(client, officer, tmp_path):
    from zhuangjian.apps.intake.models import Batch

    post(client, file(tmp_path))
    officer.is_active = False
    officer.save()
    work()
    assert only().state == "refused"
    assert not Batch.objects.exists()


def test_a_file_that_is_refused_says_so_on_the_jobs_page_and_is_not_kept(client, tmp_path):
    from zhuangjian.apps.jobs.store import kept

    path = tmp_path / "宽.csv"
    path.write_text(",".join(f"c{n}" for n in range(60_000)) + "\n1\n", encoding="utf-8")
    assert post(client, path).status_code == 302
    work()
    job = only()
    assert job.state == "refused"
    assert "60000 栏，最多 500 栏" in client.get(job.get_absolute_url()).content.decode()
    assert not kept(job.given["file"]["kept"]).exists()


def test_a_file_handed_in_twice_for_two_sources_is_there_for_the_second_when_the_first_is_refused(
    client, tmp_path
):
    from zhuangjian.apps.jobs.models import Job
    from zhuangjian.apps.jobs.store import kept

    path = file(tmp_path)
    assert post(client, path, source="sampling").status_code == 302
    assert post(client, path).status_code == 302
    work()
    first, second = Job.objects.unrestricted().order_by("pk")
    assert (first.state, second.state) == ("refused", "done"), second.words
    assert kept(second.given["file"]["kept"]).exists()


def test_a_file_that_is_removed_while_the_same_content_is_taken_in_is_asked_for_again(
    client, tmp_path, monkeypatch
):
    from zhuangjian.apps.jobs import handing_in
    from zhuangjian.apps.jobs.store import drop

    create = handing_in.Job.objects.create

    def meanwhile(**given):
        drop(given["given"]["file"]["kept"], lambda: False)
        return create(**given)

    monkeypatch.setattr(handing_in.Job.objects, "create", meanwhile)
    answer = post(client, file(tmp_path))
    assert (answer.status_code, only().state) == (409, "cancelled")
    assert "请重新提交一次" in answer.content.decode()


def test_a_file_larger_than_the_limit_is_refused_while_it_arrives(client, tmp_path, monkeypatch, home):
    from zhuangjian.apps.jobs import store

    monkeypatch.setattr(store.of_pieces, "__defaults__", ("", 100))
    answer = post(client, file(tmp_path))
    assert answer.status_code == 422
    assert "没有保存" in answer.content.decode()
    assert not list((home / "uploads").glob("*.part"))


def test_a_sixth_unfinished_job_is_refused(client, tmp_path):
    for number in range(5):
        assert post(client, file(tmp_path, rows=number + 1)).status_code == 302
    assert post(client, file(tmp_path, rows=9)).status_code == 422


def test_a_waiting_job_that_is_stopped_never_runs(client, tmp_path):
    from zhuangjian.apps.intake.models import Batch

    post(client, file(tmp_path))
    client.post(f"/jobs/{only().code}/stop/")
    work()
    assert only().state == "cancelled"
    assert not Batch.objects.exists()


def test_a_running_job_stops_at_its_next_step_and_the_same_file_goes_on_from_there(
    client, officer, tmp_path, monkeypatch
):
    from zhuangjian.apps.intake import applying
    from zhuangjian.apps.intake.models import Batch
    from zhuangjian.apps.jobs import running
    from zhuangjian.apps.jobs.handing_in import stop

    monkeypatch.setattr(running, "SAY_EVERY", 0)
    monkeypatch.setattr(applying, "STEP", 0)
    step, steps = applying._step, []

    def stopping(*given):
        steps.append(step(*given))
        if len(steps) == 2:
            stop(only())
        return steps[-1]

    monkeypatch.setattr(applying, "_step", stopping)
    path = file(tmp_path, rows=400)
    post(client, path)
    work()
    batch = Batch.objects.get()
    assert only().state == "cancelled"
    assert len(steps) == 2
    assert batch.finished_at is None
    assert 0 < sum(batch.progress.values()) < 400
    post(client, path)
    work()
    batch.refresh_from_db()
    assert batch.finished_at
    assert (batch.total, batch.new) == (400, 400)


def test_a_job_of_a_silent_worker_is_taken_again_and_given_up_after_three_times(client, tmp_path):
    from zhuangjian.apps.jobs import running
    from zhuangjian.apps.jobs.models import Job

    post(client, file(tmp_path))
    jobs = Job.objects.unrestricted()
    now = timezone.now()
    jobs.update(
        state="running", worker="dead", attempts=2, beat_at=now - running.SILENT + timedelta(seconds=5)
    )
    assert not running.Worker().one()
    jobs.update(beat_at=now - running.SILENT - timedelta(seconds=1))
    work()
    assert only().state == "done"
    past = timezone.now() - running.SILENT - timedelta(seconds=1)
    jobs.update(state="running", worker="dead", attempts=3, beat_at=past)
    assert not running.Worker().one()
    assert only().state == "failed"
    assert "3 次" in only().words


def test_two_workers_never_take_the_same_job(client, tmp_path):
    from zhuangjian.apps.jobs.running import Worker

    post(client, file(tmp_path))
    first, second = Worker(), Worker()
    assert first._take() is not None
    assert second._take() is None


def test_a_worker_that_lost_its_job_changes_nothing_more(client, tmp_path):
    from zhuangjian.apps.jobs.models import Job
    from zhuangjian.apps.jobs.running import Stopped, Worker

    post(client, file(tmp_path))
    worker = Worker()
    job = worker._take()
    Job.objects.unrestricted().update(worker="another")
    with pytest.raises(Stopped):
        worker._saying(job)
    worker._end(job, "failed", words="x")
    assert only().state == "running"


def test_a_request_that_says_it_is_huge_and_a_file_that_turns_out_huge_end_before_they_are_stored(
    client, tmp_path, monkeypatch
):
    from zhuangjian.web import uploads

    monkeypatch.setattr(uploads, "LARGEST", 1_000)
    monkeypatch.setattr(uploads.Counting, "chunk_size", 1_000)
    path = tmp_path / "大.csv"
    path.write_bytes(b"x" * 5_000)
    assert post(client, path).status_code in {400, 413}
    monkeypatch.setattr(uploads, "LARGEST", 10_000)
    assert post(client, path).status_code == 302
    monkeypatch.setattr(uploads, "WHOLE_REQUEST", 4_000)
    assert post(client, path).status_code in {400, 413}


@pytest.mark.slow
@pytest.mark.parametrize("make, kind", [(write, "csv"), (workbook, "xlsx")])
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_is_replaced_and_the_load_comes_to_the_same_end(tmp_path, make, kind):
    """The process that does the job is killed in the middle; the next one goes on from the last step."""
    from tests import world as worlds
    from zhuangjian.apps.intake.models import Batch, SourceRow
    from zhuangjian.apps.jobs import running
    from zhuangjian.apps.jobs.models import Job

    client = Client()
    client.force_login(worlds.build().programme_officer)
    table = [licence_row(n) for n in range(101, 2_101)]
    post(client, make(tmp_path / f"licences_2021-01.{kind}", table))
    command = [sys.executable, "-m", "zhuangjian.cli.main", "jobs", "run", "--once"]
    process = subprocess.Popen(command, env=environment())
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        if Batch.objects.filter(applied__gt=0).exists():
            break
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    batch = Batch.objects.get()
    assert batch.finished_at is None
    assert only().state == "running"
    Job.objects.unrestricted().update(beat_at=timezone.now() - running.SILENT - timedelta(seconds=1))
    connections.close_all()
    subprocess.run(command, env=environment(), check=True, timeout=300)
    batch.refresh_from_db()
    assert only().state == "done"
    assert (batch.total, batch.new) == (2_000, 2_000)
    assert SourceRow.objects.filter(batch=batch).count() == 2_000


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seconds_a_row", [0.0001, 0.002, 0.05])
def test_no_step_of_a_large_load_holds_the_ledger_for_a_second(tmp_path, monkeypatch, seconds_a_row):
    """On a machine of any speed: the clock that the load looks at is the test's and goes on with its rows."""
    from tests import world as worlds
    from zhuangjian.apps.intake import applying
    from zhuangjian.apps.intake.models import Batch

    client = Client()
    client.force_login(worlds.build().programme_officer)
    post(client, file(tmp_path, rows=ROWS))
    step, held, clock = applying._step, [], [0.0]

    def timed(batch, reading, part, competence):
        held.append(len(part.rows))
        clock[0] += len(part.rows) * seconds_a_row
        return step(batch, reading, part, competence)

    monkeypatch.setattr(applying, "_step", timed)
    monkeypatch.setattr(
        applying, "time", SimpleNamespace(monotonic=lambda: clock[0], sleep=lambda seconds: None)
    )
    work()
    assert Batch.objects.get().new == ROWS == sum(held)
    first, *later = held
    assert first == applying.FIRST
    if applying.LEAST * seconds_a_row < applying.STEP:
        assert max(later) > first
        assert all(rows * seconds_a_row <= applying.STEP for rows in later)
    else:
        assert set(later[:-1]) == {applying.LEAST}


ROWS = 1_500


def by_hand(job, **changed):
    """A job as a hand on the database writes it: nobody handed it in."""
    from django.db import connection

    cells = {
        f.column: f.get_db_prep_save(f.value_from_object(job), connection) for f in job._meta.concrete_fields
    }
    cells |= {
        "id": job.pk + 1,
        "code": job._meta.get_field("code").get_db_prep_save(uuid.uuid4(), connection),
        "request_key": "",
        "state": "waiting",
    } | changed
    names = ", ".join(f'"{name}"' for name in cells)
    return f"INSERT INTO jobs_job ({names}) VALUES ({', '.join(['%s'] * len(cells))})", list(cells.values())


HANDS = {
    "put in for another person": lambda job, other: by_hand(job, person_id=other.pk),
    "given to another person": lambda job, other: (
        "UPDATE jobs_job SET person_id = %s, state = 'waiting', finished_at = NULL",
        [other.pk],
    ),
    "done and set back": lambda job, other: ("UPDATE jobs_job SET state = 'waiting', finished_at = NULL", []),
}


@pytest.mark.parametrize("hand", HANDS)
def test_a_job_written_by_hand_runs_as_nobody_and_is_found(
    client, officer, world, tmp_path, monkeypatch, hand
):
    from tests.ledger.tampering import Tamperer
    from zhuangjian.apps.jobs import running
    from zhuangjian.apps.jobs.models import Job
    from zhuangjian.apps.ledger.verify import verify

    post(client, file(tmp_path))
    work()
    job = only()
    assert job.state == "done"
    ran = []
    monkeypatch.setitem(running.RUNNERS, "intake.load", lambda job, say: ran.append(job.person_id) or "/")
    with Tamperer() as tamper:
        sql, values = HANDS[hand](job, world.leader)
        assert tamper.run(sql, *values) == 1
        work()
        last = Job.objects.unrestricted().first()
        assert (ran, last.state) == ([], "refused")
        assert "与账本所记不符" in last.words
        assert any(fault.where.startswith("后台任务") for fault in verify().faults)


def test_jobs_that_doors_handed_in_leave_the_sums_in_agreement_whatever_becomes_of_them(client, tmp_path):
    from zhuangjian.apps.jobs.models import Job
    from zhuangjian.apps.jobs.running import KEPT_DAYS, Worker
    from zhuangjian.apps.ledger.verify import verify

    def jobs() -> list[str]:
        return [fault.where for fault in verify().faults if fault.where.startswith("后台任务")]

    post(client, file(tmp_path))
    assert jobs() == []
    work()
    post(client, file(tmp_path, rows=4))
    client.post(f"{Job.objects.unrestricted().first().get_absolute_url()}stop/")
    assert jobs() == []
    Job.objects.unrestricted().update(finished_at=timezone.now() - timedelta(days=KEPT_DAYS + 1))
    Worker().tidy()
    assert (Job.objects.unrestricted().count(), jobs()) == (0, [])
