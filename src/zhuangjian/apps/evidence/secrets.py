"""Nothing that gives a trade secret away goes out without the party's consent or an exception on record (CQ 22)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q

from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.evidence.models import SecretAudience, SecretGround, SecretPermit, TradeSecret
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.disclosure import Audience, Matter, Stage, may_disclose, require_disclosable


@dataclass(frozen=True)
class Going:
    """What goes out: texts and files by digest; to the public, or to the bodies named (none named: some authority)."""

    texts: Sequence[str]
    files: frozenset[str] = frozenset()
    public: bool = False
    to: tuple[str, ...] = ()


def in_file(inspection: Inspection, *to: str) -> Going:
    """The whole file of an inspection: all its evidence, and what was written in it."""
    texts = [inspection.handling_opinion, *inspection.deficiencies.values_list("text", flat=True)]
    files = frozenset(inspection.evidence.values_list("sha256", flat=True))
    return Going(texts, files, to=to)


def refuse_secrets(inspection: Inspection | None, going: Going, party: Any = None) -> None:
    """Raise Refusal for the first trade secret of the party that goes out to somebody who may not be told it."""
    about = Q()
    if inspection is not None:
        about |= Q(party_id=inspection.party_id)
    if party is not None:
        about |= Q(party_id=party.pk)
    if not about:
        return
    texts = [_plain(text) for text in going.texts if text]
    rows = TradeSecret.objects.unrestricted().filter(about).prefetch_related("pieces__evidence", "permits")
    for secret in rows.order_by("pk"):
        if _shown(secret, texts, going.files):
            for name in going.to or ("",):
                _refuse_unpermitted(secret, going, name)


def _refuse_unpermitted(secret: TradeSecret, going: Going, name: str) -> None:
    permit = next((one for one in secret.permits.all() if _covers(one, going, name)), None)
    to = SecretAudience.PUBLIC.label if going.public else name or "其他单位"
    if permit is None:
        raise Refusal(
            f"含有企业的商业秘密（登记为“{secret.title}”），不能向{to}披露：没有被检查对象的同意，也没有登记例外。"
            "请删去有关内容，或者先在检查的证据页登记同意或者例外。",
            article=cite("confidentiality"),
            missing=["被检查对象的同意或者例外"],
        )
    if permit.ground == SecretGround.CONSENT:
        require_disclosable(
            may_disclose(
                Audience.PUBLIC if going.public else Audience.OTHER_OFFICER,
                Matter.TRADE_SECRET,
                inspection_type=secret.inspection.inspection_type,
                state=Stage.CONCLUDED if secret.inspection.concluded_at else Stage.UNDER_WAY,
                consent=True,
                region=settings.REGION,
            )
        )


def _covers(permit: SecretPermit, going: Going, name: str) -> bool:
    if permit.withdrawn_on is not None:
        return False
    if going.public or permit.audience == SecretAudience.PUBLIC:
        return permit.audience == SecretAudience.PUBLIC
    if permit.audience == SecretAudience.AUTHORITIES:
        return True
    return not name or permit.body == name


def _shown(secret: TradeSecret, texts: Sequence[str], files: frozenset[str]) -> bool:
    if any(piece.evidence.sha256 in files for piece in secret.pieces.all()):
        return True
    return any(_plain(word) in text for word in secret.words for text in texts)


def _plain(text: str) -> str:
    """Written alike: full and half width, capitals, and without spaces, so that a phrase is found however it is set."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
