"""The long work of this area, done by the process that does the jobs."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.jobs.models import Job
from zhuangjian.apps.jobs.running import Say, runs
from zhuangjian.apps.ledger.action import perform
from zhuangjian.apps.risk.grading import grade_all
from zhuangjian.apps.risk.models import Run, WarningRun
from zhuangjian.apps.risk.saying import SAYING
from zhuangjian.apps.risk.warning_scores import store


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


def warn_of_parties(person: Any, given: dict[str, Any], say: Say, at: Any = None) -> WarningRun:
    """The model computed as that person, and every party's score written; nothing is kept of one that is refused."""
    from zhuangjian.apps.risk.actions.warnings import ComputeWarning

    heard = SAYING.set(say)
    try:
        run: Any = perform(ComputeWarning, person, None, given, at=at).object
    finally:
        SAYING.reset(heard)
    store(run, run.to_store)
    return run  # type: ignore[no-any-return]


@runs("risk.compute_warning")
def warning_job(job: Job, say: Say) -> str:
    """Compute the early-warning model; its page."""
    return warn_of_parties(job.person, {"as_of": job.given["as_of"]}, say).get_absolute_url()
