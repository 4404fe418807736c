"""``make quick``: lint, and the tests of what changed, in about a minute.

What changed is what git says against the branch's base, with what is not committed yet. Its tests are derived: changed
test files first, then the test files that import a changed module, then the test folder named after a changed package.
Whatever the minute does not reach is said, never passed over in silence. `make test` remains the judge.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUDGET = float(os.environ.get("QUICK_SECONDS", "55"))
BIN = ROOT / ".venv" / "bin"


def changed(base: str) -> list[Path]:
    """Files that differ from where the branch left ``base``, new ones included, that still exist."""
    start = _git("merge-base", base, "HEAD").strip() or "HEAD"
    names = _git("diff", "--name-only", start) + _git("ls-files", "--others", "--exclude-standard")
    return sorted({Path(name) for name in names.splitlines() if (ROOT / name).is_file()})


def tests_of(files: list[Path], root: Path) -> list[Path]:
    """The test files of these files, the nearest first; each once."""
    found = [file for file in files if file.match("test_*.py")]
    sources = [file for file in files if file.suffix == ".py" and file.parts[:1] == ("src",)]
    if sources:
        tests = sorted(path.relative_to(root) for path in (root / "tests").rglob("test_*.py"))
        texts = {path: (root / path).read_text(encoding="utf-8") for path in tests}
        for source in sources:
            found += [path for path in tests if _imports(texts[path], source)]
        for source in sources:
            found += [path for path in tests if path.parts[1] in source.parts[2:-1] or _cli(source, path)]
    return [path for path in dict.fromkeys(found) if "browser" not in path.parts]


def _imports(text: str, source: Path) -> bool:
    dotted = ".".join(source.with_suffix("").parts[1:]).removesuffix(".__init__")
    package, _, name = dotted.rpartition(".")
    return bool(
        re.search(rf"\b{re.escape(dotted)}\b(?!\.)", text)
        or re.search(rf"from {re.escape(package)} import [^\n]*\b{re.escape(name)}\b", text)
    )


def _cli(source: Path, test: Path) -> bool:
    return source.parts[2:3] == ("cli",) and test.parts[1] == "command_line"


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout


def _lint(files: list[Path]) -> bool:
    python = [str(file) for file in files if file.suffix == ".py"]
    commands = [[BIN / "mypy"], [BIN / "lint-imports", "--no-logo"]]
    if python:
        commands = [[BIN / "ruff", "check", *python], [BIN / "ruff", "format", "--check", *python], *commands]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for command in commands]
    good = True
    for command, process in zip(commands, running, strict=True):
        told = process.communicate()[0]
        if process.returncode:
            good = False
            print(f"== {Path(command[0]).name}\n{told}")
    return good


class _Minute:
    """Stops the tests when the time is up, and says how many were not reached."""

    def __init__(self, until: float) -> None:
        self.until, self.left, self.total = until, 0, 0

    def pytest_collection_finish(self, session: object) -> None:
        self.total = self.left = len(session.items)  # type: ignore[attr-defined]

    def pytest_runtest_logfinish(self) -> None:
        self.left -= 1

    def pytest_runtest_setup(self, item: object) -> None:
        if time.monotonic() > self.until:
            item.session.shouldstop = "时间到"  # type: ignore[attr-defined]


def main() -> int:
    """0 when lint and every test that was reached passed."""
    until = time.monotonic() + BUDGET
    files = changed(os.environ.get("BASE", "main"))
    tests = tests_of(files, ROOT)
    print(f"改动 {len(files)} 个文件，相关测试 {len(tests)} 个文件。", flush=True)
    good = _lint(files)
    if not tests:
        return 0 if good else 1
    import pytest

    minute = _Minute(until)
    code = pytest.main(["-q", "-x", "-p", "no:cacheprovider", *map(str, tests)], plugins=[minute])
    if minute.left > 0:
        print(f"{BUDGET:g} 秒内没有跑到的测试：{minute.left} / {minute.total}（跑全部用 make test）。")
    return 0 if good and code in (0, pytest.ExitCode.INTERRUPTED) and not _failed(code) else 1


def _failed(code: int) -> bool:
    return code == 1


if __name__ == "__main__":
    os.chdir(ROOT)
    os.environ.setdefault("ZHUANGJIAN_TEST_DB", "sqlite")
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
