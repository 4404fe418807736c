"""``zhuangjian jobs``: the process that does what pages and the API hand in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import Annotated, Any

import typer

from zhuangjian.kernel.output import Format, console, emit, refusals

app = typer.Typer(no_args_is_help=True)
LOOK = 1.0
AGAIN_AFTER = 2.0


@app.command()
def run(
    inside: Annotated[bool, typer.Option("--inside", hidden=True, help="本进程直接执行，不另起进程")] = False,
    once: Annotated[bool, typer.Option("--once", help="做完现有的任务即结束")] = False,
) -> None:
    """执行网页与接口提交的后台任务；`serve` 会自动启动它。执行的进程意外结束时另起一个。"""
    if inside or once:
        _work(once)
        return
    ending = _until_told()
    parent = os.getppid()
    while not ending.is_set():
        # A fresh interpreter: nothing is forked from a process that has threads or has made documents.
        worker = subprocess.Popen(
            [sys.executable, "-P", "-m", "zhuangjian.cli.main", "jobs", "run", "--inside"]
        )
        while worker.poll() is None and not ending.wait(LOOK):
            if os.getppid() != parent:
                ending.set()
        if worker.poll() is None:
            worker.terminate()
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        ending.wait(AGAIN_AFTER)


def _work(once: bool) -> None:
    from zhuangjian.config.ready import ensure_ready

    ensure_ready()
    from zhuangjian.apps.jobs.running import Worker

    worker = Worker()
    worker.ending = _until_told()
    if once:
        while worker.one():
            pass
        return
    threading.Thread(target=_end_with, args=(os.getppid(), worker.ending), daemon=True).start()
    worker.run()


def _until_told() -> threading.Event:
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    return ending


def _end_with(parent: int, ending: threading.Event) -> None:
    """A worker whose keeper was killed ends too, so that never two keep running after a restart."""
    while not ending.wait(LOOK):
        if os.getppid() != parent:
            ending.set()


@app.command("list")
def list_jobs(
    as_user: Annotated[str, typer.Option("--as", help="以谁的名义（登录名）")],
    format: Annotated[Format, typer.Option("--format", help="text 或 json")] = Format.text,
) -> None:
    """此人最近的后台任务。"""
    with refusals(format):
        from zhuangjian.config.ready import ensure_ready

        ensure_ready()
        from zhuangjian.apps.authorities.acting import acting
        from zhuangjian.apps.jobs.models import Job

        rows = Job.objects.visible_to(acting(as_user)).select_related("person")[:50]
        emit([_row(job) for job in rows], format, _tell)


def _row(job: Any) -> dict[str, Any]:
    return {
        "code": str(job.code),
        "title": job.title,
        "person": job.person.name,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "words": job.words,
    }


def _tell(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        console.print(
            f"{row['state']}  {row['done']}/{row['total']}  {row['title']}（{row['person']}）{row['words']}",
            markup=False,
        )
    if not rows:
        console.print("没有后台任务。")
