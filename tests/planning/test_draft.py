"""A programme drafted in one click: every item says why, capacity binds, and what is taken becomes tasks."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.draws.making import makers
from tests.inspections import course
from zhuangjian.apps.jobs.handing_in import hand_in
from zhuangjian.apps.jobs.running import Worker
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.planning.kept import told_of
from zhuangjian.apps.programme.models import Task
from zhuangjian.apps.registry.models import Product, Signal
from zhuangjian.engines.calendar import is_working_day
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db


def drafted(world, programme, **more):
    """A draft as the job makes it, and its code."""
    given = {"programme": str(programme.public_id), "unit": world.bureau.pk, "rounds": 20, **more}
    job = hand_in(ACTIONS["planning.draft"], world.programme_officer, lambda: given)
    worker = Worker()
    # Its beating has a connection of its own, which does not see this test's transaction.
    worker._beat = lambda pk, over: None
    assert worker.one()
    job.refresh_from_db()
    assert job.state == "done", (job.words, job.missing)
    return job, told_of(world.programme_officer, job.code)


def test_a_draft_says_why_and_what_is_taken_becomes_tasks_that_the_head_approves(world):
    risky, children, *_ = makers(world, 8)
    programme = course.programme(world, year=course.today().year + 1)
    Product.objects.create(party=children, number="国妆网备1", name="宝宝霜", is_children=True)
    for n in range(6):
        Signal.objects.create(
            party=risky,
            kind="sampling",
            occurred_on=course.today(),
            severity=4,
            title="抽检不合格",
            source_key=f"t{n}",
        )
    job, told = drafted(world, programme, random_share=0)
    items = {item["party"]: item for item in told["items"]}
    # Two officers with credentials and a year: everybody is inspected, the riskiest is worth most.
    assert told["unmet"] == []
    assert told["items"][0]["party"] == risky.name
    assert any("抽样检验 24" in why for why in items[risky.name]["reasons"])
    assert any("儿童化妆品" in why for why in items[children.name]["reasons"])
    # The first weekday of a year is New Year's day or near it, and the calendar says which are worked.
    assert all(is_working_day(date.fromisoformat(item["day"])) for item in told["items"])
    assert all("没有接受过检查" in " ".join(item["reasons"]) for item in told["items"])
    page = Client()
    page.force_login(world.programme_officer)
    shown = page.get(job.result_url).content.decode()
    assert risky.name in shown
    assert "任何合法的计划都不会比这份好出" in shown
    other = Client()
    other.force_login(world.head)
    assert other.get(job.result_url).status_code == 404

    course.do("planning.take", world.programme_officer, programme, draft=job.code, items=[0, 1])
    tasks = Task.objects.filter(programme=programme)
    assert {t.party.name for t in tasks} == {item["party"] for item in told["items"][:2]}
    assert "抽样检验 24" in tasks.get(party=risky).origin.words
    assert {t.window_from.year for t in tasks} == {programme.year}
    with pytest.raises(Refusal, match="已经在计划中"):
        course.do("planning.take", world.programme_officer, programme, draft=job.code, items=[0])
    course.approved(world, programme)
    again = drafted(world, programme, random_share=0)[1]
    assert risky.name not in {item["party"] for item in again["items"]}


def test_too_few_days_leave_the_least_risk_out_and_one_more_officer_would_bring_so_much(world):
    makers(world, 40)
    programme = course.programme(world)
    today = course.today()
    left = max(1, (today.replace(month=12, day=31) - today).days // 7)
    told = drafted(world, programme, days_per_week=1, random_share=50)[1]
    (unit,) = told["units"]
    assert unit["bound"] >= unit["objective"]
    if left < 8:
        assert told["unmet"]
        assert unit["more"] >= 0
    reasons = {why for item in told["items"] for why in item["reasons"]}
    assert "随机抽取" in reasons
