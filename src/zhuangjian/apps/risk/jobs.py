"""The long work of this area, done by the process that does the jobs."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.jobs.models import Job
from zhuangjian.apps.jobs.running import Say, runs
from zhuangjian.apps.ledger.action import perform
from zhuangjian.apps.risk.grading import grade_all
from zhuangjian.apps.risk.models import Run
from zhuangjian.apps.risk.saying import SAYING


def grade_parties(person: Any, given: dict[str, Any], say: Say, at: Any = None) -> Run:
    """All parties graded as that person; the finished run. One that was stopped goes on."""
    from zhuangjian.apps.risk.actions.grading import FinishGrading, GradeAll

    run: Any = perform(GradeAll, person, None, given, at=at).object
    grade_all(run, say, at)
    run.refresh_from_db()
    finished: Run = perform(FinishGrading, person, run, {}, at=at).object  # type: ignore[assignment]
    return finished


@runs("risk.grade_all")
def grade_job(job: Job, say: Say) -> str:
    """Grade all parties; the page of the result."""
    return grade_parties(job.person, {"as_of": job.given["as_of"]}, say).get_absolute_url()


@runs("risk.detect")
def detect_job(job: Job, say: Say) -> str:
    """Look for signals; the inbox."""
    from zhuangjian.apps.risk.actions.signals import DetectSignals

    heard = SAYING.set(say)
    try:
        run: Any = perform(DetectSignals, job.person, None, {"as_of": job.given["as_of"]}).object
    finally:
        SAYING.reset(heard)
    return str(run.get_absolute_url())
