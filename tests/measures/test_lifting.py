"""A measure is lifted on application, after an assessment within the article's days (CQ 50)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.measures.cases import DAY, applied, assessed, do, lifted, owed, suspended
from tests.rectification.cases import PARTS
from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.ledger.action import NotNow, NotYours
from zhuangjian.apps.measures.models import Lifting, Measure
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
# 15 working days after Thursday 4 June 2026; Friday the 19th is a holiday.
LAST = date(2026, 6, 26)


def test_an_application_is_assessed_within_fifteen_working_days_of_the_day_its_report_was_received(
    world, region
):
    row = applied(world)
    duty = owed(row)["assess_lifting"]
    assert (row.received_on, row.due_on, duty.due) == (DAY, LAST, LAST)
    assert duty.authority == world.district
    assert duty.basis == ("official" if region == "chongqing" else "to_be_confirmed")


def test_on_the_last_day_the_assessment_is_in_time_and_the_day_after_it_is_late(world):
    for on, late in ((LAST, False), (LAST + timedelta(days=1), True)):
        row = assessed(world, row=applied(world), on=on)
        assert row.assessments.get().late is late


def test_what_comes_on_paper_counts_from_the_day_it_came(world):
    row = suspended(world)
    came = DAY + timedelta(days=4)
    found = do(
        "enter_lifting", world.district_officer, row, DAY + timedelta(days=6), received_on=came, **PARTS
    )
    assert found.entered_for
    assert (found.received_on, found.due_on) == (came, date(2026, 6, 30))


@pytest.mark.parametrize("came", [DAY - timedelta(days=1), DAY + timedelta(days=7)])
def test_no_report_is_received_before_the_measure_or_tomorrow(world, came):
    with pytest.raises(Refusal, match="收到整改报告之日"):
        do(
            "enter_lifting",
            world.district_officer,
            suspended(world),
            DAY + timedelta(days=6),
            received_on=came,
            **PARTS,
        )


def test_without_one_of_the_four_parts_there_is_no_application(world):
    for part in PARTS:
        with pytest.raises(Refusal):
            do("apply_lifting", world.contact, suspended(world), **PARTS | {part: " "})
    assert not Lifting.objects.exists()


def test_lifting_follows_an_assessment_that_passed_ends_the_measure_and_is_served(world, region):
    row = lifted(world)
    measure = Measure.objects.get(pk=row.measure_id)
    assert (row.stage, measure.stage) == ("lifted", "lifted")
    assert not owed(measure)
    assert not owed(row)
    papers = Document.objects.filter(target_model="measures.lifting", target_id=row.pk)
    assert sorted(one.media_type.rpartition("/")[2][:3] for one in papers) == ["pdf", "vnd"]
    assert all(one.for_party for one in papers)


def test_what_was_found_wanting_is_not_lifted_and_what_was_found_good_is(world):
    bad = assessed(world, passed=False)
    with pytest.raises(Refusal, match="不能解除"):
        lifted(world, bad)
    with pytest.raises(Refusal, match="写明理由"):
        do("decide_lifting", world.district_officer, bad, lifted=False)
    good = assessed(world)
    with pytest.raises(Refusal, match="应当解除"):
        do("decide_lifting", world.district_officer, good, lifted=False, reason="再等等")


def test_after_a_refusal_the_measure_stays_and_the_party_may_apply_again(world):
    row = do(
        "decide_lifting",
        world.district_officer,
        assessed(world, passed=False),
        lifted=False,
        reason="仍有隐患",
    )
    measure = Measure.objects.get(pk=row.measure_id)
    assert (row.stage, measure.stage) == ("refused", "in_force")
    assert applied(world, measure).no == 2


def test_nothing_is_decided_before_it_is_assessed(world):
    with pytest.raises(NotNow, match="还没有评估"):
        lifted(world, applied(world))


def test_two_applications_do_not_run_at_once(world):
    row = suspended(world)
    applied(world, row)
    with pytest.raises(NotNow, match="已有解除申请"):
        applied(world, row)


def test_only_the_party_applies_and_only_who_decided_assesses(world):
    row = suspended(world)
    with pytest.raises(NotYours):
        do("apply_lifting", world.district_officer, row, **PARTS)
    found = applied(world, row)
    with pytest.raises(NotYours):
        do("assess_lifting", world.bureau_head, found, way="documents", passed=True, text="符合")


def test_the_party_is_not_told_an_assessment_before_the_decision(world):
    row = assessed(world, passed=False)
    assert Lifting.objects.visible_to(world.contact).get(pk=row.pk).stage == "received"
    assert timezone.localdate(row.handed_in_at) == DAY
