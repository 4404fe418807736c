"""What a newcomer does: `zhuangjian demo --serve` on an empty home, then the first record in that very first server."""

from __future__ import annotations

import http.cookiejar
import io
import json
import re
import time
import urllib.parse
import urllib.request
import zipfile

import pytest

from tests.demo.newcomer import first_server
from zhuangjian.apps.demo.cast import PASSWORD

pytestmark = pytest.mark.slow


class Visitor:
    """Somebody with a browser's cookies, and without a browser."""

    def __init__(self, port):
        self.site = f"http://127.0.0.1:{port}"
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path):
        return self.opener.open(self.site + path, timeout=60)

    def page(self, path):
        return self.get(path).read().decode()

    def post(self, path, **fields):
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        return self.opener.open(self.site + path, data, timeout=60).read().decode()


def signed_in(port, username):
    visitor = Visitor(port)
    visitor.page("/login/")
    assert "请先登录" not in visitor.post("/login/", username=username, password=PASSWORD)
    return visitor


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """The port of a demo made and served on an empty home; ``tests/browser/test_first_server.py`` makes both regions'."""
    with first_server(tmp_path_factory.mktemp("newcomer"), "liaoning") as number:
        yield number


def test_the_first_record_is_made_as_pdf_and_as_word_and_both_are_handed_out(port):
    leader = signed_in(port, "zuzhang")
    listed = json.loads(leader.page("/api/inspections?stage=recorded"))["items"]
    row = next(row for row in listed if row["dispatching_unit"])
    leader.post("/do/inspections.withdraw_record/", target=row["id"], reason="当事人姓名有误，重新制作")
    before = papers(leader, row)
    started = time.monotonic()
    page = leader.post("/do/inspections.record/", target=row["id"], form="inspection_report")
    assert "已办理：制作现场检查记录" in page
    assert time.monotonic() - started < 300  # only what hangs takes as long
    made = [leader.get(path).read() for path in papers(leader, row) - before]
    # The report, the list of nonconformities and the photographs.
    assert sorted(content[:4] for content in made) == [*[b"%PDF"] * 3, *[b"PK\x03\x04"] * 3]
    for content in made:
        if content.startswith(b"PK"):
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    # The next person's act finds no locked database.
    assert "已办理" in leader.post("/do/inspections.sign/", target=row["id"])


def papers(person, row):
    return set(re.findall(r'href="(/documents/[^"?]+)"', person.page(f"/inspections/{row['id']}/papers/")))
