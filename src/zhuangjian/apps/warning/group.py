"""The group of enterprises that a letter goes to: picked by a condition, with the unit that assesses each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.registry.models import Jurisdiction, Party, Product
from zhuangjian.apps.risk.facts import NEAREST
from zhuangjian.apps.risk.models import PartyGrade
from zhuangjian.apps.warning.models import ProductChoice
from zhuangjian.engines.risk.grade_words import RiskGrade
from zhuangjian.engines.rules.vocabulary import PartyKind

# One act writes to each of them in one transaction; a larger group is written to in parts.
MOST = 300
COLUMNS = {
    ProductChoice.SPECIAL: "is_special",
    ProductChoice.CHILDREN: "is_children",
    ProductChoice.NEW: "has_new_ingredient",
}


@dataclass(frozen=True)
class Condition:
    """By what the group is picked; what is empty does not narrow it."""

    kinds: tuple[PartyKind, ...] = ()
    district: Authority | None = None
    grades: tuple[RiskGrade, ...] = ()
    product: ProductChoice | None = None

    @property
    def empty(self) -> bool:
        """Whether it picks everybody."""
        return not (self.kinds or self.district or self.grades or self.product)

    def words(self) -> str:
        """The condition in words."""
        parts = ["、".join(one.label for one in self.kinds)]
        parts.append(f"由{self.district.name}监管" if self.district else "")
        parts.append("、".join(one.label for one in self.grades))
        parts.append(f"有{self.product.label}" if self.product else "")
        return "；".join(part for part in parts if part)


def picked(condition: Condition, person: Any) -> Any:
    """The enterprises that the person sees and the condition holds of."""
    rows = Party.objects.visible_to(person)
    if condition.kinds:
        rows = rows.filter(kind_rows__kind__in=[str(one) for one in condition.kinds])
    if condition.district is not None:
        rows = rows.filter(
            pk__in=Jurisdiction.objects.unrestricted().filter(authority=condition.district).values("party_id")
        )
    if condition.grades:
        graded = PartyGrade.objects.visible_to(person).filter(grade__in=[str(g) for g in condition.grades])
        rows = rows.filter(pk__in=graded.values("party_id"))
    if condition.product is not None:
        made = Product.objects.visible_to(person).filter(**{COLUMNS[condition.product]: True})
        rows = rows.filter(pk__in=made.values("party_id"))
    return rows.distinct()


def units_of(parties: list[int], otherwise: Authority) -> dict[int, Authority]:
    """For each enterprise the unit nearest to it, which assesses what it answers; the sender where none is known."""
    known: dict[int, dict[str, Authority]] = {}
    rows = Jurisdiction.objects.unrestricted().filter(party__in=parties).select_related("authority")
    for one in rows.order_by("-pk"):
        known.setdefault(one.party_id, {})[one.authority.kind] = one.authority
    return {
        pk: next((known[pk][kind] for kind in NEAREST if kind in known.get(pk, {})), otherwise)
        for pk in parties
    }
