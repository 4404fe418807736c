"""Lists ask the database as often for many rows as for a few."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.disclosure.test_publish import publish
from tests.rectification.cases import delivered, sign_in, text
from tests.rectification.test_issue import issue

pytestmark = pytest.mark.django_db
PAGES = [
    ("district_officer", "/"),
    ("contact", "/"),
    ("district_officer", "/rectifications/"),
    ("contact", "/rectifications/"),
    ("district_head", "/duties/overdue/"),
    ("district_officer", "/duties/done/"),
    ("head", "/publications/"),
    ("head", "/statistics/"),
    ("contact", "/public/"),
    ("district_officer", "/rectifications/?export=csv"),
    ("head", "/api/rectifications"),
    ("contact", "/api/duties"),
    ("head", "/api/public"),
]


def more(world, count):
    for _ in range(count):
        one = issue(world.district_officer, delivered(world))
        one.due_on = timezone.localdate() - timedelta(days=3)
        publish(world.head, one.inspection)


@pytest.mark.parametrize("who, url", PAGES)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, world, who, url):
    sign_in(client, world.people[who])
    counts = []
    for _ in range(2):
        more(world, 3)
        text(client.get(url))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[1] < 45
