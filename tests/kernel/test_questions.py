"""A question that is written once gives what the queryset gives, whatever it is asked for."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuangjian.apps.authorities.models import Credential, Person
from zhuangjian.apps.duties.turns import OPEN_OF
from zhuangjian.apps.inspections.facts import FIELDS_OF
from zhuangjian.apps.ledger import sums
from zhuangjian.apps.programme.law import KINDS_OF
from zhuangjian.kernel.questions import Question

BY_PERSON = Question(lambda pk: Credential._base_manager.filter(person_id=pk).order_by("-pk"))
BY_KIND = Question(
    lambda kind, pk: (
        Credential._base_manager.filter(kind=kind, person_id=pk)
        .order_by("pk")
        .values_list("number", "valid_to")
    ),
    keys=2,
    words=(0,),
)


def test_objects_tuples_and_single_values_are_those_of_the_queryset(world):
    for person in Person.objects.unrestricted():
        rows = Credential._base_manager.filter(person=person)
        found = BY_PERSON(person.pk)
        assert found == list(rows.order_by("-pk"))
        assert [vars(row) | {"_state": 0} for row in found] == [
            vars(row) | {"_state": 0} for row in rows.order_by("-pk")
        ]
        for kind in ("inspector", "enforcement"):
            assert BY_KIND(kind, person.pk) == list(
                rows.filter(kind=kind).order_by("pk").values_list("number", "valid_to")
            )
        assert sorted(FIELDS_OF(person.pk)) == sorted(person.expertise.values_list("field", flat=True))
    assert any(BY_KIND("inspector", person.pk) for person in Person.objects.unrestricted())


def test_nothing_is_remembered_of_an_answer_and_one_question_is_one_query(world):
    party = world.maker
    before = KINDS_OF(party.pk)
    party.kind_rows.all().delete()
    with CaptureQueriesContext(connection) as queries:
        assert KINDS_OF(party.pk) == []
    assert before
    assert len(queries) == 1


def test_nobody_and_a_word_of_the_database_find_nothing(world):
    assert KINDS_OF(None) == []
    assert OPEN_OF("x' OR '1'='1", 1) == []


@pytest.mark.parametrize(
    "rows",
    [
        lambda pk: Credential._base_manager.all(),
        lambda pk: Credential._base_manager.filter(person_id=pk).select_related("person"),
    ],
)
def test_a_question_that_drops_its_key_or_wants_more_is_refused(world, rows):
    with pytest.raises(ValueError, match="names each of its keys"):
        Question(rows)(1)


def test_a_row_that_is_added_up_alone_counts_as_it_does_among_others(world):
    model = (
        Person
        if Person in sums.summed_models()
        else next(m for m in sums.summed_models() if m._base_manager.count() > 1)
    )
    pks = list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:5])
    together = sums.Adder(model).of(pks)
    alone: dict[int, int] = {}
    for pk in pks:
        for where, value in sums.Adder(model).of([pk]).items():
            alone[where] = (alone.get(where, 0) + value) % sums.MODULUS
    assert alone == together
