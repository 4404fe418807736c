"""A quarantined row, corrected, into the registry: read and taken exactly as if the file had said so."""

from __future__ import annotations

from collections.abc import Mapping

from zhuangjian.apps.intake.applying import keep_journal, source_label
from zhuangjian.apps.intake.faults import Unusable
from zhuangjian.apps.intake.fields import Cells
from zhuangjian.apps.intake.mapping import parse_mapping
from zhuangjian.apps.intake.models import Batch, Quarantine, SourceRow
from zhuangjian.apps.intake.reading import READERS
from zhuangjian.apps.registry.competence import Competence
from zhuangjian.apps.registry.taking import Taking
from zhuangjian.engines.rules.answer import Refusal


def suggested(held: Quarantine) -> dict[str, str]:
    """column -> replacement, for every fault that has one."""
    return {fault["column"]: fault["value"] for fault in held.faults if fault.get("value")}


def take_released(held: Quarantine, values: Mapping[str, str], keep_old_number: bool) -> None:
    """Take the row with ``values`` in place of its cells, in every batch where exactly this row waits.

    Raises Refusal with what is still wrong; nothing is stored then.
    """
    rows = (
        SourceRow.objects.unrestricted()
        .filter(digest=held.row_digest, outcome="quarantined", batch__source=held.source)
        .select_related("batch")
        .order_by("batch__as_of", "batch_id", "number")
    )
    competence = Competence()
    for row in rows:
        _take(row.batch, row, values, keep_old_number, competence)


def _take(
    batch: Batch, row: SourceRow, values: Mapping[str, str], keep_old_number: bool, competence: Competence
) -> None:
    mapping = parse_mapping(batch.mapping_text, batch.source)
    raw = {**row.raw, **values}
    cells = Cells(raw, mapping.columns_of(list(raw)), mapping)
    reader = READERS[batch.source]
    facts = reader.read(cells, keep_old=keep_old_number)
    if facts is None:
        raise Refusal(
            "更正后的内容仍有问题，没有放行。",
            missing=[
                f"{f.column}：{f.text}（{f.suggestion}）" if f.suggestion else f"{f.column}：{f.text}"
                for f in cells.faults
            ],
        )
    row.key = facts.key(batch.as_of)
    facts.ordinal = SourceRow.objects.unrestricted().filter(batch=batch, key=row.key).count()
    taking = Taking(source_label(batch), batch.as_of, batch.pk, competence)
    reader.fetch(taking, [facts])
    try:
        _, row.party, row.refs = reader.take(taking, facts)
    except Unusable as refusal:
        raise Refusal(
            "更正后的内容与在册记录矛盾，没有放行。",
            missing=[f"{refusal.fault.text}（{refusal.fault.suggestion}）"],
        ) from None
    taking.store()
    keep_journal(batch, taking)
    row.outcome = "released"
    row.save(update_fields=["key", "party", "refs", "outcome"])
