"""CQ 52 publishes party, basis and result; CQ 22 keeps the rest."""

import pytest

from tests.rectification.cases import PARTS, delivered
from tests.rectification.test_course import escalate, recheck, report
from tests.rectification.test_issue import issue, open_kinds
from zhuangjian.apps.disclosure.actions.publish import PublishResult, WithdrawPublication
from zhuangjian.apps.disclosure.models import Publication
from zhuangjian.apps.disclosure.queries import published
from zhuangjian.apps.ledger.action import Conflict, NotYours, perform
from zhuangjian.apps.rectification.actions.finish import CloseRectification
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db


def publish(person, inspection):
    return perform(PublishResult, person, inspection, {}).object


def test_party_basis_and_result_are_copied_and_the_duty_closed(world, inspection):
    assert open_kinds(inspection) == {"disclosure.publish"}
    row = publish(world.programme_officer, inspection)
    assert (row.party_name, row.credit_code) == (world.maker.name, world.maker.credit_code)
    assert row.result == "检查未发现生产质量管理体系存在缺陷"
    assert row.legal_basis == inspection.legal_basis
    assert open_kinds(inspection) == set()


def test_the_inspection_time_is_not_among_what_the_rule_opens_to_the_public(world, inspection):
    assert publish(world.head, inspection).inspected_on is None


def test_later_changes_of_the_party_do_not_change_what_was_published(world, inspection):
    row = publish(world.head, inspection)
    world.maker.name = "改名后的公司"
    world.maker.save()
    row.refresh_from_db()
    assert row.party_name == "测试丽妆生物科技有限公司"


@pytest.mark.parametrize("who", ["bureau_head", "leader", "district_head", "reviewer"])
def test_only_the_organising_unit_publishes(world, inspection, who):
    with pytest.raises(Refusal):
        publish(world.people[who], inspection)
    assert not Publication.objects.exists()


@pytest.mark.parametrize("stage", ["on_site", "concluded", "recorded", "signed"])
def test_nothing_is_published_before_delivery(world, stage):
    inspection = delivered(world, hooks=False, stage=stage, delivered_at=None)
    with pytest.raises(Refusal) as refused:
        publish(world.head, inspection)
    assert refused.value.article == "CQ 22"


def test_an_inspection_that_is_not_concluded_is_not_published(world):
    with pytest.raises(Refusal, match="检查结论"):
        publish(world.head, delivered(world, hooks=False, conclusion="", concluded_at=None))


def test_it_is_published_once(world, inspection):
    publish(world.head, inspection)
    with pytest.raises(Conflict):
        publish(world.programme_officer, inspection)


def test_what_was_withdrawn_can_be_published_anew(world, inspection):
    row = publish(world.head, inspection)
    perform(WithdrawPublication, world.programme_officer, row, {"reason": "名称有误"})
    assert not published().exists()
    assert open_kinds(inspection) == {"disclosure.publish"}
    with pytest.raises(Conflict):
        perform(WithdrawPublication, world.head, row, {"reason": "再撤"})
    publish(world.head, inspection)
    assert published().count() == 1


def test_withdrawing_needs_a_reason_and_the_publishing_unit(world, inspection):
    row = publish(world.head, inspection)
    with pytest.raises(Refusal) as refused:
        perform(WithdrawPublication, world.head, row, {"reason": " "})
    assert refused.value.missing == ("撤回原因：必须填写",)
    with pytest.raises(NotYours):
        perform(WithdrawPublication, world.bureau_head, row, {"reason": "有误"})


class TestHandling:
    def test_running_and_finished_rectification_are_told_apart(self, world):
        inspection = delivered(world)
        one = issue(world.district_officer, inspection)
        assert publish(world.head, inspection).handling == "限期整改"
        report(world, one)
        recheck(world, one)
        perform(CloseRectification, world.district_officer, one, {})
        perform(WithdrawPublication, world.head, inspection.publications.get(), {"reason": "更新"})
        assert publish(world.head, inspection).handling == "限期整改，经复查符合要求"

    def test_a_case_handed_on_is_a_lead_and_stays_unsaid(self, world):
        inspection = delivered(world)
        escalate(world, issue(world.district_officer, inspection), "violation")
        inspection.refresh_from_db()
        assert publish(world.head, inspection).handling == "限期整改"
        assert PARTS["effect"] not in str(vars(inspection.publications.get()))
