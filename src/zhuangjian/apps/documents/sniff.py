"""What a file really is, by its first bytes, and when a photo says it was taken."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any, BinaryIO

from PIL import ExifTags, Image, ImageOps

MEGABYTE = 1024 * 1024
# Kind -> most bytes one file of it may have.
LIMITS = {"photo": 30 * MEGABYTE, "document": 50 * MEGABYTE, "audio": 60 * MEGABYTE, "video": 60 * MEGABYTE}
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
STARTS = (
    (b"\xff\xd8\xff", "photo", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "photo", "image/png"),
    (b"%PDF-", "document", "application/pdf"),
    (b"ID3", "audio", "audio/mpeg"),
    (b"#!AMR", "audio", "audio/amr"),
    (b"OggS", "audio", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "video", "video/webm"),
)
HEAD = 64
EXIF_OFFSETS = 0x9011
# A few kilobytes can unfold into gigabytes. JPEG is read at a fraction of its size, so large photos keep theirs.
MOST_PIXELS = 40_000_000


def kind_of(file: BinaryIO) -> tuple[str, str] | None:
    """(kind, media type) by the bytes themselves; None for anything not on the list of accepted formats."""
    content = file.read(HEAD)
    file.seek(0)
    for start, kind, media_type in STARTS:
        if content.startswith(start):
            return kind, media_type
    if content[:4] == b"RIFF":
        return {b"WEBP": ("photo", "image/webp"), b"WAVE": ("audio", "audio/wav")}.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _iso_media(content[8:12])
    if len(content) > 2 and content[0] == 0xFF and content[1] in (0xFB, 0xF3, 0xF2):
        return "audio", "audio/mpeg"
    if content[:4] == b"PK\x03\x04":
        return _office(file)
    return None


def _iso_media(brand: bytes) -> tuple[str, str]:
    if brand in (b"heic", b"heix", b"mif1", b"heif"):
        return "photo", "image/heic"
    if brand in (b"M4A ", b"M4B "):
        return "audio", "audio/mp4"
    return "video", "video/quicktime" if brand == b"qt  " else "video/mp4"


def _office(file: BinaryIO) -> tuple[str, str] | None:
    try:
        names = zipfile.ZipFile(file).namelist()
    except zipfile.BadZipFile:
        return None
    if "[Content_Types].xml" not in names:
        return None
    for folder, media_type in OFFICE.items():
        if any(name.startswith(folder) for name in names):
            macros = any(name.endswith("vbaProject.bin") for name in names)
            return None if macros else ("document", media_type)
    return None


def taken_at(file: BinaryIO, zone: Any) -> datetime | None:
    """The time a photo's EXIF gives (local time of ``zone`` where it names no offset); None when it gives none."""
    try:
        with Image.open(file) as image:
            details = image.getexif().get_ifd(ExifTags.IFD.Exif)
    except Exception:  # a damaged photo is still evidence; only its EXIF time is not known
        return None
    text = str(details.get(ExifTags.Base.DateTimeOriginal) or "").strip("\x00 ")
    offset = str(details.get(EXIF_OFFSETS) or "").strip("\x00 ")
    for form, value in (("%Y:%m:%d %H:%M:%S%z", text + offset), ("%Y:%m:%d %H:%M:%S", text)):
        try:
            moment = datetime.strptime(value, form)  # noqa: DTZ007 - the zone follows
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return None


def thumbnail(content: bytes, side: int = 240) -> bytes | None:
    """A small JPEG without any metadata; None when the bytes are no picture that can be drawn."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS and image.format != "JPEG":
                return None
            image.draft("RGB", (side * 2, side * 2))
            image.thumbnail((side, side))
            # A camera held upright says so beside the picture, and what is made here keeps nothing beside it.
            plain = ImageOps.exif_transpose(image).convert("RGB")
    except Exception:  # whatever a hostile file does to the decoder, the page shows a file icon instead
        return None
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=80)
    return out.getvalue()
