"""The analysis of common problems, done by the process that does the jobs."""

from __future__ import annotations

from zhuangjian.apps.improvement.actions.problems import SAYING, Analyse
from zhuangjian.apps.jobs.models import Job
from zhuangjian.apps.jobs.running import Say, runs
from zhuangjian.apps.ledger.action import perform


@runs("improvement.analyse")
def analyse(job: Job, say: Say) -> str:
    """Count as the person who asked for it; the address of the result."""
    heard = SAYING.set(say)
    try:
        done = perform(Analyse, job.person, None, {"plan": job.given["plan"]})
    finally:
        SAYING.reset(heard)
    return str(done.object.get_absolute_url())
