"""Door 0: ``visible_to``. Every model × every person, against the table."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.permission.expectations import CAST, MODELS, sees
from tests.permission.province import our_models, story_of
from zhuangjian.apps.conduct.visibility import RULES


def test_every_model_has_a_rule_a_manager_and_a_place_in_the_table():
    for model in our_models():
        label = model._meta.label_lower
        assert label in RULES, f"{label}: register @visibility({label!r}) in its app's queries.py"
        assert hasattr(model.objects.all(), "visible_to"), f"{label}: objects = VisibleManager()"
        assert label in MODELS, f"{label}: say in tests/permission/expectations.py who sees its rows"


def test_the_table_names_no_model_that_is_gone():
    assert set(MODELS) == {model._meta.label_lower for model in our_models()}


def test_every_model_has_rows_in_the_province(province):
    assert [m._meta.label for m in our_models() if not m._base_manager.exists()] == []


@pytest.mark.parametrize("name", CAST)
def test_a_person_sees_exactly_the_rows_of_the_table(province, name):
    from zhuangjian.apps.authorities.models import Person

    person = Person.objects.get(username=name)
    wrong = []
    for model in our_models():
        label = model._meta.label_lower
        seen = set(model.objects.visible_to(person).values_list("pk", flat=True))
        for row in model._base_manager.all():
            story = story_of(province, row)
            if (row.pk in seen) != sees(name, label, story):
                wrong.append(f"{label} ({story}): {'sees' if row.pk in seen else 'does not see'}")
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_nobody_without_an_active_account_sees_any_row(province):
    for person in (None, AnonymousUser(), province.people["inactive"], object()):
        for model in our_models():
            assert not model.objects.visible_to(person).exists(), model._meta.label


@pytest.mark.parametrize(
    ("roles", "hidden"),
    [
        (["auditor", "head"], True),
        (["administrator", "head"], True),
        (["enterprise_contact", "head"], True),
        (["head"], False),
    ],
)
def test_a_faulty_mix_of_roles_opens_no_case(province, roles, hidden):
    from zhuangjian.apps.authorities.models import Person
    from zhuangjian.apps.inspections.models import Inspection

    person = Person.objects.create_user(
        "mixed", None, name="混", authority=province.world.municipal, roles=roles
    )
    assert Inspection.objects.visible_to(person).exists() is not hidden


def test_a_person_moved_to_another_unit_sees_that_unit_only(province):
    from zhuangjian.apps.authorities.models import Person
    from zhuangjian.apps.inspections.models import Inspection

    person = Person.objects.get(username="inspector2")
    assert Inspection.objects.visible_to(person).count() == 3
    person.authority = province.world.other_district
    person.save()
    assert Inspection.objects.visible_to(Person.objects.get(pk=person.pk)).count() == 0


def test_who_left_the_team_no_longer_sees_what_is_hidden_until_it_begins(province):
    from zhuangjian.apps.authorities.models import Person
    from zhuangjian.apps.inspections.models import Inspection, TeamMember

    hidden = province.of("inspections.inspection", "for_cause_planned")
    expert = province.people["expert"]
    TeamMember.objects.filter(inspection=hidden, person=expert).update(left_at=hidden.created_at)
    assert not Inspection.objects.visible_to(Person.objects.get(pk=expert.pk)).exists()
