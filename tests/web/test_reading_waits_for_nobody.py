"""While somebody writes, pages, lists, exports and the API's reads answer at once."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from tests.permission import province as provinces
from tests.permission.doors import ELSEWHERE, addresses, patterns
from tests.web.busy import impatient, writer

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = ("anonymous", "programme_officer", "contact")
# Whoever waits for the writer does so for much longer than any machine needs to answer.
AT_ONCE, PATIENCE = 20.0, 60_000  # seconds, milliseconds


def reads() -> list[str]:
    """The patterns of everything that is read: what acts is left out."""
    acts = [prefix for prefix in ELSEWHERE if prefix not in ("api/", "login/")]
    return [pattern for pattern in patterns() if not pattern.startswith((*acts, "api/do"))]


@pytest.mark.parametrize("name", PEOPLE)
def test_no_address_that_is_read_waits_for_a_writer(name):
    province = provinces.build()
    client = Client(raise_request_exception=False)
    if name != "anonymous":
        client.force_login(province.people[name])
    tried = [address for pattern in reads() for address, _ in addresses(pattern, province, name)[:2]]
    assert len(tried) > 60
    waited = []
    with impatient(), writer():
        for address in ["/static/zj/zj.css", *tried]:
            started = time.perf_counter()
            response = client.get(address)
            seconds = time.perf_counter() - started
            if response.status_code >= 500 or seconds > AT_ONCE:
                waited.append(f"{address}: {response.status_code} after {seconds:.2f} s")
    assert not waited, "\n".join(waited)


def test_reading_with_a_token_waits_for_nobody_and_is_noted_when_it_can_be():
    from zhuangjian.apps.authorities.models import ApiToken
    from zhuangjian.apps.ledger.action import ACTIONS, perform

    person = provinces.build().people["programme_officer"]
    token = perform(ACTIONS["authorities.create_token"], person, person, {"name": "试"})
    signed_in = Client()
    signed_in.force_login(person)
    signed_in.get("/api/parties")
    headers = {"Authorization": f"Bearer {token.object.secret}"}
    with impatient(PATIENCE), writer():
        started = time.perf_counter()
        assert Client().get("/api/parties", headers=headers).status_code == 200
        assert time.perf_counter() - started < AT_ONCE
    assert Client().get("/api/parties", headers=headers).status_code == 200
    assert ApiToken.objects.get(pk=token.object.pk).last_used_at is not None


@pytest.mark.parametrize("ended", ["new password", "left alone"])
def test_a_session_that_ended_is_told_so_at_once_and_its_row_goes_when_it_can(ended, settings):
    from django.contrib.sessions.models import Session

    person = provinces.build().people["programme_officer"]
    client = Client()
    client.force_login(person)
    if ended == "new password":
        person.set_password("另一个足够长的口令2026")
        person.save(update_fields=["password"])
    else:
        settings.IDLE_SECONDS = 1
        session = client.session
        session["signed_in_at"] = 1.0
        session.save()
    kept = client.cookies["sessionid"].value
    with impatient(PATIENCE), writer():
        started = time.perf_counter()
        answer = client.get("/")
        assert time.perf_counter() - started < AT_ONCE
    assert (answer.status_code, answer.url.startswith("/login/")) == (302, True)
    # Whoever kept the cookie is signed in no more, and once nobody writes the row goes.
    client.cookies["sessionid"] = kept
    assert client.get("/").status_code == 302
    assert not Session.objects.filter(session_key=kept).exists()
