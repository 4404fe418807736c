"""The web server: granian's workers, and a watch that replaces one which hangs."""

from __future__ import annotations

import logging
import os
import tempfile
import time
from pathlib import Path
from threading import Thread
from typing import Any, Final

from zhuangjian.config.leftovers import PULSE, swept
from zhuangjian.config.pulse import BEAT, FOLDER, hang_limit

APPLICATION: Final = "zhuangjian.config.wsgi:application"
# Seconds that a stopping worker gets for its last requests.
LAST_REQUESTS: Final = 15
# A new worker first imports everything; until its first beat it has this many seconds at least.
STARTING: Final = 60.0
SWEEP: Final = 3600.0
log = logging.getLogger("zhuangjian.server")


def run(
    host: str,
    port: int,
    workers: int,
    *,
    threads: int = 8,
    home: Path | None = None,
    application: str = APPLICATION,
) -> None:
    """Serve until a signal; returns when every worker has ended."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    with tempfile.TemporaryDirectory(prefix=f"{PULSE}{os.getpid()}-") as folder:
        os.environ[FOLDER] = folder
        server = Granian(
            application,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            log_access=False,
            websockets=False,
            respawn_failed_workers=True,
            # Its own hints are in English and for programmers; what goes wrong is said.
            log_level=LogLevels.error,
            workers_kill_timeout=LAST_REQUESTS,
        )
        watch = Watch(server, Path(folder), hang_limit(), home)
        server.on_startup(Thread(target=watch.forever, daemon=True).start)
        server.serve()


class Watch:
    """Kills a worker whose pulse stops (stopped, or busy without ever letting go); granian then starts another."""

    def __init__(self, server: Any, folder: Path, limit: float, home: Path | None = None) -> None:
        self.server = server
        self.home = home
        self.folder = folder
        self.limit = limit
        self._seen: dict[int, tuple[float | None, float]] = {}

    def forever(self) -> None:
        """Look every second, and once in an hour for what killed processes left."""
        sweep = 0.0
        while True:
            time.sleep(BEAT)
            self.look()
            if self.home and time.monotonic() >= sweep:
                sweep = time.monotonic() + SWEEP
                swept(self.home)

    def look(self) -> None:
        """Kill whoever has not beaten for the limit. Times are our own: a changed clock kills nobody."""
        now = time.monotonic()
        for worker in list(self.server.wrks):
            pid = worker.inner.pid
            if pid is None or not worker.is_alive():
                continue
            beat = self._beat(pid)
            known, since = self._seen.get(pid, (None, now))
            if beat != known or pid not in self._seen:
                self._seen[pid] = (beat, now)
            elif now - since > (self.limit if beat else max(self.limit, STARTING)):
                log.critical("worker %s has had no pulse for %.0f s: it is replaced", pid, now - since)
                # The process itself, not granian's worker: killed by its parent it would not be started anew.
                worker.inner.kill()

    def _beat(self, pid: int) -> float | None:
        try:
            return (self.folder / str(pid)).stat().st_mtime
        except FileNotFoundError:
            return None
