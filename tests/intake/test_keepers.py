"""Who keeps the registry's files: they cover the whole province."""

from datetime import date

import pytest
from django.utils import timezone

from zhuangjian.apps.intake.models import Batch
from zhuangjian.apps.intake.queries import keeps

pytestmark = pytest.mark.django_db
KEEPERS = {"programme_officer", "head"}


def test_only_programme_officers_and_heads_of_the_provincial_authority_keep_the_registry(world, keeper):
    assert {name for name, person in world.people.items() if keeps(person)} == KEEPERS
    assert keeps(keeper)
    assert not keeps(None)


def test_the_files_and_their_page_are_for_keepers(world, client):
    Batch.objects.create(
        source="licences",
        digest="0" * 64,
        as_of=date(2021, 1, 31),
        loaded_by=world.head,
        started_at=timezone.now(),
    )
    for name in ("programme_officer", "head", "bureau_head", "district_head", "auditor", "contact"):
        person = world.people[name]
        client.force_login(person)
        kept = name in KEEPERS
        assert Batch.objects.visible_to(person).exists() is kept, name
        assert client.get("/intake/").status_code == (200 if kept else 404), name
        assert (
            'href="/intake/"' in client.get("/rules/" if name != "auditor" else "/ledger/").content.decode()
        ) is kept, name
