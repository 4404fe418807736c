"""Taking files in. Small ones in one step; large ones begun, applied in steps with checkpoints, and finished."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal

from django.db import models
from pydantic import Field

from zhuangjian.apps.intake import files
from zhuangjian.apps.intake.applying import apply_whole, set_counts
from zhuangjian.apps.intake.loading import WHOLE, found, prepare
from zhuangjian.apps.intake.mapping import current
from zhuangjian.apps.intake.models import Batch
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.intake.reading import Reading
from zhuangjian.apps.ledger.action import Action, Input, Upload
from zhuangjian.kernel.asking import When
from zhuangjian.kernel.states import always, holds

Source = Literal["licences", "sampling"]
TITLES = {"licences": "化妆品生产许可证登记", "sampling": "国家抽检不符合规定通告"}


class _Keeping(Action[Batch]):
    """What all actions on the registry's sources have in common."""

    cites = "integration"
    model = Batch
    batch: Batch
    who = REGISTRY_KEEPERS
    when: ClassVar[When[Any]] = always

    def facts(self) -> dict[str, Any]:
        """The file's digest and what became of its rows."""
        batch = self.batch
        return {
            "source": batch.source,
            "digest": batch.digest,
            "mapping": batch.mapping_digest,
            "as_of": batch.as_of,
            "read": batch.total,
            "new": batch.new,
            "changed": batch.changed,
            "unchanged": batch.unchanged,
            "quarantined": batch.quarantined,
        }


class LoadFile(_Keeping):
    """Load a file whole: everything it says is in the registry after this, or nothing is."""

    name = "intake.load"
    title = "导入数据文件"
    creates = True
    in_job = True

    class Input(Input):
        """The file and what it is."""

        source: Source = Field(title="来源")
        file: Upload = Field(title="文件（CSV、TSV 或 XLSX）")
        as_of: date | None = Field(
            None, title="数据日期", description="快照或通告的日期；不填则取文件中或文件名中的日期"
        )

    @classmethod
    def choices(cls, person: Any, target: Any) -> dict[str, list[tuple[Any, str]]]:
        """Sources by their Chinese names."""
        return {"source": list(TITLES.items())}

    def prepare(self) -> None:
        """Keep the file and read it once: nobody waits for that."""
        path = files.lying(self.data.file)
        self.ready = prepare(self.data.source, path, self.data.as_of, self.data.file.name)
        if self.ready.table.total <= WHOLE:
            self.chunks = list(Reading(self.ready.mapping, self.ready.table).chunks(foreknow=True))

    def check(self) -> None:
        """The file is a usable table, small enough, and not loaded before."""
        done = found(self.ready)
        if done is not None:
            self.refuse(
                f"这个文件已作为批次 {done.pk} 导入过，没有任何改动。"
                if done.finished_at
                else f"这个文件的导入（批次 {done.pk}）中断过，请重新提交同一文件，会从断点继续。"
            )
        if self.ready.table.total > WHOLE:
            self.refuse(f"文件有 {self.ready.table.total} 行，一步最多导入 {WHOLE} 行，更多的行分步导入。")

    def execute(self) -> models.Model:
        """Take every row."""
        ready = self.ready
        self.batch = Batch.objects.create(
            source=self.data.source,
            file_name=ready.table.name[:200],
            digest=ready.table.digest,
            as_of=ready.as_of,
            mapping_digest=ready.mapping.digest,
            mapping_text=ready.mapping.text,
            loaded_by=self.person,
            started_at=self.at,
            total=ready.table.total,
        )
        apply_whole(self.batch, ready.table, self.chunks)
        self.batch.finished_at = self.at
        self.batch.save()
        return self.batch


class BeginLoad(_Keeping):
    """Begin a large file; its rows follow in steps, and the batch counts only when it is finished."""

    name = "intake.begin"
    title = "开始导入大文件"
    creates = True

    class Input(Input):
        """The file as surveyed; its copy is already kept under its digest."""

        source: Source = Field(title="来源")
        file_name: str = Field(title="文件名", max_length=200)
        digest: str = Field(title="SHA-256", pattern="^[0-9a-f]{64}$")
        as_of: date = Field(title="数据日期")
        total: int = Field(title="行数", ge=1)

    def check(self) -> None:
        """The copy is there and no batch of this file is."""
        if not files.kept(self.data.digest).exists():
            self.refuse("文件副本已不在服务器上，请重新选择文件导入。")

    def execute(self) -> models.Model:
        """Create the batch, or give back the one another process just began."""
        mapping = current(self.data.source)
        self.batch, _ = Batch.objects.get_or_create(
            source=self.data.source,
            digest=self.data.digest,
            as_of=self.data.as_of,
            mapping_digest=mapping.digest,
            defaults={
                "file_name": self.data.file_name,
                "mapping_text": mapping.text,
                "loaded_by": self.person,
                "started_at": self.at,
                "total": self.data.total,
            },
        )
        return self.batch


class FinishLoad(_Keeping):
    """Finish a large file once every row has been taken or quarantined."""

    name = "intake.finish"
    title = "完成大文件导入"
    when = holds(
        "批次没有完成", lambda batch: not batch.finished_at, lambda batch: f"批次 {batch.pk} 已经完成。"
    )

    def check(self) -> None:
        """All rows are done and nobody finished it before."""
        done = sum(self.target.progress.values())
        if done != self.target.total:
            self.refuse(
                f"批次 {self.target.pk} 还有 {self.target.total - done} 行未处理，"
                "请重新提交同一文件，会从断点继续。"
            )

    def execute(self) -> models.Model:
        """Write the totals."""
        self.batch = self.target
        set_counts(self.batch, self.batch.progress)
        self.batch.finished_at = self.at
        self.batch.save()
        return self.batch
