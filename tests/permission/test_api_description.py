"""The API's description: readable with a token, and honest about how every operation may refuse."""

import json
import re

import pytest
from django.test import Client

from zhuangjian.api.main import api
from zhuangjian.apps.ledger.action import ACTIONS, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(world):
    made = perform(ACTIONS["authorities.create_token"], world.leader, world.leader, {"name": "程序"}).object
    return {"Authorization": f"Bearer {made.secret}"}


def test_it_is_read_with_a_token_and_with_a_session_and_by_nobody_else(world, token):
    signed_in = Client()
    signed_in.force_login(world.leader)
    for address in ("/api/openapi.json", "/api/docs"):
        assert Client().get(address, headers=token).status_code == 200
        assert signed_in.get(address).status_code == 200
        assert Client().get(address).status_code == 302
        wrong = Client().get(address, headers={"Authorization": "Bearer zj_none"})
        assert (wrong.status_code, "访问令牌" in wrong.json()["error"]["message"]) == (401, True)


def test_it_names_no_article_of_another_region(region):
    words = json.dumps(api.get_openapi_schema(), ensure_ascii=False)
    foreign = {"chongqing": r"\bLN[ -]\d", "liaoning": r"\bCQ[ -]\d"}[region]
    assert not re.findall(rf".{{30}}{foreign}", words)
    if region == "chongqing":
        assert "CQ 14" in words


def test_every_operation_lists_its_refusals_in_their_one_form():
    schema = api.get_openapi_schema()
    asked = 0
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            asked += 1
            wanted = {400, 401, 404, 422} | (set() if method == "get" else {403, 409})
            assert wanted <= {int(status) for status in operation["responses"]}, path
            for status in wanted:
                shown = operation["responses"][status]["content"]["application/json"]["schema"]
                assert shown == {"$ref": "#/components/schemas/Refusal"}, (path, status)
    assert asked > len(ACTIONS)


def test_what_is_refused_has_the_form_that_is_described(world, token):
    import jsonschema_rs

    schema = api.get_openapi_schema()["components"]["schemas"]["Refusal"]
    client = Client()
    answers = [
        client.get("/api/parties"),
        client.get("/api/inspections/987654", headers=token),
        client.post("/api/do/inspections.arrive/1", "{", "application/json", headers=token),
        client.get("/api/parties?page_size=x", headers=token),
    ]
    assert {answer.status_code for answer in answers} <= {401, 404, 422}
    for answer in answers:
        jsonschema_rs.validate(schema, answer.json())
