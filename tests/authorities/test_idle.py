"""Whoever leaves their place is signed out after a while; whoever works is not, and no page writes for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhuangjian.web.idle import COOKIE

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SHORT = 1800
pytestmark = pytest.mark.django_db


@pytest.fixture
def client(world, settings):
    settings.IDLE_SECONDS = SHORT
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(world.leader)
    return client


def seen(client, seconds, address="/", **options):
    with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
        return client.get(address, **options)


@pytest.mark.parametrize(("idle", "inside"), [(SHORT, True), (SHORT + 1, False)])
def test_a_session_left_alone_ends_after_half_an_hour_and_not_before(client, idle, inside):
    assert seen(client, 60).status_code == 200
    answer = seen(client, 60 + idle)
    assert answer.status_code == (200 if inside else 302)
    assert Session.objects.exists() is inside
    if not inside:
        assert answer["Location"].startswith("/login/?next=")
        assert "自动退出" in seen(client, 60 + idle, answer["Location"]).content.decode()


def test_somebody_who_works_all_day_stays_signed_in(client):
    assert {seen(client, minute * 60).status_code for minute in range(0, 8 * 60, 25)} == {200}


def test_the_api_knows_no_abandoned_session_either(client):
    assert seen(client, 10, "/api/authorities/me").status_code == 200
    assert seen(client, 10 + SHORT + 1, "/api/authorities/me").status_code == 401


def test_what_is_posted_from_an_abandoned_page_is_told_beside_the_form_and_does_nothing(client, world):
    with time_machine.travel(NOW + timedelta(seconds=SHORT + 1), tick=False):
        answer = client.post(
            "/do/authorities.declare_interest/", {"target": world.leader.pk}, headers={"HX-Request": "true"}
        )
    assert answer.status_code == 401
    assert "没有提交" in answer.content.decode()


def test_the_mark_of_another_session_prolongs_nothing(client, world):
    other = Client()
    with time_machine.travel(NOW + timedelta(seconds=SHORT), tick=False):
        other.force_login(world.inspector)
        other.get("/")
    client.cookies[COOKIE] = other.cookies[COOKIE].value
    assert seen(client, SHORT + 1).status_code == 302


@pytest.mark.parametrize("mark", ["", "x", "9999999999", "9999999999:abc"])
def test_a_forged_mark_prolongs_nothing(client, mark):
    client.cookies[COOKIE] = mark
    assert seen(client, SHORT + 1).status_code == 302


def test_being_seen_costs_no_write(client):
    seen(client, 100, "/account/")
    with CaptureQueriesContext(connection) as queries:
        seen(client, 200, "/account/")
    assert [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}] == []


def test_zero_never_ends_a_session(client, settings):
    settings.IDLE_SECONDS = 0
    assert seen(client, 11 * 3600).status_code == 200
