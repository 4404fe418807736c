"""CQ 16: an extension post-check that isn't put right ends in the opinion to revoke the licence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rectification.cases import delivered, noon, sign_in, text
from tests.rectification.test_course import escalate, recheck, report
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import Conflict, NotYours, perform
from zhuangjian.apps.rectification.actions.issue import IssueNotice
from zhuangjian.apps.rectification.actions.revocation import ProposeRevocation
from zhuangjian.apps.rectification.revocation import revocation_ground
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
TEXT = {"text": "建议撤销其化妆品生产许可"}


def extension(world, conclusion="licensing_rectify", kind="licensing_extension", deficiencies=1):
    return delivered(
        world, deficiencies, inspection_type="licensing", licensing_kind=kind, conclusion=conclusion
    )


def issued(world, inspection, due_in=5):
    due = timezone.localdate() + timedelta(days=due_in)
    data = {"due_on": due, "requirement": "请整改"}
    return perform(IssueNotice, world.district_officer, inspection, data).object


def test_not_reported_counts_from_the_day_after_the_limit(world):
    inspection = extension(world)
    one = issued(world, inspection)
    assert revocation_ground(inspection, one.due_on) is None
    assert str(revocation_ground(inspection, one.due_on + timedelta(days=1))) == "not_reported"


def test_a_late_report_was_still_not_handed_in_in_time(world):
    inspection = extension(world)
    one = issued(world, inspection)
    report(world, one, at=noon(one.due_on + timedelta(days=1)))
    assert str(revocation_ground(inspection, one.due_on)) == "not_reported"
    assert Duty.objects.get(kind="rectification.propose_revocation").role == "head"


def test_a_report_in_time_that_passes_gives_no_ground(world):
    inspection = extension(world)
    one = issued(world, inspection)
    report(world, one, at=noon(one.due_on))
    recheck(world, one)
    assert revocation_ground(inspection, one.due_on + timedelta(days=100)) is None


def test_a_failed_recheck_puts_the_opinion_on_the_heads_list(world):
    inspection = extension(world)
    one = issued(world, inspection)
    report(world, one)
    recheck(world, one, result="failed")
    duty = Duty.objects.get(kind="rectification.propose_revocation", done_at=None)
    assert (duty.authority, duty.article) == (world.municipal, "CQ 16")
    opinion = perform(ProposeRevocation, world.head, inspection, TEXT).object
    assert opinion.ground == "failed"
    duty.refresh_from_db()
    assert duty.done_by == world.head


def test_handing_on_for_silence_keeps_the_ground(world):
    inspection = extension(world)
    one = issued(world, inspection)
    escalate(world, one, "not_reported", at=noon(one.due_on + timedelta(days=1)))
    assert str(revocation_ground(inspection, timezone.localdate())) == "not_reported"


def test_a_post_check_not_passed_gives_the_ground_at_delivery(world):
    inspection = extension(world, conclusion="licensing_fail")
    assert Duty.objects.filter(kind="rectification.propose_revocation", target_id=inspection.pk).exists()
    assert str(revocation_ground(inspection, timezone.localdate())) == "not_passed"


@pytest.mark.parametrize("kind", ["licensing_new", "licensing_change"])
def test_other_licensing_inspections_never_end_in_revocation(world, kind):
    inspection = extension(world, kind=kind)
    one = issued(world, inspection)
    report(world, one)
    recheck(world, one, result="failed")
    assert revocation_ground(inspection, one.due_on + timedelta(days=100)) is None
    assert not Duty.objects.filter(kind="rectification.propose_revocation").exists()
    with pytest.raises(Refusal, match="只有延续许可后"):
        perform(ProposeRevocation, world.head, inspection, TEXT)


@pytest.mark.parametrize("who", ["bureau_head", "programme_officer", "leader"])
def test_only_the_organising_units_head_proposes(world, who):
    inspection = extension(world, conclusion="licensing_fail")
    with pytest.raises(NotYours):
        perform(ProposeRevocation, world.people[who], inspection, TEXT)


def test_the_opinion_is_given_once(world):
    inspection = extension(world, conclusion="licensing_fail")
    perform(ProposeRevocation, world.head, inspection, TEXT)
    with pytest.raises(Conflict):
        perform(ProposeRevocation, world.head, inspection, TEXT)


def test_the_enterprise_does_not_see_the_opinion(world):
    from zhuangjian.apps.rectification.models import RevocationOpinion

    perform(ProposeRevocation, world.head, extension(world, conclusion="licensing_fail"), TEXT)
    assert not RevocationOpinion.objects.visible_to(world.contact).exists()
    assert RevocationOpinion.objects.visible_to(world.head).exists()


def test_the_api_tells_the_opinion_and_every_fact_that_the_page_shows(client, world):
    inspection = extension(world)
    one = issued(world, inspection)
    report(world, one, at=noon(one.due_on + timedelta(days=1)))
    address = f"/api/rectifications/{one.public_id}"
    sign_in(client, world.head)
    assert client.get(address).json()["revocation_opinion"] is None
    perform(ProposeRevocation, world.head, inspection, TEXT)
    told = client.get(address).json()
    opinion = told["revocation_opinion"]
    assert (opinion["text"], opinion["ground"]) == (TEXT["text"], "not_reported")
    assert opinion["proposed_by"] == world.head.name
    page = text(client.get(f"/rectifications/{one.public_id}/"))
    for name in ("conclusion", "contact", "inspection", "authority", "party", "number"):
        assert told[name], name
        assert str(told[name]) in page, name
    sign_in(client, world.contact)
    assert client.get(address).json()["revocation_opinion"] is None
