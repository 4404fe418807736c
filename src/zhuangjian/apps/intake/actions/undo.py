"""Taking a whole batch back."""

from __future__ import annotations

from pydantic import Field

from zhuangjian.apps.intake.models import Batch, BatchChange, Quarantine, RowOutcome, SourceRow
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.registry import search
from zhuangjian.apps.registry.journal import Conflict, take_back
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.registry.taking import ORDER
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds

TITLES = {"registry.party": "企业", "registry.licence": "许可证", "registry.product": "产品"}


class UndoLoad(Act[Batch]):
    """Undo a batch: the registry is as it was before, exactly. What has changed since then stands in the way and is
    named; the batch and its rows stay on record as undone."""

    name = "intake.undo"
    title = "撤销批次"
    cites = "integration"
    who = REGISTRY_KEEPERS
    when = all_of(
        holds(
            "批次已经导入完",
            lambda batch: bool(batch.finished_at),
            lambda batch: f"批次 {batch.pk} 尚未导入完，请先完成导入再撤销。",
        ),
        holds(
            "批次没有撤销",
            lambda batch: not batch.undone_at,
            lambda batch: f"批次 {batch.pk} 已经撤销。",
        ),
    )

    class Input(Fields):
        """Why the batch is taken back."""

        reason: str = Field(title="撤销理由", min_length=1, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Take back every part, the last one first."""
        batch = self.case
        parts = BatchChange.objects.unrestricted().filter(batch=batch)
        if batch.new + batch.changed and not parts.exists():
            self.refuse(f"批次 {batch.pk} 是升级之前导入的，没有留下改动记录，不能撤销。请逐家更正。")
        SourceRow.objects.unrestricted().filter(batch=batch).update(
            party=None, outcome=RowOutcome.UNDONE, refs={}
        )
        self._let_go_of_waiting_rows()
        touched: set[int] = set()
        for part in parts.order_by("-pk"):
            try:
                touched |= take_back(part.changes, ORDER)
            except Conflict as conflict:
                self.refuse(self._words(conflict))
        search.index(Party.objects.unrestricted().filter(pk__in=touched).values_list("pk", flat=True))
        parts.delete()
        batch.undone_at, batch.undone_by, batch.undone_why = self.at, self.person, self.data.reason
        batch.save()
        told = {"source": batch.source, "digest": batch.digest, "reason": self.data.reason}
        return Change(batch, told)

    def _let_go_of_waiting_rows(self) -> None:
        """Rows that wait in quarantine wait no more, unless another batch has the same row."""
        for held in Quarantine.objects.unrestricted().filter(batch=self.case, status="open"):
            other = (
                SourceRow.objects.unrestricted()
                .filter(digest=held.row_digest, outcome="quarantined", batch__source=held.source)
                .order_by("batch_id", "number")
                .first()
            )
            if other is None:
                held.delete()
            else:
                held.row, held.batch, held.number = other, other.batch, other.number
                held.save()

    def _words(self, conflict: Conflict) -> str:
        row = None
        if conflict.label == "registry.party":
            row = Party.objects.unrestricted().filter(pk=conflict.key).first()
        named = f"“{row}”" if row else f"{TITLES.get(conflict.label, '记录')} {conflict.key}"
        later = (
            Batch.objects.unrestricted()
            .filter(pk__gt=self.case.pk, undone_at=None)
            .order_by("-pk")
            .values_list("pk", flat=True)
        )
        hint = (
            f"请先撤销后来的批次（{'、'.join(map(str, later[:10]))}）。" if later else "请先处理此后的改动。"
        )
        return f"不能撤销批次 {self.case.pk}：{named}{conflict.words}。{hint}"
