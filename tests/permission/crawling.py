"""Everything a person can ask of the site: every page and API route, every filter, order and export of every list."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import quote

from django.test import Client

from tests.permission.doors import addresses, pages, text_of
from tests.permission.province import story_of
from tests.permission.test_api import filled, routes
from zhuangjian.api.main import api
from zhuangjian.apps.conduct.public_ids import id_of
from zhuangjian.apps.inspections.models import Stage
from zhuangjian.apps.inspections.sheets import TOLD
from zhuangjian.apps.programme.models import TaskStatus
from zhuangjian.apps.rectification.models import RectificationStage
from zhuangjian.engines.rules.vocabulary import Conclusion, InspectionType

CHANGING = re.compile(
    r'(name="csrfmiddlewaretoken" value="[^"]*")|(name="(?:request_key|form)" value="[^"]*")|(nonce="[^"]*")|([0-9]{2}:[0-9]{2})'
    r"|(do-[\w-]+)"
)
FIELD = re.compile(r'<(select|input)[^>]*? name="(\w+)"[^>]*>')
OPTION = re.compile(r'<option value="([^"]+)"')
SORT = re.compile(r"sort=(-?\w+)")
# Values that a form may not offer and an address may still name.
ASKED = {
    "stage": [
        *(code for code, _ in Stage.choices()),
        *(code for code, _ in RectificationStage.choices()),
        *(code for code, _, _ in TOLD.values()),
    ],
    "conclusion": [code for code, _ in Conclusion.choices()],
    "status": [code for code, _ in TaskStatus.choices()],
    "type": [code for code, _ in InspectionType.choices()],
}
# The lists whose stages those of ASKED are; of any other list one of them is as unknown as the next.
STAGED = ("inspections", "rectifications")
OPTIONS = 8  # of a choice; the values that may tell anything are in ASKED
ORDERS = ("stage", "conclusion", "status", "inspection")
# Lists that hold the same for everybody are read, but not searched.
SAME_FOR_ALL = ("public/", "rules/", "/api/public", "/api/rules", "/api/authorities")
NOT_QUERIED = {
    "csrfmiddlewaretoken",
    "target",
    "request_key",
    "expected_version",
    "next",
    "after",
    "before",
    "size",
}


def crawl(
    client: Client, province: Any, name: str, stories: Collection[str], searching: bool = True
) -> dict[str, tuple[int, str]]:
    """Address -> (status, text without what changes from one answer to the next); of the pages of one row those of the
    stories named."""
    seen: dict[str, tuple[int, str]] = {}
    for pattern in pages():
        if "receipt" in pattern or "reads" in pattern:  # other at each asking
            continue
        for address, row in addresses(pattern, province, name):
            if row is not None and story_of(province, row) not in stories:
                continue
            text = _ask(client, address, seen)
            if searching and 'class="zj-filter' in text and not pattern.startswith(SAME_FOR_ALL):
                for query in _queries(text, pattern):
                    _ask(client, f"{address}?{query}", seen)
    for path in routes("get"):
        for address, row in filled(path, province, name):
            if row is not None and story_of(province, row) not in stories:
                continue
            if (
                _ask(client, address, seen)
                and searching
                and "{" not in path
                and not path.startswith(SAME_FOR_ALL)
            ):
                for query in _parameters(path):
                    _ask(client, f"{address}?{query}", seen)
    return seen


def _ask(client: Client, address: str, seen: dict[str, tuple[int, str]]) -> str:
    response = client.get(address)
    text = text_of(response) if response.status_code == 200 else str(response.get("Location", ""))
    seen[address] = (response.status_code, CHANGING.sub("", text))
    return text


def _asked(name: str, path: str) -> list[str]:
    """Values to ask a filter of that name for, on that list."""
    values = ASKED.get(name, [])
    return values[:1] if name == "stage" and _list_of(path) not in STAGED else values[:]


def _list_of(path: str) -> str:
    return path.strip("/").removeprefix("api/").split("/")[0]


def _queries(page: str, path: str) -> list[str]:
    """One query for each value of each filter and each order the page offers, and for those that it does not."""
    found = {"export=csv"} | {f"sort={name.lstrip('-')}&export=csv" for name in SORT.findall(page)}
    for part in re.findall(r'<form class="zj-filter.*?</form>', page, re.S):
        for match in FIELD.finditer(part):
            kind, name = match.groups()
            values = _asked(name, path)
            if kind == "select":
                offered = OPTION.findall(part[match.end() : part.index("</select>", match.end())])
                values += offered if name in ASKED else offered[:OPTIONS]
            elif 'type="date"' in match[0]:
                values = ["2026-11-02"]
            elif 'type="checkbox"' in match[0]:
                values = ["1"]
            elif 'type="text"' in match[0]:
                values = ["Zq"]
            found |= {f"{name}={quote(value)}" for value in values if name not in NOT_QUERIED}
    return sorted(found)


def _parameters(path: str) -> list[str]:
    given = api.get_openapi_schema()["paths"][path]["get"].get("parameters", [])
    found = set()
    for one in given:
        name = one["name"]
        if name == "sort":
            found |= {f"sort={order}" for order in ORDERS}
        elif name in ("mine", "overdue"):
            found.add(f"{name}=true")
        elif name in ("date_from", "date_to", "due_from", "due_to"):
            found.add(f"{name}=2026-11-02")
        elif name == "which":
            found |= {f"which={value}" for value in ("mine", "others", "overdue", "done")}
        elif name not in NOT_QUERIED:
            found |= {f"{name}={value}" for value in _asked(name, path) or ["Zq"]}
    return sorted(found)


def attempts(client: Client, actions: Any, row: Any, savepoint: Any) -> dict[str, tuple[int, str]]:
    """The answers to an attempt at every action on the row, as filled in as can be."""
    seen = {}
    for action in actions:
        if action.creates or not isinstance(row, action.model):
            continue
        data = {name: value for name, field in action.Input.model_fields.items() if (value := _value(field))}
        with savepoint():
            answer = client.post(f"/api/do/{action.name}/{id_of(row)}", json.dumps(data), "application/json")
        seen[f"do {action.name}"] = (answer.status_code, CHANGING.sub("", answer.content.decode()))
    return seen


def _value(field: Any) -> Any:
    if field.annotation is str:
        return "文字"
    if field.annotation is bool:
        return True
    return "2026-12-20" if "date" in str(field.annotation) else None


def differences(first: dict[str, tuple[int, str]], second: dict[str, tuple[int, str]]) -> list[str]:
    """Addresses whose answers are not the same, each with the words that differ."""
    told = [f"{key}: only in one" for key in sorted(set(first) ^ set(second))]
    for key in sorted(set(first) & set(second)):
        if first[key] != second[key]:
            one, other = set(first[key][1].split()), set(second[key][1].split())
            told.append(f"{key}: {first[key][0]}/{second[key][0]} {sorted(one ^ other)[:6]}")
    return told
