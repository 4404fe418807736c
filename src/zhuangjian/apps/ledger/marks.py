"""The mark on an object that was found altered: an entry of its own, once, and the examination that ends it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from zhuangjian.apps.conduct.public_ids import PublicId, public_name
from zhuangjian.apps.ledger import chain, state
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.standing import UNREADABLE, Altered, recorded
from zhuangjian.kernel.events import Event, tell

FOUND = "ledger.found_altered"
EXAMINED = "ledger.examine_altered"
TITLES = {
    FOUND: "发现数据被绕过系统改动",
    EXAMINED: "核查被改动的数据",
    "ledger.restate": "升级时重述摘要",
    "ledger.add_up": "升级时重算行摘要和",
}
log = logging.getLogger("zhuangjian.ledger")


@dataclass(frozen=True)
class FoundAltered(Event):
    """An object does not stand as the ledger says; nothing is done on it until somebody examined it."""

    model: type[models.Model]
    pk: Any
    at: datetime


@dataclass(frozen=True)
class Step:
    """What an entry is made from where no action of a person stands behind it."""

    name: str
    person: Any
    at: datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    article: str = ""

    def facts(self) -> Mapping[str, Any]:
        return self.given


def facts_of(entry: Entry) -> Mapping[str, Any]:
    """An entry's facts; empty when somebody broke them."""
    try:
        facts = json.loads(entry.facts)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def marked(model: type[models.Model], pk: Any) -> Entry | None:
    """The mark on an object that still awaits its examination."""
    mine = Entry.objects.filter(object_model=model._meta.label_lower, object_id=pk)
    last = mine.filter(action__in=(FOUND, EXAMINED)).order_by("-seq").first()
    return last if last is not None and last.action == FOUND else None


def found(altered: Altered) -> None:
    """Enter the mark unless it stands already, and call those who must examine it. After the act's rollback."""
    model, pk = altered.model, altered.pk
    log.critical(
        "%s %s 的现状与账本第 %s 条所记不符，已拒绝在其上办理：应为 %s，现为 %s",
        model._meta.label, pk, altered.seq, altered.recorded, altered.found,
    )  # fmt: skip
    with transaction.atomic():
        chain.lock()
        if marked(model, pk):
            return
        facts = {"entry": altered.seq, "recorded": altered.recorded, "found": altered.found}
        at = timezone.now()
        # The mark carries the state that was good, so that the verification goes on reporting the difference.
        chain.append(Step(FOUND, None, at, facts), _called_as_before(model, pk), altered.recorded)
        tell(FoundAltered(model, pk, at))


def examine(model: type[models.Model], pk: Any, person: Any, at: datetime, reason: str) -> Mapping[str, Any]:
    """End a mark: the object as stored now is what counts from here on. Returns what is to be said of it.

    Must run inside an action's transaction. The entry says that it was altered and by whom it was accepted.
    """
    _, before = recorded(model, pk)
    try:
        now = state.state_digests(model, [pk], chain.algorithm()).get(pk, "")
    except (ValueError, TypeError):
        now = UNREADABLE
    facts = {"recorded": before, "found": now, "restored": now == before, "reason": reason}
    if now != UNREADABLE:
        chain.append(Step(EXAMINED, person, at, facts), _called_as_before(model, pk), now)
    return facts


def _called_as_before(model: type[models.Model], pk: Any) -> models.Model:
    """The object under the name that its entries gave it, whatever stands in the row now."""
    if not issubclass(model, PublicId):
        return model(pk=pk)
    mine = Entry.objects.filter(object_model=model._meta.label_lower, object_id=pk).exclude(object_key=None)
    name = mine.order_by("-seq").values_list("object_key", flat=True).first()
    called = name or public_name(model._meta.label_lower, pk)
    return cast("Any", model)(pk=pk, public_id=UUID(str(called)) if called else None)
