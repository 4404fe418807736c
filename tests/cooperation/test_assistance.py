"""Assistance asked for and given: reasons, matters, contact, annexes; the limits from receipt; extension; answer (CQ 44, 48)."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from tests.cooperation.letters import ASKED, ELSEWHERE, FRIDAY, do, registered, sent, written
from tests.inspections import course
from zhuangjian.apps.cooperation.models import Letter, PublicCopy
from zhuangjian.apps.documents import store
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.documents.printing import PDF
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import ACTIONS, NotNow, NotYours
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.citing import cited

pytestmark = pytest.mark.django_db
IN_FIFTEEN, IN_SEVEN = date(2026, 6, 29), date(2026, 6, 16)


def duty(kind: str, row: Letter, **more: Any) -> Duty:
    return Duty.objects.get(kind=f"cooperation.{kind}", target_id=row.pk, done_at=None, **more)


def open_duties(row: Letter) -> set[str]:
    rows = Duty.objects.filter(target_model="cooperation.letter", target_id=row.pk, done_at=None)
    return {one.kind.partition(".")[2] for one in rows}


def test_a_request_is_answered_within_fifteen_working_days_of_receiving_it(world, region):
    row = registered(world)
    found = duty("assist", row)
    assert (found.due, row.due, found.days, found.unit) == (IN_FIFTEEN, IN_FIFTEEN, 15, "working_days")
    assert found.article == cited("assistance_reply", region=region).article
    assert found.authority == world.municipal
    assert found.basis == ("official" if region == "chongqing" else "to_be_confirmed")


def test_an_urgent_request_has_seven_working_days_or_the_term_that_it_names(world, region):
    assert registered(world, urgency="urgent").due == IN_SEVEN
    own = date(2026, 6, 9)
    assert registered(world, urgency="urgent", own_term=own, number="二").due == own
    with pytest.raises(Refusal, match="只适用于紧急协查"):
        registered(world, own_term=own, number="三")
    with pytest.raises(Refusal, match="已经过去"):
        registered(world, urgency="urgent", own_term=date(2026, 6, 4), number="四")


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ("reasons", "协查理由"),
        ("matters", "协查事项"),
        ("contact_name", "联系人"),
        ("contact_way", "联系方式"),
    ],
)
def test_a_request_says_reasons_matters_and_contact(world, region, lacking, told):
    row = written(world, **{lacking: ""})
    with pytest.raises(Refusal, match=told) as refused:
        do("send", world.enforcement_officer, row)
    assert refused.value.article == cited("assistance", region=region).article
    assert Letter.objects.get(pk=row.pk).stage == "draft"


def test_a_request_has_annexes_where_the_article_wants_them(world, region):
    row = written(world, annex=False)
    if region == "chongqing":
        with pytest.raises(Refusal, match="应当附协查必需的资料"):
            do("send", world.enforcement_officer, row)
    else:
        assert do("send", world.enforcement_officer, row).stage == "sent"


def test_what_a_public_register_shows_is_not_asked_for_without_a_reason(world):
    info = "化妆品生产许可证信息"
    row = written(world, public_info=info)
    with pytest.raises(Refusal, match="原则上不协查") as refused:
        do("send", world.enforcement_officer, row)
    assert refused.value.article == "CQ 44"
    other = written(world, public_info=info, public_reason="需要许可证的原始申请材料")
    assert do("send", world.enforcement_officer, other).stage == "sent"


def test_a_fixed_copy_is_kept_instead_with_where_it_is_from(world, region):
    info = "营业执照信息"
    row = do(
        "fix_copy",
        world.enforcement_officer,
        info=info,
        about="外省某化妆品有限公司",
        source="国家企业信用信息公示系统",
        method="photo",
        file=course.photo(),
    )
    assert (row.sha256, row.authority) != ("", None)
    assert row in PublicCopy.objects.visible_to(world.bureau_head)
    assert not PublicCopy.objects.visible_to(world.contact).exists()
    with pytest.raises(Refusal, match="是空的"):
        do(
            "fix_copy",
            world.enforcement_officer,
            info=info,
            about="外省某化妆品有限公司",
            source="国家企业信用信息公示系统",
            method="print",
            file=course.Upload.of("a.pdf", b""),
        )


def test_an_answer_of_a_body_outside_is_waited_for_and_its_limit_runs_from_receipt(world, region):
    row = sent(world)
    waiting = duty("await", row)
    assert (waiting.outside, waiting.due, waiting.holder) == (ELSEWHERE, None, ELSEWHERE)
    assert row.number.endswith("函〔2026〕1号")
    row = do("note_receipt", world.enforcement_officer, row, body=ELSEWHERE, received_on=FRIDAY)
    assert duty("await", row).due == IN_FIFTEEN
    row = do(
        "take_extension",
        world.enforcement_officer,
        row,
        body=ELSEWHERE,
        until=date(2026, 7, 10),
        told_on=FRIDAY,
        reason="仓库搬迁",
    )
    assert duty("await", row).due == date(2026, 7, 10)
    answer = {"body": ELSEWHERE, "answered_on": FRIDAY, "text": "已核实，供货属实。", "number": "邻函9号"}
    row = do("take_answer", world.enforcement_officer, row, **answer)
    assert (row.stage, open_duties(row)) == ("answered", set())
    assert [one.text for one in row.answers.all()] == [answer["text"]]


def test_with_two_addressees_the_other_is_still_waited_for(world):
    row = sent(world, second="", to_unit=world.district.pk)
    assert {one.outside for one in Duty.objects.filter(target_id=row.pk, kind="cooperation.await")} == {
        ELSEWHERE,
        world.district.name,
    }
    row = do("take_answer", world.enforcement_officer, row, body=ELSEWHERE, answered_on=FRIDAY, text="属实")
    assert (row.stage, duty("await", row).outside) == ("sent", world.district.name)


def test_an_extension_is_told_before_the_limit_has_run_out_and_not_after(world, region):
    row = registered(world)
    with pytest.raises(Refusal, match="届满前告知") as refused:
        do(
            "extend",
            world.programme_officer,
            row,
            on=date(2026, 6, 30),
            until=date(2026, 7, 10),
            reason="来不及了",
        )
    assert refused.value.article == cited("assistance_reply", region=region).article
    with pytest.raises(Refusal, match="应当晚于"):
        do("extend", world.programme_officer, row, until=IN_FIFTEEN, reason="没有延长")
    row = do(
        "extend", world.programme_officer, row, on=IN_FIFTEEN, until=date(2026, 7, 10), reason="取证未完"
    )
    assert (row.due, duty("assist", row).due) == (date(2026, 7, 10), date(2026, 7, 10))


def test_an_answer_ends_the_duty_and_a_second_is_refused(world, region):
    row = do("answer", world.programme_officer, registered(world), text="已核实，供货属实。")
    assert (row.stage, open_duties(row)) == ("answered", set())
    with pytest.raises(NotNow):
        do("answer", world.programme_officer, row, text="再答")


def test_between_units_of_one_system_letter_extension_and_answer_arrive_by_themselves(world, region):
    ours = sent(world, to="", to_unit=world.other_district.pk)
    theirs = Letter.objects.get(direction="in")
    officer = world.other_district_officer
    assert (theirs.authority, theirs.body_name, theirs.due) == (
        world.other_district,
        world.bureau.name,
        IN_FIFTEEN,
    )
    assert [one.title for one in theirs.annexes.all()] == ["供货记录照片"]
    theirs = do("extend", officer, theirs, until=date(2026, 7, 3), reason="需要再次询问")
    ours.refresh_from_db()
    assert (ours.due, duty("await", ours).due) == (date(2026, 7, 3), date(2026, 7, 3))
    theirs = do("annex", officer, theirs, file=course.photo(), title="出库单")
    do("answer", officer, theirs, text="已核实，供货属实。")
    ours.refresh_from_db()
    assert (ours.stage, open_duties(ours)) == ("answered", set())
    assert {one.title for one in ours.annexes.all()} == {"供货记录照片", "出库单"}
    faults = [one for one in verify().faults if "绕过系统写入" not in one.what and one.where != "账本签名"]
    assert faults == []


def test_ones_own_officers_are_sent_along(world, region):
    row = sent(world)
    row = do("send_person", world.enforcement_officer, row, side="ours", person="leader")
    assert [(one.name, one.side, one.leader) for one in row.delegates.all()] == [
        (world.leader.name, "ours", False)
    ]
    with pytest.raises(Refusal, match="只有联合检查"):
        do("send_person", world.enforcement_officer, row, side="ours", person="inspector", leader=True)
    with pytest.raises(Refusal, match="登录名"):
        do("send_person", world.enforcement_officer, row, side="ours", person="contact")


def test_a_letter_that_came_in_is_handed_to_the_unit_that_carries_it_out(world, region):
    row = do("assign", world.programme_officer, registered(world), to=world.district.pk)
    found = duty("assist", row)
    assert (found.authority, found.due) == (world.district, IN_FIFTEEN)
    with pytest.raises(NotYours):
        do("answer", world.programme_officer, row, text="不是承办单位")
    assert do("answer", world.district_officer, row, text="已核实").stage == "answered"


def test_a_letter_is_for_officials_of_its_units_and_hidden_with_what_it_is_about(world, region):
    row = registered(world)
    for name in ("contact", "auditor", "administrator", "other_district_officer"):
        assert not Letter.objects.visible_to(getattr(world, name)).exists()
        assert not ACTIONS["cooperation.answer"].allowed(getattr(world, name), row)
    hidden = course.planned(world, inspection_type="for_cause", focus="核对线索")
    Letter.objects.filter(pk=row.pk).update(inspection=hidden)
    assert not Letter.objects.visible_to(world.district_officer).exists()
    assert Letter.objects.visible_to(world.programme_officer).exists()


def test_a_letter_can_be_withdrawn_while_nobody_has_answered(world, region):
    ours = sent(world, to="", to_unit=world.other_district.pk)
    ours = do("withdraw", world.enforcement_officer, ours, reason="已由其他途径取得")
    theirs = Letter.objects.get(direction="in")
    assert (ours.stage, theirs.stage, open_duties(theirs)) == ("withdrawn", "withdrawn", set())
    with pytest.raises(NotNow):
        do("answer", world.other_district_officer, theirs, text="晚了")


def test_the_same_letter_is_registered_once(world):
    registered(world)
    with pytest.raises(Refusal, match="已经登记"):
        registered(world)
    assert registered(world, person=world.district_officer).authority == world.district


def test_a_request_does_not_come_from_the_future(world):
    with pytest.raises(Refusal, match="晚于今天"):
        registered(world, received_on=date(2026, 6, 6))
    assert ASKED["kind"] == "assistance"


def test_a_letter_and_its_answer_are_papers_that_both_sides_keep(world, region):
    ours = sent(world, to="", to_unit=world.district.pk)
    theirs = Letter.objects.unrestricted().get(paired=ours)
    answered = do("answer", world.district_officer, theirs, text="经核实，供货记录属实。")
    ours.refresh_from_db()
    kept = {}
    for row in (ours, answered):
        papers = Document.objects.unrestricted().filter(
            target_model="cooperation.letter", target_id=row.pk, media_type=PDF
        )
        kept[row.pk] = {one.kind: (one.number, one.digest) for one in papers}
    assert kept[ours.pk] == kept[theirs.pk]
    number, digest = kept[ours.pk]["letter"]
    text = text_of(digest)
    assert number == ours.number
    for said in (ours.number, ours.reasons, ours.matters, ours.contact_name, "请将办理情况函复我单位。"):
        assert said in text
    number, digest = kept[ours.pk]["letter_answer"]
    assert number.startswith(world.district.short_name)
    for said in (ours.number, "收悉。现函复如下：", "经核实，供货记录属实。", world.bureau.name):
        assert said in text_of(digest)
    assert not Document.objects.visible_to(world.contact).filter(target_model="cooperation.letter").exists()


def text_of(digest):
    pages = PdfReader(io.BytesIO(store.get("documents", digest))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)
