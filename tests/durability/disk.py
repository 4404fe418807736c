"""A disk that forgets what was not synced, driven by a recording of a program's system calls.

The strictest reading of POSIX: contents survive only an fsync of the file, names only an fsync of their folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.system import SEARCHED

STRACE = shutil.which("strace", path=SEARCHED)
CALLS = (
    "openat,open,creat,close,dup,dup2,dup3,lseek,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,"
    "fsync,fdatasync,sync_file_range,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir"
)
LINE = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)\)\s*=\s*(-?\d+)")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def works() -> bool:
    """Whether this machine lets one program record another."""
    if STRACE is None:
        return False
    return (
        subprocess.run([STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0
    )


def record(command: list[str], trace: Path, environment: dict[str, str]) -> str:
    """Run the command, its main thread's system calls written to ``trace``; returns what it printed."""
    strace = [str(STRACE), "-xx", "-s", str(64 * 1024 * 1024), "-e", f"trace={CALLS}", "-o", str(trace)]
    done = subprocess.run(
        [*strace, *command], env=environment, capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@dataclass
class Inode:
    """A file's bytes as the program sees them and as the disk has them."""

    now: bytearray = field(default_factory=bytearray)
    kept: bytes = b""


@dataclass
class Disk:
    """Everything under ``root``."""

    root: str
    names: dict[str, Inode] = field(default_factory=dict)
    kept_names: dict[str, Inode] = field(default_factory=dict)
    open: dict[int, list] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    kept_folders: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: Path) -> Disk:
        """The disk as it is now, all of it safe."""
        disk = cls(str(root))
        for path in root.rglob("*"):
            if path.is_dir():
                disk.folders.add(str(path))
            else:
                content = path.read_bytes()
                disk.names[str(path)] = Inode(bytearray(content), content)
        disk.kept_names = dict(disk.names)
        disk.kept_folders = set(disk.folders)
        return disk

    def replay(self, trace: Path) -> Iterator[tuple[str, bytes]]:
        """Do what was recorded; gives after each sync (``"sync"``, b"") and each print (``"print"``, the bytes)."""
        with open(trace, encoding="ascii", errors="replace") as lines:
            for line in lines:
                if (found := LINE.match(line)) is None or int(found[3]) < 0:
                    continue
                name, words, result = found[1], found[2], int(found[3])
                texts = [bytes.fromhex(t.replace("\\x", "")) for t in TEXT.findall(words)]
                yield from self._call(name, words, texts, result)

    def _call(self, name: str, words: str, texts: list[bytes], result: int) -> Iterator[tuple[str, bytes]]:
        paths = [os.fsdecode(text) for text in texts]
        first = int(words.partition(",")[0]) if words.partition(",")[0].isdecimal() else -1
        if name in ("openat", "open", "creat"):
            self._open(paths[0], words, result)
        elif name == "close":
            self.open.pop(first, None)
        elif name in ("dup", "dup2", "dup3") and first in self.open:
            self.open[result] = self.open[first]
        elif name == "write" and first == 1:
            yield "print", texts[0]
        elif first in self.open:
            yield from self._on_file(name, words, texts, result, self.open[first])
        elif name.startswith(("rename", "link")) and self._mine(paths[0]):
            self.names[paths[1]] = self.names[paths[0]]
            if name.startswith("rename"):
                del self.names[paths[0]]
        elif name.startswith("unlink") and self._mine(paths[0]):
            self.names.pop(paths[0], None)
        elif name.startswith("mkdir") and self._mine(paths[0]):
            self.folders.add(paths[0])
        elif name in ("truncate", "rmdir") and self._mine(paths[0]):
            raise NotImplementedError(name)

    def _mine(self, path: str) -> bool:
        return path.startswith(self.root + "/")

    def _open(self, path: str, words: str, handle: int) -> None:
        self.open.pop(handle, None)
        if path in self.folders or path == self.root:
            self.open[handle] = [path, 0]
        elif self._mine(path):
            if path not in self.names:
                assert "O_CREAT" in words, path
                self.names[path] = Inode()
            inode = self.names[path]
            if "O_TRUNC" in words:
                inode.now.clear()
            self.open[handle] = [inode, len(inode.now) if "O_APPEND" in words else 0]

    def _on_file(
        self, name: str, words: str, texts: list[bytes], result: int, entry: list
    ) -> Iterator[tuple[str, bytes]]:
        target, offset = entry
        if name in ("fsync", "fdatasync"):
            self._sync(target)
            yield "sync", b""
        elif isinstance(target, str):
            return
        elif name == "lseek":
            entry[1] = result
        elif name == "write":
            self._write(target, offset, texts[0][:result])
            entry[1] = offset + result
        elif name == "pwrite64":
            self._write(target, int(words.rpartition(",")[2]), texts[0][:result])
        elif name == "ftruncate":
            size = int(words.rpartition(",")[2])
            del target.now[size:]
            target.now.extend(bytes(size - len(target.now)))
        elif name != "sync_file_range":
            raise NotImplementedError(name)

    def _write(self, inode: Inode, offset: int, content: bytes) -> None:
        if len(inode.now) < offset:
            inode.now.extend(bytes(offset - len(inode.now)))
        inode.now[offset : offset + len(content)] = content

    def _sync(self, target: object) -> None:
        if isinstance(target, Inode):
            target.kept = bytes(target.now)
            return
        here = str(target)
        for kept in [path for path in self.kept_names if os.path.dirname(path) == here]:
            del self.kept_names[kept]
        self.kept_names |= {p: inode for p, inode in self.names.items() if os.path.dirname(p) == here}
        self.kept_folders |= {p for p in self.folders if os.path.dirname(p) == here}

    def after_power_failure(self, where: Path) -> Path:
        """What the disk kept, laid out under ``where``."""
        for path, inode in self.kept_names.items():
            parts = Path(path).relative_to(self.root).parts
            above = {os.path.join(self.root, *parts[:n]) for n in range(1, len(parts))}
            if above <= self.kept_folders:
                target = where.joinpath(*parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(inode.kept)
        return where
