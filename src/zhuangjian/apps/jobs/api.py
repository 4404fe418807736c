"""One's own jobs over the API."""

# Annotations stay real objects here: ninja resolves them in another module.
from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from zhuangjian.apps.jobs.handing_in import stop
from zhuangjian.apps.jobs.models import Job
from zhuangjian.apps.jobs.pages import SHOWN, own
from zhuangjian.kernel.requests import PersonRequest

PREFIX = "jobs"
router = Router(tags=["后台任务"])


class JobOut(Schema):
    """A job: ``state`` is waiting, running, done, refused, failed or cancelled; ``result_url`` is the page of the result."""

    code: UUID
    action: str
    title: str
    state: str
    done: int
    total: int
    words: str
    missing: list[str]
    result_url: str
    made_at: datetime
    finished_at: datetime | None


@router.get("", response=list[JobOut], summary="我的后台任务", operation_id="jobs")
def jobs(request: PersonRequest) -> Any:
    """The latest ones first."""
    return Job.objects.visible_to(request.person)[:SHOWN]


@router.get("/{uuid:code}", response=JobOut, summary="一项后台任务", operation_id="job")
def job(request: PersonRequest, code: UUID) -> Any:
    """How far it is, and what came of it."""
    return own(request.person, code)


@router.post("/{uuid:code}/stop", response=JobOut, summary="停止后台任务", operation_id="stop_job")
def stop_job(request: PersonRequest, code: UUID) -> Any:
    """One that waits ends now, one that runs at its next step."""
    stop(own(request.person, code))
    return own(request.person, code)
