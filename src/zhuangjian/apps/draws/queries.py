"""Who may see a draw: offices of who organises it and of the unit that carries it out; everybody what was published."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, visibility, visible_ids


@visibility("draws.draw")
def draws(scope: Scope) -> Q:
    """Heads and programme officers there: whom a draw came to is not known before the inspection (CQ 22)."""
    if not scope.official or not scope.has("head", "programme_officer"):
        return NOTHING
    return Q(authority_id__in=scope.authorities) | Q(unit_id__in=scope.authorities)


def _of_draw(scope: Scope) -> Q:
    return Q(draw_id__in=visible_ids("draws.draw", scope)) if scope.official else NOTHING


visibility("draws.drawfile")(_of_draw)
visibility("draws.drawn")(_of_draw)
visibility("draws.drawnofficer")(_of_draw)
references("draws.draw", "programme")
references("draws.drawn", "task")
references("draws.drawnofficer", "drawn")


def announced() -> Any:
    """Draws whose frozen digest is public, for everybody; one that was declared void after that stays to be seen."""
    from zhuangjian.apps.draws.models import Draw

    return Draw.objects.unrestricted().exclude(announced_at=None)


def parties_drawn(scope: Scope) -> Any:
    """Whoever sees a draw may open the dossiers of whom it came to."""
    from zhuangjian.apps.draws.models import Drawn

    return Drawn._base_manager.filter(_of_draw(scope)).values("party_id")
