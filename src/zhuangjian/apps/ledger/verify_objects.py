"""Compares every covered object with what the ledger last recorded of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Cast

from zhuangjian.apps.conduct.public_ids import PublicId, public_name
from zhuangjian.apps.ledger import marks, restating, summing_anew
from zhuangjian.apps.ledger.faults import Fault, chunks, read_all
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.standing import NUMBERS, recorded_of, watched_models
from zhuangjian.apps.ledger.state import Source, sources, state_digests
from zhuangjian.kernel.questions import Question

CHUNK = 500


class ObjectWalk:
    """One walk over all covered objects; ``checked`` counts them."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self.checked = 0

    def faults(self) -> Iterator[Fault]:
        """Objects changed, written past the system or removed."""
        yield from restating.faults()
        for model in watched_models():
            yield from self._rows(model)
            yield from _removed(model)
            yield from _strays(model)

    def _rows(self, model: type[models.Model]) -> Iterator[Fault]:
        name = model._meta.verbose_name
        for part in chunks(model._base_manager.order_by("pk").values_list("pk", flat=True), CHUNK):
            self.checked += len(part)
            broken: list[Any] = []
            now = read_all(lambda pks: state_digests(model, pks, self.algorithm), part, broken)
            recorded = recorded_of(model, part)
            names = _names(model, part)
            renamed = _renamed(model, names)
            for pk in part:
                place = f"{name} {names.get(pk, pk)}"
                if pk in broken or pk not in now:
                    yield Fault(place, "读不出来：数据被绕过系统改坏")
                elif pk not in recorded:
                    yield Fault(place, "没有任何账本条目：绕过系统写入")
                elif pk in renamed:
                    yield Fault(place, f"公开编号与账本第 {renamed[pk]} 条所记不符：数据被绕过系统改动")
                elif now[pk] != recorded[pk][1]:
                    seq = recorded[pk][0]
                    yield Fault(place, f"现状与账本第 {seq} 条所记不符：数据被绕过系统改动")


def _names(model: type[models.Model], pks: list[Any]) -> dict[Any, Any]:
    """The public ids of these rows, where the model has them."""
    if not issubclass(model, PublicId):
        return {}
    rows = model._base_manager.filter(pk__in=pks).annotate(as_text=Cast("public_id", models.TextField()))
    return {pk: _named(text) for pk, text in rows.values_list("pk", "as_text")}


def _named(text: str | None) -> Any:
    # Read as text: somebody may have written there what is no id at all.
    try:
        return UUID(str(text))
    except ValueError:
        return text


def _renamed(model: type[models.Model], names: dict[Any, Any]) -> dict[Any, int]:
    """Rows that an entry calls otherwise, with that entry's number."""
    if not names:
        return {}
    entries = Entry.objects.filter(object_model=model._meta.label_lower, object_id__in=names, **NUMBERS)
    called = entries.annotate(as_text=Cast("object_key", models.TextField())).exclude(object_key=None)
    found = called.order_by().values_list("object_id", "as_text").annotate(Max("seq"))
    return {pk: seq for pk, text, seq in found if _named(text) != names[pk]}


def _strays(model: type[models.Model]) -> Iterator[Fault]:
    """Parts of an object that is not there: the database's own references were switched off when they were written."""
    for source in sources(model)[1:]:
        for pk in _stray_parts(model, source)():
            yield Fault(
                f"{source.model._meta.verbose_name} {pk}",
                f"所属的{model._meta.verbose_name}不存在：绕过系统写入或改动",
            )


@cache
def _stray_parts(model: type[models.Model], source: Source) -> Question:
    def keys() -> Any:
        rows = source.model._base_manager.filter(**{f"{source.attribute}__isnull": False})
        if source.beside:
            rows = rows.filter(target_model=model._meta.label_lower)
        owners = model._base_manager.filter(pk=OuterRef(source.attribute))
        return rows.exclude(Exists(owners)).order_by("pk").values_list("pk", flat=True)[:CHUNK]

    return Question(keys, keys=0)


@cache
def _gone(model: type[models.Model]) -> Question:
    """Key and last entry of each object that has entries and is not there."""
    return Question(
        lambda: (
            Entry.objects.filter(object_model=model._meta.label_lower, **NUMBERS)
            .exclude(Exists(model._base_manager.filter(pk=OuterRef("object_id"))))
            .order_by()
            .values_list("object_id")
            .annotate(Max("seq"))
        ),
        keys=0,
    )


def _removed(model: type[models.Model]) -> Iterator[Fault]:
    for part in chunks(_gone(model)(), CHUNK):
        ends = [seq for _, seq in part]
        # An action that removes its object leaves an entry without a state.
        kept = set(Entry.objects.filter(seq__in=ends).exclude(state_digest="").values_list("seq", flat=True))
        texts = Entry.objects.filter(seq__in=ends).annotate(as_text=Cast("object_key", models.TextField()))
        names = {seq: text and _named(text) for seq, text in texts.values_list("seq", "as_text")}
        for pk, seq in part:
            if seq in kept:
                name = names.get(seq) or pk
                yield Fault(
                    f"{model._meta.verbose_name} {name}", f"账本第 {seq} 条有记录而数据已不存在：被删除"
                )


def notes() -> Iterator[Fault]:
    """What was found altered and how each examination ended, as the entries tell it."""
    yield from restating.notes()
    yield from summing_anew.notes()
    for entry in Entry.objects.filter(action__in=(marks.FOUND, marks.EXAMINED)).order_by("seq"):
        if entry.object_model == "duties.duty":
            continue
        called = entry.object_key or public_name(entry.object_model, entry.object_id)
        place = f"{_name(entry.object_model)} {called}"
        if entry.action == marks.FOUND:
            yield Fault(place, f"账本第 {entry.seq} 条记下：发现被绕过系统改动")
        else:
            ended = (
                "已恢复原状" if marks.facts_of(entry).get("restored") is True else "改动后的现状经核查被接受"
            )
            yield Fault(place, f"账本第 {entry.seq} 条记下：{ended}，核查人{entry.actor}")


def _name(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label
