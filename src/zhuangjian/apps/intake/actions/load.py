"""Taking files in. Small ones in one step; large ones begun, applied in steps with checkpoints, and finished."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.intake import files
from zhuangjian.apps.intake.applying import apply_whole, set_counts
from zhuangjian.apps.intake.loading import WHOLE, found, prepare
from zhuangjian.apps.intake.mapping import current
from zhuangjian.apps.intake.models import Batch
from zhuangjian.apps.intake.noticed import noticed
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.intake.reading import Reading
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import Upload
from zhuangjian.kernel.states import always, holds

Source = Literal["licences", "sampling"]
TITLES = {"licences": "化妆品生产许可证登记", "sampling": "国家抽检不符合规定通告"}


def kept(batch: Batch) -> Change:
    """The batch, with the file's digest and what became of its rows."""
    facts = {
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
    return Change(batch, facts)


class _Whole(Act[None]):
    """What loading a file whole has in common, be it handed in now or tried before: everything it says is in the registry
    after this, or nothing is."""

    cites = "integration"
    model = Batch
    creates = True
    in_job = True
    who = REGISTRY_KEEPERS
    when = always

    def _look_through(self, path: Path, source: str, as_of: date | None, name: str) -> None:
        self.ready = prepare(source, path, as_of, name)
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

    def do(self, found: None) -> Change:
        """Every row of the file is taken in or quarantined."""
        ready = self.ready
        batch = Batch.objects.create(
            source=ready.mapping.source,
            file_name=ready.table.name[:200],
            digest=ready.table.digest,
            as_of=ready.as_of,
            mapping_digest=ready.mapping.digest,
            mapping_text=ready.mapping.text,
            loaded_by=self.person,
            started_at=self.at,
            total=ready.table.total,
            notes=noticed(ready.table, ready.mapping),
        )
        apply_whole(batch, ready.table, self.chunks)
        batch.finished_at = self.at
        batch.save()
        return kept(batch)


class LoadFile(_Whole):
    """Load a file whole."""

    name = "intake.load"
    title = "导入数据文件"

    class Input(Fields):
        """The file, the source it comes from, and the day its contents are of."""

        source: Source = Field(title="来源")
        file: Upload = Field(title="文件（CSV、TSV、XLSX 或 JSON Lines）")
        as_of: date | None = Field(
            None, title="数据日期", description="快照或通告的日期；不填则取文件中或文件名中的日期"
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """Sources by their Chinese names."""
        return {"source": list(TITLES.items())}

    def prepare(self) -> None:
        """Keep the file and read it once: nobody waits for that."""
        self._look_through(
            files.lying(self.data.file), self.data.source, self.data.as_of, self.data.file.name
        )


class BeginLoad(Act[None]):
    """Begin a large file; its rows follow in steps, and the batch counts only when it is finished."""

    name = "intake.begin"
    title = "开始导入大文件"
    cites = "integration"
    model = Batch
    creates = True
    who = REGISTRY_KEEPERS
    when = always

    class Input(Fields):
        """The file as surveyed; its copy is already kept under its digest."""

        source: Source = Field(title="来源")
        file_name: str = Field(title="文件名", max_length=200)
        digest: str = Field(title="SHA-256", pattern="^[0-9a-f]{64}$")
        as_of: date = Field(title="数据日期")
        total: int = Field(title="行数", ge=1)
        notes: dict[str, object] = Field(default_factory=dict, title="读取说明")

    data: Input

    def check(self) -> None:
        """The copy is there and no batch of this file is."""
        if not files.kept(self.data.digest).exists():
            self.refuse("文件副本已不在服务器上，请重新选择文件导入。")

    def do(self, found: None) -> Change:
        """Create the batch, or give back the one another process just began."""
        mapping = current(self.data.source)
        batch, _ = Batch.objects.get_or_create(
            source=self.data.source,
            digest=self.data.digest,
            as_of=self.data.as_of,
            mapping_digest=mapping.digest,
            undone_at=None,
            defaults={
                "file_name": self.data.file_name,
                "mapping_text": mapping.text,
                "loaded_by": self.person,
                "started_at": self.at,
                "total": self.data.total,
                "notes": self.data.notes,
            },
        )
        return kept(batch)


class FinishLoad(Act[Batch]):
    """Finish a large file once every row has been taken or quarantined."""

    name = "intake.finish"
    title = "完成大文件导入"
    cites = "integration"
    who = REGISTRY_KEEPERS
    when = holds(
        "批次没有完成", lambda batch: not batch.finished_at, lambda batch: f"批次 {batch.pk} 已经完成。"
    )

    def check(self) -> None:
        """All rows are done and nobody finished it before."""
        done = sum(self.case.progress.values())
        if done != self.case.total:
            self.refuse(
                f"批次 {self.case.pk} 还有 {self.case.total - done} 行未处理，"
                "请重新提交同一文件，会从断点继续。"
            )

    def do(self, found: None) -> Change:
        """The totals of all steps are written, and the batch counts from now on."""
        set_counts(self.case, self.case.progress)
        self.case.finished_at = self.at
        self.case.save()
        return kept(self.case)
