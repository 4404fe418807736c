"""Drafting, done by the process that does the jobs."""

from __future__ import annotations

import json

from zhuangjian.apps.jobs.models import Job
from zhuangjian.apps.jobs.running import Say, runs
from zhuangjian.apps.ledger.action import perform


@runs("planning.draft")
def draft_programme(job: Job, say: Say) -> str:
    """Draft as the person who asked for it; the address of the draft."""
    from zhuangjian.apps.planning.actions.draft import SAYING, DraftProgramme

    heard = SAYING.set(say)
    try:
        done = perform(DraftProgramme, job.person, None, job.given)
    finally:
        SAYING.reset(heard)
    return f"/planning/{job.code}/{json.loads(done.entry.facts)['digest']}/"
