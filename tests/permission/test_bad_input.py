"""Nonsense at every door: always an answer in Chinese, never a break, never an effect."""

from __future__ import annotations

import json
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.permission.doors import chosen, pages
from zhuangjian.api.main import api
from zhuangjian.apps.conduct.public_ids import id_of
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.models import Entry

FITTING = {
    "authorities": "administrator",
    "programme": "programme_officer",
    "intake": "programme_officer",
    "registry": "programme_officer",
    "documents": "programme_officer",
    "rectification": "head",
    "disclosure": "head",
}
NASTY = [
    None, True, False, 0, -1, 2**31, 2**63, 2**64, 10**40, 1.5, 1e308, "", " ", "x", "\x00", "a\x00b", "\ud800", "\ufffd",
    "字" * 30_000, "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "2026-02-30", "0001-01-01", "9999-12-31",
    "9999-12-31T23:59:59Z", "2026-11-21T09:30:00+99:00", [], [[]], [None], ["x"] * 300, {}, {"a": {"b": {}}}, {"\x00": 1},
    [{}], [{"name": "x", "content": "!!!"}], "²", "１２", "1e5", "NaN", "inf", "null",
]  # fmt: skip


def bodies(action, chance: random.Random, count: int):
    """Bodies with the action's own field names and nonsense in them."""
    names = list(action.Input.model_fields)
    for number in range(count):
        body = {name: chance.choice(NASTY) for name in names if chance.random() < 0.85}
        if number == 0:
            body = dict.fromkeys(names, NASTY[7])
        elif number == 1:
            body = dict.fromkeys(names, "a\x00b")
        elif chance.random() < 0.2:
            body["unknown"] = chance.choice(NASTY)
        yield body


def person_for(name: str) -> str:
    return FITTING.get(name.split(".")[0], "leader")


@pytest.fixture
def client_of(province):
    made: dict[str, Client] = {}

    def of(name: str) -> Client:
        if name not in made:
            made[name] = Client(raise_request_exception=False)
            made[name].force_login(province.people[name])
        return made[name]

    return of


def target_of(province, action, name: str):
    rows = [] if action.creates else chosen(province, action.model._meta.label_lower, name)
    person = province.people[name]
    visible = [row for row in rows if action.model.objects.visible_to(person).filter(pk=row.pk).exists()]
    return visible[0] if visible else None


@pytest.mark.parametrize("seed", range(2))
def test_no_action_breaks_on_any_body_over_the_api(province, client_of, seed):
    wrong = []
    for action in ACTIONS.values():
        name = person_for(action.name)
        row = target_of(province, action, name)
        if row is None and not action.creates:
            continue
        address = f"/api/do/{action.name}" + ("" if row is None else f"/{id_of(row)}")
        for body in bodies(action, random.Random(f"{action.name}/{seed}"), 12):
            answer = client_of(name).post(address, json.dumps(body), "application/json")
            if answer.status_code not in {200, 401, 403, 404, 409, 422}:
                wrong.append(f"{action.name}: {answer.status_code} for {str(body)[:300]}")
            elif answer.status_code == 422 and not _chinese(answer.json()["error"]["message"]):
                wrong.append(f"{action.name}: {answer.json()}")
            elif answer.status_code in {200, 401}:
                client_of(name).force_login(province.people[name])
    assert not wrong, "\n".join(wrong)


def test_no_action_breaks_on_any_form(province, client_of):
    wrong = []
    for action in ACTIONS.values():
        name = person_for(action.name)
        row = target_of(province, action, name)
        if row is None and not action.creates:
            continue
        for body in bodies(action, random.Random(action.name), 6):
            data = {key: str(value).encode("utf-8", "replace").decode() for key, value in body.items()}
            data |= {"target": str(id_of(row))} if row is not None else {}
            answer = client_of(name).post(f"/do/{action.name}/", data, headers={"HX-Request": "true"})
            if answer.status_code not in {200, 204, 302, 401, 403, 409, 422}:
                wrong.append(f"{action.name}: {answer.status_code} for {str(data)[:300]}")
            elif answer.status_code in {200, 204, 302, 401}:
                client_of(name).force_login(province.people[name])
    assert not wrong, "\n".join(wrong)


def _chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


@pytest.fixture
def administrator(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.administrator)
    return client


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"7",
        b"{",
        b"\xff\xfe",
        b'{"name": "\xc3\x28"}',
        b"[" * 100_000,
        b'"' + b"x" * 100,
    ],
)
def test_a_body_that_is_no_json_object_is_refused_in_chinese(administrator, body):
    answer = administrator.post("/api/do/authorities.add_authority", body, "application/json")
    assert answer.status_code == 422
    assert _chinese(answer.json()["error"]["message"])


@pytest.mark.parametrize("target", ["0", "-1", "x", "²", "１", "1.0", "9" * 18, "9" * 30, "1 ", "%00", "1;2"])
def test_a_target_that_is_no_row_is_not_found(administrator, target):
    assert administrator.post(
        f"/api/do/authorities.change_person/{target}", "{}", "application/json"
    ).status_code in {400, 404}
    assert administrator.post("/do/authorities.change_person/", {"target": target}).status_code == 404


@pytest.mark.parametrize("name", ["nothing", "authorities.nothing", "..", "%00", "a" * 3000])
def test_an_unknown_action_is_not_found(administrator, name):
    for address in (f"/do/{name}/", f"/api/do/{name}"):
        assert administrator.post(address, {}).status_code in {400, 404}


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/x\r\nSet-Cookie: a=b",
     "/x\nb", "evil", " /x", "http:/evil", "/" + "x" * 3000, "\x00/"],
)  # fmt: skip
@pytest.mark.parametrize("htmx", [True, False])
def test_what_follows_an_action_stays_on_this_site(administrator, world, url, htmx):
    data = {"target": world.leader.pk, "expertise": "微生物", "next": url}
    headers = {"HX-Request": "true"} if htmx else {}
    answer = administrator.post("/do/authorities.set_expertise/", data, headers=headers)
    assert answer.status_code in {204, 302}
    onward = answer["HX-Redirect"] if htmx else answer["Location"]
    assert onward == f"/administration/people/{world.leader.pk}/"
    assert "Set-Cookie: a" not in str(answer.headers)


@pytest.mark.parametrize("url", ["/administration/", "/administration/?q=检查&page=2", "/a/#b"])
def test_a_page_of_this_site_is_followed(administrator, world, url):
    data = {"target": world.leader.pk, "expertise": "微生物", "next": url}
    answer = administrator.post("/do/authorities.set_expertise/", data, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].isascii()
    assert answer["HX-Redirect"].startswith(url[:3])


def test_a_form_without_its_token_is_refused_in_chinese(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.administrator)
    before = Entry.objects.count()
    page = client.post("/do/authorities.unlock/", {"target": world.leader.pk})
    part = client.post("/do/authorities.unlock/", {"target": world.leader.pk}, headers={"HX-Request": "true"})
    answer = client.post("/api/do/authorities.add_authority", "{}", "application/json")
    assert [page.status_code, part.status_code, answer.status_code] == [403, 403, 403]
    assert "页面已过期" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert "CSRF" in answer.json()["error"]["message"]
    assert Entry.objects.count() == before


@pytest.mark.parametrize("verb", ["get", "put", "delete", "patch"])
def test_only_post_acts(administrator, verb):
    answer = getattr(administrator, verb)("/do/authorities.add_authority/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert _chinese(answer.content.decode())


def test_control_characters_in_an_address_are_told_not_searched(administrator):
    for address in ("/administration/?words=%00", "/administration/?%01=x", "/search/?q=a%0b"):
        answer = administrator.get(address)
        assert answer.status_code == 400
        assert "控制字符" in answer.content.decode()


def test_bytes_that_are_no_utf8_are_refused_in_a_form(administrator, world):
    body = b"target=%d&name=%%FF%%FE&authority=1" % world.leader.pk
    answer = administrator.post("/do/authorities.change_person/", body, "application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert "UTF-8" in answer.content.decode()


def test_too_many_fields_are_refused_in_chinese(administrator, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    answer = administrator.post("/do/authorities.unlock/", {f"f{i}": "x" for i in range(20)})
    assert answer.status_code == 400
    assert "请求无法读取" in answer.content.decode()


@pytest.mark.parametrize(("many", "status"), [(10, 200), (11, 400)])
@pytest.mark.parametrize("address", ["/", "/login/", "/public/", "/inspections/", "/static/none.css"])
def test_too_many_parameters_in_an_address_are_refused_in_chinese(world, settings, address, many, status):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    client = Client(raise_request_exception=False)
    client.force_login(world.leader)
    answer = client.get(f"{address}?" + "&".join(f"a{i}=1" for i in range(many)))
    if status == 200:
        assert answer.status_code in {200, 302, 404}
    else:
        assert answer.status_code in ({400, 404} if address.startswith("/static/") else {400})
        assert _chinese(answer.content.decode())


@pytest.mark.parametrize("many", [10, 11])
def test_the_api_answers_too_many_parameters_in_its_own_form(administrator, settings, many):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    answer = administrator.get("/api/parties?" + "&".join(f"a{i}=1" for i in range(many)))
    assert answer.status_code == (200 if many == 10 else 400)
    if many > 10:
        assert "请求无法读取" in answer.json()["error"]["message"]


@pytest.mark.parametrize(("size", "refused"), [(100, False), (101, True)])
def test_a_file_over_the_limit_is_refused_with_its_size(monkeypatch, size, refused):
    from zhuangjian.engines.rules.answer import Refusal
    from zhuangjian.web import forms

    monkeypatch.setattr(forms, "LARGEST_FILE", 100)
    file = SimpleUploadedFile("照片.jpg", b"x" * size, "image/jpeg")
    if refused:
        with pytest.raises(Refusal, match="照片.jpg"):
            forms._upload(file)
    else:
        assert forms._upload(file).content == b"x" * size


def test_errors_say_the_same_on_a_page_beside_a_form_and_over_the_api(administrator):
    page = administrator.get("/administration/people/987654/")
    part = administrator.post("/do/authorities.unlock/", {"target": "987654"}, headers={"HX-Request": "true"})
    answer = administrator.get("/api/authorities/987654")
    unknown = administrator.get("/api/nothing")
    assert [r.status_code for r in (page, part, answer, unknown)] == [404] * 4
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()
    for text in (
        page.content.decode(),
        part.content.decode(),
        answer.json()["error"]["message"],
        unknown.json()["error"]["message"],
    ):
        assert "无权查看" in text


def test_a_signed_out_form_keeps_what_was_typed(world):
    answer = Client().post("/do/authorities.unlock/", {"target": "1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "登录已过期" in answer.content.decode()


@pytest.mark.parametrize("address", ["/api/docs", "/api/openapi.json"])
def test_the_description_of_the_api_is_for_people_signed_in(administrator, address):
    assert Client().get(address).status_code == 302
    assert administrator.get(address).status_code == 200


def test_the_description_names_no_part_that_it_does_not_hold():
    schema = json.dumps(api.get_openapi_schema(), default=str)
    held = set(json.loads(schema)["components"]["schemas"])
    used = {part.split('"')[0] for part in schema.split("#/components/schemas/")[1:]}
    assert used <= held


def test_answers_carry_the_headers_that_keep_a_page_to_itself(administrator):
    answer = administrator.get("/administration/")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_no_browser_keeps_any_page_made_for_somebody_who_is_signed_in(administrator, db):
    """The public pages too: they say who is signed in. For who is not they may be kept."""
    asked = ["/" + one for one in pages() if "<" not in one and not one.startswith("static/")]
    assert "/public/" in asked
    assert len(asked) > 20
    kept = [a for a in asked if "no-store" not in administrator.get(a).headers.get("Cache-Control", "")]
    assert kept == []
    assert "Cache-Control" not in Client().get("/public/").headers
