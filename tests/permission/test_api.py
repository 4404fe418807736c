"""Door 2: the reading API. Every route of the OpenAPI description × every person."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.permission.doors import SEVERAL, chosen, leaks, text_of
from tests.permission.expectations import CAST, NOBODY, sees
from tests.permission.hidden import Shown
from tests.permission.province import story_of
from zhuangjian.api.main import api
from zhuangjian.apps.conduct.public_ids import id_of

# What the ids in a route's address belong to, by the first word after /api/.
MODELS = {
    "duties": "duties.duty",
    "rectifications": "rectification.rectification",
    "inspections": "inspections.inspection",
    "parties": "registry.party",
    "parties/licences": "registry.licence",
    "parties/signals": "registry.signal",
    "programmes": "programme.programme",
    "tasks": "programme.task",
    "visits": "programme.visit",
    "exchanges": "programme.exchange",
    "people": "authorities.person",
    "authorities": "authorities.authority",
    "ledger": "ledger.entry",
    "public": "disclosure.publication",
    "intake/batches": "intake.batch",
    "intake/quarantine": "intake.quarantine",
    "intake/rows": "intake.sourcerow",
}


def routes(verb: str) -> list[str]:
    """Addresses of the description that answer a verb."""
    return [path for path, verbs in api.get_openapi_schema()["paths"].items() if verb in verbs]


def filled(path: str, province, name: str) -> list[tuple[str, object]]:
    """``(address, row or None)`` for a route, for rows the person sees and does not see."""
    if "{" not in path:
        return [(path, None)]
    parts = path.removeprefix("/api/").split("/")
    first = "/".join(parts[:2]) if "/".join(parts[:2]) in MODELS else parts[0]
    labels = (MODELS[first],) if first in MODELS else SEVERAL
    rows = [row for label in labels for row in chosen(province, label, name)]
    return [(re.sub(r"\{(\w+:)?\w+\}", str(id_of(row)), path), row) for row in rows]


@pytest.mark.parametrize("name", CAST)
def test_a_person_reads_nothing_over_the_api_that_the_table_does_not_give_them(province, name):
    client = Client(raise_request_exception=False)
    client.force_login(province.people[name])
    wrong, hidden = [], Shown(province, name)
    for path in routes("get"):
        for address, row in filled(path, province, name):
            response = client.get(address)
            text = text_of(response)
            hidden.look(address, text)
            if response.status_code not in {200, 403, 404, 422}:
                wrong.append(f"{address}: {response.status_code}")
            if response.status_code == 200:
                wrong += [f"{address}: shows {leak}" for leak in leaks(province, name, text)]
                public = path.startswith("/api/public")
                if row is not None and not public and path.removeprefix("/api/").split("/")[0] in MODELS:
                    label = row._meta.label_lower
                    if not sees(name, label, story_of(province, row)):
                        wrong.append(f"{address}: 200 for a row that is not visible")
    wrong += hidden.faults()
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.parametrize("name", NOBODY)
def test_without_an_active_account_no_route_answers(province, name):
    client = Client(raise_request_exception=False)
    if name == "inactive":
        client.force_login(province.people[name])
    wrong = []
    for verb in ("get", "post"):
        for path in routes(verb):
            for address, _ in filled(path, province, name)[:1]:
                answer = (
                    client.get(address) if verb == "get" else client.post(address, "{}", "application/json")
                )
                if path.startswith("/api/public"):
                    wrong += [f"{address}: shows {leak}" for leak in leaks(province, name, text_of(answer))]
                elif answer.status_code != 401:
                    wrong.append(f"{verb} {address}: {answer.status_code}")
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_every_action_has_its_route():
    from zhuangjian.apps.ledger.action import ACTIONS

    described = routes("post")
    for action in ACTIONS.values():
        assert f"/api/do/{action.name}" + ("" if action.creates else "/{target}") in described
