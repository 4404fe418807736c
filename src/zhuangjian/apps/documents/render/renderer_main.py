"""The program of the renderer process: ``python -m`` this module with a socket as standard input."""

from __future__ import annotations

import json
import pickle
import signal
import socket
import traceback
from contextlib import suppress
from typing import Final

from zhuangjian.apps.documents.render.fill import fill
from zhuangjian.apps.documents.render.renderer import FAILED, HEAD, MADE, READY, REFUSED
from zhuangjian.apps.documents.render.typeset import typeset
from zhuangjian.engines.rules.answer import Refusal

# The owner ends us at the limit; should it be gone by then, the kernel does.
GRACE: Final = 2.0


def main() -> None:
    """Answer one job after the other until the owner closes the channel or ends."""
    # Ctrl+C reaches the whole group of processes: our owner decides when we end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with suppress(ConnectionError), socket.socket(fileno=0) as channel:
        _serve(channel)


def _serve(channel: socket.socket) -> None:
    requests = channel.makefile("rb")
    _send(channel, READY, b"")
    while len(head := requests.read(HEAD.size)) == HEAD.size:
        request = requests.read(HEAD.unpack(head)[1])
        # The channel is ours alone: what comes through it was written by the process that started us.
        seconds, *job = pickle.loads(request)  # noqa: S301
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
        _send(channel, *_done(*job))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _done(kind: str, template_name: str, context: object, directory: object) -> tuple[bytes, bytes]:
    try:
        if kind == "pdf":
            return MADE, typeset(template_name, context)  # type: ignore[arg-type]
        return MADE, fill(template_name, context, directory)  # type: ignore[arg-type]
    except Refusal as refusal:
        told = {"message": refusal.message, "article": refusal.article, "missing": list(refusal.missing)}
        return REFUSED, json.dumps(told).encode()
    except Exception:
        return FAILED, traceback.format_exc().encode("utf-8", "replace")


def _send(channel: socket.socket, verdict: bytes, body: bytes) -> None:
    channel.sendall(HEAD.pack(verdict, len(body)) + body)


if __name__ == "__main__":
    main()
