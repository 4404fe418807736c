"""A document is seen by whoever sees what it was made for; an enterprise only the copies meant for it."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, everybody_signed_in, sees_target, visibility
from zhuangjian.kernel.area import areas, with_papers


@visibility("documents.document")
def documents(scope: Scope) -> Q:
    """Through the target; the party's contacts see only what is marked for them."""
    given = {label: when for area in areas().values() for label, when in area.for_party.items()}
    reach = NOTHING
    for label in with_papers():
        when = None if scope.official else given.get(label)
        reach |= Q(target_model=label) & sees_target(label, scope, "target_id", when)
    if scope.official:
        for area in areas().values():
            for label, narrow in area.papers.items():
                reach |= Q(target_model=label) & sees_target(label, scope, "target_id", narrow(scope))
    return reach if scope.official else reach & Q(for_party=True)


visibility("documents.officialtext")(everybody_signed_in)
visibility("documents.officialarticle")(everybody_signed_in)
