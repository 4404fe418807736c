"""Setting a document as PDF in this process, by Typst. User text travels as JSON data and is never part of the source."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import typst

from zhuangjian.apps.documents.render import glyphs
from zhuangjian.apps.documents.render.contexts import Document
from zhuangjian.apps.documents.render.pictures import qr_svg, signature_png
from zhuangjian.apps.documents.render.views import view_of

_FOLDER: Final = Path(__file__).parent
_ONE_AT_A_TIME: Final = Lock()


@cache
def _compiler(form: str) -> typst.Compiler:
    # Only our own fonts and the authority's: a page must look the same on every machine.
    return typst.Compiler(
        str(_FOLDER / f"{form}.typ"),
        root=str(_FOLDER),
        font_paths=[str(folder) for folder in glyphs.folders()],
        ignore_system_fonts=True,
    )


def typeset(template_name: str, context: Document) -> bytes:
    """The document as PDF bytes, the same bytes for the same context.

    ``template_name`` is a key of ``LAYOUTS`` and ``context`` of the class that it names; raises ``Refusal``
    otherwise, and for a signature picture that cannot be read.
    """
    layout, view = view_of(template_name, context)
    shown = _with_pictures(glyphs.drawable(view))
    data = json.dumps({"layout": layout.to_dict(), "view": shown}, ensure_ascii=False)
    stamp = datetime(context.issued_on.year, context.issued_on.month, context.issued_on.day, tzinfo=UTC)
    with _ONE_AT_A_TIME:
        made = _compiler(layout.form).compile(
            format="pdf", sys_inputs={"data": data}, timestamp=int(stamp.timestamp())
        )
    assert isinstance(made, bytes)
    return made


def _with_pictures(view: dict[str, Any]) -> dict[str, Any]:
    signatures = [
        item | {"image": list(signature_png(item["image"], item["name"])) if item["image"] else None}
        for item in view["signatures"]
    ]
    receipt = view["receipt"]
    if receipt:
        receipt = receipt | {"svg": qr_svg(receipt["qr"])}
    photos = [one | {"image": list(one["image"]) if one["image"] else None} for one in view.get("photos", [])]
    return view | {"signatures": signatures, "receipt": receipt, "photos": photos}
