"""One process that takes the jobs one after the other.

A job is taken by a conditional update. Whoever has it says so every few seconds; one whose taker fell silent (killed,
or the machine went down) is taken again, and given up after a few times.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import OperationalError, close_old_connections, connection
from django.db.models import F, Q
from django.utils import timezone

from zhuangjian.apps.jobs.models import OVER, Job, JobState
from zhuangjian.apps.ledger import sums
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.verify import snapshot
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.area import areas

BEAT = 4.0
SILENT = timedelta(seconds=30)
ATTEMPTS = 3
# No step of any job takes so long; a process that hangs is ended from outside Python, and its job taken again.
LONGEST_STEP = 600
SAY_EVERY = 0.5
KEPT_DAYS = 90
log = logging.getLogger("zhuangjian.jobs")

Say = Callable[[int, int], None]
# Does a job's work and returns the address of what came of it: ``runner(job, say)``.
Runner = Callable[[Job, Say], str]
RUNNERS: dict[str, Runner] = {}
# Between two jobs of the small work that areas have done again and again.
CHORE_EVERY = 30.0


class Stopped(Exception):
    """The owner asked to stop, or another process has the job now."""


class GoingDown(Exception):
    """This process is to end: the job goes back to wait."""


def runs(action: str) -> Callable[[Runner], Runner]:
    """Register what does the work of an action handed in as a job: ``@runs("intake.load")``."""

    def keep(runner: Runner) -> Runner:
        RUNNERS[action] = runner
        return runner

    return keep


def _attempt(chore: Callable[[], Any]) -> None:
    """A chore that fails is said and comes again; jobs do not wait for it."""
    try:
        chore()
    except Exception:
        log.exception("chore %s", getattr(chore, "__qualname__", chore))


class Worker:
    """Takes jobs until :attr:`ending` is set."""

    def __init__(self) -> None:
        self.name = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
        self.ending = threading.Event()
        self._doing = False

    def run(self, every: float = 1.0) -> None:
        """Take jobs as they come."""
        self.tidy()
        due = 0.0
        while not self.ending.is_set():
            try:
                if time.monotonic() >= due:
                    due = time.monotonic() + CHORE_EVERY
                    for chore in (one for area in areas().values() for one in area.chores):
                        _attempt(chore)
                if not self.one():
                    self.ending.wait(every)
            except OperationalError:
                log.exception("jobs")
                self.ending.wait(every * 5)
            finally:
                close_old_connections()

    def one(self) -> bool:
        """Do one job if there is one."""
        self._give_up_on_the_hopeless()
        job = self._take()
        if job is None:
            return False
        over = threading.Event()
        beating = threading.Thread(target=self._beat, args=(job.pk, over), daemon=True)
        beating.start()
        # Only while a job is being done may a step that takes too long end this process.
        self._doing = True
        try:
            self._do(job)
        finally:
            self._doing = False
            over.set()
            beating.join()
            faulthandler.cancel_dump_traceback_later()
        return True

    def tidy(self) -> None:
        """Forget jobs that ended long ago; what they did is kept elsewhere."""
        before = timezone.now() - timedelta(days=KEPT_DAYS)
        Job.objects.unrestricted().filter(state__in=OVER, finished_at__lt=before).delete()

    def _take(self) -> Job | None:
        now = timezone.now()
        free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, beat_at__lt=now - SILENT)
        rows = Job.objects.unrestricted()
        for pk in rows.filter(free).order_by("pk").values_list("pk", flat=True)[:10]:
            taken = rows.filter(free, pk=pk).update(
                state=JobState.RUNNING, worker=self.name, attempts=F("attempts") + 1, beat_at=now
            )
            if taken:
                return rows.select_related("person__authority").get(pk=pk)
        return None

    def _give_up_on_the_hopeless(self) -> None:
        now = timezone.now()
        Job.objects.unrestricted().filter(
            state=JobState.RUNNING, beat_at__lt=now - SILENT, attempts__gte=ATTEMPTS
        ).update(
            state=JobState.FAILED,
            finished_at=now,
            words=f"执行 {ATTEMPTS} 次都中途中断，已停止。请核对文件后重新提交；仍不行请把编号告诉系统管理员。",
        )

    def _mine(self, pk: int) -> Any:
        return Job.objects.unrestricted().filter(pk=pk, worker=self.name, state=JobState.RUNNING)

    def _beat(self, pk: int, over: threading.Event) -> None:
        while not over.wait(BEAT):
            try:
                self._mine(pk).update(beat_at=timezone.now())
            except OperationalError:
                log.warning("job %s: the database is busy", pk)
        connection.close()

    def _do(self, job: Job) -> None:
        try:
            self._as_handed_in(job)
            url = RUNNERS[job.action](job, self._saying(job))
            self._end(job, JobState.DONE, result_url=url, words=f"{ACTIONS[job.action].title}已完成。")
        except Refusal as refusal:
            self._end(job, JobState.REFUSED, words=refusal.message, missing=list(refusal.missing))
        except Stopped:
            self._end(job, JobState.CANCELLED, words="已按您的要求停止。")
        except GoingDown:
            self._mine(job.pk).update(state=JobState.WAITING, attempts=F("attempts") - 1)
        except Exception:
            log.exception("job %s", job.pk)
            words = "系统出错，没有完成。请重新提交；仍不行请把编号告诉系统管理员。"
            self._end(job, JobState.FAILED, words=words)

    @staticmethod
    def _as_handed_in(job: Job) -> None:
        """A job that somebody wrote into the database, or a past one set back, is done for nobody."""
        with snapshot():
            agrees = sums.agrees(Job, job.pk)
        if not agrees:
            log.critical("job %s: the rows of jobs do not give their sum; nothing was done", job.pk)
            raise Refusal(
                "后台任务的数据与账本所记不符，可能被绕过系统改动或写入，没有办理。请通知审计员核对账本，查明以后重新提交。"
            )

    def _end(self, job: Job, state: str, **given: Any) -> None:
        self._mine(job.pk).update(state=state, finished_at=timezone.now(), **given)

    def _saying(self, job: Job) -> Say:
        last = 0.0

        def say(done: int, total: int) -> None:
            nonlocal last
            now = time.monotonic()
            if self.ending.is_set():
                raise GoingDown
            if now - last < SAY_EVERY and (done < total or not total):
                return
            last = now
            if self._doing:
                faulthandler.dump_traceback_later(LONGEST_STEP, exit=True)
            moved = {"done": done, "total": total, "beat_at": timezone.now()}
            if not self._mine(job.pk).filter(stop_asked=False).update(**moved):
                raise Stopped

        say(0, 0)
        return say
