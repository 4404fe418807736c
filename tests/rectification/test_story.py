"""From an inspection that really ran to its rectification, its end, its publication — and the ledger holds all of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.inspections import course
from tests.rectification.cases import PARTS, sign_in, text
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.apps.rectification.models import Rectification

pytestmark = pytest.mark.django_db


def holders(kind):
    """Who is to do it now, by the page they see it on."""
    return [duty.holder for duty in Duty.objects.filter(kind=kind, done_at=None)]


def test_delivered_record_notice_plan_report_recheck_close_publication(
    region, client, world, django_capture_on_commit_callbacks
):
    w, do = world, course.do
    with django_capture_on_commit_callbacks(execute=True):
        inspection = course.delivered(w, bad={"i25": "nonconforming", "i30": "nonconforming"})
        assert inspection.stage == "delivered"
        officer = w.people[
            {w.bureau.pk: "inspector2", w.district.pk: "district_officer"}[inspection.local_authority_id]
        ]
        assert len(holders("rectification.issue")) == 1
        assert "发出整改通知" in text(sign_in(client, officer).get("/"))

        due = timezone.localdate() + timedelta(days=10)
        row = do("rectification.issue", officer, inspection, due_on=due, requirement="逐项整改")
        assert holders("rectification.report") == [w.maker.name]
        assert "完成整改并报送整改报告" in text(sign_in(client, w.contact).get("/"))

        plan = {k: v for k, v in PARTS.items() if k != "effect"}
        until = due + timedelta(days=20)
        row = do(
            "rectification.submit_plan",
            w.contact,
            row,
            **plan,
            covers=[2],
            plan_steps="改造库房",
            plan_until=until,
        )
        assert row.limit == due
        row = do("rectification.accept_plan", officer, row)
        assert {p.no: p.due_on for p in row.problems.all()} == {1: due, 2: until}
        row = do("rectification.submit_report", w.contact, row, **PARTS)
        row = do("rectification.recheck", officer, row, way="on_site", result="failed", text="库房仍未改造")
        row = do("rectification.return", officer, row, reason="请完成改造", supplement_by=until)
        assert "就测试" in "".join(
            Duty.objects.filter(kind="rectification.decide", done_at=None).values_list("title", flat=True)
        )
        row = do("rectification.submit_report", w.contact, row, **PARTS)
        row = do("rectification.recheck", officer, row, way="on_site", result="passed", text="已改造")
        row = do("rectification.close", officer, row)
        inspection.refresh_from_db()
        assert (row.stage, inspection.stage) == ("closed", "closed")
        assert len(holders("disclosure.publish")) == 1

        published = do("disclosure.publish", w.programme_officer, inspection)
        assert published.handling == "限期整改，经复查符合要求"
    assert not Duty.objects.filter(done_at=None).exists()
    client.logout()
    assert w.maker.name in text(client.get("/public/"))

    # The cast's authorities were set up by hand, outside the ledger.
    faults = [f for f in verify().faults if not f.where.startswith(("监管机构", "人员"))]
    assert faults == []


def test_a_report_changed_behind_the_systems_back_is_found(world, django_capture_on_commit_callbacks):
    w, do = world, course.do
    with django_capture_on_commit_callbacks(execute=True):
        inspection = course.delivered(w, bad={"i25": "nonconforming"})
        officer = w.inspector2 if inspection.local_authority_id == w.bureau.pk else w.district_officer
        due = timezone.localdate() + timedelta(days=10)
        row = do("rectification.issue", officer, inspection, due_on=due, requirement="逐项整改")
        row = do("rectification.submit_report", w.contact, row, **PARTS)
    before = len(verify().faults)
    row.reports.update(late=True)
    assert len(verify().faults) == before + 1
    Rectification.objects.filter(pk=row.pk).update(due_on=due + timedelta(days=99))
    assert len(verify().faults) >= before + 1
