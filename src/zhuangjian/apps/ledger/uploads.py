"""A file as a door hands it to an act: in memory, or lying in a temporary file while the request lasts."""

from __future__ import annotations

import hashlib
from io import SEEK_END, BytesIO
from typing import Any, BinaryIO, cast

from pydantic import Base64Bytes, BaseModel, Field


class Upload(BaseModel):
    """A file as a door hands it to an action; over the API its content travels as base64."""

    name: str = Field(title="文件名", max_length=200)
    content: Base64Bytes = Field(title="内容（base64）")
    media_type: str = Field("application/octet-stream", title="格式", max_length=100)

    @classmethod
    def of(cls, name: str, content: bytes, media_type: str = "application/octet-stream") -> Upload:
        """An upload made of raw bytes."""
        return cls.model_construct(name=name, content=content, media_type=media_type)

    def opened(self) -> BinaryIO:
        """The content as a file, at its beginning."""
        return BytesIO(self.content)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.opened().seek(0, SEEK_END)

    def plain(self) -> dict[str, str]:
        """Name, format and the content by its digest: what makes two requests the same."""
        digest = hashlib.file_digest(cast("BytesIO", self.opened()), "sha256").hexdigest()
        return {"name": self.name, "content": digest, "media_type": self.media_type}


class SpooledUpload(Upload):
    """An upload whose content lies in a temporary file. No door's JSON can make one: only code does."""

    file: Any = None

    @classmethod
    def of_file(cls, name: str, file: Any, media_type: str = "application/octet-stream") -> SpooledUpload:
        """From an open file, which lives as long as the request."""
        return cls.model_construct(name=name, content=b"", media_type=media_type, file=file)

    def opened(self) -> BinaryIO:
        """The file, at its beginning."""
        self.file.seek(0)
        return cast("BinaryIO", self.file)
