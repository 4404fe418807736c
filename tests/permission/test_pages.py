"""Door 1: pages. Every address the site has × every person, found from the resolver."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.permission import province as provinces
from tests.permission.doors import MODELS, PUBLIC, addresses, leaks, pages, text_of, visible
from tests.permission.expectations import CAST, NOBODY
from tests.permission.hidden import Shown

LISTS = re.compile(r"^[^<]*$")
# What a template shows of a value that it should have called, in a page and in a table.
CODE = ("bound method", "functools.partial", "object at 0x", "<function", "&lt;function")
CHANGING = re.compile(
    r'(name="csrfmiddlewaretoken" value="[^"]*")|(name="(?:request_key|form)" value="[^"]*")|(nonce="[^"]*")|([0-9]{2}:[0-9]{2})'
)


def tables(pattern: str, address: str, response: Any, text: str) -> list[str]:
    """A list's tables: as CSV of every page that could have one, as workbook too of those that have."""
    if "?" not in address:
        return [f"{address}?export=csv"] if "export=csv" in text or LISTS.match(pattern) else []
    return [address.replace("csv", "xlsx")] if response.get("Content-Type", "").startswith("text/csv") else []


@pytest.mark.parametrize("name", CAST)
def test_a_person_reads_nothing_on_any_page_that_the_table_does_not_give_them(province, name):
    client = Client(raise_request_exception=False)
    client.force_login(province.people[name])
    wrong, hidden = [], Shown(province, name)
    for pattern in pages():
        asked = addresses(pattern, province, name)
        for address, row in asked:
            response = client.get(address)
            text = text_of(response) if response.status_code == 200 else ""
            hidden.look(address, text)
            asked += [(table, row) for table in tables(pattern, address, response, text)]
            if response.status_code >= 500:
                wrong.append(f"{address}: {response.status_code}")
            if response.status_code == 200:
                wrong += [f"{address}: shows {leak}" for leak in leaks(province, name, text)]
                wrong += [f"{address}: shows {one}" for one in CODE if one in text]
                known = any(pattern.startswith(prefix) for prefix in MODELS)
                if (
                    row is not None
                    and known
                    and not pattern.startswith("public/")
                    and not visible(province, name, row)
                ):
                    wrong.append(f"{address}: 200 for a row that is not visible")
    wrong += hidden.faults()
    assert not wrong, "\n".join(sorted(set(wrong)))


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
                wrong += [
                    f"{address}: shows {leak}" for leak in leaks(province, "anonymous", text_of(response))
                ]
            elif not signed_out:
                wrong.append(f"{address}: {response.status_code}")
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.parametrize("name", ["contact", "inspector2", "institution_head"])
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
            for query in ("", "?export=csv"):
                response = client.get(f"/{pattern}{query}")
                text = CHANGING.sub("", text_of(response)) if "xlsx" not in query else ""
                # Ids, numbers and the page owner's mark differ between two builds; what is told and counted must not.
                # An id goes with the hyphen before it: one that begins with eight digits is no number of a form.
                picture[pattern + query] = (
                    response.status_code,
                    re.sub(
                        r"Zq\d+xn?\d*|[0-9a-f]{32}|-?[0-9a-f]{8}-[0-9a-f-]{27}|/\d+/|pk-?\d+|-\d+(?=[-\"])|value=\"\d+\"|第\d+行",
                        "",
                        text,
                    ),
                )
        pictures.append(picture)
        transaction.savepoint_rollback(hold)
    told = [
        f"{address}: {set(before.split()) ^ set(after.split())}"
        for address, (_, before) in pictures[0].items()
        if before != (after := pictures[1][address][1]) or pictures[0][address] != pictures[1][address]
    ]
    assert not told, "\n".join(told)
