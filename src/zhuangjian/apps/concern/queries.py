"""Who sees what the public reports: the office that handles it; who reported it, the one person who handles it alone."""

from __future__ import annotations

import hashlib
import hmac

from django.db.models import Q

from zhuangjian.apps.authorities.models import Authority, AuthorityKind
from zhuangjian.apps.concern.models import Concern
from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, visibility
from zhuangjian.apps.duties.models import Duty


@visibility("concern.concern")
def concerns(scope: Scope) -> Q:
    """Officials of the unit that handles it and of those above."""
    return Q(authority_id__in=scope.authorities) if scope.official else NOTHING


@visibility("concern.informant")
def informants(scope: Scope) -> Q:
    """The person who took the report up, while it is theirs; no head, no colleague."""
    return Q(concern__handler_id=scope.person_id) if scope.official else NOTHING


@visibility("concern.formuse")
def uses(scope: Scope) -> Q:
    """Nobody: it is for the door alone."""
    return NOTHING


references("concern.concern", "party")


def digest(code: str) -> str:
    """What is kept of a receipt code, however it was typed."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(f"concern:{plain}".encode()).hexdigest()


def with_code(code: str) -> Concern | None:
    """The report that a receipt code was given for; whoever has the code may ask (no sign-in)."""
    found = digest(code)
    # The database is asked by the beginning alone; the whole is compared in a time that tells nothing.
    near = Concern.objects.unrestricted().select_related("authority").filter(receipt__startswith=found[:8])
    return next((row for row in near if hmac.compare_digest(row.receipt, found)), None)


def districts() -> list[Authority]:
    """The units below that a report can be sent to."""
    rows = Authority.objects.unrestricted().filter(kind=str(AuthorityKind.DISTRICT), is_active=True)
    return list(rows.order_by("pk"))


def open_duties(row: Concern) -> list[Duty]:
    """Whose turn it is with a report that the person sees."""
    rows = Duty.objects.unrestricted().filter(
        target_model=row._meta.label_lower, target_id=row.pk, done_at=None
    )
    return list(rows.select_related("authority", "person", "holder_party"))
