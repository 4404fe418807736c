"""What is shown of the ledger's entries, for auditors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps

from zhuangjian.apps.conduct.public_ids import hidden_models, key_called, public_name
from zhuangjian.apps.ledger.action import ACTIONS, NotYours
from zhuangjian.apps.ledger.marks import TITLES
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.kernel.days import since, until
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, nobody


def title_of(action: str) -> str:
    """The action's Chinese title; its code when it is no longer known."""
    return ACTIONS[action].title if action in ACTIONS else TITLES.get(action, action)


def kind_of(label: str) -> str:
    """The Chinese name of a model."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def _object(entry: Entry) -> str:
    return f"{kind_of(entry.object_model)} {object_id(entry)}"


def object_id(entry: Entry) -> str:
    """What the doors call the entry's object; an old entry's, too, whose own words hold the database's key."""
    return str(entry.object_key or public_name(entry.object_model, entry.object_id) or "已不存在")


def _actions(person: Any) -> list[tuple[str, str]]:
    names = Entry.objects.visible_to(person).order_by("action").values_list("action", flat=True).distinct()
    return [(name, title_of(name)) for name in names]


def _models(person: Any) -> list[tuple[str, str]]:
    names = Entry.objects.visible_to(person).order_by("object_model")
    return [(name, kind_of(name)) for name in names.values_list("object_model", flat=True).distinct()]


def _numbered(rows: Any, text: str) -> Any:
    if text.isascii() and text.isdecimal() and len(text) < 19:
        # A number names only what has no other name: by counting, rows that can be hidden would be found.
        hidden = [model._meta.label_lower for model in hidden_models()]
        return rows.filter(object_id=int(text)).exclude(object_model__in=hidden)
    for model in hidden_models():
        if (pk := key_called(model, text)) is not None:
            return rows.filter(object_model=model._meta.label_lower, object_id=pk)
    raise ValueError("没有以此为编号的对象，未按它筛选")


def for_auditors(person: Any) -> Any:
    """The entries, for who checks them."""
    if not person.has("auditor"):
        raise NotYours("只有审计员可以查看存证账本。")
    return Entry.objects.visible_to(person)


ENTRIES = Sheet(
    "ledger",
    "存证账本",
    columns=(
        Column("seq", "序号", "seq", "seq", link=lambda row: f"/ledger/{row.seq}/", api=int),
        Column("at", "时间", "at", "at", template="ledger/time_cell.html", api=datetime),
        Column(
            "action",
            "事项",
            lambda row: title_of(row.action),
            "action",
            api={
                "action": Datum(str, "action"),
                "action_words": Datum(str, lambda row: title_of(row.action)),
            },
        ),
        Column("actor", "经办人", "actor", "actor", api=str),
        Column("authority", "所在单位", "authority", "authority", api=str),
        Column(
            "object",
            "对象",
            _object,
            ("object_model", "object_id"),
            api={
                "object_model": Datum(str, "object_model"),
                "object_id": Datum(str, object_id),
                "object_words": Datum(str, _object),
            },
        ),
        Column("article", "条款", "article", "article", api=str),
        Column("facts", "所记事实", "facts", listed=nobody, api=str),
        Column("recorded_at", "入账时间", "recorded_at", listed=nobody, fact=True, api=datetime),
        Column("algorithm", "摘要算法", "algorithm", listed=nobody, fact=True, api=str),
        Column("previous", "前一条摘要", "previous", listed=nobody, fact=True, css="zj-mono", api=str),
        Column("hash", "本条摘要", "hash", listed=nobody, fact=True, css="zj-mono", api=str),
        Column(
            "state_digest", "对象状态摘要", "state_digest", listed=nobody, fact=True, css="zj-mono", api=str
        ),
    ),
    filters=(
        Filter("actor", "经办人", "actor__icontains"),
        Filter("action", "事项", "action", "choice", _actions),
        Filter("kind", "对象类型", "object_model", "choice", _models),
        Filter("number", "对象编号", _numbered),
        Filter("since", "自", since("at"), "date"),
        Filter("until", "至", until("at"), "date"),
    ),
    sort="-seq",
    model=Entry,
    empty="账本还没有条目。",
    empty_hint="系统中每办一件事，这里就多一条。",
    rows=for_auditors,
    reading=Reading(
        "ledger",
        "存证账本",
        "EntryOut",
        "账本条目",
        "一条账本条目",
        ("zhuangjian_api_ledger_entries", "zhuangjian_api_ledger_entry"),
        words="Entries, newest first; filters as on the page. ``facts`` is canonical JSON.",
        one_words="One entry.",
        page_size=100,
    ),
)
