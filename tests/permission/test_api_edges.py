"""Edges of the API that no row decides: pages of no list, what browsers may keep."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "given", ["after=" + "9" * 200, "before=W10:x", "after=%00", "page_size=99999999999999999999"]
)
@pytest.mark.parametrize("path", ["programme", "programme/tasks", "inspections", "parties", "duties"])
def test_a_page_of_no_list_is_no_server_error(world, path, given):
    client = Client(raise_request_exception=False)
    client.force_login(world.programme_officer)
    answer = client.get(f"/api/{path}?{given}")
    # A zero byte in an address is refused at the door, whatever it was meant for.
    assert answer.status_code in {200, 400, 404, 422}


@pytest.mark.parametrize("address", ["/api/programme", "/api/authorities/me", "/api/parties", "/", "/rules/"])
def test_nothing_seen_signed_in_is_stored_by_a_browser(world, client, address):
    client.force_login(world.programme_officer)
    assert "no-store" in client.get(address)["Cache-Control"]


def test_an_api_refusal_is_not_stored_either(db, client):
    answer = client.get("/api/programme")
    assert (answer.status_code, answer["Cache-Control"]) == (401, "no-store")
