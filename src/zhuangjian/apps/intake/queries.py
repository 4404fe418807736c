"""Who may see batches, source rows, quarantine and mappings: those who keep the registry."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Q

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.visibility import (
    NOTHING,
    WITHOUT_CASES,
    Scope,
    everybody_signed_in,
    references,
    visibility,
)
from zhuangjian.engines.rules.vocabulary import AuthorityKind
from zhuangjian.kernel.people import Those

KEEPERS = ("programme_officer", "head")
KEEPERS_NAMED = "市级（省级）监管部门的计划管理员或者负责人"


def keeps(person: Any) -> bool:
    """Whether a person keeps the registry: a programme officer or head of the provincial authority."""
    return person is not None and person.is_active and _keeping(person.scope)


REGISTRY_KEEPERS = Those(KEEPERS_NAMED, lambda person, case: keeps(person))


def _keeping(scope: Scope) -> bool:
    if not scope.has(*KEEPERS) or not scope.roles.isdisjoint(WITHOUT_CASES):
        return False
    # Only the command line's own person, who cannot sign in, has these roles without an authority.
    return scope.authority_id is None or _provincial(scope).exists()


def _provincial(scope: Scope) -> Any:
    return Authority._base_manager.filter(pk=scope.authority_id or 0, kind=AuthorityKind.MUNICIPAL)


def _keepers(scope: Scope) -> Q:
    """A register covers the whole province, so bureaus and districts see the parties, not the files."""
    if not scope.has(*KEEPERS) or not scope.roles.isdisjoint(WITHOUT_CASES):
        return NOTHING
    return Q() if scope.authority_id is None else Q(Exists(_provincial(scope)))


references("intake.sourcerow", "party")

for _label in ("batch", "sourcerow", "quarantine", "mappingversion", "batchchange", "trial"):
    visibility(f"intake.{_label}")(_keepers)

visibility("intake.ingredientlist")(everybody_signed_in)
