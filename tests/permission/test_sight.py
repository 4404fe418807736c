"""What a scope sees is compiled once and kept; it stands inside of any query and says what the rule says."""

from __future__ import annotations

import pytest
from django.db.models import Exists, OuterRef, Q

from tests.permission.expectations import CAST, MODELS
from tests.permission.filling import MOMENT
from tests.permission.province import our_models
from zhuangjian.apps.conduct.visibility import RULES, sees_target, visible_ids
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.duties.queries import open_count, open_for


@pytest.mark.parametrize("name", CAST)
def test_kept_sql_finds_the_rows_that_the_rule_finds(province, name):
    scope = province.people[name].scope
    for model in our_models():
        label = model._meta.label_lower
        if label not in MODELS:
            continue
        by_rule = set(model._base_manager.filter(RULES[label](scope)).values_list("pk", flat=True))
        rows = model._base_manager
        assert set(rows.filter(pk__in=visible_ids(label, scope)).values_list("pk", flat=True)) == by_rule
        assert set(model.objects.visible_to(province.people[name]).values_list("pk", flat=True)) == by_rule
        # The very table that is asked about is the one around it: no alias may shadow another.
        beside = Exists(rows.filter(sees_target(label, scope, "pk"), pk=OuterRef("pk")))
        for inside in (sees_target(label, scope, "pk"), Q(beside)):
            assert set(rows.filter(inside).values_list("pk", flat=True)) == by_rule, label


def test_the_number_beside_my_duties_is_how_many_there_are(province):
    counts = {name: open_count(person) for name, person in province.people.items()}
    assert counts == {name: open_for(person).count() for name, person in province.people.items()}
    assert counts["inactive"] == 0 < counts["leader"]
    Duty.objects.filter(person=province.people["leader"]).update(done_at=MOMENT)
    assert open_count(province.people["leader"]) < counts["leader"]


def test_a_person_moved_or_given_another_role_is_asked_about_anew(province):
    from zhuangjian.apps.authorities.models import Person
    from zhuangjian.apps.inspections.models import Inspection

    officer = province.people["district_officer"]
    assert Inspection.objects.visible_to(officer).count() == 2
    officer.authority = province.world.other_district
    officer.save()
    # What is left is the one whose team they lead.
    assert Inspection.objects.visible_to(Person.objects.get(pk=officer.pk)).count() == 1


def test_rows_already_chosen_are_seen_as_far_as_they_were_chosen(province):
    from zhuangjian.apps.inspections.models import Inspection

    head = province.people["head"]
    assert Inspection.objects.filter(stage="delivered").visible_to(head).count() == 1
    assert Inspection.objects.visible_to(head).filter(stage="delivered").count() == 1
    assert list(Inspection.objects.none().visible_to(head)) == []
    assert [i.pk for i in Inspection.objects.order_by("-pk").visible_to(head)] == sorted(
        Inspection.objects.visible_to(head).values_list("pk", flat=True), reverse=True
    )
