"""Top-level commands: init, demo, serve."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Annotated, Any

import typer

from zhuangjian.cli import backup
from zhuangjian.cli.refusals import refusals as told_refusals
from zhuangjian.cli.retention import retention
from zhuangjian.config.ready import ensure_ready
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.output import Format, console, emit, errors, refusals


def register(app: typer.Typer) -> None:
    """Add the site's commands to the command line."""
    app.command("init")(init)
    app.command("demo")(demo)
    app.command("serve")(serve)
    app.command("backup")(backup.backup)
    app.command("restore")(backup.restore)
    app.command("refusals")(told_refusals)
    app.command("retention")(retention)


def init(format: Annotated[Format, typer.Option("--format", help="text 或 json")] = Format.text) -> None:
    """建立数据目录与数据库（可重复执行）。"""
    with refusals(format):
        ensure_ready()
        from django.conf import settings
        from django.db import connection

        from zhuangjian.config.leftovers import swept

        swept(settings.HOME)
        _warn_of_broken_promises()
        facts = {
            "home": str(settings.HOME),
            "database": connection.vendor,
            "region": settings.REGION,
            "ready": True,
        }
        emit(
            facts, format, lambda f: console.print(f"数据目录 {f['home']}，数据库 {f['database']}，已就绪。")
        )


def demo(
    parties: Annotated[int, typer.Option(help="企业数量（200 至 1000000）")] = 200,
    seed: Annotated[int, typer.Option(help="种子：相同种子得到相同数据")] = 2026,
    serve_after: Annotated[bool, typer.Option("--serve", help="完成后启动网站")] = False,
    format: Annotated[Format, typer.Option("--format", help="text 或 json")] = Format.text,
) -> None:
    """造一个演示省份：机构、人员、企业、信号、检查与整改；已有演示数据时不重复造。"""
    with refusals(format):
        ensure_ready()
        from zhuangjian.apps.demo.province import make_province

        started = time.monotonic()
        result = make_province(parties=parties, seed=seed, say=None if format is Format.json else _say)
        result["seconds"] = round(time.monotonic() - started, 1)
        emit(result, format, _tell)
    if serve_after:
        sys.stdout.flush()
        _serve_afresh()


def _serve_afresh() -> None:
    """Become a new program that serves: whatever the making left in this one never reaches the workers."""
    from zhuangjian.apps.documents.render import renderer
    from zhuangjian.config.fresh import program

    renderer.close()
    command, environment = program("zhuangjian.cli.main", "serve")
    os.execve(command[0], command, environment)


def _say(words: str) -> None:
    console.print(f"[dim]· {words}[/]")


def _tell(result: dict[str, Any]) -> None:
    from rich.table import Table

    if result["made"]:
        console.print(f"演示省份已造好：企业 {result['parties']} 家，用时 {result['seconds']} 秒。")
    else:
        console.print(f"演示省份已存在（企业 {result['parties']} 家），未作改动。")
    table = Table(title="演示账号（密码均为 " + result["password"] + "）", title_justify="left")
    for head in ("登录名", "姓名", "单位", "可以做什么"):
        table.add_column(head, no_wrap=head == "登录名", overflow="fold")
    for account in result["accounts"]:
        table.add_row(account["username"], account["name"], account["authority"], account["does"])
    console.print(table)


def serve(
    host: Annotated[str, typer.Option(help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口（默认 8000，或环境变量 PORT）")] = 0,
    workers: Annotated[int, typer.Option(help="进程数")] = 1,
) -> None:
    """启动网站。"""
    ensure_ready()
    _refuse_endless_redirects()
    _warn_of_broken_promises()
    from django.conf import settings
    from django.db import connections

    from zhuangjian.config import server

    number = port or int(os.environ.get("PORT") or 8000)
    _refuse_taken(host, number)
    console.print(f"网站：[bold]http://{host}:{number}[/]（Ctrl+C 停止）")
    sys.stdout.flush()
    # No worker may begin with a connection of ours.
    connections.close_all()
    # Beside the server, in a process of its own, spawned before any thread of this one begins.
    jobs = subprocess.Popen([sys.executable, "-P", "-m", "zhuangjian.cli.main", "jobs", "run"])
    try:
        server.run(host, number, workers, threads=settings.THREADS, home=settings.HOME)
    finally:
        jobs.terminate()
        jobs.wait()


def _warn_of_broken_promises() -> None:
    from zhuangjian.config.database import broken_promises

    for sentence in broken_promises():
        errors.print(f"[bold yellow]注意[/]：{sentence}")


def _refuse_endless_redirects() -> None:
    """Behind TLS without a named proxy every request looks like http and would be sent to https for ever."""
    from django.conf import settings

    if settings.HTTPS and not settings.PROXIES:
        raise Refusal(
            "设了 ZHUANGJIAN_HTTPS=1，还须用 ZHUANGJIAN_PROXIES 写明终止 TLS 的反向代理的地址（如 127.0.0.1），"
            "否则每个请求都会被无休止地转到 https。见 docs/operations.md。"
        )


def _refuse_taken(host: str, port: int) -> None:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            console.print(
                f"[bold red]不能在 {host}:{port} 上启动[/]：{error.strerror}。请换端口：PORT=8001 make demo"
            )
            raise typer.Exit(1) from None
