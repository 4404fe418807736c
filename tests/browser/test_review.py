"""A review in the browser, by those who take part: reviewers, team, party, head; and a problem outside the task by thumb."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.walk import submit
from tests.inspections import course
from tests.review import cases
from zhuangjian.apps.outside.models import OutsideProblem
from zhuangjian.apps.review.models import Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_review_with_questions_is_walked_from_the_appointment_to_the_sealed_report(
    transactional_db, new_page
):
    w = cases.staffed(cast.build("chongqing"))
    row = cases.delivered(w, suspected=True)
    here = f"/inspections/{row.public_id}/review/"
    head, first, second = (new_page(person=one) for one in (w.bureau_head, w.shen1, w.shen2))
    head.goto(here)
    for one in (w.shen1, w.shen2):
        head.get_by_label(one.name).check()
    head.get_by_role("button", name="安排检查审核人员").click()
    expect(head.get_by_text("审核检查程序和记录").first).to_be_visible()
    for addressee, text in (("检查组", "请写明批次"), ("被检查对象", "请确认库存数量")):
        first.goto(here)
        first.locator("button[data-bs-toggle=collapse]", has_text="书面询问").click()
        form = first.locator("form[action*='review.ask']")
        form.get_by_label("询问对象").select_option(label=addressee)
        form.get_by_label("需要明确的内容").fill(text)
        form.get_by_role("button", name="书面询问").click()
        expect(first.get_by_text(text).first).to_be_visible()
    to_team, to_party = Review.objects.get().questions.order_by("no")
    leader, contact = new_page(person=w.leader), new_page(person=w.contact)
    leader.goto(to_team.get_absolute_url())
    leader.get_by_label("答复").fill("批次为2026001")
    leader.get_by_role("button", name="书面答复").click()
    expect(leader.get_by_text("批次为2026001").first).to_be_visible()
    contact.goto(to_party.get_absolute_url())
    contact.get_by_label("说明").fill("库存四十盒")
    contact.get_by_label("确认方式").select_option(label="盖章确认")
    contact.get_by_label("确认人姓名、职务").fill("王经理 质量负责人")
    contact.get_by_role("button", name="登记被检查对象确认").click()
    expect(contact.get_by_text("库存四十盒").first).to_be_visible()
    first.goto(here)
    submit(
        first,
        "review.conclude",
        opinion="程序合法，记录完整",
        advice="移交立案调查",
        conclusion="同意，移交稽查",
    )
    for page in (first, second):
        page.goto(here)
        submit(page, "review.sign")
    head.goto(here)
    submit(head, "review.issue", sealed=True)
    expect(head.get_by_text("审核完毕").first).to_be_visible()
    assert Review.objects.get().sealed


def test_a_problem_outside_the_task_is_reported_with_a_thumb(transactional_db, new_page):
    w = cast.build("chongqing")
    row = course.on_site(w)
    phone = new_page(viewport={"width": 360, "height": 740}, person=w.leader)
    phone.goto(f"/inspections/{row.public_id}/outside/")
    form = phone.locator("form[action*='outside.report']")
    form.get_by_label("发现的问题").fill("多名消费者使用后红肿")
    form.get_by_label("涉及的产品和批次").fill("面霜 20260101")
    form.get_by_label("造成人体伤害").check()
    form.get_by_label("综合风险评估").fill("风险较高")
    form.get_by_label("处理建议").fill("责令暂停经营")
    form.get_by_role("button", name="报告任务外问题").click()
    expect(phone.get_by_text("多名消费者使用后红肿").first).to_be_visible()
    assert OutsideProblem.objects.get().harm
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
