"""Drafts as kept: each with the job that made it, for who had it made."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from zhuangjian.apps.jobs.models import Job, JobState
from zhuangjian.apps.jobs.store import kept

JOB = "planning.draft"


def drafts(person: Any) -> Any:
    """The person's drafts, newest first."""
    return Job.objects.visible_to(person).filter(action=JOB)


def told_of(person: Any, code: UUID) -> dict[str, Any] | None:
    """What one of the person's drafts says; None where it is not theirs, not done, or no longer kept."""
    job = drafts(person).filter(code=code, state=JobState.DONE).first()
    return told(job) if job is not None else None


def told(job: Job) -> dict[str, Any] | None:
    """What the draft of a job that is done says."""
    digest = job.result_url.rstrip("/").rpartition("/")[2]
    path = kept(digest)
    if len(digest) != 64 or not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
