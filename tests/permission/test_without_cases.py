"""Who keeps accounts or audits handles no cases: the lists of cases are not found for them."""

import pytest

from zhuangjian.apps.authorities.models import Person, PersonRole

pytestmark = pytest.mark.django_db
PLACES = ["/inspections/", "/rectifications/", "/duties/calendar/", "/duties/done/", "/parties/"]


def status(client, person, path):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(path).status_code


@pytest.mark.parametrize("role", ["administrator", "auditor"])
@pytest.mark.parametrize("path", PLACES)
def test_administrators_and_auditors_find_no_list_of_cases(world, client, role, path):
    person = Person.objects.unrestricted().create(
        username=f"only-{role}", name="无业务角色", authority=world.municipal
    )
    PersonRole.objects.create(person=person, role=role)
    assert status(client, person, path) == 404


@pytest.mark.parametrize("path", PLACES[:3])
def test_inspectors_and_enterprise_contacts_find_theirs(world, client, path):
    assert status(client, world.inspector, path) == 200
    assert status(client, world.contact, path) == 200
