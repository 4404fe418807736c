"""One routine inspection from the task to the public page, by browser alone: nothing here looks into a database."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.inspections import course

BAD = {"25": "成品库温湿度未记录", "30": "一份批记录未签名"}
ALL = object()


class Named(str):
    """A choice meant by the words a person reads, not by its value."""


@dataclass
class People:
    """Whose pages walk, the party they inspect, and the names they choose by."""

    officer: Page
    head: Page
    bureau: Page
    leader: Page
    inspector: Page
    contact: Page
    nobody: Page
    party: str
    code: str
    unit: str
    leader_name: str
    inspector_name: str


def submit(page: Page, action: str, **fields: Any) -> None:
    """Fill the form of an action on the page and send it; waits until the next page stands."""
    form = page.locator(f"form[action='/do/{action}/']").first
    if not form.is_visible():
        page.locator(f"[data-bs-target='#{form.get_attribute('id')}']").click()
        expect(form).to_be_visible()
        expect(page.locator(".collapsing")).to_have_count(0)  # it has stopped moving
    for name, value in fields.items():
        fill(form, name, value)
    before = page.evaluate("performance.timeOrigin")
    form.locator("button[type=submit]").click()
    page.wait_for_function(
        "t => performance.timeOrigin !== t || document.querySelector('.zj-refusal:not(:empty)')",
        arg=before,
        timeout=60_000,
    )
    refusal = page.locator(".zj-refusal:not(:empty)")
    assert not refusal.count(), refusal.first.inner_text()
    expect(page.locator(".alert-success").first).to_be_visible()


def fill(form: Any, name: str, value: Any) -> None:
    field = form.locator(f"[name='{name}']")
    if value is ALL:
        for box in field.all():
            box.check()
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, Named):
                form.locator(f"label:has([name='{name}'])", has_text=each).locator("input").check()
            else:
                form.locator(f"[name='{name}'][value='{each}']").check()
    elif isinstance(value, Path):
        field.set_input_files(value)
    elif value is True:
        field.locator("visible=true").check()
    elif field.first.evaluate("e => e.tagName") == "SELECT":
        if isinstance(value, Named):
            value = field.locator("option", has_text=value).first.get_attribute("value")
        field.select_option(str(value))
    else:
        field.fill(str(value))


def begun(p: People, year: int, day: date, screenshot: Callable[[Page, str], Any]) -> str:
    """A programme written, given its task and approved; its address."""
    p.officer.goto("/programme/")
    p.officer.get_by_role("button", name="编制年度检查计划").first.click()
    submit(
        p.officer,
        "programme.create",
        year=year,
        scope="全市生产企业",
        focus="关键项目",
        requirements="逐项检查",
    )
    programme = path_of(p.officer)
    planned(p, programme, day)
    screenshot(p.officer, "programme")
    p.head.goto(programme)
    submit(p.head, "programme.approve")
    return programme


def planned(p: People, programme: str, day: date) -> None:
    """The party's task put into the programme, for that one day."""
    p.officer.goto(programme)
    submit(
        p.officer,
        "programme.add_task",
        party=p.code,
        window_from=day.isoformat(),
        window_to=day.isoformat(),
        focus="原料与生产记录",
    )


def from_task_to_public_page(
    p: People, programme: str, day: date, screenshot: Callable[[Page, str], Any], home: Path
) -> str:
    """Walk the party's planned task in this approved programme to its end; the inspection's address."""
    task = assigned(p, programme, screenshot)
    inspection = opened(p, task, day, screenshot)
    checked(p, inspection, screenshot, home)
    told(p, inspection, screenshot)
    concluded(p, inspection, screenshot)
    signed(p, inspection, screenshot)
    put_right(p, inspection, day, screenshot)
    published(p, inspection, screenshot)
    return inspection


def path_of(page: Page) -> str:
    """Where the page is, without the site."""
    return "/" + page.url.split("/", 3)[3].split("?")[0].split("#")[0]


def assigned(p: People, programme: str, screenshot: Callable[[Page, str], Any]) -> str:
    """The task handed to the unit; its address."""
    p.officer.goto(f"{programme}?q={p.code}&status=planned")
    link = p.officer.locator("main td a[href^='/programme/tasks/']")
    expect(link).to_have_count(1)
    link.click()
    if "批准后才能交办" in p.officer.locator("main").inner_text():
        # Added to a programme that was approved before: the head approves it by itself.
        task = path_of(p.officer)
        p.head.goto(task)
        submit(p.head, "programme.approve_task")
        p.officer.goto(task)
    submit(p.officer, "programme.assign", assigned_to=Named(p.unit))
    screenshot(p.officer, "task")
    return path_of(p.officer)


def opened(p: People, task: str, day: date, screenshot: Callable[[Page, str], Any]) -> str:
    """Opened, its team and plan approved, arrived, the opening meeting held; the inspection's address."""
    p.bureau.goto(task)
    submit(p.bureau, "inspections.open")
    expect(p.bureau).to_have_url(re.compile("/inspections/"))
    home = path_of(p.bureau)
    submit(
        p.bureau,
        "inspections.team",
        leader=Named(f"{p.leader_name} ·"),
        members=[Named(f"{p.inspector_name} ·")],
    )
    p.leader.goto(home)
    days = {"start_on": day.isoformat(), "end_on": day.isoformat()}
    submit(p.leader, "inspections.plan", items="检查要点全部项目", **days)
    p.bureau.goto(home)
    screenshot(p.bureau, "inspection-approve")
    submit(p.bureau, "inspections.approve_plan")
    p.leader.goto(home)
    submit(p.leader, "inspections.arrive", credentials=ALL)
    submit(p.leader, "inspections.opening", points=course.OPENING, party_attendee="王经理")
    screenshot(p.leader, "inspection-on-site")
    return home


def checked(p: People, home: str, screenshot: Callable[[Page, str], Any], folder: Path) -> None:
    """All checkpoints answered by key, two of them bad, each with its deficiency and a photo."""
    page = p.inspector
    page.goto(f"{home}checklist/")
    page.locator(".zj-check").first.focus()
    for _ in range(81):
        page.keyboard.press("1")
    expect(page.locator("#done")).to_have_text("81")
    for no, words in BAD.items():
        line = page.locator(f"#item-{no}")
        line.focus()
        page.keyboard.press("2")
        line.locator(f"[name='text-{no}']").fill(words)
    expect(page.locator("#save-state")).to_have_text("全部已保存")
    photo = folder / "现场.jpg"
    photo.write_bytes(course.photo().content)
    for no in BAD:
        page.locator(f"#item-{no} button[data-extra]").click()
        extra = page.locator(f".zj-check-extra[data-for='{no}']")
        extra.get_by_role("button", name="列为缺陷", exact=True).click()
        expect(page.locator(f"#item-{no} [data-count=deficiencies]")).to_have_text("1")
        extra.locator("input[type=file]").set_input_files(photo)
        extra.get_by_role("button", name="上传", exact=True).click()
        expect(page.locator(f"#item-{no} [data-count=evidence]")).to_have_text("1")
    screenshot(page, "checklist")
    page.goto(f"{home}evidence/")
    screenshot(page, "evidence")


def told(p: People, home: str, screenshot: Callable[[Page, str], Any]) -> None:
    """The closing meeting; what the party states takes one deficiency away."""
    p.leader.goto(home)
    points = ["result_told", "right_to_state"]
    submit(p.leader, "inspections.closing", points=points, party_attendee="王经理", position="states")
    p.leader.goto(f"{home}deficiencies/")
    second = Named(BAD["30"])
    submit(p.leader, "inspections.statement", deficiency=second, text="签名在另一页", made_by="王经理")
    verification = "当场查看原件，确有签名"
    submit(p.leader, "inspections.answer", verification=verification, answer="accepted", withdraw=True)
    screenshot(p.leader, "deficiencies")


def concluded(p: People, home: str, screenshot: Callable[[Page, str], Any]) -> None:
    """The conclusion is computed; it says what it rests on."""
    p.leader.goto(home)
    screenshot(p.leader, "inspection-conclude")
    submit(p.leader, "inspections.conclude")
    p.leader.goto(f"{home}conclusion/")
    expect(p.leader.locator("main")).to_contain_text("生产质量管理体系存在缺陷")
    expect(p.leader.locator("main")).to_contain_text("待确认")
    screenshot(p.leader, "conclusion")


def signed(p: People, home: str, screenshot: Callable[[Page, str], Any]) -> None:
    """The record made, signed by both sides and handed over; the party has it as PDF."""
    p.leader.goto(home)
    submit(p.leader, "inspections.record")
    submit(p.leader, "inspections.sign")
    p.inspector.goto(home)
    submit(p.inspector, "inspections.sign")
    p.leader.goto(home)
    who = {"signer_name": "王法定", "signer_post": "法定代表人"}
    submit(p.leader, "inspections.party_sign", kind="signed", **who)
    submit(p.leader, "inspections.deliver", delivered_to="王经理")
    p.leader.goto(f"{home}papers/")
    screenshot(p.leader, "papers")
    p.leader.goto(f"{home}course/")
    screenshot(p.leader, "course")
    p.contact.goto(f"{home}papers/")
    with p.contact.expect_download() as download:
        p.contact.get_by_role("link", name=re.compile("监督检查报告")).click()
    assert download.value.path().read_bytes()[:4] == b"%PDF"


def put_right(p: People, home: str, day: date, screenshot: Callable[[Page, str], Any]) -> None:
    """Notice, report, re-check, end."""
    p.leader.goto(f"/rectifications/new/{home.split('/')[2]}/")
    due = (day + timedelta(days=20)).isoformat()
    submit(p.leader, "rectification.issue", due_on=due, requirement="逐项整改并报送报告")
    address = path_of(p.leader)
    p.contact.goto("/")
    screenshot(p.contact, "contact-home")
    expect(p.contact.get_by_role("link", name=re.compile("报送整改报告")).first).to_be_visible()
    p.contact.locator(f"main a[href^='{address}']").first.click()
    submit(
        p.contact,
        "rectification.submit_report",
        main_problems="温湿度未记录",
        investigation="交接班遗漏，未影响产品",
        risk_control="成品暂停放行复核",
        effect="连续十日记录完整",
    )
    screenshot(p.contact, "contact-report")
    p.leader.goto(address)
    submit(p.leader, "rectification.recheck", way="on_site", result="passed", text="逐项核对，整改到位")
    submit(p.leader, "rectification.close")


def published(p: People, home: str, screenshot: Callable[[Page, str], Any]) -> None:
    """Party, basis and result stand on the public page, and nothing of what was found."""
    p.officer.goto(f"/publications/new/{home.split('/')[2]}/")
    screenshot(p.officer, "publish")
    submit(p.officer, "disclosure.publish")
    p.nobody.goto("/public/")
    p.nobody.get_by_role("link", name=p.party).first.click()
    expect(p.nobody.locator("main")).to_contain_text("生产质量管理体系存在缺陷")
    assert BAD["25"] not in p.nobody.content()
    screenshot(p.nobody, "public")
