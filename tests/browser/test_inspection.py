"""One routine inspection in the browser, as the people who do it, from the task to the public page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.inspections import course
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.programme.models import Programme, Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BAD = {"25": "成品库温湿度未记录", "30": "一份批记录未签名"}


def submit(page, action, **fields):
    """Fill the form of an action on the page and send it; waits until the next page stands."""
    form = page.locator(f"form[action='/do/{action}/']").first
    if not form.is_visible():
        page.locator(f"[data-bs-target='#{form.get_attribute('id')}']").click()
        expect(form).to_be_visible()
        page.wait_for_timeout(400)
    for name, value in fields.items():
        field = form.locator(f"[name='{name}']")
        if isinstance(value, list):
            for each in value:
                form.locator(f"[name='{name}'][value='{each}']").check()
        elif value is True:
            field.locator("visible=true").check()
        elif field.first.evaluate("e => e.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))
    before = page.evaluate("performance.timeOrigin")
    form.locator("button[type=submit]").click()
    page.wait_for_function(
        "t => performance.timeOrigin !== t || document.querySelector('.zj-refusal:not(:empty)')", arg=before
    )
    refusal = page.locator(".zj-refusal:not(:empty)")
    assert not refusal.count(), refusal.first.inner_text()
    expect(page.locator(".alert-success").first).to_be_visible()


@pytest.fixture
def people(transactional_db, request):
    """The cast, in the region of the test where it asks for one."""
    region = request.getfixturevalue("region") if "region" in request.fixturenames else "chongqing"
    return cast.build(region)


def test_a_routine_inspection_is_walked_from_task_to_public_page(
    region, people, new_page, screenshot, tmp_path
):
    w = people
    officer, head, bureau = (
        new_page(person=w.programme_officer),
        new_page(person=w.head),
        new_page(person=w.bureau_head),
    )
    leader, inspector = new_page(person=w.leader), new_page(person=w.inspector)
    day = course.today().isoformat()

    officer.goto("/programme/")
    officer.get_by_role("button", name="编制年度检查计划").first.click()
    submit(
        officer,
        "programme.create",
        year=course.today().year,
        scope="全市生产企业",
        focus="关键项目",
        requirements="逐项检查",
    )
    programme = Programme.objects.get()
    submit(
        officer,
        "programme.add_task",
        party=w.maker.credit_code,
        window_from=day,
        window_to=day,
        focus="原料与生产记录",
    )
    screenshot(officer, "programme")
    head.goto(f"/programme/{programme.public_id}/")
    submit(head, "programme.approve")
    task = Task.objects.get()
    officer.goto(f"/programme/tasks/{task.public_id}/")
    submit(officer, "programme.assign", assigned_to=w.bureau.pk)
    screenshot(officer, "task")

    bureau.goto(f"/programme/tasks/{task.public_id}/")
    submit(bureau, "inspections.open")
    row = Inspection.objects.get()
    home = f"/inspections/{row.public_id}/"
    expect(bureau).to_have_url(re.compile(home))
    submit(bureau, "inspections.team", leader=w.leader.pk, members=[w.inspector.pk])

    leader.goto(home)
    submit(leader, "inspections.plan", items="检查要点全部项目", start_on=day, end_on=day)
    bureau.goto(home)
    screenshot(bureau, "inspection-approve")
    submit(bureau, "inspections.approve_plan")
    leader.goto(home)
    submit(leader, "inspections.arrive", credentials=course.credentials_of(row))
    submit(leader, "inspections.opening", points=course.OPENING, party_attendee="王经理")
    screenshot(leader, "inspection-on-site")

    inspector.goto(f"{home}checklist/")
    first = inspector.locator(".zj-check").first
    first.focus()
    for _ in range(81):
        inspector.keyboard.press("1")
    expect(inspector.locator("#done")).to_have_text("81")
    for no, words in BAD.items():
        line = inspector.locator(f"#item-{no}")
        line.focus()
        inspector.keyboard.press("2")
        line.locator(f"[name='text-{no}']").fill(words)
    expect(inspector.locator("#save-state")).to_have_text("全部已保存")
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(course.photo().content)
    for no in BAD:
        inspector.locator(f"#item-{no} button[data-extra]").click()
        extra = inspector.locator(f".zj-check-extra[data-for='{no}']")
        extra.get_by_role("button", name="列为缺陷", exact=True).click()
        expect(inspector.locator(f"#item-{no} [data-count=deficiencies]")).to_have_text("1")
        extra.locator("input[type=file]").set_input_files(photo)
        extra.get_by_role("button", name="上传", exact=True).click()
        expect(inspector.locator(f"#item-{no} [data-count=evidence]")).to_have_text("1")
    screenshot(inspector, "checklist")
    inspector.goto(f"{home}evidence/")
    screenshot(inspector, "evidence")

    leader.goto(home)
    submit(
        leader,
        "inspections.closing",
        points=["result_told", "right_to_state"],
        party_attendee="王经理",
        position="states",
    )
    leader.goto(f"{home}deficiencies/")
    submit(
        leader,
        "inspections.statement",
        deficiency=row.deficiencies.get(no=2).public_id,
        text="签名在另一页",
        made_by="王经理",
    )
    submit(
        leader, "inspections.answer", verification="当场查看原件，确有签名", answer="accepted", withdraw=True
    )
    screenshot(leader, "deficiencies")
    leader.goto(home)
    screenshot(leader, "inspection-conclude")
    submit(leader, "inspections.conclude")
    leader.goto(f"{home}conclusion/")
    expect(leader.locator("main")).to_contain_text("生产质量管理体系存在缺陷")
    expect(leader.locator("main")).to_contain_text("待确认")
    screenshot(leader, "conclusion")
    leader.goto(home)
    submit(leader, "inspections.record")
    submit(leader, "inspections.sign")
    inspector.goto(home)
    submit(inspector, "inspections.sign")
    leader.goto(home)
    submit(leader, "inspections.party_sign", kind="signed", signer_name="王法定", signer_post="法定代表人")
    submit(leader, "inspections.deliver", delivered_to="王经理")
    leader.goto(f"{home}papers/")
    screenshot(leader, "papers")
    leader.goto(f"{home}course/")
    screenshot(leader, "course")
    row.refresh_from_db()
    assert row.stage == "delivered"

    contact = new_page(person=w.contact)
    contact.goto(f"{home}papers/")
    with contact.expect_download() as download:
        contact.get_by_role("link", name=re.compile("监督检查报告")).click()
    assert download.value.path().read_bytes()[:4] == b"%PDF"

    put_right(row, leader, contact, screenshot)
    officer.goto(f"/publications/new/{row.public_id}/")
    screenshot(officer, "publish")
    submit(officer, "disclosure.publish")
    public = new_page()
    public.goto("/public/")
    expect(public.locator("main")).to_contain_text(w.maker.name)
    public.get_by_role("link", name=w.maker.name).click()
    expect(public.locator("main")).to_contain_text("生产质量管理体系存在缺陷")
    assert BAD["25"] not in public.content()
    screenshot(public, "public")


def put_right(row, officer, contact, screenshot):
    """Notice, report on a telephone-sized form, re-check, end."""
    officer.goto(f"/rectifications/new/{row.public_id}/")
    due = course.today() + timedelta(days=20)
    submit(officer, "rectification.issue", due_on=due.isoformat(), requirement="逐项整改并报送报告")
    contact.goto("/")
    screenshot(contact, "contact-home")
    contact.get_by_role("link", name=re.compile("报送整改报告")).first.click()
    parts = {"main_problems": "温湿度未记录", "investigation": "交接班遗漏，未影响产品"}
    submit(
        contact,
        "rectification.submit_report",
        **parts,
        risk_control="成品暂停放行复核",
        effect="连续十日记录完整",
    )
    screenshot(contact, "contact-report")
    officer.goto(row.rectification.get_absolute_url())
    submit(officer, "rectification.recheck", way="on_site", result="passed", text="逐项核对，整改到位")
    submit(officer, "rectification.close")
    row.refresh_from_db()
    assert row.stage == "closed"


def test_two_inspectors_on_one_checklist_lose_nothing_and_see_the_clash(people, new_page, faults):
    faults.expect("409")
    row = course.on_site(people)
    path = f"/inspections/{row.public_id}/checklist/"
    one, two = new_page(person=people.leader), new_page(person=people.inspector)
    for page in (one, two):
        page.goto(path)
    one.locator("#item-1").focus()
    one.keyboard.press("1")
    expect(one.locator("#save-state")).to_have_text("全部已保存")
    two.locator("#item-1").focus()
    two.keyboard.press("4")
    two.keyboard.press("1")
    two.keyboard.press("1")
    expect(two.locator("#item-1 .zj-check-fault")).to_contain_text(people.leader.name)
    expect(two.locator("#item-2 .zj-check-state")).to_contain_text("已保存")
    expect(two.locator("#item-3 .zj-check-state")).to_contain_text("已保存")
    assert row.findings.get(item="1").result == "conforming"
    assert row.findings.count() == 3
    two.locator("#item-1").focus()
    two.keyboard.press("4")
    expect(two.locator("#item-1 .zj-check-state")).to_contain_text("已保存")
    assert row.findings.get(item="1").result == "not_applicable"


def test_the_checklist_takes_keys_at_once_names_what_is_missing_and_prints_results(
    people, new_page, screenshot
):
    row = course.on_site(people)
    page = new_page(person=people.leader)
    page.goto(f"/inspections/{row.public_id}/checklist/")
    page.keyboard.press("1")
    expect(page.locator("#item-1 [value=conforming]")).to_be_checked()
    page.keyboard.press("2")
    page.locator("[name='text-3']").focus()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#missing")).to_contain_text("第2项")
    expect(page.locator("[name='text-2']")).to_be_focused()
    expect(page.locator("[name='text-2']")).to_have_class(re.compile("is-invalid"))
    page.keyboard.type("没有记录")
    expect(page.locator("#missing")).to_be_hidden()
    expect(page.locator("#save-state")).to_have_text("全部已保存")
    assert row.findings.get(item="2").text == "没有记录"
    page.reload()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#item-3")).to_be_focused()
    page.emulate_media(media="print")
    expect(page.locator("#item-2 .zj-check-printed")).to_have_text("没有记录")
    expect(page.locator("#item-2 .zj-check-result span:visible")).to_have_text(["不符合"])
    expect(page.locator("[name='text-1']")).to_be_hidden()


def test_what_is_typed_without_a_connection_survives_a_reload_and_is_saved_later(people, new_page, faults):
    faults.expect("ERR_FAILED")
    row = course.on_site(people)
    page = new_page(person=people.leader)
    page.goto(f"/inspections/{row.public_id}/checklist/")
    cut = "**/checklist/"
    page.route(cut, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("#item-5").focus()
    page.keyboard.press("2")
    page.locator("[name='text-5']").fill("任职证明缺失")
    expect(page.locator("#save-state")).to_contain_text("暂存在本机")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("[name='text-5']")).to_have_value("任职证明缺失")
    assert row.findings.count() == 0
    page.unroute(cut)
    expect(page.locator("#save-state")).to_have_text("全部已保存", timeout=20_000)
    assert row.findings.get(item="5").text == "任职证明缺失"


def test_the_checklist_works_with_a_thumb(people, new_page, screenshot):
    row = course.on_site(people)
    phone = new_page({"width": 360, "height": 740}, person=people.inspector, has_touch=True)
    phone.goto(f"/inspections/{row.public_id}/checklist/")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    choice = phone.locator("#item-1 .zj-choice-conforming")
    box = choice.bounding_box()
    assert box["height"] >= 36
    choice.tap()
    expect(phone.locator("#done")).to_have_text("1")
    phone.get_by_role("button", name="未检查").tap()
    expect(phone.locator("#item-1")).to_be_hidden()
    screenshot(phone, "checklist")
    for section in ("", "plan/", "team/", "deficiencies/", "conclusion/", "papers/", "evidence/", "course/"):
        phone.goto(f"/inspections/{row.public_id}/{section}")
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), section
        screenshot(phone, f"inspection-{section.strip('/') or 'overview'}")
