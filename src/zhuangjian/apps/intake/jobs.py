"""A file handed in at a page or over the API, loaded by the process that does the jobs."""

from __future__ import annotations

from datetime import date

from zhuangjian.apps.intake import files
from zhuangjian.apps.intake.loading import load
from zhuangjian.apps.intake.models import Batch
from zhuangjian.apps.jobs.models import OVER, Job
from zhuangjian.apps.jobs.running import Say, runs
from zhuangjian.apps.jobs.store import drop
from zhuangjian.apps.ledger.action import NotYours
from zhuangjian.engines.rules.answer import Refusal


@runs("intake.load")
def load_file(job: Job, say: Say) -> str:
    """Load the job's file as the person who handed it in; the batch's address."""
    from zhuangjian.apps.intake.actions.load import LoadFile

    if not job.person.is_active or not LoadFile.allowed(job.person, None):
        raise NotYours("您没有办理这一事项的权限。", article=LoadFile.article)
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


def _wanted(digest: str, job: Job) -> bool:
    """Whether a batch was loaded from the file, or another job has the same content before it."""
    others = Job.objects.unrestricted().exclude(pk=job.pk).exclude(state__in=OVER)
    return (
        Batch.objects.unrestricted().filter(digest=digest).exists()
        or others.filter(given__file__kept=digest).exists()
    )
