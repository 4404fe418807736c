"""The entries of the frame stand in groups that a person can take in at a glance."""

from __future__ import annotations

from collections import Counter

import pytest
from django.test import Client

from tests.rectification.cases import sign_in
from zhuangjian.kernel.area import GROUPS, places
from zhuangjian.web.context import FEW, _grouped


def test_each_entry_has_an_order_of_its_own_in_a_group_that_exists():
    orders = Counter(place.order for place in places())
    assert not [order for order, count in orders.items() if count > 1]
    assert all(place.group < len(GROUPS) for place in places())
    assert max(Counter(place.group for place in places()).values()) <= 10


def test_so_few_entries_are_not_folded_and_one_more_is():
    found = places()
    assert [group["title"] for group in _grouped(found[:FEW], "")] == [""]
    more = _grouped(found[: FEW + 1], "")
    assert [place for group in more for place in group["places"]] == found[: FEW + 1]
    assert len(more) > 1


@pytest.mark.django_db
def test_the_group_of_the_page_one_is_on_stands_open(world):
    page = sign_in(Client(), world.head).get("/improvement/").content.decode()
    assert 'data-group="体系提升" open' in page
    assert 'data-group="数据和监督" open' not in page
    assert page.count('aria-current="page"') >= 1


@pytest.mark.django_db
def test_the_home_page_has_the_frames_entries_and_not_groups_of_its_own(world):
    page = sign_in(Client(), world.head).get("/").content.decode()
    assert 'href="/programme/"' in page
    assert 'data-group="检查" open' in page
