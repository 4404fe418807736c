"""Door 1: pages. Every address the site has × every person, found from the resolver."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.permission import province as provinces
from tests.permission.doors import MODELS, PUBLIC, addresses, leaks, pages, text_of, visible
from tests.permission.expectations import CAST, NOBODY

LISTS = re.compile(r"^[^<]*$")
CHANGING = re.compile(
    r'(name="csrfmiddlewaretoken" value="[^"]*")|(name="request_key" value="[^"]*")|(nonce="[^"]*")'
)


@pytest.mark.parametrize("name", CAST)
def test_a_person_reads_nothing_on_any_page_that_the_table_does_not_give_them(province, name):
    client = Client(raise_request_exception=False)
    client.force_login(province.people[name])
    wrong = []
    for pattern in pages():
        for address, row in addresses(pattern, province, name):
            response = client.get(address)
            if response.status_code >= 500:
                wrong.append(f"{address}: {response.status_code}")
            if response.status_code == 200:
                wrong += [f"{address}: shows {leak}" for leak in leaks(province, name, response)]
                known = any(pattern.startswith(prefix) for prefix in MODELS)
                if (
                    row is not None
                    and known
                    and not pattern.startswith("public/")
                    and not visible(province, name, row)
                ):
                    wrong.append(f"{address}: 200 for a row that is not visible")
    assert wrong == []


@pytest.mark.parametrize("name", NOBODY)
def test_without_an_active_account_every_page_but_the_public_ones_asks_to_sign_in(province, name):
    client = Client(raise_request_exception=False)
    if name == "inactive":
        client.force_login(province.people[name])
    wrong = []
    for pattern in pages():
        for address, _ in addresses(pattern, province, name):
            response = client.get(address)
            signed_out = response.status_code == 302 and response["Location"].startswith("/login/?next=")
            if pattern.startswith(PUBLIC):
                if response.status_code >= 500:
                    wrong.append(f"{address}: {response.status_code}")
                wrong += [f"{address}: shows {leak}" for leak in leaks(province, "anonymous", response)]
            elif not signed_out:
                wrong.append(f"{address}: {response.status_code}")
    assert wrong == []


@pytest.mark.parametrize(
    "name", ["contact", "other_contact", "inspector2", "institution_head", "district_head"]
)
@pytest.mark.django_db
def test_a_hidden_inspection_changes_no_list_no_count_no_search_and_no_export(name):
    """CQ 34: whoever is not on a for-cause inspection finds every page as if there were none."""
    from django.db import transaction

    pictures = []
    for without in ((), ("for_cause_planned",)):
        hold = transaction.savepoint()
        province = provinces.build(without)
        client = Client(raise_request_exception=False)
        client.force_login(province.people[name])
        picture = {}
        for pattern in pages():
            if not LISTS.match(pattern):
                continue
            for query in ("", "?export=csv", "?format=csv", "?q=CQ", "?page=1"):
                response = client.get(f"/{pattern}{query}")
                text = CHANGING.sub("", text_of(response)) if "xlsx" not in query else ""
                # Ids and running numbers differ between two builds; what is told and counted must not.
                picture[pattern + query] = (
                    response.status_code,
                    re.sub(r"Zq\d+xn?\d*|/\d+/|pk-?\d+|-\d+\"|value=\"\d+\"", "", text),
                )
        pictures.append(picture)
        transaction.savepoint_rollback(hold)
    different = [address for address in pictures[0] if pictures[0][address] != pictures[1][address]]
    assert different == []
