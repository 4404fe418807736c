from datetime import timedelta

import pytest


@pytest.fixture
def inspection(world):
    from tests.rectification.cases import delivered

    return delivered(world)


@pytest.fixture
def rectification(world, inspection):
    """A notice with ten days' time."""
    from django.utils import timezone

    from zhuangjian.apps.ledger.action import perform
    from zhuangjian.apps.rectification.actions.issue import IssueNotice

    data = {"due_on": timezone.localdate() + timedelta(days=10), "requirement": "请逐项整改"}
    return perform(IssueNotice, world.district_officer, inspection, data).object
