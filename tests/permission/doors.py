"""Every address of the site with the ids of rows put in, and what an answer shows."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from tests.permission.expectations import CAST, INSPECTIONS, sees
from tests.permission.far import keys_in
from tests.permission.province import Province, story_of
from zhuangjian.apps.conduct import reads
from zhuangjian.apps.conduct.public_ids import id_of

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
# Whose ids belong into the addresses that begin so; other addresses are tried with ids of several models.
MODELS = {
    "inspections/": "inspections.inspection",
    "rectifications/new/": "inspections.inspection",
    "rectifications/revocation/": "inspections.inspection",
    "rectifications/": "rectification.rectification",
    "parties/": "registry.party",
    "programme/task": "programme.task",
    "programme/joint/": "programme.visit",
    "programme/exchanges/": "programme.exchange",
    "programme/": "programme.programme",
    "documents/": "documents.document",
    "evidence/": "evidence.evidence",
    "duties/": "duties.duty",
    "intake/trials/": "intake.trial",
    "intake/": "intake.batch",
    "ledger/": "ledger.entry",
    "administration/people/": "authorities.person",
    "administration/authorities/": "authorities.authority",
    "public/": "disclosure.publication",
}
SEVERAL = ("inspections.inspection", "registry.party", "programme.task", "authorities.person")
# Signing in and out, actions and the API have their own tests.
ELSEWHERE = ("do/", "api/", "login/", "logout/", "static/")
# Pages that are for everybody, signed in or not.
PUBLIC = ("login/", "public/", "healthz", "static/")
TEXTS = {"str": "x", "slug": "x", "path": "x"}


def patterns() -> list[str]:
    """Every address pattern of the site, as text."""

    def walk(resolver: Any, prefix: str) -> Any:
        for entry in resolver.url_patterns:
            here = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, here)
            elif isinstance(entry, URLPattern):
                yield here

    return sorted(set(walk(get_resolver(), "")))


def pages() -> list[str]:
    """The patterns of pages."""
    return [pattern for pattern in patterns() if not pattern.startswith(ELSEWHERE)]


def addresses(pattern: str, province: Province, name: str) -> list[tuple[str, Any]]:
    """``(address, row or None)`` for a pattern: the rows whose ids fit into it, seen and unseen by the person."""
    parameters = PARAMETER.findall(pattern)
    numbers = [name for kind, name in parameters if kind in {"int", "uuid", ""} and name != "name"]
    filled = pattern
    for kind, name in parameters:
        if kind in TEXTS:
            filled = re.sub(rf"<{kind}:{name}>", _text(pattern, name, TEXTS[kind]), filled)
    if not numbers:
        return [("/" + PARAMETER.sub("x", filled), None)]
    rows = [row for label in _labels(pattern) for row in chosen(province, label, name)]
    return [("/" + PARAMETER.sub(str(id_of(row)), filled), row) for row in rows]


def chosen(province: Province, label: str, name: str) -> list[Any]:
    """One row of each story of an inspection; of other models two that the person sees and two that they do not."""
    by_story: dict[str, Any] = {}
    for row in apps.get_model(label)._base_manager.order_by("pk"):
        by_story.setdefault(story_of(province, row), row)
    if set(by_story) & set(INSPECTIONS):
        return list(by_story.values())
    seen = [row for story, row in by_story.items() if sees(name, label, story)]
    unseen = [row for story, row in by_story.items() if not sees(name, label, story)]
    return seen[:2] + unseen[:2]


def _text(pattern: str, name: str, default: str) -> str:
    return {"reference": "CQ-14", "article": "CQ-14", "format": "csv", "fmt": "csv"}.get(name, default)


def _labels(pattern: str) -> tuple[str, ...]:
    found = [prefix for prefix in MODELS if pattern.startswith(prefix)]
    return (MODELS[max(found, key=len)],) if found else SEVERAL


def text_of(response: Any) -> str:
    """What an answer says, the sheets of a workbook included."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", errors="replace")


def noted() -> list[reads.Read]:
    """Every read that stands on the disk."""
    return [read for path in reads.files() for read in reads.lines_of(path)]


def leaks(province: Province, name: str, text: str) -> list[str]:
    """Markers in an answer that the table does not let this person see, and keys that no door may tell anybody."""
    shown = province.filler.shown(text)
    wrong = [f"{label} ({story})" for label, story in shown if not may_read(name, label, story)]
    return sorted(wrong) + [f"the database's key {key}" for key in keys_in(text)]


# A case shows to whoever sees it what it is made of: the team's qualifications, its programme, its ledger entries.
SHOWN_WITH_A_CASE = {
    "authorities.credential",
    "authorities.expertise",
    "programme.programme",
    "ledger.entry",
}
OFFICIAL = frozenset(CAST) - {"auditor", "administrator", "contact", "other_contact"}


# What was published is everybody's to read; what of these was not is told by the public pages' own tests.
PUBLISHED = {
    "disclosure.publication",
    "disclosure.notice",
    "cogovernance.piece",
    "cogovernance.event",
    "standards.opinion",
}


def may_read(name: str, label: str, story: str) -> bool:
    """Whether the words of a row may stand before this person on some page."""
    if label in PUBLISHED or (label in SHOWN_WITH_A_CASE and name in OFFICIAL):
        return True
    return sees(name, label, story)


def visible(province: Province, name: str, row: Any) -> bool:
    """Whether the table lets the person see the row itself."""
    return sees(name, row._meta.label_lower, story_of(province, row))
