"""How a door hands long work in, and how its owner stops it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhuangjian.apps.jobs.models import OVER, Job, JobState
from zhuangjian.apps.jobs.store import kept, stored, uploads
from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.ledger.action import KEY_LENGTH, Conflict, NotYours, Upload, noted, parse
from zhuangjian.engines.rules.answer import Refusal

AT_ONCE = 5


def hand_in(
    action: type[Act[Any, Any]], person: Any, data: Callable[[], Mapping[str, Any]], key: str = ""
) -> Job:
    """A waiting job for what the person asks; refused now is what can be refused without reading any file.

    ``data`` gives the input; nobody's files are taken in who may not hand them in. The same ``key`` twice is one job. The action itself is checked again, in full, when the job runs.
    """
    with noted(action, person):
        return _taken_in(action, person, data, key)


def _taken_in(
    action: type[Act[Any, Any]], person: Any, data: Callable[[], Mapping[str, Any]], key: str
) -> Job:
    if not person.is_active:
        raise NotYours("请先登录；账号已停用的请联系系统管理员。")
    if len(key) > KEY_LENGTH or not key.isprintable():
        raise Refusal(f"请求编号最多 {KEY_LENGTH} 个可见字符。")
    if refusal := action.why_not(person, None):
        raise refusal
    given = parse(action, data())
    plain = given.model_dump(mode="json", exclude=set(_files(given)))
    plain |= {name: stored(value) for name, value in _files(given).items()}
    if key and (earlier := Job.objects.visible_to(person).filter(request_key=key).first()):
        return _same(earlier, action, plain)
    if Job.objects.visible_to(person).exclude(state__in=OVER).count() >= AT_ONCE:
        raise Refusal(f"您已有 {AT_ONCE} 项任务在等待或进行，请等其中一项结束后再提交。")
    names = "、".join(value.name for value in _files(given).values())
    try:
        with transaction.atomic():
            job = Job.objects.create(
                person=person,
                action=action.name,
                title=f"{action.title} {names}".strip()[:200],
                given=plain,
                request_key=key,
                made_at=timezone.now(),
            )
    except IntegrityError:
        return _same(Job.objects.visible_to(person).get(request_key=key), action, plain)
    if not all(kept(digest).exists() for digest in uploads(plain)):
        # Another job of the same content was refused, and its file removed, while this one was taken in.
        stop(job)
        raise Conflict("同一内容的另一项任务刚刚结束，文件已被清理，请重新提交一次。")
    return job


def _files(given: Any) -> dict[str, Any]:
    return {
        name: getattr(given, name)
        for name in type(given).model_fields
        if isinstance(getattr(given, name), Upload)
    }


def _same(job: Job, action: type[Act[Any, Any]], plain: dict[str, Any]) -> Job:
    if (job.action, job.given) != (action.name, plain):
        raise Conflict("同一请求编号已用于另一项内容，请刷新页面后重新提交。")
    return job


def stop(job: Job) -> None:
    """Stop it: one that waits ends now, one that runs at its next step."""
    mine = Job.objects.unrestricted().filter(pk=job.pk)
    ended = mine.filter(state=JobState.WAITING).update(
        state=JobState.CANCELLED, words="已按您的要求停止，没有办理。", finished_at=timezone.now()
    )
    if not ended:
        mine.filter(state=JobState.RUNNING).update(stop_asked=True)
