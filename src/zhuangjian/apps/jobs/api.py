"""One's own jobs over the API."""

# Annotations stay real objects here: ninja resolves them in another module.
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from zhuangjian.apps.jobs.handing_in import stop
from zhuangjian.apps.jobs.models import Job
from zhuangjian.apps.jobs.pages import SHOWN, own

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
def jobs(request: HttpRequest) -> Any:
    """The latest ones first."""
    return Job.objects.visible_to(request.user)[:SHOWN]


@router.get("/{uuid:code}", response=JobOut, summary="一项后台任务", operation_id="job")
def job(request: HttpRequest, code: UUID) -> Any:
    """How far it is, and what came of it."""
    return own(request.user, code)


@router.post("/{uuid:code}/stop", response=JobOut, summary="停止后台任务", operation_id="stop_job")
def stop_job(request: HttpRequest, code: UUID) -> Any:
    """One that waits ends now, one that runs at its next step."""
    stop(own(request.user, code))
    return own(request.user, code)
