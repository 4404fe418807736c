"""No trade secret goes out without the party's consent or an exception on record (CQ 22)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.inspections import course
from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.evidence.actions.secrets import grounds
from zhuangjian.apps.evidence.models import TradeSecret
from zhuangjian.apps.evidence.secrets import Going, in_file, refuse_secrets
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import NotNow, NotYours
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.citing import cited

pytestmark = pytest.mark.django_db
do = course.do
PROVINCE = "示例省药品监督管理局"


def noted(w: Any, row: Inspection, **more: Any) -> TradeSecret:
    data = {"title": "焕采霜配方比例", "words": "烟酰胺4.5%\n三段降温法"}
    return do("evidence.note_secret", w.leader, row, **data | more)


def permit(w: Any, secret: TradeSecret, **more: Any) -> TradeSecret:
    data = {
        "audience": "body",
        "body": PROVINCE,
        "ground": "law",
        "reason": "协助调查所需",
        "shown_by": "药监法某条",
        "given_on": course.today(),
    }
    return do("evidence.permit_secret", w.head, secret, **data | more)


def letter(w: Any, row: Inspection, matters: str) -> Letter:
    return do(
        "cooperation.write",
        w.head,
        kind="contact",
        subject="请协助核实",
        party=row.party.credit_code,
        matters=matters,
        to=PROVINCE,
        to_kind="other",
    )


def test_a_letter_that_tells_a_trade_secret_goes_only_to_whom_a_permit_names(world, region):
    row = course.on_site(world)
    secret = noted(world, row)
    out = letter(world, row, "配方含烟酰胺 ４.5％，请核实")
    with pytest.raises(Refusal, match="焕采霜配方比例") as refused:
        do("cooperation.send", world.head, out)
    assert refused.value.article == cited("confidentiality", region=region).article
    assert refused.value.missing == ("被检查对象的同意或者例外",)
    permit(world, secret, body="另一省药品监督管理局")
    with pytest.raises(Refusal, match="没有登记例外"):
        do("cooperation.send", world.head, out)
    permit(world, secret)
    assert do("cooperation.send", world.head, out).stage in ("sent", "closed")
    assert secret.permits.filter(decided_by=world.head).count() == 2


def test_a_letter_without_it_goes_out(world):
    row = course.on_site(world)
    noted(world, row)
    assert do("cooperation.send", world.head, letter(world, row, "请核实产品批次")).sent_at


def test_consent_is_signed_for_and_can_be_taken_back_and_holds_after_the_conclusion_alone(world, region):
    row = course.on_site(world)
    secret = noted(world, row)
    with pytest.raises(Refusal, match="签字同意"):
        permit(world, secret, ground="consent")
    permit(world, secret, ground="consent", consented_by="王法定")
    going = Going(["三段降温法"], to=(PROVINCE,))
    with pytest.raises(Refusal, match="结论"):
        refuse_secrets(row, going)
    row.concluded_at = row.started_at
    row.save()
    refuse_secrets(row, going)
    with pytest.raises(Refusal):
        refuse_secrets(row, Going(["三段降温法"], public=True))
    given = {"permit": secret.permits.get().public_id, "reason": "企业撤回同意"}
    do("evidence.end_permit", world.head, secret, **given)
    with pytest.raises(Refusal, match="没有被检查对象的同意"):
        refuse_secrets(row, going)
    with pytest.raises(NotNow):
        do("evidence.end_permit", world.head, secret, **given)


def test_a_file_with_evidence_of_it_is_packed_for_nobody_until_authorities_may_know(world):
    row = course.on_site(world)
    piece = do("evidence.add", world.inspector, row, file=course.photo())
    secret = noted(world, row, words="", evidence=[piece.public_id])
    with pytest.raises(Refusal, match="其他单位"):
        refuse_secrets(row, in_file(row))
    permit(world, secret, audience="authorities", body="")
    refuse_secrets(row, in_file(row))
    refuse_secrets(row, in_file(row, "任一局"))


def test_only_a_head_decides_and_a_secret_can_be_recognised(world):
    row = course.on_site(world)
    with pytest.raises(Refusal, match="无从核对"):
        noted(world, row, words="")
    with pytest.raises(Refusal, match="至少2个字"):
        noted(world, row, words="甲")
    secret = noted(world, row)
    with pytest.raises(NotYours):
        do("evidence.permit_secret", world.leader, secret, ground="law")
    for wrong in ({"body": ""}, {"audience": "public"}):
        with pytest.raises(Refusal, match="单位名称"):
            permit(world, secret, **wrong)
    assert not TradeSecret.objects.visible_to(world.contact).exists()


def test_what_is_published_tells_no_trade_secret(world, region):
    row = course.delivered(world)
    secret = noted(world, row, words=row.party.name[:6])
    with pytest.raises(Refusal, match="社会公众"):
        do("disclosure.publish", world.head, row)
    given = {"audience": "public", "body": "", "ground": "consent", "consented_by": "王法定"}
    permit(world, secret, **given)
    assert do("disclosure.publish", world.head, row).party_name == row.party.name


def test_the_grounds_are_those_of_the_pack(region):
    assert [one.value for one in grounds()] == ["consent", "law", "security", "interest"]
