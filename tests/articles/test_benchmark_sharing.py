"""LN 2(7): practices along the four themes, events with who came, the national level, measures in support."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.articles.test_benchmark import do, later, owed, titled
from tests.rectification.cases import sign_in
from zhuangjian.apps.benchmark.models import Attendance
from zhuangjian.apps.ledger.action import ACTIONS, NotYours
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
PRACTICE = {
    "title": "批次双向追溯三小时完成",
    "text": "从原料批号到成品批号逐级扫码，每季度演练一次，最近一次用时三小时。",
}


@pytest.fixture(autouse=True)
def liaoning(settings: Any) -> None:
    settings.REGION = "liaoning"


def test_a_titled_enterprise_writes_its_practice_along_a_theme_and_it_is_public_once_approved(
    world: Any,
) -> None:
    row = titled(world)
    with later(9):
        themes = [key for key, _ in ACTIONS["benchmark.write_practice"].choices(world.contact, row)["theme"]]
        assert themes == ["质量体系建立", "风险管理", "生产过程控制", "追溯体系建设"]
        with pytest.raises(Refusal, match="请从质量体系建立"):
            do("benchmark.write_practice", world.contact, row, theme="市场推广", **PRACTICE)
        one = do("benchmark.write_practice", world.contact, row, theme=themes[3], **PRACTICE)
        address = f"/public/benchmarks/practices/{one.public_id}/"
        assert owed(one) == {"benchmark.check_practice"}
        assert Client().get(address).status_code == 404
        with pytest.raises(NotYours):
            do("benchmark.check_practice", world.programme_officer, one, agreed=True)
        with pytest.raises(Refusal, match="请写明意见"):
            do("benchmark.check_practice", world.head, one, agreed=False)
        one = do("benchmark.check_practice", world.head, one, agreed=False, opinion="请写明演练的频次")
        assert owed(one) == {"benchmark.rewrite_practice"}
        one = do("benchmark.rewrite_practice", world.contact, one, text=PRACTICE["text"] + "每季度一次。")
        one = do("benchmark.check_practice", world.head, one, agreed=True)
        assert "每季度一次。" in Client().get(address).content.decode()
        assert one.title in Client().get("/public/benchmarks/practices/").content.decode()
        do("benchmark.withdraw_practice", world.head, one, opinion="内容已经过时")
        assert Client().get(address).status_code == 404


def test_an_event_has_a_day_a_place_participants_and_who_came(world: Any, client: Client) -> None:
    day = timezone.localdate() + timedelta(days=10)
    given = {
        "kind": "lecture",
        "title": "企业家上讲台：追溯体系",
        "place": "省局报告厅",
        "speaker": "某化妆品公司",
    }
    with pytest.raises(NotYours):
        do("benchmark.plan_event", world.bureau_head, None, held_on=day, about="追溯体系怎样建立", **given)
    row = do(
        "benchmark.plan_event", world.programme_officer, None, held_on=day, about="追溯体系怎样建立", **given
    )
    assert owed(row) == {"benchmark.hold"}
    with pytest.raises(Refusal, match="只能为本企业报名"):
        do("benchmark.join", world.contact, row, party=world.shop.pk, people="王工")
    mine = do("benchmark.join", world.contact, row, party=world.maker.pk, people="王工、李工")
    other = do("benchmark.join", world.other_contact, row, party=world.shop.pk, people="张店长")
    with pytest.raises(Refusal, match="已经报名"):
        do("benchmark.join", world.contact, row, party=world.maker.pk, people="王工")
    assert Attendance.objects.visible_to(world.contact).get() == mine
    sign_in(client, world.contact)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "王工、李工" in page
    assert "张店长" not in page
    with later(9), pytest.raises(Refusal, match="还没有到"):
        do("benchmark.hold", world.head, row, came=[mine.pk], outcome="两家企业交流")
    with later(10):
        row = do("benchmark.hold", world.head, row, came=[mine.pk], outcome="两家企业交流")
    came = dict(Attendance.objects.unrestricted().values_list("pk", "came"))
    assert (row.stage, came, owed(row)) == ("held", {mine.pk: True, other.pk: False}, set())


def test_a_titled_enterprise_is_recommended_to_the_national_level_and_its_state_is_known(world: Any) -> None:
    row = titled(world)
    with later(9):
        with pytest.raises(NotYours):
            do("benchmark.recommend", world.programme_officer, row, note="国家药监局示范项目")
        row = do("benchmark.recommend", world.head, row, note="国家药监局示范项目")
        assert (row.national, owed(row)) == ("recommended", {"benchmark.national"})
        with pytest.raises(Refusal, match="推荐之后"):
            do(
                "benchmark.enter_national", world.head, row, selected=True, note="通知",
                on=row.national_on - timedelta(days=1),
            )  # fmt: skip
        row = do("benchmark.enter_national", world.head, row, selected=True, note="通知", on=row.national_on)
        assert (row.get_national_display(), owed(row)) == ("入选国家级示范", set())


def test_measures_of_policy_standard_and_enabling_have_an_owner_a_date_and_an_end(world: Any) -> None:
    today = timezone.localdate()
    given = {"kind": "policy", "title": "标杆企业变更许可优先办理", "owner": world.bureau.pk}
    with pytest.raises(Refusal, match="期限已经过去"):
        do("benchmark.plan_support", world.programme_officer, None, due=today - timedelta(days=1), **given)
    row = do("benchmark.plan_support", world.programme_officer, None, due=today, **given)
    assert (row.owner, owed(row)) == (world.bureau, {"benchmark.support"})
    with pytest.raises(Refusal, match="找不到这一对象"):
        do("benchmark.finish_support", world.district_officer, row, done_on=today, result="已印发办理指引")
    with pytest.raises(Refusal, match="还没有到"):
        do(
            "benchmark.finish_support",
            world.bureau_head,
            row,
            done_on=today + timedelta(days=1),
            result="已印发指引",
        )
    row = do("benchmark.finish_support", world.bureau_head, row, done_on=today, result="已印发办理指引")
    assert (row.done_on, owed(row)) == (today, set())
