"""No trade secret leaves in a letter or an answer without consent or an exception (CQ 22)."""

from __future__ import annotations

from collections.abc import Sequence

from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.evidence.secrets import Going, refuse_secrets


def refuse_told(letter: Letter, texts: Sequence[str], *, of_answer: bool) -> None:
    """Raise Refusal where the text or an annex gives away a trade secret of the party that it is about."""
    rows = letter.annexes.filter(of_answer=of_answer)
    named = [letter.body_name] if of_answer else list(letter.addressees.values_list("name", flat=True))
    going = Going(
        [*texts, *rows.values_list("title", flat=True)],
        frozenset(rows.values_list("sha256", flat=True)),
        to=tuple(named),
    )
    lead = letter.lead.inspection if letter.lead else None
    refuse_secrets(letter.inspection or lead, going, party=letter.party)
