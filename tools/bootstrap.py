"""Make `.venv` match the locked requirements; do nothing when it already does.

Needs only the standard library of Python 3.11 or later. Usage: `python3 tools/bootstrap.py base|dev`.
"""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

from system import install_debian_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "zhuangjian-stamp.json"
LOCKS = {name: ROOT / f"requirements/{name}.txt" for name in ("base", "dev", "spark")}
GROUPS = {"base": ("base",), "dev": ("dev", "spark")}
ONLY_WHEELS = ("--only-binary", ":all:")
HOW = {
    "base": ONLY_WHEELS,
    "dev": ONLY_WHEELS,
    # Spark is published as source alone; it is built with the setuptools that the other lock has put there.
    "spark": ("--no-build-isolation",),
}
PIP_OPTIONS = [
    "--disable-pip-version-check",
    "--no-input",
    "--retries",
    "8",
    "--timeout",
    "60",
    "--progress-bar",
    "off",
]


def main() -> int:
    """Bring the environment up to date for the group named on the command line; returns the exit code."""
    group = sys.argv[1] if len(sys.argv) == 2 else ""
    if group not in GROUPS:
        print("用法：python3 tools/bootstrap.py base|dev", file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):
        print(f"需要 Python 3.11 或更高版本，当前是 {sys.version.split()[0]}。", file=sys.stderr)
        return 1
    stamp = read_stamp()
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    if environment_version() != python:
        stamp = {}
        create_environment()
    ensure_pip()
    for lock in GROUPS[group]:
        if stamp.get(lock) != digest(LOCKS[lock]):
            install_requirements(lock)
            stamp |= {name: digest(LOCKS[name]) for name in (("base", "dev") if lock == "dev" else (lock,))}
            stamp.pop("project", None)
    if stamp.get("project") != digest(ROOT / "pyproject.toml"):
        install_project()
        stamp["project"] = digest(ROOT / "pyproject.toml")
    write_stamp(stamp)
    return 0


def venv_python() -> Path:
    """Path of the environment's interpreter."""
    return VENV / "bin" / "python"


def environment_version() -> str | None:
    """Python version ("3.11") of the environment that is there; None when there is none that starts."""
    if not venv_python().exists():
        return None
    question = "import sys; print(f'{sys.version_info.major}.{sys.version_info.minor}')"
    answer = subprocess.run(
        [venv_python(), "-S", "-c", question], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() or None


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """What the environment was last brought to; empty when unknown or unreadable."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    """Record the state in one step, so that an interrupted run leaves the old record."""
    text = json.dumps(stamp, indent=1, sort_keys=True) + "\n"
    if not STAMP.exists() or STAMP.read_text() != text:
        fresh = STAMP.with_suffix(".new")
        fresh.write_text(text)
        fresh.replace(STAMP)


def create_environment() -> None:
    """Create `.venv` with pip in it; on Debian the module for that may have to be installed first."""
    say(f"创建 Python {sys.version.split()[0]} 环境 .venv")
    if importlib.util.find_spec("ensurepip") is None:
        install_debian_packages([f"python3.{sys.version_info.minor}-venv"], "创建 Python 环境")
    # A foreign environment variable would make the new interpreter look in the wrong library.
    os.environ.pop("PYTHONHOME", None)
    venv.EnvBuilder(clear=VENV.exists(), symlinks=True, with_pip=True).create(VENV)


def ensure_pip() -> None:
    """Give pip to an environment that another tool created without it."""
    if not any((VENV / "lib").glob("python3*/site-packages/pip/__main__.py")):
        run([venv_python(), "-m", "ensurepip", "--upgrade", "--default-pip"])


def install_requirements(name: str) -> None:
    """Install the locked packages, every file checked against its hash."""
    lock = LOCKS[name]
    say(f"安装 {lock.relative_to(ROOT)} 锁定的软件包（逐个核对散列值），首次约需一至三分钟")
    pip("install", "--quiet", "--require-hashes", "--no-deps", *HOW[name], "-r", lock)


def install_project() -> None:
    """Install the project itself so that its source tree is what runs."""
    pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT)


def pip(command: str, *arguments: str | Path) -> None:
    """Run pip in the environment; a failure ends the program with what to do."""
    run([venv_python(), "-m", "pip", command, *PIP_OPTIONS, *arguments])


def run(command: list[str | Path]) -> None:
    """Run a command from the repository root; a failure ends the program with its exit code."""
    result = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if result.returncode:
        say("安装没有完成：请检查能否连到 Python 软件包源（pip 的配置照常生效），然后重新运行同一命令。")
        raise SystemExit(result.returncode)


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(f"· {text}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
