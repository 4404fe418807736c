"""A Spark cluster on this machine: a master and two workers as processes of their own, gone on leaving."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
WORKERS = 2


@contextmanager
def cluster(folder: Path, memory: str = "2g") -> Iterator[str]:
    """The master's address; logs and work files lie in ``folder``. Ends the program when the cluster does not come up."""
    import pyspark

    home = Path(pyspark.__file__).parent
    os.environ["SPARK_LOCAL_IP"] = HOST
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_NO_DAEMONIZE": "1",
        "SPARK_DAEMON_MEMORY": "256m",
    }
    port = _free_port()
    address = f"spark://{HOST}:{port}"
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *words: str) -> None:
        with (folder / f"{name}.log").open("wb") as log:
            command = [str(home / "bin" / "spark-class"), *words]
            started.append(
                subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
            )

    try:
        start(
            "master",
            "org.apache.spark.deploy.master.Master",
            "--host",
            HOST,
            "--port",
            str(port),
            "--webui-port",
            "0",
        )
        _until(folder / "master.log", "I have been elected leader", 1)
        for number in range(WORKERS):
            work = folder / f"worker-{number}"
            work.mkdir()
            options = (
                "--cores",
                "1",
                "--memory",
                memory,
                "--host",
                HOST,
                "--webui-port",
                "0",
                "--work-dir",
                str(work),
            )
            start(f"worker-{number}", "org.apache.spark.deploy.worker.Worker", *options, address)
        _until(folder / "master.log", "Registering worker", WORKERS)
        yield address
    finally:
        for process in reversed(started):
            os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _until(log: Path, words: str, times: int, seconds: int = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if log.exists() and log.read_text(errors="replace").count(words) >= times:
            return
        time.sleep(0.3)
    raise SystemExit(f"Spark 集群没有启动，见 {log}：\n{log.read_text(errors='replace')[-1000:]}")
