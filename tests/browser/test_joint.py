"""A joint visit of two authorities in the browser: proposed by one, consented to by the other, both told on one page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import world as cast
from tests.browser.walk import submit
from tests.inspections import course
from tests.programme.test_joint import both, fresh
from zhuangjian.apps.programme.models import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_joint_visit_of_two_authorities_is_proposed_and_consented_to(transactional_db, new_page):
    w = cast.build("chongqing")
    officer, ours, theirs = both(w)
    district, province = new_page(person=officer), new_page(person=w.programme_officer)
    district.goto(ours.get_absolute_url())
    last = (course.today() + timedelta(days=3)).isoformat()
    submit(district, "programme.propose_joint", unit=str(w.municipal.pk), window_to=last, words="同日到场")
    visit = Visit.objects.get()
    province.goto(visit.get_absolute_url())
    submit(province, "programme.answer_joint", task=str(theirs.public_id))
    expect(province.get_by_text("已商定").first).to_be_visible()
    district.goto(visit.get_absolute_url())
    expect(district.get_by_role("heading", name=str(w.municipal), exact=True)).to_be_visible()
    assert fresh(ours).window_to == fresh(theirs).window_to
