"""Warehouses, contract makers and suppliers here of enterprises elsewhere (CQ 45, 54)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.inspections import course
from tests.rectification.cases import sign_in
from zhuangjian.apps.cooperation.models import Assisted
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
