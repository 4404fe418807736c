"""A real Chromium against a live server of the site, on desk and phone widths.

    def test_something(page, live_server): ...            # 1440 × 900, nobody signed in
    def test_on_a_phone(phone, live_server): ...          # 360 × 740
    def test_two_people(new_page): a = new_page(person=leader); b = new_page(person=head)

A console error, CSP violation, server error or request to another machine on any page fails the test, unless announced with
`faults.expect("403")`. With SCREENSHOTS=1 `screenshot(page, "name")` writes test-results/name-WIDTH.png.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.faults import Faults
from tools.system import browser as find_browser

RESULTS = Path(__file__).resolve().parents[2] / "test-results"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# A loaded machine is slow, not wrong.
PATIENCE_MS = 30_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; its absence is a failure, never a silent skip."""
    executable = find_browser()
    if executable is None:
        pytest.fail(
            "没有找到 Chromium：请运行 make test-browser（管理员身份会自动安装），或用 ZHUANGJIAN_CHROMIUM 指定。"
        )
    # Playwright's event loop lives in this thread, and Django would refuse database calls beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server: Any) -> str:
    """Address of the site under test: the test's own server, where a module names no other."""
    return str(live_server.url)


@pytest.fixture
def faults(site: str) -> Iterator[Faults]:
    """What went wrong on the pages of this test; anything unexpected fails it."""
    collected = Faults(site)
    yield collected
    if unexpected := collected.unexpected():
        pytest.fail("页面出了错：\n" + "\n".join(unexpected))


@pytest.fixture
def new_page(chromium: Browser, site: str, faults: Faults) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser session of its own: `new_page(viewport=DESK, person=None)`.

    With a person the page starts signed in as that person. Relative addresses belong to the live server.
    """
    contexts = []

    def open_page(viewport: dict[str, int] = DESK, person: Any = None, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport=viewport,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if person is not None:
            context.add_cookies([session_cookie(person, site)])
        page = context.new_page()
        faults.watch(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A desk-wide page (1440), nobody signed in."""
    return new_page(DESK)


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A phone-wide page (360), nobody signed in."""
    return new_page(PHONE, has_touch=True)


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """Write the whole page as a PNG under test-results/, for whoever wants to look at it (``SCREENSHOTS=1``).

    No test reads one, and drawing whole pages is a good part of what a walk costs.
    """

    def take(page: Page, name: str) -> None:
        if not os.environ.get("SCREENSHOTS"):
            return
        RESULTS.mkdir(exist_ok=True)
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=RESULTS / f"{name}-{width}.png", full_page=True)

    return take


def session_cookie(person: Any, url: str) -> dict[str, str]:
    """The cookie of a fresh session of this person, as Playwright takes it."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }
