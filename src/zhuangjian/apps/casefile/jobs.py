"""The review of a year's files, done by the process that does the jobs."""

from __future__ import annotations

import json

from zhuangjian.apps.jobs.models import Job
from zhuangjian.apps.jobs.running import Say, runs
from zhuangjian.apps.ledger.action import perform


@runs("casefile.review_year")
def review_year(job: Job, say: Say) -> str:
    """Review the year as the person who asked for it; the address of the result."""
    from zhuangjian.apps.casefile.actions.review_year import SAYING, ReviewYear

    heard = SAYING.set(say)
    try:
        done = perform(ReviewYear, job.person, None, {"year": job.given["year"]})
    finally:
        SAYING.reset(heard)
    return f"/file-review/{job.code}/{json.loads(done.entry.facts)['digest']}/"
