"""LN 2(2): each year small makers in production that are weak in system or management are helped one to one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.articles.test_guidance import appointed, do, owed, plan
from tests.rectification.cases import delivered, sign_in
from zhuangjian.apps.guidance.models import Guidance, Pairing, PairingList
from zhuangjian.apps.ledger.action import NotNow, NotYours
from zhuangjian.apps.registry.models import Licence
from zhuangjian.engines.rules.answer import Refusal

WISH = {"wish": "希望完善批记录和放行制度"}


@pytest.fixture
def liaoning(settings: Any) -> None:
    settings.REGION = "liaoning"


def begun(world: Any, **more: Any) -> PairingList:
    today = timezone.localdate()
    given = {"year": today.year, "wishes_until": today, "settle_by": today + timedelta(days=30)}
    made: PairingList = do("open_pairing", world.programme_officer, **(given | more))
    return made


@pytest.mark.django_db
def test_small_weak_makers_in_production_are_candidates_with_grounds_and_an_enterprise_may_ask(
    world: Any, liaoning: None
) -> None:
    today = timezone.localdate()
    licences = Licence.objects.filter(party=world.maker)
    licences.update(expires_on=today - timedelta(days=1))
    delivered(world, 4, hooks=False, edition="actual")
    with pytest.raises(NotYours):
        do("open_pairing", world.bureau_head, year=today.year, wishes_until=today, settle_by=today)
    with pytest.raises(Refusal, match="没有正在征集"):
        do("wish_pairing", world.contact, world.maker, **WISH)
    row = begun(world)
    assert not Pairing.objects.unrestricted().exists()
    with pytest.raises(Refusal, match="在产企业"):
        do("wish_pairing", world.contact, world.maker, **WISH)
    licences.update(expires_on=today)
    one = do("wish_pairing", world.contact, world.maker, **WISH)
    assert (one.computed, one.weak, owed(row)) == (False, 1, {"guidance.settle_pairing"})
    with pytest.raises(Refusal, match="已经申请"):
        do("wish_pairing", world.contact, world.maker, **WISH)
    with pytest.raises(Refusal, match="已经开始"):
        begun(world)
    delivered(world, 5, hooks=False, edition="actual", delivered_at=timezone.now())
    following = begun(world, year=today.year + 1)
    found = Pairing.objects.unrestricted().get(listing=following)
    assert (found.party, found.computed, found.weak) == (world.maker, True, 2)
    assert [one["weak"] for one in found.points] == [True, True, None]
    assert not Pairing.objects.visible_to(world.contact).filter(pk=found.pk).exists()
    assert Pairing.objects.visible_to(world.contact).filter(pk=one.pk).exists()


@pytest.mark.django_db
def test_a_person_decides_names_who_helps_and_the_list_is_settled_when_each_wish_is_answered(
    world: Any, liaoning: None, client: Client
) -> None:
    today = timezone.localdate()
    Licence.objects.filter(party=world.maker).update(expires_on=today)
    delivered(world, 5, hooks=False, edition="actual")
    row = begun(world)
    one = Pairing.objects.unrestricted().get()
    do("wish_pairing", world.contact, world.maker, **WISH)
    with pytest.raises(Refusal, match="请在截止以后确定"):
        do("settle_pairing", world.programme_officer, row, note="名额有限")
    PairingList.objects.update(wishes_until=today - timedelta(days=1))
    row = PairingList.objects.get()
    with pytest.raises(Refusal, match="申请还没有答复"):
        do("settle_pairing", world.programme_officer, row, note="名额有限")
    one = Pairing.objects.get(pk=one.pk)
    choice = {"decision": "listed", "reason": "体系薄弱，企业申请"}
    with pytest.raises(Refusal, match="请选择结对帮扶人"):
        do("decide_pairing", world.programme_officer, one, **choice)
    one = do("decide_pairing", world.programme_officer, one, **choice, supporter=world.leader.pk)
    guidance = Guidance.objects.unrestricted().get()
    assert (one.stage, one.guidance, guidance.moment) == ("listed", guidance, "paired")
    assert owed(guidance) == {"guidance.plan"}
    with pytest.raises(NotNow):
        do("decide_pairing", world.programme_officer, one, **choice, supporter=world.leader.pk)
    guidance = do("make_plan", world.leader, guidance, **plan(appointed(world)))
    row = do("settle_pairing", world.programme_officer, row, note="名额有限")
    assert (row.stage, owed(row)) == ("settled", {"guidance.open_pairing"})
    begun(world, year=today.year + 1)
    assert owed(row) == set()
    for person in (world.contact, world.programme_officer):
        sign_in(client, person)
        assert world.leader.name in client.get(row.get_absolute_url()).content.decode()
        assert "完善批记录" in client.get(one.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_where_the_place_has_no_pairing_nothing_is_offered(world: Any, client: Client) -> None:
    with pytest.raises(Refusal, match="没有结对帮扶的安排"):
        begun(world)
    with pytest.raises(Refusal, match="没有结对帮扶的安排"):
        do("wish_pairing", world.contact, world.maker, **WISH)
    sign_in(client, world.contact)
    assert "帮扶年度名单" not in client.get("/guidance/").content.decode()
