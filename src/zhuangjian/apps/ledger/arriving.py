"""Files that come inside a JSON body as base64: they go to a temporary file while they arrive, never whole into memory.

The temporary file has no name, so that it is gone with the request, and with a process that is killed.
"""

from __future__ import annotations

import binascii
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from pydantic import ValidationError

from zhuangjian.apps.ledger.action import SpooledUpload, Upload
from zhuangjian.engines.rules.answer import Refusal

PIECE = 2**16
# No text that an act takes is as long as this, however it is escaped: a longer string is the content of a file.
LONG = 2**17
LARGEST_TEXT = 8 * 2**20
LARGEST_FILE = 64 * 2**20
FILES = 40
_NOT_BASE64 = "="
# Of a string's inside in JSON: what lies before its end, in whole characters and escapes; and what base64 may escape.
_INSIDE = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_BASE64_INSIDE = re.compile(rb"(?:[^\\]++|\\[/nr])*+")


def too_large() -> Refusal:
    """What is said of a body beyond the limits."""
    return Refusal(
        f"请求内容过大：每个文件最多 {LARGEST_FILE // 2**20} MB，一次最多 {FILES} 个大文件，"
        f"其余内容合计最多 {LARGEST_TEXT // 2**20} MB，没有保存。请压缩或分开上传。"
    )


class _Base64File:
    """Decodes what arrives into a temporary file; ``file`` is None once it was no base64."""

    def __init__(self) -> None:
        self.file: IO[bytes] | None = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
        self.rest, self.size, self.ended = b"", 0, False

    def write_escaped(self, text: bytes) -> None:
        """Take a piece of base64 in, as it stands in a string of JSON."""
        if self.file is not None and b"\\" in text:
            if not _BASE64_INSIDE.fullmatch(text):
                self.fail()
                return
            text = text.replace(b"\\/", b"/").replace(b"\\n", b"").replace(b"\\r", b"")
        self.write(text)

    def write(self, text: bytes) -> None:
        """Take a piece of base64 in."""
        if self.file is None:
            return
        text = self.rest + text.translate(None, b"\r\n")
        whole = len(text) // 4 * 4
        self.rest = text[whole:]
        if not whole:
            return
        try:
            content = binascii.a2b_base64(text[:whole], strict_mode=True)
        except binascii.Error:
            self.fail()
            return
        if self.ended:
            self.fail()
            return
        self.ended = text[whole - 1 : whole] == b"="
        self.size += len(content)
        if self.size > LARGEST_FILE:
            raise too_large()
        self.file.write(content)

    def fail(self) -> None:
        """It is no base64: forget it."""
        if self.file is not None:
            self.file.close()
        self.file = None

    def finish(self) -> IO[bytes] | None:
        """The file, at its beginning."""
        if self.rest:
            self.fail()
        if self.file is not None:
            self.file.seek(0)
        return self.file


class _Reader:
    """Cuts long strings out of JSON text and puts a name in their place."""

    def __init__(self) -> None:
        self.text = bytearray()
        self.files: dict[str, IO[bytes] | None] = {}
        self.inside = self.escaped = False
        self.begun = 0
        self.spool: _Base64File | None = None

    def take(self, piece: bytes) -> None:
        """Read one piece of the body."""
        at = 0
        while at < len(piece):
            at = self._string(piece, at) if self.inside else self._between(piece, at)
            if len(self.text) > LARGEST_TEXT:
                raise too_large()

    def _between(self, piece: bytes, at: int) -> int:
        quote = piece.find(b'"', at)
        if quote < 0:
            self.text += piece[at:]
            return len(piece)
        self.text += piece[at : quote + 1]
        self.inside, self.begun = True, len(self.text)
        return quote + 1

    def _string(self, piece: bytes, at: int) -> int:
        if self.escaped:
            self.escaped = False
            self._keep(b"\\" + piece[at : at + 1])
            return at + 1
        end = _INSIDE.match(piece, at).end()  # type: ignore[union-attr]
        if end > at:
            self._keep(piece[at:end])
        if end == len(piece):
            return end
        if piece[end] == ord('"'):
            self._close()
        else:
            self.escaped = True  # what is escaped comes with the next piece
        return end + 1

    def _keep(self, part: bytes) -> None:
        if self.spool is not None:
            self.spool.write_escaped(part)
            return
        self.text += part
        if len(self.text) - self.begun > LONG:
            if len(self.files) == FILES:
                raise too_large()
            so_far = bytes(self.text[self.begun :])
            del self.text[self.begun :]
            self.spool = _Base64File()
            self.spool.write_escaped(so_far)

    def _close(self) -> None:
        if self.spool is not None:
            name = uuid4().hex
            self.files[name] = self.spool.finish()
            self.text += name.encode()
            self.spool = None
        self.text += b'"'
        self.inside = False


def read_json(read: Callable[[int], bytes]) -> Any:
    """The value in a body, long contents as :class:`SpooledUpload`; ValueError when it is no JSON, Refusal beyond the limits."""
    reader = _Reader()
    for piece in _pieces(read):
        reader.take(piece)
    return _with_files(json.loads(bytes(reader.text) or b"{}"), reader.files)


def _pieces(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while piece := read(PIECE):
        yield piece


def _with_files(value: Any, files: dict[str, IO[bytes] | None]) -> Any:
    if not files:
        return value
    if isinstance(value, list):
        return [_with_files(one, files) for one in value]
    if isinstance(value, str):
        return _NOT_BASE64 if value in files else value
    if not isinstance(value, dict):
        return value
    file = files.get(value.get("content", "")) if isinstance(value.get("content"), str) else None
    rest = {key: _with_files(one, files) for key, one in value.items()}
    if file is None:
        return rest
    try:
        said = Upload.model_validate({**rest, "content": ""})
    except ValidationError:
        return {**rest, "content": ""}  # the act itself says what is wrong with it
    return SpooledUpload.of_file(said.name, file, said.media_type)
