"""Filling a .docx template in this process, by docxtpl."""

from __future__ import annotations

import zipfile
from datetime import datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Template
from jinja2.sandbox import SandboxedEnvironment
from PIL import Image

from zhuangjian.apps.documents.render.build_templates import build
from zhuangjian.apps.documents.render.contexts import Document
from zhuangjian.apps.documents.render.layouts import LAYOUTS
from zhuangjian.apps.documents.render.pictures import qr_png, signature_png
from zhuangjian.apps.documents.render.views import view_of

# Two pictures with their words fill a page.
PHOTO_WIDTH, PHOTO_HEIGHT = 150, 66


class _Once(SandboxedEnvironment):
    """Translates each part of a template once: that takes as long as filling it. The sandbox keeps an authority's own
    template from reaching into Python."""

    def from_string(self, source: Any, *more: Any, **named: Any) -> Template:
        """The part, translated."""
        return _translated(source) if not more and not named else super().from_string(source, *more, **named)


_ENVIRONMENT = _Once(autoescape=True)


@lru_cache(400)
def _translated(source: str) -> Template:
    return SandboxedEnvironment.from_string(_ENVIRONMENT, source)


@cache
def _built(template_name: str) -> bytes:
    return build(LAYOUTS[template_name])


def fill(template_name: str, context: Document, directory: Path | None = None) -> bytes:
    """The document as .docx bytes, the same bytes for the same context and template.

    A template of that name in ``directory`` goes before the built one, so that an authority can adjust its own.
    Raises ``Refusal`` for an unknown name, a context of the wrong class, or an unreadable signature picture.
    """
    _, view = view_of(template_name, context)
    own = directory / f"{template_name}.docx" if directory else None
    source = own.read_bytes() if own and own.exists() else _built(template_name)
    template = DocxTemplate(BytesIO(source))
    template.render(_with_pictures(template, view), _ENVIRONMENT, autoescape=True)
    properties = template.docx.core_properties
    properties.title, properties.author = f"{view['title']} {view['number']}", view["authority"]
    properties.comments = ""
    moment = datetime(context.issued_on.year, context.issued_on.month, context.issued_on.day)  # noqa: DTZ001
    properties.created = properties.modified = moment
    out = BytesIO()
    template.save(out)
    return _same_every_time(out.getvalue())


def _with_pictures(template: DocxTemplate, view: dict[str, Any]) -> dict[str, Any]:
    signatures = [
        item
        | {
            "person": "\n".join(part for part in (item["name"], item["credential"]) if part),
            "picture": _picture(template, signature_png(item["image"], item["name"]), 10)
            if item["image"]
            else "",
        }
        for item in view["signatures"]
    ]
    receipt = view["receipt"]
    if receipt:
        receipt = receipt | {"picture": _picture(template, qr_png(receipt["qr"]), 23)}
    photos = [
        one | {"picture": _photo(template, one["image"]) if one["image"] else one["lacking"]}
        for one in view.get("photos", [])
    ]
    return view | {"signatures": signatures, "receipt": receipt, "photos": photos}


def _photo(template: DocxTemplate, jpeg: bytes) -> InlineImage:
    """As high as half a page allows, or as wide as the text."""
    with Image.open(BytesIO(jpeg)) as image:
        wide = image.width / image.height > PHOTO_WIDTH / PHOTO_HEIGHT
    size = {"width": Mm(PHOTO_WIDTH)} if wide else {"height": Mm(PHOTO_HEIGHT)}
    return InlineImage(template, BytesIO(jpeg), **size)


def _picture(template: DocxTemplate, png: bytes, height_mm: int) -> InlineImage:
    return InlineImage(template, BytesIO(png), height=Mm(height_mm))


def _same_every_time(package: bytes) -> bytes:
    """The package with its members' times set alike, for evidence is known by its digest."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
