"""LN 2(8), education: texts for the public, typical cases that tell nobody who it was, events with their reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from zhuangjian.apps.cogovernance.models import Piece
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours, perform
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.text.anonymous import anonymised, left_in

EDUCATION = {
    "kind": "education",
    "title": "怎样看懂化妆品标签",
    "text": "先看名称和注册证编号、备案编号，再看成分、使用期限和警示用语。",
    "source": "化妆品标签管理办法",
}
CASE = {
    "kind": "case",
    "title": "灌装间清洁不到位",
    "source": "日常检查",
    "text": "沈阳市建设路12号3栋的海棠日化，2025年3月5日灌装头有残留，批号AB20250305，联系人赵丽，13800138000。",
    "names": "海棠日化\n赵丽",
}
PRIVATE = ("海棠", "赵丽", "13800138000", "AB20250305", "建设路12号", "沈阳市", "3月5日")


@pytest.fixture
def liaoning(settings: Any) -> None:
    settings.REGION = "liaoning"


def do(name: str, person: Any, target: Any = None, /, at: Any = None, **data: Any) -> Any:
    found = perform(ACTIONS[f"cogovernance.{name}"], person, target, data, at=at).object
    return type(found)._base_manager.get(pk=found.pk)


def owed(row: Any) -> list[Any]:
    rows = Duty.objects.unrestricted()
    return list(rows.filter(target_model=row._meta.label_lower, target_id=row.pk, done_at=None))


def read(address: str) -> str:
    return Client().get(address).content.decode()


@pytest.mark.django_db
def test_education_is_drafted_approved_by_another_published_and_replaced_by_its_next_version(
    world: Any, liaoning: None, settings: Any
) -> None:
    with pytest.raises(NotYours):
        do("write", world.leader, **EDUCATION)
    row = do("write", world.programme_officer, **EDUCATION)
    assert [(one.kind, one.article) for one in owed(row)] == [("cogovernance.approve", "LN 2(8)")]
    address = f"/public/education/{row.public_id}/"
    assert Client().get(address).status_code == 404
    assert not Piece.objects.visible_to(world.leader).exists()
    row = do("approve", world.head, row)
    assert owed(row) == []
    assert EDUCATION["text"] in read(address)
    assert EDUCATION["title"] in read("/public/education/")
    assert world.programme_officer.name not in read(address)
    text = EDUCATION["text"] + "小金盾是儿童化妆品的标志。"
    newer = do("revise", world.head, row, title=EDUCATION["title"], source=EDUCATION["source"], text=text)
    assert EDUCATION["text"] in read(address)
    with pytest.raises(NotYours, match="不审定自己"):
        do("approve", world.head, newer)
    with pytest.raises(Refusal, match="还有一版待审定"):
        do("revise", world.head, row, title=EDUCATION["title"], source=EDUCATION["source"], text=text)
    do("withdraw", world.head, newer, reason="表述不妥")
    newer = do("revise", world.programme_officer, row, title=EDUCATION["title"], source="办法", text=text)
    do("approve", world.head, newer)
    assert Client().get(address).status_code == 404
    assert "小金盾" in read(f"/public/education/{newer.public_id}/")
    with pytest.raises(Refusal, match=world.maker.name):
        do(
            "write",
            world.programme_officer,
            **EDUCATION | {"text": f"请勿购买{world.maker.name}的产品，注意看标签。"},
        )
    settings.REGION = "chongqing"
    with pytest.raises(NotNow, match="没有社会共治"):
        do("write", world.programme_officer, **EDUCATION)


@pytest.mark.django_db
def test_nor_does_where_a_case_comes_from_tell_who_it_was(world: Any, liaoning: None) -> None:
    source = "对海棠日化的检查记录（联系人赵丽，AB20250305）"
    row = do("write", world.programme_officer, **CASE | {"source": source})
    row = do("approve", world.head, row, read=True)
    shown = read(f"/public/education/{row.public_id}/")
    for word in PRIVATE:
        assert word not in shown, word
    for forgotten in (world.maker.name, "13800138000"):
        with pytest.raises(Refusal, match=forgotten):
            do("write", world.programme_officer, **EDUCATION | {"source": f"来源：{forgotten}"})


@pytest.mark.django_db
def test_a_case_tells_nobody_who_it_was_unless_they_agreed(world: Any, liaoning: None) -> None:
    row = do("write", world.programme_officer, **CASE)
    for word in PRIVATE:
        assert word not in row.text, word
    assert "灌装头有残留" in row.text
    with pytest.raises(Refusal, match="通读"):
        do("approve", world.head, row)
    row = do("approve", world.head, row, read=True)
    assert "某某" in read(f"/public/education/{row.public_id}/")
    # A name of the register that the writer forgot to list is refused, with consent it may stand; a number never.
    forgotten = CASE | {"text": f"{world.maker.name}的灌装头有上一批产品的残留，当场整改。"}
    with pytest.raises(Refusal, match=world.maker.name):
        do("write", world.programme_officer, **forgotten)
    row = do(
        "write", world.programme_officer, **forgotten | {"consent": "2026年5月8日企业书面同意", "names": ""}
    )
    assert world.maker.name in row.text
    with pytest.raises(Refusal, match="13800138000"):
        do("write", world.programme_officer, **CASE | {"consent": "企业书面同意"})


@pytest.mark.django_db
def test_an_event_is_announced_and_reported_on_within_the_days_of_the_pack(
    world: Any, liaoning: None
) -> None:
    today, now = timezone.localdate(), timezone.now()
    event = {
        "title": "爱肤日进社区",
        "place": "社区广场",
        "text": "讲解标签和小金盾",
        "materials": "折页五百份",
    }
    with pytest.raises(Refusal, match="列出的活动"):
        do("arrange", world.bureau_head, occasion="春节", on=today, **event)
    with pytest.raises(Refusal, match="已经过去"):
        do("arrange", world.bureau_head, occasion="5.25爱肤日", on=today - timedelta(days=1), **event)
    day = today + timedelta(days=5)
    row = do("arrange", world.bureau_head, occasion="5.25爱肤日", on=day, **event)
    (duty,) = owed(row)
    assert (duty.kind, duty.due) == ("cogovernance.report", day + timedelta(days=15))
    address = f"/public/events/{row.public_id}/"
    assert event["materials"] in read(address)
    told = {"participants": 320, "report": "现场三百余人，发放折页，解答标签问题。"}
    with pytest.raises(Refusal, match="举行以后"):
        do("report", world.bureau_head, row, at=now + timedelta(days=4), **told)
    with pytest.raises(NotYours):
        do("report", world.head, row, at=now + timedelta(days=5), **told)
    row = do("report", world.bureau_head, row, at=now + timedelta(days=5), **told)
    assert owed(row) == []
    assert told["report"] in read(address)
    assert "320" in read("/public/events/")
    other = do("arrange", world.bureau_head, occasion="其他", on=day, **event)
    other = do("cancel", world.bureau_head, other, reason="场地维修")
    assert Client().get(f"/public/events/{other.public_id}/").status_code == 404


NAMES = ("海棠日化有限公司", "海棠日化", "赵丽", "白鹭牌")
PLACES = ("沈阳市", "沈阳", "铁西区")
PLAIN = ("灌装头有残留", "，", "批记录缺页。", "共3批，占20%", "未做验证、", "当场整改；")
NUMBERS = st.one_of(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True),
    st.from_regex(r"91[0-9]{6}[0-9A-HJ-NP-RT-UW-Y]{10}", fullmatch=True),
    st.from_regex(r"[A-Z]{1,3}-?20[0-9]{6}", fullmatch=True),
    st.from_regex(r"[a-z]{3,8}@[a-z]{3,8}\.com", fullmatch=True),
    st.from_regex(r"(建设|中山北)路[1-9][0-9]{0,2}号([1-9]栋[1-9]0[1-9]室)?", fullmatch=True),
    st.from_regex(r"20[0-9]{2}年[1-9]月[1-9]日", fullmatch=True),
)


@given(st.lists(st.one_of(st.sampled_from(NAMES + PLACES + PLAIN), NUMBERS), max_size=12))
def test_whatever_stands_beside_it_no_name_number_or_address_is_left(parts: list[str]) -> None:
    found = anonymised("".join(parts), NAMES, PLACES)
    assert left_in(found, NAMES, PLACES) == []
    for one in parts:
        assert one in PLAIN or one not in found
    assert anonymised(found, NAMES, PLACES) == found


@given(st.lists(st.sampled_from(PLAIN), max_size=8))
def test_what_tells_nobody_who_it_was_stays_as_it_is(parts: list[str]) -> None:
    assert anonymised("".join(parts), NAMES, PLACES) == "".join(parts)
