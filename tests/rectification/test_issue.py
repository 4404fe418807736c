"""CQ 19: the local authority sets a date for putting the deficiencies right."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.rectification.cases import delivered
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import Conflict, NotYours, perform
from zhuangjian.apps.rectification.actions.issue import IssueNotice
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db


def issue(person, inspection, days=10, **fields):
    due = timezone.localdate() + timedelta(days=days)
    return perform(IssueNotice, person, inspection, {"due_on": due, "requirement": "请整改"} | fields).object


def open_kinds(target):
    return set(
        Duty.objects.filter(
            target_model=target._meta.label_lower, target_id=target.pk, done_at=None
        ).values_list("kind", flat=True)
    )


def test_delivery_with_deficiencies_asks_the_local_authority_for_a_notice(world, inspection):
    duty = Duty.objects.get(kind="rectification.issue")
    assert (duty.authority, duty.role, duty.due) == (world.district, "district_officer", None)
    assert not Duty.objects.filter(kind="disclosure.publish").exists()


def test_delivery_without_deficiencies_asks_for_publication_instead(world):
    delivered(world, deficiencies=0)
    assert not Duty.objects.filter(kind="rectification.issue").exists()
    assert Duty.objects.get(kind="disclosure.publish").authority == world.municipal


def test_deficiencies_withdrawn_after_the_defence_ask_for_no_notice(world):
    inspection = delivered(world, hooks=False)
    inspection.deficiencies.update(status="withdrawn")
    with pytest.raises(Refusal, match="没有成立的缺陷"):
        issue(world.district_officer, inspection)


def test_the_notice_opens_one_duty_for_the_party_and_one_for_the_authority(world, inspection):
    rectification = issue(world.district_officer, inspection)
    assert rectification.stage == "issued"
    assert open_kinds(inspection) == set()
    assert open_kinds(rectification) == {"rectification.report", "rectification.follow_up"}
    report = Duty.objects.get(kind="rectification.report", done_at=None)
    assert report.holder_party == world.maker
    assert report.due == rectification.due_on


def test_the_notice_is_kept_as_docx_and_pdf_for_both_sides(world, inspection):
    rectification = issue(world.district_officer, inspection)
    kept = Document.objects.filter(
        target_model="rectification.rectification", target_id=rectification.pk, kind="rectification_notice"
    )
    assert {d.media_type.rpartition(".")[2] for d in kept} == {"application/pdf", "document"}
    assert all(d.for_party for d in kept)


def test_tomorrow_is_the_earliest_due_date(world, inspection):
    with pytest.raises(Refusal, match="晚于发出通知之日"):
        issue(world.district_officer, inspection, days=0)
    assert not Rectification.objects.exists()
    assert issue(world.district_officer, inspection, days=1).due_on == timezone.localdate() + timedelta(1)


@pytest.mark.parametrize("who", ["other_district_officer", "leader", "head", "reviewer"])
def test_only_the_local_authority_sends_it(world, inspection, who):
    with pytest.raises(Refusal):
        issue(world.people[who], inspection)
    assert not Rectification.objects.exists()


def test_a_second_notice_is_refused_with_a_clear_word(world, inspection):
    issue(world.district_officer, inspection)
    with pytest.raises(Conflict, match="已由其他人发出"):
        issue(world.district_head, inspection)


def test_a_record_not_handed_over_yet_gives_no_notice(world):
    inspection = delivered(world, hooks=False, stage="signed", delivered_at=None)
    with pytest.raises(Refusal, match="交付"):
        issue(world.district_officer, inspection)


def test_numbers_count_up_per_authority_and_year(world):
    first = issue(world.district_officer, delivered(world))
    second = issue(world.district_officer, delivered(world))
    year = timezone.localdate().year
    assert first.number == f"渝中局化妆品改〔{year}〕1号"
    assert second.number == f"渝中局化妆品改〔{year}〕2号"


def test_missing_requirement_is_named(world, inspection):
    with pytest.raises(Refusal) as refused:
        perform(IssueNotice, world.district_officer, inspection, {"due_on": date(2030, 1, 1)})
    assert refused.value.missing == ("整改要求：必须填写",)


def test_a_bureau_without_district_officers_gets_the_duty_for_its_inspectors(world):
    delivered(world, local_authority=world.bureau)
    assert Duty.objects.get(kind="rectification.issue").role == "inspector"


def test_a_person_outside_gets_not_yours_only_when_they_see_the_inspection(world, inspection):
    with pytest.raises(NotYours):
        issue(world.head, inspection)
