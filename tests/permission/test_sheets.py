"""Nothing a page shows is missing from the API, and the API tells nobody what the sheet does not let them know.

Every sheet × every person × the rows they see: what the page's list and facts draw, the API's answer says.
"""

from __future__ import annotations

import pytest
from django.test import Client

from tests.permission.expectations import CAST
from zhuangjian.apps.conduct.public_ids import id_of
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.area import sheets
from zhuangjian.kernel.sheets import Sheet

ROWS = 3


def client_of(province, name: str) -> Client:
    client = Client()
    client.force_login(province.people[name])
    return client


def address_of(sheet: Sheet, row: object) -> str:
    """Where the API lists it: a part's list is at the row that it is part of."""
    route = sheet.reading.route
    return (
        f"/api/{route}"
        if sheet.reading.of is None
        else f"/api/{route}".replace("{uuid:key}", owner_of(sheet, row))
    )


def owner_of(sheet: Sheet, row: object) -> str:
    return str(id_of(getattr(row, sheet.reading.of[1])))


def seen_rows(sheet: Sheet, person: object) -> list:
    try:
        return list(sheet.seen(person)[:ROWS])
    except Refusal:
        return []


@pytest.mark.parametrize("name", CAST)
def test_what_a_page_draws_of_a_row_the_api_says_of_it(province, name):
    person, client = province.people[name], client_of(province, name)
    wrong, told = [], 0
    for sheet in sheets():
        for row in seen_rows(sheet, person):
            address = address_of(sheet, row)
            listed = client.get(f"{address}?page_size=100").json()
            answers = {
                entry.get("id", entry.get("seq")): entry for entry in listed.get("items", listed.get("rows"))
            }
            if sheet.reading.of is None:
                answer = client.get(f"{address}/{id_of(row)}").json()
            else:
                answer = answers[str(id_of(row))]
            wrong += [f"{sheet.name}: {one}" for one in missing(sheet, row, person, answer)]
            told += 1
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert told >= (12 if name in ("head", "bureau_head") else 1)


def missing(sheet: Sheet, row: object, person: object, answer: dict) -> list[str]:
    """Columns that the person is shown and not told, or told and not shown."""
    seen = {column.name for column in sheet.columns_for(person)}
    sayers = {column.name: column for column in sheet.columns}
    found = []
    for column in sheet.columns:
        says = column if column.data else sayers[column.covered]
        values = [answer.get(name, "absent") for name in says.data]
        if "absent" in values:
            found.append(f"{column.name} is not in the answer")
        elif column.name not in seen:
            found += [f"{column.name} is told" for value in values if column.data and value is not None]
        elif column.read(row, person) not in (None, "", "—") and all(value in (None, "") for value in values):
            found.append(f"{column.name} is shown and told as nothing")
    return found
