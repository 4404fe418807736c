"""Warehouses, contract makers and suppliers here of enterprises elsewhere (CQ 45, 54)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.inspections import course
from tests.rectification.cases import sign_in
from zhuangjian.apps.cooperation.models import Assisted, AssistedEntry
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import NotNow, NotYours
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.citing import cited

pytestmark = pytest.mark.django_db
do = course.do


def registered(w: Any, **more: Any) -> Assisted:
    data = {
        "party": w.maker.credit_code,
        "kind": "warehouse",
        "principal": "邻省云栖化妆品有限公司",
        "asked_by": "邻省药品监督管理局",
        "supervisor": w.bureau.pk,
        "since": course.today(),
    }
    return do("cooperation.register_assisted", w.head, **data | more)


def test_a_warehouse_of_an_enterprise_elsewhere_is_registered_and_stands_in_the_dossier(
    world, region, client
):
    row = registered(world)
    assert (row.authority, row.supervisor, row.asked_by) == (
        world.municipal,
        world.bureau,
        "邻省药品监督管理局",
    )
    with pytest.raises(Refusal, match="已经登记") as refused:
        registered(world)
    assert refused.value.article == cited("assisted", region=region).article
    assert registered(world, kind="ingredient")
    sign_in(client, world.bureau_head)
    page = client.get(world.maker.get_absolute_url()).content.decode()
    assert "邻省云栖化妆品有限公司的异地仓库" in page
    assert not Assisted.objects.visible_to(world.contact).exists()


def test_who_supervises_ends_it_with_a_reason_and_it_can_begin_anew(world):
    row = registered(world)
    given = {"ended_on": course.today(), "reason": "仓库停用"}
    with pytest.raises(NotYours):
        do("cooperation.end_assisted", world.head, row, **given)
    row = do("cooperation.end_assisted", world.bureau_head, row, **given)
    assert row.end_reason == "仓库停用"
    with pytest.raises(NotNow):
        do("cooperation.end_assisted", world.bureau_head, row, **given)
    assert registered(world).ended_on is None


def noted(w: Any, row: Assisted, **more: Any) -> Assisted:
    data = {"day": course.today(), "people": "张一、李二", "noted": "查看库区和出入库记录。"}
    return do("cooperation.note_assisted", w.bureau_head, row, **data | more)


def test_each_day_says_by_whom_and_what_was_found_and_stands_in_the_dossier(world, client):
    row = registered(world, since=course.today() - timedelta(days=1))
    noted(world, row, day=row.since, way="papers", found="两批产品没有入库记录。")
    row = noted(world, row)
    for day, words in ((row.since - timedelta(days=1), "早于"), (course.today() + timedelta(days=1), "晚于")):
        with pytest.raises(Refusal, match=words):
            noted(world, row, day=day)
    with pytest.raises(NotYours):
        do("cooperation.note_assisted", world.head, row, day=course.today(), people="王三", noted="查看。")
    assert [(one.way, one.found, one.letter) for one in row.entries.order_by("day")] == [
        ("papers", "两批产品没有入库记录。", None),
        ("visit", "", None),
    ]
    sign_in(client, world.bureau_head)
    page = client.get(world.maker.get_absolute_url()).content.decode()
    assert page.index("查看库区和出入库记录") > page.index("最近一次监管")
    assert "发现的问题：两批产品没有入库记录。" in page
    assert "核对资料（张一、李二）" in page
    assert not AssistedEntry.objects.visible_to(world.contact).exists()
    do("cooperation.end_assisted", world.bureau_head, row, ended_on=course.today(), reason="仓库停用")
    with pytest.raises(NotNow):
        noted(world, row)


def test_what_may_be_the_enterprises_elsewhere_is_told_to_its_province_by_letter(world, region, client):
    row = registered(world)
    with pytest.raises(Refusal, match="写明发现的问题"):
        noted(world, row, elsewhere=True)
    row = noted(world, row, elsewhere=True, found="标签样稿与备案的标签不一致。")
    letter = row.entries.get().letter
    assert (letter.matters, letter.party_name) == ("标签样稿与备案的标签不一致。", row.principal)
    assert letter.addressees.get().name == "邻省药品监督管理局"
    # Nothing goes out by itself: whoever noted it is to look at the letter and send it.
    duty = Duty.objects.unrestricted().get(kind="cooperation.send", done_at=None)
    assert duty.person == world.bureau_head
    letter = do("cooperation.send", world.bureau_head, letter)
    assert letter.sent_at
    assert letter.kind == {"chongqing": "outside"}.get(region, "lead_notice")
    sign_in(client, world.bureau_head)
    assert "函告邻省药品监督管理局" in client.get(world.maker.get_absolute_url()).content.decode()
