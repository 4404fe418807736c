"""The renderer: a process of its own that makes documents, so that a render can neither hang nor outlive us.

A typesetter with threads of its own does not survive ``fork``: a compile in a forked child waits for ever. The renderer
is always a fresh program (exec, never a bare fork), belongs to one process, is started by its first document, and is
ended and replaced when a render exceeds its limit. It ends by itself when its owner is gone, however that ended.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import pickle
import socket
import struct
import subprocess
import time
from pathlib import Path
from threading import Lock
from typing import Any, Final

from zhuangjian.apps.documents.render.contexts import Document
from zhuangjian.config.fresh import program
from zhuangjian.engines.rules.answer import Refusal

MODULE: Final = "zhuangjian.apps.documents.render.renderer_main"
# Seconds for one document (`ZHUANGJIAN_RENDER_LIMIT`); an ordinary one takes some hundredths of a second.
LIMIT: Final = 30.0
STARTING: Final = 60.0
HEAD: Final = struct.Struct("!cQ")
MADE, REFUSED, FAILED, READY = b"M", b"R", b"F", b"."
log = logging.getLogger("zhuangjian.documents")


class _Gone(Exception):
    """The process ended instead of answering."""


def limit() -> float:
    """Seconds that one document may take."""
    try:
        return float(os.environ.get("ZHUANGJIAN_RENDER_LIMIT") or LIMIT)
    except ValueError:
        return LIMIT


def made(kind: str, template_name: str, context: Document, directory: Path | None = None) -> bytes:
    """One document from the renderer of this process, ``kind`` being ``pdf`` or ``docx``.

    Raises ``Refusal`` for what the template refuses, and when the document was not made in time.
    """
    return _renderer.made((kind, template_name, context, directory))


def close() -> None:
    """End the renderer of this process, if there is one; the next document starts another."""
    _renderer.close()


class Renderer:
    """One renderer process and the line before it: documents are made one at a time."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None

    @property
    def pid(self) -> int | None:
        """The process now at work, if any."""
        return self._process.pid if self._process else None

    def made(self, job: tuple[str, str, Any, Path | None]) -> bytes:
        """The bytes for a job; see :func:`made`."""
        seconds = limit()
        if not self._turn.acquire(timeout=2 * seconds):
            raise Refusal("正在制作的文书太多，这一份没有轮到，没有保存任何内容。请稍后重新提交。")
        try:
            return self._answer(pickle.dumps((seconds, *job)), seconds)
        except TimeoutError:
            log.error("render limit of %s s exceeded: %s", seconds, job[:2])
            self._end()
            raise Refusal(
                f"文书在 {seconds:g} 秒内没有制作完成，已中止，没有保存任何内容。请稍后重新提交；"
                "反复如此的，请精简过长的文字或者更换签名图片，并告知系统管理员。"
            ) from None
        except _Gone:
            log.error("the renderer ended twice over one document: %s", job[:2])
            raise Refusal(
                "制作文书的进程意外中止，没有保存任何内容。请稍后重新提交；反复如此的，请告知系统管理员。"
            ) from None
        finally:
            self._turn.release()

    def close(self) -> None:
        """Let the process end."""
        with self._turn:
            self._end()

    def forget(self) -> None:
        """After a fork: the process belongs to the parent; only our copy of its channel is closed."""
        self._turn = Lock()
        if self._channel:
            self._channel.close()
        if self._process:
            self._process.returncode = 0
        self._process = self._channel = None

    def _answer(self, request: bytes, seconds: float) -> bytes:
        for last in (False, True):
            try:
                channel = self._running()
                _send(channel, request, seconds)
                verdict, body = _receive(channel, seconds)
                break
            except (OSError, _Gone) as error:
                # It may have ended while it was idle: only the second end is this document's doing.
                if isinstance(error, TimeoutError):
                    raise
                self._end()
                if last:
                    raise _Gone from None
        if verdict == REFUSED:
            raise Refusal(**json.loads(body))
        if verdict == FAILED:
            log.error("a document could not be made:\n%s", body.decode())
            raise Refusal("文书制作出错，没有保存任何内容。请重试；仍不行请把时间告诉系统管理员。")
        return body

    def _running(self) -> socket.socket:
        if self._channel and self._process and self._process.poll() is None:
            return self._channel
        self._end()
        ours, theirs = socket.socketpair()
        with theirs:
            command, environment = program(MODULE)
            self._process = subprocess.Popen(
                command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, env=environment
            )
        self._channel = ours
        if _receive(ours, STARTING)[0] != READY:
            raise _Gone
        return ours

    def _end(self) -> None:
        if self._channel:
            self._channel.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = self._channel = None


def _send(channel: socket.socket, request: bytes, seconds: float) -> None:
    channel.settimeout(seconds)
    channel.sendall(HEAD.pack(b"J", len(request)) + request)


def _receive(channel: socket.socket, seconds: float) -> tuple[bytes, bytes]:
    until = time.monotonic() + seconds
    verdict, size = HEAD.unpack(_exactly(channel, HEAD.size, until))
    return verdict, _exactly(channel, size, until)


def _exactly(channel: socket.socket, size: int, until: float) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        channel.settimeout(left)
        part = channel.recv(min(size - len(parts), 1 << 20))
        if not part:
            raise _Gone
        parts += part
    return bytes(parts)


_renderer = Renderer()
os.register_at_fork(after_in_child=_renderer.forget)
atexit.register(close)
