"""Key posts in the dossier of an enterprise, with what their holders learnt here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from zhuangjian.apps.training.models import Certificate, KeyPost
from zhuangjian.apps.training.sheets_hours import post_state
from zhuangjian.apps.training.who import CONTACTS


def context_of(person: Any, party: Any) -> Mapping[str, Any]:
    """The holders that are and were, with the certificates that the person may see."""
    rows = list(KeyPost.objects.visible_to(person).filter(party=party).order_by("until", "post", "pk"))
    accounts = [row.account_id for row in rows if row.account_id]
    held: dict[int, list[Any]] = {}
    today = timezone.localdate()
    known = Certificate.objects.visible_to(person).filter(person__in=accounts).order_by("-issued_on")
    for one in known if accounts else ():
        held.setdefault(one.person_id, []).append((one, one.state(today)))
    return {
        "rows": [(row, post_state(row), held.get(row.account_id or 0, [])) for row in rows],
        "declares": CONTACTS.yes(person, party),
    }
