"""Penalties and the public: told within the limit, taken down within the limit, for as long as the text says (CQ 52)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.enforcement import test_leads as leads
from tests.enforcement.test_leads import FRIDAY, PENALTY, do, filed, noon, owed
from tests.rectification.cases import text
from zhuangjian.apps.disclosure.models import Notice
from zhuangjian.apps.disclosure.notices import until
from zhuangjian.apps.enforcement.models import Penalty
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours, perform
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
CHANGED = {"fate_by": "行政复议决定书〔2026〕3号", "fate_reason": "主要证据不足，张某的配方不作为依据"}


def penalty(w: Any, **more: Any) -> Penalty:
    """A penalty of that Friday."""
    lead = filed(w)
    do("decide_penalty", w.enforcement_officer, lead, decided_on=FRIDAY, **PENALTY | more)
    return Penalty.objects.unrestricted().get()


def publish(w: Any, row: Penalty, on: date = FRIDAY, **more: Any) -> Notice:
    data = {"looked": True} | more
    made = perform(ACTIONS["disclosure.publish_penalty"], w.enforcement_officer, row, data, at=noon(on))
    return Notice.objects.unrestricted().get(pk=made.object.pk)


def take_down(w: Any, row: Notice, on: date) -> None:
    said = {"reason": "处罚决定已经撤销"}
    perform(ACTIONS["disclosure.withdraw_notice"], w.enforcement_officer, row, said, at=noon(on))


def test_a_penalty_is_owed_to_the_public_within_twenty_working_days_and_told_in_a_summary_a_person_has_seen(
    world: Any, region: str, client: Client
) -> None:
    row = penalty(world)
    duty = owed(row)["disclosure.publish_penalty"]
    assert (duty.authority, duty.due, duty.days) == (world.bureau, date(2026, 7, 6), 20)
    assert (duty.article, duty.basis) == ("公示规定 9", "official")
    with pytest.raises(Refusal, match="逐项核对"):
        publish(world, row, looked=False)
    with pytest.raises(NotYours):
        perform(ACTIONS["disclosure.publish_penalty"], world.leader, row, {"looked": True})
    with time_machine.travel(noon(FRIDAY), tick=False):
        notice = publish(world, row)
        assert "disclosure.publish_penalty" not in owed(row)
        assert (notice.authority, notice.until) == (world.bureau, date(2029, 6, 5))
        for url in ("/public/measures/", f"/public/measures/{notice.public_id}/", "/api/public-measures"):
            body = text(client.get(url))
            assert "罚款20000元" in body, url
            assert "罚〔2026〕1号" in body, url
            assert leads.SAID["facts"] not in body, url
        found = client.get(f"/api/public-measures/{notice.public_id}").json()
        assert (found["kind"], found["until"], found["number"]) == ("penalty", "2029-06-05", "罚〔2026〕1号")


def test_a_penalty_that_was_revoked_is_taken_down_within_three_working_days_and_the_public_is_told_why(
    world: Any, region: str, client: Client
) -> None:
    row = penalty(world)
    with time_machine.travel(noon(FRIDAY), tick=False):
        notice = publish(world, row)
        do("change_penalty", world.enforcement_officer, row, fate="revoked", fate_on=FRIDAY, **CHANGED)
        duty = owed(notice)["disclosure.take_down"]
        assert (duty.authority, duty.due, duty.article) == (world.bureau, date(2026, 6, 10), "公示规定 11")
        take_down(world, notice, FRIDAY)
        assert owed(notice) == {}
        assert client.get(f"/api/public-measures/{notice.public_id}").status_code == 404
        page = client.get(f"/public/measures/{notice.public_id}/")
        assert page.status_code == 410
        told = client.get(f"/api/public-taken-down/{notice.public_id}").json()
        assert (told["number"], told["reason"]) == ("罚〔2026〕1号", "行政处罚决定已撤销")
        for body in (text(page), text(client.get("/public/measures/taken-down/"))):
            assert "行政处罚决定已撤销" in body
            assert not any(word in body for word in (notice.party_name, "20000", "张某", "复议"))
        with pytest.raises(NotNow):
            publish(world, row)
    assert Notice.objects.visible_to(world.enforcement_officer).filter(pk=notice.pk).exists()


def test_a_changed_penalty_is_published_anew_with_its_own_limit_and_names_what_it_corrects(
    world: Any,
) -> None:
    first = penalty(world)
    notice = publish(world, first)
    monday = FRIDAY + timedelta(days=3)
    asked = {"fate": "changed", "fate_on": monday, "number": "罚〔2026〕2号", "kinds": ["fine", "goods"]}
    asked["violation"] = PENALTY["violation"]
    with pytest.raises(Refusal, match="罚款金额"):
        do("change_penalty", world.enforcement_officer, first, monday, **CHANGED | asked)
    given = CHANGED | asked | {"fine": "8000.50"}
    with time_machine.travel(noon(monday), tick=False):
        do("change_penalty", world.enforcement_officer, first, monday, **given)
        take_down(world, notice, monday)
        second = Penalty.objects.unrestricted().get(replaces=first)
        assert owed(second)["disclosure.publish_penalty"].due == date(2026, 7, 7)
        assert owed(first) == {}
        assert publish(world, second, monday).replaces == notice
    assert second.content() == "罚款8000.5元；没收非法财物"


def test_what_is_revoked_before_it_was_published_is_no_longer_owed(world: Any) -> None:
    row = penalty(world)
    early = FRIDAY - timedelta(days=1)
    with pytest.raises(Refusal, match="之间"):
        do("change_penalty", world.enforcement_officer, row, fate="void", fate_on=early, **CHANGED)
    do("change_penalty", world.enforcement_officer, row, fate="void", fate_on=FRIDAY, **CHANGED)
    assert owed(row) == {}
    assert not Notice.objects.unrestricted().exists()


def test_a_warning_alone_is_not_published(world: Any) -> None:
    row = penalty(world, kinds=["warning"], fine=None)
    assert owed(row) == {}
    with pytest.raises(NotNow, match="不属于公开的内容"):
        publish(world, row)


def test_it_is_shown_for_three_months_or_three_years_and_not_a_day_longer(world: Any, client: Client) -> None:
    def last(kinds: list[str], low: bool = False, **more: Any) -> date:
        return until(Penalty(kinds=kinds, decided_on=FRIDAY, **more), low, FRIDAY)

    assert last(["criticism"]) == last(["fine"], low=True) == date(2026, 9, 5)
    assert last(["fine"]) == last(["fine", "goods"], low=True) == last(["warning"]) == date(2029, 6, 5)
    assert last(["restriction"], restricted_until=date(2036, 6, 5)) == date(2036, 6, 5)
    assert last(["restriction"], restricted_until=date(2027, 6, 5)) == date(2029, 6, 5)
    notice = publish(world, penalty(world), low=True)
    pages = (f"/public/measures/{notice.public_id}/", f"/api/public-measures/{notice.public_id}")
    for day, status in ((notice.until, 200), (notice.until + timedelta(days=1), 404)):
        assert day is not None
        with time_machine.travel(noon(day), tick=False):
            assert [client.get(url).status_code for url in pages] == [status, status]
            assert (notice.party_name in text(client.get("/public/measures/"))) == (status == 200)
    with time_machine.travel(noon(notice.until + timedelta(days=1)), tick=False):
        row = notice.penalty
        today = timezone.localdate()
        do("change_penalty", world.enforcement_officer, row, today, fate="void", fate_on=today, **CHANGED)
    assert owed(notice) == {}


def test_a_penalty_says_what_it_imposes_in_closed_words(world: Any) -> None:
    lead = filed(world)
    for wrong, words in (
        ({"number": ""}, "处罚决定书文号"),
        ({"kinds": []}, "处罚种类"),
        ({"violation": "编造的类型"}, "违法行为类型"),
        ({"fine": None}, "罚款金额"),
        ({"kinds": ["goods"]}, "罚款金额"),
        ({"restricted_until": "2027-01-01"}, "限制届满日"),
        ({"penalised": False}, "不予处罚"),
    ):
        with pytest.raises(Refusal, match=words):
            do("decide_penalty", world.enforcement_officer, lead, decided_on=FRIDAY, **PENALTY | wrong)
    done = do(
        "decide_penalty", world.enforcement_officer, lead, decided_on=FRIDAY, penalised=False, text="轻微"
    )
    assert "enforcement.result_feedback" in owed(done)
    assert not Penalty.objects.unrestricted().exists()
