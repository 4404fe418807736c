"""Trying a file before it counts, and letting it count once its report was read."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.intake import files
from zhuangjian.apps.intake.actions.load import TITLES, LoadFile, _Whole
from zhuangjian.apps.intake.loading import prepare, tried
from zhuangjian.apps.intake.models import Batch, Trial
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.kernel.states import always

# Whom a job tells how far the trial is.
SAYING: ContextVar[Callable[[int, int], None] | None] = ContextVar("saying", default=None)


def last_batch() -> int:
    """The last batch so far: whether anything was taken in after a trial is seen by it."""
    return Batch.objects.unrestricted().order_by("-pk").values_list("pk", flat=True).first() or 0


class TryFile(Act[None]):
    """Read a file and say what it would do: new, changed, unchanged and held back rows. Nothing of it counts yet."""

    name = "intake.try"
    title = "试读数据文件"
    cites = "integration"
    model = Trial
    creates = True
    in_job = True
    who = REGISTRY_KEEPERS
    when = always

    class Input(LoadFile.Input):
        """The same as for loading."""

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """Sources by their Chinese names."""
        return {"source": list(TITLES.items())}

    def prepare(self) -> None:
        """Take the rows and let go of them again, part by part."""
        path = files.lying(self.data.file)
        self.ready = prepare(self.data.source, path, self.data.as_of, self.data.file.name)
        done = self.ready.batch
        if done is not None and done.finished_at:
            self.refuse(f"这个文件已作为批次 {done.pk} 导入过，再次导入不会有任何改动。")
        self.last = last_batch()
        self.told: dict[str, Any] = tried(self.ready, SAYING.get())

    def do(self, found: None) -> Change:
        """The report is kept."""
        ready, told = self.ready, self.told
        counts = {kind: told[kind] for kind in ("new", "changed", "unchanged", "quarantined")}
        trial = Trial.objects.create(
            source=ready.mapping.source,
            file_name=ready.table.name[:200],
            digest=ready.table.digest,
            as_of=ready.as_of,
            mapping_digest=ready.mapping.digest,
            tried_by=self.person,
            tried_at=self.at,
            total=ready.table.total,
            report=told["report"],
            last_batch=self.last,
            **counts,
        )
        return Change(trial, {"source": trial.source, "digest": trial.digest, "as_of": trial.as_of, **counts})


class ConfirmTrial(_Whole):
    """Let a tried file count: it is loaded as it was tried."""

    name = "intake.confirm"
    title = "确认导入"

    class Input(Fields):
        """The trial whose report was read."""

        trial: int = Field(title="试读", ge=1, json_schema_extra={"widget": "hidden"})

    data: Input

    def prepare(self) -> None:
        """The file as it was tried, by the mapping it was tried with."""
        trial = trial_of(self.person, self.data.trial)
        self._look_through(files.kept(trial.digest), trial.source, trial.as_of, trial.file_name)


def trial_of(person: Any, number: int) -> Trial:
    """A trial that can still be confirmed; a Refusal says why it cannot."""
    from zhuangjian.apps.intake.mapping import current
    from zhuangjian.engines.rules.answer import Refusal

    trial = Trial.objects.visible_to(person).filter(pk=number).first()
    if trial is None:
        raise Refusal("找不到这次试读，请重新上传文件。")
    if not files.kept(trial.digest).exists():
        raise Refusal("试读的文件已不在服务器上，请重新上传。")
    if current(trial.source).digest != trial.mapping_digest:
        raise Refusal("试读之后栏目对照表改过，结果可能不同，请重新试读。")
    return trial


def batch_of(trial: Trial) -> Batch | None:
    """The batch that the tried file is by now."""
    return (
        Batch.objects.unrestricted()
        .filter(
            source=trial.source,
            digest=trial.digest,
            as_of=trial.as_of,
            mapping_digest=trial.mapping_digest,
            undone_at=None,
        )
        .first()
    )
