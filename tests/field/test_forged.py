"""What a device never sends: whoever has an account may, and no answer is a fault of the program."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.field.test_home import carry, result, sealed, send, signed_in, take
from tests.inspections import course
from tests.inspections.course import do
from zhuangjian.apps.inspections.reading import reads_of
from zhuangjian.apps.ledger.action import Refusal
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.outing.models import Handed, Outing

pytestmark = pytest.mark.django_db
FIRST, LAST = "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"


def sent(client, outing, **more):
    now = timezone.now().isoformat()
    work = {"key": str(uuid4()), "device_at": now, "device_now": now, **result(), **more}
    return client.post(f"/field/outings/{outing.public_id}/piece/", {"work": json.dumps(work)})


def test_no_time_of_a_device_is_a_fault(world):
    row = course.on_site(world)
    client = signed_in(world.leader)
    clocks = ("2026-05-08T09:00:00", FIRST, LAST, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")
    for n, clock in enumerate(clocks):
        given = {"device": f"phone-00{n}", "device_name": "手机", "device_clock": clock}
        assert client.post(f"/field/take/{row.public_id}/", given).status_code < 500, clock
    for outing in Outing.objects.unrestricted().filter(inspection=row):
        for device_at in clocks[1:]:
            for device_now in clocks[1:]:
                answer = sent(client, outing, device_at=device_at, device_now=device_now)
                assert answer.status_code < 500, (device_at, device_now)
        work = {"key": str(uuid4()), "device_at": LAST, "device_now": FIRST, **result("2")}
        held = {"outing": str(outing.public_id), "pieces": [{"work": work}]}
        assert carry(client, outing, sealed(held)).status_code < 500
        assert client.get(f"/outings/{outing.public_id}/").status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        {"rows": ["x"]},
        {"rows": 5},
        {"rows": {"item": "1"}},
        {"rows": [{"item": ["1"], "result": {"a": 1}, "text": [1]}]},
        {"rows": [None, [], "\u0000", {"item": "\u0000"}]},
        {"rows": [{"item": 10**4000}]},
        {"n": float("nan"), "i": float("inf")},
        {"deep": json.loads("[" * 150 + "]" * 150)},
    ],
)
def test_nothing_that_is_refused_keeps_the_page_from_being_read(world, data):
    row = course.on_site(world)
    outing = take(world.leader, row)
    client = signed_in(world.leader)
    for act in ("inspections.findings", "inspections.deficiency"):
        assert sent(client, outing, act=act, data=data).status_code < 500
        assert sent(client, outing, act=act, data={}, fields=[["rows", "\u0000"]]).status_code < 500
    assert sent(client, outing, about="a\u0000b").status_code < 500
    assert client.get(f"/outings/{outing.public_id}/").status_code == 200


def test_another_act_under_the_same_number_is_no_receipt(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    client, key = signed_in(world.leader), uuid4()
    send(client, outing, result(value="nonconforming", text="没有记录"), key=key)
    Handed.objects.unrestricted().all().delete()
    listed = {"act": "inspections.deficiency", "about": "缺陷", "data": {"item": "1", "text": "没有记录"}}
    answer = send(client, outing, listed, key=key)
    assert answer.status_code == 422
    assert not Handed.objects.unrestricted().exists()
    assert not row.deficiencies.exists()


def test_nobody_says_that_something_was_stored_which_is_not(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    do("inspections.findings", world.inspector, row, rows=[{"item": "1", "result": "conforming"}])
    key = uuid4()
    send(signed_in(world.leader), outing, result(value="nonconforming", text="没有记录"), key=key)
    now = timezone.now()
    piece = {"key": key, "act": "inspections.findings", "about": "第1项", "device_at": now, "at": now}
    others = Entry.objects.filter(action="inspections.findings").latest("seq").seq
    for seq in (None, 1, others, 10**9):
        with pytest.raises(Refusal):
            do("outing.hand_in", world.leader, outing, pieces=[piece | {"outcome": "done", "seq": seq}])
    # Given up it is what it was: nobody puts other words in its place.
    do("outing.hand_in", world.leader, outing, pieces=[piece | {"outcome": "dropped", "content": {}}])
    assert Handed.objects.unrestricted().get().content["rows"][0]["text"] == "没有记录"


def test_who_reads_what_came_home_is_written_down(world):
    row = course.on_site(world)
    outing = take(world.leader, row)
    before = len(reads_of(row, 100))
    assert signed_in(world.bureau_head).get(f"/outings/{outing.public_id}/").status_code == 200
    assert [one.person for one in reads_of(row, 100)][: -before or None] == [world.bureau_head]
