"""A writer that does not finish stops nobody who only reads; those who would write are told so soon."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connections

from tests.ledger.conftest import add_administrator
from tests.web.busy import writer
from tests.web.served import ask, server, session_of
from zhuangjian.apps.authorities.models import Authority
from zhuangjian.web import turns
from zhuangjian.web.turns import Full, Places

BUSY = "系统正忙，没有保存"
# The writer never ends by itself: whoever waits for it is answered with an error, or not within this.
HANGS = 60.0  # seconds


@pytest.fixture
def administrator(transactional_db):
    return add_administrator()


def authority(number: int) -> dict[str, str]:
    given = {"name": f"第{number}局", "short_name": f"第{number}局", "kind": "municipal"}
    return given | {"region_code": "500000"}


def insisting(port: int, act: str, session: str, number: int) -> int:
    """The answer to an act sent again for as long as it is refused for want of a place, as its page asks people to do.

    A slow disk may refuse somebody however few people there are; what is promised is that nothing is
    lost, and that what was refused was not done all the same (its name would then be taken: 422).
    """
    end = time.monotonic() + HANGS
    while True:
        answer = ask(port, "POST", act, session, authority(number))
        if answer.status not in {409, 503} or time.monotonic() > end:
            return answer.status
        time.sleep(0.2)


def test_twelve_acts_behind_a_stuck_writer_leave_the_pages_answering(administrator):
    session = session_of(administrator)
    connections.close_all()
    act = "/do/authorities.add_authority/"
    pages = ["/healthz", "/login/", "/public/", "/static/zj/zj.css", "/", "/administration/"]
    with server() as port, ThreadPoolExecutor(30) as threads:
        for page in pages:
            ask(port, "GET", page, session)
        with writer():
            acts = [
                threads.submit(ask, port, "POST", act, session, authority(n), **{"HX-Request": "true"})
                for n in range(12)
            ]
            time.sleep(0.4)
            slow = [
                (page, answer.status, round(answer.seconds, 2))
                for _ in range(4)
                for page in pages
                for answer in [ask(port, "GET", page, session)]
                if answer.status >= 400 or answer.seconds > HANGS
            ]
            answers = [act.result() for act in acts]
        assert not slow
        assert {answer.status for answer in answers} <= {409, 503}
        full = [answer for answer in answers if answer.status == 503]
        assert len(full) >= 5
        assert all(BUSY in answer.text and "<html" not in answer.text for answer in full)
        assert max(answer.seconds for answer in answers) < HANGS
        # The writer is gone: the same acts, all at once, are all done; who is told to come again does so.
        again = list(threads.map(lambda n: insisting(port, act, session, n), range(20, 32)))
        assert again == [302] * 12
    kept = Authority.objects.filter(name__in=[authority(n)["name"] for n in range(20, 32)])
    assert kept.count() == 12


def test_a_sign_in_behind_a_stuck_writer_is_told_to_try_again(administrator):
    from zhuangjian.apps.authorities.enrolling import enrol

    administrator.set_password("一个很长的口令2026")
    administrator.save()
    enrol(administrator)
    connections.close_all()
    with server() as port, writer():
        answer = ask(port, "POST", "/login/", "", {"username": "admin", "password": "一个很长的口令2026"})
    # PostgreSQL signs in beside the ledger's writer; SQLite has one writer for everything.
    assert answer.status == 302 or (answer.status == 503 and BUSY in answer.text)


@pytest.fixture
def clock(monkeypatch):
    """The clock by which the places wait: it stands unless the test, or a look at it, moves it."""
    now = SimpleNamespace(at=100.0, a_look=0.0)

    def look() -> float:
        now.at += now.a_look
        return now.at

    monkeypatch.setattr(turns, "time", SimpleNamespace(monotonic=look))
    return now


def test_places_go_round_while_work_gets_done(clock):
    places, done = Places(2), []

    def work(number: int) -> None:
        with places.one():
            time.sleep(0.05)
            clock.at += 0.8 * turns.STANDSTILL / 2
            done.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(12))


def test_when_nothing_moves_the_next_is_refused_soon(clock):
    places = Places(1)
    with places.one():
        clock.a_look, began = turns.LOOK, clock.at
        with pytest.raises(Full), places.one():
            pass
        assert turns.STANDSTILL < clock.at - began < turns.STANDSTILL + 4 * turns.LOOK
        clock.a_look = 0.0
    with places.one():
        pass
