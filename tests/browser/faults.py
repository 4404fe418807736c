"""What must not happen on any page: script errors, CSP violations, server errors, requests to other machines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request, Response

INLINE = {"data", "blob", "about"}


class Faults:
    """Collects the faults of all watched pages of one test."""

    def __init__(self, site: str) -> None:
        self.site = urlsplit(site).netloc
        self.found: list[str] = []
        self.expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """Say that faults matching the pattern belong to the test, such as the 403 of a refusal."""
        self.expected.append(re.compile(pattern))

    def watch(self, page: Page) -> None:
        """Listen to a page, and to the pages it opens, from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"脚本错误：{error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("popup", self.watch)

    def unexpected(self) -> list[str]:
        """The faults that no expectation covers, in the order in which they happened."""
        return [fault for fault in self.found if not any(pattern.search(fault) for pattern in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.found.append(f"控制台错误：{message.text}（{message.location.get('url', '')}）")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in INLINE and parts.netloc != self.site:
            self.found.append(f"请求了站外地址：{request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.found.append(f"服务器错误 {response.status}：{response.url}")
