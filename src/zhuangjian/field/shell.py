"""The files that the device keeps, under a version that changes with any of them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

PAGE = Path(__file__).with_name("templates") / "field" / "shell.html"
FILES = (
    "vendor/tabler/tabler.min.css",
    "vendor/dexie/dexie.min.js",
    "zj/zj.css",
    "zj/mark.svg",
    "field/field.css",
    "field/store.js",
    "field/home.js",
    "field/checklist.js",
    "field/app.js",
)


def addresses() -> list[str]:
    """Where the files are fetched from, the page itself first."""
    return ["/field/", "/field/app.webmanifest", *(static(name) for name in FILES)]


@cache
def version() -> str:
    """A digest over the page and every file; a device that has another one fetches all of them anew, or none."""
    found = [PAGE, *(Path(str(finders.find(name))) for name in FILES)]
    return hashlib.sha256(b"".join(hashlib.sha256(one.read_bytes()).digest() for one in found)).hexdigest()[
        :16
    ]
