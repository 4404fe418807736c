"""LN 2(8), local standards and guides: drafted, consulted on with everybody, each comment answered, issued, in versions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.articles.test_concern import filled
from tests.articles.test_standards import OPINION, do, do_at, owed
from zhuangjian.apps.concern import guard
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.standards.models import Comment, Opinion
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
GUIDE = {
    "kind": "guide",
    "title": "化妆品原料验收指南",
    "text": "原料到货时核对名称、批号、供应商和检验报告，逐批留存记录。",
}


@pytest.fixture(autouse=True)
def easy(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(guard, "BITS", 6)
    settings.REGION = "liaoning"


def public(row: Opinion) -> str:
    return f"/public/documents/{row.public_id}/"


def read(address: str) -> str:
    return Client().get(address).content.decode()


def test_only_the_place_whose_law_names_them_drafts_standards_and_guides(world: Any, settings: Any) -> None:
    with pytest.raises(NotYours):
        do("draft_document", world.bureau_head, **GUIDE)
    with pytest.raises(Refusal, match="列出的种类"):
        do("draft_document", world.programme_officer, **GUIDE | {"kind": "opinion"})
    row = do("draft_document", world.programme_officer, **GUIDE)
    assert (row.kind, row.no, row.stage) == ("guide", 1, "drafting")
    settings.REGION = "chongqing"
    with pytest.raises(NotNow, match="没有起草地方标准"):
        do("draft_document", world.programme_officer, **GUIDE)


def test_a_guide_is_drafted_consulted_on_with_everybody_issued_and_replaced_by_its_next_version(
    world: Any,
) -> None:
    today, later = timezone.localdate(), timezone.now() + timedelta(days=11)
    row = do("draft_document", world.programme_officer, **GUIDE)
    assert Client().get(public(row)).status_code == 404
    row = do("consult", world.programme_officer, row, closes_on=today + timedelta(days=10))
    assert Duty.objects.unrestricted().get(target_id=row.pk, done_at=None).article == "LN 2(8)"
    assert GUIDE["title"] in read("/public/documents/")
    # Somebody without an account, an enterprise and a unit say something of it.
    sent = Client().post(public(row), filled(world, text="建议写明留存期限", name="李女士"))
    assert sent.status_code == 302
    said = Comment.objects.unrestricted().get()
    assert (said.made_by, said.source, owed(said)) == (None, "公众（李女士）", {"standards.reply"})
    of_maker = do("comment", world.contact, row, text="供应商报告能否用电子件？")
    assert of_maker.party == world.maker
    for one in (world.contact, world.bureau_head):
        assert not Comment.objects.visible_to(one).filter(pk=said.pk).exists()
    assert "建议写明留存期限" not in read(public(row))
    with pytest.raises(Refusal, match="2 条意见没有答复"):
        do_at(later, "hand_in", world.programme_officer, row)
    said = do("reply", world.programme_officer, said, outcome="adopted", reply="已写明三年", listed=True)
    do("reply", world.programme_officer, of_maker, outcome="partly", reply="可以，须能调取原件")
    assert Entry.objects.unrestricted().filter(action="standards.reply").first().article == "LN 2(8)"
    page = read(public(row))
    assert "建议写明留存期限" in page
    assert "已写明三年" in page
    # Who said it, and what is not listed, stands on no public page; late, nothing is taken.
    for hidden in ("李女士", "供应商报告能否用电子件", "须能调取原件", world.programme_officer.name):
        assert hidden not in page
    with pytest.raises(Refusal, match="已经截止"):
        do_at(later, "comment_publicly", None, row, text="再提一条意见")
    row = do_at(later, "hand_in", world.programme_officer, row)
    with pytest.raises(NotNow):
        do("comment_publicly", None, row, text="再提一条意见")
    day = timezone.localdate(later)
    row = do_at(later, "issue", world.head, row, number="药监标〔2026〕1号", effective_on=day)
    assert "药监标〔2026〕1号" in read(public(row))
    # The next version: one at a time, another article of the same document, from a later day on.
    newer = do("next_version", world.programme_officer, row)
    assert (newer.no, newer.replaces, newer.text) == (2, row, row.text)
    with pytest.raises(Refusal, match="已经在起草"):
        do("next_version", world.programme_officer, row)
    assert Client().get(public(newer)).status_code == 404
    newer = do("consult", world.programme_officer, newer, closes_on=today + timedelta(days=10))
    newer = do_at(later, "hand_in", world.programme_officer, newer)
    number = {"number": "药监标〔2026〕2号"}
    with pytest.raises(Refusal, match="晚于上一版"):
        do_at(later, "issue", world.head, newer, effective_on=day, **number)
    begins = day + timedelta(days=30)
    do_at(later, "issue", world.head, newer, effective_on=begins, **number)
    row = Opinion.objects.unrestricted().get(pk=row.pk)
    # Until the new one begins the old one holds: both sides of the day.
    assert row.holds_on(begins - timedelta(days=1))
    assert not row.holds_on(begins)
    assert public(row) in read(public(newer))
    assert public(newer) in read(public(row))


def test_what_everybody_reads_names_no_enterprise_and_nobodys_number(world: Any) -> None:
    row = do("draft_opinion", world.programme_officer, **OPINION)
    row = do("consult", world.programme_officer, row, closes_on=timezone.localdate() + timedelta(days=1))
    assert "LN 2(5)" in read(public(row))
    for text, why in ((f"{world.maker.name}的仓库", "请隐去"), ("请打13800138000联系", "手机号码")):
        said = do("comment_publicly", None, row, text=text)
        with pytest.raises(Refusal, match=why):
            do("reply", world.head, said, outcome="rejected", reply="已收悉", listed=True)
        do("reply", world.head, said, outcome="rejected", reply="已收悉")
        assert text not in read(public(row))
    # A form that did none of the work is refused and keeps what was written.
    refused = Client().post(public(row), filled(world, text="没有校验的意见") | {"proof": ""})
    assert refused.status_code == 422
    assert "没有校验的意见" in refused.content.decode()


def test_answers_cases_and_guides_are_public_once_approved_for_it(world: Any) -> None:
    from tests.articles.test_standards import ANSWER

    shown = do("write", world.programme_officer, **ANSWER | {"for_public": True})
    assert ANSWER["title"] not in read("/public/guides/")
    shown = do("approve", world.head, shown)
    inside = do("write", world.programme_officer, **ANSWER | {"title": "只给监管人员的问答"})
    do("approve", world.head, inside)
    page = read("/public/guides/")
    assert ANSWER["title"] in page
    assert "只给监管人员的问答" not in page
    assert ANSWER["text"] in read(f"/public/guides/{shown.public_id}/")
    assert Client().get(f"/public/guides/{inside.public_id}/").status_code == 404
    do("withdraw", world.head, shown, reason="规定修改")
    assert ANSWER["title"] not in read("/public/guides/")
    assert "standards.comment_publicly" in ACTIONS
