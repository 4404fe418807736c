"""A file handed in at a page or over the API, loaded by the process that does the jobs."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhuangjian.apps.intake import files
from zhuangjian.apps.intake.loading import load
from zhuangjian.apps.intake.models import Batch, Trial
from zhuangjian.apps.jobs.models import OVER, Job
from zhuangjian.apps.jobs.running import Say, runs
from zhuangjian.apps.jobs.store import KeptUpload, drop
from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.ledger.action import NotYours, perform
from zhuangjian.engines.rules.answer import Refusal


@runs("intake.load")
def load_file(job: Job, say: Say) -> str:
    """Load the job's file as the person who handed it in; the batch's address."""
    from zhuangjian.apps.intake.actions.load import LoadFile

    _must_be_theirs(job, LoadFile)
    given, file = job.given, job.given["file"]
    try:
        done = load(
            given["source"],
            files.kept(file["kept"]),
            job.person,
            as_of=date.fromisoformat(given["as_of"]) if given.get("as_of") else None,
            name=file["name"],
            say=say,
            tick=lambda: say(0, 0),
        )
    except Refusal:
        drop(file["kept"], lambda: _wanted(file["kept"], job))
        raise
    say(done["read"], done["read"])
    return f"/intake/batches/{done['batch']}/"


@runs("intake.try")
def try_file(job: Job, say: Say) -> str:
    """Say what the job's file would do; the address of the report."""
    from zhuangjian.apps.intake.actions.trying import SAYING, TryFile

    _must_be_theirs(job, TryFile)
    given, file = job.given, job.given["file"]
    upload = KeptUpload.model_construct(name=file["name"], content=b"", digest=file["kept"])
    day = date.fromisoformat(given["as_of"]) if given.get("as_of") else None
    heard = SAYING.set(say)
    try:
        done = perform(
            TryFile,
            job.person,
            None,
            TryFile.Input.model_construct(source=given["source"], file=upload, as_of=day),
        )
    except Refusal:
        drop(file["kept"], lambda: _wanted(file["kept"], job))
        raise
    finally:
        SAYING.reset(heard)
    return str(done.object.get_absolute_url())


@runs("intake.confirm")
def confirm_trial(job: Job, say: Say) -> str:
    """Load a tried file as the person who confirmed it; the batch's address."""
    from zhuangjian.apps.intake.actions.trying import ConfirmTrial, trial_of

    _must_be_theirs(job, ConfirmTrial)
    trial = trial_of(job.person, job.given["trial"])
    done = load(
        trial.source,
        files.kept(trial.digest),
        job.person,
        as_of=trial.as_of,
        name=trial.file_name,
        say=say,
        tick=lambda: say(0, 0),
    )
    say(done["read"], done["read"])
    return f"/intake/batches/{done['batch']}/"


def _must_be_theirs(job: Job, action: type[Act[Any, Any]]) -> None:
    if not job.person.is_active or not action.allowed(job.person, None):
        raise NotYours("您没有办理这一事项的权限。", article=action.article)


def _wanted(digest: str, job: Job) -> bool:
    """Whether a batch was loaded from the file, or another job has the same content before it."""
    others = Job.objects.unrestricted().exclude(pk=job.pk).exclude(state__in=OVER)
    return (
        Batch.objects.unrestricted().filter(digest=digest).exists()
        or Trial.objects.unrestricted().filter(digest=digest).exists()
        or others.filter(given__file__kept=digest).exists()
    )
