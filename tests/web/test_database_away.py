"""A database that goes away for a moment: no 500, words that say so, and the next request works."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import InterfaceError, OperationalError, connection, connections

from tests.ledger.conftest import add_administrator
from tests.rectification.cases import sign_in, text
from tests.web.busy import writer
from tests.web.served import ask, server, session_of
from zhuangjian.apps.ledger.action import ACTIONS, Conflict, perform

AWAY = "数据库暂时不可用"


@pytest.fixture
def administrator(transactional_db):
    return add_administrator()


def end_all_others(*but):
    """As a restart of PostgreSQL ends every connection, but for this one and the given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND pid <> ALL(%s)",
            [list(but)],
        )
        return len(cursor.fetchall())


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_after_the_database_restarted_the_next_requests_are_answered(administrator):
    session = session_of(administrator)
    connections.close_all()
    with server() as port:
        for _ in range(8):
            assert ask(port, "GET", "/administration/", session).status == 200
        assert end_all_others() > 0
        for _ in range(12):
            assert ask(port, "GET", "/administration/", session).status == 200
        assert end_all_others() > 0
        new = {"name": "第二局", "short_name": "第二局", "kind": "municipal", "region_code": "500000"}
        done = ask(port, "POST", "/do/authorities.add_authority/", session, new, **{"HX-Request": "true"})
        assert done.status == 204


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_act_whose_connection_is_cut_is_told_so_and_the_same_act_then_works(administrator):
    session = session_of(administrator)
    connections.close_all()
    new = {"name": "第二局", "short_name": "第二局", "kind": "municipal", "region_code": "500000"}
    post = ("POST", "/do/authorities.add_authority/", session, new)
    with server() as port, ThreadPoolExecutor(1) as threads:
        assert ask(port, "GET", "/administration/", session).status == 200
        with writer() as other:
            act = threads.submit(ask, port, *post, **{"HX-Request": "true"})
            time.sleep(1)
            end_all_others(other.info.backend_pid)
            answer = act.result()
        assert answer.status in (409, 503)
        assert "没有保存" in answer.text or AWAY in answer.text
        assert ask(port, *post, **{"HX-Request": "true"}).status == 204


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("connection already closed")])
@pytest.mark.parametrize(("path", "kind"), [("/", "text/html"), ("/api/inspections", "application/json")])
def test_a_page_or_api_call_that_loses_the_database_says_503_in_words(
    client, world, monkeypatch, error, path, kind
):
    sign_in(client, world.leader)
    client.raise_request_exception = False
    monkeypatch.setattr(connection, "close", lambda: None)

    def fails(*_, **__):
        raise error

    monkeypatch.setattr("zhuangjian.apps.conduct.visibility.VisibleManager.visible_to", fails)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert AWAY in text(answer)
    assert answer.headers["Content-Type"].startswith(kind) or "text/plain" in answer.headers["Content-Type"]


@pytest.mark.django_db
def test_an_error_of_ours_stays_an_error(client, world, monkeypatch):
    sign_in(client, world.leader)
    client.raise_request_exception = False

    def fails(*_, **__):
        raise ValueError

    monkeypatch.setattr("zhuangjian.apps.conduct.visibility.VisibleManager.visible_to", fails)
    assert client.get("/").status_code == 500


@pytest.mark.django_db
def test_an_act_on_a_closed_connection_is_a_conflict_and_not_an_error(world, monkeypatch):
    def fails():
        raise InterfaceError("connection already closed")

    monkeypatch.setattr("zhuangjian.apps.ledger.chain.lock", fails)
    with pytest.raises(Conflict, match="暂时不可用"):
        perform(
            ACTIONS["programme.create"],
            world.programme_officer,
            None,
            {"year": 2026, "scope": "全部", "focus": "重点", "requirements": "要求"},
        )
