"""Files handed in, kept under the home by their digest; complete or absent, never half, and never whole in memory."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from zhuangjian.apps.ledger.action import Upload
from zhuangjian.config.durable import make_folder, sync_folder
from zhuangjian.engines.rules.answer import Refusal

LARGEST = 64 * 2**20
PIECE = 2**20


class KeptUpload(Upload):
    """An upload that lies in the store already. No door's JSON can make one: only :func:`of_pieces` does."""

    digest: str

    def opened(self) -> BinaryIO:
        """The file in the store."""
        return kept(self.digest).open("rb")

    def plain(self) -> dict[str, str]:
        """Its digest is known."""
        return {"name": self.name, "content": self.digest, "media_type": self.media_type}


def kept(digest: str) -> Path:
    """Where the file with this digest lies."""
    return Path(settings.HOME) / "uploads" / digest[:2] / digest


def of_pieces(name: str, pieces: Iterable[bytes], media_type: str = "", most: int = LARGEST) -> KeptUpload:
    """Keep what arrives piece by piece; a Refusal once it is more than ``most`` bytes."""
    return KeptUpload.model_construct(
        name=name[:200], content=b"", media_type=media_type[:100], digest=_keep(name, pieces, most)
    )


def arrived(upload: Upload) -> KeptUpload:
    """Any upload, put into the store piece by piece."""
    if isinstance(upload, KeptUpload):
        return upload
    file = upload.opened()
    return of_pieces(upload.name, iter(lambda: file.read(PIECE), b""), upload.media_type)


def keep(path: Path) -> str:
    """Copy a file there unless it is there already; its digest."""
    with path.open("rb") as file:
        return _keep(path.name, iter(lambda: file.read(PIECE), b""), None)


def _keep(name: str, pieces: Iterable[bytes], most: int | None) -> str:
    folder = Path(settings.HOME) / "uploads"
    make_folder(folder, Path(settings.HOME))
    handle, written = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        summing, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                size += len(piece)
                if most is not None and size > most:
                    raise Refusal(
                        f"文件“{name}”超过 {most // 2**20} MB，没有保存。请压缩、分开上传，或在服务器上用命令行导入。"
                    )
                summing.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        target = kept(summing.hexdigest())
        make_folder(target.parent, Path(settings.HOME))
        Path(written).replace(target)
        sync_folder(target.parent)
        return target.name
    except BaseException:
        Path(written).unlink(missing_ok=True)
        raise


def drop(digest: str, wanted: Callable[[], bool]) -> None:
    """Remove a file from the store unless somebody wants it: also somebody who handed the same content in just now."""
    path = kept(digest)
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with suppress(FileNotFoundError):
        # Out of sight first: who is taken in after the question finds it missing (`jobs.handing_in`).
        path.replace(aside)
        if wanted():
            aside.replace(path)
        else:
            aside.unlink()


def stored(value: Any) -> Any:
    """An action's input as JSON: every upload by name and digest, its content in the store."""
    if isinstance(value, KeptUpload):
        return {"kept": value.digest, "name": value.name, "media_type": value.media_type}
    if isinstance(value, Upload):
        return stored(arrived(value))
    if isinstance(value, list):
        return [stored(one) for one in value]
    return value


def uploads(value: Any) -> Iterator[str]:
    """Digests of the uploads in such an input."""
    if isinstance(value, dict):
        if "kept" in value:
            yield value["kept"]
        else:
            for one in value.values():
                yield from uploads(one)
    elif isinstance(value, list):
        for one in value:
            yield from uploads(one)
