"""Two officers at once: one wins, the other gets a clear word, nothing is half done."""

import threading

import pytest
from django.db import connections

from tests.rectification.cases import PARTS, delivered
from tests.rectification.test_issue import issue
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import perform
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.rectification.actions.finish import CloseRectification, EscalateRectification
from zhuangjian.apps.rectification.actions.recheck import RecheckRectification
from zhuangjian.apps.rectification.actions.submit import SubmitReport
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run all of them together; returns how each ended: "done" or the refusal's words."""
    barrier, ends = threading.Barrier(len(calls)), [""] * len(calls)

    def run(n, call):
        try:
            barrier.wait(timeout=30)
            call()
            ends[n] = "done"
        except Refusal as refusal:
            ends[n] = refusal.message
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends


@pytest.fixture
def passed(transactional_db):
    from tests.world import build

    world = build()
    one = issue(world.district_officer, delivered(world))
    perform(SubmitReport, world.contact, one, PARTS)
    data = {"way": "documents", "result": "passed", "text": "资料齐全"}
    perform(RecheckRectification, world.district_officer, one, data)
    return world, Rectification.objects.get(pk=one.pk)


def test_closing_and_handing_on_at_once_ends_one_way_only(passed):
    world, one = passed
    entries = Entry.objects.count()
    ends = at_once(
        lambda: perform(CloseRectification, world.district_officer, one, {}),
        lambda: perform(
            EscalateRectification, world.district_head, one, {"ground": "violation", "reason": "涉嫌违法"}
        ),
    )
    assert sorted(e == "done" for e in ends) == [False, True]
    lost = next(e for e in ends if e != "done")
    # Told before the lock that it is over, or under it that somebody was faster.
    assert "只有在" in lost or "没有保存" in lost
    one.refresh_from_db()
    inspection = Inspection.objects.get(pk=one.inspection_id)
    assert one.stage == inspection.stage
    assert one.stage in ("closed", "escalated")
    assert Entry.objects.count() == entries + 2
    assert not Duty.objects.filter(kind="rectification.close", done_at=None).exists()


def test_two_officers_on_the_same_page_do_not_both_close(passed):
    world, one = passed
    ends = at_once(
        *(
            lambda person=person: perform(CloseRectification, person, one, {"expected_version": one.version})
            for person in (world.district_officer, world.district_head)
        )
    )
    assert ends.count("done") == 1
    assert "其他人已经办理" in next(e for e in ends if e != "done")
