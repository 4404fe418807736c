"""LN 2(8), oversight by the public: reported without an account, handled by one person, answered by code; robots kept out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.rectification.cases import sign_in
from zhuangjian.apps.concern import guard
from zhuangjian.apps.concern.models import Concern, FormUse, Informant
from zhuangjian.apps.concern.queries import digest
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import ACTIONS, NotYours, perform
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
NAME, CONTACT = "陈秀英", "chen.xy@example.com"
CODE = "ABCD-EFGH-JKMN-PQRS"
TEXT = "打开的面霜没有标签，店员说是自己分装的。"


@pytest.fixture(autouse=True)
def easy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser's work is small here; what it costs is tried with the real one below."""
    monkeypatch.setattr(guard, "BITS", 6)


def do(name: str, person: Any, target: Any = None, /, **data: Any) -> Any:
    found = perform(ACTIONS[f"concern.{name}"], person, target, data).object
    return type(found)._base_manager.get(pk=found.pk)


def work(token: str) -> str:
    return next(str(n) for n in range(10**7) if guard.worked(token, str(n)))


def filled(world: Any, age: float = 60, **more: Any) -> dict[str, str]:
    token = guard.new_form(timezone.now() - timedelta(seconds=age))
    given = {"kind": "report", "subject": "某美容院", "text": TEXT, "authority": str(world.district.pk)}
    return given | {"form": token, "proof": work(token), "homepage": ""} | more


def send(given: dict[str, str], address: str = "203.0.113.7") -> Any:
    return Client().post("/public/concern/", given, REMOTE_ADDR=address)


def code_in(answer: Any) -> str:
    found = re.search(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}", answer.content.decode())
    assert found, answer.content.decode()[-3000:]
    return found[0]


def status(code: str) -> str:
    return Client().post("/public/concern/status/", {"code": code}).content.decode()


def received(world: Any, **more: Any) -> Concern:
    given = {"kind": "report", "subject": "某美容院", "text": TEXT, "authority": world.district.pk}
    made: Concern = do(
        "receive", None, None, **(given | {"code": CODE, "name": NAME, "contact": CONTACT} | more)
    )
    return made


ANSWER = {
    "outcome": "found",
    "answer": "经现场核查，该店已停止销售，按线索办理。",
    "internal": "现场查见六瓶。",
}


def test_somebody_without_an_account_reports_and_reads_the_answer_by_code(world: Any) -> None:
    page = Client().get("/public/concern/?subject=某公示")
    assert page.status_code == 200
    assert "某公示" in page.content.decode()
    code = code_in(send(filled(world, name=NAME, contact=CONTACT)))
    row = Concern.objects.unrestricted().get()
    assert row.authority == world.district
    assert row.receipt == digest(code)
    assert code not in str(vars(row))
    duty = Duty.objects.unrestricted().get(target_model="concern.concern", done_at=None)
    assert duty.kind == "concern.take"
    assert "待受理" in status(code)
    assert "某美容院" in status(code.lower().replace("-", " "))
    row = do("take", world.district_officer, row)
    row = do("answer", world.district_officer, row, **ANSWER)
    shown = status(code)
    assert ANSWER["answer"] in shown
    assert "属实" in shown
    # What is only for the office, who reported and who handled it stand on no public page.
    for hidden in (ANSWER["internal"], NAME, CONTACT, world.district_officer.name, TEXT):
        assert hidden not in shown
    assert not Duty.objects.unrestricted().filter(target_model="concern.concern", done_at=None).exists()


def test_who_reported_is_seen_by_its_handler_alone(world: Any) -> None:
    row = do("take", world.district_officer, received(world))
    people = world.people.values()
    assert [one for one in people if Informant.objects.visible_to(one).exists()] == [world.district_officer]
    page = sign_in(Client(), world.district_officer).get(row.get_absolute_url()).content.decode()
    assert NAME in page
    assert CONTACT in page
    head = sign_in(Client(), world.district_head)
    for address in (
        row.get_absolute_url(),
        "/concerns/",
        "/concerns/?export=csv",
        f"/api/concerns/{row.public_id}",
    ):
        answer = head.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200, address
        assert NAME not in body.decode(), address
        assert CONTACT not in body.decode(), address
    other = sign_in(Client(), world.contact)
    assert other.get(row.get_absolute_url()).status_code == 404
    assert other.get("/concerns/").status_code == 404
    # Handed over, it is the new handler's to know, and no longer the old one's.
    row = do("hand_over", world.district_head, row, person=world.district_head.pk, reason="承办人出差")
    assert not Informant.objects.visible_to(world.district_officer).exists()
    assert Informant.objects.visible_to(world.district_head).exists()
    with pytest.raises(NotYours):
        do("answer", world.district_officer, row, **ANSWER)


def test_until_it_is_taken_nobody_sees_who_reported(world: Any) -> None:
    received(world)
    assert not [one for one in world.people.values() if Informant.objects.visible_to(one).exists()]


def test_what_is_told_names_nobody_who_reported_and_no_private_number(world: Any) -> None:
    first = do("take", world.district_officer, received(world))
    second = do(
        "take", world.district_officer, received(world, code="WXYZ-2345-6789-ABCD", name="", contact="")
    )
    for row in (first, second):  # also that of the other report about the same
        for more in ({"answer": f"已与{NAME}女士核实有关情况。"}, {"internal": f"电询{CONTACT}核实。"}):
            with pytest.raises(Refusal, match="身份"):
                do("answer", world.district_officer, row, **(ANSWER | more))
    with pytest.raises(Refusal, match="手机号码"):
        do("answer", world.district_officer, second, **(ANSWER | {"answer": "请联系当事人13800138000了解。"}))
    with pytest.raises(Refusal, match="身份"):
        do("hand_over", world.district_head, first, person=world.district_head.pk, reason=f"与{NAME}相识")
    do("answer", world.district_officer, second, **(ANSWER | {"answer": "请联系办公电话02363000000了解。"}))


def test_a_name_alone_reaches_nobody_and_what_is_missing_is_told_before_the_form_is_used(world: Any) -> None:
    given = filled(world, name=NAME)
    answer = send(given)
    assert answer.status_code == 422
    assert "联系方式" in answer.content.decode()
    assert TEXT in answer.content.decode()
    # The same form, with its work, is in the answer and still good.
    assert given["form"] in answer.content.decode()
    assert not FormUse.objects.unrestricted().exists()
    assert send(given | {"text": "短"}).status_code == 422
    assert send(given | {"name": ""}).status_code == 200


def test_each_check_keeps_out_what_it_is_for_and_counts_both_sides(world: Any) -> None:
    for age, good in (
        (guard.YOUNGEST - 2, False),
        (guard.YOUNGEST + 1, True),
        (guard.OLDEST - 60, True),
        (guard.OLDEST + 1, False),
    ):
        assert (send(filled(world, age), f"198.51.100.{int(age) % 250}").status_code == 200) is good, age
    here = "198.51.100.251"
    given = filled(world)
    assert "请留空" in send(given | {"homepage": "http://x"}, here).content.decode()
    assert send(given | {"proof": ""}, here).status_code == 422
    assert send(given | {"form": given["form"][:-2] + "xx"}, here).status_code == 422
    assert send(given, here).status_code == 200
    again = send(given, here)
    assert again.status_code == 422
    assert "已经提交过" in again.content.decode()
    assert given["form"] not in again.content.decode()


def test_a_flood_that_does_everything_gets_through_so_many_an_hour_and_address(world: Any) -> None:
    """The attack: two hundred forms, each old enough and worked for, from one address and from one IPv6 network."""
    through = [send(filled(world)).status_code for _ in range(100)]
    assert through.count(200) == guard.MOST
    assert through[: guard.MOST] == [200] * guard.MOST
    inside = [send(filled(world), f"2001:db8:0:1::{n + 1:x}").status_code for n in range(100)]
    assert inside.count(200) == guard.MOST
    assert Concern.objects.unrestricted().count() == 2 * guard.MOST
    assert send(filled(world), "203.0.113.8").status_code == 200
    # Refused ones take nobody's place: an hour later the address has all of its share again.
    FormUse.objects.unrestricted().update(at=timezone.now() - timedelta(hours=1, seconds=1))
    assert send(filled(world)).status_code == 200
    # Of the visitor a keyed digest is kept, no address.
    assert "203.0.113" not in str(list(FormUse.objects.unrestricted().values()))


def test_the_work_is_as_much_as_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BITS", 16)
    token = guard.new_form(timezone.now())
    tried = int(work(token))
    assert guard.worked(token, str(tried))
    for wrong in ("", "-1", "x", "９", "1" * 13, str(tried + 1)):
        assert not guard.worked(token, wrong)


def test_a_wrong_code_tells_nothing(world: Any) -> None:
    received(world)
    near = CODE[:-1] + "T"
    pages = {
        re.sub(r'value="[^"]{30,}"|nonce="[^"]*"', "", status(code))
        for code in (near, "x", "A" * 40, "%", "'--")
    }
    assert len(pages) == 1
    assert "某美容院" not in pages.pop()
    answer = Client().post("/public/concern/status/", {"code": near})
    right = Client().post("/public/concern/status/", {"code": CODE})
    assert answer.status_code == right.status_code == 200
    assert "no-store" in right["Cache-Control"]
    assert Client().get(f"/public/concern/status/?code={CODE}").content.decode().count("某美容院") == 0


@pytest.mark.parametrize("kind", ["complaint", "advice"])
def test_the_time_to_take_and_to_answer_is_that_of_its_kind(world: Any, kind: str) -> None:
    row = received(world, kind=kind)
    take = Duty.objects.unrestricted().get(target_id=row.pk, kind="concern.take")
    row = do("take", world.district_officer, row)
    answer = Duty.objects.unrestricted().get(target_id=row.pk, kind="concern.answer")
    day = timezone.localdate(row.received_at)
    assert take.due
    assert answer.due
    if kind == "advice":
        assert (take.due - day).days == 7
        assert (answer.due - day).days == 30
    else:
        assert (take.due - day).days >= 7
        assert (answer.due - day).days > 45


def test_liaoning_has_it_too(settings: Any, world: Any) -> None:
    settings.REGION = "liaoning"
    assert Client().get("/public/concern/").status_code == 200
    row = do("take", world.district_officer, received(world))
    page = sign_in(Client(), world.district_officer).get(row.get_absolute_url()).content.decode()
    assert "LN 2(8)" in page
    assert "区县" not in page
    assert "CQ" not in page
