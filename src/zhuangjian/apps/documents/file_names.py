"""Names under which files are handed out: safe on every system, with the ending that their content has."""

from __future__ import annotations

import re

ENDINGS = {
    "application/json": "json",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "audio/amr": "amr",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
}
ALSO = {"jpg": ("jpeg",), "heic": ("heif",), "mp4": ("m4v",)}
UNKNOWN = "bin"
LONGEST = 120
FORBIDDEN = re.compile(r'[<>:"/\\|?*%]')
# Windows takes these for devices, whatever ending follows.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def safe_name(name: str, media_type: str) -> str:
    """``name`` as a file name that no system runs, hides or misreads, ending as ``media_type`` says.

    The ending comes from the content, so "照片.exe" that is a JPEG is handed out as "照片.exe.jpg". Characters
    that turn the reading direction, path parts, device names, leading dots and overlong names are taken out.
    """
    ending = ENDINGS.get(media_type, UNKNOWN)
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    bare = FORBIDDEN.sub("_", "".join(ch for ch in bare if ch.isprintable())).strip(" .~")
    stem, dot, last = bare.rpartition(".")
    if dot and last.lower() in (ending, *ALSO.get(ending, ())):
        bare, ending = stem.rstrip(" ."), last.lower()
    if DEVICES.fullmatch(bare):
        bare = f"_{bare}"
    return f"{bare[:LONGEST].rstrip(' .') or '文件'}.{ending}"
