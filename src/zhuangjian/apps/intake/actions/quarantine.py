"""Deciding on a quarantined row: corrected and released, or set aside."""

from __future__ import annotations

from typing import Any

from django.db import models
from pydantic import BaseModel, Field

from zhuangjian.apps.intake.models import Quarantine, SourceRow
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.intake.releasing import suggested, take_released
from zhuangjian.apps.ledger.action import Action, Input
from zhuangjian.apps.ledger.chain import digest_of
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds


class Correction(BaseModel):
    """One cell's replacement."""

    column: str = Field(title="栏目", max_length=100)
    value: str = Field("", title="改为", max_length=20_000)


class _Deciding(Action[Quarantine]):
    cites = "integration"
    model = Quarantine
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

    def _decide(self, status: str) -> None:
        self.target.status = status
        self.target.note = self.data.note
        self.target.decided_by = self.person
        self.target.decided_at = self.at
        self.target.save()


class Release(_Deciding):
    """Take the row with corrections; what is still wrong is said, and then nothing is stored."""

    name = "intake.release"
    title = "更正并放行"

    class Input(Input):
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

    def execute(self) -> models.Model:
        """Read the corrected row and take it."""
        known = set(self.target.row.raw) | {fault["column"] for fault in self.target.faults}
        unknown = [c.column for c in self.data.corrections if c.column not in known]
        if unknown:
            self.refuse(f"本行没有栏目“{'、'.join(unknown)}”。", f"可用栏目：{'、'.join(sorted(known))}")
        given = {
            c.column: c.value
            for c in self.data.corrections
            if c.value != self.target.row.raw.get(c.column, "")
        }
        values = {**(suggested(self.target) if self.data.use_suggestions else {}), **given}
        take_released(self.target, values, self.data.keep_old_number)
        self.target.corrections = {"values": values, "keep_old_number": self.data.keep_old_number}
        self._decide("released")
        return self.target

    def facts(self) -> dict[str, Any]:
        """The row by digest, the corrected columns, and the corrections by digest."""
        return {
            "batch": self.target.batch_id,
            "row": self.target.number,
            "row_digest": self.target.row_digest,
            "columns": sorted(self.target.corrections["values"]),
            "corrections": digest_of(self.target.corrections),
        }


class Discard(_Deciding):
    """Set the row aside; the source row stays on record."""

    name = "intake.discard"
    title = "弃用"

    class Input(Input):
        """Why."""

        note: str = Field(title="弃用理由", min_length=1, max_length=300)

    def execute(self) -> models.Model:
        """Mark the row wherever exactly it waits."""
        SourceRow.objects.unrestricted().filter(
            digest=self.target.row_digest, outcome="quarantined", batch__source=self.target.source
        ).update(outcome="discarded")
        self._decide("discarded")
        return self.target

    def facts(self) -> dict[str, Any]:
        """The row by digest."""
        return {
            "batch": self.target.batch_id,
            "row": self.target.number,
            "row_digest": self.target.row_digest,
        }
