"""Reading and writing the files of a draw: never half a file, never over another by accident."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from zhuangjian.engines.draw import Document, chunks, is_canonical, parse, verify
from zhuangjian.engines.rules.answer import Refusal


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises ``Refusal`` naming it when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"文件 {path} 读不出来：{error.strerror or error}", missing=[str(path)]) from None


def read_document(path: Path) -> Document:
    """A file to go on with. Raises ``Refusal`` when it does not hold as it is."""
    document = parse(read_bytes(path))
    report = verify(document)
    if not report.ok:
        raise Refusal(f"文件 {path} 未通过校验，不能继续：{report.problems[0]}", missing=report.problems)
    return dict(document)


def refuse_unwritable(path: Path) -> None:
    """Raise ``Refusal`` before any work when ``path`` cannot become a file."""
    if not path.parent.is_dir():
        raise Refusal(f"目录 {path.parent} 不存在；请先建立或改写 --out", missing=[str(path.parent)])
    if path.is_dir():
        raise Refusal(f"{path} 是一个目录；请用 --out 写明文件名")


def write_document(document: Document, path: Path, *, replace: bool) -> None:
    """Write the canonical file in one step. Raises ``Refusal`` when another file stands there and ``replace`` is false."""
    refuse_unwritable(path)
    if path.exists() and not replace:
        if is_canonical(path.read_bytes(), document):
            return
        raise Refusal(f"{path} 已经存在，内容不同，没有改动它；请换一个文件名，确需覆盖请加 --force")
    temporary = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.writelines(chunks(document))
            file.write(b"\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except OSError as error:
        raise Refusal(f"{path} 写不进去：{error.strerror or error}；原有文件没有改动") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def new_secret() -> str:
    """Sixty-four random hexadecimal digits."""
    return secrets.token_hex(32)


def read_secret(path: Path) -> str:
    """The secret kept in a file. Raises ``Refusal`` when it is not text."""
    try:
        return read_bytes(path).decode("utf-8").strip()
    except UnicodeDecodeError:
        raise Refusal(f"秘密文件 {path} 不是 UTF-8 文字；请核对是否选错文件") from None


def write_secret(path: Path, secret: str) -> None:
    """Write a new secret file that only its owner can read. Raises ``Refusal`` when it cannot be written."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secret + "\n")
    except OSError as error:
        raise Refusal(f"秘密文件 {path} 写不进去：{error.strerror or error}") from None
