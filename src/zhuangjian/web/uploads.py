"""Files that arrive are counted while they arrive: a larger one than any form takes never fills the disk first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from zhuangjian.apps.jobs.store import LARGEST

# Several photographs may come in one request.
WHOLE_REQUEST = 8 * LARGEST


class Counting(FileUploadHandler):
    """Stands before Django's own handlers and ends the request at the limit; it keeps nothing itself."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Refuse at once what says itself that it is too large."""
        self.all = 0
        if content_length > WHOLE_REQUEST:
            raise RequestDataTooBig(f"{content_length} bytes")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count another file."""
        super().new_file(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count a piece and pass it on."""
        self.taken += len(raw_data)
        self.all += len(raw_data)
        # One piece more than a form takes: up to there the form itself says which file is too large.
        if self.taken > LARGEST + self.chunk_size or self.all > WHOLE_REQUEST:
            raise RequestDataTooBig(f"{self.file_name}: more than {self.taken} bytes")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file belongs to the next handler."""
        return
