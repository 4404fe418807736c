"""Deciding on a quarantined row: corrected and released, or set aside."""

from __future__ import annotations

from pydantic import BaseModel, Field

from zhuangjian.apps.intake.models import Quarantine, SourceRow
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.intake.releasing import suggested, take_released
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.ledger.chain import digest_of
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds


class Correction(BaseModel):
    """What is right in place of what stands in one column of the row."""

    column: str = Field(title="栏目", max_length=100)
    value: str = Field("", title="改为", max_length=20_000)


class _Deciding(Act[Quarantine]):
    """What both decisions on a row have in common: whose they are, when, and what is entered."""

    data: Release.Input | Discard.Input
    cites = "integration"
    who = REGISTRY_KEEPERS
    when = all_of(
        holds(
            "这一行等待处理",
            lambda row: row.status == "open",
            lambda row: f"这一行已{row.get_status_display()[1:]}，不能再处理。",
        ),
        holds(
            "所在批次已经导入完",
            lambda row: bool(row.batch.finished_at),
            lambda row: f"批次 {row.batch_id} 尚未导入完，请先完成导入再处理隔离行。",
        ),
    )

    def _decided(self, status: str, **facts: object) -> Change:
        self.case.status = status
        self.case.note = self.data.note
        self.case.decided_by = self.person
        self.case.decided_at = self.at
        self.case.save()
        row = {"batch": self.case.batch_id, "row": self.case.number, "row_digest": self.case.row_digest}
        return Change(self.case, row | facts)


class Release(_Deciding):
    """Take the row with corrections; what is still wrong is said, and then nothing is stored."""

    name = "intake.release"
    title = "更正并放行"

    class Input(Fields):
        """Replacements by column; columns not named stay as they came."""

        corrections: list[Correction] = Field(default_factory=list, title="更正")
        use_suggestions: bool = Field(False, title="采用建议值", description="没有另行更正的栏目按建议值改")
        keep_old_number: bool = Field(
            False,
            title="按旧号建档",
            description="信用代码栏是旧的工商注册号或组织机构代码，且查不到18位代码",
        )
        note: str = Field(
            "", title="依据", max_length=300, description="例：国家企业信用信息公示系统 2026-11-21 查询"
        )

    data: Input

    def do(self, found: None) -> Change:
        """Read the corrected row and take it."""
        known = set(self.case.row.raw) | {fault["column"] for fault in self.case.faults}
        unknown = [c.column for c in self.data.corrections if c.column not in known]
        if unknown:
            self.refuse(f"本行没有栏目“{'、'.join(unknown)}”。", f"可用栏目：{'、'.join(sorted(known))}")
        given = {
            c.column: c.value for c in self.data.corrections if c.value != self.case.row.raw.get(c.column, "")
        }
        values = {**(suggested(self.case) if self.data.use_suggestions else {}), **given}
        take_released(self.case, values, self.data.keep_old_number)
        self.case.corrections = {"values": values, "keep_old_number": self.data.keep_old_number}
        return self._decided("released", columns=sorted(values), corrections=digest_of(self.case.corrections))


class Discard(_Deciding):
    """Set the row aside; the source row stays on record."""

    name = "intake.discard"
    title = "弃用"

    class Input(Fields):
        """Why the row is of no use."""

        note: str = Field(title="弃用理由", min_length=1, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Mark the row wherever exactly it waits."""
        SourceRow.objects.unrestricted().filter(
            digest=self.case.row_digest, outcome="quarantined", batch__source=self.case.source
        ).update(outcome="discarded")
        return self._decided("discarded")
