"""Documents as PDF, made by the renderer process."""

from __future__ import annotations

from zhuangjian.apps.documents.render.contexts import Document
from zhuangjian.apps.documents.render.renderer import made


def render_pdf(template_name: str, context: Document) -> bytes:
    """The document as PDF bytes, the same bytes for the same context.

    ``template_name`` is a key of ``LAYOUTS`` and ``context`` of the class that it names; raises ``Refusal``
    otherwise, for a signature picture that cannot be read, and when the time limit of a render is exceeded.
    """
    return made("pdf", template_name, context)
