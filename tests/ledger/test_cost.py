"""What an act asks the database: never more because there is more to save, and the same answer however it is asked."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.inspections import course
from zhuangjian.apps.inspections.checkpoints import checkpoints_of
from zhuangjian.apps.ledger import state
from zhuangjian.apps.ledger.standing import watched_models


def test_an_object_read_alone_has_the_digest_that_it_has_among_others(world: Any) -> None:
    course.recorded(world)
    seen = 0
    for model in watched_models():
        for pk in model._base_manager.values_list("pk", flat=True)[:3]:
            among = state.state_digests(model, [pk, 10**9], state.DEFAULT)[pk]
            assert state.state_digests(model, [pk], state.DEFAULT) == {pk: among}
            seen += 1
    assert seen > 8


def test_an_object_that_is_not_there_has_no_state_either_way(world: Any) -> None:
    for model in watched_models():
        assert state.state_digests(model, [10**9], state.DEFAULT) == {}


def test_saving_ten_results_asks_as_much_as_saving_two(world: Any) -> None:
    row = course.on_site(world)
    items = [point.no for point in checkpoints_of(row)]
    asked = []
    # The first save also learns who the person is.
    for some in (items[:2], items[2:4], items[4:14]):
        with CaptureQueriesContext(connection) as queries:
            course.do(
                "inspections.findings",
                world.inspector,
                row,
                rows=[{"item": item, "result": "conforming"} for item in some],
            )
        # The tree of the ledger grows by one node or by several, whoever acts.
        asked.append(sum("ledger_node" not in each["sql"] for each in queries))
    assert row.findings.count() == 14
    assert asked[1] == asked[2]
