"""Licensing in the browser: application, visit, record to the dispatching unit, sent back once, evaluated (CQ 23-26)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.browser import walk
from tests.browser.walk import Named, path_of, submit
from tests.inspections import course
from zhuangjian.apps.inspections.models import Inspection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    return cast.build()


def test_an_application_is_inspected_and_the_dispatching_unit_alone_concludes(people, new_page, screenshot):
    w, day = people, course.today()
    licensing, officer, bureau, leader, contact = (
        new_page(person=one)
        for one in (w.licensing_officer, w.programme_officer, w.bureau_head, w.leader, w.contact)
    )
    licensing.goto("/programme/tasks/")
    licensing.get_by_role("button", name="登记许可申请").first.click()
    submit(
        licensing,
        "programme.register_application",
        party=w.maker.credit_code,
        licensing_kind="licensing_new",
        reference="申2026-1",
        applied_on=(day - timedelta(days=3)).isoformat(),
        acceptance="受2026-1",
        received_on=day.isoformat(),
        window_from=day.isoformat(),
        window_to=(day + timedelta(days=5)).isoformat(),
    )
    task = path_of(licensing)
    officer.goto("/")
    expect(officer.locator(f"main a[href='{task}']").first).to_be_visible()
    officer.goto(task)
    told = {"information": "申请人情况", "requirements": "全部项目"}
    submit(officer, "programme.assign", assigned_to=Named(w.bureau.name), **told)
    walkers = walk.People(
        officer=officer,
        head=officer,
        bureau=bureau,
        leader=leader,
        inspector=leader,
        contact=contact,
        nobody=contact,
        party=w.maker.name,
        code=w.maker.credit_code,
        unit=w.bureau.name,
        leader_name=w.leader.name,
        inspector_name=w.inspector.name,
    )
    home = walk.opened(walkers, task, day, screenshot)
    row = Inspection.objects.get()
    course.do("inspections.findings", w.inspector, row, rows=course.rows(row))
    leader.goto(home)
    points = ["result_told", "right_to_state"]
    submit(leader, "inspections.closing", points=points, party_attendee="王经理", position="no_objection")
    submit(leader, "inspections.conclude")
    submit(leader, "inspections.record")
    course.sign_all(w, Inspection.objects.get())
    leader.goto(home)
    submit(leader, "inspections.deliver", delivered_to="王经理")
    bureau.goto(home)
    expect(bureau.locator("form[action='/do/inspections.evaluate/']")).to_have_count(0)
    leader.goto(home)
    submit(leader, "inspections.submit_record", materials="现场照片12张")
    expect(leader.locator("form[action='/do/inspections.evaluate/']")).to_have_count(0)
    bureau.goto("/")
    expect(bureau.locator(f"main a[href^='{home}']").first).to_be_visible()
    bureau.goto(home)
    submit(bureau, "inspections.return_submission", reason="缺少平面图")
    leader.goto(home)
    submit(leader, "inspections.submit_record", materials="补充平面图")
    bureau.goto(home)
    screenshot(bureau, "licensing-evaluate")
    submit(bureau, "inspections.evaluate", conclusion="licensing_pass", reasons="全部项目符合要求")
    expect(bureau.locator("main")).to_contain_text("现场核查通过")
    assert Inspection.objects.get().conclusion == "licensing_pass"
