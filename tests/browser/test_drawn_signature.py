"""A signature is drawn on the telephone with the finger, cleared, drawn again, and stands beside the name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.conftest import DESK, PHONE
from tests.inspections import course
from zhuangjian.apps.inspections.drawing import strokes_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_signature_is_drawn_and_stands_on_the_record(transactional_db, new_page, screenshot, size):
    people = cast.build()
    row = course.recorded(people)
    page = new_page(size, person=people.leader)
    page.goto(f"/inspections/{row.public_id}/papers/")
    canvas = page.locator("form[action='/do/inspections.sign/'] canvas")
    canvas.scroll_into_view_if_needed()
    at = canvas.bounding_box()

    def line(*points):
        page.mouse.move(at["x"] + points[0][0] * at["width"], at["y"] + points[0][1] * at["height"])
        page.mouse.down()
        for x, y in points[1:]:
            page.mouse.move(at["x"] + x * at["width"], at["y"] + y * at["height"], steps=5)
        page.mouse.up()

    line((0.1, 0.1), (0.9, 0.9))
    page.locator("form[action='/do/inspections.sign/']").get_by_role("button", name="清除重写").click()
    line((0.2, 0.3), (0.5, 0.4), (0.3, 0.8))
    line((0.6, 0.2), (0.6, 0.9))
    screenshot(page, "signature")
    page.get_by_role("button", name="签署现场检查记录").click()
    expect(page.get_by_alt_text(f"{people.leader.name}的手写签名")).to_be_visible()
    screenshot(page, "signed")
    signature = row.signatures.get()
    assert len(strokes_of(signature.drawn)) == 2
    assert "×" in signature.device
